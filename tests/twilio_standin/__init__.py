"""A stand-in for Twilio, for every test that needs a carrier."""

from tests.twilio_standin.phone import Phone
from tests.twilio_standin.spans import span
from tests.twilio_standin.standin import TwilioStandin

__all__ = ["Phone", "TwilioStandin", "span"]
