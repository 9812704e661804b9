"""``lavterskel staff``: accounts of the people who work with it."""

from typing import Annotated, Literal

import typer

from bot.commands.house import fail, load_register, open_store
from bot.monitor.accounts import add_staff, disable_staff, list_staff
from bot.settings import Settings

app = typer.Typer(help="Accounts of advisers, offices, leads and administrators.")
Role = Literal["adviser", "office", "lead", "administrator"]


@app.command("add")
def add(
    name: str,
    role: Annotated[Role, typer.Option()],
    office: Annotated[str | None, typer.Option(help="Id of their office in the register.")] = None,
    token: Annotated[bool, typer.Option(help="Also make a token for the staff API.")] = False,
) -> None:
    """Make an account and print its password (and token), once."""
    settings = Settings()
    if office is not None and load_register(settings).office(office) is None:
        raise fail(f"the register knows no office {office}")
    try:
        with open_store(settings).write() as tx:
            added = add_staff(tx, name=name, role=role, office_id=office, with_token=token)
    except ValueError as error:
        raise fail(str(error)) from error
    typer.echo(f"name      {name}\nrole      {role}\npassword  {added.password}")
    if added.token:
        typer.echo(f"token     {added.token}")


@app.command("list")
def list_all() -> None:
    """Everybody who may sign in."""
    with open_store(Settings()).read() as tx:
        for staff in list_staff(tx):
            state = "disabled" if staff.disabled_at else "active"
            typer.echo(f"{staff.name:30} {staff.role:14} {staff.office_id or '-':20} {state}")


@app.command("disable")
def disable(name: str) -> None:
    """End somebody's access at once."""
    with open_store(Settings()).write() as tx:
        staff = disable_staff(tx, name)
    if staff is None:
        raise fail(f"nobody is called {name}")
    typer.echo(f"{name} can no longer sign in")
