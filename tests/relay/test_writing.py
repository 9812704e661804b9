"""For whom an interpreter writes, who said what, and how it ends."""

import pytest
from sqlalchemy import select

from bot.store.conversations import known_conversation
from bot.store.tables import Conversation, Escalation, Inbound, Relay
from tests.house import House
from tests.relay.interpreter import SARA, SELAM, Interpreter

NO_BED = "jeg har ikke noe sted å sove i natt"


@pytest.fixture
def sara(house: House) -> Interpreter:
    """She interprets for one person, who has agreed."""
    sara = Interpreter(house)
    sara.starts("tigrinja")
    sara.hears("Hva trenger du hjelp til?")
    return sara


def readers_of_person(house: House) -> list[str | None]:
    with house.store.read() as tx:
        rows = select(Inbound.reader).where(Inbound.channel == "relay").order_by(Inbound.id)
        return list(tx.scalars(rows))


def cases(house: House) -> list[str]:
    """The channel of each open case's conversation."""
    with house.store.read() as tx:
        rows = select(Conversation.channel).join(
            Escalation, Escalation.conversation_id == Conversation.id
        )
        return list(tx.scalars(rows.order_by(Escalation.id)))


def test_the_persons_words_are_theirs_alone(house: House, sara: Interpreter) -> None:
    sara.says("ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ")
    house.wait_until(lambda: readers_of_person(house) == ["consent", "brain"])
    assert sara.transcript().turns[-1].words == "ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ"
    assert sara.own_messages()[-1] == "1:"


def test_the_interpreters_language_is_not_the_persons(house: House, sara: Interpreter) -> None:
    for words in ("ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ", "ገንዘብ የብለይን ሓገዝ ይደሊ ኣለኹ"):
        sara.says(words)
    house.wait_until(lambda: len(readers_of_person(house)) == 3)
    with house.store.read() as tx:
        languages = select(Conversation.channel, Conversation.language)
        assert dict(tx.execute(languages).all()) == {"sms": "nb", "relay": "ti"}


def test_own_words_are_noted_as_the_interpreters(house: House, sara: Interpreter) -> None:
    sara.says("0: jeg kjenner ikke alle ordene hun bruker")
    sara.hears("notert det som dine egne ord")
    last = sara.transcript().turns[-1]
    assert last.speaker == "interpreter"
    assert readers_of_person(house)[-1] == "interpreter"


def test_danger_in_own_words_opens_the_persons_case(house: House, sara: Interpreter) -> None:
    sara.says("0: hun blir slått av mannen sin nå, han har kniv")
    house.line("fallback").hears("via tolk")
    assert cases(house) == ["relay"]
    assert [turn.speaker for turn in sara.transcript().turns].count("interpreter") == 1


def test_an_emergency_is_answered_in_both_languages_and_says_by_whom(
    house: House, sara: Interpreter
) -> None:
    sara.says(NO_BED)
    opened = sara.hears("Jeg sier fra til vakttelefonen")
    assert opened.startswith("1. ")
    duty = house.line("fallback")
    assert "via tolk" in duty.hears("Lavterskel")
    duty.says("1")
    told = duty.hears("tigrinja, via tolk tolk 4711")
    assert f"{SARA} er tolkens" in told
    sara.hears("En person har saken din")


def test_with_two_people_a_number_says_for_whom(house: House, sara: Interpreter) -> None:
    sara.says("2 start")
    sara.hears("Hvilket språk")
    sara.says("arabisk")
    sara.hears("Hva heter du?")
    sara.says("2: Sara")
    sara.hears("2: 1. ")
    sara.says("2: نعم")
    sara.hears("2: 1. شكرًا.")
    sara.says("hun har to barn")
    assert "1:, 2:" in sara.hears("Hvem gjelder det?")
    sara.says("1: hun har to barn")
    sara.says("2: ما قدرت أدفع الإيجار")
    house.wait_until(lambda: readers_of_person(house)[-2:] == ["brain", "brain"])
    assert sara.transcript(1).turns[-1].words == "hun har to barn"
    assert sara.transcript(2).turns[-1].words == "ما قدرت أدفع الإيجار"
    assert sara.transcript(2).relayed.called == "Sara"


def test_danger_without_a_number_is_opened_before_anybody_asks_for_whom(
    house: House, sara: Interpreter
) -> None:
    sara.says("2 start")
    sara.hears("Hvilket språk")
    sara.says(NO_BED)
    sara.hears("Hvem gjelder det?")
    house.line("fallback").hears("Lavterskel")
    assert cases(house) == ["sms"]


def test_an_answer_to_are_you_safe_is_the_persons(house: House, sara: Interpreter) -> None:
    sara.says("jeg er redd")
    sara.hears("Er du trygg nå?")
    sara.says("nei")
    house.line("fallback").hears("via tolk")
    assert readers_of_person(house)[-2:] == ["safety_net", "open_safety_question"]
    assert cases(house) == ["relay"]


def test_stop_is_the_interpreters_own(house: House, sara: Interpreter) -> None:
    sara.says("STOP")

    def is_silenced() -> bool:
        with house.store.read() as tx:
            return known_conversation(tx, "sms", SARA).opted_out_at is not None

    house.wait_until(is_silenced)


def test_help_alone_may_be_the_persons_whole_message(house: House, sara: Interpreter) -> None:
    sara.says("hjelp")
    sara.hears("Er du trygg nå?")
    assert readers_of_person(house)[-1] == "keyword"


@pytest.mark.parametrize("words", ["slutt tolk", "1 slutt", "1: stopp"])
def test_the_interpreter_ends_it(house: House, sara: Interpreter, words: str) -> None:
    sara.says(words)
    sara.hears("Samtale 1 er avsluttet")
    assert [(each.state, each.ended_by) for each in sara.relays()] == [("ended", "interpreter")]


def test_the_person_ends_it_alone_with_their_code(house: House, sara: Interpreter) -> None:
    (relay,) = sara.relays()
    selam = house.phone(SELAM)
    selam.says(f"ወድእ {relay.end_code}")
    selam.hears("እቲ ተርጓማይ ካብቲ ዝርርብ ወጺኡ ኣሎ")
    sara.phone.hears_nothing()
    assert sara.transcript().relayed.interpreter_unwanted
    sara.says("1: hun vil si noe mer")
    assert "Selam" not in sara.hears("Samtale 1 er avsluttet")
    assert all(turn.words != "hun vil si noe mer" for turn in sara.transcript().turns)


def test_from_the_number_they_gave_the_word_is_enough(house: House, sara: Interpreter) -> None:
    with house.store.write() as tx:
        person = tx.get_one(Conversation, sara.relays()[0].conversation_id)
        person.contact_phone = tx.seal(person.id, SELAM)
    selam = house.phone(SELAM)
    selam.says("slutt")
    selam.hears("RING")
    assert sara.relays()[0].ended_by == "person"


def test_the_word_for_the_end_from_anybody_else_ends_nothing(
    house: House, sara: Interpreter
) -> None:
    house.phone("+4790000099").says("slutt")
    house.phone("+4790000099").says("slutt ACDEFH")
    house.wait_until(lambda: len(sara.own_messages()) >= 5)
    assert sara.relays()[0].state == "open"


def test_whoever_has_the_case_hears_that_the_interpreter_is_not_to_be_used(
    house: House, sara: Interpreter
) -> None:
    sara.says(NO_BED)
    duty = house.line("fallback")
    duty.hears("Lavterskel")
    duty.says("1")
    duty.hears(f"{SARA} er tolkens")
    house.phone(SELAM).says(f"slutt {sara.relays()[0].end_code}")
    house.phone(SELAM).hears("RING")
    again = duty.hears("tigrinja, via tolk")
    assert SARA not in again


def test_silence_ends_it_and_nothing_else(house: House, sara: Interpreter) -> None:
    house.forward("11h")
    sara.phone.hears_nothing()
    assert sara.relays()[0].state == "open"
    house.forward("2h")
    house.wait_until(lambda: sara.relays()[0].state == "ended")
    assert sara.relays()[0].ended_by == "silence"


def test_a_relay_has_always_a_time_at_which_it_ends(house: House, sara: Interpreter) -> None:
    with house.store.read() as tx:
        open_ones = select(Relay).where(Relay.state.not_in(("ended", "refused")))
        assert all(each.due_at is not None for each in tx.scalars(open_ones))
