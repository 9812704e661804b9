"""``lavterskel export``: what is kept, to be taken elsewhere."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bot.callbacks.attachments import kept_with
from bot.callbacks.erasing import conversation_of_reference
from bot.callbacks.handover.message import message_of
from bot.commands.house import fail, load_register, open_store
from bot.delivery.attachments import content_of
from bot.delivery.media import KINDS
from bot.relay.transcript import Transcript, read_transcript
from bot.settings import Settings
from bot.store.tables import Attachment, CallbackRequest

app = typer.Typer(help="Take what is kept elsewhere.")


@app.command("callback")
def export_callback(
    reference: str,
    to: Annotated[Path, typer.Option(help="The file to write: .pdf or .json.")],
) -> None:
    """Write a callback request as its office's own system or archive would get it.

    Beside it, each in a file of its own: pictures and voice messages, and what was said through an
    interpreter, by whom.
    """
    from bot.callbacks.handover.pdf import NoFonts, as_pdf

    settings = Settings()
    register = load_register(settings)
    if to.suffix not in (".pdf", ".json"):
        raise fail("the file must end in .pdf or .json")
    with open_store(settings).read() as tx:
        wanted = CallbackRequest.reference == reference.strip().upper()
        request = tx.scalar(select(CallbackRequest).where(wanted))
        if request is None:
            raise fail(f"no callback request is kept under the reference {reference}")
        message = message_of(tx, register, request)
        sent = {
            _beside(to, number, row): content_of(tx, row)
            for number, row in enumerate(kept_with(tx, request), start=1)
        }
        transcript = read_transcript(tx, request.conversation_id)
    try:
        content = as_pdf(message) if to.suffix == ".pdf" else message.model_dump_json(indent=2)
    except NoFonts as error:
        raise fail(str(error)) from error
    _write(to, content if isinstance(content, bytes) else content.encode())
    typer.echo(f"{to}: written, with all that the person told; keep it as such")
    for file, each in sent.items():
        _write(file, each)
        typer.echo(f"{file}: written, as the person sent it")
    if transcript is not None:
        said = to.with_name(f"{to.stem}-relay.json")
        _write(said, _as_json(transcript))
        typer.echo(f"{said}: written, with all that was said")


@app.command("relay")
def export_relay(
    reference: Annotated[
        str,
        typer.Argument(help="Of a request or an emergency of the person, or the relay's code."),
    ],
    to: Annotated[Path, typer.Option(help="The file to write: .json.")],
) -> None:
    """Write what was said through an interpreter: who said what, and that the person agreed."""
    if to.suffix != ".json":
        raise fail("the file must end in .json")
    with open_store(Settings()).read() as tx:
        conversation_id = conversation_of_reference(tx, reference)
        transcript = read_transcript(tx, conversation_id) if conversation_id else None
    if transcript is None:
        raise fail(f"nothing said through an interpreter is kept under {reference}")
    _write(to, _as_json(transcript))
    typer.echo(f"{to}: written, with all that was said; keep it as such")


def _as_json(transcript: Transcript) -> bytes:
    whole = asdict(transcript)
    return json.dumps(whole, default=datetime.isoformat, ensure_ascii=False, indent=2).encode()


def _write(file: Path, content: bytes) -> None:
    """For its owner alone."""
    file.touch(mode=0o600)
    file.write_bytes(content)


def _beside(to: Path, number: int, row: Attachment) -> Path:
    ending = KINDS[row.content_type].ending if row.content_type else "bin"
    return to.with_name(f"{to.stem}-{number}.{ending}")
