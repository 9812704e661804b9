"""The kinds of emergency the house knows."""

from typing import Literal, get_args

Kind = Literal["life", "suicide", "violence", "child", "shelter", "necessities"]
KINDS: tuple[Kind, ...] = get_args(Kind)
