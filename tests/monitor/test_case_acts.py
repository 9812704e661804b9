"""What staff do with a case by form: once, one at a time, and never without its form."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.store import Store
from tests.monitor.browser import Browser
from tests.monitor.case_page import act, case_in, events, path, texts, words_of
from tests.monitor.conftest import NAME, WORDS

Opening = Callable[..., str]
Staffing = Callable[..., Browser]


def test_of_two_who_take_at_once_one_has_it_and_the_other_hears_who(
    kari: Browser, ola: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    pages = [(browser, browser.get(path(reference))) for browser in (kari, ola)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda each: each[0].fill_in(each[1], path(reference, "take")), pages)
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    winner = "Ola, " if answers[1].status_code == 303 else f"{NAME}, NKS"
    assert winner in loser.text
    assert "har saken" in loser.text
    assert events(store, "acknowledged") == ["acknowledged"]


@pytest.mark.parametrize(
    ("what", "fields", "event"),
    [
        ("take", {}, "acknowledged"),
        ("note", {"words": "Ringte, ingen svarte."}, "noted"),
        ("release", {}, "released"),
        ("close", {"outcome": "spoken_with"}, "closed"),
    ],
)
def test_a_button_pressed_twice_is_pressed_once(
    kari: Browser,
    open_case: Opening,
    store: Store,
    what: str,
    fields: dict[str, str],
    event: str,
) -> None:
    reference = open_case()
    if what != "take":
        act(kari, reference, "take")
    page = kari.get(path(reference))
    answers = [kari.fill_in(page, path(reference, what), **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert events(store, event) == [event]


def test_a_case_given_back_climbs_again_and_the_person_is_told(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    assert texts(store, "utter_emergency_acknowledged") == 1
    act(kari, reference, "release")
    case = case_in(store)
    assert (case.state, case.acknowledged_staff_id) == ("open", None)
    assert texts(store, "utter_emergency_released") == 1
    assert events(store, "acknowledged", "released", "paged")[-2:] == ["released", "paged"]


def test_a_case_is_closed_with_what_came_of_it_and_never_without(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    refused = act(kari, reference, "close", words="Hun er trygg nå.")
    assert refused.status_code == 422
    assert "Velg hva som kom ut av saken" in refused.text
    assert "Hun er trygg nå." in refused.text
    assert case_in(store).state == "acknowledged"
    assert act(kari, reference, "close", outcome="help_arranged").status_code == 303
    case = case_in(store)
    assert (case.state, case.outcome) == ("closed", "help_arranged")
    assert texts(store, "utter_emergency_closed") == 1
    assert reference not in kari.get("/monitor").text


def test_a_note_is_kept_without_identity_numbers_and_only_staff_read_it(
    kari: Browser, open_case: Opening, store: Store
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    before = texts(store, "staff_message")
    act(kari, reference, "note", words="Fødselsnummer 13097248022.\r\nRinger igjen.")
    page = words_of(kari.get(path(reference)))
    assert "Ringer igjen." in page
    assert "13097248022" not in page
    assert texts(store, "staff_message") == before


@pytest.mark.parametrize(("words", "fault"), [("  ", "Skriv noe først"), ("x" * 4001, "for lang")])
def test_a_note_that_cannot_be_kept_is_given_back_with_the_reason(
    kari: Browser, open_case: Opening, store: Store, words: str, fault: str
) -> None:
    reference = open_case()
    act(kari, reference, "take")
    answer = act(kari, reference, "note", words=words)
    assert answer.status_code == 422
    assert fault in answer.text
    assert 'aria-describedby="note-fault"' in answer.text
    assert events(store, "noted") == []


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("contact", {}),
        ("release", {}),
        ("note", {"words": "Hei"}),
        ("close", {"outcome": "mistake"}),
    ],
)
def test_nobody_acts_on_a_case_another_holds_and_their_words_come_back(
    kari: Browser, staff: Staffing, open_case: Opening, what: str, fields: dict[str, str]
) -> None:
    reference, per = open_case(), staff("Per", "adviser")
    act(kari, reference, "take")
    answer = act(per, reference, what, **fields)
    assert answer.status_code == 409
    assert f"{NAME}, NKS" in answer.text
    assert fields.get("words", "") in answer.text
    assert WORDS not in answer.text


@pytest.mark.parametrize("what", ["take", "contact", "release", "note", "write", "close"])
def test_an_act_needs_the_form_of_the_page(
    kari: Browser, open_case: Opening, store: Store, what: str
) -> None:
    reference = open_case()
    answer = kari.client.post(path(reference, what), data={"csrf": "guess", "words": "x"})
    assert answer.status_code == 403
    assert events(store, "acknowledged", "contacted", "noted", "wrote", "closed") == []
