"""What staff do with a case: take it, give it back, note, reach the person, close it.

Each act looks at the case under its row lock, so that of two at once the first wins and the second
hears who was first. The same act again, by the one who did it, changes nothing and is no error: a
button pressed twice is pressed once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.escalation.acknowledging import acknowledge
from bot.escalation.contact import log_contact
from bot.escalation.ending import Outcome, close, release
from bot.escalation.events import What, note
from bot.escalation.holder import holder_name, let_go, staff_holder
from bot.escalation.writing import write_to_person
from bot.monitor.sessions import Visitor
from bot.monitor.sight import Sight, find_case
from bot.store import Store
from bot.store.tables import Escalation, EscalationEvent, Staff
from bot.store.transaction import Transaction

TURNS = (
    What.ACKNOWLEDGED,
    What.PROMISE_BROKEN,
    What.RELEASED,
    What.CLOSED,
    What.REOPENED,
)
SAME_WORDS_WITHIN = timedelta(minutes=1)
"""The same words by the same hand so soon are a button pressed twice."""


class NoSuchCase(LookupError):
    """There is no case with this reference for this visitor."""


class ActRefused(Exception):
    """The case is not in a state, or not in the hands, in which this can be done.

    ``holder``: who has it, when that is why.
    """

    def __init__(self, holder: str | None = None) -> None:
        super().__init__(self.__doc__)
        self.holder = holder


@dataclass(frozen=True)
class Desk:
    """A visitor at work on cases."""

    store: Store
    speaker: Speaker
    visitor: Visitor
    via: str
    """monitor or api."""

    def take(self, reference: str, promise: timedelta | None = None) -> None:
        """Take an open case, or one over whose holder may be relieved.

        ``promise``: within which they will reach the person. Raises NoSuchCase, or ActRefused when
        another has it or it is closed.
        """
        with self._case(reference) as (tx, case, sight):
            if self._did(tx, case, What.ACKNOWLEDGED):
                return
            if not sight.take:
                raise self._refusal(tx, case)
            staff = tx.get_one(Staff, self.visitor.staff_id)
            holder = staff_holder(self.speaker.register, staff)
            if case.state == "acknowledged":
                let_go(case)
            acknowledge(tx, self.speaker, case, holder, via=self.via, promise=promise)

    def release(self, reference: str) -> None:
        """Raises NoSuchCase, or ActRefused when it is not theirs."""
        with self._case(reference) as (tx, case, sight):
            if self._did(tx, case, What.RELEASED):
                return
            if not sight.hold:
                raise self._refusal(tx, case)
            release(tx, self.speaker, case, staff_id=self.visitor.staff_id)

    def contact(self, reference: str) -> None:
        """The person has been reached. Raises NoSuchCase, or ActRefused when it is not theirs."""
        with self._held(reference) as (tx, case):
            self._log_contact(tx, case)

    def note(self, reference: str, words: str) -> None:
        """Raises NoSuchCase, or ActRefused when it is not theirs."""
        with self._held(reference) as (tx, case):
            if self._just_noted(tx, case, words):
                return
            note(tx, case, What.NOTED, staff_id=self.visitor.staff_id, words=words)

    def write(self, reference: str, words: str, key: str) -> None:
        """Write to the person's chat, which is contact with them.

        Raises NoSuchCase, or ActRefused also where there is none.
        """
        with self._held(reference) as (tx, case):
            staff_id = self.visitor.staff_id
            if not write_to_person(tx, self.speaker, case, words, staff_id=staff_id, key=key):
                raise ActRefused
            self._log_contact(tx, case)

    def close(self, reference: str, outcome: Outcome, words: str | None = None) -> None:
        """Raises NoSuchCase, or ActRefused when it is not theirs."""
        with self._case(reference) as (tx, case, sight):
            if self._did(tx, case, What.CLOSED):
                return
            if not sight.hold:
                raise self._refusal(tx, case)
            staff_id = self.visitor.staff_id
            close(tx, self.speaker, case, outcome, staff_id=staff_id, words=words)

    @contextmanager
    def _case(self, reference: str) -> Iterator[tuple[Transaction, Escalation, Sight]]:
        with self.store.write() as tx:
            found = find_case(tx, self.speaker.register, self.visitor, reference, lock=True)
            if found is None:
                raise NoSuchCase(reference)
            yield tx, *found

    @contextmanager
    def _held(self, reference: str) -> Iterator[tuple[Transaction, Escalation]]:
        with self._case(reference) as (tx, case, sight):
            if not sight.hold:
                raise self._refusal(tx, case)
            yield tx, case

    def _log_contact(self, tx: Transaction, case: Escalation) -> None:
        """Unless it is logged already, and nothing was promised since."""
        if case.contacted_at is None or case.reminded_at is not None:
            log_contact(tx, self.speaker, case, staff_id=self.visitor.staff_id)

    def _did(self, tx: Transaction, case: Escalation, what: What) -> bool:
        """Whether the last turn the case took was this one, and theirs."""
        query = (
            select(EscalationEvent.what, EscalationEvent.staff_id)
            .where(EscalationEvent.escalation_id == case.id, EscalationEvent.what.in_(TURNS))
            .order_by(EscalationEvent.id.desc())
            .limit(1)
        )
        last = tx.execute(query).one_or_none()
        return last is not None and tuple(last) == (what, self.visitor.staff_id)

    def _just_noted(self, tx: Transaction, case: Escalation, words: str) -> bool:
        notes = tx.scalars(
            select(EscalationEvent.note).where(
                EscalationEvent.escalation_id == case.id,
                EscalationEvent.what == What.NOTED,
                EscalationEvent.staff_id == self.visitor.staff_id,
                EscalationEvent.at > tx.now - SAME_WORDS_WITHIN,
            )
        )
        return any(sealed and tx.unseal(case.conversation_id, sealed) == words for sealed in notes)

    def _refusal(self, tx: Transaction, case: Escalation) -> ActRefused:
        return ActRefused(holder_name(tx, self.speaker.register, case))
