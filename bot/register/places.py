"""Where somebody is, read from what they wrote.

:meth:`PlaceFinder.find` reads an answer to "where are you?", :meth:`PlaceFinder.mentioned` any
other text. They differ in how much must stand around a name before it counts, because *os*,
*time*, *ski* and *strand* are words before they are places:

=====================================================  ==================  ====================
the name                                               in an answer        in any other text
=====================================================  ==================  ====================
stands before "kommune", or after "live in", "bor i"   counts              counts
stands after "am in", "er i", "jestem w"               counts              unless ordinary
stands after "kommune", "NAV", "gmina", "bydel"        unless ordinary     unless ordinary
stands after "i", "på", "fra", "in", "from", "w"       unless ordinary     unless ordinary
is all that is said, but for words like "I am in"      counts              does not count
stands anywhere else                                   unless ordinary     does not count
is denied just before ("ikke i Oslo")                  does not count      does not count
=====================================================  ==================  ====================

*Ordinary* is a name that is also a word, unless it has a capital letter in a text that is not all
capitals; a doubtful one (Eid, Haram) not even then. Post towns count in fewer settings still
(after "i", "på" in an answer, after "bor i", "er på" in a text): Lena is a woman more often than
a town.

Four digits are a postnummer when they are all that is said, when the post town follows, or after
a word for it; what is no postnummer may be the code of a kommune, of today or former. Where
somebody says that they are or live in a place, the other places of the text do not count: "I am
from Hamar but live in Oslo".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.register.kommuner import is_code
from bot.register.names import Codes, Match, Names
from bot.register.place_words import PlaceWords
from bot.register.spelling import Level, Word, fold, words

LONGEST_ANSWER_WORDS = 12
SHORTEST_BARE_NAME = 4
SHORTEST_LOOSE_NAME = 3
SHORTEST_LOOSE_BARE_NAME = 6
ARABIC_PREFIX_IN = "ب"


@dataclass(frozen=True, slots=True)
class Place:
    """A kommune, or a bydel of one. ``connected``: its duty staff have agreed to be paged."""

    code: str
    """The kommune's code."""
    name: str
    """The kommune's name."""
    bydel: str | None
    connected: bool
    bydel_code: str | None = None

    @property
    def area(self) -> str:
        """One code for the place: the bydel's where it is known, otherwise the kommune's."""
        return self.bydel_code or self.code


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text and what stands around it."""

    words: list[Word]
    """Those of the name alone."""
    match: Match
    before_kommune: bool
    after_kommune: bool
    placed: bool
    """After any preposition a place may have."""
    there: bool
    """After one of being there, not of coming from there."""
    inside: bool
    """After one that says *in*."""
    living: bool
    """After "live" and a preposition of being there."""
    being: bool
    """After "am" and a preposition of being there."""
    denied: bool

    @property
    def folded(self) -> str:
        return " ".join(word.folded for word in self.words)

    @property
    def short(self) -> bool:
        """Too short to be believed without its marks: "al" for Ål."""
        return self.match.level is Level.BARE and len(self.folded) < SHORTEST_BARE_NAME


@dataclass(frozen=True, repr=False)
class PlaceFinder:
    """Reads texts for codes of kommuner and bydeler."""

    names: Names
    words: PlaceWords
    postcodes: Mapping[str, tuple[str, str]]
    codes_of: Callable[[str], Codes]
    """A kommune's code, of today or former, as codes of today; empty when there is none."""

    def find(self, text: str) -> list[str]:
        """The codes an answer to "where are you?" may mean; empty when it names none."""
        said = words(text)
        if len(said) > LONGEST_ANSWER_WORDS:
            return self.mentioned(text)
        return list(self._whole(said)) or self._read(said, self._counts_in_answer, answer=True)

    def mentioned(self, text: str) -> list[str]:
        """The codes of the places a text surely speaks of."""
        said = words(text)
        if all(word.capital for word in said):
            said = [Word(word.folded, capital=False) for word in said]
        return self._read(said, self._counts_in_text, answer=False)

    def named(self, text: str) -> list[str]:
        """The codes of what is all that is said, where that is no ordinary word."""
        said = words(text)
        if all(word.folded in self.words.ordinary | self.words.doubtful for word in said):
            return []
        return list(self._whole(said))

    def _whole(self, said: list[Word]) -> Codes:
        """What the answer names when it holds nothing else but words that say nothing."""
        left = [word.folded for word in said]
        while left and left[0] in self.words.unsaying:
            left = left[1:]
        while left and left[-1] in self.words.unsaying:
            left = left[:-1]
        if len(left) == 1 and is_code(left[0]):
            known = self.postcodes.get(left[0])
            return (known[0],) if known else self.codes_of(left[0])
        if match := self.names.find(" ".join(left)):
            return match.codes
        # "Re" is a place; so is a word that says nothing.
        match = self.names.find(" ".join(word.folded for word in said))
        return match.codes if match and match.level is Level.EXACT and not match.town else ()

    def _read(
        self, said: list[Word], counts: Callable[[Mention], bool], *, answer: bool
    ) -> list[str]:
        codes: list[str] = []
        homes: list[str] = []
        at = 0
        while at < len(said):
            if code := self._postcode_at(said, at, answer=answer):
                codes.append(code)
                at += 1 + self._town_words(said, at)
                continue
            mention = next(self._mentions_at(said, at), None)
            if mention is not None and not mention.denied and counts(mention):
                codes += mention.match.codes
                homes += mention.match.codes if mention.living or mention.being else ()
                at += len(mention.words) - 1
            at += 1
        return list(dict.fromkeys(homes or codes))

    def _counts_in_answer(self, mention: Mention) -> bool:
        at_home = mention.living or mention.being
        if mention.before_kommune or (at_home and mention.inside):
            return True
        if self._ordinary(mention) or mention.short:
            return False
        if mention.match.town:
            return mention.there
        bare = mention.match.level is Level.BARE
        shortest = SHORTEST_LOOSE_BARE_NAME if bare else SHORTEST_LOOSE_NAME
        return mention.placed or len(mention.folded) >= shortest

    def _counts_in_text(self, mention: Mention) -> bool:
        if mention.before_kommune or (mention.living and mention.inside):
            return True
        if self._ordinary(mention) or mention.short:
            return False
        if mention.match.town:
            return mention.living or mention.being
        return mention.placed or mention.after_kommune

    def _ordinary(self, mention: Mention) -> bool:
        name = mention.folded
        return name in self.words.doubtful or (
            name in self.words.ordinary and not mention.words[0].capital
        )

    def _mentions_at(self, said: list[Word], at: int) -> Iterator[Mention]:
        """The names that begin at this word, the longest first."""
        for end in range(min(at + self.names.longest, len(said)), at, -1):
            if match := self.names.find(" ".join(word.folded for word in said[at:end])):
                yield self._mention(said, at, end, match)
        word = said[at].folded
        if word.startswith(ARABIC_PREFIX_IN) and (match := self.names.find(word[1:])):
            before = [*said[:at], Word("في", capital=False)]
            yield self._mention([*before, *said[at:]], at + 1, at + 2, match)

    def _mention(self, said: list[Word], at: int, end: int, match: Match) -> Mention:
        before = [word.folded for word in said[:at]]
        preposition = before[-1] if before else ""
        placed = preposition in self.words.prepositions
        there = preposition in self.words.there
        behind = before[:-1] if placed else before
        verb = self._verb(behind)
        after = said[end].folded if end < len(said) else ""
        return Mention(
            words=said[at:end],
            match=match,
            before_kommune=after in self.words.kommune_after,
            after_kommune=preposition in self.words.kommune_before,
            placed=placed,
            there=there,
            inside=preposition in self.words.inside,
            living=there and verb in self.words.living,
            being=there and verb in self.words.being,
            denied=bool(behind) and behind[-1] in self.words.denying,
        )

    def _verb(self, before: list[str]) -> str:
        while before and before[-1] in self.words.between:
            before = before[:-1]
        return before[-1] if before else ""

    def _postcode_at(self, said: list[Word], at: int, *, answer: bool) -> str | None:
        known = self.postcodes.get(said[at].folded)
        if known is None:
            return None
        before = [word.folded for word in said[:at]]
        named = self._town_words(said, at) > 0 or self._after_postcode_word(before)
        if not named and answer:
            alone_before = not before or before[-1] in self.words.unsaying
            after = said[at + 1 :]
            named = alone_before and (
                not after
                or after[0].folded in self.words.unsaying
                or any(self._mentions_at(said, at + 1))
            )
        return known[0] if named else None

    def _after_postcode_word(self, before: list[str]) -> bool:
        while before and before[-1] in self.words.unsaying - self.words.postcode:
            before = before[:-1]
        return bool(before) and before[-1] in self.words.postcode

    def _town_words(self, said: list[Word], at: int) -> int:
        """How many words after a postnummer spell its post town."""
        town = fold(self.postcodes[said[at].folded][1])
        count = town.count(" ") + 1
        following = " ".join(word.folded for word in said[at + 1 : at + 1 + count])
        return count if following == town else 0
