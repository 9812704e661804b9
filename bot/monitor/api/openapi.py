"""The description at ``/api/openapi.json``, made from the operations and their models."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.monitor.api.models import ProblemBody
from bot.monitor.api.operations import KEY_HEADER, Operation
from bot.monitor.api.problems import MEDIA_TYPE
from bot.monitor.caller import KEY

REF = "#/components/schemas/{model}"
ALWAYS = (401, 403, 429)
WITH_A_BODY = (400, 413, 415, 422)
WITH_A_QUERY = (422,)
TEXT_SCHEMA = {"schema": {"type": "string"}}


def description(operations: Sequence[Operation], root: str) -> dict[str, Any]:
    """OpenAPI 3.1; ``root``: the path of the API, behind whatever proxy."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lavterskel staff API",
            "version": version("lavterskel"),
            "description": "The rules of the staff pages, for systems.",
        },
        "servers": [{"url": root}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.work.__name__,
        "summary": operation.summary,
        "description": f"For {', '.join(operation.roles)}.",
        "parameters": _parameters(operation),
        "responses": {str(operation.status): _answer(operation)}
        | {str(status): _problem(status) for status in _problems(operation)},
    }
    if operation.takes is not None and operation.method == "POST":
        schema = _ref(operation.takes)
        required = not operation.may_be_empty
        body = {"required": required, "content": {"application/json": {"schema": schema}}}
        described["requestBody"] = body
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = []
    if "{reference}" in operation.path:
        reference = {"name": "reference", "in": "path", "required": True, **TEXT_SCHEMA}
        parameters.append(reference)
    if operation.takes is None:
        return parameters
    if operation.method == "GET":
        properties = operation.takes.model_json_schema()["properties"]
        parameters += [
            {"name": name, "in": "query", "schema": _without_null(schema)}
            for name, schema in properties.items()
        ]
    elif "key" in operation.takes.model_fields:
        schema = {"type": "string", "pattern": KEY}
        parameters.append({"name": KEY_HEADER, "in": "header", "schema": schema})
    return parameters


def _without_null(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A query knows no null: a parameter is there or not."""
    if "anyOf" not in schema:
        return schema
    return next(each for each in schema["anyOf"] if each != {"type": "null"})


def _problems(operation: Operation) -> list[int]:
    body = operation.takes is not None and operation.method == "POST"
    query = operation.takes is not None and operation.method == "GET"
    further = WITH_A_BODY if body else WITH_A_QUERY if query else ()
    return sorted({*ALWAYS, *further, *operation.problems})


def _answer(operation: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": HTTPStatus(operation.status).phrase,
        "content": {"application/json": {"schema": _ref(operation.shows)}},
    }
    if operation.location is not None:
        answer["headers"] = {"Location": {"required": True, **TEXT_SCHEMA}}
    return answer


def _problem(status: int) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": _ref(ProblemBody)}},
    }
    if status == HTTPStatus.UNAUTHORIZED:
        problem["headers"] = {"WWW-Authenticate": {"required": True, **TEXT_SCHEMA}}
    return problem


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    shown: set[type[BaseModel]] = {operation.shows for operation in operations} | {ProblemBody}
    taken = {op.takes for op in operations if op.takes is not None and op.method == "POST"}
    modes: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((model, "serialization") for model in sorted(shown, key=lambda model: model.__name__)),
        *((model, "validation") for model in sorted(taken, key=lambda model: model.__name__)),
    ]
    _, definitions = models_json_schema(modes, ref_template=REF)
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}
