"""Which duty lines may be paged: those an administrator has confirmed as they are now."""

from sqlalchemy import delete, select

from bot.escalation.codes import open_pages
from bot.register import DutyLine, Register
from bot.store.tables import LineConfirmation, LineFailure
from bot.store.transaction import Transaction


def confirmed_lines(tx: Transaction, register: Register) -> set[str]:
    """Ids of the lines whose number, hours and reach are still the ones that were confirmed."""
    confirmed = {
        line_id: fingerprint
        for line_id, fingerprint in tx.execute(
            select(LineConfirmation.line_id, LineConfirmation.fingerprint)
        )
    }
    return {line.id for line in register.lines if confirmed.get(line.id) == line.fingerprint}


def confirm(tx: Transaction, line: DutyLine, *, by: str) -> None:
    """Record that somebody has checked this line; a later change of it needs a new check.

    What failed before has been looked at, and is tried again.
    """
    tx.execute(delete(LineFailure).where(LineFailure.line_id == line.id))
    tx.merge(
        LineConfirmation(
            line_id=line.id,
            fingerprint=line.fingerprint,
            confirmed_by=by,
            confirmed_at=tx.now,
        )
    )


def label_of(register: Register, line_id: str) -> str:
    """What a line is called; its id when the register has it no longer."""
    return next((line.label for line in register.lines if line.id == line_id), line_id)


def lines_of_phone(tx: Transaction, register: Register, number: str) -> list[DutyLine]:
    """The confirmed duty lines that ring at this number (E.164).

    Where the register has just changed and a page is still open there, also unconfirmed ones.
    """
    lines = [line for line in register.lines if line.number == number]
    confirmed = confirmed_lines(tx, register) if lines else set()
    return [line for line in lines if line.id in confirmed or open_pages(tx, number)]
