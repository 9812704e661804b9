"""The ``lavterskel`` command."""

import sys
from typing import Annotated

import typer

from bot import logs
from bot.commands import bench, catalogue, export, register, staff
from bot.commands.erase import erase
from bot.commands.house import fail, load_register, open_store
from bot.demo import DEMO_ADVISER, prepare_demo, with_demo_defaults
from bot.readiness import refusals
from bot.roles import Role, new_start
from bot.settings import Settings
from bot.store.clock import forward, parse_span
from bot.store.due_work import free_leases
from bot.supervisor import Supervisor

app = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
clock = typer.Typer(help="Product time, which tests and the demo may forward.")
app.add_typer(staff.app, name="staff")
app.add_typer(register.app, name="register")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(bench.app, name="bench")
app.add_typer(export.app, name="export")
app.add_typer(clock, name="clock")
app.command("erase")(erase)


@app.command()
def up(
    demo: Annotated[
        bool, typer.Option("--demo", help="Made-up register, simulated phones.")
    ] = False,
    role: Annotated[list[Role] | None, typer.Option(help="Only this; may be repeated.")] = None,
) -> None:
    """Start the product: every role, or those named, until interrupted."""
    logs.configure("supervisor")
    settings = with_demo_defaults() if demo else Settings()
    facts = load_register(settings)
    store = open_store(settings)
    password = prepare_demo(settings, store, facts) if demo else None
    if reasons := refusals(settings, store, facts):
        raise fail("\n".join(reasons))
    roles = tuple(role or Role)
    if settings.is_sqlite and len(roles) == len(Role):
        with store.write() as tx:  # alone with this file: whoever held a lease is gone
            free_leases(tx)
    store.close()
    if password is not None:
        _welcome(settings, password)
    Supervisor(new_start(), roles).run()


@app.command()
def train() -> None:
    """Train the model from config.yml, domain/ and data/ into the model folder."""
    logs.configure("train")
    from bot.brain.train import train as train_model

    typer.echo(f"trained {train_model(Settings().model)}")


@app.command()
def understand() -> None:
    """Read messages as JSON lines on standard input; write what each was understood as."""
    logs.configure("understand")
    from bot.brain.understand import understand as understand_lines

    for line in understand_lines(sys.stdin, Settings().model):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


@app.command()
def ask(
    text: str,
    language: Annotated[str | None, typer.Option(help="Answer in this language.")] = None,
) -> None:
    """Show what a person who wrote this as their first message would get."""
    logs.configure("ask")
    from bot.brain.ask import ask as answer

    typer.echo(answer(text, language, Settings()))


@app.command()
def doctor() -> None:
    """Look at everything a start needs, and say what is missing."""
    from bot.commands.doctor import examine

    findings = examine(Settings())
    for finding in findings:
        colour = typer.colors.GREEN if finding.ok else typer.colors.RED
        typer.secho(f"{'ok ' if finding.ok else 'NOT'} {finding.what}", fg=colour)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@clock.command("forward")
def clock_forward(span: str) -> None:
    """Move product time ahead for every role together: 90s, 5m, 2h. Tests and the demo only."""
    settings = Settings()
    if not load_register(settings).made_up:
        raise fail("time is forwarded only with a made-up register (LAVTERSKEL_REGISTER_DIR)")
    try:
        step = parse_span(span)
    except ValueError as error:
        raise fail(str(error)) from error
    with open_store(settings).write() as tx:
        offset = forward(tx, step)
    typer.echo(f"product time is {offset} ahead")


def _welcome(settings: Settings, password: str) -> None:
    address = f"http://{settings.host}:{settings.port}"
    phones = f"  phones    {address}/phones\n" if settings.carrier == "simulator" else ""
    typer.echo(
        f"\nLavterskel is starting. Open\n  chat      {address}/\n{phones}"
        f"  monitor   {address}/monitor   (name {DEMO_ADVISER}, password {password})\n"
        f"  ready     {address}/readyz\n"
        "End it with Ctrl-C.\n"
    )


if __name__ == "__main__":
    app()
