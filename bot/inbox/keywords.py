"""STOP, HELP and START: words that mean the same to every carrier, only as the whole message.

HJELP is ours: Norwegians write it as others write HELP.

CANCEL, END, QUIT and ARRET are stops because the carrier blocks the number after them; YES is a
start only for a number that has opted out.
https://help.twilio.com/articles/223134027
"""

import re
from enum import StrEnum


class Keyword(StrEnum):
    STOP = "stop"
    HELP = "help"
    START = "start"


STOP_WORDS = frozenset(
    {"stop", "stopp", "stopall", "unsubscribe", "cancel", "end", "quit", "arret", "revoke",
     "optout"}
)  # fmt: skip
HELP_WORDS = frozenset({"help", "hjelp", "info"})
START_WORDS = frozenset({"start", "unstop"})
_AROUND = re.compile(r"^[\s\W]+|[\s\W]+$")


def read_keyword(text: str, *, opted_out: bool) -> Keyword | None:
    """The keyword a message consists of, if it is one and nothing else."""
    word = _AROUND.sub("", text).casefold()
    if word in STOP_WORDS:
        return Keyword.STOP
    if word in HELP_WORDS:
        return Keyword.HELP
    if word in START_WORDS or (opted_out and word == "yes"):
        return Keyword.START
    return None
