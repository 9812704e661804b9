"""What the carrier keeps of a text is made empty once it is of no more use."""

from collections.abc import Callable

from sqlalchemy import func, select

from bot.delivery.copies import empty_copy
from bot.delivery.outbox import Lane, queue
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import CarrierCopy
from tests.house import House
from tests.twilio_standin.phone import Phone

ANNA = "+4790000001"
EMERGENCY = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"
WITHIN = 15.0


def reply(house: House, channel: str = "sms") -> None:
    with house.store.write() as tx:
        queue(
            tx,
            key="one",
            lane=Lane.REPLY,
            channel=channel,
            conversation_id=conversation_of(tx, channel, ANNA).id,
            name="test",
            body="et svar",
        )


def copies(store: Store) -> int:
    """Texts whose copy is still to be made empty, now or later."""
    with store.read() as tx:
        return tx.scalar(select(func.count(CarrierCopy.id))) or 0


def all_sent_are_empty(house: House) -> bool:
    sent = house.twilio.messages
    return bool(sent) and all(message.body == "" for message in sent)


def says(phone: Phone, text: str) -> Callable[[], str]:
    """Sends a text; gives a way to read the carrier's copy of it."""
    arrival = phone.writes(text)
    arrival.arrives()

    def copy() -> str:
        kept = phone.twilio.message(arrival.parameters["MessageSid"])
        assert kept is not None
        return kept.body

    return copy


def test_a_reply_is_empty_at_the_carrier_once_it_is_delivered(house: House) -> None:
    reply(house)
    house.phone(ANNA).hears("et svar")
    house.wait_until(lambda: all_sent_are_empty(house), WITHIN)
    house.wait_until(lambda: copies(house.store) == 0, WITHIN)


def test_so_is_what_a_person_wrote_and_what_a_duty_line_got_and_answered(house: House) -> None:
    emergency = says(house.phone(ANNA), EMERGENCY)
    line = house.line("lykkefjord-duty")
    line.hears("Lavterskel", within=WITHIN)
    answer = says(line, "1")
    details = line.hears("Telefon", within=WITHIN)
    house.wait_until(
        lambda: emergency() == "" and answer() == "" and all_sent_are_empty(house), WITHIN
    )
    assert ANNA in details


def test_what_waits_for_the_brain_is_empty_at_the_carrier_already(house: House) -> None:
    question = says(house.phone(ANNA), "hva er åpningstidene")
    house.wait_until(lambda: question() == "", WITHIN)


def test_a_text_that_was_never_delivered_is_empty_too(house: House) -> None:
    house.twilio.fail(30007, to=ANNA)
    reply(house)
    house.wait_until(lambda: all_sent_are_empty(house), WITHIN)


def test_without_a_receipt_it_is_empty_after_an_hour(house: House) -> None:
    house.twilio.receipts.wanted = False
    reply(house)
    house.phone(ANNA).hears("et svar")
    house.wait_until(lambda: copies(house.store) == 1)
    house.forward("59m")
    house.phone(ANNA).hears_nothing(within=1)
    assert not all_sent_are_empty(house)
    house.forward("2m")
    house.wait_until(lambda: all_sent_are_empty(house), WITHIN)


def test_one_that_is_still_on_its_way_is_tried_again(house: House) -> None:
    house.twilio.receipts.delay = 600
    reply(house)
    house.phone(ANNA).hears("et svar")
    house.wait_until(lambda: copies(house.store) == 1)
    house.forward("61m")
    house.wait_until(lambda: _attempts(house) == 1, WITHIN)
    assert not all_sent_are_empty(house)
    house.twilio.messages[0].status = "delivered"
    house.forward("1m")
    house.wait_until(lambda: all_sent_are_empty(house), WITHIN)
    house.wait_until(lambda: copies(house.store) == 0, WITHIN)


def test_one_that_the_carrier_does_not_know_is_given_up(house: House) -> None:
    with house.store.write() as tx:
        empty_copy(tx, "SM" + "0" * 32)
    house.wait_until(lambda: copies(house.store) == 0, WITHIN)


def test_a_carrier_that_is_gone_is_asked_again(house: House) -> None:
    house.twilio.goes_away()
    kept = says(house.phone(ANNA), "hva er åpningstidene")
    house.wait_until(lambda: _attempts(house) >= 1, WITHIN)
    house.twilio.comes_back()
    house.forward("1m")
    house.wait_until(lambda: kept() == "", WITHIN)


def test_a_page_does_not_wait_for_the_copies(house: House) -> None:
    with house.store.write() as tx:
        for number in range(1000):
            empty_copy(tx, f"SM{number:032x}")
    house.phone(ANNA).says(EMERGENCY)
    house.line("lykkefjord-duty").hears("Lavterskel", within=WITHIN)
    assert copies(house.store) > 800


def test_neither_the_chat_nor_a_simulated_phone_has_a_copy(house: House) -> None:
    reply(house, channel="chat")
    with house.store.write() as tx:
        empty_copy(tx, "SIM" + "0" * 32)
        empty_copy(tx, "CA" + "0" * 32)
    assert copies(house.store) == 0


def _attempts(house: House) -> int:
    with house.store.read() as tx:
        return tx.scalar(select(func.max(CarrierCopy.attempts))) or 0
