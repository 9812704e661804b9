"""Signing in: one answer, in one time, for an unknown name and a wrong password."""

from bot.monitor.accounts import active_staff, canonical_name
from bot.monitor.passwords import LONGEST, matches
from bot.monitor.sessions import open_session
from bot.monitor.throttling import count_attempt, forget_failures
from bot.store import Store


class SignInRefused(Exception):
    """Unknown name, wrong password, or an account that is disabled: never said which."""


def sign_in(store: Store, *, name: str, password: str, address: str) -> str:
    """Begin a session with a new token, which is returned.

    Raises :class:`SignInRefused` or :class:`bot.monitor.throttling.TooManyFailures`.
    """
    name = canonical_name(name)
    with store.write() as tx:
        count_attempt(tx, name, address)
        staff = active_staff(tx, name)
        password_hash = staff.password_hash if staff else None
    # The hash takes long on purpose, so no transaction is open meanwhile.
    if not matches(password_hash, password[: LONGEST + 1]):
        raise SignInRefused
    with store.write() as tx:
        staff = active_staff(tx, name)
        if staff is None or staff.password_hash != password_hash:
            raise SignInRefused
        forget_failures(tx, name)
        return open_session(tx, staff)
