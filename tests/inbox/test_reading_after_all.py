"""Who is asked whether they are safe, and is, gets an answer to what they had written too."""

import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.brain.agent import BrainAgent
from bot.brain.worker import Brain
from bot.delivery.speaker import WELCOME, Speaker
from bot.inbox.receiving import Arrival, receive
from bot.inbox.screening import screen_conversation
from bot.store import Store
from bot.store.tables import Conversation, Inbound, Outbox, SafetyQuestion
from tests.brain.trained import trained_model

pytestmark = pytest.mark.brain
ANNA = "+4790000001"
LITTLE = "I am writing for my mother, she has almost no money left for food"
VAGUE = "jeg er redd"


@pytest.fixture(scope="session")
def agent() -> BrainAgent:
    return BrainAgent(trained_model())


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(Path("data/register/demo"))


@pytest.fixture
def brain(store: Store, speaker: Speaker, agent: BrainAgent) -> Brain:
    return Brain(store, speaker, agent, "brain-tests")


def says(brain: Brain, text: str) -> None:
    """Anna writes; the message is screened, and read by the brain if it is for it."""
    with brain.store.write() as tx:
        receive(tx, Arrival("sms", f"SM{time.monotonic_ns():032x}", ANNA, text, {}))
        conversation_id = tx.scalars(select(Conversation.id)).one()
    screen_conversation(brain.store, brain.speaker, conversation_id)
    while brain.read_next():
        pass


def told(brain: Brain) -> list[str]:
    with brain.store.read() as tx:
        said = select(Outbox.name).where(Outbox.name != WELCOME, Outbox.line_id.is_(None))
        return list(tx.scalars(said.order_by(Outbox.id)))


def questions(brain: Brain) -> int:
    with brain.store.read() as tx:
        return tx.scalars(select(func.count(SafetyQuestion.id))).one()


def test_a_daughter_whose_family_is_safe_is_answered(brain: Brain) -> None:
    says(brain, LITTLE)
    assert told(brain) == ["utter_safety_question_necessities"]
    says(brain, "yes")
    *_, noted, answer = told(brain)
    assert noted == "utter_safety_noted"
    assert "utter_behalf_rule" in answer
    assert questions(brain) == 1


def test_it_is_answered_once(brain: Brain) -> None:
    says(brain, LITTLE)
    says(brain, "yes")
    before = told(brain)
    says(brain, "yes")
    with brain.store.read() as tx:
        first = tx.scalars(select(Inbound).order_by(Inbound.id)).first()
        assert first is not None
        assert (first.reader, first.state, first.due_at) == ("brain", "read", None)
    assert sum("utter_behalf_rule" in name for name in told(brain)) == 1
    assert told(brain)[: len(before)] == before


def test_who_is_only_afraid_is_offered_a_human_and_not_asked_again(brain: Brain) -> None:
    says(brain, VAGUE)
    says(brain, "ja")
    *_, answer = told(brain)
    assert answer == "utter_call_offer"
    assert questions(brain) == 1


def test_who_is_in_danger_is_left_to_those_who_help(brain: Brain) -> None:
    says(brain, LITTLE)
    says(brain, "no")
    with brain.store.read() as tx:
        assert tx.scalars(select(Inbound.reader).order_by(Inbound.id)).first() == "safety_net"
    assert not any("utter_behalf" in name for name in told(brain))


def test_a_message_the_brain_asked_about_is_not_read_anew(brain: Brain) -> None:
    says(brain, "hjelp")  # the keyword has answered it, and asked
    says(brain, "ja")
    with brain.store.read() as tx:
        readers = tx.scalars(select(Inbound.reader).order_by(Inbound.id)).all()
    assert readers == ["keyword", "open_safety_question"]
