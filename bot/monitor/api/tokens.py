"""Who calls: the bearer token of an account, and how often a wrong one may be tried."""

from sqlalchemy import func, select
from starlette.requests import Request

from bot.monitor.accounts import TOKEN
from bot.monitor.api.problems import Problem
from bot.monitor.callers import caller_address
from bot.monitor.house import House
from bot.monitor.sessions import Visitor
from bot.monitor.throttling import MOST_BY_ADDRESS, WINDOW, forget_old
from bot.store.tables import SignInFailure, Staff
from bot.store.transaction import Transaction

ADDRESS = "staff API address"
"""Apart from the sign-in's: a system with an old token shuts nobody of its office out."""
LONGEST_TOKEN = 200


def caller_of(house: House, request: Request) -> Visitor:
    """The account the token belongs to, while it is not disabled.

    Raises a Problem: 401, or 429 where too many wrong tokens came from the address. A right one is
    never refused because of a neighbour's wrong ones.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        headers = {"WWW-Authenticate": 'Bearer realm="lavterskel"'}
        raise Problem(401, "no_token", "Send the token of an account.", headers=headers)
    with house.store.read() as tx:
        visitor = _holder(tx, token[:LONGEST_TOKEN])
    if visitor is None:
        address = caller_address(request, house.settings.trusted_proxies)
        _count_wrong_token(house, address)
        headers = {"WWW-Authenticate": 'Bearer realm="lavterskel", error="invalid_token"'}
        raise Problem(401, "wrong_token", "This token opens nothing.", headers=headers)
    return visitor


def _holder(tx: Transaction, token: str) -> Visitor | None:
    staff = tx.scalar(
        select(Staff).where(
            Staff.token_index.in_(tx.master_keys.lookup_hashes(TOKEN, token)),
            Staff.disabled_at.is_(None),
        )
    )
    if staff is None:
        return None
    return Visitor(staff.id, staff.name, staff.role, staff.office_id, csrf="")


def _count_wrong_token(house: House, address: str) -> None:
    """Looked up before it is counted, so that a flood of wrong ones takes no write from anybody."""
    with house.store.read() as tx:
        index = tx.master_keys.lookup_hash(ADDRESS, address)
        tried = tx.scalar(
            select(func.count(SignInFailure.id)).where(
                SignInFailure.address_index == index, SignInFailure.at > tx.now - WINDOW
            )
        )
    if (tried or 0) >= MOST_BY_ADDRESS:
        headers = {"Retry-After": str(WINDOW.seconds)}
        raise Problem(429, "too_many_tries", "Too many wrong tokens: wait.", headers=headers)
    with house.store.write() as tx:
        forget_old(tx)
        tx.add(SignInFailure(name_index=index, address_index=index, at=tx.now))
