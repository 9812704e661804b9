"""What stands still is found on both databases, and what is being done is not."""

from datetime import timedelta

import pytest

from bot.delivery.outbox import Lane, queue
from bot.inbox.receiving import Arrival, receive
from bot.store import Store
from bot.store.beats import CLOCK, MISSED_AFTER, beat
from bot.store.clock import forward
from bot.store.conversations import conversation_of
from bot.store.due_work import claim
from bot.store.stuck import SETTLES_AFTER, What, find_stuck
from bot.store.tables import Escalation, Inbound, LineTest, Outbox, RoleBeat, SafetyQuestion
from bot.store.transaction import Transaction

ANNA = "+4790000001"
MINUTE = timedelta(minutes=1)


def stuck(store: Store, *roles: str) -> list[str]:
    with store.read() as tx:
        return [str(each) for each in find_stuck(tx, "tests", roles)]


def pass_time(store: Store, span: timedelta) -> None:
    """As if nobody had forwarded the clock just now."""
    with store.write() as tx:
        forward(tx, span)
        tx.get_one(RoleBeat, (CLOCK, CLOCK)).beat_at -= SETTLES_AFTER


def message(tx: Transaction, lane: Lane = Lane.REPLY, key: str = "one") -> Outbox:
    row = queue(
        tx,
        key=key,
        lane=lane,
        channel="sms",
        conversation_id=conversation_of(tx, "sms", ANNA).id,
        name="test",
        body="hemmelig",
    )
    assert row is not None
    return row


def escalation(tx: Transaction, **values: object) -> Escalation:
    row = Escalation(
        reference="AB12CD",
        key="test",
        conversation_id=conversation_of(tx, "sms", ANNA).id,
        kind="shelter",
        urgency="now",
        state="open",
        opened_at=tx.now,
        ladder=[],
        **values,
    )
    tx.add(row)
    return row


def inbound(tx: Transaction, state: str = "received") -> Inbound:
    inbound_id = receive(tx, Arrival("sms", "SM1", ANNA, "hei", {}))
    row = tx.get_one(Inbound, inbound_id)
    row.state, row.due_at, row.holding_at = state, tx.now, None
    return row


def test_nothing_stands_still_in_an_empty_house(store: Store) -> None:
    assert stuck(store) == []


def test_a_message_that_nobody_sends(store: Store) -> None:
    with store.write() as tx:
        message(tx)
    pass_time(store, timedelta(seconds=40))
    assert stuck(store) == []
    pass_time(store, timedelta(seconds=10))
    assert stuck(store) == ["1 message is not handed to the carrier; the oldest for 50 s"]


def test_several_are_counted_and_the_oldest_says_since_when(store: Store) -> None:
    with store.write() as tx:
        message(tx, key="one")
    pass_time(store, 4 * MINUTE)
    with store.write() as tx:
        message(tx, key="two")
    pass_time(store, MINUTE)
    assert stuck(store) == ["2 messages are not handed to the carrier; the oldest for 5 min"]


def test_what_is_being_done_does_not_stand_still(store: Store) -> None:
    with store.write() as tx:
        message(tx)
        inbound(tx)
        assert claim(tx, Outbox, holder="alive", lease=MINUTE)
        assert claim(tx, Inbound, holder="alive", lease=MINUTE)
    pass_time(store, 5 * MINUTE)
    assert stuck(store) == []


def test_what_a_dead_worker_held_does(store: Store) -> None:
    with store.write() as tx:
        message(tx)
        claim(tx, Outbox, holder="dead", lease=timedelta(0))
    pass_time(store, 5 * MINUTE)
    assert stuck(store) == ["1 message is not handed to the carrier; the oldest for 5 min"]


def test_a_clock_that_was_forwarded_just_now_leaves_time_to_do_what_fell_due(store: Store) -> None:
    with store.write() as tx:
        message(tx)
        forward(tx, timedelta(hours=1))
    assert stuck(store) == []
    pass_time(store, timedelta(0))
    assert stuck(store) == ["1 message is not handed to the carrier; the oldest for 1 h 0 min"]


def test_a_page_that_the_carrier_puts_off_again_and_again(store: Store) -> None:
    with store.write() as tx:
        message(tx, Lane.PAGE).attempts = 3
    for _ in range(2):
        assert stuck(store) == []
        pass_time(store, timedelta(seconds=35))
        with store.write() as tx:
            message_row = tx.query(Outbox).one()
            message_row.due_at = tx.now + timedelta(seconds=5)
    assert stuck(store) == ["1 page waits for the carrier; the oldest for 1 min"]


def test_a_page_that_is_meant_to_leave_later_does_not_wait_for_the_carrier(store: Store) -> None:
    with store.write() as tx:
        message(tx, Lane.PAGE).due_at = tx.now + timedelta(minutes=2)
    pass_time(store, timedelta(minutes=2, seconds=10))
    assert stuck(store) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [("received", "is not screened"), ("screened", "is not read by the brain")],
)
def test_a_message_that_nobody_reads(store: Store, state: str, words: str) -> None:
    with store.write() as tx:
        inbound(tx, state)
    pass_time(store, MINUTE)
    assert stuck(store) == [f"1 message {words}; the oldest for 1 min"]


def test_a_person_who_meets_silence(store: Store) -> None:
    with store.write() as tx:
        row = inbound(tx, "parked")
        row.due_at, row.holding_at = None, tx.now
    pass_time(store, MINUTE)
    assert stuck(store) == ["1 holding text is not sent; the oldest for 1 min"]


def test_a_ladder_that_does_not_go_on(store: Store) -> None:
    with store.write() as tx:
        escalation(tx, due_at=tx.now)
    pass_time(store, MINUTE)
    assert stuck(store) == ["1 emergency is not followed up; the oldest for 1 min"]


def test_an_open_emergency_without_a_next_act_is_named_at_once(store: Store) -> None:
    with store.write() as tx:
        row = escalation(tx)
    assert stuck(store) == ["1 open emergency has no next act; the oldest for 0 s"]
    with store.write() as tx:
        tx.get_one(Escalation, row.id).state = "acknowledged"
    assert stuck(store) == []


def test_silence_after_the_safety_question_and_a_test_of_a_line(store: Store) -> None:
    with store.write() as tx:
        asked = inbound(tx, "parked")
        asked.due_at = None
        tx.add(
            SafetyQuestion(
                conversation_id=asked.conversation_id,
                inbound_id=asked.id,
                kind="violence",
                asked_at=tx.now,
                due_at=tx.now,
                state="open",
            )
        )
        tx.add(LineTest(line_id="line", fingerprint="x", sent_at=tx.now, due_at=tx.now))
    pass_time(store, MINUTE)
    assert stuck(store) == [
        "1 unanswered safety question is not followed up; the oldest for 1 min",
        "1 test of a duty line is not ended; the oldest for 1 min",
    ]


def alive(store: Store, role: str, *, ago: timedelta = timedelta(0), ready: bool = True) -> None:
    with store.write() as tx:
        beat(tx, start="tests", instance=f"{role}@host", role=role, ready=ready)
        tx.get_one(RoleBeat, ("tests", f"{role}@host")).beat_at -= ago


def test_a_role_that_was_never_heard_of_or_is_not_ready(store: Store) -> None:
    assert stuck(store, "courier") == ["the courier is not ready"]
    alive(store, "courier", ready=False)
    assert stuck(store, "courier") == ["the courier is not ready"]
    alive(store, "courier")
    assert stuck(store, "courier") == []


def test_a_role_that_has_fallen_silent_is_named_whether_it_was_expected_or_not(
    store: Store,
) -> None:
    alive(store, "courier", ago=MISSED_AFTER * 4)
    alive(store, "brain", ago=MISSED_AFTER * 4)
    assert stuck(store, "courier") == [
        "the brain has not been heard of for 40 s",
        "the courier has not been heard of for 40 s",
    ]


def test_roles_of_an_earlier_start_are_not_missed(store: Store) -> None:
    alive(store, "courier", ago=MISSED_AFTER * 4)
    with store.read() as tx:
        assert find_stuck(tx, "another start", []) == []


def test_the_gravest_is_named_first(store: Store) -> None:
    with store.write() as tx:
        message(tx)
        escalation(tx)
    pass_time(store, MINUTE)
    with store.read() as tx:
        kinds = [each.what for each in find_stuck(tx, "tests", ["courier"])]
    assert kinds == [What.ROLE, What.NO_NEXT_ACT, What.OUTBOX]
