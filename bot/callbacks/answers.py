"""What a short answer means, read without a model: a number, yes, no, "I do not know", a time."""

import re
from typing import Literal

from bot.language.answer_words import fold, words
from bot.safety import read_needs

PHONE_TOKEN = re.compile(r"⟨phone \d+⟩")
NUMBER = re.compile(r"\d+")
PHONE, TEXT, MEETING = "phone", "text", "meeting"
"""How somebody wants to be met."""
LARGEST_TOGETHER = 999
"""Of digits written together as choices; what is larger is rather a postnummer."""


def read_choice(text: str, highest: int) -> int | None:
    """The number of a numbered choice, 0 to ``highest``, when the message is nothing else.

    "2", "2.", "nr 2", "٢", "two" and "1 yes" are choices; "2 children" is not.
    """
    parts = fold(text).split()
    if len(parts) > 1 and words().is_one_of("number_words", parts[0]):
        parts = parts[1:]
    if len(parts) > 1 and read_agreement(" ".join(parts[1:])):
        parts = parts[:1]
    if len(parts) != 1:
        return None
    number = _number(parts[0])
    return number if number is not None and number <= highest else None


def read_choices(text: str, highest: int) -> list[int] | None:
    """The numbers of several choices, each 1 to ``highest``: "1 3", "1,3", "13", "1 and 3".

    None when the message is more than numbers ("1 not 2"), names one that there is not, or is
    rather a postnummer: a choice is made once, and not in four digits at a time.
    """
    parts = [part for part in fold(text).split() if not words().is_one_of("and_words", part)]
    if len(parts) > 1 and words().is_one_of("number_words", parts[0]):
        parts = parts[1:]
    numbers = [number for part in parts if (number := _number(part)) is not None]
    if not numbers or len(numbers) < len(parts) or max(numbers) > LARGEST_TOGETHER:
        return None
    digits = [int(sign) for number in numbers for sign in str(number)]
    is_choice = len(set(digits)) == len(digits) and all(1 <= digit <= highest for digit in digits)
    return digits if is_choice else None


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else words().counted(word)


def has_phrase(name: str, text: str) -> bool:
    """Does the text hold one of the phrases of that name, in any language?"""
    return words().has_phrase(name, text)


def read_agreement(text: str) -> Literal["yes", "no"] | None:
    """Yes or no, when the message is nothing else."""
    if words().is_one_of("yes_words", text):
        return "yes"
    return "no" if words().is_one_of("no_words", text) else None


def is_unknown(text: str) -> bool:
    """Does the person say "I do not know" or "skip", in words or with a zero?"""
    return read_choice(text, 0) == 0 or words().is_one_of("unknown_words", text)


def is_cancelled(text: str) -> bool:
    """Does the person want no call after all? "no, forget it" as well as "forget it"."""
    first, _, rest = fold(text).partition(" ")
    after_no = rest if words().is_one_of("no_words", first) else ""
    return any(words().is_one_of("cancel_words", each) for each in (text, after_no))


def speaks_of_cancelling(text: str) -> bool:
    """Do longer words hold "forget it" or "do not call me", and no time at which to call?"""
    if words().has_one_of("time_words", text):
        return False
    said = f" {fold(text)} "
    phrases = (phrase for phrase in words().all_of("cancel_words") if " " in phrase)
    return is_cancelled(text) or any(f" {phrase} " in said for phrase in phrases)


def is_back(text: str) -> bool:
    return words().is_one_of("back_words", text)


def is_more(text: str) -> bool:
    return words().is_one_of("more_words", text)


def is_change(text: str) -> bool:
    return words().is_one_of("change_words", text)


def is_wrong_number(text: str) -> bool:
    return words().is_one_of("wrong_number_words", text)


def is_place_correction(text: str) -> bool:
    """Does the person correct where they live ("no, I live in …")?"""
    return words().has_one_of("correction_words", text)


def read_phone_token(text: str) -> str | None:
    """The token that stands for a phone number the person wrote: ``⟨phone 1⟩``."""
    token = PHONE_TOKEN.search(text)
    return token.group() if token else None


def read_phone(text: str) -> str | None:
    """``"own"``, ``"other"``, :data:`TEXT`, :data:`MEETING`, or the token of a number."""
    if token := read_phone_token(text):
        return token
    if words().is_one_of("this_number_words", text):
        return "own"
    if words().is_one_of("other_number_words", text):
        return "other"
    choice = read_choice(text, 4) or {"yes": 1, "no": 2}.get(read_agreement(text) or "")
    return {1: "own", 2: "other", 3: TEXT, 4: MEETING}.get(choice or 0)


def read_window(text: str) -> str | None:
    """``"any"``, ``"morning"``, ``"afternoon"``, or their own words when those tell a time."""
    choice = read_choice(text, 3)
    if choice == 1 or words().is_one_of("any_time_words", text) or read_choices(text, 3) == [2, 3]:
        return "any"
    if choice == 2 or words().is_one_of("morning_words", text):
        return "morning"
    if choice == 3 or words().is_one_of("afternoon_words", text):
        return "afternoon"
    if choice is None and (words().has_one_of("time_words", text) or _tells_a_clock_time(text)):
        return text.strip()
    return None


def is_only_a_time(text: str) -> bool:
    """Does a message say when, and nothing else: "i morgen", "etter klokka 15", "friday"?"""
    parts = [part for part in fold(text).split() if not part.isdecimal()]
    times = [part for part in parts if words().is_one_of("time_words", part)]
    before = [part for part in parts if words().is_one_of("before_time_words", part)]
    return bool(times) and len(times) + len(before) == len(parts)


def _tells_a_clock_time(text: str) -> bool:
    parts = fold(PHONE_TOKEN.sub(" ", text)).split()
    return len(parts) > 1 and any(NUMBER.match(part) for part in parts)


def has_words(text: str) -> bool:
    return any(sign.isalpha() for sign in PHONE_TOKEN.sub("", text))


UNSAFE = "unsafe"
REACH = ("text", "voicemail", "others", UNSAFE)
"""What may be done to reach somebody, as they choose it by number; or that the phone is unsafe."""


def read_reach(text: str) -> list[str] | None:
    """Which of :data:`REACH`, none of them for a no. A bare yes can be heard both ways."""
    if has_phrase("unsafe_words", text) or read_needs(text).unsafe_phone:
        return [UNSAFE]
    if words().is_one_of("safe_words", text):
        return ["text"]
    if read_agreement(text) == "no":
        return []
    choices = read_choices(text, len(REACH))
    if choices is None:
        return None
    chosen = [name for number, name in enumerate(REACH, start=1) if number in choices]
    return [UNSAFE] if UNSAFE in chosen else chosen


def says_more_than_call_me(text: str) -> bool:
    """Does a request to be phoned also tell what it is about?

    Two words more do, and one after "about": "ring meg snart" does not, "ring meg om husleia" does.
    """
    rest = PHONE_TOKEN.sub(" ", text)
    more = words().count_without("call_words", rest)
    return more >= 2 or (more == 1 and words().has_one_of("about_words", rest))
