"""What staff read of a conversation through an interpreter or helper."""

from datetime import datetime

from babel.dates import format_date

from bot.callbacks.relayed import Relayed
from bot.delivery.relayed import ASSISTANT, INTERPRETER, PERSON
from bot.language.served import BOKMAL as NORWEGIAN
from bot.language.wording import OSLO, moment

SPEAKERS: dict[str, str] = {
    PERSON: "Personen",
    INTERPRETER: "Tolken",
    ASSISTANT: "Lavterskel",
}
CONSENT: dict[str, str] = {"given": "Ja", "refused": "Nei", "unasked": "Ikke svart"}
ENDED_BY: dict[str, str] = {
    "interpreter": "Tolken avsluttet",
    "person": "Personen avsluttet alene",
    "silence": "Avsluttet fordi ingen skrev mer",
}


def consent(relayed: Relayed) -> str:
    """``Ja, tirsdag 24. november kl. 14:00``; ``Ikke svart``."""
    answer = CONSENT[relayed.consent]
    return f"{answer}, {moment(relayed.consent_at, NORWEGIAN)}" if relayed.consent_at else answer


def relay_state(relayed: Relayed) -> str:
    """Whether the interpreter still writes, or who ended it and when."""
    if relayed.is_going_on:
        return "Tolken skriver for personen nå"
    ended = ENDED_BY.get(relayed.ended_by or "", "Personen ville ikke fortsette")
    return f"{ended} {moment(relayed.ended_at, NORWEGIAN)}" if relayed.ended_at else ended


def day(at: datetime) -> str:
    """``tirsdag 24. november 2026``: still true on paper."""
    return format_date(at.astimezone(OSLO), "EEEE d. MMMM y", locale=NORWEGIAN)
