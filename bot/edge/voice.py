"""``POST /voice/page/{token}`` and ``POST /voice/status``: calls that speak a page to a duty phone.

The token names the call; Twilio's signature says that it is Twilio who asks.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.delivery import receipts
from bot.edge import spoken
from bot.edge.house import House, house_of
from bot.edge.twilio_form import decode_form
from bot.edge.voice_form import CallNews, CallStatus, VoiceFormRejected, parse_call
from bot.escalation.calls import Speech, answer_call, call_ended, connected
from bot.escalation.consequences import message_accepted, message_failed


async def speak_page(request: Request) -> Response:
    """What the phone hears next, after the key that was pressed, if any."""
    house = house_of(request)
    news = await _news(request, house)
    if isinstance(news, Response):
        return news
    token = request.path_params["token"]
    speech = await run_in_threadpool(_answer, house, token, news)
    if speech is None:
        return Response(status_code=404)
    return Response(_twiml(house, token, speech), media_type=spoken.MEDIA_TYPE)


async def receive_call_status(request: Request) -> Response:
    house = house_of(request)
    news = await _news(request, house)
    if isinstance(news, Response):
        return news
    await run_in_threadpool(_record, house, news, request.query_params.get("key"))
    return Response(status_code=204)


async def _news(request: Request, house: House) -> CallNews | Response:
    form = dict(decode_form(await request.body()))
    if not house.is_signed(request, form):
        return Response(status_code=403)
    try:
        return parse_call(form)
    except VoiceFormRejected as rejection:
        return PlainTextResponse(str(rejection), status_code=400)


def _answer(house: House, token: str, news: CallNews) -> Speech | None:
    by_machine = news.answered_by is not None and news.answered_by.is_machine
    with house.store.write() as tx:
        if news.dial_status is not None and news.dial_status.was_answered:
            connected(tx, token)
        return answer_call(tx, house.speaker, token, by_machine=by_machine, key=news.digits)


def _record(house: House, news: CallNews, key: str | None) -> None:
    """The end of a call, once. It also says that the carrier has it, should its answer be lost."""
    if not news.status.is_over or key is None:
        return
    with house.store.write() as tx:
        told = receipts.record_call(tx, carrier_id=news.carrier_id, status=news.status, key=key)
        if told is None:
            return
        if told.accepted:
            message_accepted(tx, house.speaker, told.message)
        if told.failure is not None:
            message_failed(tx, house.speaker, told.message, told.failure)
        if news.status is not CallStatus.FAILED:
            call_ended(tx, house.speaker, key, news.status)


def _twiml(house: House, token: str, speech: Speech) -> str:
    here = f"{(house.settings.public_url or '').rstrip('/')}/voice/page/{token}"
    if speech.connect_to is not None:
        return spoken.connect(
            speech.sentences,
            number=speech.connect_to,
            our_number=house.settings.twilio_from or "",
            action=here,
        )
    if speech.takes_key:
        return spoken.ask(speech.sentences, action=here, otherwise=here)
    return spoken.tell(speech.sentences) if speech.sentences else spoken.hang_up()
