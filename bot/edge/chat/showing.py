"""That the page has what we said: the receipts of the chat."""

from bot.delivery.chat import mark_shown
from bot.edge.chat.page import View
from bot.edge.house import House


def mark_as_shown(house: House, view: View) -> None:
    """Write it down where it is news."""
    if view.conversation_id is None or not view.thread.unshown:
        return
    with house.store.write() as tx:
        mark_shown(tx, view.conversation_id, view.thread.cursor.outbox_id)
