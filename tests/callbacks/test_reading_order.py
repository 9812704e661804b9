"""Who reads an answer when somebody else could: whoever comes first in the router."""

from datetime import timedelta

import pytest

from bot.callbacks.attempts import Result
from bot.escalation.ending import Outcome, close
from bot.escalation.opening import open_escalation
from bot.store.conversations import conversation_of
from tests.callbacks.life import Life


@pytest.fixture
def asked(life: Life) -> Life:
    """Asked for a new time, after a call in vain."""
    life.begins()
    life.tries(Result.NO_ANSWER)
    return life


def test_an_open_safety_question_comes_first(asked: Life) -> None:
    asked.writes("jeg er redd")
    asked.tries(Result.NO_ANSWER)
    assert asked.writes("2") == "open_safety_question"
    assert asked.unsealed("window") == "any"


@pytest.mark.parametrize("word", ["STOP", "HELP"])
def test_keywords_come_first(asked: Life, word: str) -> None:
    assert asked.writes(word) == "keyword"


def test_the_safety_net_comes_first(asked: Life) -> None:
    assert asked.writes("i morgen, jeg har ikke noe sted å sove i natt") == "safety_net"
    assert asked.request.urgent_at is not None


def test_whether_help_came_is_read_by_its_own_reader(asked: Life) -> None:
    with asked.store.write() as tx:
        conversation = conversation_of(tx, asked.channel, asked.number)
        case = open_escalation(tx, asked.speaker, conversation, kind="necessities", key="case")
        case.state, case.acknowledged_by = "acknowledged", "fallback"
        close(tx, asked.speaker, case, Outcome.HELP_ARRANGED)
    assert asked.writes("1") == "help_came"


def test_after_it_the_brain(asked: Life) -> None:
    assert asked.writes("hvilke papirer trenger jeg til søknaden") == "brain"


def test_the_same_message_twice_chooses_once(asked: Life) -> None:
    assert asked.writes("2") == "callback_answer"
    assert asked.writes("2") == "brain"
    assert asked.history.count("window_chosen") == 1


def test_a_question_of_tomorrow_is_not_answered_today(life: Life) -> None:
    life.begins()
    life.passes(timedelta(hours=12))
    life.tries(Result.NO_ANSWER)
    assert life.writes("1") == "brain"
    life.passes(timedelta(hours=12))
    assert life.writes("2") == "callback_answer"
