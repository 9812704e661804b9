"""The message as a page for people and archives: in Norwegian, the person's words in their own.

Set in the fonts of the pages, which ``make web`` fetches: they have the letters of all twenty
languages. The message itself is attached, for it alone is whole where a sign has no letter here.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.callbacks.handover.message import CallbackMessage
from bot.callbacks.handover.parts import AttachmentPart, OnBehalfPart, RelayedPart
from bot.register import OSLO

FONTS = Path(__file__).parents[2] / "edge" / "chat" / "static" / "vendor" / "fonts"
FIRST_FONT = "noto-sans-latin-wght-normal"
INVISIBLE = "\n\u200c\u200d\u200e\u200f"
"""What has an effect and no letter: a new line, joiners, the direction of writing."""
UNSHOWN = "?"
"""In place of a sign that no font has, such as a picture."""
MILLIMETRES_BETWEEN = 3

YES_NO = {True: "ja", False: "nei"}
ANSWERS = {"yes": "ja", "no": "nei"}
WINDOWS = {"any": "når som helst", "morning": "formiddag", "afternoon": "ettermiddag"}
CONTACT = {"phone": "telefon", "text": "melding", "meeting": "møte"}
NEEDS = {"money": "penger", "home": "bolig", "food": "mat", "children": "barn"}
STATES = {"open": "åpent", "unplaced": "uten kontor", "closed": "lukket"}
RELATIONS = {
    "child": "sønn eller datter",
    "family": "familie",
    "friend": "venn eller nabo",
    "guardian": "verge",
    "work": "hjelper i jobben",
}
ACCESS = "Gi opplysninger fra saken bare med fullmakt eller samtykke fra personen."
WHOSE = {"person": "personen det gjelder", "writer": "den som skrev"}
CONSENT = {"given": "ja", "refused": "nei", "unasked": "ikke svart"}
ANOTHER_INTERPRETER = "Personen avsluttet alene. Bruk en annen tolk."
ATTACHED = {"picture": "bilde", "voice": "lydmelding", "document": "dokument"}
REASONS = {"person": "personen ønsket det", "staff": "lukket av kontoret", "silence": "ikke svar"}


class NoFonts(Exception):
    """The fonts of the pages are not there: `make web` fetches them."""


Line = tuple[str, str]
"""What it is, and what it says."""


def as_pdf(message: CallbackMessage) -> bytes:
    """The message as one document; raises :class:`NoFonts`."""
    pdf = FPDF(format="A4")
    letters = _set_fonts(pdf)
    pdf.set_title(f"Ringeønske {message.reference}")
    pdf.set_lang("nb")
    pdf.add_page()
    _write(pdf, f"Ringeønske {message.reference}", size=18)
    is_whole = True
    for heading, lines in _sections(message):
        pdf.ln(MILLIMETRES_BETWEEN)
        _write(pdf, heading, size=13)
        for label, words in lines:
            shown = _shown(words, letters)
            is_whole &= shown == words
            _write(pdf, f"{label}: {shown}" if label else shown)
    if not is_whole:
        pdf.ln(MILLIMETRES_BETWEEN)
        _write(pdf, f"Tegn som ikke kan vises her ({UNSHOWN}), står i den vedlagte filen.")
    pdf.embed_file(
        bytes=message.model_dump_json(indent=2).encode(),
        basename=f"{message.reference}.json",
        desc=message.format,
        mime_type="application/json",
    )
    return bytes(pdf.output())


def _set_fonts(pdf: FPDF) -> frozenset[int]:
    """Gives the code points that one of them has a letter for."""
    fonts = sorted(FONTS.glob("*.woff2"))
    if FIRST_FONT not in (font.stem for font in fonts):
        raise NoFonts(NoFonts.__doc__)
    for font in fonts:
        pdf.add_font(font.stem, fname=font)
    pdf.set_font(FIRST_FONT)
    pdf.set_fallback_fonts([font.stem for font in fonts])
    pdf.set_text_shaping(True)
    read = (font for font in pdf.fonts.values() if isinstance(font, TTFFont))
    return frozenset(letter for font in read for letter in font.cmap)


def _shown(words: str, letters: frozenset[int]) -> str:
    return "".join(sign if ord(sign) in letters or sign in INVISIBLE else UNSHOWN for sign in words)


def _write(pdf: FPDF, words: str, *, size: int = 11) -> None:
    pdf.set_font_size(size)
    pdf.multi_cell(0, size * 0.55, words, new_x="LMARGIN", new_y="NEXT")


def _sections(message: CallbackMessage) -> Iterator[tuple[str, list[Line]]]:
    """The headings and what stands under them; what is not known is left out."""
    yield "Hva det gjelder, med personens egne ord", _need(message)
    yield "Personen", _person(message)
    if message.on_behalf is not None:
        yield "Skrevet av en annen", _on_behalf(message.on_behalf)
    if message.relayed is not None:
        yield "Via tolk eller hjelper", _relayed(message.relayed)
    if message.attachments:
        yield "Sendt av personen", [_sent(each) for each in message.attachments]
    yield "Saken", _case(message)
    if message.handling.history:
        yield "Det som er gjort", list(_history(message))


def _need(message: CallbackMessage) -> list[Line]:
    need = message.need
    return _known(
        ("", need.own_words),
        *(("La til " + _moment(added.at), added.words) for added in need.added),
        ("Siden", need.since),
        ("Behov", ", ".join(NEEDS.get(each, each) for each in need.needs)),
        ("Kan være en søknad", YES_NO[need.possible_application]),
        ("Har prøvd før", YES_NO[need.tried_before]),
        ("Ba om et menneske", YES_NO[need.human_wanted]),
    )


def _person(message: CallbackMessage) -> list[Line]:
    person = message.person
    return _known(
        ("Vil kalles", person.called),
        ("Telefon", person.phone),
        ("Er telefonen trygg", ANSWERS.get(person.phone_safe, "ikke kjent")),
        ("Kontakt", CONTACT.get(person.contact_by, person.contact_by)),
        ("Når", WINDOWS.get(person.window, person.window)),
        ("Kan få melding", YES_NO[person.may_text]),
        ("Kan få beskjed på svarer", YES_NO[person.may_leave_voicemail]),
        ("Andre kan ta telefonen", YES_NO[person.others_may_answer]),
        ("Annen kontakt", person.contact),
        ("Språk", person.language),
        ("Tolk", person.interpreter),
        ("Barn i husstanden", ANSWERS.get(person.children, "ikke kjent")),
    )


def _on_behalf(of: OnBehalfPart) -> list[Line]:
    may_be_child = of.writer_is_child != "no"
    rule = "Bestill tolk. Barn skal ikke tolke (tolkeloven § 4)." if may_be_child else ACCESS
    return _known(
        ("Skrevet av", of.writer),
        ("Er for personen", RELATIONS.get(of.relation, "ikke sagt")),
        ("Skrev for", of.for_whom),
        ("Ring", WHOSE[of.whom_to_phone]),
        ("Nummeret tilhører", WHOSE[of.phone_of]),
        ("Fullmakt", None if may_be_child else ANSWERS.get(of.power_of_attorney, "ikke sagt")),
        ("Under 18", ANSWERS.get(of.writer_is_child, "ikke sagt") if may_be_child else None),
        ("Sier om seg selv", of.own_need),
        ("", rule),
    )


def _relayed(relayed: RelayedPart) -> list[Line]:
    return _known(
        ("Formidlet av", relayed.called or "har ikke sagt navn"),
        ("Bestill tolk", relayed.interpreter_to_book),
        ("Samtykke", CONSENT[relayed.consent]),
        ("", ANOTHER_INTERPRETER if relayed.interpreter_unwanted else None),
    )


def _sent(attachment: AttachmentPart) -> Line:
    return _moment(attachment.received_at).capitalize(), ATTACHED[attachment.kind]


def _case(message: CallbackMessage) -> list[Line]:
    at, handling = message.moments, message.handling
    place = message.place
    return _known(
        ("Kontor", message.office.name if message.office else None),
        ("Sted", ", ".join(filter(None, (place.name, place.bydel))) if place else None),
        ("Første kontakt", _moment(at.first_contact_at)),
        ("Sendt", _moment(at.submitted_at)),
        ("Skulle ringes senest", _moment(at.latest_at)),
        ("Ble akutt", _moment(at.urgent_at)),
        ("Snakket med", _moment(at.reached_at)),
        ("Tilstand", STATES.get(message.state, message.state)),
        ("Lukket", _moment(at.closed_at)),
        ("Hvorfor", handling.close_reason and REASONS.get(handling.close_reason)),
        ("Åpnet av", handling.opened_by),
        ("Personen har fått vite", handling.told),
        ("Ansvarlig", handling.owner),
        ("Forsøk", str(handling.attempts)),
    )


def _history(message: CallbackMessage) -> Iterator[Line]:
    for event in message.handling.history:
        said = " – ".join(part for part in (event.what, event.by, event.words) if part)
        yield _moment(event.at), said


def _known(*lines: tuple[str, str | None]) -> list[Line]:
    return [(label, words) for label, words in lines if words]


def _moment(at: datetime | None) -> str:
    return at.astimezone(OSLO).strftime("%d.%m.%Y kl. %H.%M") if at else ""
