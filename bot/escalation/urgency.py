"""The kinds of emergency, and all that a duty line may learn of one before it has taken it."""

KINDS = ("life", "suicide", "violence", "child", "shelter", "necessities")
"""Gravest first."""
URGENT_NOW = frozenset({"life", "suicide", "violence", "child"})


def urgency_of(kind: str) -> str:
    """``now`` or ``today``."""
    return "now" if kind in URGENT_NOW else "today"


def is_graver(kind: str, than: str) -> bool:
    return KINDS.index(kind) < KINDS.index(than)
