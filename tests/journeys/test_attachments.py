"""A picture of a letter: one line is asked for, a person phones, and the office has the letter."""

import re
import time
from html import unescape
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.delivery.speaker import Speaker
from bot.monitor.accounts import add_staff
from bot.monitor.cookies import SESSION
from bot.monitor.sessions import open_session
from bot.store.tables import Attachment, CallbackRequest
from tests.journeys.people import PEOPLE, Person
from tests.journeys.test_callback import Dialogue, reference_in, request_of
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain]

LETTER = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 200 + b"\xff\xd9"
WITHIN = 15.0
by_person = pytest.mark.parametrize(
    "person",
    [each for each in PEOPLE if each.language in ("nb", "pl")],
    ids=lambda each: each.language,
)


def office_of(product: Product, name: str) -> httpx.Client:
    """Somebody of the office of Lykkefjord, signed in."""
    with product.store.write() as tx:
        staff = add_staff(
            tx, name=name, role="office", office_id="nav-lykkefjord", password="basu-tilo-remy-kafo"
        ).staff
        token = open_session(tx, staff)
    return httpx.Client(base_url=product.url, cookies={SESSION: token}, trust_env=False)


def office_has_the_letter(product: Product, name: str, reference: str) -> None:
    office = office_of(product, name)
    page = office.get(f"/worklist/{reference}")
    assert page.status_code == 200
    found = re.search(r'href="(/worklist/\w+/attachments/\d+)"[^>]*>Bilde 1', page.text)
    assert found is not None
    answer = office.get(found[1])
    assert answer.content == LETTER
    assert answer.headers["content-disposition"].startswith("attachment;")


@by_person
def test_a_picture_of_a_letter_by_mms(running: Product, speaker: Speaker, person: Person) -> None:
    phone = running.phone(f"+47900070{PEOPLE.index(person):02}")
    dialogue = Dialogue(phone, speaker, person.language)
    phone.says(person.question)
    dialogue.hears("utter_call_offer")
    phone.says("2")
    dialogue.hears("utter_call_declined")

    phone.says("", media=[("image/jpeg", LETTER)])
    dialogue.hears("utter_media_unreadable")
    phone.says(person.callback)
    dialogue.hears("utter_ask_callback_kommune")
    phone.says("Lykkefjord")
    dialogue.hears("utter_ask_callback_phone")
    phone.says("1")
    dialogue.hears("utter_ask_callback_window")
    phone.says("1")
    dialogue.hears("utter_ask_callback_reach")
    phone.says("1")
    interpreter = speaker.catalogue.text(
        "utter_ask_callback_interpreter", person.language, language_name="…"
    )
    phone.hears(interpreter.splitlines()[0], within=WITHIN)
    phone.says("1")
    dialogue.hears("utter_ask_callback_children")
    phone.says("1")
    phone.hears(person.callback, within=WITHIN)
    phone.says("1")
    reference = reference_in(phone.hears(re.compile(r"[ACDEFHJKMNPRTUWXY34679]{6}"), within=WITHIN))

    assert request_of(running, reference).phone is not None
    office_has_the_letter(running, f"Ola {person.language} MMS", reference)
    assert running.twilio.wait_for(lambda: not running.twilio.all_media or None, within=90)


class OnThePage:
    """Somebody in the chat, as the form sends it; their texts are looked up by name."""

    def __init__(self, product: Product, speaker: Speaker, language: str, address: str) -> None:
        headers = {"Accept-Language": language, "X-Forwarded-For": address}
        self.client = httpx.Client(base_url=product.url, headers=headers, trust_env=False)
        self.speaker, self.language = speaker, language

    def says(self, text: str = "", **more: Any) -> None:
        answer = self.client.post("/chat/messages", data={"text": text}, **more)
        assert answer.status_code == 303, answer.text

    def sees(self, name: str, **values: object) -> str:
        words = self.speaker.catalogue.text(name, self.language, **values).splitlines()[0]
        return self.sees_words(words)

    def sees_words(self, words: str) -> str:
        deadline = time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            page = unescape(re.sub(r"<[^>]+>", "", self.client.get("/").text))
            if words in page:
                return page
            time.sleep(0.1)
        raise AssertionError(f"{words!r} is not on the page")


@by_person
def test_a_picture_of_a_letter_in_the_chat(
    running: Product, speaker: Speaker, person: Person
) -> None:
    anna = OnThePage(running, speaker, person.language, "192.0.2.7")
    anna.says(files={"file": ("brev.png", LETTER, "image/png")})
    anna.sees("utter_media_kept")
    anna.sees("utter_media_unreadable")
    anna.sees("utter_chat_attached_picture")

    anna.says(person.callback)
    anna.sees("utter_ask_callback_kommune")
    anna.says("Lykkefjord")
    anna.sees("utter_ask_callback_phone_chat")
    anna.says("999 20 777")
    anna.sees("utter_ask_callback_window")
    anna.says("1")
    anna.sees("utter_ask_callback_reach")
    anna.says("1")
    anna.sees("utter_ask_callback_interpreter", language_name="…")
    anna.says("1")
    anna.sees("utter_ask_callback_children")
    anna.says("1")
    anna.sees_words("Lykkefjord")
    anna.says("1")

    deadline = time.monotonic() + WITHIN
    while (request := newest_request(running)).first_contact_at < first_picture_at(running):
        assert time.monotonic() < deadline, "no request was made"
        time.sleep(0.1)
    office_has_the_letter(running, f"Ola {person.language} chat", request.reference)


def newest_request(product: Product) -> CallbackRequest:
    with product.store.read() as tx:
        query = select(CallbackRequest).order_by(CallbackRequest.id.desc()).limit(1)
        return tx.scalars(query).one()


def first_picture_at(product: Product) -> Any:
    """When the newest picture came: the need of its request is voiced with it."""
    with product.store.read() as tx:
        query = select(Attachment.received_at).order_by(Attachment.id.desc()).limit(1)
        return tx.scalars(query).one()
