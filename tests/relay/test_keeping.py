"""What is kept of a relay is destroyed, erased and written out with the person's conversation."""

import json
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.callbacks.erasing import conversation_of_reference, conversations_of_phone, erase
from bot.courier.retention import Retention
from bot.delivery.speaker import Speaker
from bot.inbox.receiving import Arrival, receive
from bot.inbox.screening import screen_conversation
from bot.relay.relays import end_silent
from bot.relay.transcript import read_transcript
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.clock import forward
from bot.store.keys import KeyUnusable
from bot.store.tables import Conversation, Inbound, Outbox, Relay, RelayTurn
from tests.commands.test_commands import Keyboard
from tests.relay.interpreter import SARA, SELAM

WORDS = "ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ"


class Desk:
    """Sara's texts, read without carrier or brain."""

    def __init__(self, store: Store, speaker: Speaker) -> None:
        self.store, self.speaker = store, speaker
        self._sids = count(1)
        for text in ("start tolk tigrinja", "Sara", "ja", WORDS):
            self.writes(text)

    def writes(self, text: str) -> None:
        with self.store.write() as tx:
            sid = f"SM{next(self._sids):032x}"
            inbound_id = receive(tx, Arrival("sms", sid, SARA, text, {}))
            conversation_id = tx.get_one(Inbound, inbound_id).conversation_id
        screen_conversation(self.store, self.speaker, conversation_id)

    @property
    def relay(self) -> Relay:
        with self.store.read() as tx:
            return tx.scalars(select(Relay)).one()

    def counts(self) -> tuple[int, int]:
        """Relays and turns."""
        with self.store.read() as tx:
            found = [tx.scalar(select(func.count(each.id))) or 0 for each in (Relay, RelayTurn)]
        return found[0], found[1]


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(Path("data/register/demo"))


@pytest.fixture
def desk(store: Store, speaker: Speaker) -> Desk:
    return Desk(store, speaker)


def test_erasing_the_person_destroys_what_was_said_for_them(desk: Desk) -> None:
    relay = desk.relay
    with desk.store.write() as tx:
        person = tx.get_one(Conversation, relay.conversation_id)
        person.contact_phone = tx.seal(person.id, SELAM)
    with desk.store.write() as tx:
        ids = conversations_of_phone(tx, SELAM)
        assert ids == [relay.conversation_id]
        erase(tx, ids, ())
    assert desk.counts() == (0, 0)
    assert relay.called is not None
    with desk.store.read() as tx, pytest.raises(KeyUnusable):
        tx.unseal(relay.conversation_id, relay.called)


def test_erasing_the_interpreter_leaves_the_person(desk: Desk) -> None:
    with desk.store.write() as tx:
        erase(tx, conversations_of_phone(tx, SARA), ())
    assert desk.relay.helper_conversation_id is None
    with desk.store.read() as tx:
        transcript = read_transcript(tx, desk.relay.conversation_id)
    assert transcript is not None
    assert transcript.turns[-1].words == WORDS


def test_it_is_found_by_its_code(desk: Desk) -> None:
    with desk.store.read() as tx:
        found = conversation_of_reference(tx, desk.relay.end_code.lower())
    assert found == desk.relay.conversation_id


def test_it_goes_with_the_messages_once_they_are_past_their_date(desk: Desk) -> None:
    keep = desk.speaker.register.kept_for.conversation
    with desk.store.write() as tx:
        for inbound in tx.scalars(select(Inbound)):
            inbound.state, inbound.due_at, inbound.holding_at = "read", None, None
        for row in tx.scalars(select(Outbox)):
            row.state, row.due_at = "delivered", None
        forward(tx, keep + timedelta(days=1))
    retention = Retention(desk.store, desk.speaker.register)
    retention.go()
    assert desk.counts()[0] == 1, "nothing goes that is still open"
    with desk.store.write() as tx:
        end_silent(tx, desk.relay.id)
    for _ in range(4):
        retention.go()
    assert desk.counts() == (0, 0)


def test_it_is_written_out_whole(tmp_path: Path, speaker: Speaker) -> None:
    keyboard = Keyboard(tmp_path)
    url = keyboard.environment["LAVTERSKEL_DATABASE_URL"]
    store = Store.open(Settings(database_url=url, state_dir=tmp_path))
    schema.upgrade(store)
    code = Desk(store, speaker).relay.end_code
    store.close()
    file = tmp_path / "relay.json"
    assert keyboard.types("export", "relay", code, "--to", str(file))[0] == 0
    written = json.loads(file.read_text())
    assert written["relayed"]["called"] == "Sara"
    assert [turn["speaker"] for turn in written["turns"]][-1] == "person"
    assert written["turns"][-1]["words"] == WORDS
    nobody = keyboard.types("export", "relay", "NOBODY", "--to", str(file))
    assert nobody[0] == 1
