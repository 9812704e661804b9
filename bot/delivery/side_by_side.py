"""Two languages side by side, a sentence at a time: read aloud by one person to another."""

import re
from itertools import groupby

_PAUSE = re.compile(r"(?<=[.?!؟۔።])\s+")
_CHOICE = re.compile(r"\d+ \S")


def side_by_side(theirs: str, norwegian: str | None) -> str:
    """Numbered pairs of their language and Norwegian; choices and phone numbers keep their own.

    Without Norwegian, or where the two are the same, the sentences alone are numbered.
    """
    lines: list[str] = []
    number = 0
    for their_part, norwegian_part in pairs(theirs, norwegian):
        is_same = norwegian_part is None or norwegian_part == their_part
        if _CHOICE.match(their_part) or (is_same and not _has_letters(their_part)):
            lines.append(their_part)
        else:
            number += 1
            lines.append(f"{number}. {their_part}")
        if not is_same and norwegian_part is not None:
            lines.append(norwegian_part)
    return "\n".join(lines)


def pairs(theirs: str, norwegian: str | None) -> list[tuple[str, str | None]]:
    """What belongs together: by sentence where the two have as many, else by line, else whole."""
    if norwegian is None or norwegian == theirs:
        return [(part, None) for line in _lines(theirs) for part in _sentences(line)]
    their_lines, norwegian_lines = _lines(theirs), _lines(norwegian)
    if len(their_lines) == len(norwegian_lines):
        by_line = zip(their_lines, norwegian_lines, strict=True)
        return [pair for line in by_line for pair in _paired(*line)]
    their_blocks, norwegian_blocks = _blocks(theirs), _blocks(norwegian)
    if len(their_blocks) == len(norwegian_blocks):
        return list(zip(their_blocks, norwegian_blocks, strict=True))
    return [("\n".join(their_lines), "\n".join(norwegian_lines))]


def _paired(theirs: str, norwegian: str) -> list[tuple[str, str | None]]:
    parts, norwegian_parts = _sentences(theirs), _sentences(norwegian)
    if len(parts) == len(norwegian_parts):
        return list(zip(parts, norwegian_parts, strict=True))
    return [(theirs, norwegian)]


def _sentences(line: str) -> list[str]:
    """A full stop before a small letter or a digit ends nothing: "kl. 14", "14. januar"."""
    parts: list[str] = []
    for part in _PAUSE.split(line):
        if parts and parts[-1].endswith(".") and (part[:1].islower() or part[:1].isdecimal()):
            parts[-1] += f" {part}"
        elif part:
            parts.append(part)
    return parts


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _blocks(text: str) -> list[str]:
    """Paragraphs, each as one part."""
    groups = groupby(text.split("\n"), key=lambda line: bool(line.strip()))
    return ["\n".join(lines) for has_words, lines in groups if has_words]


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
