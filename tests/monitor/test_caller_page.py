"""The form for somebody on the phone, as staff use it without a script."""

import re
from html import unescape

import httpx
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot.escalation.account import read_account
from bot.language.served import LANGUAGES
from bot.monitor.accounts import add_staff
from bot.store import Store
from bot.store.tables import CallbackRequest, Conversation, Escalation, LineConfirmation
from tests.monitor.browser import Browser
from tests.monitor.conftest import PASSWORD

WORDS = "Sønnen min på 14 er låst ute.\nVi er redde."
EMERGENCY = {
    "need": "violence",
    "words": WORDS,
    "who": "Anna",
    "place": "Lykkefjord",
    "since": "siden i går",
    "children": "yes",
    "language": "ti",
    "phone": "999 10 001",
    "phone_safe": "no",
    "contact": "søsteren",
    "told": "at vi varsler",
}
CALLBACK = {**EMERGENCY, "need": "callback", "window": "morning", "interpreter": "yes"}


def words_of(page: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def send(browser: Browser, **fields: str) -> httpx.Response:
    return browser.fill_in(browser.get("/monitor/new"), "/monitor/new", **fields)


def sent(browser: Browser, **fields: str) -> str:
    """Send a form that is taken; gives the words of the page after it."""
    answer = send(browser, **fields)
    assert answer.status_code == 303, words_of(answer)
    return words_of(browser.get(answer.headers["location"]))


def office_browser(app: Starlette, store: Store, office: str, role: str = "office") -> Browser:
    with store.write() as tx:
        add_staff(tx, name=f"{role} {office}", role=role, office_id=office, password=PASSWORD)
    browser = Browser(app)
    browser.sign_in(f"{role} {office}", PASSWORD)
    return browser


def test_an_emergency_is_opened_with_everything_that_was_said(
    signed_in: Browser, store: Store
) -> None:
    page = sent(signed_in, **EMERGENCY)
    with store.read() as tx:
        case = tx.scalars(select(Escalation)).one()
        account = read_account(tx, case)
        conversation = tx.get_one(Conversation, case.conversation_id)
        assert account is not None
        assert account.words.splitlines() == WORDS.splitlines()
        assert (account.who, account.since, account.contact) == ("Anna", "siden i går", "søsteren")
        assert (account.phone_safe, account.told) == ("no", "at vi varsler")
        assert (case.kind, case.place, case.children) == ("violence", "9901", "yes")
        assert (conversation.language, conversation.no_texts_at is not None) == ("ti", True)
    assert f"Referanse: {case.reference}" in page
    assert "Vi varsler Vakttelefon, NAV Lykkefjord." in page
    assert "Ingen har tatt saken ennå" in page
    assert "Personen får ingen SMS" in page
    assert WORDS not in page


def test_a_person_who_says_yes_to_texts_gets_them(signed_in: Browser) -> None:
    page = sent(signed_in, **{**EMERGENCY, "phone_safe": "yes", "texts": "yes"})
    assert "Personen får SMS om hva som skjer" in page


def test_a_callback_request_says_who_phones_and_when_at_the_latest(
    signed_in: Browser, store: Store
) -> None:
    page = sent(signed_in, **CALLBACK)
    with store.read() as tx:
        request = tx.scalars(select(CallbackRequest)).one()
        assert tx.unseal(request.conversation_id, request.window) == "morning"
        assert request.interpreter is not None
        assert tx.unseal(request.conversation_id, request.interpreter) == "tigrinja"
    assert f"Referanse: {request.reference}" in page
    assert re.search(r"NAV Lykkefjord skal ringe senest \w+dag \d+\. \w+ kl\. \d\d:\d\d", page)
    assert "Vi sender ingen SMS" in page


def test_a_time_in_words_goes_before_the_choice(signed_in: Browser, store: Store) -> None:
    sent(signed_in, **{**CALLBACK, "window_words": "etter klokken 18"})
    with store.read() as tx:
        request = tx.scalars(select(CallbackRequest)).one()
        assert tx.unseal(request.conversation_id, request.window) == "etter klokken 18"


def test_where_nobody_can_be_paged_the_page_says_that_nobody_was(
    signed_in: Browser, store: Store
) -> None:
    with store.write() as tx:
        for confirmation in tx.scalars(select(LineConfirmation)):
            tx.delete(confirmation)
    page = sent(signed_in, **EMERGENCY)
    assert "Ingen er varslet. Ring selv 113, 112 eller legevakt på 116 117" in page
    assert "Vi varsler" not in page


def test_without_a_place_the_line_that_answers_for_all_is_told(signed_in: Browser) -> None:
    page = sent(signed_in, **{**EMERGENCY, "place": ""})
    assert "Vi varsler Felles vakttelefon." in page
    assert "Vi vet ikke hvor personen er" in page


def test_a_case_that_somebody_has_already_is_said_to_be_taken(
    signed_in: Browser, store: Store, app: Starlette
) -> None:
    sent(signed_in, **EMERGENCY)
    with store.write() as tx:
        case = tx.scalars(select(Escalation)).one()
        case.state, case.acknowledged_by = "acknowledged", "lykkefjord-duty"
    page = sent(signed_in, **EMERGENCY)
    assert "Vakttelefon, NAV Lykkefjord har tatt saken" in page
    assert "Ingen har tatt" not in page


def test_a_double_click_is_one_case(signed_in: Browser, store: Store) -> None:
    form = signed_in.get("/monitor/new")
    first, second = (signed_in.fill_in(form, "/monitor/new", **EMERGENCY) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    with store.read() as tx:
        assert tx.scalar(select(func.count(Escalation.id))) == 1


def test_the_form_offers_every_need_and_every_language(signed_in: Browser) -> None:
    page = signed_in.get("/monitor/new").text
    assert len(re.findall(r'type="radio" name="need"', page)) == 7
    for language in LANGUAGES:
        assert f'<option value="{language}">' in page
    assert ">nordsamisk<" in page


@pytest.mark.parametrize(
    ("given", "field", "fault"),
    [
        pytest.param({"need": ""}, "need", "Velg hva det gjelder", id="no need"),
        pytest.param({"words": " "}, "words", "Skriv hva personen trenger", id="no words"),
        pytest.param({"place": "Xyzzyby"}, "place", "Vi kjenner ikke stedet", id="no such place"),
        pytest.param({"phone": "ring"}, "phone", "Vi kan ikke lese nummeret", id="no number"),
        pytest.param({"language": "zz"}, "language", "Velg et språk", id="no such language"),
        pytest.param({"who": "x" * 201}, "who", "Skriv kortere", id="too long"),
        pytest.param(
            {"need": "callback", "phone": ""}, "phone", "kontoret skal ringe", id="nobody to phone"
        ),
        pytest.param(
            {"need": "callback", "place": ""}, "place", "hvilket kontor", id="no office to ask"
        ),
        pytest.param(
            {"need": "callback", "place": "Solvik"},
            "place",
            "Solvik er ikke koblet til denne tjenesten. Ingenting er sendt eller lagret."
            " Personen må ringe NAV på 55 55 33 33.",
            id="a kommune that has not joined",
        ),
    ],
)
def test_what_must_be_mended_is_tied_to_its_field_and_nothing_typed_is_lost(
    signed_in: Browser, store: Store, given: dict[str, str], field: str, fault: str
) -> None:
    form = {**EMERGENCY, **given}
    answer = send(signed_in, **form)
    assert answer.status_code == 422
    page = answer.text
    assert "Ingenting er sendt ennå" in words_of(answer)
    assert fault in words_of(answer)
    assert f'id="fault-{field}"' in page
    assert re.search(rf'id="{field}"[^>]*aria-describedby="fault-{field}[ "]', page)
    assert f'href="#{field}"' in page
    for name in ("who", "place", "since", "phone", "contact", "told"):
        assert f'value="{form[name]}"' in page
    assert form["words"] in unescape(page)
    if form["need"]:
        assert re.search(rf'name="need" value="{form["need"]}" checked', page)
    with store.read() as tx:
        assert tx.scalars(select(Escalation)).all() == []
        assert tx.scalars(select(CallbackRequest)).all() == []


def test_the_first_line_of_the_words_is_not_swallowed(signed_in: Browser) -> None:
    page = send(signed_in, **{**EMERGENCY, "need": "", "words": "første\nandre"}).text
    assert re.search(r"<textarea[^>]*>\s?første\nandre</textarea>", page.replace("\r", ""))


def test_where_several_places_fit_one_is_chosen_and_the_case_goes_there(
    signed_in: Browser, store: Store
) -> None:
    form = {**EMERGENCY, "place": "Nes"}
    asked = send(signed_in, **form)
    assert asked.status_code == 422
    codes = re.findall(r'name="place_code" value="(\w+)"', asked.text)
    assert len(codes) > 1
    again = signed_in.fill_in(asked, "/monitor/new", **form, place_code=codes[-1])
    assert again.status_code == 303
    with store.read() as tx:
        assert tx.scalars(select(Escalation)).one().place == codes[-1]


def test_a_choice_is_forgotten_when_another_place_is_written(
    signed_in: Browser, store: Store
) -> None:
    asked = send(signed_in, **{**EMERGENCY, "place": "Nes"})
    (code, *_) = re.findall(r'name="place_code" value="(\w+)"', asked.text)
    signed_in.fill_in(asked, "/monitor/new", **EMERGENCY, place_code=code)
    with store.read() as tx:
        assert tx.scalars(select(Escalation)).one().place == "9901"


def test_a_choice_survives_another_fault(signed_in: Browser, store: Store) -> None:
    form = {**EMERGENCY, "place": "Nes"}
    asked = send(signed_in, **form)
    (code, *_) = re.findall(r'name="place_code" value="(\w+)"', asked.text)
    mended = signed_in.fill_in(asked, "/monitor/new", **{**form, "phone": "x"}, place_code=code)
    assert mended.status_code == 422
    assert signed_in.fill_in(mended, "/monitor/new", **form).status_code == 303
    with store.read() as tx:
        assert tx.scalars(select(Escalation)).one().place == code


def test_markup_that_was_typed_is_shown_as_it_was_typed(signed_in: Browser) -> None:
    page = send(signed_in, **{**EMERGENCY, "need": "", "who": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_an_office_opens_for_its_own_people_and_finds_its_place_filled_in(
    app: Starlette, store: Store
) -> None:
    browser = office_browser(app, store, "nav-lykkefjord")
    assert 'name="place" type="text" value="Lykkefjord"' in browser.get("/monitor/new").text
    assert "Vi varsler" in sent(browser, **EMERGENCY)
    refused = send(browser, **{**EMERGENCY, "place": "Fagerdal"})
    assert "Fagerdal hører ikke til ditt kontor" in words_of(refused)
    assert "112" in words_of(refused)


def test_a_case_of_another_office_is_not_found_by_its_reference(
    signed_in: Browser, app: Starlette, store: Store
) -> None:
    location = send(signed_in, **EMERGENCY).headers["location"]
    request = send(signed_in, **CALLBACK).headers["location"]
    other = office_browser(app, store, "nav-fagerdal")
    for path in (location, request, "/monitor/new/NOSUCH", "/monitor/new/%00"):
        answer = other.get(path)
        assert answer.status_code == 404
        assert "Fant ikke saken" in answer.text
    own = office_browser(app, store, "nav-lykkefjord", "lead")
    assert own.get(location).status_code == own.get(request).status_code == 200


def test_nothing_typed_is_lost_when_the_session_ends_meanwhile(
    signed_in: Browser, adviser: str, store: Store
) -> None:
    """Signed out in another tab, in again, and the same words are sent in the end."""
    own = {"Sec-Fetch-Site": "same-origin"}
    form = signed_in.get("/monitor/new")
    signed_in.fill_in(signed_in.get("/monitor"), "/logout")
    signed_in.client.headers.update(own)
    kept = signed_in.fill_in(form, "/monitor/new", **EMERGENCY)
    assert kept.status_code == 401
    assert "Det du skrev, er ikke borte" in words_of(kept)
    signed_in.sign_in(adviser, PASSWORD)
    words = unescape(
        re.findall(r'<textarea name="words" hidden>\n(.*?)</textarea>', kept.text, re.S)[0]
    )
    again = signed_in.fill_in(kept, "/monitor/new", words=words)
    assert again.status_code == 403
    assert "Se over det du skrev, og send igjen" in words_of(again)
    assert 'value="søsteren"' in again.text
    assert EMERGENCY["words"] in unescape(again.text)
    with store.read() as tx:
        assert tx.scalars(select(Escalation)).all() == []
    assert signed_in.fill_in(again, "/monitor/new", **EMERGENCY).status_code == 303


def test_what_another_site_sends_is_shown_to_nobody(signed_in: Browser) -> None:
    signed_in.client.headers["Sec-Fetch-Site"] = "cross-site"
    refused = signed_in.client.post("/monitor/new", data={**EMERGENCY, "csrf": "guess"})
    assert refused.status_code == 403
    assert "søsteren" not in refused.text


def test_more_than_any_form_holds_is_refused(signed_in: Browser) -> None:
    assert send(signed_in, words="x" * 200_000).status_code == 413


def test_the_longest_words_of_any_script_fit(signed_in: Browser) -> None:
    longest = {name: "😀" * 200 for name in ("who", "since", "contact", "told")}
    form = {**EMERGENCY, **longest, "words": "😀" * 4000}
    assert send(signed_in, **form).status_code == 303
