"""An office's own system is told of its requests until it says that it has them."""

from datetime import timedelta

import pytest
from pydantic import SecretStr, ValidationError

from bot.callbacks.handover.due import hand_over
from bot.callbacks.handover.webhook import Webhook, secrets_of
from bot.courier.retention import Retention
from bot.settings import Settings
from bot.store.tables import CallbackRequest, Handover
from tests.callbacks.handover.conftest import (
    ANNA,
    LYKKEFJORD,
    OFFICE,
    SECRET,
    WORDS,
    Desk,
    with_system,
)
from tests.product import free_port


def test_a_request_arrives_signed_and_is_acknowledged(desk: Desk) -> None:
    desk.ask()
    desk.work()
    (delivered,) = desk.system.got
    assert delivered.is_signed_with(SECRET)
    assert not delivered.is_signed_with(SECRET + "x")
    assert delivered.headers["content-type"] == "application/json"
    assert delivered.message["need"]["own_words"] == WORDS
    assert delivered.message["person"]["phone"] == ANNA
    (handover,) = desk.handovers()
    assert (handover.state, handover.status) == ("acknowledged", 204)
    assert handover.acknowledged_at is not None
    assert delivered.headers["lavterskel-delivery"] == handover.key
    assert delivered.message["delivery"] == handover.key


def test_it_is_told_again_when_the_request_is_closed_and_when_it_lives_again(desk: Desk) -> None:
    request = desk.ask()
    desk.work()
    desk.close(request)
    desk.work()
    desk.reopen(request)
    desk.work()
    assert [each.message["state"] for each in desk.system.got] == ["open", "closed", "open"]
    assert len({each.message["delivery"] for each in desk.system.got}) == 3


@pytest.mark.parametrize("status", [404, 500, 302])
def test_what_is_not_taken_is_tried_again_later_under_the_same_name(
    desk: Desk, status: int
) -> None:
    desk.system.status = status
    desk.ask()
    desk.work()
    (handover,) = desk.handovers()
    assert (handover.state, handover.status, handover.attempts) == ("waiting", status, 1)
    desk.work()  # not yet
    assert len(desk.system.got) == 1, "a redirect is not followed, and nothing is tried at once"
    desk.system.status = 200
    desk.wait(minutes=1)
    desk.work()
    first, second = desk.system.got
    assert first.message["delivery"] == second.message["delivery"]
    assert desk.handovers()[0].state == "acknowledged"


def test_a_system_that_does_not_answer_is_waited_for(desk: Desk) -> None:
    desk.ask()
    nobody = with_system(desk.webhook.register, f"http://127.0.0.1:{free_port()}/")
    webhook = Webhook(desk.store, nobody, desk.webhook.secrets, "tests")
    webhook.go()
    webhook.go()
    (handover,) = desk.handovers()
    assert (handover.state, handover.status) == ("waiting", None)
    assert handover.due_at is not None


def test_the_waits_grow_to_minutes_and_end_with_the_answer(desk: Desk) -> None:
    desk.system.status = 503
    desk.ask()
    for _ in range(12):
        desk.work()
        desk.wait(minutes=16)
    assert desk.handovers()[0].attempts == 12
    assert len(desk.system.got) == 12


def test_a_delivery_of_a_courier_that_died_comes_back(desk: Desk) -> None:
    desk.ask()
    desk.webhook._note_missing()
    with desk.store.write() as tx:
        handover = tx.get_one(Handover, 1)
        handover.lease_holder, handover.lease_until = "dead", tx.raw_now + timedelta(seconds=60)
    desk.work()
    assert desk.system.got == []
    with desk.store.write() as tx:
        tx.get_one(Handover, 1).lease_until = tx.raw_now
    desk.work()
    assert len(desk.system.got) == 1


def test_without_a_secret_nothing_leaves_the_house(desk: Desk) -> None:
    desk.ask()
    unsigned = Webhook(desk.store, desk.webhook.register, {}, "tests")
    unsigned.go()
    unsigned.go()
    assert desk.system.got == []
    assert desk.handovers()[0].state == "waiting"


def test_an_office_without_a_system_is_handed_nothing(desk: Desk) -> None:
    desk.ask(place="9902")
    desk.work()
    assert desk.handovers() == []


def test_what_has_moved_to_another_office_is_not_told_the_first(desk: Desk) -> None:
    desk.system.status = 500
    request = desk.ask()
    desk.work()
    with desk.store.write() as tx:
        moved = tx.get_one(CallbackRequest, request)
        moved.office_id, moved.place = "nav-fagerdal", "9902"
    desk.system.status = 204
    desk.wait(hours=1)
    desk.work()
    assert [each.state for each in desk.handovers()] == ["superseded"]
    assert len(desk.system.got) == 1


def test_both_secrets_sign_while_one_is_exchanged_for_another(desk: Desk) -> None:
    desk.ask()
    given = (SecretStr(f"{OFFICE}={SECRET}-new"), SecretStr(f"{OFFICE}={SECRET}"))
    secrets = secrets_of(Settings(handover_secrets=given))
    webhook = Webhook(desk.store, desk.webhook.register, secrets, "tests")
    webhook.go()
    webhook.go()
    (delivered,) = desk.system.got
    assert delivered.is_signed_with(SECRET)
    assert delivered.is_signed_with(f"{SECRET}-new")


@pytest.mark.parametrize("given", ["nav-x=short", "x" * 40, "=" + "x" * 40])
def test_a_weak_or_nameless_secret_is_refused(given: str) -> None:
    with pytest.raises(ValidationError, match="office=secret"):
        Settings(handover_secrets=(SecretStr(given),))


def test_the_content_goes_only_after_the_last_word_was_acknowledged(desk: Desk) -> None:
    retention = Retention(desk.store, desk.speaker.register)
    days = desk.speaker.register.kept_for.request.days
    request = desk.ask()
    desk.work()
    desk.close(request)
    desk.system.status = 500
    for _ in range(3):
        desk.work()
        desk.wait(days=days)
        retention.go()
    with desk.store.read() as tx:
        assert tx.get(CallbackRequest, request) is not None, "the office has not taken it yet"
    desk.system.status = 200
    desk.work()
    desk.wait(days=days - 1)
    retention.go()
    with desk.store.read() as tx:
        assert tx.get(CallbackRequest, request) is not None
    desk.wait(days=2)
    while retention.go():
        pass
    with desk.store.read() as tx:
        assert tx.get(CallbackRequest, request) is None
    assert desk.handovers() == []


def test_one_dead_system_holds_up_no_other_request_of_its_office_twice(desk: Desk) -> None:
    desk.system.status = 500
    for number in range(5):
        desk.ask(f"+479991010{number}", LYKKEFJORD)
    desk.work()
    assert len(desk.system.got) == 1, "one that fails is enough to know"
    desk.system.status = 200
    desk.wait(minutes=1)
    desk.work()
    assert {each.state for each in desk.handovers()} == {"acknowledged"}


def test_a_request_that_comes_back_to_its_office_is_handed_over_again(desk: Desk) -> None:
    """The first office's delivery was never made, for the request had moved on."""
    request_id = desk.ask()
    with desk.store.write() as tx:
        request = tx.get_one(CallbackRequest, request_id)
        handover = hand_over(tx, request, OFFICE)
        handover.state, handover.due_at = "superseded", None
    desk.work()
    assert len(desk.system.got) == 1
