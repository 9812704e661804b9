"""A request that never dies: what the person hears as the clock goes on, all without a brain."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.callbacks.attempts import Result, log_attempt
from bot.callbacks.submitting import NO_PHONE, OWN_PHONE, Draft, submit
from bot.callbacks.writing import write_to_person
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.inbox.receiving import receive
from bot.inbox.screening import screen_conversation
from bot.language.wording import OSLO
from bot.monitor.accounts import add_staff
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackEvent, CallbackRequest, Conversation, Outbox
from tests.house import House
from tests.twilio_standin.phone import Phone

ANNA = "+4790000001"


class Request:
    """Anna's request, and the staff of the office she waits for."""

    def __init__(self, house: House, **said: str) -> None:
        self.house = house
        self._clicks = 0
        house.forward_to(next_monday(house))
        draft = Draft(
            about="jeg får ikke betalt husleia",
            place="9901",
            phone=said.get("phone", OWN_PHONE),
            window=said.get("window", "any"),
            phone_safe=said.get("phone_safe", "yes"),
            interpreter="no",
            children="no",
        )
        with house.store.write() as tx:
            self._staff_id = add_staff(
                tx, name="Kari", role="office", office_id="nav-lykkefjord"
            ).staff.id
            channel = said.get("channel", "sms")
            conversation = conversation_of(tx, channel, ANNA if channel == "sms" else "a-browser")
            conversation.language, conversation.greeted_at = "nb", tx.now
            submit(tx, house.speaker, conversation, draft, "anna")

    @property
    def anna(self) -> Phone:
        return self.house.phone(ANNA)

    @property
    def row(self) -> CallbackRequest:
        with self.house.store.read() as tx:
            return tx.scalars(select(CallbackRequest)).one()

    @property
    def history(self) -> list[str]:
        with self.house.store.read() as tx:
            return list(tx.scalars(select(CallbackEvent.what).order_by(CallbackEvent.id)))

    @property
    def sent(self) -> list[str]:
        """The names of all we have said, in order."""
        with self.house.store.read() as tx:
            return list(tx.scalars(select(Outbox.name).order_by(Outbox.id)))

    def staff_log(
        self, result: Result, note: str | None = None, office_id: str | None = None
    ) -> None:
        self._clicks += 1
        with self.house.store.write() as tx:
            log_attempt(
                tx,
                self.house.speaker,
                tx.scalars(select(CallbackRequest)).one(),
                result,
                staff_id=self._staff_id,
                key=f"click-{self._clicks}",
                note=note,
                office_id=office_id,
            )

    def becomes(self, true: Callable[[CallbackRequest], bool]) -> None:
        self.house.wait_until(lambda: true(self.row))


def next_monday(house: House) -> datetime:
    """Nine o'clock on a Monday in 2028 that no holiday is near."""
    with house.store.read() as tx:
        assert tx.now < datetime(2028, 1, 1, tzinfo=OSLO)
    return datetime(2028, 1, 10, 9, tzinfo=OSLO)


@pytest.fixture
def request_of_anna(house: House) -> Request:
    return Request(house)


def test_twice_missed_and_then_reached(house: House, request_of_anna: Request) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    request.staff_log(Result.NO_ANSWER)
    text = anna.hears("Vi ringte og fikk ikke tak i deg. Ingenting er tapt.")
    assert "1 mandag 10. januar 12:00-15:00" in text
    anna.says("2")
    anna.hears("tirsdag 11. januar 08:00-12:00")
    house.forward_to(datetime(2028, 1, 11, 10, tzinfo=OSLO))
    request.staff_log(Result.NO_ANSWER)
    anna.hears("Ingenting er tapt")
    assert request.row.lead_alerted_at is not None
    request.staff_log(Result.REACHED)
    anna.hears_nothing()
    house.forward("4h")
    anna.hears("Har du fått snakke med en person")
    anna.says("ja")
    anna.hears("Ønsket er avsluttet")
    assert (request.row.state, request.row.close_reason) == ("closed", "person")


def test_nobody_called_opens_it_again(house: House, request_of_anna: Request) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    request.staff_log(Result.REACHED)
    house.forward("4h")
    anna.hears("hjalp det?")
    anna.says("2")
    anna.hears("Ønsket ditt er åpent igjen")
    assert request.history == ["submitted", "reached", "asked", "told", "reopened"]
    house.forward("30d")
    anna.hears("Det er vår feil")
    assert request.row.state == "open"


def test_a_missed_window_is_admitted_with_a_new_time(house: House) -> None:
    request = Request(house, window="morning")
    house.forward_to(datetime(2028, 1, 12, 12, tzinfo=OSLO))
    text = request.anna.hears("Vi har ikke snakket med deg som avtalt. Det er vår feil.")
    assert "senest torsdag 13. januar kl. 12:00" in text
    assert "window_missed" in request.history
    assert request.row.state == "open"


def test_a_wrong_number_is_put_right(house: House, request_of_anna: Request) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    with house.store.write() as tx:
        row = tx.scalars(select(CallbackRequest)).one()
        row.phone = tx.seal(row.conversation_id, "+4740000009")
    request.staff_log(Result.WRONG_NUMBER)
    anna.hears("nummeret var feil")
    anna.says("400 00 002")
    anna.hears("Jeg har notert nummeret")
    with house.store.read() as tx:
        row = tx.scalars(select(CallbackRequest)).one()
        assert row.phone is not None
        assert tx.unseal(row.conversation_id, row.phone) == "+4740000002"


def test_an_unsafe_phone_hears_nothing_and_the_office_sees_everything(house: House) -> None:
    request = Request(house, phone_safe="no", window="morning")
    request.staff_log(Result.NO_ANSWER)
    request.staff_log(Result.NO_ANSWER)
    assert request.row.lead_alerted_at is not None
    house.forward("5d")
    request.becomes(lambda row: row.risen > 2)
    request.staff_log(Result.REACHED)
    house.forward("7d")
    request.becomes(lambda _: "unasked" in request.history)
    assert request.row.state == "open", "who cannot be asked is not silent"
    request.staff_log(Result.DONE, note="møtte henne på kontoret")
    request.anna.hears_nothing()
    assert request.anna.texts == []


def test_silence_ends_it_only_after_somebody_was_reached(
    house: House, request_of_anna: Request
) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    for _ in range(3):
        request.staff_log(Result.NO_ANSWER)
        anna.hears("Ingenting er tapt")
    house.forward("60d")
    anna.hears("Det er vår feil")
    assert request.row.state == "open"
    request.staff_log(Result.REACHED)
    house.forward("1d")
    anna.hears("Har du fått snakke med en person")
    house.forward("2d")
    anna.hears_nothing()
    assert request.row.state == "open"
    house.forward("4d")
    request.becomes(lambda row: row.close_reason == "silence")


def test_the_courier_dies_in_the_middle(house: House, request_of_anna: Request) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    request.staff_log(Result.NO_ANSWER)
    anna.hears("Ingenting er tapt")
    house.stop_courier()
    house.forward("3d")
    house.start_courier()
    anna.hears("Det er vår feil")
    house.stop_courier()
    request.staff_log(Result.REACHED)
    house.forward("1d")
    anna.says("hei")
    house.start_courier()
    anna.hears("Har du fått snakke med en person")
    anna.says("2")
    anna.hears("åpent igjen")


def test_danger_while_waiting_goes_to_the_front(house: House, request_of_anna: Request) -> None:
    request = request_of_anna
    request.anna.says("jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    house.line("lykkefjord-duty").hears("Lavterskel")
    assert request.row.urgent_at - request.row.submitted_at < timedelta(hours=1)


def test_silence_after_a_doubtful_word_goes_to_the_front(
    house: House, request_of_anna: Request
) -> None:
    request = request_of_anna
    request.anna.says("jeg orker ikke mer")
    request.anna.hears("Er du trygg nå?")
    request.anna.hears_nothing()
    assert request.row.urgent_at is None
    house.forward("1h")
    request.becomes(lambda row: row.urgent_at is not None)
    assert "urgent" in request.history


def test_a_request_that_is_moved_keeps_its_history_and_its_promise(
    house: House, request_of_anna: Request
) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    request.staff_log(Result.NO_ANSWER)
    anna.hears("Ingenting er tapt")
    promised = request.row.latest_at
    request.staff_log(Result.MOVED, office_id="nav-fagerdal")
    text = anna.hears("Ønsket ditt er gitt videre")
    assert "Fagerdal" not in text
    assert (request.row.office_id, request.row.latest_at) == ("nav-fagerdal", promised)
    assert request.history[:2] == ["submitted", "no_answer"]
    house.forward("14d")
    anna.hears("Det er vår feil")
    assert request.row.state == "open"


def test_somebody_with_the_chat_alone_is_followed_there(house: House) -> None:
    request = Request(house, channel="chat", phone=NO_PHONE)
    house.forward("7d")
    request.becomes(lambda row: row.late_told_at is not None)
    assert "told" in request.history
    request.staff_log(Result.REACHED, note="skrev i chatten")
    house.forward("1d")
    request.becomes(lambda row: row.asked_at is not None)
    assert request.row.state == "open"
    assert [name for name in request.sent if name.startswith("utter_callback")] == [
        "utter_callback_need_number",
        "utter_callback_ask_reached",
    ]


def test_an_unsafe_phone_told_in_passing_hears_nothing_more(
    house: House, request_of_anna: Request
) -> None:
    request = request_of_anna
    request.anna.says("mannen min leser telefonen min")
    request.becomes(lambda row: row.phone_safe == "no")
    request.staff_log(Result.NO_ANSWER)
    house.forward("5d")
    request.becomes(lambda row: row.risen > 1)
    assert [name for name in request.sent if name.startswith("utter_callback")] == []


def test_somebody_who_says_later_that_they_are_deaf_is_written_to(
    request_of_anna: Request,
) -> None:
    request_of_anna.anna.says("jeg er døv, dere må skrive til meg")
    request_of_anna.becomes(lambda row: row.contact_by == "text")


@pytest.mark.parametrize(
    "answer",
    [
        "nei, ingen har ringt meg",
        "2 nei, jeg venter fortsatt",
        "ingen ringte",
        "nei det hjalp ikke",
    ],
)
def test_a_no_is_heard_in_whatever_words(
    house: House, request_of_anna: Request, answer: str
) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    request.staff_log(Result.REACHED)
    house.forward("4h")
    anna.hears("hjalp det?")
    anna.says(answer)
    anna.hears("Ønsket ditt er åpent igjen")


def test_a_time_chosen_after_somebody_was_logged_as_reached_is_kept(
    request_of_anna: Request,
) -> None:
    request, anna = request_of_anna, request_of_anna.anna
    request.staff_log(Result.NO_ANSWER)
    anna.hears("Når kan vi ringe?")
    request.staff_log(Result.REACHED)  # by somebody else, just now
    anna.says("etter klokka 15")
    anna.hears("Ønsket ditt står")
    assert request.row.reached_at is None


def test_the_wrong_number_of_somebody_who_cannot_be_asked_is_a_call_in_vain(
    request_of_anna: Request,
) -> None:
    request = request_of_anna
    for _ in range(2):
        request.staff_log(Result.WRONG_NUMBER)
    assert (request.row.missed, request.row.risen) == (2, 2)
    assert request.row.lead_alerted_at is not None


def test_what_somebody_in_the_chat_answers_to_staff_is_kept(house: House) -> None:
    request = Request(house, channel="chat", phone=NO_PHONE)
    with house.store.write() as tx:
        row = tx.scalars(select(CallbackRequest)).one()
        conversation = tx.get_one(Conversation, row.conversation_id)
        words = "Hei, jeg heter Kari."
        assert write_to_person(tx, house.speaker, row, words, staff_id=1, key="wrote:1")
        receive(
            tx,
            arrival_of(InboundText("chat-1", "a-browser", "", "det passer på tirsdag", ()), "chat"),
        )
        conversation_id = conversation.id
    screen_conversation(house.store, house.speaker, conversation_id)
    assert request.history == ["submitted", "wrote", "noted"]
    assert request.sent[-1] == "utter_callback_stands"


def test_a_text_that_waits_for_the_morning_is_not_sent_once_they_are_reached(
    house: House, request_of_anna: Request
) -> None:
    request = request_of_anna
    house.forward_to(datetime(2028, 1, 10, 21, tzinfo=OSLO))
    request.staff_log(Result.NO_ANSWER)
    request.anna.hears_nothing()
    request.staff_log(Result.REACHED)
    house.forward_to(datetime(2028, 1, 11, 12, tzinfo=OSLO))
    text = request.anna.hears("Har du fått snakke med en person")
    assert "fikk ikke tak i deg" not in text
    request.anna.hears_nothing()
    assert "utter_callback_missed" in request.sent
