"""A callback by text: asked one thing at a time, read back, stored, confirmed."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.store.tables import CallbackRequest, UnmetContact
from tests.journeys.people import PEOPLE, Person
from tests.product import Product
from tests.twilio_standin.phone import Phone

pytestmark = [pytest.mark.processes, pytest.mark.brain]


def request_of(product: Product, reference: str) -> CallbackRequest:
    with product.store.read() as tx:
        return tx.scalars(
            select(CallbackRequest).where(CallbackRequest.reference == reference)
        ).one()


def reference_in(text: str) -> str:
    found = re.search(r"\b[ACDEFHJKMNPRTUWXY34679]{6}\b", text)
    assert found is not None, text
    return found[0]


class Dialogue:
    """A person and the texts they are sent, in their language."""

    def __init__(self, phone: Phone, speaker: Speaker, language: str) -> None:
        self.phone = phone
        self._text = lambda name: speaker.catalogue.text(name, language)

    def hears(self, name: str) -> str:
        """Wait for the text of that name, up to its first value."""
        words = self._text_start(name)
        return self.phone.hears(words, within=15)

    def _text_start(self, name: str) -> str:
        try:
            return self._text(name)
        except KeyError as missing:
            raise AssertionError(f"{name} needs {missing}") from missing


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.language)
def test_a_person_asks_to_be_phoned_about_the_rent(
    running: Product, speaker: Speaker, person: Person
) -> None:
    phone = running.phone(f"+47900020{PEOPLE.index(person):02}")
    dialogue = Dialogue(phone, speaker, person.language)

    phone.says(person.callback)
    dialogue.hears("utter_ask_callback_kommune")
    phone.says("Lykkefjord")
    dialogue.hears("utter_ask_callback_phone")
    phone.says("1")
    dialogue.hears("utter_ask_callback_window")
    phone.says("2")
    dialogue.hears("utter_ask_callback_reach")
    phone.says("1")
    phone.hears(speaker.catalogue.text("utter_ask_callback_interpreter", person.language,
                language_name="…").splitlines()[0], within=15)  # fmt: skip
    phone.says("1")
    dialogue.hears("utter_ask_callback_children")
    phone.says("1")
    readback = phone.hears(person.callback, within=15)
    assert "Lykkefjord" in readback
    phone.says("1")

    confirmed = phone.hears(re.compile(r"[ACDEFHJKMNPRTUWXY34679]{6}"), within=15)
    request = request_of(running, reference_in(confirmed))
    with running.store.read() as tx:
        assert tx.unseal(request.conversation_id, request.own_words) == person.callback
        assert tx.unseal(request.conversation_id, request.phone) == phone.number
        assert tx.unseal(request.conversation_id, request.window) == "morning"
    assert request.language == person.language
    assert request.place == "9901"
    assert request.office_id == "nav-lykkefjord"
    assert (request.phone_safe, request.children, request.interpreter) == ("yes", "yes", None)
    assert request.first_contact_at <= request.submitted_at
    assert request.latest_at - request.submitted_at < timedelta(days=6)


def test_a_correction_a_question_in_the_middle_and_an_unknown_answer(
    running: Product, speaker: Speaker
) -> None:
    phone = running.phone("+4790002090")
    dialogue = Dialogue(phone, speaker, "nb")
    phone.says("kan noen ringe meg, jeg vil snakke om strømregningen")
    dialogue.hears("utter_ask_callback_kommune")
    phone.says("hvilke papirer trenger jeg")
    assert "legitimasjon" in dialogue.hears("utter_ask_callback_kommune")
    phone.says("Lykkefjord")
    dialogue.hears("utter_ask_callback_phone")
    phone.says("nei, ring broren min på 412 34 567")
    dialogue.hears("utter_ask_callback_window")
    phone.says("0")
    dialogue.hears("utter_ask_callback_reach")
    phone.says("vet ikke")
    phone.hears("Trenger du tolk", within=15)
    phone.says("1")
    dialogue.hears("utter_ask_callback_children")
    phone.says("0")
    phone.hears("Stemmer dette?", within=15)
    phone.says("2")
    dialogue.hears("utter_ask_callback_change")
    phone.says("2")
    dialogue.hears("utter_ask_callback_kommune")
    phone.says("Fagerdal")
    assert "Fagerdal" in phone.hears("Stemmer dette?", within=15)
    phone.says("1")
    request = request_of(running, reference_in(phone.hears("Referanse", within=15)))
    assert request.place == "9902"
    assert (request.phone_safe, request.children) == ("unknown", "unsaid")
    with running.store.read() as tx:
        assert tx.unseal(request.conversation_id, request.phone) == "+4741234567"


def goes_through(phone: Phone, *steps: tuple[str, str | re.Pattern[str]]) -> str:
    """Say each line and wait for what it is answered with; gives the last answer."""
    heard = ""
    for line, answer in steps:
        phone.says(line)
        heard = phone.hears(answer, within=15)
    return heard


def test_vague_words_become_a_request_a_caseworker_can_act_on(running: Product) -> None:
    phone = running.phone("+4790002093")
    readback = goes_through(
        phone,
        ("hei kan noen ringe meg", "Hva gjelder det?"),
        ("det er så mye nå, jeg har ringt mange ganger", "Gjelder det noe av dette"),
        ("1 og 2", "Hvilken kommune"),
        ("Lykkefjord", "nummeret du skriver fra"),
        ("ja", "Når kan vi ringe"),
        ("etter klokka to", "greit for deg"),
        ("1 2", "tolk"),
        ("nei", "barn"),
        ("2", "Stemmer dette?"),
    )
    assert "Behov: penger, bolig" in readback
    assert "Greit for deg: SMS, beskjed på telefonen" in readback
    confirmed = goes_through(phone, ("1", "Referanse"))
    assert "En person ringer deg senest" in confirmed
    assert "Dette kan være en søknad. Jeg har notert at du tok kontakt" in confirmed
    request = request_of(running, reference_in(confirmed))
    assert request.needs == ["money", "home"]
    assert (request.possible_application, request.tried_before) == (True, True)
    assert (request.may_text, request.may_leave_voicemail) == (True, True)
    assert request.first_contact_at < request.submitted_at


def test_several_needs_in_one_message_are_one_request(running: Product) -> None:
    phone = running.phone("+4790002094")
    goes_through(
        phone,
        ("kan noen ringe meg om husleia og barnehageplassen", "Hvilken kommune"),
        ("Lykkefjord", "nummeret du skriver fra"),
        ("1", "Når kan vi ringe"),
        ("1", "greit for deg"),
        ("1", "tolk"),
        ("1", "barn"),
        ("1", "Stemmer dette?"),
    )
    request = request_of(running, reference_in(goes_through(phone, ("1", "Referanse"))))
    assert set(request.needs) >= {"home", "children"}


def test_somebody_deaf_is_written_to_and_never_promised_a_call(running: Product) -> None:
    phone = running.phone("+4790002095")
    readback = goes_through(
        phone,
        ("hei kan noen ringe meg", "Hva gjelder det?"),
        ("jeg skylder husleie, og jeg er døv", "Hvilken kommune"),
        ("Lykkefjord", "greit for deg"),
        ("1", "tolk"),
        ("tegnspråk", "barn"),
        ("2", "Stemmer dette?"),
    )
    assert "Telefon: skriv til meg" in readback
    confirmed = goes_through(phone, ("1", "Referanse"))
    assert "En person tar kontakt senest" in confirmed
    assert "ringer" not in confirmed
    assert request_of(running, reference_in(confirmed)).contact_by == "text"


def test_who_was_turned_away_is_counted_and_phoned_sooner(running: Product) -> None:
    phone = running.phone("+4790002096")
    goes_through(
        phone,
        ("kan noen ringe meg om husleia, jeg ble avvist på nav", "Hvilken kommune"),
        ("Lykkefjord", "nummeret du skriver fra"),
        ("1", "Når kan vi ringe"),
        ("1", "greit for deg"),
        ("1", "tolk"),
        ("1", "barn"),
        ("2", "Stemmer dette?"),
    )
    request = request_of(running, reference_in(goes_through(phone, ("1", "Referanse"))))
    assert request.tried_before
    with running.store.read() as tx:
        counted = tx.scalars(select(UnmetContact.reason)).all()
    assert "turned away" in counted


def test_a_change_of_mind_sends_nothing(running: Product, speaker: Speaker) -> None:
    phone = running.phone("+4790002091")
    phone.says("kan noen ringe meg om husleia")
    phone.hears("Hvilken kommune", within=15)
    phone.says("nei glem det")
    phone.hears(speaker.catalogue.text("utter_callback_cancelled", "nb"), within=15)


def test_a_kommune_that_is_not_connected_is_admitted(running: Product) -> None:
    phone = running.phone("+4790002092")
    phone.says("kan noen ringe meg om husleia")
    phone.hears("Hvilken kommune", within=15)
    for answer, question in (
        ("Solvik", "nummeret du skriver fra"),
        ("1", "Når kan vi ringe"),
        ("1", "greit for deg"),
        ("1", "tolk"),
        ("1", "barn"),
        ("2", "Stemmer dette?"),
    ):
        phone.says(answer)
        phone.hears(question, within=15)
    phone.says("1")
    assert "55 55 33 33" in phone.hears("Solvik er ikke koblet til", within=15)
