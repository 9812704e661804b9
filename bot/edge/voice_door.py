"""``POST /voice/inbound``: somebody phones us; and the end of such a call.

Each key comes back to the same address, with the number of what it answers. Whatever fails here, a
caller hears a number for danger, and the call is kept as a missed one as soon as that can be done.
"""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from anyio import fail_after, sleep, to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.edge import spoken
from bot.edge.house import House, house_of
from bot.edge.phone_numbers import international, norwegian
from bot.edge.spoken_menu import Reader, gather
from bot.edge.twilio_form import decode_form
from bot.edge.voice_form import CallNews, VoiceFormRejected, parse_call
from bot.inbox.calls import Ring, Turn, end_call, take_call
from bot.inbox.menu import Line

ANSWER_WITHIN = 8.0
"""Seconds. Twilio hangs up on a caller whose answer takes fifteen."""
TRY_AGAIN_AFTER = (1.0, 5.0, 30.0, 120.0, 300.0)
"""Seconds between the tries to keep a call that could not be kept."""
TROUBLE = (Line("utter_voice_trouble", None),)

log = structlog.get_logger()


async def receive_call(request: Request) -> Response:
    """What the caller hears next."""
    house = house_of(request)
    form = dict(decode_form(await request.body()))
    if not house.is_signed(request, form):
        return Response(status_code=403)
    try:
        news = parse_call(form)
    except VoiceFormRejected as rejection:
        return PlainTextResponse(str(rejection), status_code=400)
    ring = _ring(news, request.query_params.get("turn", ""))
    try:
        with fail_after(ANSWER_WITHIN):
            turn = await to_thread.run_sync(take, house, ring, abandon_on_cancel=True)
        twiml = _twiml(house, turn)
    except Exception:
        log.exception("call_not_taken", call=ring.carrier_id)
        keep = BackgroundTask(keep_trying, partial(_ended, house, ring))
        return Response(_trouble(house), media_type=spoken.MEDIA_TYPE, background=keep)
    return Response(twiml, media_type=spoken.MEDIA_TYPE)


async def record_end_of_call(house: House, news: CallNews) -> None:
    """A call to us is over. What cannot be kept now is kept as soon as it can be."""
    if news.status.is_over:
        await keep_trying(partial(_ended, house, _ring(news, "")))


async def keep_trying(
    work: Callable[[], Awaitable[None]], pauses: tuple[float, ...] = TRY_AGAIN_AFTER
) -> None:
    """Do it once, however often it fails before."""
    for pause in (*pauses, None):
        try:
            await work()
        except Exception:
            log.exception("call_not_kept")
            if pause is not None:
                await sleep(pause)
        else:
            return


def take(house: House, ring: Ring) -> Turn:
    with house.store.write() as tx:
        return take_call(tx, house.speaker, ring, house.settings.twilio_from)


def end(house: House, ring: Ring) -> None:
    with house.store.write() as tx:
        end_call(tx, house.speaker, ring, house.settings.twilio_from)


def reader_of(house: House) -> Reader:
    register = house.speaker.register
    return Reader(house.speaker.catalogue, register.numbers(), house.settings.state_dir)


def dialled_number(keys: str) -> str | None:
    """The number (E.164) that keys make; 00 stands for the + of a country."""
    digits = keys.rstrip("#").lstrip("*")
    if digits.startswith("00"):
        return international(digits[2:])
    return norwegian(digits)


async def _ended(house: House, ring: Ring) -> None:
    await to_thread.run_sync(end, house, ring)


def _ring(news: CallNews, turn: str) -> Ring:
    return Ring(
        carrier_id=news.carrier_id,
        caller=news.caller,
        turn=int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 6 else None,
        keys=news.digits,
        number=dialled_number(news.digits),
    )


def _twiml(house: House, turn: Turn) -> str:
    root = _root(house)
    return gather(
        reader_of(house).read(turn.prompt.lines),
        turn.prompt.takes,
        action=f"{root}/voice/inbound?turn={turn.number}",
        recordings=f"{root}/voice/recordings",
    )


def _trouble(house: House) -> str:
    said = reader_of(house).read(TROUBLE)
    return gather(said, "nothing", action="", recordings=f"{_root(house)}/voice/recordings")


def _root(house: House) -> str:
    return (house.settings.public_url or "").rstrip("/")
