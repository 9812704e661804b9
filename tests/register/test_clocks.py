from datetime import timedelta

import pytest

from bot.register import KINDS, Clocks, Kind, Register
from tests.register.conftest import WriteFolder


def clocks(soft: int, again: int, rung: int, red: int, truth: int) -> Clocks:
    spans = [timedelta(minutes=count) for count in (soft, again, rung, red, truth)]
    return Clocks(spans[0], spans[1], spans[2], spans[3], spans[4])


NATIONAL = dict.fromkeys(("life", "suicide", "violence", "child"), clocks(3, 2, 4, 5, 8)) | (
    dict.fromkeys(("shelter", "necessities"), clocks(10, 5, 10, 15, 20))
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_clocks(register: Register, kind: Kind) -> None:
    assert register.clocks(kind, None) == NATIONAL[kind]
    assert register.clocks(kind, register.place("3403")) == NATIONAL[kind]


FILE = """
decided_on: 2026-11-21
clocks:
  life: {soft_question: 3, page_again: 2, next_rung: 4, red: 5, truth: 8}
  suicide: {soft_question: 3, page_again: 2, next_rung: 4, red: 5, truth: 8}
  violence: {soft_question: 3, page_again: 2, next_rung: 4, red: 5, truth: 8}
  child: {soft_question: 3, page_again: 2, next_rung: 4, red: 5, truth: 8}
  shelter: {soft_question: 10, page_again: 5, next_rung: 10, red: 15, truth: 20}
  necessities: {soft_question: 10, page_again: 5, next_rung: 10, red: 15, truth: 20}
"""
OVERRIDE = """
overrides:
  - kommune: "9901"
    kinds: [necessities]
    decided_by: leader
    decided_on: 2026-11-21
    minutes: {red: 30, truth: 40}
    waits_for_morning: true
"""


def test_a_kommune_may_decide_its_own_clocks(folder: WriteFolder) -> None:
    made = Register.load(folder(clocks_yml=FILE + OVERRIDE))
    own = made.clocks("necessities", made.place("9901"))
    assert own.red == timedelta(minutes=30)
    assert own.page_again == timedelta(minutes=5)
    assert own.waits_for_morning
    assert made.clocks("necessities", made.place("9902")) == NATIONAL["necessities"]
    assert made.clocks("shelter", made.place("9901")) == NATIONAL["shelter"]


FAULTS = {
    "danger that waits for the morning": (FILE + OVERRIDE.replace("[nec", "[life, nec"), "only"),
    "a clock nobody knows": (FILE + OVERRIDE.replace("red: 30", "green: 30"), "green is no clock"),
    "the truth before the alarm": (FILE + OVERRIDE.replace("truth: 40", "truth: 20"), "order"),
    "paged again after the next rung": (FILE.replace("page_again: 2", "page_again: 9"), "order"),
    "a kind without clocks": (FILE.replace("  child:", "  #"), "no clocks for child"),
    "a kind nobody knows": (FILE.replace("  child:", "  children:"), "children"),
    "no time at all": (FILE.replace("soft_question: 3", "soft_question: 0"), "soft_question"),
}


@pytest.mark.parametrize(("content", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_clocks_that_make_no_sense_are_refused(
    folder: WriteFolder, content: str, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Register.load(folder(clocks_yml=content))
