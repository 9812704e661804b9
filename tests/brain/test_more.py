"""A long answer by SMS: a first part, and the rest for one word."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.brain.agent import BrainAgent
from bot.brain.worker import Brain
from bot.delivery.more import cut
from bot.delivery.speaker import Speaker
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.inbox.receiving import receive
from bot.inbox.screening import screen_conversation
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import Outbox

pytestmark = pytest.mark.brain

ANNA, US = "+4799910001", "+4790000000"
TOPIC = "utter_topic/money_for_living"


@pytest.fixture
def brain(store: Store, agent: BrainAgent) -> Brain:
    return Brain(store, Speaker.load(Path("data/register/demo")), agent, "brain-tests")


def texts(brain: Brain, *messages: str, channel: str = "sms") -> list[str]:
    """Write one after the other; gives what each was answered last."""
    answers = []
    for number, text in enumerate(messages):
        with brain.store.write() as tx:
            message = InboundText(f"SM{number}", ANNA, US, text, media=())
            receive(tx, arrival_of(message, channel))
            conversation_id = conversation_of(tx, channel, ANNA).id
        screen_conversation(brain.store, brain.speaker, conversation_id)
        while brain.read_next():
            pass
        with brain.store.read() as tx:
            last = tx.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1)).one()
            answers.append(tx.unseal(last.conversation_id, last.body))
    return answers


def test_the_rest_comes_for_the_word_in_their_language(brain: Brain) -> None:
    first, rest = cut(brain.speaker, TOPIC, "pl")
    assert rest
    answered, more = texts(brain, "nie mam pieniędzy na życie, jak dostać pomoc", "więcej")
    assert first.split("\n")[-1] in answered
    assert "WIĘCEJ" in answered
    assert rest.split("\n")[-1] not in answered
    assert more == f"{rest}\n{brain.speaker.catalogue.text('utter_call_offer', 'pl')}"


def test_the_word_means_nothing_where_nothing_was_left(brain: Brain) -> None:
    _, more = texts(brain, "jeg har ikke penger å leve for, hva kan jeg søke om", "mer")
    assert "WIĘCEJ" not in more
    assert more


def test_a_call_is_still_one_digit_away_after_the_rest(brain: Brain) -> None:
    *_, asked = texts(brain, "nie mam pieniędzy na życie, jak dostać pomoc", "więcej", "1")
    kommune = brain.speaker.catalogue.text("utter_ask_callback_kommune", "pl")
    assert kommune.split("\n")[0] in asked
