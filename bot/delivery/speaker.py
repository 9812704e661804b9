"""How the product speaks: texts from the catalogue, facts from the register, into the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.delivery.channel import Channel
from bot.delivery.encoding import measure, normalise
from bot.delivery.outbox import Lane, queue
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
        if lane is Lane.EMERGENCY_REPLY:
            body = self.bilingual(conversation, (name,), **values)
        else:
            body = self.catalogue.text(name, conversation.language or NORWEGIAN, **values)
        return self.say(tx, conversation, body, name=name, key=key, lane=lane)

    def bilingual(self, conversation: Conversation, names: Sequence[str], **values: object) -> str:
        """Several texts in the person's language, then the same in Norwegian."""
        language = conversation.language or NORWEGIAN
        halves = [
            "\n".join(self.catalogue.text(name, half, **values) for name in names)
            for half in readers(language)
        ]
        return "\n\n".join(halves)

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
    ) -> Outbox | None:
        """Send a person words that are already rendered, at once or at ``due_at``.

        The first words of a conversation also say that a machine is speaking (AI Act, art. 50).
        An ordinary reply has a welcome before it, a message of its own. In an emergency, where a
        number must come first, and in what nobody has asked for, a line says it; an emergency
        reply that would grow too long leaves it to the next.
        """
        language = conversation.language or NORWEGIAN
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
