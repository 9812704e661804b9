"""What a caller hears, in whatever voice there is: TwiML of the menu.

A recording goes before a voice; a language with neither is heard in English and Norwegian.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.edge.spoken import speakable
from bot.inbox.menu import Line
from bot.language.catalogue import Catalogue
from bot.language.recordings import find_recording
from bot.language.voices import STAND_INS, Voice, spoken_name, voice_of

NAMED = "utter_voice_language"
PHONES = ("police", "ambulance", "nks")
"""Numbers in these texts: read one figure after the other."""
SECONDS_TO_PRESS = 6
SECONDS_TO_DIAL = 12
"""Between two figures of a number."""
LAST_KEY = "#"
_ENDS = re.compile(r"[.?!؟۔።:：፦]\s*$")


@dataclass(frozen=True)
class Said:
    """One text as it is heard. ``recording``: in place of the voice."""

    text: str
    language: str
    voice: Voice
    recording: str | None = None
    """The last part of its address."""


@dataclass(frozen=True)
class Reader:
    """Reads the texts of a prompt aloud."""

    catalogue: Catalogue
    numbers: dict[str, str]
    state_dir: Path

    def read(self, lines: Sequence[Line]) -> list[Said]:
        return [said for line in lines for said in self._read(line)]

    def _read(self, line: Line) -> Iterator[Said]:
        if line.language is None:
            for stand_in in reversed(STAND_INS):  # Norwegian first: most who call know it
                yield self._say(line, stand_in)
            return
        voice = voice_of(line.language)
        recording = find_recording(self.state_dir, line.language, line.name)
        if voice is not None or recording is not None:
            yield self._say(line, line.language)
        elif line.name == NAMED:
            yield self._name(line)
        else:
            for stand_in in STAND_INS:
                yield self._say(line, stand_in)

    def _say(self, line: Line, language: str) -> Said:
        recording = find_recording(self.state_dir, language, line.name)
        return Said(
            self._text(line, language),
            language,
            voice_of(language) or _voice(STAND_INS[0]),
            f"{language}/{recording.name}" if recording is not None else None,
        )

    def _name(self, line: Line) -> Said:
        """The name of a language that has no voice, as an English voice can say it."""
        english = STAND_INS[0]
        words = self._text(line, english)
        _, colon, rest = words.partition(":")
        return Said(f"{spoken_name(line.language or '')}{colon}{rest}", english, _voice(english))

    def _text(self, line: Line, language: str) -> str:
        values = {name: " ".join(self.numbers[name].replace(" ", "")) for name in PHONES}
        text = self.catalogue.text(line.name, language, **{**values, **line.values})
        return " ".join(_ended(each) for each in text.splitlines() if each.strip())


def gather(said: Sequence[Said], takes: str, *, action: str, recordings: str) -> str:
    """Speak, and take what is keyed in meanwhile; both addresses are whole or from the root.

    Without a key in time the call goes on at ``action`` as well.
    """
    response = VoiceResponse()
    if takes == "nothing":
        _speak(response, said, recordings)
        response.hangup()
        return str(response)
    if takes == "number":
        keys = response.gather(action=action, finish_on_key=LAST_KEY, timeout=SECONDS_TO_DIAL)
    else:
        keys = response.gather(
            action=action, num_digits=1, finish_on_key="", timeout=SECONDS_TO_PRESS
        )
    _speak(keys, said, recordings)
    response.redirect(action)
    return str(response)


def _speak(part: VoiceResponse | Gather, said: Sequence[Said], recordings: str) -> None:
    for each in said:
        if each.recording is not None:
            part.play(f"{recordings}/{each.recording}")
        else:
            part.say(speakable(each.text), voice=each.voice.name, language=each.voice.locale)


def _voice(language: str) -> Voice:
    voice = voice_of(language)
    if voice is None:
        raise LookupError(f"nobody speaks {language}")
    return voice


def _ended(line: str) -> str:
    """A line is a sentence: a voice would run a number into what follows it."""
    return line.strip() if _ENDS.search(line) else f"{line.strip()}."
