"""How the product speaks: texts from the catalogue, facts from the register, into the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.delivery.channel import Channel
from bot.delivery.encoding import measure, normalise
from bot.delivery.outbox import Lane, queue
from bot.delivery.relayed import ASSISTANT, keep_turn, relay_behind
from bot.delivery.side_by_side import side_by_side
from bot.language.catalogue import Catalogue
from bot.language.served import is_served
from bot.register import Register
from bot.store.tables import Conversation, Outbox, Page
from bot.store.transaction import Transaction

NORWEGIAN = "nb"
UNDECIDED = ("nb", "en")
"""What is said while nobody can tell the person's language."""
WELCOME, WELCOME_IN_CHAT = "utter_welcome", "utter_welcome_chat"
MOST_SEGMENTS = 4
"""Of an emergency reply, with both languages."""
CALL = "utter_call_page"
"""The name of a call that speaks a page."""


def readers(language: str) -> tuple[str, ...]:
    """The languages an emergency reply is in: English stands in for one we do not serve."""
    if language in ("nb", "nn"):
        return (language,)
    return (language if is_served(language) else "en", NORWEGIAN)


@dataclass(frozen=True)
class Speaker:
    """What every room needs to say something: one a process, shared between threads."""

    catalogue: Catalogue
    register: Register

    @classmethod
    def load(cls, register_dir: Path) -> "Speaker":
        """Read the register and every catalogue; raises what they raise on a faulty file."""
        register = Register.load(register_dir)
        return cls(Catalogue(register.numbers()), register)

    def tell(
        self,
        tx: Transaction,
        conversation: Conversation,
        name: str,
        *,
        key: str,
        lane: Lane = Lane.REPLY,
        **values: object,
    ) -> Outbox | None:
        """Say one text of the catalogue to a person; an emergency reply is always bilingual.

        An emergency reply is their language and Norwegian, so that a bystander can help.
        """
        return self.tell_all(tx, conversation, (name,), key=key, lane=lane, **values)

    def tell_all(
        self,
        tx: Transaction,
        conversation: Conversation,
        names: Sequence[str],
        *,
        key: str,
        lane: Lane = Lane.REPLY,
        **values: object,
    ) -> Outbox | None:
        """Say several texts in one message, which goes by the name of the last.

        Their language whole, then Norwegian: never two languages mixed. Through an interpreter it
        is a sentence at a time instead.
        """
        language = conversation.language or NORWEGIAN
        in_norwegian = None
        if conversation.channel == Channel.RELAY:
            body, in_norwegian = (
                self._texts(names, each, values) for each in (language, NORWEGIAN)
            )
        else:
            bilingual = lane is Lane.EMERGENCY_REPLY
            halves = readers(language) if bilingual else (language,)
            body = "\n\n".join(self._texts(names, half, values) for half in halves)
        return self.say(
            tx,
            conversation,
            body,
            in_norwegian=in_norwegian,
            name=names[-1],
            key=key,
            lane=lane,
        )

    def _texts(self, names: Sequence[str], language: str, values: Mapping[str, object]) -> str:
        return "\n".join(self.catalogue.text(name, language, **values) for name in names)

    def say(
        self,
        tx: Transaction,
        conversation: Conversation,
        body: str,
        *,
        name: str,
        key: str,
        lane: Lane = Lane.REPLY,
        due_at: datetime | None = None,
        in_norwegian: str | None = None,
    ) -> Outbox | None:
        """Send a person words that are already rendered, at once or at ``due_at``.

        ``in_norwegian``: the same, for an interpreter who reads both; nobody else gets it.

        The first words of a conversation also say that a machine is speaking (AI Act, art. 50).
        An ordinary reply has a welcome before it, a message of its own. In an emergency, where a
        number must come first, and in what nobody has asked for, a line says it; an emergency
        reply that would grow too long leaves it to the next.
        """
        language = conversation.language or NORWEGIAN
        if conversation.channel == Channel.RELAY:
            return self._say_to_interpreter(
                tx, conversation, body, in_norwegian, name=name, key=key, lane=lane
            )
        is_greeted = conversation.greeted_at is not None
        if not is_greeted and lane is Lane.REPLY and is_served(language):
            self._welcome(tx, conversation, key)
        elif not is_greeted:
            body = self._greeted(tx, conversation, body, language, lane)
        return queue(
            tx,
            key=key,
            lane=lane,
            channel=conversation.channel,
            conversation_id=conversation.id,
            due_at=due_at,
            name=name,
            body=normalise(body, language),
        )

    def _say_to_interpreter(
        self,
        tx: Transaction,
        conversation: Conversation,
        body: str,
        in_norwegian: str | None,
        *,
        name: str,
        key: str,
        lane: Lane,
    ) -> Outbox | None:
        """Sentences to be read aloud; that a machine speaks was said when the relay began."""
        row = queue(
            tx,
            key=key,
            lane=lane,
            channel=conversation.channel,
            conversation_id=conversation.id,
            name=name,
            body=normalise(side_by_side(body, in_norwegian), conversation.language or NORWEGIAN),
        )
        relay = relay_behind(tx, conversation.id)
        if row is not None and relay is not None:
            keep_turn(tx, relay, ASSISTANT, body, in_norwegian, outbox=row)
        return row

    def introduce(self, tx: Transaction, conversation: Conversation, *, key: str) -> None:
        """Say that a machine is speaking, where no reply had room for it."""
        if conversation.greeted_at is None:
            conversation.greeted_at = tx.now
            words = self.catalogue.text("utter_first_contact", conversation.language or NORWEGIAN)
            lane = Lane.EMERGENCY_REPLY
            self.say(tx, conversation, words, name="utter_first_contact", key=key, lane=lane)

    def _welcome(self, tx: Transaction, conversation: Conversation, key: str) -> None:
        conversation.greeted_at = tx.now
        name = WELCOME_IN_CHAT if conversation.channel == Channel.CHAT else WELCOME
        known = conversation.language
        words = (self.catalogue.text(name, each) for each in ((known,) if known else UNDECIDED))
        self.say(tx, conversation, "\n\n".join(words), name=name, key=f"{key}:welcome")

    def _greeted(
        self, tx: Transaction, conversation: Conversation, body: str, language: str, lane: Lane
    ) -> str:
        greeting = self.catalogue.text("utter_first_contact", language)
        is_emergency = lane is Lane.EMERGENCY_REPLY
        whole = "\n\n".join((body, greeting) if is_emergency else (greeting, body))
        if is_emergency and measure(normalise(whole, language)).segments > MOST_SEGMENTS:
            return body
        conversation.greeted_at = tx.now
        return whole

    def page(
        self,
        tx: Transaction,
        page: Page,
        name: str,
        *,
        conversation_id: str,
        key: str,
        due_at: datetime | None = None,
        **values: object,
    ) -> Outbox | None:
        """Write to the duty line of a page, in Norwegian."""
        return queue(
            tx,
            key=key,
            lane=Lane.PAGE,
            channel=Channel.SMS,
            conversation_id=conversation_id,
            line_id=page.line_id,
            page_id=page.id,
            due_at=due_at,
            name=name,
            body=normalise(self.catalogue.text(name, NORWEGIAN, **values), NORWEGIAN),
        )

    def ring(
        self, tx: Transaction, page: Page, token: str, *, conversation_id: str, key: str
    ) -> Outbox | None:
        """Call the duty line of a page; ``token`` names the words it will hear."""
        return queue(
            tx,
            key=key,
            lane=Lane.PAGE,
            channel=Channel.VOICE,
            conversation_id=conversation_id,
            line_id=page.line_id,
            page_id=page.id,
            name=CALL,
            body=token,
        )
