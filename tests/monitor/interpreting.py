"""People an interpreter writes for, and what was said, as the inbox would have left it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.delivery.relayed import INTERPRETER, PERSON, keep_turn
from bot.delivery.speaker import Speaker
from bot.escalation.opening import open_escalation
from bot.relay.beginning import begin, hear_answer, say_go_on
from bot.relay.ending import end_alone
from bot.relay.relays import end_relay, open_relays, relay_of
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import Conversation, Relay
from bot.store.transaction import Transaction
from tests.monitor.waiting import LYKKEFJORD, Waiting

CALLED = "Sara"
INTERPRETERS_PHONE = "+4799930001"
OWN_PHONE = "+4799930777"
"""The person's own."""
WORDS = "ليس لدي مال للطعام"
OWN_VOICE = "Hun gråter. Jeg tror hun er redd."


@dataclass
class Interpreting:
    store: Store
    speaker: Speaker
    waiting: Waiting
    _numbers: Any = field(default_factory=lambda: count(1))

    def relay(
        self,
        *,
        language: str = "ar",
        called: str = CALLED,
        answer: str | None = "ja",
        phone: str = INTERPRETERS_PHONE,
        channel: str = "sms",
    ) -> str:
        """Begin for one person, who answers whether they agree; gives their conversation's id."""
        with self.store.write() as tx:
            helper = conversation_of(tx, channel, phone)
            begin(tx, self.speaker, helper, language, key=self._key())
            relay = open_relays(tx, helper)[-1]
            for said in filter(None, (called, answer)):
                self._answer(tx, helper, relay, said)
            return relay.conversation_id

    def answers(self, person: str, said: str) -> None:
        """The person, to what was asked before they could speak."""
        with self.store.write() as tx:
            relay = self._relay(tx, person)
            helper = tx.get_one(Conversation, relay.helper_conversation_id)
            self._answer(tx, helper, relay, said)

    def says(self, person: str, words: str, *, speaker: str = PERSON) -> None:
        with self.store.write() as tx:
            keep_turn(tx, self._relay(tx, person), speaker, words)

    def talks(self, person: str) -> None:
        """The person, and the interpreter in a voice of their own."""
        self.says(person, WORDS)
        self.says(person, OWN_VOICE, speaker=INTERPRETER)

    def is_ended_alone(self, person: str, phone: str = OWN_PHONE) -> None:
        """The person writes the word for the end and their code from a phone of their own."""
        with self.store.write() as tx:
            code = self._relay(tx, person).end_code
            writer = conversation_of(tx, "sms", phone)
            assert end_alone(tx, self.speaker, writer, f"slutt {code}", key=self._key())

    def ends(self, person: str, by: str) -> None:
        with self.store.write() as tx:
            end_relay(tx, self._relay(tx, person), by)

    def ask(self, person: str, *, phone: str = OWN_PHONE, **columns: Any) -> str:
        """A request of this person to be phoned; gives its reference."""
        with self.store.read() as tx:
            conversation = tx.get_one(Conversation, person)
            address = tx.unseal(person, conversation.address)
            language = conversation.language
        return self.waiting.ask(
            channel="relay",
            address=address,
            phone=phone,
            words=WORDS,
            language=language,
            **columns,
        )

    def open_case(self, person: str, kind: str = "violence") -> str:
        with self.store.write() as tx:
            return open_escalation(
                tx,
                self.speaker,
                tx.get_one(Conversation, person),
                kind=kind,
                key=self._key(),
                place=self.speaker.register.place(LYKKEFJORD),
                words=WORDS,
            ).reference

    def _answer(self, tx: Transaction, helper: Conversation, relay: Relay, said: str) -> None:
        key = self._key()
        if hear_answer(tx, self.speaker, helper, relay, said, said, key=key):
            keep_turn(tx, relay, PERSON, said)
            say_go_on(tx, self.speaker, relay, key=key)

    def _relay(self, tx: Transaction, person: str) -> Relay:
        relay = relay_of(tx, tx.get_one(Conversation, person))
        assert relay is not None
        return relay

    def _key(self) -> str:
        return f"interpreting:{next(self._numbers)}"
