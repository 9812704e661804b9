"""`lavterskel erase`: what a person told is gone for good, and nobody in danger is forgotten."""

import base64
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, event, func, select, update

from bot.callbacks.changing import note_change
from bot.callbacks.submitting import OWN_PHONE, Draft, submit
from bot.delivery.attachments import Sent
from bot.delivery.copies import empty_copy
from bot.delivery.outbox import Lane, queue
from bot.delivery.speaker import Speaker
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.escalation import ending
from bot.escalation.acknowledging import acknowledge
from bot.escalation.holder import line_holder
from bot.escalation.lines import confirm
from bot.escalation.opening import open_escalation
from bot.inbox.receiving import Arrival, receive
from bot.relay.transcript import read_transcript
from bot.settings import Settings
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.erasure import destroy_conversations
from bot.store.keys import KeyUnusable
from bot.store.tables import (
    Attachment,
    AttachmentContent,
    CallbackRequest,
    CarrierCopy,
    Conversation,
    DataKey,
    ErasedRequest,
    Escalation,
    Handover,
    Inbound,
    Outbox,
    Page,
    PastCase,
    Relay,
    RelayTurn,
    Table,
)
from tests.callbacks.handover.receiver import OfficeSystem, office_system
from tests.commands.test_commands import Keyboard
from tests.monitor.interpreting import WORDS as INTERPRETED
from tests.monitor.interpreting import Interpreting
from tests.monitor.waiting import Waiting

ANNA = "+4799910001"
BEA = "+4799910002"
WORDS = "jeg har ikke penger til mat"
LETTER = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8
LYKKEFJORD = "9901"
OFFICE = "nav-lykkefjord"
SECRET = "a-secret-of-thirty-two-characters"


@dataclass
class Town:
    """Two people who have written, a command line, and the database both are kept in."""

    settings: Settings
    store: Store
    speaker: Speaker

    def writes(self, number: str, channel: str = "sms") -> str:
        """A message that was read and answered; gives the conversation's id."""
        with self.store.write() as tx:
            count = tx.scalar(select(func.count(Inbound.id)))
            arrival = arrival_of(InboundText(f"SM{count}", number, "", WORDS, media=()), channel)
            receive(tx, arrival)
            conversation = conversation_of(tx, channel, number)
            queue(
                tx,
                key=f"answer:{count}",
                lane=Lane.REPLY,
                channel=channel,
                conversation_id=conversation.id,
                name="utter_greet",
                body="Hei!",
            )
            empty_copy(tx, f"SM{count}")
            self._settle(tx)
            return conversation.id

    def asks(self, number: str, channel: str = "sms") -> str:
        """A request to be phoned; gives its reference."""
        draft = Draft(WORDS, LYKKEFJORD, OWN_PHONE, "any", "yes", "no", "no")
        with self.store.write() as tx:
            conversation = conversation_of(tx, channel, number)
            submit(tx, self.speaker, conversation, draft, f"ask:{number}")
            note_change(tx, self.speaker, conversation, WORDS, f"note:{number}")
            return tx.scalars(
                select(CallbackRequest.reference).order_by(CallbackRequest.id.desc()).limit(1)
            ).one()

    def is_in_danger(self, number: str) -> str:
        with self.store.write() as tx:
            place = self.speaker.register.place(LYKKEFJORD)
            conversation = conversation_of(tx, "sms", number)
            case = open_escalation(
                tx,
                self.speaker,
                conversation,
                kind="shelter",
                key="e",
                place=place,
                words=WORDS,
            )
            self._settle(tx)
            return case.reference

    def takes(self, reference: str) -> None:
        with self.store.write() as tx:
            case, page, line = self._held(tx, reference)
            acknowledge(tx, self.speaker, case, line_holder(line, page), via="sms")
            self._settle(tx)

    def closes(self, reference: str) -> None:
        with self.store.write() as tx:
            case, _, line = self._held(tx, reference)
            outcome = ending.Outcome.HELP_ARRANGED
            ending.close(tx, self.speaker, case, outcome, line_id=line.id)
            self._settle(tx)

    def _held(self, tx: Any, reference: str) -> tuple[Escalation, Page, Any]:
        case = tx.scalars(select(Escalation).where(Escalation.reference == reference)).one()
        page = tx.scalars(select(Page).where(Page.escalation_id == case.id).limit(1)).one()
        return case, page, self.speaker.register.line(page.line_id)

    @staticmethod
    def _settle(tx: Any) -> None:
        """As a brain and a carrier would: everything is read, everything is sent."""
        tx.flush()
        tx.execute(update(Inbound).values(state="read", due_at=None, holding_at=None))
        tx.execute(update(Outbox).values(state="sent", due_at=None))

    def erases(self, *words: str, **environment: str) -> tuple[int, str]:
        keyboard = Keyboard(
            self.settings.state_dir,
            LAVTERSKEL_DATABASE_URL=self.settings.database_url,
            **environment,
        )
        return keyboard.types("erase", *words)

    def count(self, table: type[Table]) -> int:
        with self.store.read() as tx:
            return tx.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def town(settings: Settings, store: Store) -> Town:
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
    return Town(settings, store, speaker)


@pytest.fixture
def system() -> Iterator[OfficeSystem]:
    with office_system() as running:
        yield running


@pytest.fixture
def with_system(settings: Settings, system: OfficeSystem, tmp_path: Path) -> dict[str, str]:
    """The environment of a register in which the office has a system of its own."""
    folder = tmp_path / "register"
    folder.mkdir()
    for file in settings.register_dir.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    national = settings.register_dir.parent.resolve()
    (folder / "register.yml").write_text(f"name: Own\nmade_up: true\nextends: {national}\n")
    offices = (folder / "offices.yml").read_text(encoding="utf-8")
    url = f"    name: NAV Lykkefjord\n    handover_url: {system.url}/in\n"
    (folder / "offices.yml").write_text(offices.replace("    name: NAV Lykkefjord\n", url))
    return {
        "LAVTERSKEL_REGISTER_DIR": str(folder),
        "LAVTERSKEL_HANDOVER_SECRETS": f"{OFFICE}={SECRET}",
    }


def rows_of(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    with store.read() as tx:
        for table in Table.metadata.sorted_tables:
            for row in tx.execute(table.select()).mappings():
                yield table.name, dict(row)


def blobs_of(store: Store, conversation_id: str) -> list[bytes]:
    """What is sealed for a conversation, its wrapped key and its keyed hash, as they are stored."""
    found = []
    with store.engine.connect() as connection:
        for table in Table.metadata.sorted_tables:
            blobs = [
                column.name
                for column in table.columns
                if isinstance(column.type, LargeBinary)
                or isinstance(getattr(column.type, "impl_instance", None), LargeBinary)
            ]
            owner = "id" if table.name == "conversation" else "conversation_id"
            if blobs and owner in table.columns:
                query = select(*(table.c[name] for name in blobs)).where(
                    table.c[owner] == conversation_id
                )
                for row in connection.execute(query):
                    found += [getattr(blob, "blob", blob) for blob in row if blob is not None]
    return found


def bytes_of(settings: Settings) -> bytes:
    """Every byte of the SQLite file and of the log beside it."""
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    log = database.with_name(database.name + "-wal")
    return database.read_bytes() + (log.read_bytes() if log.exists() else b"")


def test_by_phone_all_of_one_person_goes_and_nothing_of_another(town: Town) -> None:
    for number in (ANNA, BEA):
        town.writes(number)
    reference = town.asks(ANNA)
    kept = town.asks(BEA)
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 0, said
    assert reference in said
    assert "1 callback_request" in said
    assert WORDS not in said
    rows = list(rows_of(town.store))
    assert not [
        (name, row)
        for name, row in rows
        if reference in map(str, row.values()) and name != "erased_request"
    ]
    with town.store.read() as tx:
        (conversation,) = tx.scalars(select(Conversation)).all()
        assert tx.unseal(conversation.id, conversation.address) == BEA
        assert tx.scalars(select(CallbackRequest.reference)).all() == [kept]
        assert tx.scalars(select(DataKey.conversation_id)).all() == [conversation.id]
        words = [tx.unseal(conversation.id, each.text) for each in tx.scalars(select(Inbound))]
    assert words == [WORDS]


def test_no_byte_of_theirs_is_left_in_the_file(town: Town) -> None:
    if not town.store.is_sqlite:
        pytest.skip("PostgreSQL keeps its files to itself")
    for number in (ANNA, BEA):
        for _ in range(40):
            anna_or_bea = town.writes(number)
        if number == ANNA:
            anna = anna_or_bea
    town.asks(ANNA)
    hers, anothers = blobs_of(town.store, anna), blobs_of(town.store, anna_or_bea)
    before = bytes_of(town.settings)
    assert len(hers) > 80
    assert all(blob in before for blob in hers)
    assert WORDS.encode() not in before
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 0, said
    after = bytes_of(town.settings)
    assert [blob for blob in hers if blob in after] == []
    assert all(blob in after for blob in anothers)


def sends_picture(town: Town, number: str, **given: Any) -> str:
    """Give the conversation's id."""
    sent = (Sent(**given),)
    with town.store.write() as tx:
        receive(tx, Arrival("sms", f"SMpicture{number}", number, "", {}, sent=sent))
        conversation = conversation_of(tx, "sms", number)
        town._settle(tx)
        return conversation.id


def test_pictures_and_voice_messages_go_too(town: Town) -> None:
    anna = sends_picture(town, ANNA, content_type="image/jpeg", content=LETTER)
    sends_picture(town, BEA, content_type="image/jpeg", content=LETTER)
    with town.store.read() as tx:
        row = tx.scalars(select(Attachment).where(Attachment.conversation_id == anna)).one()
        sealed = tx.get_one(AttachmentContent, row.id).content.blob
    if town.store.is_sqlite:
        assert sealed in bytes_of(town.settings)
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 0, said
    assert "1 pictures or voice messages" in said
    assert (town.count(Attachment), town.count(AttachmentContent)) == (1, 1)
    if town.store.is_sqlite:
        assert sealed not in bytes_of(town.settings)


def test_a_picture_that_is_being_fetched_comes_first(town: Town) -> None:
    """Else its copy at the carrier would outlive what we know of it."""
    sends_picture(town, ANNA, carrier_media=f"MM{'a' * 32}/ME{'b' * 32}")
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 1
    assert "a picture or voice message of theirs is being fetched" in said
    assert town.count(Attachment) == 1


def test_a_backup_from_before_cannot_be_read_with_the_keys_of_today(
    town: Town, tmp_path: Path
) -> None:
    if not town.store.is_sqlite:
        pytest.skip("the same rows, in a dump of another form")
    anna, bea = town.writes(ANNA), town.writes(BEA)
    live = Path(town.settings.database_url.removeprefix("sqlite:///"))
    backup = tmp_path / "backup.db"
    with sqlite3.connect(live) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    assert town.erases("--phone", ANNA, "--yes")[0] == 0
    with sqlite3.connect(backup) as connection:
        connection.execute("ATTACH ? AS live", (str(live),))
        connection.execute("DELETE FROM data_key")
        connection.execute("INSERT INTO data_key SELECT * FROM live.data_key")
    old = Store.open(town.settings.model_copy(update={"database_url": f"sqlite:///{backup}"}))
    with old.read() as tx:
        text = {row.conversation_id: row.text for row in tx.scalars(select(Inbound))}
        assert tx.unseal(bea, text[bea]) == WORDS
        with pytest.raises(KeyUnusable):
            tx.unseal(anna, text[anna])
    old.close()


def test_every_table_that_leads_to_a_person_is_emptied(store: Store) -> None:
    """A new table that points at a conversation, however far, must be thought of."""
    theirs = {"conversation", "data_key"}
    for table in Table.metadata.sorted_tables:  # parents before children
        if any(key.column.table.name in theirs for key in table.foreign_keys):
            theirs.add(table.name)
    emptied = set()

    def listen(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("DELETE FROM "):
            emptied.add(statement.split()[2].strip('"'))

    event.listen(store.engine, "before_cursor_execute", listen)
    with store.write() as tx:
        destroy_conversations(tx, ["nobody"])
    assert theirs <= emptied


def test_a_conversation_in_the_chat_goes_with_the_phone_that_was_given_there(town: Town) -> None:
    town.writes(ANNA)
    chat = town.writes("a-secret-of-a-browser", "chat")
    with town.store.write() as tx:
        tx.get_one(Conversation, chat).contact_phone = tx.seal(chat, ANNA)
    code, said = town.erases("--phone", "99910001", "--yes")
    assert code == 0, said
    assert town.count(Conversation) == 0


def test_a_reference_leads_to_all_of_the_person(town: Town) -> None:
    town.writes(ANNA)
    chat = town.writes("a-secret-of-a-browser", "chat")
    with town.store.write() as tx:
        tx.get_one(Conversation, chat).contact_phone = tx.seal(chat, ANNA)
    reference = town.asks("a-secret-of-a-browser", "chat")
    code, said = town.erases("--reference", reference.lower(), "--yes")
    assert code == 0, said
    assert town.count(Conversation) == 0


def test_a_number_kept_under_an_older_index_key_is_found(town: Town) -> None:
    town.writes(ANNA)
    old = (town.settings.state_dir / "index.key").read_text().strip()
    new = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    code, said = town.erases("--phone", ANNA, "--yes", LAVTERSKEL_INDEX_KEYS=f"{new},{old}")
    assert code == 0, said
    assert town.count(Conversation) == 0


def test_an_open_emergency_is_finished_first_by_who_holds_it(town: Town) -> None:
    town.writes(ANNA)
    reference = town.is_in_danger(ANNA)
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 1
    assert f"{reference} is open: nobody has taken it yet" in said
    town.takes(reference)
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 1
    assert "Vakttelefon, NAV Lykkefjord holds it" in said
    assert town.count(Inbound) == 1, "nothing was erased"
    town.closes(reference)
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 0, said
    assert town.count(Escalation) == town.count(Page) == town.count(Outbox) == 0
    assert town.count(PastCase) == 1


def test_a_message_that_waits_to_be_read_is_not_destroyed_unread(town: Town) -> None:
    with town.store.write() as tx:
        receive(tx, arrival_of(InboundText("SM1", ANNA, "", WORDS, media=()), "sms"))
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 1
    assert "not been read yet" in said
    assert town.count(Inbound) == 1


def test_an_open_request_is_closed_and_its_office_sees_why_it_is_gone(town: Town) -> None:
    reference = town.asks(ANNA)
    with town.store.write() as tx:
        town._settle(tx)
    code, said = town.erases("--phone", ANNA, "--yes")
    assert code == 0, said
    assert f"{reference} is open: it is closed, and NAV Lykkefjord sees" in said
    with town.store.read() as tx:
        erased = tx.scalars(select(ErasedRequest)).one()
        past = tx.scalars(select(PastCase)).one()
    assert (erased.reference, erased.office_id) == (reference, OFFICE)
    assert (erased.was_open, erased.handed_over) == (True, False)
    assert past.outcome == "person"


def test_an_open_request_goes_to_its_offices_system_first(
    town: Town, system: OfficeSystem, with_system: dict[str, str]
) -> None:
    reference = town.asks(ANNA)
    system.status = 500
    code, said = town.erases("--phone", ANNA, "--yes", **with_system)
    assert code == 1
    assert "did not take the request" in said
    assert town.count(CallbackRequest) == town.count(Handover) == 1
    system.status = 200
    code, said = town.erases("--phone", ANNA, "--yes", **with_system)
    assert code == 0, said
    delivered = system.got[-1]
    assert delivered.is_signed_with(SECRET)
    assert delivered.message["reference"] == reference
    assert delivered.message["need"]["own_words"] == WORDS
    assert town.count(CallbackRequest) == town.count(Handover) == 0
    with town.store.read() as tx:
        assert tx.scalars(select(ErasedRequest.handed_over)).one() is True


def test_the_carriers_copies_are_still_emptied_and_at_once(town: Town) -> None:
    town.writes(ANNA)
    assert town.erases("--phone", ANNA, "--yes")[0] == 0
    with town.store.read() as tx:
        copies = tx.scalars(select(CarrierCopy)).all()
        assert [copy.due_at is not None and copy.due_at <= tx.now for copy in copies] == [True]


def test_without_a_yes_nothing_goes(town: Town) -> None:
    town.writes(ANNA)
    code, said = town.erases("--phone", ANNA)
    assert code == 1
    assert "1 messages, 1 answers" in said
    assert town.count(Inbound) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--phone or --reference"),
        (("--phone", ANNA, "--reference", "ABC123"), "--phone or --reference"),
        (("--phone", "hello"), "no phone number"),
        (("--phone", BEA), "nothing is kept"),
        (("--reference", "ABC123"), "nothing is kept"),
    ],
)
def test_what_cannot_be_found_is_said(town: Town, words: tuple[str, ...], says: str) -> None:
    if not town.store.is_sqlite:
        pytest.skip("the words are the same")
    code, said = town.erases(*words)
    assert code == 1
    assert says in said


def test_what_was_said_through_an_interpreter_goes_with_the_person(town: Town) -> None:
    interpreting = Interpreting(town.store, town.speaker, Waiting(town.store, town.speaker))
    person, other = interpreting.relay(), interpreting.relay(language="ti", called="4711")
    for each in (person, other):
        interpreting.talks(each)
    reference = interpreting.ask(person)
    interpreting.ends(person, "interpreter")
    with town.store.write() as tx:
        town._settle(tx)
    code, said = town.erases("--reference", reference, "--yes")
    assert code == 0, said
    assert "1 relay\n" in said
    with town.store.read() as tx:
        assert {row.conversation_id for row in tx.scalars(select(RelayTurn))} == {other}
        assert [row.conversation_id for row in tx.scalars(select(Relay))] == [other]
        assert person not in tx.scalars(select(DataKey.conversation_id)).all()
        kept = read_transcript(tx, other)
    assert kept is not None
    assert INTERPRETED in [turn.words for turn in kept.turns]
