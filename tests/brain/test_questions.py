"""General questions, offers, and what happens when we do not understand."""

from collections.abc import Callable

import pytest

from bot.language.served import LANGUAGES, own_name
from tests.brain.conversation import Person

pytestmark = pytest.mark.brain


@pytest.mark.parametrize(
    ("language", "question", "topic"),
    [
        ("nb", "jeg vil klage på vedtaket", "complaint_decision"),
        ("nn", "eg vil klage på vedtaket", "complaint_decision"),
        ("en", "how can I apply without BankID", "apply_without_bankid"),
        ("pl", "jak złożyć wniosek bez BankID", "apply_without_bankid"),
        ("ar", "كيف أقدم طلبا بدون BankID", "apply_without_bankid"),
    ],
)
def test_a_question_is_answered_and_a_human_offered(
    speaker_of: Callable[[str], Person], language: str, question: str, topic: str
) -> None:
    person = speaker_of(language)
    assert person.says(question) == [f"utter_topic/{topic}", "utter_call_offer"]
    assert person.turns[-1].intent == "topic"
    assert person.turns[-1].topic == topic


def test_no_to_the_offer_is_accepted(person: Person) -> None:
    person.says("jeg vil klage på vedtaket")
    assert person.says("nei takk") == ["utter_call_declined"]


def test_yes_in_more_words_than_we_list_is_yes(person: Person) -> None:
    person.says("jeg vil klage på vedtaket")
    assert "utter_callback_start" in person.says("ja det vil jeg veldig gjerne")


def test_one_without_an_offer_asks_for_a_human(person: Person) -> None:
    """Other parts of the product end their texts with "1 a person phones me" too."""
    assert person.says("1") == ["utter_callback_start", "utter_ask_callback_about"]


@pytest.fixture
def asked_which(person: Person) -> Person:
    """Somebody whose question could mean several topics, whatever the model was trained on."""
    for question in UNCLEAR:
        person.dialogue = None
        if person.says(question) == ["utter_choose_topic"]:
            return person
    pytest.fail("the model is certain of every unclear question")


UNCLEAR = (
    "penger til strøm og husleie og mat",
    "klage på barnetrygd og sykepenger",
    "skjema for bostøtte eller dagpenger",
    "søknad og papirer",
    "brev fra nav",
)


def test_an_unclear_question_offers_the_likeliest_topics_and_a_human(asked_which: Person) -> None:
    lines = [line for line in asked_which.read.splitlines() if line[:1].isdigit()]
    assert len(lines) in (3, 4)
    assert lines[-1] == f"{len(lines)} en person ringer meg"
    assert "utter_" not in asked_which.read


def test_a_chosen_topic_is_answered(asked_which: Person) -> None:
    answer, offer = asked_which.says("2")
    assert answer.startswith("utter_topic/")
    assert offer == "utter_call_offer"


def test_the_last_choice_is_a_human_who_gets_the_question(asked_which: Person) -> None:
    last = asked_which.read.splitlines()[-1][0]
    assert asked_which.says(last)[0] == "utter_callback_start"
    asked_which.goes_through("0", "0", "0", "0", "0", "0", "0", "1")
    assert asked_which.request["about"] in UNCLEAR


def test_none_of_the_topics_is_not_a_dead_end(asked_which: Person) -> None:
    assert asked_which.says("ingen av dem, nei") != []
    assert asked_which.says("1")[0] == "utter_callback_start"


def test_being_lost_leads_to_a_human_and_never_in_circles(person: Person) -> None:
    assert person.says("qwrtplk zzxcv") == ["utter_not_understood"]
    assert person.says("hjklø wqqz") == ["utter_lost_twice"]
    assert person.says("zxqw pflrt") == ["human_now", "utter_lost_twice"]
    assert person.says("1")[0] == "utter_callback_start"


def test_what_we_did_not_understand_reaches_the_human(person: Person) -> None:
    person.goes_through("qwrtplk zzxcv wqqz", "hjklø pflrt zxqw")
    person.goes_through("ja", "0", "0", "0", "0", "0", "0", "0", "1")
    assert person.request["about"] == "qwrtplk zzxcv wqqz\nhjklø pflrt zxqw"


def test_after_an_understood_message_one_is_not_lost_twice(person: Person) -> None:
    person.goes_through("qwrtplk zzxcv", "jeg vil klage på vedtaket")
    assert person.says("hjklø wqqz") == ["utter_not_understood"]


def test_trying_again_invites_to_write(person: Person) -> None:
    assert person.goes_through("qwrtplk zzxcv", "2") == ["utter_greeting"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hei", ["utter_greeting"]),
        ("tusen takk", ["utter_thanks"]),
        ("ha det bra", ["utter_goodbye"]),
        ("når ringer dere", ["callback_status"]),
        ("hva blir været i morgen", ["utter_out_of_scope"]),
    ],
)
def test_the_small_messages_have_their_answers(person: Person, text: str, said: list[str]) -> None:
    assert person.says(text) == said


def test_a_change_to_a_sent_request_is_passed_on_in_their_words(person: Person) -> None:
    assert person.says("jeg vil endre tidspunktet dere skal ringe") == ["callback_change"]
    assert person.turns[-1].acts[0].fields == {"words": "jeg vil endre tidspunktet dere skal ringe"}


def test_a_human_now_is_passed_on_and_the_request_begins(person: Person) -> None:
    said = person.says("jeg må snakke med et menneske nå med en gang")
    assert said[:2] == ["human_now", "utter_callback_start"]


def test_an_interpreter_begins_a_request_with_an_interpreter(person: Person) -> None:
    said = person.says("jeg er tolk og skriver for en annen")
    assert "utter_callback_start" in said
    person.goes_through("0", "0", "0", "0", "0", "0")
    assert "Tolk: ja" in person.read


def test_a_named_language_is_taken(person: Person) -> None:
    assert person.says("po polsku") == ["set_language", "utter_language_set"]
    assert person.turns[-1].acts[0].fields == {"language": "pl"}
    assert "po polsku" in person.read


@pytest.mark.parametrize("language", ["ar", LANGUAGES[-1]])
def test_an_unnamed_language_is_asked_for(person: Person, language: str) -> None:
    assert person.says("kan du skrive på et annet språk") == ["utter_language_ask"]
    position = LANGUAGES.index(language) + 1
    assert f"{position} {own_name(language)}" in person.read
    assert person.says(str(position)) == ["set_language", "utter_language_set"]
    assert person.turns[-1].acts[0].fields == {"language": language}


def test_what_sounds_like_danger_is_asked_about(person: Person) -> None:
    assert person.says("han slår meg og jeg er redd for livet mitt") == ["ask_safety"]


def test_a_slash_does_not_name_an_intent(person: Person) -> None:
    person.says("/restart")
    assert person.turns[-1].intent != "restart"
