"""What the carrier does, and what becomes of a message because of it."""

import pytest
from sqlalchemy import select

from bot.delivery.outbox import Lane, queue
from bot.store.conversations import conversation_of
from bot.store.tables import Conversation, Escalation, Outbox, Receipt
from tests.house import House

ANNA = "+4790000001"
EMERGENCY = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def reply(house: House, key: str, body: str = "et svar", lane: Lane = Lane.REPLY) -> None:
    with house.store.write() as tx:
        queue(
            tx,
            key=key,
            lane=lane,
            channel="sms",
            conversation_id=conversation_of(tx, "sms", ANNA).id,
            name="test",
            body=body,
        )


def row(house: House, key: str) -> Outbox:
    with house.store.read() as tx:
        return tx.scalars(select(Outbox).where(Outbox.key == key)).one()


def test_a_message_goes_out_once_and_its_receipts_bring_it_to_delivered(house: House) -> None:
    reply(house, "one")
    house.phone(ANNA).hears("et svar")
    house.wait_until(lambda: row(house, "one").state == "delivered")
    assert house.twilio.duplicates() == []


def test_the_same_key_is_queued_once(house: House) -> None:
    reply(house, "one")
    reply(house, "one")
    house.phone(ANNA).hears("et svar")
    house.phone(ANNA).hears_nothing()


def test_receipts_may_be_repeated_and_come_in_any_order(house: House) -> None:
    house.twilio.receipts.repeat = 3
    house.twilio.receipts.reverse = True
    reply(house, "one")
    house.phone(ANNA).hears("et svar")
    house.wait_until(lambda: row(house, "one").state == "delivered")
    house.twilio.settles()
    assert row(house, "one").state == "delivered"
    with house.store.read() as tx:
        seen = tx.execute(select(Receipt.carrier_id, Receipt.status)).all()
    assert len(seen) == len(set(seen))


def test_the_encoding_and_its_price_are_known_before_it_is_sent(house: House) -> None:
    reply(house, "plain", "Jeg skriver når en person har saken din. " * 4)
    reply(house, "arabic", "هل أنت بأمان الآن؟ " * 5)
    assert (row(house, "plain").encoding, row(house, "plain").segments) == ("GSM-7", 2)
    assert (row(house, "arabic").encoding, row(house, "arabic").segments) == ("UCS-2", 2)


@pytest.mark.parametrize(("code", "status"), [(20429, 429), (20500, 500), (20503, 503)])
def test_a_busy_carrier_is_tried_again(house: House, code: int, status: int) -> None:
    house.twilio.refuse(code, to=ANNA, times=1, status=status)
    reply(house, "one")
    house.wait_until(lambda: row(house, "one").attempts == 1)
    house.forward("1m")
    house.phone(ANNA).hears("et svar")


@pytest.mark.parametrize("code", [21614, 21211])
def test_a_number_that_takes_no_texts_stops_it_for_good(house: House, code: int) -> None:
    house.twilio.refuse(code, to=ANNA)
    reply(house, "one")
    house.wait_until(lambda: row(house, "one").state == "failed")
    house.forward("1d")
    house.phone(ANNA).hears_nothing()
    assert (row(house, "one").attempts, row(house, "one").error_code) == (1, code)


@pytest.mark.parametrize("code", [30004, 30005, 30006])
def test_a_message_that_could_not_be_brought_is_not_sent_again(house: House, code: int) -> None:
    house.twilio.fail(code, to=ANNA)
    reply(house, "one")
    house.wait_until(lambda: row(house, "one").state == "failed")
    house.forward("1d")
    house.phone(ANNA).hears_nothing()
    assert row(house, "one").error_code == code


def test_a_phone_out_of_coverage_is_tried_again_later(house: House) -> None:
    house.twilio.fail(30003, to=ANNA, times=1)
    reply(house, "one")
    house.wait_until(lambda: row(house, "one").error_code == 30003)
    house.forward("20m")
    house.phone(ANNA).hears("et svar")


def test_a_number_blocked_at_the_carrier_is_remembered_as_opted_out(house: House) -> None:
    house.twilio.refuse(21610, to=ANNA)
    reply(house, "one")

    def is_remembered() -> bool:
        with house.store.read() as tx:
            return tx.scalars(select(Conversation)).one().opted_out_at is not None

    house.wait_until(is_remembered)


@pytest.mark.parametrize("code", [30003, 30005, 30006])
def test_a_page_that_neither_text_nor_call_can_bring_goes_to_the_next_line_at_once(
    house: House, code: int
) -> None:
    duty = house.line("lykkefjord-duty")
    house.twilio.fail(code, to=duty.number)
    house.phone(ANNA).says(EMERGENCY)
    duty.rings().fails()
    house.line("lykkefjord-leader").hears("Lavterskel")


def test_the_only_line_there_is_is_paged_again_when_it_was_out_of_coverage(house: House) -> None:
    house.twilio.fail(30003, to=house.line("fallback").number, times=1)
    house.phone(ANNA).says("jeg har ikke noe sted å sove i natt")

    def has_failed() -> bool:
        with house.store.read() as tx:
            failed = select(Outbox.id).where(Outbox.error_code == 30003)
            return tx.scalar(failed) is not None

    house.wait_until(has_failed)
    house.line("fallback").rings().fails()
    house.forward("31s")
    house.line("fallback").hears("venter fortsatt")


def test_pages_overtake_replies_that_wait(house: House) -> None:
    house.twilio.goes_away()
    for number in range(20):
        reply(house, f"reply {number}", "vent")
    house.phone(ANNA).writes(EMERGENCY).arrives()
    house.twilio.comes_back()
    house.forward("1m")
    house.line("lykkefjord-duty").hears("Lavterskel", within=15)

    def is_known_to_be_told() -> bool:
        with house.store.read() as tx:
            return tx.scalars(select(Escalation)).one().told_at is not None

    house.wait_until(is_known_to_be_told)


def test_a_dash_does_not_double_the_price_of_a_norwegian_text(house: House) -> None:
    house.phone(ANNA).says("hei – «hjelp» til å betale husleia…")
    house.forward("61s")
    house.phone(ANNA).hears("lengre tid")
    with house.store.read() as tx:
        assert set(tx.scalars(select(Outbox.encoding))) == {"GSM-7"}
