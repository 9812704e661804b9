"""What people have told is destroyed when its time has come, and nothing before."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.callbacks.changing import note_change
from bot.callbacks.submitting import OWN_PHONE, Draft, submit
from bot.courier.retention import Retention
from bot.delivery.attachments import Sent
from bot.delivery.outbox import Lane, queue
from bot.delivery.speaker import Speaker
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.escalation import ending
from bot.escalation.acknowledging import acknowledge
from bot.escalation.holder import line_holder
from bot.escalation.lines import confirm
from bot.escalation.opening import open_escalation
from bot.inbox.calls import Ring, end_call
from bot.inbox.receiving import Arrival, receive
from bot.register import Register
from bot.settings import Settings
from bot.store import Store
from bot.store.clock import forward
from bot.store.conversations import conversation_of, known_conversation
from bot.store.keys import KeyUnusable
from bot.store.tables import (
    Attachment,
    AttachmentContent,
    CallbackNote,
    CallbackRequest,
    Conversation,
    DataKey,
    Dialogue,
    Escalation,
    Inbound,
    IncomingCall,
    Outbox,
    Page,
    PastCase,
    Receipt,
    StoryView,
    Table,
)

ANNA = "+4799910001"
WORDS = "jeg har ikke penger til mat"
LYKKEFJORD = "9901"
DRAFT = Draft(WORDS, LYKKEFJORD, OWN_PHONE, "any", "yes", "no", "no")


@pytest.fixture
def speaker(settings: Settings, store: Store) -> Speaker:
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
    return speaker


@pytest.fixture
def days(store: Store, speaker: Speaker) -> Callable[[float], None]:
    """Let so many days go by, with a courier that destroys what is past its date at their end."""
    retention = Retention(store, speaker.register)

    def go_by(count: float) -> None:
        with store.write() as tx:
            forward(tx, timedelta(days=count))
        while retention.go():
            pass

    return go_by


carrier_ids = itertools.count(1)


def writes(store: Store, words: str = WORDS, number: str = ANNA) -> None:
    """A message that has been read and answered."""
    with store.write() as tx:
        name = f"SM{next(carrier_ids)}"
        receive(tx, arrival_of(InboundText(name, number, "", words, media=()), "sms"))
        inbound = tx.scalars(select(Inbound).order_by(Inbound.id.desc()).limit(1)).one()
        inbound.state, inbound.due_at, inbound.holding_at = "read", None, None
        answer = queue(
            tx,
            key=f"answer:{inbound.id}",
            lane=Lane.REPLY,
            channel="sms",
            conversation_id=inbound.conversation_id,
            name="utter_greet",
            body="Hei!",
        )
        assert answer is not None
        answer.state, answer.due_at, answer.carrier_id = "sent", None, f"SMout{inbound.id}"
        tx.add(Receipt(carrier_id=answer.carrier_id, status="sent", received_at=tx.now))


def asks_for_a_call(store: Store, speaker: Speaker) -> int:
    with store.write() as tx:
        conversation = conversation_of(tx, "sms", ANNA)
        submit(tx, speaker, conversation, DRAFT, "k")
        note_change(tx, speaker, conversation, "og strømmen er borte", "n")
        return tx.scalars(select(CallbackRequest.id)).one()


def close_request(store: Store, request_id: int) -> None:
    with store.write() as tx:
        request = tx.get_one(CallbackRequest, request_id)
        request.state, request.closed_at, request.close_reason = "closed", tx.now, "staff"


def is_in_danger(store: Store, speaker: Speaker) -> int:
    with store.write() as tx:
        return open_escalation(
            tx,
            speaker,
            conversation_of(tx, "sms", ANNA),
            kind="shelter",
            key="e",
            place=speaker.register.place(LYKKEFJORD),
            words=WORDS,
        ).id


def close_escalation(store: Store, speaker: Speaker, escalation_id: int) -> None:
    with store.write() as tx:
        case = tx.get_one(Escalation, escalation_id)
        page = tx.scalars(select(Page).where(Page.escalation_id == case.id).limit(1)).one()
        line = speaker.register.line(page.line_id)
        acknowledge(tx, speaker, case, line_holder(line, page), via="sms")
        ending.close(tx, speaker, case, ending.Outcome.HELP_ARRANGED, line_id=line.id)
        for message in tx.scalars(select(Outbox)):
            message.due_at = None


def count(store: Store, table: type[Table]) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


def anna(store: Store) -> Conversation | None:
    with store.read() as tx:
        return known_conversation(tx, "sms", ANNA)


def test_a_talk_without_a_request_is_gone_after_its_days(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    writes(store)
    days(speaker.register.kept_for.conversation.days - 1)
    assert count(store, Inbound) == count(store, Outbox) == 1
    days(1.1)
    for table in (Inbound, Outbox, Receipt, Conversation, DataKey):
        assert count(store, table) == 0, table


@pytest.mark.parametrize("number", [ANNA, ""])
def test_a_call_is_gone_after_its_days_and_the_request_it_became_stays(
    store: Store, speaker: Speaker, days: Callable[[float], None], number: str
) -> None:
    with store.write() as tx:
        end_call(tx, speaker, Ring("CA1", number), None)
    days(22)
    if number:
        assert count(store, IncomingCall) == count(store, CallbackRequest) == 1
        with store.read() as tx:
            request_id = tx.scalars(select(CallbackRequest.id)).one()
        close_request(store, request_id)
        days(31)
        assert anna(store) is None
    assert count(store, IncomingCall) == 0


def test_a_picture_goes_with_the_words_it_came_with(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    sent = (Sent("image/jpeg", b"\xff\xd8\xff\xe0 a letter"),)
    with store.write() as tx:
        receive(tx, Arrival("sms", "SMpicture", ANNA, "", {}, sent=sent))
        inbound = tx.scalars(select(Inbound)).one()
        inbound.state, inbound.due_at, inbound.holding_at = "read", None, None
    days(speaker.register.kept_for.conversation.days - 1)
    assert (count(store, Attachment), count(store, AttachmentContent)) == (1, 1)
    days(2)
    assert count(store, Inbound) == count(store, Attachment) == count(store, AttachmentContent) == 0
    assert count(store, DataKey) == 0


def test_what_was_never_sent_is_forgotten_before_the_messages(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    writes(store)
    with store.write() as tx:
        conversation = conversation_of(tx, "sms", ANNA)
        tx.add(
            Dialogue(
                conversation_id=conversation.id,
                state=tx.seal(conversation.id, WORDS),
                updated_at=tx.now,
            )
        )
    days(speaker.register.kept_for.draft.days + 0.1)
    assert count(store, Dialogue) == 0
    assert count(store, Inbound) == 1


def test_nothing_of_an_open_request_ever_goes(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    writes(store)
    asks_for_a_call(store, speaker)
    days(2000)
    assert count(store, CallbackRequest) == count(store, CallbackNote) == count(store, Inbound) == 1


def test_nothing_of_an_open_emergency_ever_goes(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    writes(store)
    is_in_danger(store, speaker)
    days(2000)
    assert count(store, Escalation) == count(store, Inbound) == 1
    assert count(store, Page) > 0


def test_a_closed_request_goes_after_its_days_and_the_talk_with_it(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    writes(store)
    request = asks_for_a_call(store, speaker)
    days(100)
    close_request(store, request)
    days(speaker.register.kept_for.request.days - 0.5)
    assert count(store, CallbackRequest) == count(store, Inbound) == 1
    days(1)
    for table in (CallbackRequest, CallbackNote, Inbound, Conversation, DataKey):
        assert count(store, table) == 0, table


def test_a_closed_emergency_goes_after_its_days_and_that_there_was_one_stays_counted(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    writes(store)
    case = is_in_danger(store, speaker)
    close_escalation(store, speaker, case)
    days(speaker.register.kept_for.escalation.days - 0.5)
    assert count(store, Escalation) == 1
    days(1)
    for table in (Escalation, Page, Inbound, Outbox, Conversation, DataKey):
        assert count(store, table) == 0, table
    with store.read() as tx:
        past = tx.scalars(select(PastCase)).one()
    assert (past.what, past.kind, past.place) == ("escalation", "shelter", LYKKEFJORD)
    assert past.outcome == "help_arranged"
    assert past.minutes_to_answer is not None
    assert len(past.month) == len("2026-11")


def test_a_closed_case_waits_for_what_the_same_person_has_open(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    case = is_in_danger(store, speaker)
    close_escalation(store, speaker, case)
    request = asks_for_a_call(store, speaker)
    days(1000)
    assert count(store, Escalation) == 1
    close_request(store, request)
    days(31)
    assert count(store, Escalation) == count(store, CallbackRequest) == 0


def test_a_message_nobody_has_read_yet_stays(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    with store.write() as tx:
        receive(tx, arrival_of(InboundText("SM1", ANNA, "", WORDS, media=()), "sms"))
    days(1000)
    assert count(store, Inbound) == 1


def test_old_messages_of_somebody_who_keeps_writing_go_one_by_one(
    store: Store, days: Callable[[float], None]
) -> None:
    for words in ("en", "to", "tre"):
        writes(store, words)
        days(15)
    with store.read() as tx:
        conversation = known_conversation(tx, "sms", ANNA)
        assert conversation is not None
        kept = [tx.unseal(conversation.id, each.text) for each in tx.scalars(select(Inbound))]
    assert kept == ["tre"]


@pytest.mark.parametrize("wish", ["opted_out_at", "unsafe_at"])
def test_an_unsafe_phone_is_remembered_for_longer_than_what_it_wrote(
    store: Store, speaker: Speaker, days: Callable[[float], None], wish: str
) -> None:
    writes(store)
    with store.write() as tx:
        conversation = conversation_of(tx, "sms", ANNA)
        setattr(conversation, wish, tx.now)
        words = tx.scalars(select(Inbound.text)).one()
    days(30)
    assert count(store, Inbound) == 0
    kept = anna(store)
    assert kept is not None
    assert getattr(kept, wish) is not None
    with store.read() as tx:
        assert tx.unseal(kept.id, kept.address) == ANNA
        with pytest.raises(KeyUnusable):
            tx.unseal(kept.id, words)
    days(speaker.register.kept_for.wish.days - 10)
    assert anna(store) is not None
    days(30)
    assert anna(store) is None
    assert count(store, DataKey) == 0


def test_a_phone_that_writes_again_is_emptied_again(
    store: Store, days: Callable[[float], None]
) -> None:
    writes(store)
    with store.write() as tx:
        conversation_of(tx, "sms", ANNA).no_calls_at = tx.now
    days(30)
    writes(store, "jeg er døv")
    with store.read() as tx:
        words = tx.scalars(select(Inbound.text)).one()
    days(30)
    kept = anna(store)
    assert kept is not None
    assert kept.no_calls_at is not None
    with store.read() as tx, pytest.raises(KeyUnusable):
        tx.unseal(kept.id, words)


def test_the_log_of_readers_outlives_the_story_and_has_an_end(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    from bot.monitor.accounts import add_staff
    from bot.monitor.story_views import log_view

    with store.write() as tx:
        staff = add_staff(tx, name="Kari", role="adviser").staff
        log_view(tx, staff.id, "ABC123")
    days(speaker.register.kept_for.story_view.days - 1)
    assert count(store, StoryView) == 1
    days(2)
    assert count(store, StoryView) == 0


def test_an_id_never_comes_again(store: Store, days: Callable[[float], None]) -> None:
    """Keys are made of ids, and open pages read on from the last one they have seen."""
    writes(store)
    writes(store)
    days(30)
    assert count(store, Inbound) == count(store, Outbox) == 0
    writes(store)
    with store.read() as tx:
        assert tx.scalars(select(Inbound.id)).one() == tx.scalars(select(Outbox.id)).one() == 3


def test_a_helping_is_small_and_all_goes_in_the_end(
    store: Store, speaker: Speaker, days: Callable[[float], None]
) -> None:
    for number in range(130):
        writes(store, number=f"+47999{number:05}")
    with store.write() as tx:
        forward(tx, timedelta(days=22))
    retention = Retention(store, speaker.register)
    retention.go()
    assert count(store, Inbound) == 30
    while retention.go():
        pass
    assert count(store, Conversation) == count(store, DataKey) == 0


def test_a_kommune_decides_its_own_periods(settings: Settings, tmp_path: Path) -> None:
    assert settings.register_dir.name == "demo"
    own = tmp_path / "register"
    own.mkdir()
    for file in settings.register_dir.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    (own / "register.yml").write_text(
        f"name: Own\nmade_up: true\nextends: {settings.register_dir.parent.resolve()}\n"
    )
    national = (settings.register_dir.parent / "retention.yml").read_text()
    (own / "retention.yml").write_text(national.replace("conversation: 21", "conversation: 7"))
    register = Register.load(own)
    assert register.kept_for.conversation == timedelta(days=7)
    assert register.retention.decided_by
