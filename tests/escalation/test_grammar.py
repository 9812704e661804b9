"""What officers text back, as they really write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.escalation.grammar import Command, Verb, read_command

LONGEST = 180

TAKES = ["1", " 1 ", "«1»", "'1'", '"1".', "1!", "#1", "1.", "(1)"]
ORDERS = {
    Verb.TAKE: ["1 ja", "1 ok", "1 Tar den", "1 tek den", "1: tar saken", "1 yes", "1 JA!"],
    Verb.DECLINE: ["1 nei", "1 NEI", "1, nei.", "1 kan ikke", "1 kan ikkje", "1 no", "1 can't"],
    Verb.CONTACTED: [
        "1 snakket", "1 snakka", "1 har snakket med henne", "1 kontakt", "1 spoken",
        "1 jeg har fått kontakt", "1 har ringt",
    ],
    Verb.DONE: ["1 ferdig", "1 Ferdig.", "1 er ferdig", "1 done", "1 avsluttet", "1 closed"],
}  # fmt: skip


@pytest.mark.parametrize("text", TAKES)
def test_a_number_alone_is_a_code(text: str) -> None:
    assert read_command(text, LONGEST) == Command(Verb.NUMBER, 1)


@pytest.mark.parametrize(
    ("verb", "text"), [(verb, text) for verb, texts in ORDERS.items() for text in texts]
)
def test_an_order_in_three_languages(verb: Verb, text: str) -> None:
    assert read_command(text, LONGEST) == Command(verb, 1)


@pytest.mark.parametrize(
    "text",
    ["2 10", "2 10 min", "2: 10 minutter", "2 ringer om 10 min", "2 I call in 10 minutes", "2, 10m",
     "2 tar den, ringer om 10"],
)  # fmt: skip
def test_minutes_are_a_promise(text: str) -> None:
    assert read_command(text, LONGEST) == Command(Verb.PROMISE, 2, minutes=10)


@pytest.mark.parametrize("text", ["1 ferdig 3", "1 done 3", "1, ferdig: 3."])
def test_done_may_name_the_outcome_at_once(text: str) -> None:
    assert read_command(text, LONGEST) == Command(Verb.DONE, 1, outcome=3)


@pytest.mark.parametrize("text", ["ja", "nei", "ferdig", "snakket"])
def test_the_code_may_be_left_out(text: str) -> None:
    assert read_command(text, LONGEST).code is None
    assert read_command(text, LONGEST).verb is not Verb.NOTE


@pytest.mark.parametrize(
    "text",
    ["han har kniv, ringer 112", "1 han har kniv", "1 ring 112", "1 ferdig 9", "1 0", "1 500", "",
     "jeg er opptatt", "1 ikke ring henne før jeg har vært der", "fire barn i huset"],
)  # fmt: skip
def test_anything_else_is_a_note(text: str) -> None:
    assert read_command(text, LONGEST).verb is Verb.NOTE


@given(st.text(max_size=200))
def test_no_reply_is_too_wild(text: str) -> None:
    command = read_command(text, LONGEST)
    assert command.code is None or 0 <= command.code <= 9999
    assert command.minutes is None or 0 < command.minutes <= LONGEST
