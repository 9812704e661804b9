"""The notation in which phrases are written in data/safety.

sove        the word                      sul*        every word beginning so
(a|b c)     one of these                  [noe]       perhaps this
{place}     a list from `words:`          ...         up to four words between
.           the sentence ends here        x + y       both, in any order, near each other
"""

import re
from collections.abc import Iterable, Mapping

from bot.safety.folding import fold_words
from bot.safety.phrases import End, Gap, Part, Phrase, Row, the_choice, the_row, the_word

SHORTEST_BEGINNING = 2
MARK = re.compile(r"\.\.\.|\.(?=[\s)\]|]|$)|[()\[\]{}|+]|[^\s()\[\]{}|+.]+")


class NotationError(ValueError):
    """A phrase is not written in the notation."""


def parse(text: str, lists: Mapping[str, Part]) -> Phrase:
    """Read a phrase written in the notation.

    Raises NotationError when it is not well formed or names an unknown list.
    """
    return Phrase(_Reader(text, lists).groups())


def parse_list(entries: Iterable[str], lists: Mapping[str, Part]) -> Part:
    """Read the entries of a word list as one piece."""
    return the_choice(tuple(_Reader(entry, lists).row() for entry in entries))


class _Reader:
    def __init__(self, text: str, lists: Mapping[str, Part]) -> None:
        self._text = text
        self._lists = lists
        self._marks = MARK.findall(text)
        self._at = 0

    def groups(self) -> list[Row]:
        groups = [self._row()]
        while self._take("+"):
            groups.append(self._row())
        self._finish()
        for group in groups:
            terms, empty = group.first()
            if empty or isinstance(group.parts[0], Gap) or not terms:
                raise NotationError(
                    f"«{self._text}» begins with no certain word in one of its pieces"
                )
        return groups

    def row(self) -> Row:
        row = self._row()
        self._finish()
        return row

    def _row(self) -> Row:
        parts: list[Part] = []
        while self._at < len(self._marks) and self._marks[self._at] not in ")]}|+":
            parts.extend(self._part())
        if not parts:
            raise NotationError(f"«{self._text}» has an empty place")
        return the_row(tuple(parts))

    def _part(self) -> list[Part]:
        mark = self._marks[self._at]
        self._at += 1
        if mark == "...":
            return [Gap()]
        if mark == ".":
            return [End()]
        if mark == "(":
            return [the_choice(self._options(")"))]
        if mark == "[":
            return [the_choice(self._options("]"), optional=True)]
        if mark == "{":
            return [self._list()]
        return _word(mark, self._text)

    def _options(self, closing: str) -> tuple[Part, ...]:
        options: list[Part] = [self._row()]
        while self._take("|"):
            options.append(self._row())
        self._expect(closing)
        return tuple(options)

    def _list(self) -> Part:
        name = self._marks[self._at] if self._at < len(self._marks) else ""
        self._at += 1
        self._expect("}")
        if name not in self._lists:
            raise NotationError(f"«{self._text}» names a list that is not there: {name}")
        return self._lists[name]

    def _take(self, mark: str) -> bool:
        taken = self._marks[self._at : self._at + 1] == [mark]
        self._at += taken
        return taken

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise NotationError(f"«{self._text}» lacks {mark}")

    def _finish(self) -> None:
        if self._at < len(self._marks):
            raise NotationError(f"«{self._text}» has {self._marks[self._at]} in the wrong place")


def _word(mark: str, text: str) -> list[Part]:
    star = "*" if mark.endswith("*") else ""
    folded = [word for word, _ in fold_words(mark.removesuffix("*"))]
    if not folded or "*" in mark[:-1]:
        raise NotationError(f"«{text}»: {mark} is not a word")
    if star and len(folded[-1]) < SHORTEST_BEGINNING:
        raise NotationError(f"«{text}»: {mark} would stand for too many words")
    return [*map(the_word, folded[:-1]), the_word(folded[-1] + star)]
