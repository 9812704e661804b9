"""Accounts: made with a password that can be read aloud, shut with one act."""

import re

import pytest
from sqlalchemy import select

from bot.monitor.accounts import TOKEN, AccountRefused, add_staff, disable_staff, list_staff
from bot.monitor.passwords import matches
from bot.store import Store
from bot.store.tables import Staff


def test_a_new_account_gets_a_password_that_can_be_read_aloud(store: Store) -> None:
    with store.write() as tx:
        added = add_staff(tx, name="Kari Nordmann", role="adviser")
    assert re.fullmatch(r"([bdfghjklmnprstv][aeiouy]){2}(-([bdfghjklmnprstv][aeiouy]){2}){4}",
                        added.password)  # fmt: skip
    assert matches(added.staff.password_hash, added.password)


def test_two_accounts_get_different_passwords(store: Store) -> None:
    with store.write() as tx:
        one = add_staff(tx, name="Kari", role="adviser")
        other = add_staff(tx, name="Ola", role="adviser")
    assert one.password != other.password


def test_neither_password_nor_token_is_stored(store: Store) -> None:
    with store.write() as tx:
        added = add_staff(tx, name="Kari", role="adviser", with_token=True)
    with store.read() as tx:
        stored = tx.scalars(select(Staff)).one()
        assert stored.password_hash is not None
        assert stored.password_hash.startswith("$argon2id$")
        assert added.token is not None
        assert stored.token_index == tx.master_keys.lookup_hash(TOKEN, added.token)
    values = [getattr(stored, column.name) for column in Staff.__table__.columns]
    assert not any(
        secret in str(value) for value in values for secret in (added.password, added.token)
    )


def test_secrets_do_not_show_when_an_account_is_printed(store: Store) -> None:
    with store.write() as tx:
        added = add_staff(tx, name="Kari", role="adviser", with_token=True)
    assert added.password not in repr(added)
    assert str(added.token) not in repr(added)


def test_no_token_is_made_unasked(store: Store) -> None:
    with store.write() as tx:
        assert add_staff(tx, name="Kari", role="adviser").token is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"role": "boss"}, "is no role", id="a role we do not have"),
        pytest.param({"role": "office"}, "belong to an office", id="office staff without office"),
        pytest.param({"role": "lead"}, "belong to an office", id="a lead without office"),
        pytest.param({"office_id": "nav-x"}, "belong to an office", id="adviser of an office"),
        pytest.param({"name": "  "}, "a name has", id="a blank name"),
        pytest.param({"name": "x" * 81}, "a name has", id="a name that is too long"),
        pytest.param({"name": "Ka\x00ri"}, "a name has", id="a name nobody can type"),
        pytest.param({"name": " Ola  Nordmann"}, "already", id="a name that is taken"),
        pytest.param({"password": "short"}, "12 to 200", id="a password that is too short"),
        pytest.param({"password": "x" * 201}, "12 to 200", id="a password that is too long"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    store: Store, fields: dict[str, str], reason: str
) -> None:
    with store.write() as tx:
        add_staff(tx, name="Ola Nordmann", role="adviser")
    with pytest.raises(AccountRefused, match=reason), store.write() as tx:
        add_staff(tx, **{"name": "Kari", "role": "adviser", **fields})


@pytest.mark.parametrize("role", ["office", "lead"])
def test_office_staff_belong_to_an_office(store: Store, role: str) -> None:
    with store.write() as tx:
        added = add_staff(tx, name="Kari", role=role, office_id="nav-lykkefjord")
    assert added.staff.office_id == "nav-lykkefjord"


def test_everybody_is_listed_by_name_disabled_or_not(store: Store) -> None:
    with store.write() as tx:
        for name in ("Ola", "Kari", "Per"):
            add_staff(tx, name=name, role="adviser")
        assert disable_staff(tx, "Kari")
    with store.read() as tx:
        listed = [(staff.name, staff.disabled_at is None) for staff in list_staff(tx)]
    assert listed == [("Kari", False), ("Ola", True), ("Per", True)]


def test_nobody_is_disabled_under_an_unknown_name(store: Store) -> None:
    with store.write() as tx:
        assert not disable_staff(tx, "Nobody")
