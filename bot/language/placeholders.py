"""Placeholders in texts: `{name}`, a plain word in braces and nothing else."""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MissingValue(LookupError):
    """A text was asked for without a value for one of its placeholders."""


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its values; a brace inside a value stays a brace.

    Raises MissingValue: nobody is ever sent a half-filled text.
    """

    def value_of(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise MissingValue(found[1])
        return str(values[found[1]])

    return PLACEHOLDER.sub(value_of, text)
