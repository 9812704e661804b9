"""``POST /sms`` and ``POST /sms/status``: what the carrier brings.

A message is checked, claimed once, redacted and committed; then comes the answer, and only then is
it understood.
"""

from collections.abc import Mapping

import structlog
from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.delivery import receipts
from bot.delivery.attachments import Sent
from bot.delivery.twilio_media import media_ids
from bot.edge.house import House, house_of
from bot.edge.redaction import Redacted, redact
from bot.edge.twilio_form import InboundRejected, InboundText, decode_form, parse_inbound
from bot.escalation.consequences import message_accepted, message_failed, page_delivered
from bot.inbox.in_place_of_mms import is_in_place_of_mms
from bot.inbox.receiving import Arrival, receive
from bot.inbox.screening import screen_conversation
from bot.store.tables import Inbound

log = structlog.get_logger()


async def receive_sms(request: Request) -> Response:
    house = house_of(request)
    form = dict(decode_form(await request.body()))
    if not house.is_signed(request, form):
        return Response(status_code=403)
    try:
        message = parse_inbound(form)
    except InboundRejected as rejection:
        return PlainTextResponse(str(rejection), status_code=400)
    if not message.is_answerable:
        log.info("machine_ignored", carrier_id=message.carrier_id)
        return Response(status_code=204)
    conversation_id = await run_in_threadpool(store_message, house, message)
    if conversation_id is None:
        return Response(status_code=204)
    screening = BackgroundTask(screen_soon, house, conversation_id)
    return Response(status_code=204, background=screening)


async def receive_status(request: Request) -> Response:
    house = house_of(request)
    form = dict(decode_form(await request.body()))
    if not house.is_signed(request, form):
        return Response(status_code=403)
    await run_in_threadpool(store_receipt, house, form, request.query_params.get("key"))
    return Response(status_code=204)


def store_message(house: House, message: InboundText, channel: str = "sms") -> str | None:
    """Commit a message; gives its conversation's id, or None for one we had already."""
    sent = tuple(Sent(carrier_media=media_ids(address)) for address, _ in message.media)
    arrival = arrival_of(message, channel, sent)
    with house.store.write() as tx:
        inbound_id = receive(tx, arrival)
        if inbound_id is None:
            return None
        return tx.get_one(Inbound, inbound_id).conversation_id


def arrival_of(message: InboundText, channel: str, sent: tuple[Sent, ...] = ()) -> Arrival:
    """What is kept of a message: without the numbers that nobody may keep."""
    redacted = redact(message.body)
    return Arrival(
        channel=channel,
        carrier_id=message.carrier_id,
        sender=message.sender,
        text=redacted.text,
        phones={
            phone.token: {"written": phone.written, "e164": phone.e164} for phone in redacted.phones
        },
        notices=_notices(message, redacted, sent),
        sent=sent,
    )


def store_receipt(house: House, form: Mapping[str, str], key: str | None) -> None:
    error_code = form.get("ErrorCode", "")
    carrier_id, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    with house.store.read() as tx:
        if receipts.says_nothing_new(tx, carrier_id, status):
            return
    with house.store.write() as tx:
        news = receipts.record(
            tx,
            carrier_id=carrier_id,
            status=status,
            error_code=int(error_code) if error_code.isdecimal() else None,
            key=key,
        )
        if news is None:
            return
        if news.accepted:
            message_accepted(tx, house.speaker, news.message)
        if news.delivered:
            page_delivered(tx, news.message)
        if news.failure is not None:
            message_failed(tx, house.speaker, news.message, news.failure)


async def screen_soon(house: House, conversation_id: str) -> None:
    """Screen once the answer is out, beside the threads that take messages in."""
    await to_thread.run_sync(screen_at_once, house, conversation_id, limiter=house.screening)


def screen_at_once(house: House, conversation_id: str) -> None:
    """Screen right after the answer. What fails here is due work for the courier."""
    try:
        screen_conversation(house.store, house.speaker, conversation_id)
    except Exception:
        log.exception("screening_left_to_courier", conversation=conversation_id)


def _notices(message: InboundText, redacted: Redacted, sent: tuple[Sent, ...]) -> tuple[str, ...]:
    """What the person must hear about the message itself."""
    notices = []
    if redacted.ambiguous_phone:
        notices.append("utter_number_write_plus")
    elif redacted.removed_identity:
        notices.append("utter_identity_number_removed")
    elif redacted.removed_accounts:
        notices.append("utter_account_number_removed")
    if any(each.content is not None for each in sent):
        notices.append("utter_media_kept")
    if message.media or (sent and message.is_empty) or is_in_place_of_mms(message.body):
        notices.append("utter_media_unreadable")
    elif message.is_empty:
        notices.append("utter_empty_message")
    return tuple(notices)
