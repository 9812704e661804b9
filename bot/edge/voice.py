"""``POST /voice/page/{token}`` and ``POST /voice/status``: calls that speak a page to a duty phone.

The end of a call to us comes to the same address, without a key of ours.

The token names the call; Twilio's signature says that it is Twilio who asks.
"""

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.edge import spoken
from bot.edge.house import House, house_of
from bot.edge.paging_calls import record_end, speak
from bot.edge.twilio_form import decode_form
from bot.edge.voice_door import record_end_of_call
from bot.edge.voice_form import CallNews, VoiceFormRejected, parse_call
from bot.escalation.calls import Speech


async def speak_page(request: Request) -> Response:
    """What the phone hears next, after the key that was pressed, if any."""
    house = house_of(request)
    news = await _news(request, house)
    if isinstance(news, Response):
        return news
    token = request.path_params["token"]
    speech = await run_in_threadpool(_speak, house, token, news)
    if speech is None:
        return Response(status_code=404)
    return Response(_twiml(house, token, speech), media_type=spoken.MEDIA_TYPE)


async def receive_call_status(request: Request) -> Response:
    house = house_of(request)
    news = await _news(request, house)
    if isinstance(news, Response):
        return news
    key = request.query_params.get("key")
    if key is None and news.is_to_us:
        return Response(status_code=204, background=BackgroundTask(record_end_of_call, house, news))
    await run_in_threadpool(_record, house, news, key)
    return Response(status_code=204)


async def _news(request: Request, house: House) -> CallNews | Response:
    form = dict(decode_form(await request.body()))
    if not house.is_signed(request, form):
        return Response(status_code=403)
    try:
        return parse_call(form)
    except VoiceFormRejected as rejection:
        return PlainTextResponse(str(rejection), status_code=400)


def _speak(house: House, token: str, news: CallNews) -> Speech | None:
    with house.store.write() as tx:
        return speak(tx, house.speaker, token, news)


def _record(house: House, news: CallNews, key: str | None) -> None:
    if not news.status.is_over or key is None:
        return
    with house.store.write() as tx:
        record_end(tx, house.speaker, key, news)


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
