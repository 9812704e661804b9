"""``lavterskel bench``: how well messages are understood, in the open."""

import time
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.commands.house import fail
from bot.settings import Settings

app = typer.Typer(help="Measure what is promised.")
PAGE = Path(__file__).parents[2] / "docs" / "understanding.md"


@app.command("understanding")
def understanding(
    page: Annotated[Path, typer.Option(help="The page that is written.")] = PAGE,
) -> None:
    """Read every test message as `understand` would; print the figures and write them down."""
    logs.configure("bench")
    started = time.perf_counter()
    from bot.brain import measuring
    from bot.brain.agent import BrainAgent
    from bot.brain.understand import understood
    from bot.brain.understanding_page import understanding_page

    agent = BrainAgent(Settings().model)
    understood(agent, {"id": "first", "text": "hei"})
    loaded_in = time.perf_counter() - started
    held_out, own = list(measuring.held_out()), list(measuring.own())
    answers = [understood(agent, {"id": "", "text": each.text}) for each in [*held_out, *own]]
    pace = measuring.timed(
        lambda text: understood(agent, {"id": "", "text": text}),
        [each.text for each in held_out],
        loaded_in,
    )
    written = understanding_page(
        measuring.measure(held_out, answers[: len(held_out)]),
        measuring.measure(own, answers[len(held_out) :]),
        pace,
    )
    typer.echo(written)
    page.write_text(written, encoding="utf-8")


@app.command("recall")
def recall(
    record: Annotated[
        bool, typer.Option("--record", help="Keep these counts as the floor from now on.")
    ] = False,
    show: Annotated[
        str | None,
        typer.Option(help="Show what is missed, and alarmed for nothing, in a language."),
    ] = None,
) -> None:
    """Count the emergencies the safety net finds; ends with 1 when a language lost any."""
    from bot.brain import measuring

    if show is not None:
        for line in measuring.unexpected(show):
            typer.echo(line)
        return
    now = measuring.recall()
    if record:
        measuring.record(now)
    if lost := measuring.lowered(now):
        raise fail("\n".join(lost))
    typer.echo(f"{sum(sum(counts.values()) for counts in now.values())} emergencies found")
