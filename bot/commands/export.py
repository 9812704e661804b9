"""``lavterskel export``: what is kept, to be taken elsewhere."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bot.callbacks.handover.message import message_of
from bot.commands.house import fail, load_register, open_store
from bot.settings import Settings
from bot.store.tables import CallbackRequest

app = typer.Typer(help="Take what is kept elsewhere.")


@app.callback()
def several() -> None:
    """Keeps the command's own name while it is the only one."""


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
    to.touch(mode=0o600)
    to.write_bytes(content if isinstance(content, bytes) else content.encode())
    typer.echo(f"{to}: written, with all that the person told; keep it as such")
