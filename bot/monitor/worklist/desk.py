"""What staff do with a callback request: log an attempt, move it, own it, end it.

Each act looks at the request under its row lock, and is done once a key: a button pressed twice is
pressed once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from bot.callbacks.attempts import Result, log_attempt
from bot.callbacks.history import happened
from bot.callbacks.moving import NoSuchOffice
from bot.callbacks.owning import give
from bot.callbacks.writing import write_to_person
from bot.delivery.speaker import Speaker
from bot.monitor.accounts import Role, active_staff
from bot.monitor.acts import ActRefused, NoSuchCase
from bot.monitor.sessions import Visitor
from bot.monitor.worklist.sight import request_of, request_sight
from bot.store import Store
from bot.store.tables import CallbackRequest, Staff
from bot.store.transaction import Transaction

KEY_LETTERS = 32


class FieldRefused(ValueError):
    """The act lacks something, or something given cannot be taken. ``field`` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class CallbackDesk:
    """A visitor at work on callback requests.

    Every act raises NoSuchCase; ActRefused when the request has ended or is not theirs to handle;
    and FieldRefused.
    """

    store: Store
    speaker: Speaker
    visitor: Visitor

    def attempt(
        self,
        reference: str,
        result: Result,
        *,
        key: str,
        note: str | None = None,
        office_id: str | None = None,
    ) -> None:
        """What came of trying to reach the person, with all that follows from it.

        ``note`` is needed for what is done, ``office_id`` for what is moved.
        """
        if result is Result.DONE and not note:
            raise FieldRefused("note")
        key = self._key(result, key)
        with self._handled(reference, f"attempt:{key}") as work:
            if work is None:
                return
            tx, request = work
            if result is Result.MOVED and request.office_id == office_id:
                raise FieldRefused("office")
            try:
                log_attempt(
                    tx,
                    self.speaker,
                    request,
                    result,
                    staff_id=self.visitor.staff_id,
                    key=key,
                    note=note,
                    office_id=office_id,
                )
            except NoSuchOffice:
                raise FieldRefused("office") from None

    def write(self, reference: str, words: str, *, key: str) -> None:
        """Write to the person's chat; FieldRefused where there is none, or nothing is said."""
        if not words:
            raise FieldRefused("words")
        key = f"wrote:{self._key('write', key)}"
        with self._handled(reference, key) as work:
            if work is None:
                return
            tx, request = work
            staff_id = self.visitor.staff_id
            if not write_to_person(tx, self.speaker, request, words, staff_id=staff_id, key=key):
                raise FieldRefused("words")

    def own(self, reference: str, *, to: str, key: str, reason: str | None = None) -> None:
        """Make somebody who handles it the owner, by name.

        ``reason`` is needed where it passes from one to another.
        """
        key = self._key("own", key)
        with self._handled(reference, f"owned:{key}") as work:
            if work is None:
                return
            tx, request = work
            owner = _colleague(tx, request, to)
            if request.owner_staff_id == owner.id:
                return
            if request.owner_staff_id is not None and not reason:
                raise FieldRefused("reason")
            give(tx, request, owner, staff_id=self.visitor.staff_id, key=key, reason=reason)

    @contextmanager
    def _handled(
        self, reference: str, key: str
    ) -> Iterator[tuple[Transaction, CallbackRequest] | None]:
        """The request, locked; None when its history holds the act already.

        That is looked at first: who has moved or ended a request may no longer do so.
        """
        with self.store.write() as tx:
            request = request_of(tx, reference, lock=True)
            if request is not None and happened(tx, request, key):
                yield None
                return
            sight = request_sight(self.visitor, request) if request is not None else None
            if request is None or sight is None:
                raise NoSuchCase(reference)
            if not sight.handle:
                raise ActRefused
            yield tx, request

    def _key(self, act: str, key: str) -> str:
        """Of this act of this visitor alone."""
        named = f"{act}:{key}".encode()
        return f"{self.visitor.staff_id}:{sha256(named).hexdigest()[:KEY_LETTERS]}"


def _colleague(tx: Transaction, request: CallbackRequest, name: str) -> Staff:
    """Of the office whose request it is; of NKS where no office is known."""
    staff = active_staff(tx, name)
    if staff is None or staff.role == Role.ADMINISTRATOR or staff.office_id != request.office_id:
        raise FieldRefused("to")
    return staff
