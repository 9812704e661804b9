"""Who answers for a request: one named member of staff, and why it passed to another."""

from bot.callbacks.history import add_event
from bot.store.tables import CallbackRequest, Staff
from bot.store.transaction import Transaction

OWNED = "owned"


def give(
    tx: Transaction,
    request: CallbackRequest,
    to: Staff,
    *,
    staff_id: int,
    key: str,
    reason: str | None = None,
) -> bool:
    """Make somebody the owner, once a key; False when that key was there already.

    ``staff_id``: who does so. The caller holds the row lock.
    """
    words = to.name if reason is None else f"{to.name}: {reason}"
    event = add_event(tx, request, OWNED, key=f"owned:{key}", staff_id=staff_id, words=words)
    if event is None:
        return False
    request.owner_staff_id = to.id
    return True
