"""What may stand beside a request: what the person sent with it, and who relayed it."""

from collections.abc import Mapping, Sequence

from bot.callbacks import attachments
from bot.callbacks.relayed import relayed_of
from bot.store.tables import CallbackRequest
from bot.store.transaction import Transaction


def attachments_of(tx: Transaction, request: CallbackRequest) -> Sequence[Mapping[str, object]]:
    """What each thing is that was sent and kept, and when it came."""
    return [
        {"kind": one.kind, "content_type": one.content_type, "received_at": one.received_at}
        for one in attachments.attachments_of(tx, request)
        if one.is_kept
    ]


def relay_of(tx: Transaction, request: CallbackRequest) -> Mapping[str, object] | None:
    """Who wrote for the person, and which interpreter is to be booked; None where they wrote."""
    relayed = relayed_of(tx, request.conversation_id)
    if relayed is None:
        return None
    return {
        "called": relayed.called,
        "language": relayed.language,
        "consent": relayed.consent,
        "interpreter_to_book": relayed.interpreter or None,
        "interpreter_unwanted": relayed.interpreter_unwanted,
    }
