"""Who reads a message: the fixed order, and every pair of it.

Each test puts a conversation into two states at once and holds that the earlier reader wins.
The order: duty officer, open safety question, STOP HELP START, relay, safety net, whether help
came, what we asked about a request (its pairs are in tests/callbacks/test_reading_order.py), a
number that a request made in the chat lacks (tests/callbacks/test_phone_in_chat.py), brain.
"""

import pytest
from sqlalchemy import select

from bot.escalation import safety_question
from bot.store.conversations import conversation_of
from bot.store.tables import Conversation, Escalation, Inbound, SafetyQuestion
from tests.house import House
from tests.relay.interpreter import Interpreter

ANNA = "+4790000001"
DANGER = "jeg har ikke noe sted å sove i natt"
VAGUE = "jeg er redd"


def readers(house: House) -> list[str | None]:
    """Who read the messages, in the order they came."""
    with house.store.read() as tx:
        return list(tx.scalars(select(Inbound.reader).order_by(Inbound.id)))


def escalations(house: House) -> int:
    with house.store.read() as tx:
        return len(tx.scalars(select(Escalation)).all())


def page_the_fallback(house: House) -> None:
    house.phone("+4790000077").says(DANGER)
    house.line("fallback").hears("Lavterskel")


def ask_safety(house: House, number: str) -> None:
    house.phone(number).says(VAGUE)
    house.phone(number).hears("Er du trygg nå?")


def test_officer_before_safety_question(house: House) -> None:
    officer = house.line("fallback").number
    ask_safety(house, officer)
    page_the_fallback(house)
    house.phone(officer).says("1")
    house.phone("+4790000077").hears("En person har saken din")
    with house.store.read() as tx:
        assert tx.scalars(select(SafetyQuestion.state)).all() == ["open"]


@pytest.mark.parametrize("word", ["STOP", "HELP", "START"])
def test_officer_before_keywords(house: House, word: str) -> None:
    page_the_fallback(house)
    house.line("fallback").says(word)
    house.wait_until(lambda: readers(house)[-1] == "duty_officer")


def test_officer_before_safety_net(house: House) -> None:
    page_the_fallback(house)
    house.line("fallback").says("han har kniv og truer henne, ringer 112")
    house.line("fallback").hears("notat")
    assert readers(house)[-1] == "duty_officer"
    assert escalations(house) == 1


def test_officer_before_brain(house: House) -> None:
    page_the_fallback(house)
    house.line("fallback").says("hva med husleia")
    house.line("fallback").hears("notat")
    assert readers(house)[-1] == "duty_officer"


def test_safety_question_before_keywords(house: House) -> None:
    ask_safety(house, ANNA)
    house.phone(ANNA).says("help")
    house.line("fallback").hears("Lavterskel")
    assert readers(house)[-1] == "open_safety_question"


def test_stop_is_no_answer_to_the_safety_question_and_its_silence_still_counts(
    house: House,
) -> None:
    ask_safety(house, ANNA)
    house.phone(ANNA).says("STOP")
    house.line("fallback").hears_nothing()
    assert readers(house)[-1] == "keyword"
    house.forward("10m")
    house.line("fallback").hears("Lavterskel")


def test_safety_question_before_safety_net(house: House) -> None:
    ask_safety(house, ANNA)
    house.phone(ANNA).says(DANGER)
    house.line("fallback").hears("I DAG")
    assert readers(house)[-1] == "open_safety_question"
    assert escalations(house) == 1


@pytest.mark.parametrize("answer", ["2", "nei", "no", "nie", "لا"])
def test_safety_question_before_brain(house: House, answer: str) -> None:
    ask_safety(house, ANNA)
    house.phone(ANNA).says(answer)
    house.line("fallback").hears("Lavterskel")
    assert readers(house)[-1] == "open_safety_question"


def test_another_question_passes_the_safety_question_on_to_the_brain(house: House) -> None:
    ask_safety(house, ANNA)
    house.phone(ANNA).says("hvilke papirer trenger jeg til søknaden")
    house.wait_until(lambda: len(readers(house)) == 2 and readers(house)[-1] is not None)
    assert readers(house)[-1] == "brain"


@pytest.mark.parametrize("word", ["stop", "Stopp", "END", "quit.", " CANCEL ", "ARRET"])
def test_keywords_before_the_net_and_the_brain(house: House, word: str) -> None:
    house.phone(ANNA).says(word)
    house.wait_until(lambda: readers(house) == ["keyword"])
    with house.store.read() as tx:
        assert tx.scalars(select(Conversation)).one().opted_out_at is not None
    house.phone(ANNA).hears_nothing()


@pytest.mark.parametrize("word", ["HELP", "Hjelp", "hjelp!"])
def test_help_is_answered_and_may_be_an_emergency(house: House, word: str) -> None:
    anna = house.phone(ANNA)
    anna.says(word)
    anna.hears("112")
    anna.hears("Er du trygg nå?")
    assert readers(house) == ["keyword"]
    assert escalations(house) == 0
    anna.says("nei")  # the question is open still
    anna.hears("Jeg sier fra til vakttelefonen")
    assert escalations(house) == 1


def test_keywords_count_only_as_the_whole_message(house: House) -> None:
    house.phone(ANNA).says("stop, jeg har ikke noe sted å sove i natt")
    house.line("fallback").hears("Lavterskel")
    assert readers(house) == ["safety_net"]


def test_yes_is_a_start_only_after_a_stop(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("yes")
    house.wait_until(lambda: readers(house) == ["brain"])
    anna.says("STOP")
    anna.says("YES")
    house.wait_until(lambda: readers(house) == ["brain", "keyword", "keyword"])
    anna.hears("get messages from us again")


def test_safety_net_before_brain(house: House) -> None:
    house.phone(ANNA).says(f"{DANGER}. Hva er forresten åpningstiden?")
    house.line("fallback").hears("Lavterskel")
    assert readers(house) == ["safety_net"]


def test_an_emergency_after_a_stop_still_reaches_a_human(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("STOP")
    anna.says(DANGER)
    house.line("fallback").hears("Lavterskel")
    anna.hears_nothing()


def test_a_duty_phone_without_a_page_is_a_person(house: House) -> None:
    house.line("lykkefjord-duty").says(DANGER)
    house.line("fallback").hears("Lavterskel")
    assert readers(house) == ["safety_net"]


def test_a_number_that_is_no_duty_phone_takes_no_page(house: House) -> None:
    page_the_fallback(house)
    house.phone(ANNA).says("1")
    house.wait_until(lambda: readers(house)[-1] == "brain")
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation.state)).all() == ["open"]


@pytest.fixture
def interpreter(house: House) -> str:
    """The number of somebody who interprets for one person, who has agreed."""
    sara = Interpreter(house)
    sara.starts("tigrinja")
    sara.hears("Hva trenger du hjelp til?")
    return sara.number


def test_officer_before_relay(house: House) -> None:
    page_the_fallback(house)
    house.line("fallback").says("start tolk tigrinja")
    house.wait_until(lambda: readers(house)[-1] == "duty_officer")


def test_a_prefix_before_the_interpreters_own_safety_question(
    house: House, interpreter: str
) -> None:
    with house.store.write() as tx:
        helper = conversation_of(tx, "sms", interpreter)
        inbound = tx.scalars(select(Inbound).where(Inbound.conversation_id == helper.id)).first()
        assert inbound is not None
        safety_question.ask(tx, house.speaker, helper, inbound, "life")
    house.phone(interpreter).says("1: nei")
    house.wait_until(lambda: readers(house)[-2:] == ["relay", "brain"])
    house.phone(interpreter).says("nei")
    house.wait_until(lambda: readers(house)[-1] == "open_safety_question")


def test_stop_before_relay(house: House, interpreter: str) -> None:
    house.phone(interpreter).says("STOP")
    house.wait_until(lambda: readers(house)[-1] == "keyword")


def test_relay_before_safety_net_and_brain(house: House, interpreter: str) -> None:
    house.phone(interpreter).says("hva med husleia")
    house.wait_until(lambda: readers(house)[-2:] == ["relay", "brain"])
    house.phone(interpreter).says(DANGER)
    house.wait_until(lambda: readers(house)[-2:] == ["relay", "safety_net"])
    assert escalations(house) == 1
