"""How far a page has come: the newest message it has in each direction."""

import re
from dataclasses import dataclass

_CURSOR = re.compile(r"i(\d{1,18})\.o(\d{1,18})")


@dataclass(frozen=True)
class Cursor:
    inbound_id: int = 0
    outbox_id: int = 0

    @classmethod
    def read(cls, written: str | None) -> "Cursor":
        """``i12.o34``; the beginning for anything else."""
        match = _CURSOR.fullmatch(written or "")
        return cls(int(match[1]), int(match[2])) if match else cls()

    def __str__(self) -> str:
        return f"i{self.inbound_id}.o{self.outbox_id}"

    def covers(self, element_id: str) -> bool:
        """Whether a message, by the id of its element, is not newer."""
        row_id = int(element_id[1:])
        return row_id <= (self.inbound_id if element_id[0] == "i" else self.outbox_id)
