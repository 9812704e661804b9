"""What is said on the phone, in Norwegian, as the answer to one of Twilio's requests.

TwiML: https://www.twilio.com/docs/voice/twiml. The sentences come from the catalogue, what is
to be spelt already spelt in them.
"""

import re
from collections.abc import Iterable, Sequence

from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.edge.plain_text import storable

MEDIA_TYPE = "text/xml"
LANGUAGE = "nb-NO"
VOICE = "Polly.Ida-Neural"
"""The neural Polly voice for nb-NO in https://www.twilio.com/docs/voice/twiml/say/text-speech."""
TIMES = 2
"""How often a question is put: whoever was woken misses the beginning."""
SECONDS_BETWEEN = 1
SECONDS_TO_PRESS = 5
"""After the last word; a key pressed before then interrupts the voice."""
SECONDS_OF_RINGING = 25
"""At a number that is dialled in the middle of a call."""

# https://www.w3.org/TR/xml/#charsets: one of the others, and Twilio could read nothing of it.
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ask(sentences: Sequence[str], *, action: str, otherwise: str) -> str:
    """Say the sentences twice and take one key, any of 0-9, * and #, at any time.

    The key is posted to ``action``. When none is pressed in time, the call goes on at
    ``otherwise``. Both are addresses, whole or from the root.
    """
    response = VoiceResponse()
    # Without an empty finishOnKey, # would end the waiting as if no key had been pressed.
    keys = response.gather(action=action, num_digits=1, finish_on_key="", timeout=SECONDS_TO_PRESS)
    for time in range(TIMES):
        if time:
            keys.pause(length=SECONDS_BETWEEN)
        _say(keys, sentences)
    response.redirect(otherwise)
    return str(response)


def tell(sentences: Iterable[str]) -> str:
    """Say the sentences once and hang up."""
    response = VoiceResponse()
    _say(response, sentences)
    response.hangup()
    return str(response)


def connect(sentences: Iterable[str], *, number: str, our_number: str, action: str) -> str:
    """Say the sentences, then ring ``number`` and let the two speak with each other.

    Both numbers are in E.164; the phone that rings shows ours. What became of it is posted to
    ``action``, an address, whose answer is followed by whoever is still on the phone.
    """
    response = VoiceResponse()
    _say(response, sentences)
    dial = response.dial(caller_id=our_number, action=action, timeout=SECONDS_OF_RINGING)
    dial.number(number)
    return str(response)


def hang_up() -> str:
    """End the call without a word: what listens is a machine, and keeps what it hears."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _say(part: VoiceResponse | Gather, sentences: Iterable[str]) -> None:
    for sentence in sentences:
        part.say(speakable(sentence), voice=VOICE, language=LANGUAGE)


def speakable(text: str) -> str:
    """Without what no XML may hold."""
    return _NOT_IN_XML.sub(" ", storable(text))
