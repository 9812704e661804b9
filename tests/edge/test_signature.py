from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from bot.edge.signature import SignatureCheck

TOKEN = "token-of-today"
OLD_TOKEN = "token-of-yesterday"
PROXY = "10.0.0.7"
MESSAGE = {"From": "+4790000001", "To": "+4759440000", "Body": "hei på deg", "NumMedia": "0"}


def signed(address: str, form: dict[str, str], token: str = TOKEN) -> str:
    return RequestValidator(token).compute_signature(address, form)


async def post(
    check: SignatureCheck,
    url: str,
    *,
    body: bytes | None = None,
    form: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    client: str = "203.0.113.9",
    files: dict[str, bytes] | None = None,
) -> int:
    """The status a real edge would answer this request with."""

    async def webhook(request: Request) -> PlainTextResponse:
        async with request.form() as sent:
            accepted = check.accepts(request, sent)
        return PlainTextResponse(status_code=204 if accepted else 403)

    app = Starlette(routes=[Route("/{path:path}", webhook, methods=["POST", "GET"])])
    transport = httpx.ASGITransport(app, client=(client, 4711), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport) as http:
        if body is not None:
            sent = {"content": body}
            headers = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        else:
            sent = {"data": MESSAGE if form is None else form, "files": files}
        answer = await http.post(url, headers=headers, **sent)
    return answer.status_code


def check(**given: object) -> SignatureCheck:
    return SignatureCheck(
        **{"tokens": [TOKEN], "public_url": None, "trusted_proxies": [PROXY], **given}
    )


DIRECT = "http://sms.example/sms"


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(MESSAGE, id="a text message"),
        pytest.param({}, id="no parameters at all"),
        pytest.param(MESSAGE | {"Body": ""}, id="an empty text"),
        pytest.param(MESSAGE | {"Body": "مرحبا 👋\n\u202b"}, id="Arabic and emoji"),
        pytest.param(MESSAGE | {"Body": " a+b %20 &=;"}, id="characters of forms and addresses"),
        pytest.param(MESSAGE | {"NewIn2031": "x", "fromCity": ""}, id="parameters nobody knows"),
    ],
)
async def test_what_twilio_signed_is_accepted(form):
    headers = {"X-Twilio-Signature": signed(DIRECT, form)}
    assert await post(check(), DIRECT, form=form, headers=headers) == 204


async def test_repeated_parameters_are_signed_once_each_in_order():
    body = urlencode([("Tag", "b"), ("Tag", "a"), ("Tag", "b"), ("From", "+47")]).encode()
    signature = signed(DIRECT, {"From": "+47", "Tag": "aTagb"})
    assert await post(check(), DIRECT, body=body, headers={"X-Twilio-Signature": signature}) == 204


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://sms.example/sms/status?key=12.page-1", id="a query"),
        pytest.param("http://sms.example/sms/status?key=a%2Fb+c&b=", id="an encoded query"),
        pytest.param("http://sms.example/voice/page/a%2Fb~c", id="an encoded path"),
        pytest.param("http://sms.example:8080/sms", id="a port"),
    ],
)
async def test_the_whole_address_counts_as_it_was_written(address):
    headers = {"X-Twilio-Signature": signed(address, MESSAGE)}
    assert await post(check(), address, headers=headers) == 204
    assert await post(check(), address + "x", headers=headers) == 403


@pytest.mark.parametrize(
    ("headers", "form"),
    [
        pytest.param({}, MESSAGE, id="no signature"),
        pytest.param({"X-Twilio-Signature": ""}, MESSAGE, id="an empty signature"),
        pytest.param({"X-Twilio-Signature": "æøå".encode("latin-1")}, MESSAGE, id="no base64"),
        pytest.param(
            {"X-Twilio-Signature": signed(DIRECT, MESSAGE, "guess")}, MESSAGE, id="another token"
        ),
        pytest.param(
            {"X-Twilio-Signature": signed(DIRECT, MESSAGE)},
            MESSAGE | {"Body": "I am someone else"},
            id="another text",
        ),
        pytest.param(
            {"X-Twilio-Signature": signed(DIRECT, MESSAGE)},
            MESSAGE | {"Extra": "1"},
            id="one parameter more",
        ),
        pytest.param(
            {"X-Twilio-Signature": signed(DIRECT, MESSAGE)},
            {},
            id="the parameters left out",
        ),
        pytest.param(
            {"X-Twilio-Signature": signed(DIRECT, MESSAGE), "Host": "sms.example:port"},
            MESSAGE,
            id="a port that is no number",
        ),
        pytest.param(
            {"X-Twilio-Signature": signed(DIRECT, MESSAGE), "Host": "[::"},
            MESSAGE,
            id="a host that is none",
        ),
    ],
)
async def test_what_a_stranger_sends_is_refused(headers, form):
    assert await post(check(), DIRECT, form=form, headers=headers) == 403


async def test_a_file_among_the_parameters_is_refused():
    headers = {"X-Twilio-Signature": signed(DIRECT, MESSAGE)}
    assert await post(check(), DIRECT, headers=headers, files={"Body": b"x"}) == 403


@pytest.mark.parametrize("token", [TOKEN, OLD_TOKEN])
async def test_both_tokens_hold_while_they_are_rotated(token):
    rotating = check(tokens=[TOKEN, OLD_TOKEN])
    headers = {"X-Twilio-Signature": signed(DIRECT, MESSAGE, token)}
    assert await post(rotating, DIRECT, headers=headers) == 204


@pytest.mark.parametrize(
    ("public", "called", "inside"),
    [
        pytest.param(
            "https://lavterskel.example",
            "https://lavterskel.example/sms?a=1",
            "http://127.0.0.1:8000/sms?a=1",
            id="plain",
        ),
        pytest.param(
            "https://lavterskel.example/",
            "https://lavterskel.example/sms",
            "http://127.0.0.1:8000/sms",
            id="with a slash at the end",
        ),
        pytest.param(
            "https://kommune.example:8443",
            "https://kommune.example:8443/sms",
            "http://127.0.0.1:8000/sms",
            id="with a port",
        ),
        pytest.param(
            "https://kommune.example/hjelp",
            "https://kommune.example/hjelp/sms",
            "http://127.0.0.1:8000/sms",
            id="with a path the proxy strips",
        ),
        pytest.param(
            "https://kommune.example/hjelp",
            "https://kommune.example/hjelp/sms",
            "http://127.0.0.1:8000/hjelp/sms",
            id="with a path the proxy keeps",
        ),
    ],
)
async def test_the_public_address_wins_over_everything_in_the_request(public, called, inside):
    headers = {
        "X-Twilio-Signature": signed(called, MESSAGE),
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "http",
    }
    checked = check(public_url=public)
    assert await post(checked, inside, headers=headers, client=PROXY) == 204
    forged = headers | {"X-Twilio-Signature": signed("http://elsewhere.example/sms", MESSAGE)}
    assert await post(checked, inside, headers=forged, client=PROXY) == 403


FORWARDED = [
    pytest.param(
        {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "sms.example"},
        "https://sms.example/sms",
        id="scheme and host",
    ),
    pytest.param(
        {"X-Forwarded-Proto": "https", "Host": "sms.example"},
        "https://sms.example/sms",
        id="scheme alone",
    ),
    pytest.param(
        {"X-Forwarded-Proto": "https, http", "X-Forwarded-Host": "sms.example, inner"},
        "https://sms.example/sms",
        id="two proxies in a row",
    ),
    pytest.param(
        {"X-Forwarded-Host": "sms.example", "X-Forwarded-Port": "8443"},
        "http://sms.example:8443/sms",
        id="port",
    ),
    pytest.param(
        {"X-Forwarded-Host": "sms.example:8443", "X-Forwarded-Port": "443"},
        "http://sms.example:8443/sms",
        id="port in the host",
    ),
    pytest.param(
        {"X-Forwarded-Host": "[2001:db8::1]", "X-Forwarded-Port": "8443"},
        "http://[2001:db8::1]:8443/sms",
        id="IPv6 host and port",
    ),
    pytest.param(
        {"X-Forwarded-Host": "sms.example", "X-Forwarded-Prefix": "/hjelp/"},
        "http://sms.example/hjelp/sms",
        id="prefix",
    ),
]


@pytest.mark.parametrize(("headers", "called"), FORWARDED)
@pytest.mark.parametrize("proxy", [PROXY, "::ffff:" + PROXY])
async def test_a_trusted_proxy_says_where_twilio_called(headers, called, proxy):
    headers = headers | {"X-Twilio-Signature": signed(called, MESSAGE)}
    assert await post(check(), "http://127.0.0.1:8000/sms", headers=headers, client=proxy) == 204


@pytest.mark.parametrize(("headers", "called"), FORWARDED[:1] + FORWARDED[3:])
@pytest.mark.parametrize("stranger", ["10.0.0.8", "unix:/run/edge", "::1"])
async def test_nobody_else_is_believed(headers, called, stranger):
    headers = headers | {"X-Twilio-Signature": signed(called, MESSAGE)}
    assert await post(check(), "http://127.0.0.1:8000/sms", headers=headers, client=stranger) == 403


async def test_a_whole_network_may_be_trusted():
    headers = {
        "X-Forwarded-Proto": "https",
        "Host": "sms.example",
        "X-Twilio-Signature": signed("https://sms.example/sms", MESSAGE),
    }
    networks = check(trusted_proxies=["192.0.2.0/24", "2001:db8::/32"])
    inside = "http://sms.example/sms"
    assert await post(networks, inside, headers=headers, client="192.0.2.200") == 204
    assert await post(networks, inside, headers=headers, client="2001:db8::9") == 204
    assert await post(networks, inside, headers=headers, client="198.51.100.1") == 403


@pytest.mark.parametrize("port", ["", ":443"])
async def test_twilio_may_sign_the_usual_port_or_leave_it_out(port):
    headers = {"X-Twilio-Signature": signed(f"https://sms.example{port}/sms", MESSAGE)}
    checked = check(public_url="https://sms.example")
    assert await post(checked, "http://127.0.0.1:8000/sms", headers=headers) == 204


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"tokens": []}, id="no token"),
        pytest.param({"tokens": [TOKEN, ""]}, id="an empty token"),
        pytest.param({"tokens": [" "]}, id="a blank token"),
        pytest.param({"public_url": "lavterskel.example"}, id="an address without a scheme"),
        pytest.param({"trusted_proxies": ["*"]}, id="anybody as a proxy"),
    ],
)
def test_settings_that_would_open_the_door_are_refused(given):
    with pytest.raises(ValueError, match=r"."):
        check(**given)
