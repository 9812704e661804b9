"""`lavterskel bench recall`: no language may find fewer emergencies than it did."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.brain import measuring
from bot.cli import app
from bot.language.served import LANGUAGES

runner = CliRunner()


@pytest.fixture(scope="module")
def recall() -> dict[str, dict[str, int]]:
    return measuring.recall()


def test_the_floor_is_recorded_for_every_language() -> None:
    floors = json.loads(measuring.FLOORS.read_text(encoding="utf-8"))
    assert list(floors) == list(LANGUAGES)


def test_what_is_found_is_not_less_than_recorded(recall: dict[str, dict[str, int]]) -> None:
    assert measuring.lowered(recall) == []


def test_a_language_that_lost_an_emergency_is_named(
    recall: dict[str, dict[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "FLOORS", tmp_path / "recall.json")
    measuring.record({**recall, "ti": {**recall["ti"], "held_out": recall["ti"]["held_out"] + 1}})
    (lost,) = measuring.lowered(recall)
    assert lost.startswith("ti: ")
    assert "held_out" in lost


def test_a_speaker_is_shown_what_is_missed_and_what_alarms_for_nothing() -> None:
    shown = runner.invoke(app, ["bench", "recall", "--show", "nb"])
    assert shown.exit_code == 0
    assert all(line.split()[0] in {*measuring.KINDS, "none"} for line in shown.output.splitlines())
