import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.delivery.carrier import (
    CarrierBusy,
    CarrierRefused,
    CarrierUnreachable,
    OutgoingCall,
    OutgoingMessage,
)
from bot.delivery.outcomes import Outcome, outcome_of
from bot.delivery.simulator import SimulatorCarrier
from bot.delivery.twilio import TwilioCarrier
from tests.twilio_standin import TwilioStandin
from tests.twilio_standin.loopback import LoopbackServer

NUMBER = "+4790000001"
SECRET = "Jeg er redd for mannen min"
OURS = "+4759440000"
TOKEN = "token-of-the-page"
PUBLIC = "http://127.0.0.1:9/hjelp"


def carrier_at(api_url: str | None, **given: object) -> TwilioCarrier:
    return TwilioCarrier(
        **{
            "account_sid": "AC" + "0" * 31 + "1",
            "auth_token": "token-of-the-stand-in",
            "from_number": OURS,
            "api_url": api_url,
            "public_url": PUBLIC,
            **given,
        }
    )


def message(key: str = "1.reply") -> OutgoingMessage:
    return OutgoingMessage(key=key, to=NUMBER, body=SECRET)


def call(key: str = "1.call", to: str = NUMBER) -> OutgoingCall:
    return OutgoingCall(key=key, to=to, token=TOKEN)


@pytest.fixture
def twilio() -> Iterator[TwilioStandin]:
    with TwilioStandin() as standin:
        standin.receipts.wanted = False
        yield standin


@contextmanager
def answering(answer: Response) -> Iterator[tuple[str, list[Request]]]:
    """Something that is not Twilio, at the address where Twilio should be."""
    seen = []

    async def anything(request: Request) -> Response:
        await request.body()
        seen.append(request)
        return answer

    server = LoopbackServer(Starlette(routes=[Route("/{p:path}", anything, methods=["POST"])]))
    server.start()
    try:
        yield server.url, seen
    finally:
        server.stop()


@contextmanager
def hanging_up() -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a request and hangs up without a word."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        heard.append(connection.recv(65536))
            except OSError:
                return  # the listener is closed: the test is over

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", heard
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        pytest.param(21610, 400, Outcome.OPTED_OUT, id="opted out"),
        pytest.param(21614, 400, Outcome.NO_TEXTS, id="landline"),
        pytest.param(21211, 400, Outcome.UNKNOWN_NUMBER, id="no number"),
        pytest.param(99999, 403, Outcome.REFUSED, id="a code nobody knows"),
        pytest.param(20003, 401, Outcome.ACCOUNT, id="wrong token"),
        pytest.param(21408, 403, Outcome.ACCOUNT, id="country not switched on"),
    ],
)
def test_a_refusal_says_whether_it_is_for_good(twilio, code, status, outcome):
    twilio.refuse(code, status=status)
    with pytest.raises(CarrierRefused) as refused:
        carrier_at(twilio.url).send(message())
    assert refused.value.code == code
    assert refused.value.permanent is outcome.is_final
    assert outcome_of(refused.value) is outcome


@pytest.mark.parametrize(
    ("code", "status"),
    [
        pytest.param(30001, 400, id="queue overflow"),
        pytest.param(20429, 429, id="too many requests"),
        pytest.param(20500, 500, id="internal error"),
        pytest.param(20503, 503, id="unavailable"),
        pytest.param(99999, 502, id="a code nobody knows"),
    ],
)
def test_a_busy_carrier_is_asked_again_later(twilio, code, status):
    twilio.refuse(code, status=status)
    with pytest.raises(CarrierBusy) as busy:
        carrier_at(twilio.url).send(message())
    assert busy.value.retry_after is None


def test_the_wait_the_carrier_asks_for_is_passed_on(twilio):
    twilio.throttle(0, retry_after=7)
    with pytest.raises(CarrierBusy) as busy:
        carrier_at(twilio.url).send(message())
    assert busy.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(HTMLResponse("<h1>502</h1>", 502), CarrierBusy(), id="a gateway's error"),
        pytest.param(
            HTMLResponse("", 503, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
            CarrierBusy(),
            id="a wait given as a date",
        ),
        pytest.param(
            Response(status_code=302, headers={"Location": "/login"}),
            CarrierBusy(),
            id="a log-in page of the network",
        ),
        pytest.param(HTMLResponse("<h1>Hei</h1>"), CarrierUnreachable(True), id="a web page"),
        pytest.param(JSONResponse({}, 201), CarrierUnreachable(True), id="an id left out"),
        pytest.param(
            JSONResponse(
                {
                    "type": "https://www.twilio.com/docs/errors/21610",
                    "title": "Unsubscribed",
                    "status": 400,
                    "code": 21610,
                    "detail": f"{NUMBER} has unsubscribed",
                    "errors": [{"detail": NUMBER, "pointer": "#/to"}],
                },
                400,
            ),
            CarrierRefused(21610),
            id="problem details as in RFC 9457",
        ),
    ],
)
def test_answers_of_another_form_are_understood(answer, expected):
    with answering(answer) as (url, _), pytest.raises(type(expected)) as raised:
        carrier_at(url).send(message())
    assert vars(raised.value) == vars(expected)
    assert_secret(raised.value)


def test_a_refused_connection_took_nothing():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(CarrierUnreachable) as unreachable:
        carrier_at(url).send(message())
    assert not unreachable.value.perhaps_taken
    assert_secret(unreachable.value)


def test_a_connection_broken_before_the_answer_may_have_taken_the_message():
    with hanging_up() as (url, _), pytest.raises(CarrierUnreachable) as unreachable:
        carrier_at(url).send(message())
    assert unreachable.value.perhaps_taken
    assert_secret(unreachable.value)


@pytest.mark.parametrize("code", [21211, 21610, 99999])
def test_no_error_tells_the_number_or_the_text(twilio, code):
    twilio.refuse(code)
    with pytest.raises(CarrierRefused) as refused:
        carrier_at(twilio.url).send(message())
    assert refused.value.__cause__ is not None
    assert_secret(refused.value)


def assert_secret(error: BaseException) -> None:
    told = "".join(traceback.format_exception(error)) + repr(error)
    assert NUMBER not in told
    assert SECRET not in told
    assert TOKEN not in told


def test_a_message_or_call_shown_in_a_log_is_only_its_key():
    assert repr(message()) == "OutgoingMessage(key='1.reply')"
    assert repr(call()) == "OutgoingCall(key='1.call')"


def test_our_key_is_in_the_status_callback(twilio):
    carrier_at(twilio.url).send(message("7/page&1"))
    (taken,) = twilio.messages
    assert taken.status_callback == f"{PUBLIC}/sms/status?key=7%2Fpage%261"
    assert taken.key == "7/page&1"


def test_a_call_rings_asks_for_its_words_and_tells_its_end(twilio):
    sid = carrier_at(twilio.url).call(call("7/call&1"))
    ringing = twilio.phone(NUMBER).rings()
    assert ringing.sid == sid
    assert ringing.url == f"{PUBLIC}/voice/page/{TOKEN}"
    assert ringing.status_callback == f"{PUBLIC}/voice/status?key=7%2Fcall%261"
    assert twilio.violations == []


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        pytest.param(21211, 400, Outcome.UNKNOWN_NUMBER, id="no number"),
        pytest.param(21214, 400, Outcome.UNKNOWN_NUMBER, id="no way there"),
        pytest.param(21217, 400, Outcome.UNKNOWN_NUMBER, id="not a number in use"),
        pytest.param(21216, 403, Outcome.BLOCKED, id="blocked by the carrier"),
        pytest.param(21215, 403, Outcome.ACCOUNT, id="country not switched on"),
        pytest.param(21203, 403, Outcome.ACCOUNT, id="no calls abroad"),
        pytest.param(21210, 400, Outcome.ACCOUNT, id="our number cannot call"),
        pytest.param(21205, 400, Outcome.ACCOUNT, id="our address is not public"),
        pytest.param(21219, 403, Outcome.ACCOUNT, id="a trial account"),
        pytest.param(21201, 400, Outcome.REFUSED, id="nobody to call"),
    ],
)
def test_a_refused_call_says_whether_it_is_for_good(twilio, code, status, outcome):
    twilio.refuse(code, to=NUMBER, status=status)
    with pytest.raises(CarrierRefused) as refused:
        carrier_at(twilio.url).call(call())
    assert refused.value.code == code
    assert refused.value.permanent is outcome.is_final
    assert outcome_of(refused.value) is outcome
    assert_secret(refused.value)
    assert twilio.phone(NUMBER).calls == []


@pytest.mark.parametrize(("code", "status"), [(10004, 429), (20429, 429), (10004, 400)])
def test_a_call_too_many_at_once_is_made_later(twilio, code, status):
    twilio.refuse(code, status=status)
    with pytest.raises(CarrierBusy):
        carrier_at(twilio.url).call(call())


def test_a_call_without_an_answer_may_have_been_taken():
    with hanging_up() as (url, _), pytest.raises(CarrierUnreachable) as unreachable:
        carrier_at(url).call(call())
    assert unreachable.value.perhaps_taken
    assert_secret(unreachable.value)
    with answering(JSONResponse({}, 201)) as (url, _), pytest.raises(CarrierUnreachable) as odd:
        carrier_at(url).call(call())
    assert odd.value.perhaps_taken


def test_nothing_leaves_for_our_own_number():
    with answering(JSONResponse({"sid": "SM1"}, 201)) as (url, seen):
        carrier = carrier_at(url)
        with pytest.raises(CarrierRefused) as sent:
            carrier.send(OutgoingMessage(key="1", to=OURS, body="hei"))
        with pytest.raises(CarrierRefused) as called:
            carrier.call(call(to=OURS))
        assert seen == []
    for refused in (sent.value, called.value):
        assert (refused.code, refused.permanent) == (21266, True)
        assert outcome_of(refused) is Outcome.REFUSED


def test_one_connection_serves_message_after_message():
    with answering(JSONResponse({"sid": "SM1"}, 201)) as (url, seen):
        carrier = carrier_at(url)
        for _ in range(5):
            assert carrier.send(message()) == "SM1"
    assert len({request.client.port for request in seen}) == 1


@pytest.mark.parametrize(
    ("region", "host"),
    [
        pytest.param(None, b"api.twilio.com", id="none"),
        pytest.param("ie1", b"api.dublin.ie1.twilio.com", id="Ireland"),
        pytest.param("au1", b"api.sydney.au1.twilio.com", id="Australia"),
        pytest.param("us1", b"api.ashburn.us1.twilio.com", id="United States"),
    ],
)
def test_a_region_is_reached_by_its_city_and_nothing_else_decides(monkeypatch, region, host):
    monkeypatch.setenv("TWILIO_REGION", "jp1")
    monkeypatch.setenv("TWILIO_EDGE", "tokyo")
    with hanging_up() as (proxy, heard):
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(CarrierUnreachable):
            carrier_at(None, region=region).send(message())
    assert heard[0].startswith(b"CONNECT " + host + b":443 ")


def test_a_region_does_not_change_an_address_that_was_given(twilio):
    carrier_at(twilio.url, region="ie1").send(message())
    assert len(twilio.messages) == 1


def test_a_region_without_messages_is_refused_at_the_start():
    with pytest.raises(ValueError, match="no region no1"):
        carrier_at(None, region="no1")


def test_blanking_waits_for_the_end_and_needs_a_message(twilio):
    carrier = carrier_at(twilio.url)
    sid = carrier.send(message())
    carrier.redact(sid)
    assert twilio.messages[0].body == ""
    with pytest.raises(CarrierRefused) as refused:
        carrier.redact("SM" + "0" * 32)
    assert (refused.value.code, refused.value.permanent) == (20404, True)
    twilio.receipts.wanted, twilio.receipts.delay = True, 30
    on_its_way = carrier.send(message())
    with pytest.raises(CarrierBusy):
        carrier.redact(on_its_way)


def test_the_simulator_hands_over_each_message_and_call_with_an_id_of_its_own():
    handed: list[tuple[OutgoingMessage, str]] = []
    rung: list[tuple[OutgoingCall, str]] = []
    simulator = SimulatorCarrier(lambda *what: handed.append(what), lambda *what: rung.append(what))
    ids = [simulator.send(message(str(number))) for number in range(3)]
    assert handed == [(message(str(number)), carrier_id) for number, carrier_id in enumerate(ids)]
    called = simulator.call(call())
    assert rung == [(call(), called)]
    assert len({*ids, called}) == 4
