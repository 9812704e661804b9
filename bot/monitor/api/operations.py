"""One operation of the staff API: who may do it, what it takes, what it gives.

Routes are made from it and so is the description at ``/api/openapi.json``, so that the two agree.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.monitor.accounts import Role
from bot.monitor.api.problems import Problem, answer, invalid, of_validation
from bot.monitor.api.tokens import caller_of
from bot.monitor.house import House, house_of
from bot.monitor.sessions import Visitor

MOST_BODY_BYTES = 64 * 1024
KEY_HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class Call:
    """What an operation works with besides what was sent."""

    house: House
    visitor: Visitor
    reference: str
    """Of the path; empty where it has none."""
    root: str
    """The path of the API itself, behind whatever proxy."""


Work = Callable[..., BaseModel]
"""Called with the Call and, where there is one, the body or filter."""


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    work: Work
    summary: str
    shows: type[BaseModel]
    takes: type[BaseModel] | None = None
    """The body of a POST, the query of a GET."""
    may_be_empty: bool = False
    """Whether a POST may come without its body."""
    roles: tuple[Role, ...] = tuple(Role)
    problems: tuple[int, ...] = ()
    """Besides those that any operation may answer with."""
    status: int = 200
    location: str | None = None
    """Where what it opens is found: a path with its reference."""

    async def __call__(self, request: Request) -> Response:
        house = house_of(request)
        visitor = await run_in_threadpool(caller_of, house, request)
        if visitor.role not in self.roles:
            raise Problem(403, "forbidden", f"Not for the role {visitor.role}.")
        reference = request.path_params.get("reference", "")
        call = Call(house, visitor, reference, request.scope["root_path"])
        given = () if self.takes is None else (await self._given(request, self.takes),)
        content = await run_in_threadpool(self.work, call, *given)
        return answer(content, self.status, self._headers(call, content))

    async def _given(self, request: Request, model: type[BaseModel]) -> BaseModel:
        try:
            if self.method == "GET":
                return model.model_validate(_query(request))
            body = await _body(request)
            if not body and self.may_be_empty:
                return model()
            _require_json(request)
            given = model.model_validate_json(body, strict=True)
        except ValidationError as error:
            raise of_validation(error) from None
        return _with_key(given, request)

    def _headers(self, call: Call, content: BaseModel) -> dict[str, str] | None:
        if self.location is None:
            return None
        return {"Location": call.root + self.location.format(**content.model_dump())}


def by_method(operations: list[Operation]) -> Callable[[Request], Awaitable[Response]]:
    """One endpoint for a path, so that a wrong method hears of every right one."""
    known = {operation.method: operation for operation in operations}

    async def endpoint(request: Request) -> Response:
        return await known["GET" if request.method == "HEAD" else request.method](request)

    return endpoint


def _query(request: Request) -> dict[str, str]:
    names = [name for name, _ in request.query_params.multi_items()]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise invalid(twice, "stands twice")
    return dict(request.query_params)


def _require_json(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem(415, "not_json", "Send application/json.")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY_BYTES:
            raise Problem(413, "too_large", f"At most {MOST_BODY_BYTES} bytes.")
    return bytes(body)


def _with_key(given: BaseModel, request: Request) -> BaseModel:
    """The header names the request, as well as the body's ``key`` does; both must agree."""
    header = request.headers.get(KEY_HEADER)
    if header is None or "key" not in type(given).model_fields:
        return given
    if given.model_dump()["key"] not in ("", header):
        raise invalid(KEY_HEADER, "differs from key")
    try:
        return type(given).model_validate({**given.model_dump(), "key": header})
    except ValidationError:
        raise invalid(KEY_HEADER, "at most 64 printable ASCII characters") from None
