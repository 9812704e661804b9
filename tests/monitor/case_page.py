"""The page of a case as its readers use it, and what came of it in the store."""

import re

import httpx
from sqlalchemy import select

from bot.store import Store
from bot.store.tables import Escalation, EscalationEvent, Outbox
from tests.monitor.browser import Browser


def path(reference: str, act: str = "") -> str:
    return f"/monitor/cases/{reference}" + (f"/{act}" if act else "")


def act(browser: Browser, reference: str, act: str, **fields: str) -> httpx.Response:
    """Send a form of the case's page as it is now."""
    return browser.fill_in(browser.get(path(reference)), path(reference, act), **fields)


def words_of(page: httpx.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def events(store: Store, *what: str) -> list[str]:
    with store.read() as tx:
        query = select(EscalationEvent.what).where(EscalationEvent.what.in_(what))
        return list(tx.scalars(query.order_by(EscalationEvent.id)))


def texts(store: Store, name: str) -> int:
    with store.read() as tx:
        return len(tx.scalars(select(Outbox.id).where(Outbox.name == name)).all())


def case_in(store: Store) -> Escalation:
    with store.read() as tx:
        return tx.scalars(select(Escalation)).one()
