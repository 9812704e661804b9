"""``lavterskel doctor``: is everything there that a start needs?"""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bot.callbacks.handover.due import targets
from bot.callbacks.handover.webhook import secrets_of
from bot.language.checks import catalogue_check
from bot.language.recordings import empty_slots
from bot.language.served import language_name
from bot.readiness import refusals
from bot.register import Register, RegisterError
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.keys import KeyUnusable


@dataclass(frozen=True)
class Finding:
    ok: bool
    what: str


def examine(settings: Settings) -> list[Finding]:
    """Every part in turn; a part that fails does not hide the next."""
    return [*_python(), *_model(settings), *_texts(), *_house(settings), *_carrier(settings)]


def _python() -> Iterator[Finding]:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    yield Finding(version == "3.11", f"Python {version} (3.11 is the one Rasa runs on here)")
    rasa = importlib.util.find_spec("rasa") is not None
    yield Finding(rasa, "Rasa is installed (the brain needs it; edge and courier do not)")


def _model(settings: Settings) -> Iterator[Finding]:
    path = settings.model
    found = path.is_file() or any(path.glob("*.tar.gz"))
    yield Finding(found, f"a trained model in {path} (make one with `lavterskel train`)")


def _texts() -> Iterator[Finding]:
    faults = [problem for problem in catalogue_check() if problem.level == "error"]
    yield Finding(not faults, f"the catalogues are whole ({len(faults)} faults)")


def _house(settings: Settings) -> Iterator[Finding]:
    try:
        register = Register.load(settings.register_dir)
    except RegisterError as error:
        yield Finding(False, f"the register can be read: {error}")
        return
    yield Finding(True, f"the register can be read: {len(register.lines)} duty lines")
    for office in sorted(targets(register).keys() - secrets_of(settings).keys()):
        words = f"{office} has a system of its own and no secret in HANDOVER_SECRETS"
        yield Finding(False, f"{words}: nothing is handed over")
    try:
        store = Store.open(settings)
        schema.upgrade(store)
    except (KeyUnusable, OSError, ValueError) as error:
        yield Finding(False, f"the database opens: {error}")
        return
    yield Finding(schema.is_current(store), "the database opens and has the newest schema")
    reasons = refusals(settings, store, register)
    yield from (Finding(False, reason) for reason in reasons)
    if not reasons:
        yield Finding(True, "a confirmed fallback line is there, and nobody is paged by mistake")


def _carrier(settings: Settings) -> Iterator[Finding]:
    if settings.carrier == "simulator":
        yield Finding(True, "the carrier is simulated: no real phone is reached")
        return
    given = settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_from
    yield Finding(bool(given), "Twilio's account, token and our number are set")
    yield Finding(settings.public_url is not None, "PUBLIC_URL is set, so that receipts come back")
    yield from _voices(settings)


def _voices(settings: Settings) -> Iterator[Finding]:
    """Nothing is amiss with a slot that waits to be recorded; somebody should know of it."""
    for language, missing in empty_slots(settings.state_dir):
        name = f"{language_name(language, 'en')} on the phone"
        if missing:
            heard = f"English and Norwegian are heard in place of {len(missing)} texts"
            yield Finding(True, f"{name}: {heard} (recordings/{language}: {', '.join(missing)})")
        else:
            yield Finding(True, f"{name}: every text is recorded")
