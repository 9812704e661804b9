"""``lavterskel export``: what is kept, to be taken elsewhere."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bot.callbacks.erasing import conversation_of_reference
from bot.callbacks.handover.message import message_of
from bot.commands.house import fail, load_register, open_store
from bot.relay.transcript import read_transcript
from bot.settings import Settings
from bot.store.tables import CallbackRequest

app = typer.Typer(help="Take what is kept elsewhere.")


@app.command("callback")
def export_callback(
    reference: str,
    to: Annotated[Path, typer.Option(help="The file to write: .pdf or .json.")],
) -> None:
    """Write a callback request as its office's own system or archive would get it."""
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
    try:
        content = as_pdf(message) if to.suffix == ".pdf" else message.model_dump_json(indent=2)
    except NoFonts as error:
        raise fail(str(error)) from error
    _write(to, content if isinstance(content, bytes) else content.encode())


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
    content = json.dumps(asdict(transcript), default=str, ensure_ascii=False, indent=2)
    _write(to, content.encode())


def _write(to: Path, content: bytes) -> None:
    to.touch(mode=0o600)
    to.write_bytes(content)
    typer.echo(f"{to}: written, with all that the person told; keep it as such")
