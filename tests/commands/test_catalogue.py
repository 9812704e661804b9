"""A native speaker has read texts, and that is written with each of them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.language.files import LOCALE, by_name, po_path, read_catalog
from bot.language.review import review_of
from bot.language.upkeep import catalogue_status, record_drafts, record_reading

DAY = date(2026, 12, 1)


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    return shutil.copytree(LOCALE, tmp_path / "locale")


def read_by(locale: Path, name: str) -> str | None:
    review = review_of(by_name(read_catalog(po_path(locale, "uk"), "uk"))[name])
    return review.by if review else None


def test_texts_of_one_kind_are_read_by_somebody(locale: Path) -> None:
    count = record_reading("uk", "Oksana K.", DAY, ["utter_emergency_*"], locale)
    assert count > 1
    assert read_by(locale, "utter_emergency_shelter_opened") == "Oksana K."
    assert read_by(locale, "utter_greeting") is None
    (status,) = [each for each in catalogue_status(locale=locale) if each.language == "uk"]
    assert status.reviewed == count


def test_what_is_changed_afterwards_counts_as_drafted_again(locale: Path) -> None:
    record_reading("uk", "Oksana K.", DAY, ["utter_greeting"], locale)
    record_drafts("uk", {"utter_greeting": "Вітаю. Напишіть, що вам потрібно."}, locale)
    assert read_by(locale, "utter_greeting") is None


@pytest.mark.parametrize(("language", "pattern"), [("xx", "*"), ("uk", "utter_nothing_*")])
def test_what_cannot_be_vouched_for_is_refused(locale: Path, language: str, pattern: str) -> None:
    with pytest.raises(ValueError, match=r"not served|no text"):
        record_reading(language, "Oksana K.", DAY, [pattern], locale)
