"""Pictures, voice messages and files, as staff see them in a list and take them home.

A file somebody sent is not opened inside our pages: it is saved under a name of ours, and what may
hide in it finds no page to act in.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from starlette.responses import Response

from bot.callbacks.attachments import Attached
from bot.delivery.attachments import AttachmentState, content_of
from bot.delivery.media import DOCUMENT, KINDS, PICTURE, VOICE
from bot.monitor.headers import HEADERS
from bot.store.tables import Attachment
from bot.store.transaction import Transaction

FILE = "file"
"""How a story was seen, in its log."""
FILE_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}
KIND_WORDS = {PICTURE: "Bilde", VOICE: "Lydmelding", DOCUMENT: "PDF-fil"}
STATE_WORDS = {
    AttachmentState.WAITING: "Hentes fra operatøren.",
    AttachmentState.FAILED: "Kunne ikke hentes. Personen er bedt om å skrive hva det gjelder.",
    AttachmentState.REFUSED: "Ikke tatt imot. Det er for stort, eller ikke bilde, lyd eller PDF.",
}


def kind_words(each: Attached) -> str:
    return KIND_WORDS[each.kind] if each.kind else "Bilde, lyd eller fil"


def state_words(each: Attached) -> str:
    """Why there is nothing to download; empty where there is."""
    return "" if each.is_kept else STATE_WORDS[AttachmentState(each.state)]


def size_words(size: int) -> str:
    """``340 kB``, ``2,1 MB``."""
    kilobytes = max(1, round(size / 1000))
    return f"{kilobytes} kB" if kilobytes < 1000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")


def file_of(
    tx: Transaction, shown: Sequence[Attached], attachment_id: int, reference: str
) -> Response | None:
    """The very bytes that were sent; None unless it is among those ``shown``, and kept."""
    numbers = {each.id: number for number, each in enumerate(shown, start=1) if each.is_kept}
    if attachment_id not in numbers:
        return None
    row = tx.scalars(select(Attachment).where(Attachment.id == attachment_id)).one()
    content_type = row.content_type or "application/octet-stream"
    ending = KINDS[content_type].ending if content_type in KINDS else "bin"
    name = f"{reference}-{numbers[attachment_id]}.{ending}"
    return Response(
        content_of(tx, row),
        media_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
