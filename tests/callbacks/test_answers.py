"""Short answers as people write them."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks.answers import (
    is_back,
    is_cancelled,
    is_only_a_time,
    is_place_correction,
    is_unknown,
    is_wrong_number,
    read_agreement,
    read_choice,
    read_choices,
    read_phone,
    read_phone_token,
    read_reach,
    read_window,
    says_more_than_call_me,
)
from bot.callbacks.needs import has_tried_before, was_turned_away
from bot.language.answer_words import ANSWERS_DIR, UnreadableAnswerWords, fold, words
from bot.language.served import LANGUAGES


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("2", 2, id="a digit"),
        pytest.param(" 2. ", 2, id="with a full stop and spaces"),
        pytest.param("(2)", 2, id="in brackets"),
        pytest.param("nr 2", 2, id="number two in Norwegian"),
        pytest.param("No. 2", 2, id="number two in English"),
        pytest.param("numer 2", 2, id="number two in Polish"),
        pytest.param("رقم ٢", 2, id="number two in Arabic"),
        pytest.param("٢", 2, id="an Arabic digit"),
        pytest.param("۲", 2, id="a Persian digit"),
        pytest.param("2️⃣", 2, id="a keycap"),
        pytest.param("to", 2, id="a counting word"),
        pytest.param("dwa", 2, id="a Polish counting word"),
        pytest.param("1 ja", 1, id="the number and its word"),
        pytest.param("0", 0, id="zero"),
        pytest.param("2 barn", None, id="a number of children is no choice"),
        pytest.param("12", None, id="more than there are choices"),
        pytest.param("2 3", None, id="two numbers"),
        pytest.param("", None, id="nothing"),
        pytest.param("⟨phone 1⟩", None, id="a phone number"),
    ],
)
def test_a_choice_is_read_only_when_it_is_the_whole_message(text: str, number: int | None) -> None:
    assert read_choice(text, 3) == number


@pytest.mark.parametrize(
    ("text", "agreement"),
    [
        ("ja", "yes"),
        ("Ja takk!", "yes"),
        ("JA.", "yes"),
        ("Tak", "yes"),
        ("نعم", "yes"),
        ("👍", "yes"),
        ("👍🏽", "yes"),
        ("nei", "no"),
        ("No thanks", "no"),
        ("Nie, dziękuję", "no"),
        ("nie dziekuje", "no"),
        ("لا شكرا", "no"),
        ("ikkje no", "no"),
        ("ja, men ikke i dag", None),
        ("nei, jeg bor i Hamar", None),
        ("taket lekker", None),
    ],
)
def test_yes_and_no_are_read_in_every_served_language(text: str, agreement: str | None) -> None:
    assert read_agreement(text) == agreement


@pytest.mark.parametrize(
    "text", ["0", "٠", "vet ikke", "Veit ikkje", "I don't know", "dont know", "nie wiem", "لا أعرف"]
)
def test_not_knowing_is_an_answer(text: str) -> None:
    assert is_unknown(text)


@pytest.mark.parametrize(
    "text", ["glem det", "gløym det", "Never mind.", "nevermind", "nie chcę już", "انس الأمر"]
)
def test_a_change_of_mind_is_heard(text: str) -> None:
    assert is_cancelled(text)


@pytest.mark.parametrize("text", ["tilbake", "back", "wróć", "رجوع"])
def test_going_back_is_heard(text: str) -> None:
    assert is_back(text)


@pytest.mark.parametrize("text", ["feil nummer", "wrong number", "zły numer", "رقم خطأ"])
def test_a_wrong_number_is_heard(text: str) -> None:
    assert is_wrong_number(text)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("1", "any"),
        ("når som helst", "any"),
        ("2", "morning"),
        ("rano", "morning"),
        ("3", "afternoon"),
        ("بعد الظهر", "afternoon"),
        ("etter kl 15", "etter kl 15"),
        ("tomorrow at 10", "tomorrow at 10"),
        ("w piątek po 14", "w piątek po 14"),
        ("hva er KVP", None),
        ("⟨phone 1⟩ ⟨phone 2⟩", None),
    ],
)
def test_a_time_is_a_choice_or_the_persons_own_words(text: str, window: str | None) -> None:
    assert read_window(text) == window


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("1", "own"),
        ("ja", "own"),
        ("ten numer", "own"),
        ("2", "other"),
        ("another number", "other"),
        ("ring ⟨phone 12⟩ heller", "⟨phone 12⟩"),
        ("kanskje", None),
    ],
)
def test_a_phone_is_ones_own_another_or_a_token(text: str, phone: str | None) -> None:
    assert read_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", [1]),
        ("1 3", [1, 3]),
        ("1,3.", [1, 3]),
        ("13", [1, 3]),
        ("1 og 3", [1, 3]),
        ("1 و 3", [1, 3]),
        ("١ ٣", [1, 3]),
        ("to og tre", [2, 3]),
        ("6", None),
        ("1 6", None),
        ("14 barn", None),
        ("1 ikke 2", None),
        ("1 not 2", None),
        ("2322", None),
        ("1234", None),
        ("2 barn og ikke noe hus", None),
        ("nei", None),
    ],
)
def test_several_choices_are_several_digits_and_nothing_else(
    text: str, numbers: list[int] | None
) -> None:
    assert read_choices(text, 5) == numbers


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("1", ["text"]),
        ("1 2", ["text", "voicemail"]),
        ("321", ["text", "voicemail", "others"]),
        ("3", ["others"]),
        ("4", ["unsafe"]),
        ("1 4", ["unsafe"]),
        ("telefonen er trygg", ["text"]),
        ("ikke trygg", ["unsafe"]),
        ("not safe", ["unsafe"]),
        ("det er trygt men mannen min leser", ["unsafe"]),
        ("небезпечно", ["unsafe"]),
        ("ja", None),
        ("nei", []),
        ("nr 4", ["unsafe"]),
        ("1 ikke 2", None),
        ("ikke 2 3", None),
        ("5", None),
    ],
)
def test_what_is_agreed_about_a_phone_is_read_on_the_safe_side(
    text: str, reach: list[str] | None
) -> None:
    """A bare yes can be heard both ways; a no agrees to nothing."""
    assert read_reach(text) == reach


@pytest.mark.parametrize("language", LANGUAGES)
def test_safe_and_unsafe_are_never_confused_in_any_language(language: str) -> None:
    known = yaml.safe_load((ANSWERS_DIR / f"{language}.yml").read_text(encoding="utf-8"))
    for phrase in known["safe_words"].split(","):
        assert read_reach(phrase) == ["text"], phrase
    for phrase in known["unsafe_words"].split(","):
        assert read_reach(phrase) == ["unsafe"], phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_trying_before_and_being_sent_away_are_known_in_every_language(language: str) -> None:
    known = yaml.safe_load((ANSWERS_DIR / f"{language}.yml").read_text(encoding="utf-8"))
    tried = known["tried_words"].split(",")[0]
    away = known["turned_away_words"].split(",")[0]
    assert has_tried_before(f"x {tried} y")
    assert was_turned_away(f"NAV {away} y")
    assert has_tried_before(f"NAV {away}")
    assert not was_turned_away(tried)


@pytest.mark.parametrize(
    ("text", "says_more"),
    [
        ("ring meg", False),
        ("RING", False),
        ("kan noen ringe meg nå takk", False),
        ("could somebody please call me", False),
        ("proszę do mnie zadzwonić", False),
        ("أرجو الاتصال بي", False),
        ("ring meg på ⟨phone 1⟩", False),
        ("kan dere ringe meg om husleia mi", True),
        ("call me about my unpaid rent", True),
        ("proszę zadzwonić, nie mam na czynsz", True),
        ("اتصلوا بي بخصوص الإيجار المتأخر", True),
    ],
)
def test_only_a_request_that_tells_something_tells_what_it_is_about(
    text: str, says_more: bool
) -> None:
    assert says_more_than_call_me(text) == says_more


def test_somebody_corrects_where_they_live() -> None:
    assert is_place_correction("nei, jeg bor i Hamar")
    assert is_place_correction("I live in Hamar now")
    assert not is_place_correction("Hamar")


def test_every_served_language_has_its_words() -> None:
    assert {path.stem for path in ANSWERS_DIR.glob("*.yml")} >= set(LANGUAGES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yes_words", "no_words"),
        ("unknown_words", "yes_words"),
        ("unknown_words", "no_words"),
        ("cancel_words", "yes_words"),
        ("cancel_words", "no_words"),
        ("safe_words", "unsafe_words"),
        ("back_words", "cancel_words"),
        ("this_number_words", "other_number_words"),
        ("morning_words", "afternoon_words"),
    ],
)
def test_no_word_means_two_opposite_things_in_any_two_languages(one: str, other: str) -> None:
    assert not words().all_of(one) & words().all_of(other)


def test_a_file_with_a_wrong_key_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "xx.yml").write_text("yes_word: ja\n", encoding="utf-8")
    with pytest.raises(UnreadableAnswerWords, match=r"xx\.yml"):
        words(tmp_path)


def test_a_list_that_yaml_reads_as_a_truth_value_is_refused(tmp_path: Path) -> None:
    text = (ANSWERS_DIR / "en.yml").read_text(encoding="utf-8")
    lines = ["no_words: no" if line.startswith("no_words") else line for line in text.splitlines()]
    (tmp_path / "en.yml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UnreadableAnswerWords, match="no_words"):
        words(tmp_path)


@given(st.text())
def test_no_text_is_too_strange_to_read(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    read_choice(text, 9)
    read_agreement(text)
    read_window(text)
    read_phone_token(text)
    says_more_than_call_me(text)


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        ("i morgen", True),
        ("etter klokka 15", True),
        ("på fredag", True),
        ("tomorrow", True),
        ("tirsdag kl 10", True),
        ("zawtra", False),
        ("16", False),
        ("i kveld dør jeg", False),
        ("dø i kveld", False),
        ("da dør jeg i morgen", False),
        ("hun kommer i morgen", False),
        ("", False),
    ],
)
def test_a_time_and_nothing_else_is_told_from_words_about_a_time(text: str, is_time: bool) -> None:
    assert is_only_a_time(text) == is_time
