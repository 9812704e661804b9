"""What may stand beside a request: what the person sent with it, and who relayed it."""

from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction


def attachments_of(_tx: Transaction, _request: CallbackRequest) -> list[dict[str, object]]:
    """The kind, content type and moment of each thing that was sent."""
    return []


def relay_of(_tx: Transaction, _request: CallbackRequest) -> dict[str, object] | None:
    """In which languages it was relayed, by whose consent; None where nobody relayed it."""
    return None
