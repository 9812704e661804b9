"""The staff API under ``/api``: what it can do, and the routes that do it."""

import re
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.monitor.accounts import Role
from bot.monitor.api import callback_models, callback_work, models, work
from bot.monitor.api.openapi import description
from bot.monitor.api.operations import Operation, by_method
from bot.monitor.api.problems import Problem, show_http_error, show_problem
from bot.monitor.caller import CallerCallback, CallerEmergency
from bot.monitor.headers import SecurityHeaders

CASEWORKERS = (Role.ADVISER, Role.OFFICE, Role.LEAD)
ESCALATIONS, ONE = "/escalations", "/escalations/{reference}"
CALLBACKS, ONE_CALLBACK = "/callbacks", "/callbacks/{reference}"

OPERATIONS = (
    Operation(
        "GET",
        ESCALATIONS,
        work.list_states,
        "Escalations in one state, the oldest first; never what they are about.",
        models.EscalationList,
        takes=models.EscalationFilter,
    ),
    Operation(
        "POST",
        ESCALATIONS,
        work.open_for_caller,
        "Open an escalation for somebody you speak with.",
        models.Opened,
        takes=CallerEmergency,
        roles=CASEWORKERS,
        status=201,
        location=ONE,
    ),
    Operation(
        "GET",
        ONE,
        work.show,
        "One escalation; its story too where you may read it, and the reading is logged.",
        models.Escalation,
        problems=(404,),
    ),
    Operation(
        "POST",
        f"{ONE}/acknowledge",
        work.take,
        "Take it, or take it over: the person hears that somebody has it.",
        models.EscalationState,
        takes=models.Taking,
        may_be_empty=True,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE}/contacts",
        work.log_contact,
        "Say that the person has been reached: the holder's clock stops.",
        models.EscalationState,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE}/release",
        work.release,
        "Give it back: it climbs its ladder again.",
        models.EscalationState,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE}/close",
        work.close,
        "Close it with what came of it.",
        models.EscalationState,
        takes=models.Closing,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE}/notes",
        work.add_note,
        "Add words to its history.",
        models.EscalationState,
        takes=models.Note,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE}/messages",
        work.write,
        "Write to the person's chat.",
        models.EscalationState,
        takes=models.ChatMessage,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "GET",
        CALLBACKS,
        callback_work.list_requests,
        "Callback requests, whole: an office's own; for NKS those you opened and those without an"
        " office. Every reading is logged.",
        callback_models.CallbackList,
        takes=models.CallbackFilter,
        roles=CASEWORKERS,
    ),
    Operation(
        "POST",
        CALLBACKS,
        callback_work.request_for_caller,
        "Ask an office to phone somebody you speak with.",
        models.Opened,
        takes=CallerCallback,
        roles=CASEWORKERS,
        status=201,
    ),
    Operation(
        "GET",
        ONE_CALLBACK,
        callback_work.show_request,
        "One callback request, whole, where you may read it. The reading is logged.",
        callback_models.Callback,
        roles=CASEWORKERS,
        problems=(404,),
    ),
    Operation(
        "POST",
        f"{ONE_CALLBACK}/attempts",
        callback_work.log_attempt,
        "Log what came of an attempt to reach the person; what follows from it is done.",
        callback_models.CallbackState,
        takes=models.CallbackAttempt,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE_CALLBACK}/messages",
        callback_work.write_to_person,
        "Write to the person's chat; 422 where the request did not come there.",
        callback_models.CallbackState,
        takes=models.CallbackMessage,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE_CALLBACK}/owner",
        callback_work.own_request,
        "Make yourself or a colleague the one who answers for it.",
        callback_models.CallbackState,
        takes=models.CallbackOwner,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
    Operation(
        "POST",
        f"{ONE_CALLBACK}/close",
        callback_work.close_request,
        "Close it, with the reason in words: the person is told, and may say no.",
        callback_models.CallbackState,
        takes=models.CallbackClosing,
        roles=CASEWORKERS,
        problems=(404, 409),
    ),
)


def api_routes() -> list[BaseRoute]:
    routes: list[BaseRoute] = [Route("/openapi.json", show_description, methods=["GET"])]
    for path, group in groupby(sorted(OPERATIONS, key=_path), key=_path):
        operations = list(group)
        methods = [operation.method for operation in operations]
        routes.append(Route(path, by_method(operations), methods=methods))
    middleware = [
        Middleware(SecurityHeaders),
        Middleware(
            ExceptionMiddleware, handlers={Problem: show_problem, HTTPException: show_http_error}
        ),
    ]
    mount = Mount("/api", routes=routes, middleware=middleware)
    # Starlette's own pattern ends at a line break, and such a path would get no problem from us.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return [mount]


async def show_description(request: Request) -> Response:
    """Public: it says nothing of anybody, and is read before one has a token."""
    return JSONResponse(description(OPERATIONS, request.scope["root_path"]))


def _path(operation: Operation) -> str:
    return operation.path
