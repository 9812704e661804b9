"""Which language a short message is written in, or None where one would have to ask.

In order: whole messages everybody opens with; script and letters; words of one language; letter
groups. A short message that none of the first three decides stays in the remembered language.
The letter groups' probability never decides when to ask: it is high for wrong answers too.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.language.letters import (
    language_by_letters,
    language_of_foreign_script,
    script_of,
    script_of_letter,
)
from bot.language.profiles import NORWEGIAN_PROFILE, OTHERS, SCRIPTS, letter_groups_of
from bot.language.served import BOKMAL, NORWEGIAN
from bot.language.tokens import without_tokens
from bot.language.vocabulary import norwegian_kind, vocabulary

MIN_WORDS = 3
# So many letters are enough for the letter groups to guess, so many to call it a sentence.
_ENOUGH_LETTERS = 6
MIN_LETTERS = 12

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# The remembered language is nine times as likely as all others together.
_REMEMBERED_PRIOR = 0.9
# One word that belongs to a single language weighs as much as this log-likelihood.
_WORD_WEIGHT = 3.0
# A language we do not serve must be likelier than ours by so much, or people would be turned away
# for a name or a typing error.
_OTHER_AHEAD = 1.0
_OTHER_WORDS = 4
_LIKELY = 3
# In a short message so many words of another language leave the remembered one: one word is chance.
_WORDS_TO_LEAVE = 2
# Digits that stand for Arabic letters: "3andi", "mosa3ada".
_ARABIC_NUMERAL_LETTER = re.compile(r"[a-z][2357]|[2357][a-z]")


@dataclass(frozen=True)
class Guess:
    """A language, or None to ask; the confidence is for people to read, not to act on."""

    language: str | None
    confidence: float


def identify(text: str, remembered: str | None = None) -> Guess:
    """The language of one message in a conversation whose language may be remembered.

    It may be a known language that is not served. None: ask, or answer in several languages.
    """
    text = _with_language(text)
    script = script_of(text)
    if script is None:
        return _keep(remembered)
    spelled = _WORD.findall(text)
    words = [word.lower() for word in spelled]
    opening = vocabulary().owners_of_opening(" ".join(words))
    if opening:
        return _by_opening(opening, words, remembered)
    known = remembered if remembered not in NORWEGIAN else NORWEGIAN_PROFILE
    guess = _weigh(_own_words(spelled, script), script, known)
    if guess.language == NORWEGIAN_PROFILE:
        return Guess(norwegian_kind(words, remembered), guess.confidence)
    return guess


def likely(text: str) -> tuple[str, ...]:
    """The languages a message whose language cannot be told may be in, the likeliest first.

    At most three, and none when it has no letters.
    """
    text = _with_language(text)
    script = script_of(text)
    if script not in SCRIPTS:
        return ()
    words = [word.lower() for word in _letters_only(_WORD.findall(text))]
    scores = letter_groups_of(script).weigh(words)
    ours = (each for each in scores if each not in OTHERS.get(script, ()))
    best = sorted(ours, key=scores.__getitem__, reverse=True)[:_LIKELY]
    return tuple(BOKMAL if each == NORWEGIAN_PROFILE else each for each in best)


def is_sentence(text: str) -> bool:
    """Long enough for its language to be told from the letters, without any memory."""
    words = _letters_only(_WORD.findall(_with_language(text)))
    return len(words) >= MIN_WORDS and sum(map(len, words)) >= MIN_LETTERS


def _with_language(text: str) -> str:
    """The text without what has no language: tokens, web and mail addresses."""
    return _ADDRESS.sub(" ", without_tokens(text))


def _by_opening(owners: frozenset[str], words: Sequence[str], remembered: str | None) -> Guess:
    known = remembered if remembered not in NORWEGIAN else NORWEGIAN_PROFILE
    if known in owners or len(owners) > 1:
        return _keep(remembered)
    (language,) = owners
    if language == NORWEGIAN_PROFILE:
        return Guess(norwegian_kind(words, remembered), 1.0)
    return Guess(language, 1.0)


def _weigh(words: Sequence[str], script: str, remembered: str | None) -> Guess:
    letters = language_by_letters(" ".join(words), script)
    if script != "LATIN" and letters is not None:
        return Guess(_of_kurdish_letters(words) if letters == "ckb" else letters, 1.0)
    if script not in SCRIPTS:
        return Guess(language_of_foreign_script(script), 1.0)
    votes = vocabulary().votes(words)
    if script == "LATIN":
        votes["ar"] += sum(bool(_ARABIC_NUMERAL_LETTER.search(word)) for word in words)
    spelled = _letters_only(words)
    if len(spelled) < MIN_WORDS or sum(map(len, spelled)) < _ENOUGH_LETTERS:
        return _by_few_words(votes, letters, remembered)
    return _by_letter_groups(spelled, votes, script, remembered)


def _of_kurdish_letters(words: Sequence[str]) -> str:
    """Sorani, or Kurmanji as people from Iraq write it."""
    scores = letter_groups_of("ARABIC").weigh(words)
    return "ku" if scores["ku"] > scores["ckb"] else "ckb"


def _by_few_words(votes: Counter[str], letters: str | None, remembered: str | None) -> Guess:
    if letters is not None:
        votes = votes + Counter([letters])
    (best, most), *others = votes.most_common(2) or [("", 0)]
    if not most or any(count == most for _, count in others):
        return _keep(remembered)
    if remembered is not None and most < _WORDS_TO_LEAVE:
        return _keep(remembered)
    return Guess(best, 0.9)


def _by_letter_groups(
    words: Sequence[str], votes: Counter[str], script: str, remembered: str | None
) -> Guess:
    scores = letter_groups_of(script).weigh(words)
    for language in scores:
        scores[language] += _WORD_WEIGHT * votes[language]
    if remembered in scores:
        scores[remembered] += math.log(_REMEMBERED_PRIOR / (1 - _REMEMBERED_PRIOR)) + math.log(
            len(scores) - 1
        )
    others = {language: scores.pop(language) for language in OTHERS.get(script, ())}
    best = max(scores, key=scores.__getitem__)
    other = max(others, key=others.__getitem__, default=best)
    if len(words) >= _OTHER_WORDS and others.get(other, -math.inf) > scores[best] + _OTHER_AHEAD:
        return Guess(other, _probability(others, other))
    return Guess(best, _probability(scores, best))


def _probability(scores: Mapping[str, float], best: str) -> float:
    return 1.0 / sum(math.exp(score - scores[best]) for score in scores.values())


def _own_words(spelled: Sequence[str], script: str) -> list[str]:
    """The lower-case words that can tell the language, or all when they are too few.

    Left out: words in another script, words borrowed from Norwegian, and names.
    """
    words = [word for word in spelled if script_of_letter(word[0]) == script or word[0].isdigit()]
    shouted = all(word.isupper() for word in words)
    own = [
        word.lower()
        for place, word in enumerate(words)
        if not vocabulary().is_borrowed(word.lower())
        and (shouted or place == 0 or not word[0].isupper())
    ]
    return own if 2 * len(own) >= len(words) else [word.lower() for word in words]


def _letters_only(words: Sequence[str]) -> list[str]:
    return [word for word in words if not any(letter.isdigit() for letter in word)]


def _keep(remembered: str | None) -> Guess:
    return Guess(remembered, _REMEMBERED_PRIOR if remembered else 0.0)
