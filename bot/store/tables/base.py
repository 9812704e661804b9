"""What every table is made of."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.columns import Instant, Sealed
from bot.store.keys import Ciphertext

RowId = BigInteger().with_variant(Integer, "sqlite")
NEVER_THE_SAME_ID = {"sqlite_autoincrement": True}
"""For tables whose ids outlive their rows, in keys and in the cursors of open pages: SQLite would
give the newest row's id again once that row is destroyed. https://www.sqlite.org/autoinc.html"""


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it as a plain class attribute
        datetime: Instant,
        Ciphertext: Sealed,
        dict[str, Any]: JSON,
        list[str]: JSON,
        bytes: LargeBinary,
    }


class Leased:
    """A row that one worker at a time takes for a while (see ``bot.store.due_work``)."""

    due_at: Mapped[datetime | None]
    """Product time from which the row may be taken; null when nothing is left to do."""
    lease_until: Mapped[datetime | None]
    """Raw database time until which the row belongs to its holder."""
    lease_holder: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
