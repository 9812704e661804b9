"""The brain's loop on a real database: in order, once, and never silent when it fails."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.brain.agent import BrainAgent
from bot.brain.worker import Brain
from bot.delivery.speaker import WELCOME, Speaker
from bot.inbox.receiving import Arrival, receive
from bot.inbox.screening import screen_conversation
from bot.language.identify import likely
from bot.language.served import own_name
from bot.store import Store
from bot.store.clock import forward
from bot.store.tables import CallbackRequest, Conversation, Dialogue, Inbound, Outbox

pytestmark = pytest.mark.brain
ANNA = "+4790000001"


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(Path("data/register/demo"))


@pytest.fixture
def brain(store: Store, speaker: Speaker, agent: BrainAgent) -> Brain:
    return Brain(store, speaker, agent, "brain-tests")


def says(brain: Brain, text: str, phones: dict[str, dict[str, str]] | None = None) -> None:
    """A message that has been received and screened, and waits for the brain."""
    with brain.store.write() as tx:
        sid = f"SM{time.monotonic_ns():032x}"
        receive(tx, Arrival("sms", sid, ANNA, text, phones or {}))  # type: ignore[arg-type]
        conversation_id = tx.scalars(select(Conversation.id)).one()
    screen_conversation(brain.store, brain.speaker, conversation_id)


def replies(brain: Brain) -> list[str]:
    """What was said, after the welcome that comes before everything."""
    with brain.store.read() as tx:
        said = select(Outbox).where(Outbox.name != WELCOME).order_by(Outbox.id)
        rows = tx.scalars(said).all()
        return [tx.unseal(row.conversation_id, row.body) for row in rows]


def states(brain: Brain) -> list[str]:
    with brain.store.read() as tx:
        return list(tx.scalars(select(Inbound.state).order_by(Inbound.id)))


def test_messages_are_read_in_the_order_they_were_written(brain: Brain) -> None:
    says(brain, "hei")
    says(brain, "takk for hjelpen")
    while brain.read_next():
        pass
    first, second = replies(brain)
    assert "Hei" in first
    assert "Bare hyggelig" in second
    assert states(brain) == ["read", "read"]


def test_a_message_not_screened_yet_keeps_the_later_ones_waiting(brain: Brain) -> None:
    says(brain, "hei")
    with brain.store.write() as tx:
        tx.scalars(select(Inbound)).one().state = "received"
    with brain.store.write() as tx:
        receive(tx, Arrival("sms", "SM" + "9" * 32, ANNA, "takk", {}))
        later = tx.scalars(select(Inbound).order_by(Inbound.id.desc())).first()
        assert later is not None
        later.state, later.due_at = "screened", tx.now
    assert not brain.read_next()
    assert states(brain) == ["received", "screened"]


def test_three_failed_turns_park_the_message_and_offer_a_call(
    store: Store, speaker: Speaker
) -> None:
    broken = Brain(store, speaker, object(), "brain-tests")  # type: ignore[arg-type]
    says(broken, "hei")
    for _ in range(3):
        assert broken.read_next()
        with store.write() as tx:
            forward(tx, timedelta(minutes=1))
    assert states(broken) == ["parked"]
    (reply,) = replies(broken)
    assert "Skal en person ringe deg?" in reply
    assert not broken.read_next()


def test_a_turn_that_fails_once_is_tried_again(
    store: Store, speaker: Speaker, agent: BrainAgent
) -> None:
    says(Brain(store, speaker, object(), "brain-tests"), "hei")  # type: ignore[arg-type]
    Brain(store, speaker, object(), "brain-tests").read_next()  # type: ignore[arg-type]
    with store.write() as tx:
        forward(tx, timedelta(seconds=5))
    good = Brain(store, speaker, agent, "brain-tests")
    assert good.read_next()
    assert states(good) == ["read"]
    assert len(replies(good)) == 1


def test_rasa_sees_tokens_and_the_request_gets_the_number(brain: Brain) -> None:
    number = {"⟨phone 1⟩": {"written": "412 34 567", "e164": "+4741234567"}}
    says(brain, "kan noen ringe meg på ⟨phone 1⟩ om strømregningen", number)
    for answer in ("Lykkefjord", "1", "1", "1", "2", "1"):
        while brain.read_next():
            pass
        says(brain, answer)
    while brain.read_next():
        pass
    with brain.store.read() as tx:
        dialogue = tx.scalars(select(Dialogue)).one()
        remembered = tx.unseal(dialogue.conversation_id, dialogue.state)
        request = tx.scalars(select(CallbackRequest)).one()
        words = tx.unseal(request.conversation_id, request.own_words)
        phone = tx.unseal(request.conversation_id, request.phone)
    assert "41234567" not in remembered.replace(" ", "")
    assert ANNA[3:] not in remembered
    assert json.loads(remembered)
    assert "412 34 567" in words
    assert phone == "+4741234567"


def test_the_same_turn_twice_changes_nothing(brain: Brain) -> None:
    """A brain that lost its lease finds, at its commit, that another has answered."""
    says(brain, "hei")
    slow = Brain(brain.store, brain.speaker, brain.agent, "slow")
    turn = slow._claim()
    assert turn is not None
    with brain.store.write() as tx:
        row = tx.get_one(Inbound, turn.inbound_id)
        row.lease_until = tx.raw_now
    assert brain.read_next()
    from bot.brain.turn import run_turn

    result = run_turn(
        slow.agent,
        conversation_id=turn.conversation_id,
        text=turn.text,
        language=turn.language,
        dialogue=turn.dialogue,
    )
    slow._commit(turn, result)
    assert len(replies(brain)) == 1


def test_a_language_we_do_not_have_is_said_once_and_a_call_is_offered(brain: Brain) -> None:
    says(brain, "Guten Tag, ich brauche dringend Hilfe mit der Miete für meine Wohnung")
    brain.read_next()
    (reply,) = replies(brain)
    assert "Jeg kan ikke språket ditt ennå" in reply
    assert "person" in reply


def test_a_message_in_any_language_is_answered_in_two_and_the_likely_ones_are_asked_about(
    brain: Brain,
) -> None:
    says(brain, "hmpf blipp")
    brain.read_next()
    (reply,) = replies(brain)
    assert "Jeg forsto ikke" in reply
    assert "I did not understand" in reply
    names = [own_name(each) for each in likely("hmpf blipp") if each not in ("nb", "en")]
    asked = [line for line in reply.splitlines() if any(name in line for name in names)]
    assert len(asked) == len(names) >= 1

    says(brain, "blupp")
    brain.read_next()
    assert len(replies(brain)) == 2
    assert asked[0] not in replies(brain)[1]


def test_naming_a_language_is_enough_to_be_answered_in_it(brain: Brain) -> None:
    says(brain, "hmpf blipp")
    says(brain, "українська")
    brain.read_next()
    brain.read_next()
    says(brain, "як довго чекати на відповідь про соціальну допомогу")
    brain.read_next()
    assert not any("I did not" in reply for reply in replies(brain)[1:])
    with brain.store.read() as tx:
        assert tx.scalars(select(Conversation.language)).one() == "uk"
