"""The values that the slots of a callback request can have, beside plain words."""

from collections.abc import Mapping
from typing import Any

UNKNOWN = "unknown"
OWN = "own"
OTHER = "other"
TO_WRITE = "to write"
"""Of the phone, where nobody writes from a number: it has to be written."""
NONE = "none"
"""Of the phone: they give none."""

Slots = Mapping[str, Any]
Given = dict[str, Any]
