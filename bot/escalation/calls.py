"""What a duty phone hears when it picks up, and what its keys do.

    4 takes the case    5 cannot: it climbs now    6 not ours    * again
    once taken: 1 connects with the person    7 has been in contact

Nothing but a key takes a case, and a machine that picks up presses none.
"""

from dataclasses import dataclass

from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation import ladder
from bot.escalation.acknowledging import acknowledge
from bot.escalation.briefing import known_facts
from bot.escalation.calling import call_next, call_of_key, call_of_token
from bot.escalation.codes import phone_hashes
from bot.escalation.contact import log_contact
from bot.escalation.events import What, note
from bot.escalation.holder import holder_name, line_holder
from bot.escalation.line_tests import pass_test
from bot.escalation.officer import decline
from bot.escalation.reach import may_be_phoned, reach_name
from bot.register import DutyLine
from bot.store.tables import Conversation, Escalation, Page, PageCall
from bot.store.transaction import Transaction

MOST_TIMES = 3
"""The page is spoken so often to somebody who presses no key."""
VOICEMAIL = "voicemail"
UNANSWERED = ("busy", "no-answer")


@dataclass(frozen=True)
class Speech:
    """What the phone hears next. Without sentences: nothing, and the call ends."""

    sentences: tuple[str, ...] = ()
    takes_key: bool = False
    connect_to: str | None = None
    """E.164: the person, whom the call is connected with after the sentences."""


@dataclass(frozen=True)
class _Talk:
    """A call with somebody who has picked up."""

    tx: Transaction
    speaker: Speaker
    call: PageCall
    page: Page

    def words(self, name: str, **values: object) -> str:
        return self.speaker.catalogue.text(name, NORWEGIAN, **values)


def answer_call(
    tx: Transaction, speaker: Speaker, token: str, *, by_machine: bool, key: str
) -> Speech | None:
    """What to say on a call, after ``key`` (empty: none was pressed); None for no call of ours."""
    call = call_of_token(tx, token)
    if call is None:
        return None
    page = tx.get_one(Page, call.page_id)
    escalation = None
    if page.escalation_id is not None:
        escalation = tx.get_one(Escalation, page.escalation_id, with_for_update=True)
    if call.answered_at is None:
        _picked_up(tx, call, page, escalation, by_machine=by_machine)
    talk = _Talk(tx, speaker, call, page)
    return _test(talk, key) if escalation is None else _case(talk, escalation, key)


def _picked_up(
    tx: Transaction,
    call: PageCall,
    page: Page,
    escalation: Escalation | None,
    *,
    by_machine: bool,
) -> None:
    """A machine hears the page once: it may be a human taken for one, who presses a key."""
    call.answered_at = tx.now
    if by_machine:
        call.end = VOICEMAIL
        call.spoken = MOST_TIMES - 1
    if escalation is not None:
        what = What.CALL_VOICEMAIL if by_machine else What.CALL_ANSWERED
        note(tx, escalation, what, line_id=page.line_id)


def call_ended(tx: Transaction, speaker: Speaker, key: str, status: str) -> None:
    """A call is over, however it went: the phone can be called about the next case."""
    call = call_of_key(tx, key)
    if call is None:
        return
    page = tx.get_one(Page, call.page_id)
    escalation = None
    if page.escalation_id is not None:
        escalation = tx.get_one(Escalation, page.escalation_id, with_for_update=True)
    tx.refresh(call)  # the case is locked first, here as where a key is pressed
    if call.ended_at is not None:
        return
    _end(tx, call, status)
    tx.flush()
    if escalation is not None and status in UNANSWERED:
        note(tx, escalation, What.CALL_UNANSWERED, line_id=page.line_id)
    call_next(tx, speaker, page.duty_phone)


def _case(talk: _Talk, escalation: Escalation, key: str) -> Speech:
    has_it = escalation.acknowledged_by == talk.page.line_id
    if escalation.state == "acknowledged" and has_it:
        return _holder(talk, escalation, key)
    if escalation.state != "open":
        return _too_late(talk, escalation)
    match key:
        case "4":
            return _take(talk, escalation)
        case "5" | "6":
            return _pass_on(talk, escalation, is_ours=key == "5")
        case _:
            return _page(talk, escalation, key)


def _page(talk: _Talk, escalation: Escalation, key: str) -> Speech:
    """The page, as often as somebody listens to it; a key that does nothing is told."""
    talk.call.spoken += 1
    if talk.call.spoken > MOST_TIMES and key != "*":
        return Speech((talk.words("utter_call_goodbye"),))
    sentences = [talk.words("utter_call_wrong_key")] if key not in ("", "*") else []
    urgency = talk.words(f"utter_call_urgency_{escalation.urgency}")
    reference = spelled(escalation.reference)
    sentences.append(talk.words("utter_call_page", reference=reference, urgency=urgency))
    reach = reach_name(talk.tx, escalation)
    if reach is not None:
        sentences.append(talk.words("utter_call_reach", reach=talk.words(reach)))
    sentences.append(talk.words("utter_call_keys"))
    return Speech(tuple(sentences), takes_key=True)


def _take(talk: _Talk, escalation: Escalation) -> Speech:
    line = talk.speaker.register.find_line(talk.page.line_id)
    if line is None:
        return _too_late(talk, escalation)
    holder = line_holder(line, talk.page)
    acknowledge(talk.tx, talk.speaker, escalation, holder, via="call")
    return _facts(talk, escalation)


def _holder(talk: _Talk, escalation: Escalation, key: str) -> Speech:
    """The line has the case already: what it is about is said only to somebody who presses a key.

    A machine that picks up hears no more than the reference.
    """
    match key:
        case "1" if (phone := _phone(talk, escalation)) is not None:
            return Speech((talk.words("utter_call_connecting"),), connect_to=phone)
        case "5" | "6":
            return _pass_on(talk, escalation, is_ours=key == "5")
        case "7":
            log_contact(talk.tx, talk.speaker, escalation, line_id=talk.page.line_id)
            return Speech((talk.words("utter_call_contact_noted"),))
        case "*" | "4":
            return _facts(talk, escalation)
    talk.call.spoken += 1
    if talk.call.spoken > MOST_TIMES:
        return Speech()
    reference = spelled(escalation.reference)
    return Speech((talk.words("utter_call_yours", reference=reference),), takes_key=True)


def _phone(talk: _Talk, escalation: Escalation) -> str | None:
    conversation = talk.tx.get_one(Conversation, escalation.conversation_id)
    return may_be_phoned(talk.tx, conversation, escalation)


def _facts(talk: _Talk, escalation: Escalation) -> Speech:
    facts = known_facts(talk.tx, talk.speaker, escalation)
    sentences = [talk.words("utter_call_taken", **facts)]
    phone = _phone(talk, escalation)
    if phone is not None:
        sentences.append(talk.words("utter_call_phone", phone=spelled(phone.removeprefix("+47"))))
        sentences.append(talk.words("utter_call_connect"))
    else:
        reach = reach_name(talk.tx, escalation)
        sentences += [talk.words("utter_call_reach", reach=talk.words(reach))] if reach else []
    sentences.append(talk.words("utter_call_again"))
    return Speech(tuple(sentences), takes_key=True)


def _pass_on(talk: _Talk, escalation: Escalation, *, is_ours: bool) -> Speech:
    line = talk.speaker.register.find_line(talk.page.line_id)
    if not is_ours:
        at_this_phone = {each.id for each in talk.speaker.register.lines if _rings(talk, each)}
        escalation.not_ours = sorted({*escalation.not_ours, *at_this_phone})
        note(talk.tx, escalation, What.NOT_OURS, line_id=talk.page.line_id)
    if line is None:
        ladder.climb(talk.tx, talk.speaker, escalation)
    else:
        decline(talk.tx, talk.speaker, escalation, talk.page, line)
    return Speech((talk.words("utter_call_passed_on"),))


def _rings(talk: _Talk, line: DutyLine) -> bool:
    return talk.page.duty_phone in phone_hashes(talk.tx, line.number)


def _too_late(talk: _Talk, escalation: Escalation) -> Speech:
    reference = spelled(escalation.reference)
    holder = holder_name(talk.tx, talk.speaker.register, escalation)
    if holder is None:
        return Speech((talk.words("utter_call_over", reference=reference),))
    words = talk.words("utter_call_taken_by_other", reference=reference, holder=holder)
    return Speech((words,))


def _test(talk: _Talk, key: str) -> Speech:
    if key == "4":
        pass_test(talk.tx, talk.page)
        return Speech((talk.words("utter_call_test_done"),))
    talk.call.spoken += 1
    if talk.call.spoken > MOST_TIMES:
        return Speech()
    return Speech((talk.words("utter_call_test"),), takes_key=True)


def _end(tx: Transaction, call: PageCall, how: str) -> None:
    call.ended_at = tx.now
    call.end = call.end or how


def spelled(code: str) -> str:
    """One sign after the other, so that a voice reads them so."""
    return " ".join(code)
