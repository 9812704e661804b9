"""A life to begin, on each database."""

import pytest

from bot.delivery.speaker import Speaker
from bot.settings import Settings
from bot.store import Store
from tests.callbacks.life import MONDAY, Life, new_staff, set_clock


@pytest.fixture
def life(settings: Settings, store: Store) -> Life:
    """A person who writes by text on a Monday morning, and staff of one office."""
    set_clock(store, MONDAY)
    return Life(store, Speaker.load(settings.register_dir), new_staff(store))
