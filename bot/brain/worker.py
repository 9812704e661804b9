"""The brain's loop: one conversation's next message, one turn, one transaction."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from bot.brain.agent import BrainAgent
from bot.brain.names import without_name
from bot.brain.nlg import UNDECIDED_LANGUAGE
from bot.brain.saying import say_turn
from bot.brain.turn import TurnResult, run_turn
from bot.delivery.speaker import Speaker
from bot.inbox.receiving import InboundState
from bot.inbox.screening import MOST_FAILURES, park
from bot.language.served import is_served
from bot.store import Store
from bot.store.conversations import IN_TURN
from bot.store.due_work import claim, release, still_held
from bot.store.phone_tokens import for_the_brain
from bot.store.tables import Conversation, Dialogue, Inbound

LEASE = timedelta(seconds=20)
RETRY_AFTER = timedelta(seconds=1)
MOST_CHARACTERS = 1_600
"""As long as a message by SMS can be; what is beyond is kept and screened, but not conversed on."""

log = structlog.get_logger()


@dataclass(frozen=True)
class WaitingTurn:
    """A claimed message with all that Rasa may know of it."""

    inbound_id: int
    conversation_id: str
    text: str
    language: str
    dialogue: str | None
    channel: str


@dataclass(frozen=True)
class Brain:
    store: Store
    speaker: Speaker
    agent: BrainAgent
    holder: str

    def read_next(self) -> bool:
        """Read one message if one waits; False when there was none."""
        turn = self._claim()
        if turn is None:
            return False
        try:
            result = run_turn(
                self.agent,
                conversation_id=turn.conversation_id,
                text=turn.text,
                language=turn.language,
                dialogue=turn.dialogue,
                channel=turn.channel,
            )
            self._commit(turn, result)
        except Exception:
            log.exception("turn_failed", inbound=turn.inbound_id)
            self._give_back(turn)
        return True

    def _claim(self) -> WaitingTurn | None:
        with self.store.read() as tx:
            ready = Inbound.state == InboundState.SCREENED, Inbound.due_at <= tx.now
            if tx.scalar(select(Inbound.id).where(*ready).limit(1)) is None:
                return None
        with self.store.write() as tx:
            rows = claim(
                tx,
                Inbound,
                holder=self.holder,
                lease=LEASE,
                where=[Inbound.state == InboundState.SCREENED, ~_has_earlier_unread()],
                order=[Inbound.id],
            )
            if not rows:
                return None
            inbound = rows[0]
            conversation = tx.get_one(Conversation, inbound.conversation_id)
            dialogue = tx.get(Dialogue, conversation.id)
            text = tx.unseal(conversation.id, inbound.text)
            before = tx.unseal(conversation.id, dialogue.state) if dialogue else None
            seen = for_the_brain(text[:MOST_CHARACTERS], inbound.id)
            return WaitingTurn(
                inbound_id=inbound.id,
                conversation_id=conversation.id,
                text=without_name(before, seen, inbound.id),
                language=_spoken(conversation.language),
                dialogue=before,
                channel=conversation.channel,
            )

    def _commit(self, turn: WaitingTurn, result: TurnResult) -> None:
        """Dialogue, replies, requests and "read" together, or none of them."""
        with self.store.write() as tx:
            inbound = still_held(tx, turn.inbound_id, Inbound, self.holder)
            if inbound is None:
                return  # our lease had run out; whoever holds it now answers
            conversation = tx.get_one(Conversation, turn.conversation_id, with_for_update=IN_TURN)
            tx.merge(
                Dialogue(
                    conversation_id=conversation.id,
                    state=tx.seal(conversation.id, result.dialogue),
                    updated_at=tx.now,
                )
            )
            say_turn(tx, self.speaker, conversation, inbound, result)
            inbound.state = InboundState.READ
            inbound.due_at = None
            inbound.holding_at = None
            release(inbound)

    def _give_back(self, turn: WaitingTurn) -> None:
        """Let the message be tried again a little later; after three failures park it."""
        with self.store.write() as tx:
            inbound = still_held(tx, turn.inbound_id, Inbound, self.holder)
            if inbound is None:
                return
            if inbound.attempts >= MOST_FAILURES:
                park(tx, self.speaker, inbound)
            else:
                inbound.due_at = tx.now + RETRY_AFTER * inbound.attempts
                release(inbound)


def _spoken(language: str | None) -> str:
    """What we answer in: English stands in for a language we do not have yet."""
    if language is None:
        return UNDECIDED_LANGUAGE
    return language if is_served(language) else "en"


def _has_earlier_unread() -> ColumnElement[bool]:
    """A conversation is read in the order it was written."""
    earlier = aliased(Inbound)
    return exists().where(
        earlier.conversation_id == Inbound.conversation_id,
        earlier.id < Inbound.id,
        earlier.state.in_((InboundState.RECEIVED, InboundState.SCREENED)),
    )
