"""How often a sign-in may fail: by name against guessing one password, by address against many."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from bot.store.tables import SignInFailure
from bot.store.transaction import Transaction

NAME = "sign-in name"
ADDRESS = "sign-in address"
WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 10
MOST_BY_ADDRESS = 30
"""More, because a whole office may share one address."""


class TooManyFailures(Exception):
    """This name, or this address, has to wait until the window has passed."""


def count_attempt(tx: Transaction, name: str, address: str) -> None:
    """Count one attempt as failed, before it is tried, so that many at once are counted too.

    Raises :class:`TooManyFailures`; an attempt refused so is not counted, and the wait does end.
    """
    by_name = tx.master_keys.lookup_hash(NAME, name.casefold())
    by_address = tx.master_keys.lookup_hash(ADDRESS, address)
    forget_old(tx)
    failures = tx.execute(
        select(
            func.count().filter(SignInFailure.name_index == by_name),
            func.count().filter(SignInFailure.address_index == by_address),
        ).where(
            or_(
                SignInFailure.name_index == by_name,
                SignInFailure.address_index == by_address,
            )
        )
    ).one()
    if failures[0] >= MOST_BY_NAME or failures[1] >= MOST_BY_ADDRESS:
        raise TooManyFailures
    tx.add(SignInFailure(name_index=by_name, address_index=by_address, at=tx.now))


def forget_old(tx: Transaction) -> None:
    tx.execute(delete(SignInFailure).where(SignInFailure.at <= tx.now - WINDOW))


def forget_failures(tx: Transaction, name: str) -> None:
    """The person of this name has signed in."""
    hashes = tx.master_keys.lookup_hashes(NAME, name.casefold())
    tx.execute(delete(SignInFailure).where(SignInFailure.name_index.in_(hashes)))
