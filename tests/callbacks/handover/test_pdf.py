"""The document of a request: in Norwegian, with the person's words as they wrote them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from bot.callbacks.handover import pdf
from bot.callbacks.handover.message import CallbackMessage
from bot.callbacks.handover.parts import AttachmentPart, OnBehalfPart, RelayedPart
from bot.callbacks.handover.pdf import NoFonts, as_pdf

AT = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)


@pytest.fixture
def message_with() -> Callable[[str], CallbackMessage]:
    def make(words: str) -> CallbackMessage:
        moments = dict.fromkeys(("first_contact_at", "submitted_at", "latest_at"), AT)
        return CallbackMessage.model_validate(
            {
                "delivery": None,
                "reference": "K7M4TX",
                "state": "open",
                "office": {"id": "nav-lykkefjord", "name": "NAV Lykkefjord"},
                "place": {"code": "9901", "name": "Lykkefjord", "bydel": None},
                "moments": {**moments, "urgent_at": None, "reached_at": None, "closed_at": None},
                "person": {
                    "called": None,
                    "phone": "+4799910001",
                    "phone_safe": "no",
                    "may_be_phoned": True,
                    "language": "ar",
                    "interpreter": "arabisk",
                    "contact_by": "phone",
                    "window": "morning",
                    "may_text": False,
                    "may_leave_voicemail": False,
                    "others_may_answer": False,
                    "contact": None,
                    "children": "yes",
                },
                "on_behalf": None,
                "relayed": None,
                "attachments": [],
                "need": {
                    "own_words": words,
                    "since": None,
                    "added": [{"at": AT, "words": "og strømmen er borte"}],
                    "needs": ["money", "food"],
                    "possible_application": True,
                    "tried_before": True,
                    "human_wanted": False,
                },
                "handling": {
                    "opened_by": None,
                    "told": None,
                    "owner": None,
                    "attempts": 1,
                    "missed": 1,
                    "close_reason": None,
                    "history": [{"at": AT, "what": "no_answer", "by": "Ola", "words": None}],
                },
            }
        )

    return make


def opened(content: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(content)


def text_of(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in opened(content))


def test_it_says_in_norwegian_what_an_office_must_know(
    message_with: Callable[[str], CallbackMessage],
) -> None:
    text = text_of(as_pdf(message_with("jeg har ikke penger til mat")))
    for words in (
        "Ringeønske K7M4TX",
        "jeg har ikke penger til mat",
        "og strømmen er borte",
        "Er telefonen trygg: nei",
        "Tolk: arabisk",
        "Behov: penger, mat",
        "Kan være en søknad: ja",
        "NAV Lykkefjord",
        "Første kontakt: 27.11.2026 kl. 09.30",
    ):
        assert words in text


def test_it_says_who_wrote_and_that_a_child_is_no_interpreter(
    message_with: Callable[[str], CallbackMessage],
) -> None:
    of = OnBehalfPart(
        writer=None,
        relation="child",
        for_whom="mamma",
        whom_to_phone="person",
        phone_of="writer",
        power_of_attorney="unknown",
        writer_is_child="yes",
        own_need="jeg er litt lei meg",
    )
    message = message_with("hun trenger hjelp").model_copy(update={"on_behalf": of})
    text = text_of(as_pdf(message))
    for words in (
        "Skrevet av en annen",
        "Er for personen: sønn eller datter",
        "Nummeret tilhører: den som skrev",
        "Sier om seg selv: jeg er litt lei meg",
        "Barn skal ikke tolke (tolkeloven § 4)",
    ):
        assert words in text
    assert "Fullmakt" not in text


@pytest.mark.parametrize(
    "words",
    [
        "немає грошей на їжу",
        "нет денег на еду",
        "ምግብ የለኝን ገንዘብ",
        "param tune ye ji bo xwarinê",
        "neturiu pinigų maistui, žvėrys ąčęėį",
        "Mus ii leat ruhta, áčđŋšŧž",
    ],
)
def test_words_are_shown_in_the_letters_they_were_written_in(
    message_with: Callable[[str], CallbackMessage], words: str
) -> None:
    assert words in text_of(as_pdf(message_with(words)))


def test_an_interpreter_to_be_booked_and_what_was_sent_are_named(
    message_with: Callable[[str], CallbackMessage],
) -> None:
    relayed = RelayedPart(
        called="Sara",
        language="ti",
        consent="given",
        interpreter_to_book="tigrinja",
        interpreter_unwanted=True,
    )
    sent = AttachmentPart(kind="voice", content_type="audio/amr", received_at=AT)
    message = message_with("hjelp").model_copy(update={"relayed": relayed, "attachments": [sent]})
    text = text_of(as_pdf(message))
    for words in ("Formidlet av: Sara", "Bestill tolk: tigrinja", "Bruk en annen tolk"):
        assert words in text
    assert "27.11.2026 kl. 09.30: lydmelding" in text


@pytest.mark.parametrize(
    "words", ["ليس لدي مال للطعام", "پارەم نییە بۆ خواردن", "میرے پاس پیسے نہیں"]
)
def test_arabic_letters_are_all_there(
    message_with: Callable[[str], CallbackMessage], words: str
) -> None:
    """A reader of PDF gives joined letters back in pieces, so they are compared by kind."""
    text = text_of(as_pdf(message_with(words)))
    assert pdf.UNSHOWN not in text
    letters = {letter for letter in text if "\u0600" <= letter <= "\u06ff"}
    assert set(words) - {" "} <= letters


def test_what_cannot_be_shown_is_said_and_stands_in_what_is_attached(
    message_with: Callable[[str], CallbackMessage],
) -> None:
    message = message_with("hjelp \U0001f622")
    content = as_pdf(message)
    text = text_of(content)
    assert "hjelp ?" in text
    assert "den vedlagte filen" in text
    document: Any = opened(content)
    (attached,) = [document.get_attachment(n) for n in range(document.count_attachments())]
    assert attached.get_name() == "K7M4TX.json"
    assert json.loads(bytes(attached.get_data())) == json.loads(message.model_dump_json())


def test_a_long_story_goes_on_over_the_page(
    message_with: Callable[[str], CallbackMessage],
) -> None:
    content = as_pdf(message_with("jeg trenger hjelp " * 400))
    assert len(opened(content)) > 1
    assert text_of(content).split().count("trenger") == 400


def test_without_fonts_it_says_what_to_do(
    message_with: Callable[[str], CallbackMessage],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(NoFonts, match="make web"):
        as_pdf(message_with("hjelp"))
