"""What a carrier's answer means for a message or call, and when to try again."""

import random
from datetime import timedelta
from enum import StrEnum

from bot.delivery.carrier import CarrierError, CarrierRefused

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)


class Outcome(StrEnum):
    OPTED_OUT = "opted out"
    """The person sent STOP: nothing reaches the number until it sends START."""
    NO_TEXTS = "no texts"
    """A landline or another number that cannot take a text: only a call reaches it."""
    UNKNOWN_NUMBER = "unknown number"
    """No such number, or no longer in use."""
    BLOCKED = "blocked"
    """The phone refuses us, or its network or the carrier does for it."""
    FILTERED = "filtered"
    """The content was taken for spam; the same words would be again."""
    REFUSED = "refused"
    """Refused for good for another reason."""
    UNREACHABLE = "unreachable"
    """The handset is off or out of coverage, or nobody says why: later it may work."""
    BUSY = "busy"
    """The carrier or a network is overloaded or out of order."""
    ACCOUNT = "account"
    """Our account, number or settings are at fault: the message is good, an operator must act."""

    @property
    def is_final(self) -> bool:
        """Whether sending the same message again is useless."""
        return self not in _TEMPORARY


_TEMPORARY = frozenset({Outcome.UNREACHABLE, Outcome.BUSY, Outcome.ACCOUNT})

# https://www.twilio.com/docs/api/errors; codes below 1000 are HTTP statuses, which Twilio's library
# gives where the answer held no code of its own.
TWILIO_OUTCOMES: dict[int, Outcome] = {
    21610: Outcome.OPTED_OUT,
    21612: Outcome.NO_TEXTS,  # this pair of numbers cannot exchange texts
    21614: Outcome.NO_TEXTS,  # not a mobile number
    21635: Outcome.NO_TEXTS,  # landline
    30006: Outcome.NO_TEXTS,  # landline or unreachable network
    21211: Outcome.UNKNOWN_NUMBER,
    21214: Outcome.UNKNOWN_NUMBER,  # no way for a call to this number
    21217: Outcome.UNKNOWN_NUMBER,
    30005: Outcome.UNKNOWN_NUMBER,
    21216: Outcome.BLOCKED,  # the carrier calls no such number: fraud, or the law
    30004: Outcome.BLOCKED,
    30007: Outcome.FILTERED,
    30003: Outcome.UNREACHABLE,
    30008: Outcome.UNREACHABLE,  # the network gave no reason
    401: Outcome.ACCOUNT,
    10001: Outcome.ACCOUNT,  # account not active
    20003: Outcome.ACCOUNT,  # signing in failed
    20005: Outcome.ACCOUNT,  # account not active
    21203: Outcome.ACCOUNT,  # calls abroad are not switched on
    21205: Outcome.ACCOUNT,  # the address of a call's words is not a public one
    21210: Outcome.ACCOUNT,  # our number cannot call
    21212: Outcome.ACCOUNT,  # our number is not a number
    21213: Outcome.ACCOUNT,  # no number of ours given for a call
    21215: Outcome.ACCOUNT,  # calls to this country are not switched on
    21219: Outcome.ACCOUNT,  # a trial account, which calls verified numbers only
    21408: Outcome.ACCOUNT,  # texts to this country are not switched on
    21601: Outcome.ACCOUNT,  # our number cannot send
    21603: Outcome.ACCOUNT,  # no number of ours given
    21606: Outcome.ACCOUNT,  # our number cannot send
    21608: Outcome.ACCOUNT,  # a trial account
    21609: Outcome.ACCOUNT,  # our status address is not a public one
    21659: Outcome.ACCOUNT,  # not a Twilio number
    21660: Outcome.ACCOUNT,  # a number of another account
    21661: Outcome.ACCOUNT,  # our number cannot send
    30002: Outcome.ACCOUNT,  # account suspended
    408: Outcome.BUSY,
    429: Outcome.BUSY,
    10004: Outcome.BUSY,  # too many calls at once
    20009: Outcome.BUSY,  # a record cannot be changed before the message is done
    20429: Outcome.BUSY,
    20500: Outcome.BUSY,
    20503: Outcome.BUSY,
    21611: Outcome.BUSY,  # our queue at the carrier is full
    30001: Outcome.BUSY,  # queue overflow
    30017: Outcome.BUSY,  # network congested
    30021: Outcome.BUSY,  # internal failure
    30022: Outcome.BUSY,  # too many in a while
    30036: Outcome.BUSY,  # waited too long at the carrier and was not sent
    30410: Outcome.BUSY,  # network timed out
    30500: Outcome.BUSY,
    63018: Outcome.BUSY,  # rate limit of a channel
}


def outcome_of(error: CarrierError) -> Outcome:
    """The meaning of a failed send or call, final exactly when the carrier refused for good."""
    if not isinstance(error, CarrierRefused):
        return Outcome.BUSY
    outcome = outcome_of_code(error.code)
    if outcome.is_final == error.permanent:
        return outcome
    return Outcome.REFUSED if error.permanent else Outcome.UNREACHABLE


def outcome_of_code(code: int | None, status: int | None = None) -> Outcome:
    """The meaning of Twilio's error code, at a send or in a status callback.

    ``status`` is the HTTP status of the answer to a send; it decides when the code is unknown. A
    status callback that tells of a failure without a code means what "unknown error" means.
    """
    if code in TWILIO_OUTCOMES:
        return TWILIO_OUTCOMES[code]
    deciding = status if status is not None else code
    if deciding is None:
        return Outcome.UNREACHABLE
    if deciding in TWILIO_OUTCOMES:
        return TWILIO_OUTCOMES[deciding]
    # A redirect did not come from the carrier's API but from something in between.
    return Outcome.BUSY if 300 <= deciding < 400 or 500 <= deciding < 600 else Outcome.REFUSED


def retry_delay(attempt: int) -> timedelta:
    """How long to wait after the failed attempt with this number, counted from 1.

    Doubles from five seconds to fifteen minutes. A random part, at most a half, keeps messages that
    failed together from coming back together.
    """
    doublings = min(max(attempt, 1) - 1, 16)
    longest = min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)
    return longest * random.uniform(0.5, 1.0)
