"""What is kept as numbers was made from the messages and lists that lie beside it."""

import json
from pathlib import Path

import pytest

from bot.brain.learning.danger import fingerprint
from bot.brain.learning.letter_groups import count_letter_groups
from bot.brain.learning.messages import Message, messages
from bot.language.profiles import COUNTS
from bot.safety.concepts import read_lists
from bot.safety.trained_model import ABOUT, FOLDER

MADE_ANEW = "run `make weights`: the data has changed since they were made"


@pytest.fixture(scope="module")
def learned() -> list[Message]:
    return list(messages())


def test_the_safety_nets_weights_are_those_of_the_messages(learned: list[Message]) -> None:
    about = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    assert about["made_from"] == fingerprint(learned, read_lists()), MADE_ANEW
    assert about["messages"] == len(set(learned))


def test_the_letter_groups_are_those_of_the_messages(
    learned: list[Message], tmp_path: Path
) -> None:
    count_letter_groups(learned, tmp_path)
    for counted in COUNTS.glob("*.json"):
        again = (tmp_path / counted.name).read_text(encoding="utf-8")
        assert counted.read_text(encoding="utf-8") == again, MADE_ANEW
