"""What staff read for the needs, attempts, times and history of a callback request."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from babel.dates import format_date

from bot.callbacks.attempts import Result
from bot.callbacks.ending import CloseReason
from bot.callbacks.history import What
from bot.callbacks.owning import OWNED
from bot.language.served import BOKMAL as NORWEGIAN
from bot.language.wording import OSLO, time_of_day

NEEDS: dict[str, str] = {
    "money": "penger",
    "food": "mat",
    "home": "bolig",
    "children": "barn",
}
CONTACT_BY: dict[str, str] = {
    "phone": "Vil bli ringt",
    "text": "Vil ha tekst, ikke samtale",
    "meeting": "Vil møtes",
}
RELATIONS: dict[str, str] = {
    "child": "Sønn eller datter",
    "family": "Familie",
    "friend": "Venn eller nabo",
    "guardian": "Verge",
    "work": "Hjelper i jobben",
}
RESULTS: dict[str, tuple[str, str, str]] = {
    Result.REACHED: ("s", "Snakket med personen", "snakket"),
    Result.NO_ANSWER: ("i", "Ikke svar", "ikke svar"),
    Result.VOICEMAIL_LEFT: ("b", "La igjen beskjed", "beskjed"),
    Result.WRONG_NUMBER: ("f", "Feil nummer", "feil nummer"),
    Result.INTERPRETER_MISSING: ("t", "Tolk manglet", "tolk manglet"),
}
"""The key, what the button says, and what a list says. One press each."""
EVENTS: dict[str, str] = {
    What.SUBMITTED: "Personen ba om å bli ringt",
    What.WINDOW_MISSED: "Avtalt tid gikk uten at noen ringte",
    What.LATE: "Siste frist gikk uten at noen ringte",
    What.TOLD: "Lagt i kø: melding til personen om dette",
    What.ASKED: "Vi spør personen om noen har ringt, og om det hjalp",
    What.UNASKED: "Vi kan ikke spørre personen om det hjalp. Lukk ringeønsket når det er i orden",
    What.CONTACT_TOLD: "Personen skrev hvordan vi må ta kontakt",
    What.WROTE: "Skrev til personen i chatten",
    What.LEAD_ALERTED: "Lederen ved kontoret ble varslet",
    What.MONITOR_ALERTED: "NKS ble varslet",
    What.WINDOW_CHOSEN: "Personen valgte tid",
    What.TEXT_WANTED: "Personen vil heller ha tekst",
    What.PHONE_GIVEN: "Personen ga et telefonnummer",
    What.PHONE_WRONG: "Dette nummeret var feil",
    What.NOTED: "Personen la til noe",
    What.CALLED: "Personen ringte hit igjen",
    What.ATTACHED: "Personen sendte bilde, lydmelding eller fil",
    What.URGENT: "Tegn på fare. Personen ringes først",
    What.RELOCATED: "Personen er et annet sted",
    What.CANCEL_WISHED: "Personen vil kanskje ikke bli ringt. Vi spør",
    What.CONFIRMED: "Personen svarte at noen ringte, og at det hjalp",
    What.REOPENED: "Personen svarte nei: ingen ringte, eller det hjalp ikke",
    What.CLOSED: "Lukket",
    OWNED: "Ansvarlig",
    **{result: label for result, (_, label, _) in RESULTS.items()},
    Result.MOVED: "Gitt til et annet kontor",
    Result.DONE: "Ferdig",
}
CLOSE_REASONS: dict[str, str] = {
    CloseReason.PERSON: "personen sa selv at det er i orden",
    CloseReason.STAFF: "lukket av en ansatt, med grunn",
    CloseReason.SILENCE: "noen har snakket med personen, som ikke har svart siden",
}
WINDOWS: dict[str, str] = {
    "any": "når som helst",
    "morning": "formiddag",
    "afternoon": "ettermiddag",
}


def event_words(what: str, *, is_staffs: bool) -> str:
    """What happened; ``is_staffs``: a member of staff did it."""
    if what == What.SUBMITTED and is_staffs:
        return "Skrevet ned for personen"
    return EVENTS[what]


def when(at: datetime, now: datetime) -> str:
    """A moment of the days around: ``i dag 14:00``, ``fredag 14:00``, ``3. des. 14:00``."""
    day, today = at.astimezone(OSLO).date(), now.astimezone(OSLO).date()
    away = day - today
    clock = time_of_day(at, NORWEGIAN)
    named = {-1: "i går", 0: "i dag", 1: "i morgen"}.get(away.days)
    if named is None and timedelta(days=-7) < away < timedelta(days=7):
        named = format_date(day, "EEEE", locale=NORWEGIAN)
        named = f"sist {named}" if away < timedelta() else named
    return f"{named or format_date(day, 'd. MMM', locale=NORWEGIAN)} {clock}"


def recently(at: datetime, now: datetime) -> str:
    """The same, with the hour alone when it was today: ``13:10``."""
    return when(at, now).removeprefix("i dag ")


def window_words(window: str) -> str:
    return WINDOWS.get(window, window)


def needs_words(needs: Sequence[str]) -> str:
    """``penger, mat``; empty when the person named none."""
    return ", ".join(NEEDS.get(need, need) for need in needs)
