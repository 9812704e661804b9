"""``lavterskel register``: verified facts, and the duty lines that may be paged."""

import getpass
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.house import fail, load_register, open_store
from bot.delivery.speaker import Speaker
from bot.escalation.line_tests import NotSent, send_test_now
from bot.escalation.lines import confirm
from bot.language.topic_sources import overdue
from bot.monitor.line_news import Lines, is_soon, read_state
from bot.monitor.line_proofs import Proof, read_proofs
from bot.register import KINDS, OSLO, DutyLine, Finding, Register, check
from bot.register.gaps import GAPS_AHEAD
from bot.register.importing import TABLES, ImportRefused, import_table
from bot.settings import Settings

NOT_SENT: dict[NotSent, str] = {
    NotSent.UNCONFIRMED: "it is not confirmed as it is now",
    NotSent.UNREACHABLE: "nothing reaches its number: check it, and confirm it anew",
    NotSent.UNDER_WAY: "a test of it waits for its answer",
    NotSent.BUSY: "its phone holds a case, or the test of another line",
}

FACTS_OVERDUE = "its facts are to be checked again"

app = typer.Typer(help="Kommuner, offices, duty lines and help lines.")


@app.command("check")
def check_register() -> None:
    """Read everything and list what is wrong or overdue; ends with 1 when something is wrong."""
    today = date.today()  # noqa: DTZ011 -- a local date
    answers = [
        Finding("data/topics/sources.yml", topic, FACTS_OVERDUE, serious=False)
        for topic in overdue(today)
    ]
    findings = check(load_register(Settings()), today) + answers
    for finding in findings:
        weight = "SERIOUS" if finding.serious else "look at"
        typer.echo(f"{weight} {finding.file} {finding.subject}: {finding.problem}")
    typer.echo("nothing to mend" if not findings else f"{len(findings)} to mend")
    if findings:
        raise typer.Exit(1)


@app.command("status")
def status() -> None:
    """Every duty line with what proves it, and the times at which nobody would answer."""
    settings = Settings()
    register = load_register(settings)
    with open_store(settings).read() as tx:
        proofs = read_proofs(tx, register)
        lines = read_state(tx, register)
    for line in register.lines:
        kind = "fallback" if line.fallback else line.type
        state = ", ".join(_state(proofs[line.id]))
        typer.echo(f"{line.id:30} {kind:16} {line.label:44} {state}")
    for told in _gaps(lines):
        typer.echo(told)


@app.command("test")
def send_test(line: str) -> None:
    """Send a duty line a test page now: whoever answers it proves that the line is answered."""
    settings = Settings()
    register = load_register(settings)
    tested = _known_line(register, line)
    speaker = Speaker.load(settings.register_dir)
    with open_store(settings).write() as tx:
        refused = send_test_now(tx, speaker, tested)
    if refused is not None:
        raise fail(f"no test was sent to {line}: {NOT_SENT[refused]}")
    typer.echo(f"a test to {line} is queued: the courier sends it, status shows the answer")


@app.command("confirm")
def confirm_line(
    line: str,
    by: Annotated[str | None, typer.Option(help="Who has checked it; you by default.")] = None,
) -> None:
    """Confirm that a duty line's number and hours have been checked with those who answer it."""
    settings = Settings()
    confirmed = _known_line(load_register(settings), line)
    with open_store(settings).write() as tx:
        confirm(tx, confirmed, by=by or getpass.getuser())
    typer.echo(f"{line} may now be paged; what failed before is forgotten, and tried again")


@app.command("import")
def import_csv(
    what: Annotated[str, typer.Argument(help="offices, lines or agreements")],
    file: Annotated[Path, typer.Argument(help="A table as CSV in UTF-8.", exists=True)],
) -> None:
    """Bring a kommune's own table into the register; one fault, and nothing of it is taken."""
    table = TABLES.get(what)
    if table is None:
        raise fail(f"{what} cannot be imported: offices, lines and agreements can")
    settings = Settings()
    try:
        count = import_table(table, file, settings.register_dir)
    except ImportRefused as refused:
        raise fail(f"nothing was taken:\n{refused}") from refused
    typer.echo(f"{count} {what} taken into {settings.register_dir / table.file}")
    if what == "lines":
        typer.echo("confirm each line before it can be paged: lavterskel register confirm LINE")


def _known_line(register: Register, line_id: str) -> DutyLine:
    line = register.find_line(line_id)
    if line is None:
        known = ", ".join(each.id for each in register.lines) or "none"
        raise fail(f"the register knows no duty line {line_id}; it knows {known}")
    return line


def _state(proof: Proof) -> Iterator[str]:
    yield "confirmed" if proof.is_confirmed else "NOT CONFIRMED"
    for failure in proof.failures:
        code = f" (code {failure.code})" if failure.code else ""
        yield f"{failure.way} FAILS since {_local(failure.since)}{code}"
    yield f"answered {_local(proof.answered_at)}" if proof.answered_at else "never tested"
    if proof.unanswered_since is not None:
        waits = "waits for its answer" if proof.is_under_way else "NOT ANSWERED"
        yield f"test of {_local(proof.unanswered_since)} {waits}"
    if proof.is_overdue:
        yield "TEST OVERDUE"


def _gaps(lines: Lines) -> Iterator[str]:
    if not lines.is_anybody_connected:
        yield "no kommune is connected: nobody but the fallback is paged"
        return
    days = GAPS_AHEAD.days
    if not lines.gaps:
        yield f"somebody would answer at every hour of the next {days} days"
        return
    yield f"nobody of the place would answer, in the next {days} days, and the fallback is paged:"
    for gap in lines.gaps:
        place = ", ".join(filter(None, (gap.place.name, gap.place.bydel)))
        kinds = "every kind" if gap.kinds == KINDS else ", ".join(gap.kinds)
        mark = "SOON" if is_soon(gap, lines.at) else ""
        yield f"{mark:4} {place:24} {_local(gap.begins)} - {_local(gap.ends)} {kinds}"


def _local(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%a %Y-%m-%d %H:%M}"
