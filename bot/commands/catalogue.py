"""``lavterskel catalogue``: the texts of every language, and who has read them."""

from datetime import datetime
from typing import Annotated

import typer

from bot.commands.house import fail
from bot.language.checks import catalogue_check, hardest
from bot.language.readability import READ_IN
from bot.language.upkeep import catalogue_status, record_reading, update
from bot.language.wording import OSLO

HARDEST_SHOWN = 3

app = typer.Typer(help="The texts for people, in every served language.")


@app.command("status")
def status() -> None:
    """How many texts each language has, drafted, reviewed and stale."""
    for each in catalogue_status():
        typer.echo(
            f"{each.language:4} {each.texts:4} texts: {each.missing} missing, {each.drafted}"
            f" drafted, {each.reviewed} reviewed, {each.stale} stale"
        )


@app.command("check")
def check() -> None:
    """Hold every text against its source; ends with 1 when one is missing or faulty."""
    problems = catalogue_check()
    for problem in problems:
        typer.echo(f"{problem.level:8} {problem.language:4} {problem.name}: {problem.what}")
    for language in READ_IN:
        worst = ", ".join(
            f"{name} {value:.0f}" for value, name in hardest(language)[:HARDEST_SHOWN]
        )
        typer.echo(f"hardest  {language:4} {worst}")
    if any(problem.level == "error" for problem in problems):
        raise typer.Exit(1)


@app.command("update")
def update_catalogues() -> None:
    """Bring new and changed source texts into every catalogue; what changed must be read again."""
    update()


@app.command("reviewed")
def record_reviewed(
    language: Annotated[str, typer.Argument(help="The language's code, uk for Ukrainian.")],
    by: Annotated[str, typer.Option(help="The native speaker who has read the texts.")],
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of texts; utter_topic/* for many.")
    ] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    """Record that somebody has read texts as they stand now, and vouches for them.

    Without names: all that are neither missing nor made from an older source.
    """
    day = (on or datetime.now(OSLO)).date()
    try:
        count = record_reading(language, by, day, names or ["*"])
    except (KeyError, ValueError) as error:
        raise fail(str(error)) from error
    typer.echo(f"{count} texts in {language} read by {by} on {day}")
