"""What a key means at each step of a call, and that every way through it ends."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.menu import Act, Line, Outcome, Standing, Step, press, prompt
from bot.language.served import LANGUAGES
from bot.language.voices import SPOKEN_TEXTS, STAND_INS, key_pages, spoken_name, voice_of

NUMBER = "+4790000001"
MENU = Standing(Step.MENU, language="ti")
DANGER = Line("utter_voice_danger", "ti")


def heard(standing: Standing) -> list[str]:
    return [line.name for line in prompt(standing, danger=DANGER, days="2").lines]


def test_every_language_is_on_one_key() -> None:
    pages = key_pages()
    assert all(len(page) <= 9 for page in pages)
    assert sorted(language for page in pages for language in page) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_spoken_or_named_in_english(language: str) -> None:
    assert (voice_of(language) is None) is (spoken_name(language) is not None)


def test_who_stands_in_has_a_voice() -> None:
    assert all(voice_of(language) for language in STAND_INS)


def test_two_keys_are_enough() -> None:
    chosen = press(Standing(), "1", None)
    assert (chosen.act, chosen.value) == (Act.LANGUAGE, "nb")
    asked = press(chosen.standing, "1", None)
    assert asked.act is Act.CALLBACK
    assert asked.standing.outcome is Outcome.CALLBACK


def test_the_next_languages_come_by_a_key_and_by_waiting() -> None:
    for keys in ("0", ""):
        move = press(Standing(), keys, None)
        assert (move.standing.step, move.standing.page, move.act) == (Step.LANGUAGE, 1, None)
    assert press(press(Standing(), "0", None).standing, "3", None).value == key_pages()[1][2]


def test_a_key_without_a_language_says_the_same_page_again() -> None:
    last = replace(Standing(), page=len(key_pages()) - 1, asked=1)
    move = press(last, "9", None)
    assert (move.standing.page, move.act) == (last.page, None)


def test_the_welcome_is_heard_once() -> None:
    assert heard(Standing())[0] == "utter_voice_welcome"
    assert "utter_voice_welcome" not in heard(press(Standing(), "0", None).standing)


def test_danger_is_opened_before_it_is_asked_about() -> None:
    move = press(MENU, "2", None)
    assert (move.act, move.standing.step) == (Act.DANGER, Step.KIND)
    assert heard(move.standing) == ["utter_voice_danger", "utter_voice_kind"]


@pytest.mark.parametrize(
    ("key", "kind"), [("1", "life"), ("2", "child"), ("3", "shelter"), ("4", "necessities")]
)
def test_what_it_is_about(key: str, kind: str) -> None:
    move = press(replace(MENU, step=Step.KIND, outcome=Outcome.DANGER), key, None)
    assert (move.act, move.value, move.standing.step) == (Act.KIND, kind, Step.MAY_TEXT)


def test_only_the_key_for_it_allows_a_text() -> None:
    asked = replace(MENU, step=Step.MAY_TEXT, outcome=Outcome.CALLBACK)
    assert press(asked, "1", None).act is Act.MAY_TEXT
    for keys in ("", "2", "0", "*", "#"):
        assert press(asked, keys, None).act is None


def test_a_silenced_phone_is_not_asked_about_texts() -> None:
    move = press(replace(MENU, may_ask=False), "1", None)
    assert move.standing.step is Step.OVER
    assert "utter_voice_may_text" not in heard(move.standing)
    assert "utter_voice_callback" in heard(move.standing)


def test_a_hidden_number_is_asked_for_one() -> None:
    hidden = replace(MENU, hidden=True, may_ask=False)
    asked = press(hidden, "1", None)
    assert (asked.act, asked.standing.step) == (None, Step.NUMBER)
    left = press(asked.standing, "90000001", NUMBER)
    assert (left.act, left.value, left.standing.outcome) == (Act.NUMBER, NUMBER, Outcome.CALLBACK)


def test_without_a_number_they_hear_that_nobody_can_phone() -> None:
    standing = replace(MENU, step=Step.NUMBER, hidden=True, may_ask=False)
    for _ in range(10):
        standing = press(standing, "123", None).standing
    assert standing.outcome is Outcome.UNREACHABLE
    assert heard(standing) == ["utter_voice_no_number"]


@given(
    st.lists(st.sampled_from(["", *"0123456789*#", "90000001#"]), max_size=40),
    st.booleans(),
    st.booleans(),
)
def test_whatever_is_pressed_something_is_heard(
    pressed: list[str], hidden: bool, may_ask: bool
) -> None:
    standing = Standing(hidden=hidden, may_ask=may_ask and not hidden)
    for keys in pressed:
        standing = press(standing, keys, NUMBER if len(keys) > 8 else None).standing
        names = heard(standing)
        assert names
        assert set(names) <= set(SPOKEN_TEXTS)


@given(st.sampled_from([Standing(), MENU, replace(MENU, step=Step.KIND)]), st.booleans())
def test_silence_comes_to_an_end(standing: Standing, hidden: bool) -> None:
    standing = replace(standing, hidden=hidden, may_ask=not hidden)
    for _ in range(12):
        standing = press(standing, "", None).standing
    assert standing.step is Step.OVER
