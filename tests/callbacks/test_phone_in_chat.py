"""A number written in the chat: for the request that lacks one, and for nothing else."""

import pytest
from sqlalchemy import select

from bot.callbacks.submitting import NO_PHONE, OWN_PHONE, Draft, submit
from bot.delivery.speaker import Speaker
from bot.edge.sms import arrival_of
from bot.edge.twilio_form import InboundText
from bot.inbox.receiving import receive
from bot.inbox.screening import screen_conversation
from bot.settings import Settings
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackRequest, Conversation, Inbound, Outbox

ADDRESS = "a-secret-of-a-browser"
ANNA = "+4790000001"
NUMBER = "+4740000001"


@pytest.fixture
def speaker(settings: Settings) -> Speaker:
    return Speaker.load(settings.register_dir)


def ask(
    store: Store, speaker: Speaker, phone: str = NO_PHONE, *, channel: str = "chat", key: str = "1"
) -> str:
    """Send a request to be phoned; gives the words that confirm it."""
    draft = Draft("strøm", None, phone, "any", "unknown", "no", "unsaid")
    with store.write() as tx:
        address = ADDRESS if channel == "chat" else ANNA
        conversation = conversation_of(tx, channel, address)
        conversation.language = "nb"
        return submit(tx, speaker, conversation, draft, key)


def write(store: Store, speaker: Speaker, text: str, *, channel: str = "chat") -> str | None:
    """Write one message; gives the name of its reader."""
    address = ADDRESS if channel == "chat" else ANNA
    with store.write() as tx:
        known = len(tx.scalars(select(Inbound.id)).all())
        message = InboundText(f"key-{known}", address, "", text, media=())
        receive(tx, arrival_of(message, channel))
        conversation_id = conversation_of(tx, channel, address).id
    screen_conversation(store, speaker, conversation_id)
    with store.read() as tx:
        return tx.scalars(select(Inbound.reader).order_by(Inbound.id.desc()).limit(1)).one()


def phones(store: Store) -> list[str | None]:
    with store.read() as tx:
        rows = tx.scalars(select(CallbackRequest).order_by(CallbackRequest.id)).all()
        return [tx.unseal(row.conversation_id, row.phone) if row.phone else None for row in rows]


def test_a_request_without_a_number_says_so_and_gives_its_reference(
    store: Store, speaker: Speaker
) -> None:
    words = ask(store, speaker)
    with store.read() as tx:
        reference = tx.scalars(select(CallbackRequest.reference)).one()
    assert reference in words
    assert "Jeg har ikke noe nummer til deg ennå" in words
    assert "55 55 33 33" in words
    assert "ringer deg senest" not in words
    assert phones(store) == [None]


@pytest.mark.parametrize(
    "text", ["40000001", "400 00 001", "ring meg på 400 00 001 takk", "+47 400 00 001"]
)
def test_a_number_written_later_is_noted_on_it(store: Store, speaker: Speaker, text: str) -> None:
    ask(store, speaker)
    assert write(store, speaker, text) == "callback_phone"
    assert phones(store) == [NUMBER]
    with store.read() as tx:
        conversation = tx.scalars(select(Conversation)).one()
        assert conversation.contact_phone is not None
        assert tx.unseal(conversation.id, conversation.contact_phone) == NUMBER
        said = tx.scalars(select(Outbox.name).order_by(Outbox.id)).all()
        assert said == ["utter_welcome_chat", "utter_callback_phone_noted"]


def test_danger_comes_before_a_number(store: Store, speaker: Speaker) -> None:
    ask(store, speaker)
    text = "jeg har ikke noe sted å sove i natt, ring 400 00 001"
    assert write(store, speaker, text) == "safety_net"
    assert phones(store) == [None]


def test_an_open_safety_question_comes_before_a_number(store: Store, speaker: Speaker) -> None:
    ask(store, speaker)
    write(store, speaker, "jeg er redd")
    assert write(store, speaker, "nei") == "open_safety_question"


@pytest.mark.parametrize("word", ["STOP", "HELP"])
def test_a_keyword_is_no_number(store: Store, speaker: Speaker, word: str) -> None:
    ask(store, speaker)
    assert write(store, speaker, word) == "keyword"


def test_a_number_among_many_words_is_left_to_the_brain(store: Store, speaker: Speaker) -> None:
    ask(store, speaker)
    text = "i går ringte 400 00 001 og sa at jeg måtte betale regningen med en gang"
    assert write(store, speaker, text) == "brain"
    assert phones(store) == [None]


def test_a_number_without_a_request_is_left_to_the_brain(store: Store, speaker: Speaker) -> None:
    assert write(store, speaker, "400 00 001") == "brain"


def test_a_number_the_dialogue_has_asked_for_is_left_to_it(store: Store, speaker: Speaker) -> None:
    ask(store, speaker)
    with store.write() as tx:
        conversation = tx.scalars(select(Conversation)).one()
        speaker.tell(tx, conversation, "utter_ask_callback_phone_chat", key="asked")
    assert write(store, speaker, "400 00 001") == "brain"


def test_a_request_that_has_a_number_keeps_it(store: Store, speaker: Speaker) -> None:
    ask(store, speaker)
    write(store, speaker, "400 00 001")
    assert write(store, speaker, "400 00 002") == "brain"
    assert phones(store) == [NUMBER]


def test_the_number_given_before_stands_for_the_same_number(store: Store, speaker: Speaker) -> None:
    ask(store, speaker)
    write(store, speaker, "400 00 001")
    ask(store, speaker, OWN_PHONE, key="2")
    assert phones(store) == [NUMBER, NUMBER]


def test_by_sms_the_number_one_writes_from_is_known(store: Store, speaker: Speaker) -> None:
    ask(store, speaker, OWN_PHONE, channel="sms")
    assert phones(store) == [ANNA]
    assert write(store, speaker, "400 00 001", channel="sms") == "brain"
    with store.read() as tx:
        assert tx.scalars(select(Conversation.contact_phone)).all() == [None]
