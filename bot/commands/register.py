"""``lavterskel register``: verified facts, and the duty lines that may be paged."""

import getpass
from datetime import date
from typing import Annotated

import typer

from bot.commands.house import fail, load_register, open_store
from bot.escalation.lines import confirm, confirmed_lines
from bot.register import check
from bot.settings import Settings

app = typer.Typer(help="Kommuner, offices, duty lines and help lines.")


@app.command("check")
def check_register() -> None:
    """Read everything and list what is wrong or overdue; ends with 1 when something is wrong."""
    findings = check(load_register(Settings()), date.today())  # noqa: DTZ011 -- a local date
    for finding in findings:
        weight = "SERIOUS" if finding.serious else "look at"
        typer.echo(f"{weight} {finding.file} {finding.subject}: {finding.problem}")
    typer.echo("nothing to mend" if not findings else f"{len(findings)} to mend")
    if findings:
        raise typer.Exit(1)


@app.command("status")
def status() -> None:
    """Every duty line, and whether it may be paged."""
    settings = Settings()
    register = load_register(settings)
    with open_store(settings).read() as tx:
        confirmed = confirmed_lines(tx, register)
    for line in register.lines:
        state = "confirmed" if line.id in confirmed else "NOT CONFIRMED"
        kind = "fallback" if line.fallback else line.type
        typer.echo(f"{line.id:30} {kind:16} {line.label:44} {state}")


@app.command("confirm")
def confirm_line(
    line: str,
    by: Annotated[str | None, typer.Option(help="Who has checked it; you by default.")] = None,
) -> None:
    """Confirm that a duty line's number and hours have been checked with those who answer it."""
    settings = Settings()
    known = {each.id: each for each in load_register(settings).lines}
    if line not in known:
        raise fail(f"the register knows no duty line {line}; it knows {', '.join(known) or 'none'}")
    with open_store(settings).write() as tx:
        confirm(tx, known[line], by=by or getpass.getuser())
    typer.echo(f"{line} may now be paged")
