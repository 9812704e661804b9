"""Why the product may not start as it is set up: nobody real is ever paged by mistake."""

from urllib.parse import urlsplit

from bot.escalation.lines import confirmed_lines
from bot.register import Register
from bot.settings import Settings
from bot.store import Store

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def refusals(settings: Settings, store: Store, register: Register) -> list[str]:
    """Everything that forbids a start, in words that say what to do."""
    reasons = []
    if register.made_up and settings.carrier == "twilio" and not _carrier_is_local(settings):
        reasons.append(
            "the register is made up and the carrier is real: set LAVTERSKEL_CARRIER=simulator,"
            " or LAVTERSKEL_TWILIO_API_URL to an address on loopback"
        )
    with store.read() as tx:
        confirmed = confirmed_lines(tx, register)
    if not any(line.fallback and line.id in confirmed for line in register.lines):
        reasons.append(
            "no confirmed fallback line is left, so an emergency could reach nobody:"
            " enter one in lines.yml and confirm it with `lavterskel register confirm LINE`"
        )
    return reasons


def _carrier_is_local(settings: Settings) -> bool:
    return urlsplit(settings.twilio_api_url or "").hostname in LOOPBACK
