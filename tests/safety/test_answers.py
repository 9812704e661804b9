"""The answer to "Are you safe now? 1 yes 2 no"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety import read_answer

SAFE = [
    "1",
    "1.",
    "١",
    "۱",
    "ja",
    "Ja!",
    "jaaa",
    "ja takk",
    "jau",
    "yes",
    "yes thank you",
    "tak",
    "نعم",
    "ايوه",
    "jeg er trygg",
    "Ja, jeg er trygg nå",
    "eg er trygg",
    "alt bra",
    "I am fine",
    "I'm safe",
    "ok",
    "jestem bezpieczna",
    "nic mi nie jest",
    "انا بخير",
    "not in danger",
    "jeg er ikke i fare",
    "hei 1",
]

DANGER = [
    "2",
    "٢",
    "nei",
    "Nei!",
    "no",
    "nie",
    "لا",
    "not safe",
    "I am not safe",
    "jeg er ikke trygg",
    "eg er ikkje trygg",
    "nie jestem bezpieczna",
    "مو بأمان",
    "jeg er redd",
    "hjelp",
    "1 but he has a knife",
    "ja men han slår meg",
    "I am fine but he is threatening me",
    "yes. he will kill me",
    "tak ale boję się",
    "yes but he is outside",
    "نعم بس رح يقتلني",
]

UNCLEAR = [
    "",
    "takk",
    "hva mener du",
    "who is this",
    "ja nei",
    "nei, det går bra",
    "kanskje",
    "yes but later",
    "yes maybe",
    "ja foreløpig",
    "12",
    "ja det var han som ringte i stad",
]


@pytest.mark.parametrize("text", SAFE)
def test_a_plain_yes_is_safe(text: str) -> None:
    assert read_answer(text) == "safe"


@pytest.mark.parametrize("text", DANGER)
def test_a_no_or_anything_alarming_is_danger(text: str) -> None:
    assert read_answer(text) == "danger"


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_says_neither_is_left_open(text: str) -> None:
    assert read_answer(text) is None


@given(st.text())
def test_any_answer_can_be_read(text: str) -> None:
    assert read_answer(text) in {"safe", "danger", None}
