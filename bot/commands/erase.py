"""``lavterskel erase``: everything of one person, for good, once nothing of theirs is open."""

import time
from collections.abc import Collection
from typing import Annotated

import typer
from sqlalchemy import select

from bot import logs
from bot.callbacks import erasing
from bot.callbacks.handover.due import HandoverState, hand_over
from bot.callbacks.handover.webhook import Webhook, secrets_of
from bot.commands.house import fail, load_register, open_store
from bot.monitor.caller_facts import CallerRefused, read_phone
from bot.register import OSLO, Register
from bot.settings import Settings
from bot.store import Store
from bot.store.erasure import Destroyed, destroy_handsets
from bot.store.tables import CallbackRequest, Handover
from bot.store.transaction import Transaction

HOLDER = "erase"
LOG_SECONDS = 5.0
"""So long a reader may keep SQLite's log from being emptied before it is left to the courier."""


def erase(
    phone: Annotated[str | None, typer.Option(help="Their number: +47… or eight digits.")] = None,
    reference: Annotated[
        str | None, typer.Option(help="Of a callback request or an emergency of theirs.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Destroy everything that is kept of one person, by their phone number or a reference.

    An open emergency must be closed first. An open callback request is handed over to its office's
    own system, or closed because the person wishes it; its office sees that it was erased.
    """
    if (phone is None) == (reference is None):
        raise fail("say whom: --phone or --reference")
    logs.configure("erase")
    settings = Settings()
    register = load_register(settings)
    store = open_store(settings)
    webhook = Webhook(store, register, secrets_of(settings), HOLDER)
    number, ids = _find(store, phone, reference)
    _show(store, register, number, ids)
    if not yes:
        typer.confirm("Destroy all of this for good?", abort=True)
    handed_over = _hand_over(webhook, ids)
    _report(_destroy(store, register, number, ids, handed_over))
    if not _log_is_emptied(store):
        typer.echo("somebody is reading: the courier empties the database's log in a minute")
    store.close()


def _find(store: Store, phone: str | None, reference: str | None) -> tuple[str | None, list[str]]:
    """The person's number (E.164) where it is known, and the ids of their conversations."""
    ids: list[str] = []
    with store.read() as tx:
        if phone is not None:
            try:
                number: str | None = read_phone(phone)
            except CallerRefused:
                raise fail(f"{phone} is no phone number") from None
        else:
            found = erasing.conversation_of_reference(tx, reference or "")
            if found is None:
                raise fail(f"nothing is kept under the reference {reference}")
            ids, number = [found], erasing.phone_of_conversation(tx, found)
        if number is not None:
            theirs = erasing.conversations_of_phone(tx, number)
            ids += [each for each in theirs if each not in ids]
    if not ids:
        raise fail(f"nothing is kept of {phone}")
    return number, ids


def _show(store: Store, register: Register, number: str | None, ids: Collection[str]) -> None:
    """Say what would go; ends the command when something must be finished first."""
    with store.read() as tx:
        for each in erasing.holdings(tx, ids):
            since = each.since.astimezone(OSLO).date()
            typer.echo(
                f"{each.channel:5} since {since}: {each.messages} messages, {each.answers} answers,"
                f" {each.attachments} pictures or voice messages,"
                f" emergencies: {', '.join(each.escalations) or 'none'},"
                f" callback requests: {', '.join(each.requests) or 'none'}"
            )
        for request in erasing.open_requests(tx, ids):
            typer.echo(f"{request.reference} is open: {_what_becomes_of(register, request)}")
        if number is not None:
            for reference in erasing.named_elsewhere(tx, number, ids):
                typer.echo(
                    f"not among them: the request {reference} of another conversation asks to phone"
                    f" this number; see `lavterskel erase --reference {reference}`"
                )
        _check(tx, register, ids)


def _what_becomes_of(register: Register, request: CallbackRequest) -> str:
    office = register.office(request.office_id) if request.office_id else None
    name = office.name if office else "its office"
    if erasing.takes_handovers(register, request):
        return f"it goes to {name}'s own system first"
    return f"it is closed, and {name} sees that it was erased"


def _check(tx: Transaction, register: Register, ids: Collection[str]) -> None:
    if reasons := erasing.in_the_way(tx, register, ids):
        raise fail("nothing was erased:\n" + "\n".join(reasons))


def _hand_over(webhook: Webhook, ids: Collection[str]) -> list[int]:
    """Give open requests to their offices' own systems; gives the ids of those that were taken.

    Ends the command when one does not take them: they stay due, and the courier goes on trying.
    """
    with webhook.store.write() as tx:
        leaving = {
            request.id: hand_over(tx, request, request.office_id).id
            for request in erasing.open_requests(tx, ids)
            if request.office_id is not None and erasing.takes_handovers(webhook.register, request)
        }
    for handover_id in leaving.values():
        webhook.deliver(Handover.id == handover_id)
    with webhook.store.read() as tx:
        rows = tx.scalars(select(Handover).where(Handover.id.in_(leaving.values()))).all()
        refused = [row.office_id for row in rows if row.state != HandoverState.ACKNOWLEDGED]
    if refused:
        raise fail(
            f"nothing was erased: the system of {', '.join(refused)} did not take the request."
            " The courier goes on trying; run this again then"
        )
    return list(leaving)


def _destroy(
    store: Store,
    register: Register,
    number: str | None,
    ids: Collection[str],
    handed_over: Collection[int],
) -> Destroyed:
    with store.write() as tx:
        _check(tx, register, ids)  # once more, now that nothing can come in between
        destroyed = erasing.erase(tx, ids, handed_over)
        if number is not None:
            destroyed += destroy_handsets(tx, number)
    return destroyed


def _report(destroyed: Destroyed) -> None:
    typer.echo("destroyed:")
    for table, rows in sorted(destroyed.items()):
        if rows:
            typer.echo(f"  {rows:6} {table}")


def _log_is_emptied(store: Store) -> bool:
    deadline = time.monotonic() + LOG_SECONDS
    while not store.empty_log():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
