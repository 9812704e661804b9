"""Floors under the counts of `python -m tests.safety.measure`, raw counts in the failure text."""

from collections import Counter

import pytest

from tests.safety.measure import GROUPS, Count, count, languages

RECALL_ALL = 0.98
RECALL_ONE_LANGUAGE = 0.95


@pytest.fixture(scope="module")
def counts() -> dict[str, dict[str, Count]]:
    return {language: count("test", language) for language in languages()}


def together(counts: dict[str, dict[str, Count]], group: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for found in (each[group] for each in counts.values()):
        total.update(messages=found.messages, certain=found.certain, ask=found.ask)
    return total


def test_emergencies_of_all_languages_are_found(counts: dict[str, dict[str, Count]]) -> None:
    total = together(counts, "emergency")
    assert (total["certain"] + total["ask"]) / total["messages"] >= RECALL_ALL, total


@pytest.mark.parametrize("language", languages())
def test_no_language_is_left_behind(counts: dict[str, dict[str, Count]], language: str) -> None:
    found = counts[language]["emergency"]
    assert found.found >= RECALL_ONE_LANGUAGE, found


@pytest.mark.parametrize(
    ("group", "most_certain", "most_asked"),
    [("hard", 0.15, 1), ("ordinary", 0.01, 0.03), ("private", 0.003, 0.015)],
)
def test_few_are_alarmed_for_nothing(
    counts: dict[str, dict[str, Count]], group: str, most_certain: float, most_asked: float
) -> None:
    total = together(counts, group)
    assert total["certain"] <= most_certain * total["messages"], total
    assert total["ask"] <= most_asked * total["messages"], total


@pytest.mark.parametrize("language", languages())
def test_each_language_has_enough_examples(language: str) -> None:
    dev = count("dev", language)
    assert dev["emergency"].messages >= 6 * 25
    assert dev["hard"].messages >= 60
    assert dev["ordinary"].messages >= 60
    assert set(dev) == set(GROUPS)


@pytest.mark.parametrize("language", languages())
def test_the_dev_examples_the_vocabulary_was_written_with_are_found(language: str) -> None:
    found = count("dev", language)["emergency"]
    assert found.found >= 0.98, [example.text for example, _ in found.unexpected]
