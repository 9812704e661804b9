"""Somebody writes for another: a child for a parent, a daughter with a paper, a neighbour."""

import re

import pytest

from bot.callbacks.on_behalf import OnBehalf, read_on_behalf
from bot.delivery.speaker import Speaker
from bot.store.tables import CallbackRequest, Conversation, Dialogue
from tests.journeys.test_callback import goes_through, reference_in, request_of
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain]

REFERENCE = re.compile(r"\b[ACDEFHJKMNPRTUWXY34679]{6}\b")
MOTHER = "+4741234567"


def sent(product: Product, reference: str) -> tuple[CallbackRequest, OnBehalf]:
    request = request_of(product, reference)
    with product.store.read() as tx:
        of = read_on_behalf(tx, request)
    assert of is not None
    return request, of


def number(product: Product, request: CallbackRequest) -> str:
    assert request.phone is not None
    with product.store.read() as tx:
        return tx.unseal(request.conversation_id, request.phone)


def test_a_boy_of_twelve_writes_for_his_mother(running: Product) -> None:
    """He is thanked and spared; his mother is phoned, with an interpreter in her language."""
    boy = running.phone("+4790002201")
    boy.says("hei jeg er 12 og tolker for mamma")
    thanked = boy.hears("Takk for at du skriver", within=15)
    assert "Du trenger ikke tolke for voksne" in thanked
    assert "NAV skaffer tolk, og det er gratis" in thanked
    cared_for = goes_through(
        boy,
        ("vi har ikke råd til husleia", "Hvor bor personen"),
        ("Lykkefjord", "Hvilket nummer har den voksne"),
        ("412 34 567", "Når kan vi ringe"),
        ("1", "Hvilket språk snakker personen"),
        ("tigrinja", "Hvordan har du det selv"),
    )
    assert "116 111" in cared_for
    readback = goes_through(boy, ("det er litt mye å passe på", "Stemmer dette"))
    assert "Du skriver for: mamma" in readback
    assert "Fullmakt" not in readback
    confirmed = goes_through(boy, ("1", "En person ringer den du skriver for"))

    request, of = sent(running, reference_in(confirmed))
    assert number(running, request) == MOTHER
    assert of == OnBehalf(
        relation="child",
        for_whom="mamma",
        writer="",
        whom_to_phone="person",
        phone_of="person",
        power_of_attorney="unknown",
        writer_is_child="yes",
        own_need="det er litt mye å passe på",
    )
    assert request.interpreter is not None
    with running.store.read() as tx:
        assert tx.unseal(request.conversation_id, request.interpreter) == "tigrinja"
    assert not any("fullmakt" in text.lower() for text in boy.texts)


def test_a_girl_writes_in_arabic_for_her_mother(running: Product, speaker: Speaker) -> None:
    girl = running.phone("+4790002202")

    def hears(name: str) -> str:
        text = speaker.catalogue.text(name, "ar")
        return girl.hears(text.splitlines()[0], within=15)

    girl.says("أنا أترجم لأمي، عمري 13")
    hears("utter_behalf_child")
    girl.says("لا نستطيع دفع الإيجار")
    hears("utter_ask_behalf_kommune")
    girl.says("Lykkefjord")
    hears("utter_ask_behalf_phone_child")
    girl.says("1")
    girl.hears("متى", within=15)
    girl.says("1")
    hears("utter_ask_behalf_interpreter")
    girl.says("العربية")
    hears("utter_ask_behalf_need")
    girl.says("0")
    girl.hears("لأمي", within=15)
    girl.says("1")
    reference = reference_in(girl.hears(REFERENCE, within=15))
    request, of = sent(running, reference)
    assert (of.writer_is_child, of.whom_to_phone, of.phone_of) == ("yes", "person", "person")
    assert number(running, request) == girl.number
    assert request.children == "yes"


def test_a_daughter_with_a_power_of_attorney(running: Product) -> None:
    """She is phoned herself; that she has a paper is what she says, for staff to see."""
    daughter = running.phone("+4790002203")
    readback = goes_through(
        daughter,
        ("jeg har fullmakt for faren min", "Hva gjelder det"),
        ("han skylder strøm", "Hvor bor personen"),
        ("Lykkefjord", "Hvem skal vi ringe"),
        ("2", "Når kan vi ringe"),
        ("1", "Hva er greit for deg"),
        ("1", "Hvilket språk snakker personen"),
        ("1", "Hva heter du"),
        ("Kari", "Stemmer dette"),
    )
    assert "Vi ringer: deg" in readback
    assert "Fullmakt: ja" in readback
    confirmed = goes_through(daughter, ("1", "En person ringer deg senest"))
    request, of = sent(running, reference_in(confirmed))
    assert (of.power_of_attorney, of.whom_to_phone, of.writer) == ("yes", "writer", "Kari")
    assert number(running, request) == daughter.number


def test_a_neighbour_without_a_paper(running: Product) -> None:
    """A general question is answered to anybody; the neighbour is phoned, and asked for no case."""
    helper = running.phone("+4790002204")
    helper.says("jeg skriver for naboen min, hun kan ikke betale husleia, hva kan hun gjøre")
    answered = helper.hears("Jeg ser ikke saken til noen", within=15)
    assert "Skal en person ringe deg?" in answered
    readback = goes_through(
        helper,
        ("1", "Hvor bor personen"),
        ("Lykkefjord", "Hvem skal vi ringe"),
        ("1", "Skriv nummeret vi skal ringe"),
        ("412 34 567", "Når kan vi ringe"),
        ("1", "Hvilket språk snakker personen"),
        ("1", "Har du fullmakt"),
        ("2", "Hva heter du"),
        ("Solveig", "Stemmer dette"),
    )
    for line in ("Du skriver for: naboen min", "Navnet ditt: Solveig", "Fullmakt: nei"):
        assert line in readback
    confirmed = goes_through(helper, ("1", "En person ringer den du skriver for"))
    request, of = sent(running, reference_in(confirmed))
    assert (of.relation, of.power_of_attorney, of.writer) == ("friend", "no", "Solveig")
    assert number(running, request) == MOTHER
    assert not request.may_text
    with running.store.read() as tx:
        dialogue = tx.get_one(Dialogue, request.conversation_id)
        assert "Solveig" not in tx.unseal(request.conversation_id, dialogue.state)
        assert tx.get_one(Conversation, request.conversation_id).channel == "sms"

    asked = goes_through(helper, ("når ringer dere", "tar kontakt senest"))
    assert request.reference in asked


def test_nobody_is_told_of_anothers_case(running: Product) -> None:
    son = running.phone("+4790002205")
    son.says("hvordan går det med saken til moren min")
    calm = son.hears("Jeg ser ikke saken til noen", within=15)
    assert "når personen sier ja (fullmakt)" in calm
    assert "1 ja" in calm  # to a human
    goes_through(son, ("1", "Hvor gammel er du"))


def test_a_daughter_is_answered_once_her_family_is_safe(running: Product) -> None:
    daughter = running.phone("+4790002206")
    daughter.says("I am writing for my mother, she has almost no money left for food")
    daughter.hears("food", within=15)
    daughter.says("yes")
    daughter.hears("You are welcome to write for someone else", within=15)
