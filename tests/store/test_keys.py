import base64
import secrets
import stat
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import StatementError

from bot.settings import Settings
from bot.store import Store, schema
from bot.store.keys import KeyUnusable, MasterKeys, load_master_keys
from bot.store.tables import Conversation, DataKey

WORDS = "jeg har ikke noe sted å sove"


def key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def test_words_come_back_and_are_not_in_the_database(store: Store) -> None:
    with store.write() as tx:
        sealed = tx.seal("c1", WORDS)
        tx.add(
            Conversation(
                id="c1", channel="sms", address_index=b"x", address=sealed, created_at=tx.now
            )
        )
    with store.read() as tx:
        assert tx.unseal("c1", tx.get_one(Conversation, "c1").address) == WORDS
        raw = tx.execute(text("SELECT address FROM conversation")).scalar_one()
    assert WORDS.encode() not in bytes(raw)


def test_a_sealed_column_refuses_plain_words(store: Store) -> None:
    row = {"id": "c1", "channel": "sms", "address_index": b"x", "address": WORDS}
    with store.write() as tx:
        statement = insert(Conversation).values(**row, created_at=tx.now, language_chosen=False)
        with pytest.raises(StatementError, match="seal the text first"):
            tx.execute(statement)


def test_one_conversation_cannot_open_what_another_has_sealed(store: Store) -> None:
    with store.write() as tx:
        sealed = tx.seal("c1", WORDS)
        tx.seal("c2", "noe annet")
        with pytest.raises(KeyUnusable):
            tx.unseal("c2", sealed)


def test_destroying_the_key_erases_the_words(store: Store) -> None:
    with store.write() as tx:
        sealed = tx.seal("c1", WORDS)
    with store.write() as tx:
        tx.destroy_key("c1")
    with store.read() as tx:
        assert tx.scalars(select(DataKey)).all() == []
        with pytest.raises(KeyUnusable, match="destroyed"):
            tx.unseal("c1", sealed)


def test_an_older_master_key_still_opens_what_it_sealed(settings: Settings, store: Store) -> None:
    old, new = key(), key()
    sealed = {}
    for name, keys in (("before", (old,)), ("after", (new, old))):
        rotated = Store.open(settings.model_copy(update={"data_keys": _secrets(keys)}))
        with rotated.write() as tx:
            sealed[name] = tx.seal(name, WORDS)
        with rotated.read() as tx:
            assert tx.unseal("before", sealed["before"]) == WORDS
        rotated.close()
    forgetful = Store.open(settings.model_copy(update={"data_keys": _secrets((new,))}))
    with forgetful.read() as tx:
        assert tx.unseal("after", sealed["after"]) == WORDS
        with pytest.raises(KeyUnusable, match="older key missing"):
            tx.unseal("before", sealed["before"])
    forgetful.close()


def test_keys_are_made_once_and_are_ours_alone(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path / "state")
    assert load_master_keys(settings) == load_master_keys(settings)
    for name in ("data.key", "index.key"):
        assert stat.S_IMODE((tmp_path / "state" / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "bad", ["", "short", "not base64!", pytest.param(key()[:-6], id="six letters too few")]
)
def test_a_malformed_key_is_refused_and_not_shown(tmp_path: Path, bad: str) -> None:
    settings = Settings(state_dir=tmp_path, data_keys=_secrets((bad or "AA",)))
    with pytest.raises(KeyUnusable) as refusal:
        load_master_keys(settings)
    assert bad == "" or bad not in str(refusal.value)


def test_keys_never_show(tmp_path: Path) -> None:
    keys = load_master_keys(Settings(state_dir=tmp_path))
    assert repr(keys) == "MasterKeys(1 data, 1 index)"
    assert isinstance(keys, MasterKeys)


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from bot.store.tables import Table

    assert schema.is_current(store)
    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Table.metadata)
    assert differences == []


def _secrets(keys: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from pydantic import SecretStr

    return tuple(SecretStr(each) for each in keys)
