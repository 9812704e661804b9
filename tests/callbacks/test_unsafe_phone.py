"""Nothing this room starts reaches a phone that others read, and no text says what it is about."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.callbacks.attempts import Result
from bot.callbacks.submitting import NO_PHONE
from bot.callbacks.telling import STARTED
from bot.delivery.carrier import OutgoingMessage
from bot.delivery.outbox import Lane
from bot.delivery.sending import Consequences, Sender
from bot.delivery.simulator import SimulatorCarrier
from bot.language.catalogue import Catalogue
from bot.language.served import LANGUAGES
from bot.store.conversations import conversation_of
from tests.callbacks.life import NAV_FAGERDAL, Life

HOURS = timedelta(hours=5)


def wrong_number(life: Life) -> None:
    """They wrote from another number than the wrong one."""
    with life.store.write() as tx:
        request = tx.merge(life.request)
        request.phone = tx.seal(request.conversation_id, "+4740000009")
    life.tries(Result.WRONG_NUMBER)


def no_number(life: Life) -> None:
    with life.store.write() as tx:
        tx.merge(life.request).phone = None
    life.passes(timedelta(days=5))


def is_asked(life: Life) -> None:
    life.tries(Result.REACHED)
    life.passes(HOURS)


STARTS: dict[str, Callable[[Life], object]] = {
    "utter_callback_missed": lambda life: life.tries(Result.NO_ANSWER),
    "utter_callback_wrong_number": wrong_number,
    "utter_callback_wrong_number_this": wrong_number,
    "utter_callback_late": lambda life: life.passes(timedelta(days=5)),
    "utter_callback_need_number": no_number,
    "utter_callback_moved": lambda life: life.tries(Result.MOVED, office_id=NAV_FAGERDAL),
    "utter_callback_ask_reached": is_asked,
    "utter_callback_closed": lambda life: life.tries(Result.DONE, note="løst"),
}
"""What makes the room start each of its texts."""


BY_TEXT = sorted(set(STARTED) - {"utter_callback_wrong_number"})
"""The rest is for the chat alone."""


def test_every_text_the_room_starts_is_looked_at() -> None:
    assert set(STARTS) == set(STARTED)


def in_chat(life: Life, name: str) -> None:
    if name == "utter_callback_wrong_number":
        life.channel, life.number = "chat", "a-secret-of-a-browser"


@pytest.mark.parametrize("name", STARTED)
def test_a_safe_phone_gets_it(life: Life, name: str) -> None:
    in_chat(life, name)
    life.begins(phone=NO_PHONE if life.channel == "chat" else "own")
    STARTS[name](life)
    assert name in life.told


@pytest.mark.parametrize("name", STARTED)
def test_an_unsafe_phone_gets_nothing(life: Life, name: str) -> None:
    in_chat(life, name)
    life.begins(phone_safe="no")
    told = life.told
    STARTS[name](life)
    assert [each for each in life.told if each != "utter_holding"] == told
    assert life.request.state == "open" or name == "utter_callback_closed"


@pytest.mark.parametrize("said", ["unsafe_at", "no_texts_at", "opted_out_at"])
@pytest.mark.parametrize("name", BY_TEXT)
def test_who_wants_no_texts_gets_none(life: Life, name: str, said: str) -> None:
    life.begins()
    with life.store.write() as tx:
        setattr(conversation_of(tx, "sms", life.number), said, tx.now)
    told = life.told
    STARTS[name](life)
    assert [each for each in life.told if each != "utter_holding"] == told


@pytest.mark.parametrize("is_safe", [True, False])
@pytest.mark.parametrize("name", BY_TEXT)
def test_what_waits_to_leave_is_looked_at_again(life: Life, name: str, is_safe: bool) -> None:
    life.begins()
    STARTS[name](life)
    words = life.last_text
    with life.store.write() as tx:
        tx.merge(life.request).phone_safe = "yes" if is_safe else "no"
    assert (words in leaving(life)) == is_safe


def leaving(life: Life) -> list[str]:
    """What the courier would hand to the carrier now."""
    sender = Sender(
        store=life.store,
        carrier=SimulatorCarrier(lambda _message, _id: None, lambda _call, _id: None),
        speaker=life.speaker,
        consequences=Consequences(
            accepted=lambda _tx, _message: None,
            failed=lambda _tx, _message, _outcome: None,
            waiting_words=lambda _tx, _message: None,
        ),
        holder="tests",
    )
    claimed = sender.claim_next(50, tuple(Lane))
    return [message.body for _, message in claimed if isinstance(message, OutgoingMessage)]


TELLING = re.compile(
    r"nav\b|kontor|stønad|sosial|penger|bolig|husleie|\bmat\b|barn|tolk|kommune|bydel|vold|krise"
    r"|benefit|office|money|rent|child|interpret|welfare|municip|allowance",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STARTED)
def test_no_text_names_a_need_a_benefit_or_an_office(name: str, language: str) -> None:
    catalogue = Catalogue({})  # so that a text with a number of the register's has no value for it
    text = catalogue.text(name, language, latest="1", choices="1", reference="ABC")
    assert TELLING.search(text) is None
