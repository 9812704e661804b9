"""A request to be phoned from the chat, where there is no number one writes from."""

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.brain.agent import BrainAgent
from bot.brain.worker import Brain
from bot.delivery.speaker import Speaker
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.inbox.receiving import receive
from bot.inbox.screening import screen_conversation
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackRequest, Conversation, Inbound, Outbox
from tests.brain.conversation import Person

pytestmark = pytest.mark.brain

SECRET = "a-secret-of-a-browser"
TO_THE_NUMBER = ("kan noen ringe meg om strømregningen", "Lykkefjord")


@pytest.fixture
def person(agent: BrainAgent) -> Person:
    return Person(agent, channel="chat")


def test_the_number_is_asked_for_and_never_taken_for_known(person: Person) -> None:
    assert person.goes_through(*TO_THE_NUMBER) == ["utter_ask_callback_phone_chat"]
    assert person.says("⟨phone 1⟩") == ["utter_ask_callback_window"]
    said = person.goes_through("1", "1", "1", "2")
    assert said == ["utter_ask_callback_confirm"]
    assert "nummeret du skrev\n" in person.read
    assert person.says("1") == ["submit_callback"]
    assert person.request["phone"] == "⟨phone 1⟩"


def test_a_number_told_at_once_is_not_asked_for(person: Person) -> None:
    person.says("kan noen ringe meg på ⟨phone 1⟩ om strømregningen")
    assert person.says("Lykkefjord") == ["utter_ask_callback_window"]


@pytest.mark.parametrize("answer", ["0", "vet ikke", "nei"])
def test_no_number_is_an_answer_and_neither_its_time_nor_its_safety_is_asked(
    person: Person, answer: str
) -> None:
    person.goes_through(*TO_THE_NUMBER)
    assert person.says(answer) == ["utter_ask_callback_interpreter"]
    person.goes_through("1", "2")
    assert "Telefon: ikke gitt\n" in person.read
    assert "Greit for deg: skriv til meg\n" in person.read
    assert "nummeret du skriver fra" not in person.read
    assert person.says("1") == ["submit_callback"]
    assert person.request["phone"] == "none"


def test_somebody_deaf_in_the_chat_is_asked_for_no_number(person: Person) -> None:
    person.goes_through("kan noen kontakte meg", "jeg er døv og skylder husleie")
    assert person.says("Lykkefjord") == ["utter_ask_callback_interpreter"]
    person.goes_through("tegnspråk", "2", "1")
    assert (person.request["contact_by"], person.request["phone"]) == ("text", "none")


def test_something_that_is_no_number_is_asked_about_again(person: Person) -> None:
    person.goes_through(*TO_THE_NUMBER)
    assert person.says("vet ikke helt") == ["utter_invalid_callback_phone_chat"]


def test_back_from_the_number_leads_to_the_place(person: Person) -> None:
    person.goes_through(*TO_THE_NUMBER)
    assert person.says("tilbake") == ["utter_ask_callback_kommune"]


def test_a_number_after_all_is_asked_when_and_whether_it_is_safe(person: Person) -> None:
    person.goes_through(*TO_THE_NUMBER, "0", "1", "2")
    assert person.goes_through("2", "3") == ["utter_ask_callback_phone_chat"]
    assert person.says("⟨phone 4⟩") == ["utter_ask_callback_window"]
    assert person.says("1") == ["utter_ask_callback_reach"]


def test_by_sms_nothing_of_this_is_asked(agent: BrainAgent) -> None:
    person = Person(agent)
    assert person.goes_through(*TO_THE_NUMBER) == ["utter_ask_callback_phone"]


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(Path("data/register/demo"))


@pytest.fixture
def brain(store: Store, speaker: Speaker, agent: BrainAgent) -> Brain:
    return Brain(store, speaker, agent, "brain-tests")


def chats(brain: Brain, *texts: str) -> str:
    """Write in the chat, one message after the other; gives what the last one was answered."""
    for text in texts:
        message = InboundText(f"key-{time.monotonic_ns()}", SECRET, "", text, media=())
        with brain.store.write() as tx:
            receive(tx, arrival_of(message, "chat"))
            conversation_id = conversation_of(tx, "chat", SECRET).id
        screen_conversation(brain.store, brain.speaker, conversation_id)
        while brain.read_next():
            pass
    with brain.store.read() as tx:
        last = tx.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1)).one()
        return tx.unseal(last.conversation_id, last.body)


def phones(brain: Brain) -> tuple[str | None, str | None]:
    """Of the request, and of the conversation."""
    with brain.store.read() as tx:
        request = tx.scalars(select(CallbackRequest)).one()
        conversation = tx.scalars(select(Conversation)).one()
        sealed = request.phone, conversation.contact_phone
        of_request, kept = (tx.unseal(conversation.id, each) if each else None for each in sealed)
        return of_request, kept


def test_the_number_is_kept_with_the_request_and_the_conversation(brain: Brain) -> None:
    answer = chats(brain, *TO_THE_NUMBER, "400 00 001", "1", "1", "1", "2", "1")
    assert "En person ringer deg senest" in answer
    assert phones(brain) == ("+4740000001", "+4740000001")


def test_without_a_number_the_truth_is_said_and_a_later_one_is_noted(brain: Brain) -> None:
    answer = chats(brain, *TO_THE_NUMBER, "0", "1", "2", "1")
    assert "Jeg har ikke noe nummer til deg ennå" in answer
    assert "55 55 33 33" in answer
    assert "ringer deg senest" not in answer
    assert phones(brain) == (None, None)
    assert "noe nummer til deg ennå" in chats(brain, "når ringer dere")

    answer = chats(brain, "nummeret mitt er 400 00 001")
    assert "Jeg har notert nummeret" in answer
    assert "ringer deg senest" in answer
    assert phones(brain) == ("+4740000001", "+4740000001")
    assert "En person ringer deg senest" in chats(brain, "når ringer dere")


def test_without_a_request_nobody_speaks_of_the_number_one_writes_from(brain: Brain) -> None:
    answer = chats(brain, "når ringer dere")
    assert "Jeg finner ikke noe ønske fra deg" in answer
    assert "nummer" not in answer


def test_a_wish_for_silence_is_answered_with_how_to_end(brain: Brain) -> None:
    answer = chats(brain, "slutt å sende meg meldinger")
    assert "Forlat siden" in answer
    with brain.store.read() as tx:
        assert tx.scalars(select(Inbound.reader)).all() == ["brain"]
