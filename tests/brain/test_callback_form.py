"""A callback request from the first word to the read-back, with all that people do in between."""

import re
from collections.abc import Callable

import pytest

from tests.brain.conversation import Person

pytestmark = pytest.mark.brain

ABOUT = "jeg skylder husleie og er redd for å miste leiligheten"
TO_READ_BACK = ("ring meg", ABOUT, "Hamar", "1", "2", "1", "1", "2")

WHOLE_CONVERSATIONS = [
    pytest.param(
        "nb",
        (
            "jeg kan ikke betale husleia",
            "ja takk",
            "Hamar",
            "1",
            "formiddag",
            "1",
            "nei",
            "ja",
            "1",
        ),
        {"about": "jeg kan ikke betale husleia", "window": "morning", "children": "yes"},
        id="bokmål",
    ),
    pytest.param(
        "nn",
        ("eg kan ikkje betale husleiga", "1", "Hamar", "1", "om ettermiddagen", "1", "1", "2", "1"),
        {"about": "eg kan ikkje betale husleiga", "window": "afternoon", "children": "no"},
        id="nynorsk",
    ),
    pytest.param(
        "en",
        ("I cannot pay my rent", "yes please", "2322", "1", "any time", "2", "2", "skip", "1"),
        {"about": "I cannot pay my rent", "window": "any", "interpreter": "yes"},
        id="English",
    ),
    pytest.param(
        "pl",
        ("nie mam na czynsz", "tak", "Hamar", "tak", "rano", "nie wiem", "2", "nie", "1"),
        {"about": "nie mam na czynsz", "window": "morning", "phone_safe": "unknown"},
        id="Polish",
    ),
    pytest.param(
        "ar",
        ("لا أستطيع دفع الإيجار", "نعم", "Hamar", "١", "٣", "١", "٢", "لا", "١"),
        {"about": "لا أستطيع دفع الإيجار", "window": "afternoon", "interpreter": "yes"},
        id="Arabic",
    ),
]


@pytest.mark.parametrize(("language", "messages", "expected"), WHOLE_CONVERSATIONS)
def test_a_question_becomes_a_request_in_every_served_language(
    speaker_of: Callable[[str], Person],
    language: str,
    messages: tuple[str, ...],
    expected: dict[str, str],
) -> None:
    person = speaker_of(language)
    answered, *rest = messages
    assert person.says(answered) == ["utter_topic/rent_arrears", "utter_call_offer"]
    assert person.goes_through(*rest) == ["submit_callback"]
    assert person.request["kommune"] == "3403"
    assert person.request["phone"] == "own"
    assert {name: person.request[name] for name in expected} == expected


def test_the_request_is_read_back_before_it_is_sent(person: Person) -> None:
    assert person.goes_through(*TO_READ_BACK) == ["utter_ask_callback_confirm"]
    for line in (
        f"Det gjelder: {ABOUT}",
        "Behov: penger, bolig",
        "Sted: Hamar",
        "formiddag (8-12)",
        "Greit for deg: SMS",
        "Barn: nei",
    ):
        assert line in person.read
    assert person.says("1") == ["submit_callback"]
    assert person.request == {
        "about": ABOUT,
        "kommune": "3403",
        "area": "3403",
        "place": "Hamar",
        "phone": "own",
        "needs": ["money", "home"],
        "contact_by": "phone",
        "window": "morning",
        "phone_safe": "yes",
        "may_text": True,
        "may_leave_voicemail": False,
        "others_may_answer": False,
        "interpreter": "no",
        "children": "no",
        "on_behalf": None,
    }


def test_what_was_already_said_is_not_asked_again(person: Person) -> None:
    said = person.says("kan dere ringe meg på ⟨phone 7⟩ om husleia, jeg bor i Hamar")
    assert said == ["utter_callback_start", "utter_ask_callback_window"]
    person.goes_through("1", "0", "1", "0", "1")
    assert person.request["phone"] == "⟨phone 7⟩"
    assert person.request["place"] == "Hamar"


def test_a_place_told_with_the_matter_is_not_asked_again(person: Person) -> None:
    said = person.goes_through("ring meg", "jeg bor i Hamar og har ikke fått pengene mine")
    assert said == ["utter_ask_callback_phone"]


def test_not_knowing_anything_is_enough_for_a_request(person: Person) -> None:
    person.goes_through("ring meg", "0", "vet ikke", "0", "0", "0", "0", "0", "0")
    assert person.says("send") == ["submit_callback"]
    assert person.request == {
        "about": "",
        "kommune": None,
        "area": None,
        "place": "",
        "phone": None,
        "needs": [],
        "contact_by": "phone",
        "window": "any",
        "phone_safe": "unknown",
        "may_text": True,
        "may_leave_voicemail": False,
        "others_may_answer": False,
        "interpreter": "unknown",
        "children": "unsaid",
        "on_behalf": None,
    }


def test_a_name_of_several_kommuner_is_asked_about(person: Person) -> None:
    assert person.goes_through("ring meg", ABOUT, "Herøy") == ["utter_ask_callback_kommune_which"]
    assert "2 Herøy (Nordland)" in person.read
    assert person.says("2") == ["utter_ask_callback_phone"]
    person.goes_through("1", "1", "1", "1", "1", "1")
    assert person.request["kommune"] == "1818"


def test_oslo_alone_is_asked_for_its_bydel(person: Person) -> None:
    assert person.goes_through("ring meg", ABOUT, "Oslo") == ["utter_ask_callback_bydel"]
    assert person.says("Sagene") == ["utter_ask_callback_phone"]
    person.goes_through("1", "1", "1", "1", "1", "1")
    assert person.request["place"] == "Sagene"
    assert person.request["area"] != person.request["kommune"] == "0301"


def test_a_bydel_nobody_knows_leaves_oslo(person: Person) -> None:
    assert person.goes_through("ring meg", ABOUT, "Oslo", "0") == ["utter_ask_callback_phone"]


def test_another_number_arrives_as_its_token(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says("2") == ["utter_ask_callback_phone_other"]
    assert person.says("vet ikke helt") == ["utter_invalid_callback_phone"]
    assert person.says("⟨phone 3⟩") == ["utter_ask_callback_window"]
    person.goes_through("1", "1", "1", "1")
    assert "nummeret du skrev" in person.read
    person.says("1")
    assert person.request["phone"] == "⟨phone 3⟩"


def test_the_time_may_be_told_in_own_words(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "på fredag etter kl 14", "1", "1", "1")
    assert "på fredag etter kl 14" in person.read
    person.says("1")
    assert person.request["window"] == "på fredag etter kl 14"


# What it is about, and how they are met


def test_what_it_is_about_is_asked_only_where_the_words_do_not_tell(person: Person) -> None:
    assert person.goes_through("ring meg", "jeg vil klage") == ["utter_ask_callback_needs"]
    assert "4 barn" in person.read
    assert person.says("1 og 3") == ["utter_ask_callback_kommune"]
    person.goes_through("Hamar", "1", "1", "1", "1", "1")
    assert "Behov: penger, mat" in person.read
    person.says("1")
    assert person.request["needs"] == ["money", "food"]


@pytest.mark.parametrize(
    ("answer", "needs"),
    [
        pytest.param("5", [], id="something else"),
        pytest.param("nei", [], id="none of these"),
        pytest.param("24", ["home", "children"], id="two digits written together"),
        pytest.param("mat til ungene", ["food", "children"], id="in words"),
    ],
)
def test_needs_are_told_by_number_or_in_words(
    person: Person, answer: str, needs: list[str]
) -> None:
    person.goes_through("ring meg", "jeg vil klage")
    assert person.says(answer) == ["utter_ask_callback_kommune"]
    person.goes_through("Hamar", "1", "1", "1", "1", "1", "1")
    assert person.request["needs"] == needs


@pytest.mark.parametrize(
    ("answer", "agreed"),
    [
        pytest.param("1", {"may_text"}, id="texts"),
        pytest.param("1 2 3", {"may_text", "may_leave_voicemail", "others_may_answer"}, id="all"),
        pytest.param("2,3", {"may_leave_voicemail", "others_may_answer"}, id="no texts"),
        pytest.param("bare jeg", {"may_text"}, id="only me"),
    ],
)
def test_how_we_may_reach_them_is_one_question(
    person: Person, answer: str, agreed: set[str]
) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1", answer, "1", "1", "1")
    request = person.request
    assert {
        name for name in ("may_text", "may_leave_voicemail", "others_may_answer") if request[name]
    } == agreed
    assert request["phone_safe"] == "yes"


@pytest.mark.parametrize("answer", ["4", "1 4", "ikke trygg", "mannen min leser alt"])
def test_a_phone_that_is_not_safe_is_agreed_to_nothing(person: Person, answer: str) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1", answer, "1", "1")
    assert "Greit for deg: ingen SMS, ingen beskjed" in person.read
    assert "trygg" not in person.read
    person.says("1")
    request = person.request
    assert request["phone_safe"] == "no"
    agreed = ("may_text", "may_leave_voicemail", "others_may_answer")
    assert not any(request[name] for name in agreed)


def test_who_wants_to_be_written_to_is_not_asked_when_to_phone(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says("3") == ["utter_ask_callback_reach"]
    person.goes_through("1", "1", "1")
    assert "Telefon: skriv til meg" in person.read
    person.says("1")
    assert person.request["contact_by"] == "text"


def test_who_wants_to_meet_somebody_is_asked_when(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says("4") == ["utter_ask_callback_window"]
    person.goes_through("1", "1", "1", "1", "1")
    assert person.request["contact_by"] == "meeting"


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(("jeg er døv og får ikke betalt husleia", "ja takk"), id="with the question"),
        pytest.param(("ring meg", "jeg skylder husleie, jeg er døv"), id="as the matter"),
    ],
)
def test_somebody_deaf_is_not_asked_for_a_number(person: Person, messages: tuple[str, ...]) -> None:
    assert person.goes_through(*messages)[-1] == "utter_ask_callback_kommune"
    assert person.says("Hamar") == ["utter_ask_callback_reach"]
    person.goes_through("1", "tegnspråk", "2", "1")
    assert person.request["contact_by"] == "text"
    assert person.request["interpreter"] == "tegnspråk"


@pytest.mark.parametrize("answer", ["ikke ring meg", "jeg er døv", "3"])
def test_who_wants_no_call_at_the_phone_question_is_written_to(person: Person, answer: str) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says(answer) == ["utter_ask_callback_reach"]
    person.goes_through("1", "1", "1", "1")
    assert person.request["contact_by"] == "text"


def test_the_number_somebody_refused_is_not_the_one_that_is_phoned(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "2", "0")
    assert "Hva er greit for deg" in person.read
    person.goes_through("1", "1", "1")
    assert "Telefon: ikke gitt" in person.read
    person.says("1")
    assert person.request["phone"] == "none"


def test_an_unsafe_phone_told_with_the_matter_is_agreed_to_nothing(person: Person) -> None:
    person.goes_through("ring meg", "jeg får ikke betalt husleia, mannen min leser telefonen min")
    person.goes_through("Hamar", "1", "1", "1", "1", "1")
    assert person.request["phone_safe"] == "no"
    assert person.request["may_text"] is False


def test_no_to_what_is_agreed_means_no_texts(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1", "nei", "1", "1")
    assert "Greit for deg: ingen SMS, ingen beskjed" in person.read
    person.says("1")
    assert (person.request["may_text"], person.request["phone_safe"]) == (False, "unknown")


def test_a_number_told_with_the_time_is_the_number(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "etter kl 16 på ⟨phone 7⟩", "1", "1", "1")
    person.says("1")
    assert person.request["phone"] == "⟨phone 7⟩"
    assert "⟨phone" not in str(person.request["window"])


def test_nobody_is_asked_more_than_eight_questions(person: Person) -> None:
    questions = person.goes_through("ring meg")
    for answer in ("jeg vil klage", "5", "Oslo", "Sagene", "2", "⟨phone 1⟩", "1", "1"):
        questions += person.says(answer)
    asked = [name for name in questions if name.startswith("utter_ask_callback")]
    assert asked[-1] == "utter_ask_callback_confirm"
    assert len(set(asked)) == 9
    assert "Barn: ikke svart" in person.read
    assert person.says("1") == ["submit_callback"]


@pytest.mark.parametrize(
    ("answers", "interpreter"),
    [
        pytest.param(("1",), "no", id="none"),
        pytest.param(("2",), "yes", id="in the language we speak"),
        pytest.param(("3", "Somali"), "Somali", id="another, asked which"),
        pytest.param(("3 somali",), "somali", id="another, said at once"),
        pytest.param(("tegnspråk",), "tegnspråk", id="sign language"),
        pytest.param(("3", "vet ikke"), "other", id="another, unknown which"),
    ],
)
def test_an_interpreter_is_none_ours_or_any_language(
    person: Person, answers: tuple[str, ...], interpreter: str
) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1", "1")
    assert person.goes_through(*answers) == ["utter_ask_callback_children"]
    person.goes_through("1", "1")
    assert person.request["interpreter"] == interpreter


# Trouble on the way


def test_a_draft_is_taken_up_where_it_was_left_days_ago(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.dialogue is not None
    days = 3 * 24 * 3600
    person.dialogue = re.sub(
        r'("timestamp": )([0-9.]+)',
        lambda found: f"{found[1]}{float(found[2]) - days}",
        person.dialogue,
    )
    assert person.says("1") == ["utter_ask_callback_window"]
    person.goes_through("1", "1", "1", "1")
    assert f"Det gjelder: {ABOUT}" in person.read


def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says("kan jeg klage på vedtaket fra nav") == [
        "utter_topic/complaint_decision",
        "utter_form_interrupted",
        "utter_ask_callback_phone",
    ]
    assert person.says("1") == ["utter_ask_callback_window"]


def test_a_question_as_the_matter_itself_is_the_matter(person: Person) -> None:
    person.says("ring meg")
    assert person.says("kan jeg klage på vedtaket fra nav") == ["utter_ask_callback_needs"]


@pytest.mark.parametrize("small_talk", ["hei", "tusen takk", "ha det bra"])
def test_small_talk_brings_the_question_back(person: Person, small_talk: str) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says(small_talk) == ["utter_form_interrupted", "utter_ask_callback_phone"]


def test_another_language_goes_on_in_that_language(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says("English please") == [
        "set_language",
        "utter_language_set",
        "utter_form_interrupted",
        "utter_ask_callback_phone",
    ]
    assert "I write English now." in person.read
    assert "1 yes" in person.read


def test_a_language_we_do_not_write_is_a_need_for_an_interpreter(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert "utter_unserved_language" not in person.says("vietnamesisk")
    person.goes_through("1", "1", "1", "1")
    assert "Tolk: vietnamesisk" in person.read


def test_asking_for_a_human_at_once_is_passed_on(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    said = person.says("jeg må snakke med et menneske nå med en gang")
    assert "human_now" in said
    assert said[-1] == "utter_ask_callback_phone"


def test_danger_in_the_middle_asks_only_whether_they_are_safe(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    person.says("han slår meg og jeg er redd for livet mitt")
    acts = [act.name for act in person.turns[-1].acts]
    assert acts == ["ask_safety"]
    assert not person.turns[-1].replies
    assert person.says("1") == ["utter_ask_callback_window"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "glem det"), ("en", "nevermind"), ("pl", "nie chcę już"), ("ar", "انس الأمر")],
)
@pytest.mark.parametrize("step", range(1, len(TO_READ_BACK) + 1))
def test_a_change_of_mind_ends_the_form_at_every_question(
    speaker_of: Callable[[str], Person], language: str, words: str, step: int
) -> None:
    person = speaker_of(language)
    person.goes_through(*TO_READ_BACK[:step])
    assert person.says(words) == ["utter_callback_cancelled"]
    assert person.goes_through("ring meg") == ["utter_callback_start", "utter_ask_callback_about"]


def test_a_place_is_corrected_while_another_question_is_open(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Lillehammer", "1", "1")
    assert person.says("nei, jeg bor i Hamar") == ["utter_ask_callback_reach"]
    person.goes_through("1", "1", "1")
    assert "Sted: Hamar" in person.read


def test_a_wrong_number_is_asked_for_again(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1")
    assert person.says("feil nummer") == ["utter_ask_callback_phone"]
    assert person.goes_through("2", "⟨phone 9⟩") == ["utter_ask_callback_reach"]


def test_back_leads_to_the_question_before(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar")
    assert person.says("tilbake") == ["utter_ask_callback_kommune"]
    assert person.says("tilbake") == ["utter_ask_callback_about"]
    assert person.says("tilbake") == ["utter_ask_callback_about"]


@pytest.mark.parametrize(
    ("chosen", "question"),
    [
        ("1", "utter_ask_callback_about"),
        ("2", "utter_ask_callback_kommune"),
        ("3", "utter_ask_callback_phone"),
        ("4", "utter_ask_callback_window"),
        ("5", "utter_ask_callback_reach"),
    ],
)
def test_every_part_can_be_changed_at_the_end(person: Person, chosen: str, question: str) -> None:
    person.goes_through(*TO_READ_BACK)
    assert person.says("2") == ["utter_ask_callback_change"]
    assert person.says(chosen) == [question]


def test_a_change_is_in_the_next_read_back(person: Person) -> None:
    person.goes_through(*TO_READ_BACK, "2", "2", "Lillehammer")
    assert "Sted: Lillehammer" in person.read
    assert person.says("ja, det stemmer") == ["submit_callback"]


def test_no_to_the_read_back_leads_to_the_changes(person: Person) -> None:
    assert person.goes_through(*TO_READ_BACK, "nei") == ["utter_ask_callback_change"]
    assert person.says("0") == ["utter_ask_callback_confirm"]


def test_three_at_the_read_back_sends_nothing(person: Person) -> None:
    assert person.goes_through(*TO_READ_BACK, "3") == ["utter_callback_cancelled"]


def test_an_answer_we_cannot_read_is_asked_twice_and_then_left_open(person: Person) -> None:
    person.goes_through("ring meg", ABOUT)
    assert person.says("Blåfjellhaugen") == ["utter_invalid_callback_kommune"]
    assert "Jeg finner ikke Blåfjellhaugen" in person.read
    assert person.says("Rødbergåsen") == ["utter_invalid_callback_kommune"]
    assert person.says("Grønnlibakken") == ["utter_ask_callback_phone"]


def test_small_talk_without_end_does_not_hold_the_form_for_ever(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1")
    questions = [person.says("hei")[-1] for _ in range(12)]
    assert questions[-1] == "submit_callback" or len(set(questions)) > 2


def test_a_bare_yes_to_what_is_agreed_is_asked_again_with_help(person: Person) -> None:
    person.goes_through("ring meg", ABOUT, "Hamar", "1", "1")
    assert person.says("ja") == ["utter_invalid_callback_answer", "utter_ask_callback_reach"]


def test_the_next_request_begins_empty(person: Person) -> None:
    person.goes_through(*TO_READ_BACK, "1")
    assert person.says("ring meg") == ["utter_callback_start", "utter_ask_callback_about"]
    assert person.says("jeg vil klage") == ["utter_ask_callback_needs"]
