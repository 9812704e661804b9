"""What staff read for the states, outcomes and events of a case."""

from functools import cache

from bot.delivery.channel import Channel
from bot.delivery.outbox import OutboxState
from bot.escalation.calls import VOICEMAIL
from bot.escalation.ending import Outcome
from bot.escalation.events import What
from bot.language.served import language_name
from bot.language.upkeep import catalogue_status
from bot.monitor.deliveries import HELD_BACK, IN_CALL
from bot.store import stuck

OUTCOMES: dict[str, str] = {
    Outcome.SPOKEN_WITH: "Snakket med personen",
    Outcome.HELP_ARRANGED: "Hjelp er ordnet",
    Outcome.HANDED_OVER: "Overlevert til 113, 112 eller barnevernet",
    Outcome.NOT_FOUND: "Fant ikke personen",
    Outcome.MISTAKE: "Feil, ingen trengte hjelp",
}

DELIVERIES: dict[str, tuple[str, str]] = {
    OutboxState.QUEUED: ("○", "i kø"),
    OutboxState.ACCEPTED: ("◔", "hos operatøren, ikke bekreftet"),
    OutboxState.SENT: ("◑", "sendt, ikke bekreftet"),
    OutboxState.DELIVERED: ("✓", "levert"),
    OutboxState.FAILED: ("✗", "ikke levert"),
    OutboxState.DROPPED: ("–", "ikke sendt"),
    HELD_BACK: ("≡", "samlet varsel"),
    f"call_{OutboxState.QUEUED}": ("○", "anrop i kø"),
    f"call_{OutboxState.ACCEPTED}": ("◔", "ringer"),
    f"call_{IN_CALL}": ("◑", "i samtale"),
    f"call_{VOICEMAIL}": ("–", "anrop gikk til telefonsvarer"),
    f"call_{OutboxState.SENT}": ("✗", "anrop ikke besvart"),
    f"call_{OutboxState.DELIVERED}": ("✓", "anrop besvart"),
    f"call_{OutboxState.FAILED}": ("✗", "anrop kom ikke fram"),
    f"call_{OutboxState.DROPPED}": ("–", "ikke ringt"),
}
"""A mark and the words. Delivered is said after a receipt alone, answered after a pick-up."""

EVENTS: dict[str, str] = {
    What.OPENED: "Saken ble åpnet",
    What.JOINED: "Personen skrev igjen",
    What.PLACED: "Stedet ble kjent",
    What.PHONE: "Personen ga et telefonnummer",
    What.CHILDREN: "Personen svarte om barn",
    What.PAGED: "Varsel lagt i kø",
    What.HELD_BACK: "Ventet: vakttelefonen får flere varsler enn den rekker",
    What.PAGE_TAKEN_BY_CARRIER: "Operatøren fikk varselet",
    What.PAGE_DELIVERED: "Varselet ble levert",
    What.PAGE_FAILED: "Varselet ble ikke levert",
    What.CALL_ANSWERED: "Anropet ble besvart",
    What.CALL_UNANSWERED: "Ingen svarte på anropet, eller det var opptatt",
    What.CALL_VOICEMAIL: "Anropet gikk til telefonsvarer",
    What.WAITS: "Venter til en vakttelefon åpner",
    What.CLIMBED: "Gikk videre til neste vakttelefon",
    What.DECLINED: "Vakttelefonen kunne ikke ta saken",
    What.NOT_OURS: "Sa at det ikke er deres sak",
    What.NO_LINE: "Ingen vakttelefon var åpen",
    What.RED: "Ble rød: ingen tok saken i tide",
    What.TOLD_TRUTH: "Personen fikk vite at ingen hadde tatt saken",
    What.ACKNOWLEDGED: "Tok saken",
    What.PROMISED: "Avtalte når de tar kontakt",
    What.REMINDED: "Påminnet: kontakt er ikke meldt",
    What.CONTACTED: "Har hatt kontakt med personen",
    What.PROMISE_BROKEN: "Kontakt ble ikke meldt i tide, saken gikk videre",
    What.CALLED: "Personen ringte hit",
    What.NOTED: "Notat",
    What.ATTACHED: "Personen sendte bilde, lydmelding eller fil",
    What.WROTE: "Skrev til personen",
    What.RELEASED: "Ga saken fra seg",
    What.CLOSED: "Lukket saken",
    What.HELPED: "Personen svarte at hjelpen kom",
    What.REOPENED: "Personen svarte at hjelpen ikke kom, saken ble åpnet igjen",
    What.CANNOT_SPEAK: "Personen kan ikke snakke i telefonen",
    What.UNSAFE_PHONE: "Telefonen til personen er ikke trygg",
    What.ENDED_ALONE: "Personen avsluttet alene. Bruk en annen tolk",
}
OWN_WORDS = {What.NOTED: "Personen skrev", What.OPENED: "Personen skrev og saken ble åpnet"}
"""The same events, when the words are the person's own."""

UNMET: dict[str, str] = {
    "not connected": "kommunen er ikke med",
    "no phone": "uten telefonnummer",
    "hidden number": "ringte med skjult nummer",
    "turned away": "har prøvd før og ble avvist",
}
CHANNELS: dict[str, str] = {
    Channel.SMS: "SMS",
    Channel.CHAT: "Chat på nettsiden",
    Channel.RELAY: "Via tolk",
    Channel.CALL: "Telefon til NKS",
}
STUCK: dict[str, tuple[str, str]] = {
    stuck.What.NO_NEXT_ACT: (
        "åpen sak har ingen neste handling",
        "åpne saker har ingen neste handling",
    ),
    stuck.What.PAGES: ("varsel venter på operatøren", "varsler venter på operatøren"),
    stuck.What.LADDERS: ("sak følges ikke opp", "saker følges ikke opp"),
    stuck.What.SILENCE: (
        "spørsmål om personen er trygg, uten svar, følges ikke opp",
        "spørsmål om personen er trygg, uten svar, følges ikke opp",
    ),
    stuck.What.SCREENING: (
        "melding er ikke sjekket for fare",
        "meldinger er ikke sjekket for fare",
    ),
    stuck.What.READING: ("melding er ikke besvart", "meldinger er ikke besvart"),
    stuck.What.HOLDING: (
        "person har ikke fått vite at svaret tar tid",
        "personer har ikke fått vite at svaret tar tid",
    ),
    stuck.What.OUTBOX: ("melding er ikke sendt", "meldinger er ikke sendt"),
    stuck.What.LINE_TESTS: (
        "prøve av en vakttelefon er ikke avsluttet",
        "prøver av vakttelefoner er ikke avsluttet",
    ),
    stuck.What.ATTACHMENTS: (
        "bilde eller lydmelding er ikke hentet",
        "bilder eller lydmeldinger er ikke hentet",
    ),
    stuck.What.ALONE: (
        "bilde eller lydmelding uten ord følges ikke opp",
        "bilder eller lydmeldinger uten ord følges ikke opp",
    ),
    stuck.What.CALLBACKS: (
        "ringeønske følges ikke opp",
        "ringeønsker følges ikke opp",
    ),
}
"""For one and for several."""
ROLES: dict[str, str] = {
    "edge": "Delen som tar imot meldinger",
    "brain": "Delen som svarer på spørsmål",
    "courier": "Delen som sender meldinger og varsler",
}
ANSWERS: dict[str, str] = {"yes": "Ja", "no": "Nei", "unknown": "Ikke kjent"}


def event_words(what: str, *, is_persons: bool) -> str:
    own = OWN_WORDS.get(What(what)) if is_persons else None
    return own or EVENTS[what]


def answer(value: str | None) -> str:
    return ANSWERS.get(value or "unknown", "Ikke kjent")


def unmet(reason: str) -> str:
    return UNMET.get(reason, reason)


def stands_still(each: stuck.Stuck) -> str:
    if each.role is not None:
        state = "er ikke klar" if each.oldest is None else "er stanset"
        return f"{ROLES.get(each.role, each.role)} {state}"
    one, several = STUCK[each.what]
    return f"{each.count} {one if each.count == 1 else several}"


@cache
def review_words() -> str:
    """Which languages' texts a native reader has vouched for, in words; once a process."""
    status = catalogue_status()
    read = [language_name(each.language, "nb") for each in status if each.reviewed == each.texts]
    if not read:
        return (
            "Tekstene folk får, er skrevet av en maskin på alle språk. Ingen som har språket som "
            "morsmål, har lest alle."
        )
    names = ", ".join(read)
    return (
        "Tekstene folk får, er skrevet av en maskin. Lest av noen med språket som morsmål: "
        f"{names}. De andre språkene er ikke lest."
    )
