"""The description is true: requests made from it never break the API, and answers conform to it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_schema_validator import OAS31Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from bot.monitor.api.routes import OPERATIONS
from tests.monitor.api.conftest import CALLBACK, EMERGENCY, System
from tests.monitor.waiting import Waiting

EXAMPLES = 20
"""For each operation and kind of request."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind will do: the other tests of the API run on both."""
    return f"sqlite:///{tmp_path}/lavterskel.db"


@pytest.fixture
def described(app: Starlette, adviser_system: System) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


def try_operation(
    operation: Any,
    headers: dict[str, str],
    mode: GenerationMode,
    mend: Callable[[Any], None] | None = None,
) -> Counter[int]:
    """Send what the description allows, or what it forbids; gives how often each status came."""
    seen: Counter[int] = Counter()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def sending(case: Any) -> None:
        if mend is not None:
            mend(case)
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)
        seen[answer.status_code] += 1

    sending()
    return seen


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_breaks_the_api_and_every_answer_is_as_described(
    described: schemathesis.BaseSchema, adviser_system: System, mode: GenerationMode
) -> None:
    headers = {"Authorization": adviser_system.client.headers["Authorization"]}
    seen = {}
    for found in described.get_all_operations():
        operation = found.ok()
        seen[operation.label] = try_operation(operation, headers, mode)
    assert len(seen) == len(OPERATIONS)
    assert all(seen.values())
    statuses = set().union(*seen.values())
    if mode is GenerationMode.NEGATIVE:
        assert {400, 404, 422} <= statuses
    else:
        assert {200, 422} <= statuses
        assert 401 not in statuses


def test_what_is_done_with_a_case_that_exists_is_as_described(
    described: schemathesis.BaseSchema, adviser_system: System
) -> None:
    headers = {"Authorization": adviser_system.client.headers["Authorization"]}
    numbers = iter(range(100_000))

    def hold_one(case: Any) -> None:
        reference = adviser_system.open(phone=f"+4799{next(numbers):06d}")
        if not case.path.endswith("/acknowledge"):
            adviser_system.post(f"/escalations/{reference}/acknowledge")
        case.path_parameters["reference"] = reference
        case.headers.pop("Idempotency-Key", None)  # must agree with the body's key

    seen = {}
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path.startswith("/escalations/{reference}"):
            mode = GenerationMode.POSITIVE
            seen[operation.label] = try_operation(operation, headers, mode, hold_one)
    # A person without a chat cannot be written to, and how long one may promise is the register's
    # to say; all else is done.
    others = {"/messages": {409}, "/acknowledge": {200, 422}}
    assert {label: set(statuses) for label, statuses in seen.items()} == {
        label: others.get(label[label.rindex("/") :], {200}) for label in seen
    }
    assert len(seen) == 7


def test_what_is_done_with_a_request_that_exists_is_as_described(
    described: schemathesis.BaseSchema, office: System, waiting: Waiting
) -> None:
    headers = {"Authorization": office.client.headers["Authorization"]}

    def ask(case: Any) -> None:
        case.path_parameters["reference"] = waiting.ask()
        case.headers.pop("Idempotency-Key", None)  # must agree with the body's key

    seen = {}
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path.startswith("/callbacks/{reference}"):
            mode = GenerationMode.POSITIVE
            seen[operation.label] = set(try_operation(operation, headers, mode, ask))
    # An office or a colleague that is made up is refused, and so is an end without a reason; and
    # somebody without a chat cannot be written to.
    assert seen == {
        "GET /callbacks/{reference}": {200},
        "POST /callbacks/{reference}/attempts": {200, 422},
        "POST /callbacks/{reference}/owner": {200, 422},
        "POST /callbacks/{reference}/close": {200},
        "POST /callbacks/{reference}/messages": {422},
    }


def test_what_is_opened_and_listed_is_as_described(
    described: schemathesis.BaseSchema, adviser_system: System
) -> None:
    """What no made-up place lets through: a form that is taken."""
    headers = {"Authorization": adviser_system.client.headers["Authorization"]}
    for path, body in (("/escalations", EMERGENCY), ("/callbacks", CALLBACK)):
        for method, sent, status in (("POST", body, 201), ("GET", None, 200)):
            case = described[path][method].Case(body=sent, media_type="application/json")
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
            assert answer.status_code == status


def test_the_description_is_itself_as_openapi_has_it(app: Starlette) -> None:
    document = System(app, None).get("/openapi.json").json()
    for schema in document["components"]["schemas"].values():
        OAS31Validator.check_schema(schema)
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names) == len(OPERATIONS)
