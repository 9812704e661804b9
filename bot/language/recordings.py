"""Texts that somebody has read aloud for the phone, by language: they go before any voice.

``STATE_DIR/recordings/<language>/<name of the text>.mp3`` or ``.wav``. What is not there yet is a
slot that waits for a reader.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.language.served import LANGUAGES
from bot.language.voices import SPOKEN_TEXTS, voice_of

KINDS = {".mp3": "audio/mpeg", ".wav": "audio/wav"}
"""What Twilio's <Play> takes: https://www.twilio.com/docs/voice/twiml/play."""


def recording_path(state_dir: Path, language: str, file: str) -> Path | None:
    """Where a file of a recording is; None for the name of none, or when it is not there."""
    name, dot, kind = file.rpartition(".")
    if language not in LANGUAGES or name not in SPOKEN_TEXTS or dot + kind not in KINDS:
        return None
    path = state_dir / "recordings" / language / file
    return path if path.is_file() else None


def find_recording(state_dir: Path, language: str, name: str) -> Path | None:
    paths = (recording_path(state_dir, language, f"{name}{kind}") for kind in KINDS)
    return next((path for path in paths if path is not None), None)


def empty_slots(state_dir: Path) -> Iterator[tuple[str, list[str]]]:
    """Each language that nobody at Twilio speaks, with the texts of it nobody has recorded yet."""
    for language in LANGUAGES:
        if voice_of(language) is None:
            missing = [
                name for name in SPOKEN_TEXTS if not find_recording(state_dir, language, name)
            ]
            yield language, missing
