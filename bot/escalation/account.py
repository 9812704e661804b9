"""What an adviser writes down for a caller, so that a vague message can hide no urgent need.

The facts of a structured message: who, since when, how to reach them safely, in whose words
(Helsetilsynet 5/2021: messages were worded so vaguely that their seriousness was lost).
"""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from bot.store.keys import Ciphertext
from bot.store.tables import CallbackRequest, Escalation
from bot.store.transaction import Transaction

Safe = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Account:
    words: str
    """What the need is, as the person said it."""
    who: str = ""
    """What the person wants to be called."""
    since: str = ""
    contact: str = ""
    """How to reach them, beside or instead of a phone number."""
    phone_safe: Safe = "unknown"
    """Whether others may answer the phone or read what is on it."""
    told: str = ""
    """What the adviser has told them already."""


def seal_account(tx: Transaction, conversation_id: str, account: Account) -> Ciphertext:
    return tx.seal(conversation_id, json.dumps(asdict(account), ensure_ascii=False))


def read_account(tx: Transaction, case: Escalation | CallbackRequest) -> Account | None:
    """None for what no adviser has opened."""
    if case.account is None:
        return None
    return Account(**json.loads(tx.unseal(case.conversation_id, case.account)))
