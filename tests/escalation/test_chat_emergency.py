"""An emergency in the chat: a number is asked for, and the human who takes it can write there."""

import pytest
from sqlalchemy import select

from bot.edge.redaction import redact
from bot.escalation.writing import STAFF_MESSAGE
from bot.inbox.receiving import Arrival, receive
from bot.inbox.screening import screen_conversation
from bot.store.tables import Conversation, Escalation, EscalationEvent, Inbound, Outbox
from tests.escalation.test_holding_a_case import desk
from tests.house import House

NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


class Chat:
    """A person at a browser, without the browser."""

    def __init__(self, house: House, secret: str) -> None:
        self.house = house
        self.secret = secret
        self._written = 0

    def says(self, text: str) -> None:
        redacted = redact(text)
        self._written += 1
        with self.house.store.write() as tx:
            inbound_id = receive(
                tx,
                Arrival(
                    channel="chat",
                    carrier_id=f"{self.secret}:{self._written}",
                    sender=self.secret,
                    text=redacted.text,
                    phones={
                        phone.token: {"written": phone.written, "e164": phone.e164}
                        for phone in redacted.phones
                    },
                ),
            )
            assert inbound_id is not None
            self.conversation_id = tx.get_one(Inbound, inbound_id).conversation_id
        screen_conversation(self.house.store, self.house.speaker, self.conversation_id)

    @property
    def seen(self) -> list[str]:
        """What stands on the page from us, newest last."""
        with self.house.store.read() as tx:
            rows = tx.scalars(
                select(Outbox)
                .where(Outbox.conversation_id == self.conversation_id, Outbox.line_id.is_(None))
                .order_by(Outbox.id)
            )
            return [tx.unseal(row.conversation_id, row.body) for row in rows]


@pytest.fixture
def chat(house: House) -> Chat:
    return Chat(house, "a-secret-of-a-browser")


def reference_of(house: House) -> str:
    with house.store.read() as tx:
        return tx.scalars(select(Escalation.reference)).one()


def test_the_person_is_asked_for_a_number_and_the_page_says_chat_only(
    house: House, chat: Chat
) -> None:
    chat.says(NO_BED)
    assert "Hvilket nummer kan vi ringe deg på?" in chat.seen[-1]
    page = house.line("lykkefjord-duty").hears("Lavterskel")
    assert "kun chat" in page


def test_a_number_given_in_the_chat_reaches_the_officer(house: House, chat: Chat) -> None:
    duty = house.line("lykkefjord-duty")
    chat.says(NO_BED)
    duty.hears("kun chat")
    duty.says("1")
    assert "kun chat" in duty.hears("ikke et sted å sove")
    chat.says("900 00 123")
    assert "+4790000123" in duty.hears("ikke et sted å sove")
    assert chat.seen[-1].startswith("Takk. Jeg har notert nummeret.")
    assert "Er det barn sammen med deg?" in chat.seen[-1]
    with house.store.read() as tx:
        conversation = tx.scalars(select(Conversation).where(Conversation.channel == "chat")).one()
        assert conversation.contact_phone is not None
        assert tx.unseal(conversation.id, conversation.contact_phone) == "+4790000123"


def test_a_number_in_the_middle_of_other_words_counts_too(house: House, chat: Chat) -> None:
    chat.says("jeg har ikke noe sted å sove i natt")
    assert "Hvor er du?" in chat.seen[-1]
    chat.says("kan dere ringe meg på 900 00 123 er dere snill")
    assert "notert nummeret" in chat.seen[-1]


def test_without_a_number_the_person_hears_that_somebody_writes_there(
    house: House, chat: Chat
) -> None:
    chat.says(NO_BED)
    chat.says("0")
    assert "skriver til deg her" in chat.seen[-1]
    assert "Er det barn sammen med deg?" in chat.seen[-1]


def test_the_holder_writes_and_the_answers_are_left_to_the_holder(house: House, chat: Chat) -> None:
    chat.says(NO_BED)
    kari = desk(house, "Kari", "adviser")
    kari.take(reference_of(house))
    kari.write(reference_of(house), "Hei, jeg heter Kari. Hvor i byen er du?", "k1")
    kari.write(reference_of(house), "Hei, jeg heter Kari. Hvor i byen er du?", "k1")
    assert chat.seen[-1] == "Hei, jeg heter Kari. Hvor i byen er du?"
    assert chat.seen.count(chat.seen[-1]) == 1
    chat.says("ved biblioteket")
    chat.says("det regner også")
    with house.store.read() as tx:
        readers = tx.scalars(select(Inbound.reader).order_by(Inbound.id)).all()
        written = tx.scalars(select(Outbox.name).where(Outbox.name == STAFF_MESSAGE)).all()
    assert readers[1:] == ["safety_net", "safety_net"]
    assert len(written) == 1
    noted = [text for text in chat.seen if "lagt det du skrev til saken din" in text]
    assert len(noted) == 1, "one thanks for each message of the holder's"


def test_a_number_in_the_first_words_is_not_asked_for(house: House, chat: Chat) -> None:
    chat.says("Ring 900 00 123. Jeg bor i Lykkefjord og har ikke noe sted å sove i natt")
    assert "Hvilket nummer" not in chat.seen[-1]
    duty = house.line("lykkefjord-duty")
    assert "chat" not in duty.hears("Lavterskel")
    duty.says("1")
    assert "+4790000123" in duty.hears("ikke et sted å sove")


def test_a_number_stands_in_the_case_as_the_person_wrote_it(house: House, chat: Chat) -> None:
    chat.says("jeg har ikke noe sted å sove i natt, ring 900 00 123")
    chat.says("2")
    with house.store.read() as tx:
        words = [
            tx.unseal(chat.conversation_id, event.note)
            for event in tx.scalars(select(EscalationEvent).order_by(EscalationEvent.id))
            if event.note is not None
        ]
    assert any("900 00 123" in each for each in words), words
    assert not any("⟨" in each for each in words), words


def test_nobody_is_promised_a_call_on_a_number_we_do_not_have(house: House, chat: Chat) -> None:
    chat.says(NO_BED)
    duty = house.line("lykkefjord-duty")
    duty.hears("kun chat")
    duty.says("1 10")
    duty.hears("ikke et sted å sove")
    assert chat.seen[-1] == "En person har saken din nå."
