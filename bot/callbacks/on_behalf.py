"""A request somebody makes for somebody else: who wrote, for whom, and whom to phone.

A child who writes for a parent is never the go-between (tolkeloven § 4): the call goes to the
parent, and no paper is asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.store.keys import Ciphertext
from bot.store.name_tokens import named
from bot.store.phone_tokens import restored
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction

PERSON, WRITER = "person", "writer"
Said = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class OnBehalf:
    relation: str
    """What the writer is to the person: child (a son or daughter of any age), family, friend,
    guardian, work or unknown."""
    for_whom: str
    """In the writer's words; empty where they do not say."""
    writer: str
    """What the writer is called; empty where they do not say, and never asked of a child."""
    whom_to_phone: Literal["person", "writer"]
    phone_of: Literal["person", "writer"]
    """Whose the number is: somebody may have none of the person they write for."""
    power_of_attorney: Said
    """Or guardianship, as they say it; not asked of a child."""
    writer_is_child: Said
    """Under 18, by what they say; unknown for a son or daughter who does not say."""
    own_need: str = ""
    """What a child says of itself."""

    @property
    def may_be_child(self) -> bool:
        """Whether they are to be spared what belongs to grown-ups."""
        return self.writer_is_child != "no"


def on_behalf_of(
    tx: Transaction, conversation_id: str, fields: Mapping[str, Any] | None
) -> OnBehalf | None:
    """From what the dialogue knows, with the names it has only tokens for."""
    if fields is None:
        return None

    def words(name: str) -> str:
        return restored(tx, conversation_id, named(tx, conversation_id, fields[name]))

    whole = {name: words(name) for name in ("for_whom", "writer", "own_need")}
    return OnBehalf(**{**fields, **whole})


def seal_on_behalf(tx: Transaction, conversation_id: str, of: OnBehalf | None) -> Ciphertext | None:
    if of is None:
        return None
    return tx.seal(conversation_id, json.dumps(asdict(of), ensure_ascii=False))


def read_on_behalf(tx: Transaction, request: CallbackRequest) -> OnBehalf | None:
    """None for what a person asked for themselves."""
    if request.on_behalf is None:
        return None
    return OnBehalf(**json.loads(tx.unseal(request.conversation_id, request.on_behalf)))
