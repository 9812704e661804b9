"""What a command opens before it can do anything."""

import typer

from bot.register import Register, RegisterError
from bot.settings import Settings
from bot.store import Store, schema


def open_store(settings: Settings) -> Store:
    """The database, brought to the newest schema."""
    store = Store.open(settings)
    schema.upgrade(store)
    return store


def load_register(settings: Settings) -> Register:
    """The register; ends the command with what is wrong when it cannot be read."""
    try:
        return Register.load(settings.register_dir)
    except RegisterError as error:
        raise fail(str(error)) from error


def fail(reason: str) -> typer.Exit:
    """Say why and end with 1: ``raise fail("…")``."""
    typer.secho(reason, err=True, fg=typer.colors.RED)
    return typer.Exit(1)
