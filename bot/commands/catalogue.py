"""``lavterskel catalogue``: the texts of every language, and who has read them."""

import typer

from bot.language.checks import catalogue_check, hardest
from bot.language.readability import READ_IN
from bot.language.upkeep import catalogue_status, update

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
