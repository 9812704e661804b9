"""What a request is about, and whether the person has tried before: read from their own words.

The concepts of the safety net are the same in all languages. What is read here is shown to the
person before anything is sent, and decides nothing but how soon they are phoned.
"""

import re
from collections.abc import Collection

from bot.callbacks.answers import PHONE_TOKEN, has_phrase
from bot.safety import concepts_in

NEEDS = ("money", "home", "food", "children")
"""In the order they are asked about."""
APPLIED_FOR = frozenset({"money", "home", "food"})
"""A need for one of these may be an application, in whatever words it comes: NAV decides.

Forvaltningsloven § 11 and Sivilombudet on applications for social assistance.
"""
_CONCEPTS = {
    "money": frozenset({"money", "bill", "debt"}),
    "home": frozenset("home rent deposit landlord thrown_out nowhere night_shelter".split()),
    "food": frozenset({"food", "hungry", "eat", "empty_fridge", "food_charity"}),
    "children": frozenset({"child", "baby", "formula_diapers", "kindergarten", "child_welfare"}),
}
_NOBODY_CAME, _NOT = "nobody_called", "no_not"
_NAV = re.compile(r"\b(nav(s|kontor\w*)?|нав(у|ом|е|і)?|ናቭ|ناف|ناڤ)\b", re.IGNORECASE)


def needs_in(text: str) -> list[str]:
    """Which of :data:`NEEDS` the words name."""
    said = _concepts(text)
    named = [need for need in NEEDS if said & _CONCEPTS[need]]
    # Without money there is a need; without children there is none.
    return [] if named == ["children"] and _NOT in said else named


def may_be_application(needs: Collection[str]) -> bool:
    return not APPLIED_FOR.isdisjoint(needs)


def was_turned_away(text: str) -> bool:
    """By NAV: a bank and a hospital send people away too."""
    return has_phrase("turned_away_words", text) and _NAV.search(text) is not None


def has_tried_before(text: str) -> bool:
    """Have they phoned, come or waited in vain?"""
    return (
        was_turned_away(text) or has_phrase("tried_words", text) or _NOBODY_CAME in _concepts(text)
    )


def _concepts(text: str) -> frozenset[str]:
    """Without the tokens, whose "phone" would make the words English."""
    return concepts_in(PHONE_TOKEN.sub(" ", text))
