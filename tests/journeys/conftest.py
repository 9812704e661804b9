"""The real product, all three roles as processes, one for each database."""

from collections.abc import Iterator

import pytest

from bot.delivery.speaker import Speaker
from tests.conftest import DATABASES
from tests.product import REGISTER, Product, product


@pytest.fixture(scope="module", params=DATABASES)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """A started product that the journeys of one module share; each has phones of its own."""
    state = tmp_path_factory.mktemp("product")
    if request.param == "sqlite":
        url = f"sqlite:///{state}/lavterskel.db"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    with product(url, state) as started:
        started.start()
        yield started
        assert started.twilio.violations == []
        assert started.twilio.duplicates() == []


@pytest.fixture(scope="session")
def speaker() -> Speaker:
    return Speaker.load(REGISTER)
