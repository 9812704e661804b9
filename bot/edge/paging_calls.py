"""Calls that speak a page, whoever carries them: Twilio, or the demo's handsets."""

from bot.delivery import receipts
from bot.delivery.speaker import Speaker
from bot.edge.voice_form import CallNews, CallStatus
from bot.escalation.calls import Speech, answer_call, call_ended
from bot.escalation.consequences import message_accepted, message_failed
from bot.escalation.ways import Way, forget_failures
from bot.store.transaction import Transaction


def speak(tx: Transaction, speaker: Speaker, token: str, news: CallNews) -> Speech | None:
    """What the phone hears next, after the key that was pressed, if any; None: no call of ours."""
    by_machine = news.answered_by is not None and news.answered_by.is_machine
    return answer_call(tx, speaker, token, by_machine=by_machine, key=news.digits)


def record_end(tx: Transaction, speaker: Speaker, key: str, news: CallNews) -> None:
    """The end of a call, once. It also says that the carrier has it, should its answer be lost."""
    told = receipts.record_call(tx, carrier_id=news.carrier_id, status=news.status, key=key)
    if told is None:
        return
    if told.accepted:
        message_accepted(tx, speaker, told.message)
    if told.failure is not None:
        message_failed(tx, speaker, told.message, told.failure)
    if told.delivered:
        forget_failures(tx, told.message.line_id or "", Way.CALL)
    if news.status is not CallStatus.FAILED:
        call_ended(tx, speaker, key, news.status)
