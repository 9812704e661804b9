"""What went wrong, as RFC 9457 tells it, each with a code that stays the same."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.monitor.api.models import FieldFault, PlaceName, ProblemBody
from bot.monitor.caller_facts import CallerRefused
from bot.register import Register

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is not what was asked for."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.headers = headers
        self.body = ProblemBody(
            title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, **more
        )


def invalid(field: str, reason: str, **more: Any) -> Problem:
    """422: one field cannot be taken as it is."""
    detail = "A field is missing or cannot be read."
    return Problem(422, "invalid", detail, errors=[FieldFault(field=field, reason=reason)], **more)


def of_validation(error: ValidationError) -> Problem:
    """400 for what is no JSON, else 422 with every field at fault; never what was sent."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    if faults[0]["type"] == "json_invalid":
        return Problem(400, "malformed", "The body is not JSON.")
    errors = [
        FieldFault(field=".".join(map(str, fault["loc"])), reason=fault["msg"]) for fault in faults
    ]
    detail = "Some fields are missing or cannot be read."
    return Problem(422, "invalid", detail, errors=errors)


def of_refused_caller(refused: CallerRefused, register: Register) -> Problem:
    """422: the facts of a caller cannot be taken; with places to choose from, or who to phone."""
    places = [PlaceName.of(place) for place in refused.places]
    if refused.reason != "not connected":
        return invalid(refused.field, refused.reason, places=places)
    return Problem(
        422,
        "not_connected",
        "The kommune has not joined: nothing was stored. The person must phone.",
        errors=[FieldFault(field=refused.field, reason=refused.reason)],
        places=places,
        phone=register.phone_of(register.office_for(refused.places[0])),
    )


def answer(
    content: BaseModel, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    return Response(
        content.model_dump_json(), status, headers=headers, media_type="application/json"
    )


async def show_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # noqa: S101 -- what it is registered for
    return Response(
        problem.body.model_dump_json(exclude_none=True),
        problem.status,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


async def show_http_error(request: Request, error: Exception) -> Response:
    """What the router itself refuses: an unknown path, a method that is not there."""
    assert isinstance(error, HTTPException)  # noqa: S101 -- what it is registered for
    status = HTTPStatus(error.status_code)
    code = {404: "not_found", 405: "method_not_allowed"}.get(status, "refused")
    headers = dict(error.headers) if error.headers else None
    problem = Problem(status, code, "There is nothing here for this request.", headers=headers)
    return await show_problem(request, problem)
