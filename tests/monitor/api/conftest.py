"""Accounts with tokens, and a system that calls the API with one of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.monitor.accounts import add_staff
from bot.store import Store

LYKKEFJORD, FAGERDAL, SOLVIK = "9901", "9902", "9903"
WORDS = "mannen min låste meg inne i kjelleren"
WHO = "Anna Kallenavn"
PHONE = "+4799910001"
EMERGENCY = {"kind": "violence", "words": WORDS, "who": WHO, "place": "Lykkefjord", "phone": PHONE}
CALLBACK = {"words": WORDS, "who": WHO, "place": "Lykkefjord", "phone": PHONE}


class System:
    """Somebody else's system, with the token of one account."""

    def __init__(self, app: Starlette, token: str | None, address: str = "192.0.2.7") -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self.client = TestClient(app, headers=headers, client=(address, 50000))

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(f"/api{path}", params=query)

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.client.post(f"/api{path}", json=body, headers=headers)

    def open(self, **more: Any) -> str:
        answer = self.post("/escalations", {**EMERGENCY, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["reference"])


@pytest.fixture
def token_of(store: Store) -> Callable[..., str]:
    """Make an account with a token."""

    def making(name: str, role: str, office_id: str | None = None) -> str:
        with store.write() as tx:
            added = add_staff(tx, name=name, role=role, office_id=office_id, with_token=True)
        assert added.token is not None
        return added.token

    return making


@pytest.fixture
def adviser_system(app: Starlette, token_of: Callable[..., str]) -> System:
    return System(app, token_of("Ada Veileder", "adviser"))


@pytest.fixture
def other_adviser(app: Starlette, token_of: Callable[..., str]) -> System:
    return System(app, token_of("Otto Veileder", "adviser"))


@pytest.fixture
def office(app: Starlette, token_of: Callable[..., str]) -> System:
    return System(app, token_of("Olga Kontor", "office", "nav-lykkefjord"))


@pytest.fixture
def other_office(app: Starlette, token_of: Callable[..., str]) -> System:
    return System(app, token_of("Fredrik Kontor", "office", "nav-fagerdal"))


@pytest.fixture
def administrator(app: Starlette, token_of: Callable[..., str]) -> System:
    return System(app, token_of("Arne Administrator", "administrator"))


@pytest.fixture
def at_once() -> Callable[..., list[str]]:
    """Do the same thing several times at once; gives every answer."""

    def doing(act: Callable[[], str], times: int) -> list[str]:
        with ThreadPoolExecutor(times) as pool:
            return [future.result() for future in [pool.submit(act) for _ in range(times)]]

    return doing
