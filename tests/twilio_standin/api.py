"""Twilio's paths, and what it refuses."""

import asyncio
import base64
import binascii
import re
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.twilio_standin.calls import Call
from tests.twilio_standin.contract import ACCOUNT, Operation
from tests.twilio_standin.records import Media, Message

if TYPE_CHECKING:
    from tests.twilio_standin.standin import TwilioStandin

E164 = re.compile(r"\+[1-9]\d{6,14}")
MEDIA = f"{ACCOUNT}/Messages/{{MessageSid}}/Media/{{Sid}}"
CONTENT = "/media-content"
LONGEST_BODY = 1600
LONGEST_RINGING = 600  # seconds


class Refused(Exception):
    """Answered with Twilio's form of an error."""

    def __init__(self, code: int, text: str, status: int = 400, **headers: str) -> None:
        super().__init__(text)
        self.answer = JSONResponse(
            {
                "code": code,
                "message": text,
                "more_info": f"https://www.twilio.com/docs/errors/{code}",
                "status": status,
            },
            status,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )


def api(twilio: "TwilioStandin") -> Starlette:
    async def create_message(request: Request) -> JSONResponse:
        operation = twilio.contract.create_message
        form = await _form(twilio, request, operation, "create message")
        message = _checked_message(twilio, form)
        await asyncio.sleep(twilio.take_message(message))
        return _answer(operation, message.shown())

    async def message(request: Request) -> JSONResponse:
        _sign_in(twilio, request)
        known = twilio.message(request.path_params["Sid"])
        if known is None:
            raise Refused(20404, "The requested resource was not found", 404)
        operation = twilio.contract.update_message
        if request.method == "POST":
            form = await _form(twilio, request, operation, "update message")
            _update(known, form)
        return _answer(operation, known.shown())

    async def create_call(request: Request) -> JSONResponse:
        operation = twilio.contract.create_call
        form = await _form(twilio, request, operation, "create call")
        call = _checked_call(twilio, form)
        await asyncio.sleep(twilio.take_call(call))
        return _answer(operation, call.shown())

    async def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refused)
        return error.answer

    return Starlette(
        routes=[
            Route(f"{ACCOUNT}/Messages.json", create_message, methods=["POST"]),
            Route(f"{ACCOUNT}/Messages/{{Sid}}.json", message, methods=["GET", "POST"]),
            Route(f"{ACCOUNT}/Calls.json", create_call, methods=["POST"]),
            *media_routes(twilio),
        ],
        exception_handlers={Refused: refused},
    )


def media_routes(twilio: "TwilioStandin") -> list[Route]:
    async def media_record(request: Request) -> Response:
        _sign_in(twilio, request)
        found = _media(twilio, request)
        if request.method == "DELETE":
            twilio.forget_media(found)
            return Response(status_code=twilio.contract.delete_media_status)
        operation = twilio.contract.fetch_media
        operation.check_answer(found.shown())
        return JSONResponse(found.shown(), operation.status)

    async def media(request: Request) -> Response:
        """The way to where the content lies, on a host that must not see the account's token."""
        _sign_in(twilio, request)
        found = _media(twilio, request)
        with twilio.changed:
            status = twilio.faults.media_status()
        if status is not None:
            return Response(status_code=status)
        way = twilio.media_way or f"{twilio.url}{CONTENT}/{found.sid}"
        return RedirectResponse(way, status_code=307)

    async def content(request: Request) -> Response:
        if "Authorization" in request.headers:
            twilio.note_violations("media", ["our token was given to the host of the content"])
        found = twilio.media(request.path_params["Sid"])
        if found is None:
            return Response(status_code=404)
        return Response(found.content, media_type=found.content_type)

    return [
        Route(f"{MEDIA}.json", media_record, methods=["GET", "DELETE"]),
        Route(MEDIA, media),
        Route(f"{CONTENT}/{{Sid}}", content),
    ]


def _media(twilio: "TwilioStandin", request: Request) -> Media:
    found = twilio.media(request.path_params["Sid"])
    if found is None or found.parent_sid != request.path_params["MessageSid"]:
        raise Refused(20404, "The requested resource was not found", 404)
    return found


async def _form(
    twilio: "TwilioStandin", request: Request, operation: Operation, name: str
) -> dict[str, str]:
    _sign_in(twilio, request)
    with twilio.changed:
        if twilio.faults.is_too_fast():
            seconds = twilio.faults.retry_after
            headers = {} if seconds is None else {"Retry_After": str(seconds)}
            raise Refused(20429, "Too Many Requests", 429, **headers)
    sent = parse_qsl((await request.body()).decode(), keep_blank_values=True)
    faults = operation.faults_of_request(sent)
    if faults:
        twilio.note_violations(name, faults)
        raise Refused(20001, "; ".join(faults))
    form: dict[str, str] = {}
    for name, value in sent:  # what may come several times is parted by spaces, as in TwiML
        form[name] = f"{form[name]} {value}" if name in form else value
    return form


def _sign_in(twilio: "TwilioStandin", request: Request) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Basic ")
    try:
        user = base64.b64decode(given, validate=True)
    except binascii.Error:
        user = b""
    right = f"{twilio.account_sid}:{twilio.auth_token}".encode()
    if not secrets.compare_digest(user, right):
        raise Refused(20003, "Authenticate", 401)
    if request.path_params["AccountSid"] != twilio.account_sid:
        raise Refused(20404, "The requested resource was not found", 404)


def _checked_message(twilio: "TwilioStandin", form: dict[str, str]) -> Message:
    to, sender, body = form["To"], form.get("From", ""), form.get("Body", "")
    _check_numbers(twilio, to, sender)
    if not body:
        raise Refused(21602, "Message body is required.")
    if len(body) > LONGEST_BODY:
        raise Refused(21617, "The concatenated message body exceeds the 1600 character limit.")
    _check_address(form.get("StatusCallback"))
    with twilio.changed:
        fault = twilio.faults.refusal(to)
    if fault:
        raise Refused(fault.code, f"Refused: {to}", fault.status)
    if twilio.has_opted_out(to):
        raise Refused(21610, "Attempt to send to unsubscribed recipient")
    return Message(twilio.account_sid, to, sender, body, form.get("StatusCallback"))


def _checked_call(twilio: "TwilioStandin", form: dict[str, str]) -> Call:
    _check_numbers(twilio, form["To"], form["From"])
    _check_address(form.get("StatusCallback"))
    _check_address(form.get("Url"), "Url", 21205)
    if not form.get("Url") and not form.get("Twiml"):
        raise Refused(21205, "Url parameter is required.")
    faults = list(_faults_of_call(form))
    if faults:
        twilio.note_violations("create call", faults)
        raise Refused(20001, "; ".join(faults))
    with twilio.changed:
        fault = twilio.faults.call_refusal(form["To"])
    if fault:
        raise Refused(fault.code, f"Refused: {form['To']}", fault.status)
    tells_end = "completed" in form.get("StatusCallbackEvent", "completed").split()
    return Call(
        twilio,
        form["To"],
        form["From"],
        form.get("Url"),
        form.get("Twiml"),
        form.get("StatusCallback") if tells_end else None,
        detects_machines="MachineDetection" in form,
    )


def _faults_of_call(form: dict[str, str]) -> Iterator[str]:
    """What the description says in words only, and that every webhook is posted."""
    for event in form.get("StatusCallbackEvent", "").split():
        if event not in ("initiated", "ringing", "answered", "completed"):
            yield f"StatusCallbackEvent {event} is none"
    if form.get("MachineDetection", "Enable") not in ("Enable", "DetectMessageEnd"):
        yield f"MachineDetection {form['MachineDetection']} is none"
    if not 1 <= int(form.get("Timeout", "60")) <= LONGEST_RINGING:
        yield f"Timeout is not between 1 and {LONGEST_RINGING} seconds"
    for method in ("Method", "StatusCallbackMethod"):
        if form.get(method, "POST") != "POST":
            yield f"{method} is not POST, the only one this stand-in speaks"


def _check_numbers(twilio: "TwilioStandin", to: str, sender: str) -> None:
    if not E164.fullmatch(to):
        raise Refused(21211, f"The 'To' number {to} is not a valid phone number.")
    if sender != twilio.number:
        raise Refused(21659, f"'From' {sender} is not a Twilio phone number")
    if to == sender:
        raise Refused(21266, "'To' and 'From' number cannot be the same")


def _check_address(address: str | None, name: str = "StatusCallback", code: int = 21609) -> None:
    if address is None:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or "_" in parts.hostname:
        raise Refused(code, f"The '{name}' URL is not a valid URL.")


def _update(message: Message, form: dict[str, str]) -> None:
    if message.status not in ("delivered", "undelivered", "failed", "received"):
        raise Refused(20009, "Cannot change this message before it is complete", 409)
    if form.get("Body"):
        raise Refused(20001, "A message's body can only be made empty")
    if "Status" in form:
        raise Refused(30409, "This message cannot be canceled")
    message.body = ""


def _answer(operation: Operation, payload: dict[str, Any]) -> JSONResponse:
    operation.check_answer(payload)
    return JSONResponse(payload, operation.status)
