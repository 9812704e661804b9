"""What it is about, said after a case was opened in haste: what is known is made truer."""

from bot.delivery.speaker import Speaker
from bot.escalation import ladder
from bot.escalation.briefing import tell_holder
from bot.escalation.events import What, note
from bot.store.tables import Escalation
from bot.store.transaction import Transaction

IN_HASTE = "life"
"""The kind of a case opened before anybody could be asked."""


def refine_kind(
    tx: Transaction, speaker: Speaker, escalation: Escalation, kind: str, *, words: str, key: str
) -> None:
    """Note what a case opened in haste is about, once a key. The caller holds its row lock.

    It stays as urgent as it was opened, with the alarms it has: nobody loses time by an answer.
    Other lines are paged only where others answer for this kind.
    """
    note(tx, escalation, What.CALLED, words=words)
    if escalation.kind == IN_HASTE:
        escalation.kind = kind
    if escalation.state == "open" and escalation.waits_until is None:
        ladder.reroute(tx, speaker, escalation)
    tell_holder(tx, speaker, escalation, key=f"{key}:holder")
