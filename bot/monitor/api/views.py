"""Escalations as the staff API shows them: the state to all who may see one, the story to few."""

from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.escalation.account import read_account
from bot.escalation.holder import holder_name, staff_name
from bot.escalation.lines import label_of
from bot.escalation.reach import may_be_phoned, phone_of
from bot.escalation.writing import can_be_written_to
from bot.monitor.accounts import WITH_AN_OFFICE
from bot.monitor.api.models import (
    CallerAccount,
    EscalationFilter,
    EscalationList,
    EscalationState,
    Event,
    PlaceName,
    Story,
)
from bot.monitor.api.models import Escalation as Shown
from bot.monitor.api.problems import Problem, invalid
from bot.monitor.api.relayed import relayed_by
from bot.monitor.sessions import Visitor
from bot.monitor.sight import find_case, office_id_of
from bot.monitor.story_views import log_view
from bot.register import Register
from bot.store.tables import (
    CallbackRequest,
    Conversation,
    Escalation,
    EscalationEvent,
    Staff,
)
from bot.store.transaction import Transaction

API = "api"


def list_escalations(
    tx: Transaction, register: Register, visitor: Visitor, wanted: EscalationFilter
) -> EscalationList:
    """States only, the oldest first."""
    query = select(Escalation).where(Escalation.state == wanted.state)
    if visitor.role in WITH_AN_OFFICE:
        query = query.where(Escalation.place.in_(_places_of(tx, register, visitor)))
    if wanted.after is not None:
        found = find_case(tx, register, visitor, wanted.after)
        if found is None:
            raise invalid("after", "unknown")
        query = query.where(Escalation.id > found[0].id)
    query = query.order_by(Escalation.id).limit(wanted.limit + 1)
    cases = list(tx.scalars(query))
    shown, more = cases[: wanted.limit], len(cases) > wanted.limit
    return EscalationList(
        escalations=[state_of(tx, register, visitor, case) for case in shown],
        next=shown[-1].reference if more else None,
    )


def show_escalation(tx: Transaction, speaker: Speaker, visitor: Visitor, reference: str) -> Shown:
    """The story too where it may be read; then the reading is logged. Raises a Problem: 404."""
    found = find_case(tx, speaker.register, visitor, reference)
    if found is None:
        raise no_such_case()
    case, sight = found
    state = state_of(tx, speaker.register, visitor, case)
    if sight.story:
        log_view(tx, visitor.staff_id, case.reference, via=API)
    story = _story(tx, speaker.register, case) if sight.story else None
    return Shown(**dict(state), story=story)


def state_of(
    tx: Transaction, register: Register, visitor: Visitor, case: Escalation
) -> EscalationState:
    conversation = tx.get_one(Conversation, case.conversation_id)
    return EscalationState.model_validate(
        {
            "reference": case.reference,
            "state": case.state,
            "urgency": case.urgency,
            "red": case.state == "open" and case.red_at is not None,
            "opened_at": case.opened_at,
            "place": place_name(register, case.place),
            "language": conversation.language,
            "rung": min(case.rung + 1, len(case.ladder)),
            "rungs": len(case.ladder),
            "holder": holder_name(tx, register, case),
            "held_by_you": case.state == "acknowledged"
            and case.acknowledged_staff_id == visitor.staff_id,
            "acknowledged_at": case.acknowledged_at,
            "promise_at": case.promise_at,
            "reminded_at": case.reminded_at,
            "contacted_at": case.contacted_at,
            "waits_until": case.waits_until,
            "closed_at": case.closed_at,
        }
    )


def place_name(register: Register, code: str | None) -> PlaceName | None:
    place = register.place(code) if code else None
    return PlaceName.of(place) if place else None


def account_of(tx: Transaction, case: Escalation | CallbackRequest) -> CallerAccount | None:
    account = read_account(tx, case)
    return None if account is None else CallerAccount(**vars(account))


def no_such_case() -> Problem:
    """404, the same for what is not there and for what is not to be seen."""
    return Problem(404, "not_found", "There is nothing of this reference for you.")


def _places_of(tx: Transaction, register: Register, visitor: Visitor) -> list[str]:
    """Codes, of those that cases have, whose cases are the visitor's office's."""
    used = select(Escalation.place).distinct()
    return [
        place
        for place in tx.scalars(used)
        if place is not None and office_id_of(register, place) == visitor.office_id
    ]


def _story(tx: Transaction, register: Register, case: Escalation) -> Story:
    conversation = tx.get_one(Conversation, case.conversation_id)
    return Story.model_validate(
        {
            "kind": case.kind,
            "children": case.children or "unknown",
            "phone": phone_of(tx, conversation),
            "may_be_phoned": may_be_phoned(tx, conversation, case) is not None,
            "can_be_written_to": can_be_written_to(tx, conversation),
            "account": account_of(tx, case),
            "relayed": relayed_by(tx, case.conversation_id),
            "outcome": case.outcome,
            "history": _history(tx, register, case),
        }
    )


def _history(tx: Transaction, register: Register, case: Escalation) -> list[Event]:
    events = tx.scalars(
        select(EscalationEvent)
        .where(EscalationEvent.escalation_id == case.id)
        .order_by(EscalationEvent.id)
    )
    return [
        Event(
            at=event.at,
            what=event.what,
            by=_actor(tx, register, event),
            words=tx.unseal(case.conversation_id, event.note) if event.note else None,
        )
        for event in events
    ]


def _actor(tx: Transaction, register: Register, event: EscalationEvent) -> str | None:
    if event.staff_id is not None:
        return staff_name(register, tx.get_one(Staff, event.staff_id))
    return label_of(register, event.line_id) if event.line_id else None
