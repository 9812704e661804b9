"""Somebody phones us: one row a call, moved on by each key, with what it means in the same commit.

A call belongs to the conversation of the caller's number, the same as its texts. Twilio may ask
the same thing twice; only an answer to what was spoken last moves a call. A call that ends without
a choice is a missed one, and whoever made it is phoned back.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.callbacks.by_voice import working_days
from bot.delivery.channel import Channel
from bot.delivery.speaker import Speaker
from bot.inbox.call_acts import Caller, act_on, danger_line, missed
from bot.inbox.menu import Outcome, Prompt, Standing, Step, press, prompt
from bot.language.served import is_served
from bot.register import Register
from bot.store.conversations import IN_TURN, conversation_of
from bot.store.due_work import take
from bot.store.tables import Conversation, IncomingCall
from bot.store.transaction import Transaction

SILENT_AFTER = timedelta(minutes=5)
"""No step of a call takes so long: its end has not been told to us."""


@dataclass(frozen=True)
class Ring:
    """What the carrier says of a call to us, for what is to be spoken next.

    ``caller`` is in E.164, "" for a hidden number. ``turn`` names what the keys answer; None when
    the call has only begun. ``number``: the keys as a number in E.164, when they make one.
    """

    carrier_id: str
    caller: str = field(repr=False)
    turn: int | None = None
    keys: str = field(default="", repr=False)
    number: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Turn:
    """What is spoken now. The keys that answer it are to come with ``number``."""

    number: int
    prompt: Prompt


def take_call(tx: Transaction, speaker: Speaker, ring: Ring, our_number: str | None) -> Turn:
    """Let a call begin, or take its next step; gives what the caller hears."""
    call = _call_of(tx, speaker.register, ring, our_number)
    conversation = _locked(tx, call)
    if ring.turn == call.turn and call.ended_at is None and call.step != Step.OVER:
        move = press(_standing(call, conversation), ring.keys, ring.number)
        call.turn += 1
        call.step, call.page = move.standing.step, move.standing.page
        call.asked, call.language = move.standing.asked, move.standing.language
        call.outcome = move.standing.outcome
        if move.act is not None:
            caller = Caller(tx, speaker, call, conversation)
            conversation = act_on(caller, move.act, move.value)
    if call.ended_at is None:
        call.due_at = tx.now + SILENT_AFTER
    danger = danger_line(tx, speaker, call)
    days = working_days(speaker.register, conversation)
    return Turn(call.turn, prompt(_standing(call, conversation), danger=danger, days=days))


def end_call(tx: Transaction, speaker: Speaker, ring: Ring, our_number: str | None) -> None:
    """A call is over, however it went, once; one that never reached us was missed as well."""
    call = _call_of(tx, speaker.register, ring, our_number)
    _end(tx, speaker, call)


def end_silent(tx: Transaction, speaker: Speaker, call_id: int) -> None:
    """A call whose end was never told."""
    call = take(tx, IncomingCall, call_id, IncomingCall.due_at <= tx.now)
    if call is not None:
        _end(tx, speaker, call)


def _end(tx: Transaction, speaker: Speaker, call: IncomingCall) -> None:
    call.due_at = None
    if call.ended_at is not None:
        return
    call.ended_at = tx.now
    conversation = _locked(tx, call)
    if call.outcome is None:
        call.outcome = Outcome.UNREACHABLE if call.hidden else Outcome.MISSED
        missed(Caller(tx, speaker, call, conversation))


def _call_of(
    tx: Transaction, register: Register, ring: Ring, our_number: str | None
) -> IncomingCall:
    """The row of a call, locked; made at the first word of it, by whichever request is first."""
    query = select(IncomingCall).where(IncomingCall.carrier_id == ring.carrier_id).with_for_update()
    known = tx.scalar(query)
    if known is not None:
        return known
    is_ours = _is_ours(register, ring.caller, our_number)
    conversation = None
    if ring.caller and not is_ours:
        conversation = conversation_of(tx, Channel.SMS, ring.caller)
    language = _chosen(conversation)
    dialect = tx.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    first = Step.MENU if language is not None else Step.LANGUAGE
    tx.execute(
        insert(IncomingCall)
        .values(
            carrier_id=ring.carrier_id,
            conversation_id=conversation.id if conversation is not None else None,
            step=Step.OVER if is_ours else first,
            page=0,
            asked=0,
            turn=0,
            language=language,
            hidden=not ring.caller,
            outcome=Outcome.OURS if is_ours else None,
            started_at=tx.now,
            due_at=tx.now + SILENT_AFTER,
        )
        .on_conflict_do_nothing(index_elements=["carrier_id"])
    )
    return tx.scalars(query).one()


def _is_ours(register: Register, number: str, our_number: str | None) -> bool:
    """A duty phone, or the number that was called: neither is a person in need."""
    return bool(number) and (
        number == our_number or any(line.number == number for line in register.lines)
    )


def _chosen(conversation: Conversation | None) -> str | None:
    """The language they have asked for before, in writing or by a key."""
    if conversation is None or not conversation.language_chosen:
        return None
    language = conversation.language
    return language if language is not None and is_served(language) else None


def _locked(tx: Transaction, call: IncomingCall) -> Conversation | None:
    """Two calls of one number at once must not open two requests."""
    if call.conversation_id is None:
        return None
    return tx.get_one(Conversation, call.conversation_id, with_for_update=IN_TURN)


def _standing(call: IncomingCall, conversation: Conversation | None) -> Standing:
    silenced = conversation is not None and (
        conversation.unsafe_at is not None or conversation.opted_out_at is not None
    )
    return Standing(
        step=Step(call.step) if call.ended_at is None else Step.OVER,
        page=call.page,
        asked=call.asked,
        language=call.language,
        hidden=call.hidden,
        may_ask=not call.hidden and not silenced,
        outcome=Outcome(call.outcome) if call.outcome is not None else None,
    )
