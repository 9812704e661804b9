"""What a drafted translation says, put back into English: a translator's comment beside the text.

    # back 77ab01cd: Call now. I am telling the duty phone. ...

So that somebody who answers for the content, and does not read the language, sees whether the words
of an emergency are the right ones before a native reader has vouched for them. The hash is that of
the text it was made from: where the text has changed since, the note is no longer its own.
"""

import re

from babel.messages.catalog import Message

from bot.language.review import fingerprint

NEEDED = re.compile(r"utter_(emergency|safety)_\w+")
LINE = " / "
"""Stands for a line break: a comment is one line."""
_NOTE = re.compile(r"back (?P<text>[0-9a-f]{8}): (?P<words>.*?) =back=")


def note_of(message: Message) -> str | None:
    """The note of the text as it stands; None where there is none, or it is of older words."""
    # Babel wraps long comments, so the lines are joined before they are read.
    found = _NOTE.search(" ".join(message.user_comments))
    if found is None or found["text"] != fingerprint(str(message.string)):
        return None
    return found["words"].replace(LINE, "\n")


def with_note(comments: list[str], text: str, words: str) -> list[str]:
    """The translator's comments with this note in place of an older one."""
    other = _NOTE.sub("", " ".join(comments)).strip()
    line = LINE.join(words.split("\n"))
    return [f"back {fingerprint(text)}: {line} =back=", *([other] if other else [])]
