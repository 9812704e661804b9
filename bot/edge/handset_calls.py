"""What the buttons of a handset that rings do: a carrier would tell us the same of a real phone."""

from bot.delivery.handsets import NO_TOKEN, CallState, Heard, end_call, find_call, hear
from bot.delivery.speaker import Speaker
from bot.edge.handset_dialling import DIALLING, HANG_UP, NO_KEY, press_in_call_to_us
from bot.edge.house import House
from bot.edge.paging_calls import record_end, speak
from bot.edge.voice_form import AnsweredBy, CallNews, CallStatus, DialStatus
from bot.escalation.calls import Speech
from bot.store.tables import HandsetCall
from bot.store.transaction import Transaction

ANSWER, VOICEMAIL = "answer", "voicemail"
WHILE_RINGING = {
    ANSWER: "Answer",
    "decline": "Decline",
    "ring-out": "Let it ring out",
    VOICEMAIL: "Let voicemail answer",
}
KEYS = {
    "4": "take it",
    "5": "cannot take it",
    "6": "not ours",
    "*": "again",
    "1": "connect",
    "7": "been in contact",
}
"""A key → what it is for. All are there from the first, like those of a phone."""
ON_THE_PHONE = (*KEYS, NO_KEY, HANG_UP)
BUTTONS = {
    CallState.RINGING: tuple(WHILE_RINGING),
    CallState.ANSWERED: ON_THE_PHONE,
    CallState.ENDED: (),
}
ENDINGS = {
    "decline": CallStatus.BUSY,
    "ring-out": CallStatus.NO_ANSWER,
    HANG_UP: CallStatus.COMPLETED,
}


def is_button(name: str) -> bool:
    return name in DIALLING or any(name in buttons for buttons in BUTTONS.values())


def press(house: House, call_id: int, button: str) -> None:
    """Do what a button says. One that the call has gone past, on an old page, does nothing."""
    with house.store.write() as tx:
        call = find_call(tx, call_id)
        if call is not None and call.token == NO_TOKEN:
            press_in_call_to_us(tx, house, call, button)
            return
        if call is None or button not in BUTTONS[CallState(call.state)]:
            return
        if button in ENDINGS:
            _end(tx, house.speaker, call, ENDINGS[button])
            return
        goes_on = _listen(tx, house.speaker, call, button)
    if not goes_on:
        with house.store.write() as tx:  # as a carrier does: what was spoken is kept by now
            call = find_call(tx, call_id)
            if call is not None:
                _end(tx, house.speaker, call, CallStatus.COMPLETED)


def _listen(tx: Transaction, speaker: Speaker, call: HandsetCall, button: str) -> bool:
    """Hear what follows a button, until a key is wanted; False when the call is over then.

    A machine presses no key. Whoever is to be connected with a person speaks with them at once.
    """
    by_machine = button == VOICEMAIL
    sentences: list[str] = []
    connected_with = None
    speech = _speak(tx, speaker, call, button=button)
    if speech is not None and speech.connect_to is not None:
        connected_with = speech.connect_to
        speech = _speak(tx, speaker, call, dialled=DialStatus.COMPLETED)
    while speech is not None:
        sentences += speech.sentences
        if not (by_machine and speech.takes_key):
            break
        speech = _speak(tx, speaker, call)
    hear(tx, call, Heard(tuple(sentences), by_machine, connected_with))
    return speech is not None and speech.takes_key


def _speak(
    tx: Transaction,
    speaker: Speaker,
    call: HandsetCall,
    *,
    button: str = NO_KEY,
    dialled: DialStatus | None = None,
) -> Speech | None:
    news = CallNews(
        carrier_id=call.carrier_id,
        status=CallStatus.IN_PROGRESS,
        caller="",
        called=call.number,
        digits=button if button in KEYS else "",
        answered_by=AnsweredBy.MACHINE_START if button == VOICEMAIL else AnsweredBy.HUMAN,
        dial_status=dialled,
    )
    return speak(tx, speaker, call.token, news)


def _end(tx: Transaction, speaker: Speaker, call: HandsetCall, status: CallStatus) -> None:
    news = CallNews(
        carrier_id=call.carrier_id,
        status=status,
        caller="",
        called=call.number,
        digits="",
        answered_by=None,
        dial_status=None,
    )
    record_end(tx, speaker, call.key, news)
    end_call(tx, call)
