"""What the net hears, and which of its questions nobody needs."""

import pytest

from bot.inbox.listening import listen
from bot.safety import screen


@pytest.mark.parametrize(
    "text", ["jeg er 12 og tolker for mamma", "Hei! Jeg er 12 og tolker for mamma."]
)
def test_a_child_that_only_says_for_whom_it_writes_is_asked_nothing_first(text: str) -> None:
    assert screen(text).level == "ask"
    assert listen(text).level is None


@pytest.mark.parametrize(
    "text",
    [
        "jeg er 12 og tolker for mamma hun slår meg",
        "mamma har ikke mat jeg er 12 og tolker for mamma",
        "jeg er 12 og tolker for mamma ingen mat",
        "jeg er 12 og tolker for mamma er redd",
        "jeg er 12 tolker for mamma vi er ute",
        "jeg er 12",
        "jeg er 12 og helt alene og tolker for mamma i natt",
    ],
)
def test_what_else_a_child_says_is_heard_as_before(text: str) -> None:
    assert listen(text) == screen(text)
    assert screen(text).kind is not None


def test_a_weekday_alone_is_no_danger_and_danger_on_a_weekday_is() -> None:
    assert listen("på tirsdag").kind is None
    assert listen("jeg har ikke sted å sove på tirsdag").kind == "shelter"
