"""Tokens such as ``⟨phone 1⟩``: they stand for what was taken out of a text and mean nothing."""

import re

_TOKEN = re.compile(r"⟨[^⟩]*⟩")


def without_tokens(text: str) -> str:
    """The text with a space in place of each token."""
    return _TOKEN.sub(" ", text)
