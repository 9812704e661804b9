"""Is it alive, is it ready, and how is it doing."""

import secrets

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.edge.house import House, house_of
from bot.store.beats import roles_missing
from bot.store.tables import CallbackRequest, Escalation, Inbound, Outbox
from bot.store.transaction import Transaction

LOOPBACK = ("127.0.0.1", "::1")


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """200 only when every role of this start is ready, the brain with its model included."""
    house = house_of(request)
    missing = await run_in_threadpool(_missing, house)
    status = 503 if missing else 200
    return JSONResponse({"ready": not missing, "waiting_for": missing}, status_code=status)


async def metrics(request: Request) -> Response:
    """Prometheus figures; from loopback or with the token only: small counts identify people."""
    house = house_of(request)
    if not _may_measure(request, house):
        return Response(status_code=403)
    body = await run_in_threadpool(_figures, house)
    return Response(body, media_type=CONTENT_TYPE_LATEST)


def _missing(house: House) -> list[str]:
    with house.store.read() as tx:
        return roles_missing(tx, house.start, [role for role in house.roles if role != "edge"])


def _may_measure(request: Request, house: House) -> bool:
    token = house.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None and secrets.compare_digest(
        given.encode(), token.get_secret_value().encode()
    ):
        return True
    behind_proxy = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    client = request.client.host if request.client else ""
    return client in LOOPBACK and not behind_proxy


def _figures(house: House) -> bytes:
    registry = CollectorRegistry()
    with house.store.read() as tx:
        for name, meaning, value in _readings(tx):
            Gauge(f"lavterskel_{name}", meaning, registry=registry).set(value)
    return generate_latest(registry)


def _readings(tx: Transaction) -> list[tuple[str, str, float]]:
    def count(row: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> float:
        return float(tx.scalar(select(func.count(row)).where(*where)) or 0)

    untaken = Escalation.state == "open"
    return [
        (
            "inbound_waiting",
            "Messages not read yet",
            count(Inbound.id, Inbound.state.in_(("received", "screened"))),
        ),
        (
            "inbound_parked",
            "Messages we could not read",
            count(Inbound.id, Inbound.state == "parked"),
        ),
        ("outbox_waiting", "Messages not sent yet", count(Outbox.id, Outbox.due_at.is_not(None))),
        ("escalations_open", "Emergencies nobody has taken", count(Escalation.id, untaken)),
        (
            "escalations_red",
            "Emergencies nobody took in time",
            count(Escalation.id, untaken, Escalation.red_at.is_not(None)),
        ),
        (
            "callbacks_open",
            "Callback requests waiting",
            count(CallbackRequest.id, CallbackRequest.state != "closed"),
        ),
    ]
