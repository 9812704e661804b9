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
from bot.store.stuck import Stuck, What, find_stuck
from bot.store.tables import CallbackRequest, CarrierCopy, Escalation, Inbound, Outbox
from bot.store.transaction import Transaction

LOOPBACK = ("127.0.0.1", "::1")


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """200 only when every role of this start is ready, the brain with its model included, and no
    work stands still."""
    missing, stuck = await run_in_threadpool(_faults, house_of(request))
    ready = not missing and not stuck
    return JSONResponse(
        {"ready": ready, "waiting_for": missing, "stuck": [str(each) for each in stuck]},
        status_code=200 if ready else 503,
    )


async def metrics(request: Request) -> Response:
    """Prometheus figures; from loopback or with the token only: small counts identify people."""
    house = house_of(request)
    if not _may_measure(request, house):
        return Response(status_code=403)
    body = await run_in_threadpool(_figures, house)
    return Response(body, media_type=CONTENT_TYPE_LATEST)


def _faults(house: House) -> tuple[list[str], list[Stuck]]:
    with house.store.read() as tx:
        missing = roles_missing(tx, house.start, house.awaited)
        return missing, find_stuck(tx, house.start, house.awaited)


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
        _gauge_stuck(registry, find_stuck(tx, house.start, house.awaited))
    return generate_latest(registry)


def _gauge_stuck(registry: CollectorRegistry, stuck: list[Stuck]) -> None:
    """Every kind has a figure at all times, so that an alarm can be set on it."""
    count = Gauge("lavterskel_stuck", "What stands still", ["what"], registry=registry)
    oldest = Gauge(
        "lavterskel_stuck_oldest_seconds", "Since when at most", ["what"], registry=registry
    )
    for what in What:
        of_this = [each for each in stuck if each.what == what]
        count.labels(what).set(sum(each.count for each in of_this))
        spans = (each.oldest.total_seconds() for each in of_this if each.oldest)
        oldest.labels(what).set(max(spans, default=0.0))


def _oldest_copy(tx: Transaction) -> float:
    due_at = tx.scalar(select(func.min(CarrierCopy.due_at)))
    return max(0.0, (tx.now - due_at).total_seconds()) if due_at else 0.0


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
        (
            "carrier_copies_waiting",
            "Texts whose copy at the carrier is due to be made empty",
            count(CarrierCopy.id, CarrierCopy.due_at <= tx.now),
        ),
        ("carrier_copies_oldest_seconds", "Since when at most", _oldest_copy(tx)),
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
