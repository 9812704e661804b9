from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain.agent import BrainAgent
from tests.brain.conversation import Person
from tests.brain.trained import trained_model


@pytest.fixture(scope="session")
def model() -> Path:
    return trained_model()


@pytest.fixture(scope="session")
def agent(model: Path) -> BrainAgent:
    return BrainAgent(model)


@pytest.fixture
def person(agent: BrainAgent) -> Person:
    return Person(agent)


@pytest.fixture
def speaker_of(agent: BrainAgent) -> Callable[[str], Person]:
    """Somebody who writes the given language."""
    return lambda language: Person(agent, language)
