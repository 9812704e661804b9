"""The form for somebody on the phone: what was typed, and what must be mended, in Norwegian."""

import secrets
from collections.abc import Mapping

from pydantic import ValidationError

from bot.language.served import LANGUAGES, language_name
from bot.monitor.caller import CallerCallback, CallerEmergency
from bot.monitor.caller_facts import CallerRefused
from bot.monitor.pages import NORWEGIAN
from bot.register import Place, Register

CALLBACK = "callback"
NEEDS = {
    "life": "Livet er i fare: ulykke, overdose eller alvorlig sykdom",
    "suicide": "Tanker om å ta sitt eget liv",
    "violence": "Vold eller trusler",
    "child": "Et barn er i fare",
    "shelter": "Har ikke et sted å sove i natt",
    "necessities": "Mangler mat, medisin eller strøm",
    CALLBACK: "Ingenting av dette. Kontoret kan ringe tilbake",
}
COMMON = (
    *("words", "who", "place", "place_code", "since", "children", "language", "phone"),
    *("phone_safe", "contact", "told", "key"),
)
FIELDS = (*COMMON, "need", "texts", "interpreter", "window", "window_words", "places_of")
"""``places_of``: the text that ``place_code`` is a choice for."""
START = dict.fromkeys(FIELDS, "") | {
    "children": "unknown",
    "phone_safe": "unknown",
    "window": "any",
}
FAULTS = {
    ("form", None): "Siden var for gammel. Se over det du skrev, og send igjen.",
    ("need", None): "Velg hva det gjelder nå.",
    ("words", None): "Skriv hva personen trenger, med høyst 4000 tegn.",
    ("place", "missing"): "Skriv hvor personen er, så vi vet hvilket kontor det gjelder.",
    ("place", "unknown"): "Vi kjenner ikke stedet. Skriv en kommune, en bydel eller et postnummer.",
    ("place", "several"): "Flere steder passer. Velg ett av dem.",
    ("place_code", "unknown"): "Velg et av stedene.",
    ("phone", "missing"): "Skriv nummeret som kontoret skal ringe.",
    ("phone", "unreadable"): "Vi kan ikke lese nummeret. Skriv åtte siffer, eller + og landkode.",
    ("language", None): "Velg et språk fra listen.",
    ("children", None): "Velg ja, nei eller vet ikke.",
    ("phone_safe", None): "Velg ja, nei eller vet ikke.",
    ("key", None): "Skjemaet er ødelagt. Last siden på nytt.",
}
TOO_LONG = "Skriv kortere: høyst 200 tegn."


def new_form() -> dict[str, str]:
    """Empty, with a name of its own, so that sending it twice opens one case."""
    return START | {"key": secrets.token_urlsafe(16)}


def filled_form(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed, field by field; nothing else that was sent."""
    form = {name: sent.get(name) or START[name] for name in FIELDS}
    if form["place"] != form["places_of"]:
        form["place_code"] = ""  # chosen for what stood there before
    return form


def caller_of(form: Mapping[str, str]) -> CallerEmergency | CallerCallback:
    """What the form says. Raises ValidationError."""
    facts: dict[str, object] = {name: form[name] for name in COMMON}
    facts["language"] = form["language"] or None
    facts["texts"] = bool(form["texts"])
    if form["need"] != CALLBACK:
        return CallerEmergency.model_validate({**facts, "kind": form["need"]})
    facts["window"] = form["window_words"] or form["window"] or "any"
    facts["interpreter"] = bool(form["interpreter"])
    return CallerCallback.model_validate(facts)


def faults_of(error: ValidationError) -> dict[str, str]:
    """By field, in the order of the form."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        field = {"kind": "need", "window": "window_words"}.get(str(each["loc"][0]), each["loc"][0])
        found[str(field)] = FAULTS.get((str(field), None), TOO_LONG)
    return found


def fault_of_refusal(refused: CallerRefused, register: Register) -> dict[str, str]:
    """The one field that keeps the form from being taken."""
    if refused.reason == "not connected":
        return {"place": _not_connected(refused.places[0], register)}
    if refused.reason == "elsewhere":
        return {"place": _elsewhere(refused.places[0], register)}
    return {refused.field: FAULTS[refused.field, refused.reason]}


def languages() -> list[tuple[str, str]]:
    """Every language of the house, by its Norwegian name."""
    named = [(code, language_name(code, NORWEGIAN)) for code in LANGUAGES]
    return sorted(named, key=lambda each: each[1])


def place_label(place: Place) -> str:
    return f"{place.name}, {place.bydel}" if place.bydel else place.name


def _not_connected(place: Place, register: Register) -> str:
    office = register.office_for(place)
    name = office.name if office else "NAV"
    return (
        f"{place_label(place)} er ikke koblet til denne tjenesten. Ingenting er sendt eller lagret."
        f" Personen må ringe {name} på {register.phone_of(office)}."
    )


def _elsewhere(place: Place, register: Register) -> str:
    numbers = register.numbers()
    return (
        f"{place_label(place)} hører ikke til ditt kontor. Ingenting er sendt eller lagret."
        f" Personen kan ringe NAV på {numbers['nks']}. Haster det: ring {numbers['ambulance']},"
        f" {numbers['police']} eller legevakt på {numbers['legevakt']}."
    )
