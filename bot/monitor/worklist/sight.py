"""What a member of staff may see of a callback request, and do with it.

An office sees its own whole. Everybody else sees how requests stand, never what they are about,
except that NKS reads those nobody else could: the ones an adviser opened, and the ones that no
office is known for, until they are given to one.
"""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, and_, or_, select, true

from bot.monitor.accounts import WITH_AN_OFFICE, Role
from bot.monitor.sessions import Visitor
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction

CLOSED = "closed"


@dataclass(frozen=True)
class RequestSight:
    """What one visitor may see of one request and do with it now."""

    story: bool
    """What it is about, the person's words, how to reach them, the history."""
    handle: bool
    """Log attempts, own it, hand it over, close it."""
    place: bool
    """Give it to an office."""


class RequestState(Protocol):
    """What decides: of a whole request, or of a row with these columns alone."""

    @property
    def state(self) -> str: ...

    @property
    def office_id(self) -> str | None: ...

    @property
    def opened_by_staff_id(self) -> int | None: ...


def request_sight(visitor: Visitor, request: RequestState) -> RequestSight | None:
    """None when the request does not exist for this visitor."""
    is_open, is_nobodys = request.state != CLOSED, request.office_id is None
    if visitor.role in WITH_AN_OFFICE:
        if is_nobodys or request.office_id != visitor.office_id:
            return None
        return RequestSight(story=True, handle=is_open, place=False)
    if visitor.role == Role.ADVISER:
        opened = request.opened_by_staff_id == visitor.staff_id
        handles = is_nobodys and is_open
        return RequestSight(story=opened or handles, handle=handles, place=handles)
    return RequestSight(story=False, handle=False, place=False)


def seen_by(visitor: Visitor) -> ColumnElement[bool]:
    """The requests whose state the visitor may see."""
    if visitor.role in WITH_AN_OFFICE:
        return CallbackRequest.office_id == visitor.office_id
    return true()


def read_by(visitor: Visitor) -> ColumnElement[bool]:
    """The requests the visitor may read whole."""
    if visitor.role in WITH_AN_OFFICE:
        return seen_by(visitor)
    nobodys = and_(CallbackRequest.office_id.is_(None), CallbackRequest.state != CLOSED)
    return or_(CallbackRequest.opened_by_staff_id == visitor.staff_id, nobodys)


def find_request(
    tx: Transaction, visitor: Visitor, reference: str
) -> tuple[CallbackRequest, RequestSight] | None:
    """The request with this reference, however it was typed; None when not for the visitor."""
    request = request_of(tx, reference)
    sight = request_sight(visitor, request) if request is not None else None
    return None if request is None or sight is None else (request, sight)


def request_of(tx: Transaction, reference: str, *, lock: bool = False) -> CallbackRequest | None:
    """Whoever may see it. ``lock``: hold its row until the transaction ends, to change it."""
    reference = reference.strip().upper()
    if not reference.isalnum():  # PostgreSQL takes no NUL
        return None
    query = select(CallbackRequest).where(CallbackRequest.reference == reference)
    return tx.scalar(query.with_for_update() if lock else query)
