"""What a caller's keys, or their silence, make us do."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from bot.callbacks.by_voice import allow_texts, request_by_voice
from bot.callbacks.changing import become_urgent
from bot.callbacks.status import newest_open_request
from bot.delivery.channel import Channel
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation import ladder
from bot.escalation.asking import ask_next
from bot.escalation.briefing import tell_holder
from bot.escalation.events import What, note
from bot.escalation.opening import active_escalation, open_escalation
from bot.escalation.refining import IN_HASTE, refine_kind
from bot.escalation.urgency import URGENT_NOW
from bot.inbox.menu import Act, Line, Outcome
from bot.language.served import language_name
from bot.store.conversations import conversation_of
from bot.store.tables import Conversation, Escalation, EscalationEvent, IncomingCall, UnmetContact
from bot.store.transaction import Transaction

HIDDEN = "hidden number"
NOTED_EVERY = timedelta(hours=1)
"""Missed calls in a row of somebody in danger are one line in the history of the case."""


@dataclass(frozen=True)
class Caller:
    """Somebody on the phone. ``conversation``: None for a hidden number that has told nothing."""

    tx: Transaction
    speaker: Speaker
    call: IncomingCall
    conversation: Conversation | None

    @property
    def key(self) -> str:
        return f"call:{self.call.id}"

    def own_conversation(self) -> Conversation:
        """Their conversation; one of this call alone, begun now, while their number is hidden."""
        if self.conversation is not None:
            return self.conversation
        conversation = conversation_of(self.tx, Channel.CALL, f"call:{self.call.carrier_id}")
        self.call.conversation_id = conversation.id
        _speaks(conversation, self.call.language)
        return conversation

    def words(self, name: str, **values: object) -> str:
        """What staff read of it."""
        language = self.call.language
        named = (
            language_name(language, NORWEGIAN)
            if language is not None
            else self.speaker.catalogue.text("utter_voice_no_language", NORWEGIAN)
        )
        return self.speaker.catalogue.text(name, NORWEGIAN, language_name=named, **values)


def act_on(caller: Caller, act: Act, value: str) -> Conversation | None:
    """Do what a key means; gives the caller's conversation, which may have begun with it."""
    match act:
        case Act.LANGUAGE:
            if caller.conversation is not None:
                _speaks(caller.conversation, value)
        case Act.CALLBACK:
            _ask_for_call(caller, caller.own_conversation())
        case Act.NUMBER if caller.call.outcome == Outcome.DANGER:
            _leave_number(caller, value)
        case Act.NUMBER:
            return _ask_for_call_at(caller, value)
        case Act.DANGER:
            conversation = caller.own_conversation()
            _open(caller, conversation)
            return conversation
        case Act.KIND:
            _refine(caller, value)
        case Act.MAY_TEXT:
            _may_text(caller)
        case Act.MISSED:
            missed(caller)
    return caller.conversation


def missed(caller: Caller) -> None:
    """They chose nothing: they are phoned back, or whoever has their case hears of the call."""
    tx, conversation = caller.tx, caller.conversation
    if conversation is None:
        if caller.call.outcome != Outcome.OURS:
            tx.add(UnmetContact(at=tx.now, place=None, reason=HIDDEN))
        return
    escalation = active_escalation(tx, conversation)
    if escalation is not None:
        _note_call(caller, escalation)
        return
    request_by_voice(
        tx,
        caller.speaker,
        conversation,
        phone=tx.unseal(conversation.id, conversation.address),
        words=caller.words("utter_voice_missed"),
        asked=False,
        key=caller.key,
    )


def danger_line(tx: Transaction, speaker: Speaker, call: IncomingCall) -> Line:
    """What is said first to a caller in danger: a number, and whether a duty phone is told."""
    escalation = None
    if call.outcome == Outcome.DANGER and call.conversation_id is not None:
        escalation = active_escalation(tx, tx.get_one(Conversation, call.conversation_id))
    if escalation is not None and escalation.state == "open" and not escalation.ladder:
        number = ladder.public_number(speaker, escalation)
        return Line("utter_emergency_no_line", call.language, {"number": " ".join(number)})
    return Line("utter_voice_danger", call.language)


def _speaks(conversation: Conversation, language: str | None) -> None:
    """A key is a choice."""
    if language is not None:
        conversation.language = language
        conversation.language_chosen = True
        conversation.language_candidate = None


def _ask_for_call(caller: Caller, conversation: Conversation) -> None:
    tx = caller.tx
    request_by_voice(
        tx,
        caller.speaker,
        conversation,
        phone=tx.unseal(conversation.id, conversation.contact_phone or conversation.address),
        words=caller.words("utter_voice_asked"),
        asked=True,
        key=caller.key,
    )


def _ask_for_call_at(caller: Caller, number: str) -> Conversation:
    """A hidden number has left one to phone: whoever leaves it again has one request."""
    tx = caller.tx
    conversation = conversation_of(tx, Channel.CALL, number)
    tx.refresh(conversation, with_for_update=True)
    conversation.contact_phone = tx.seal(conversation.id, number)
    caller.call.conversation_id = conversation.id
    _speaks(conversation, caller.call.language)
    _ask_for_call(caller, conversation)
    return conversation


def _open(caller: Caller, conversation: Conversation) -> None:
    """Open a case at once, before it is known what it is about. No text goes to a phone that
    others may read."""
    tx = caller.tx
    if conversation.channel == Channel.SMS:
        conversation.no_texts_at = conversation.no_texts_at or tx.now
    known = active_escalation(tx, conversation)
    kind = known.kind if known is not None and known.kind in URGENT_NOW else IN_HASTE
    escalation = open_escalation(tx, caller.speaker, conversation, kind=kind, key=caller.key)
    note(tx, escalation, What.CALLED, words=caller.words("utter_voice_asked_for_help"))
    become_urgent(tx, caller.speaker.register, conversation, key=caller.key)


def _refine(caller: Caller, kind: str) -> None:
    tx, conversation = caller.tx, caller.own_conversation()
    escalation = active_escalation(tx, conversation)
    if escalation is None:
        return
    key = f"{caller.key}:kind"
    called = caller.speaker.catalogue.text(f"utter_kind_{kind}", NORWEGIAN)
    words = caller.words("utter_voice_pressed_kind", kind=called)
    if escalation.key == caller.key:
        refine_kind(tx, caller.speaker, escalation, kind, words=words, key=key)
        return
    # An older case may get graver, never milder.
    open_escalation(tx, caller.speaker, conversation, kind=kind, key=key)
    note(tx, escalation, What.CALLED, words=words)


def _leave_number(caller: Caller, number: str) -> None:
    tx, conversation = caller.tx, caller.own_conversation()
    conversation.contact_phone = tx.seal(conversation.id, number)
    escalation = active_escalation(tx, conversation)
    if escalation is not None:
        note(tx, escalation, What.PHONE)
        tell_holder(tx, caller.speaker, escalation, key=f"{caller.key}:phone")


def _may_text(caller: Caller) -> None:
    """Nobody else reads this phone."""
    tx, conversation = caller.tx, caller.own_conversation()
    conversation.no_texts_at = None
    if caller.call.outcome == Outcome.DANGER:
        escalation = active_escalation(tx, conversation)
        if escalation is not None:
            key = f"{caller.key}:asked"
            ask_next(tx, caller.speaker, conversation, escalation, key=key)
        return
    request = newest_open_request(tx, conversation)
    if request is not None:
        allow_texts(tx, caller.speaker, conversation, request, key=caller.key)


def _note_call(caller: Caller, escalation: Escalation) -> None:
    tx = caller.tx
    last = tx.scalar(
        select(func.max(EscalationEvent.at)).where(
            EscalationEvent.escalation_id == escalation.id, EscalationEvent.what == What.CALLED
        )
    )
    if last is not None and last > tx.now - NOTED_EVERY:
        return
    note(tx, escalation, What.CALLED, words=caller.words("utter_voice_missed"))
    tell_holder(tx, caller.speaker, escalation, key=f"{caller.key}:holder")
