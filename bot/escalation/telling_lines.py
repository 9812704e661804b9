"""What a duty line is told by text beside its pages; a line that takes no texts is not texted."""

from typing import Any

from bot.delivery.speaker import Speaker
from bot.escalation.ways import Way, ways
from bot.store.tables import Page
from bot.store.transaction import Transaction


def takes_texts(tx: Transaction, speaker: Speaker, page: Page) -> bool:
    line = speaker.register.find_line(page.line_id)
    return line is not None and Way.SMS in ways(tx, line)


def tell_line(
    tx: Transaction,
    speaker: Speaker,
    page: Page,
    name: str,
    *,
    conversation_id: str,
    key: str,
    **values: Any,
) -> bool:
    """Text the line of a page, once a key; False when it takes no texts."""
    if not takes_texts(tx, speaker, page):
        return False
    speaker.page(tx, page, name, conversation_id=conversation_id, key=key, **values)
    return True
