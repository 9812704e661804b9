"""A kommune that is not connected: the person gets the truth and a number they can dial."""

import pytest
from sqlalchemy import select

from bot.callbacks.submitting import Draft, submit
from bot.delivery.speaker import Speaker
from bot.settings import Settings
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackRequest


@pytest.mark.parametrize("place", ["9903", "0326"])
def test_the_number_to_phone_is_a_number(settings: Settings, store: Store, place: str) -> None:
    speaker = Speaker.load(settings.register_dir)
    draft = Draft("penger til mat", place, "own", "any", "yes", "no", "no")
    with store.write() as tx:
        conversation = conversation_of(tx, "sms", "+4799910001")
        words = submit(tx, speaker, conversation, draft, "test")
        assert tx.scalars(select(CallbackRequest)).all() == []
    lines = words.splitlines()
    assert lines[1] == "55 55 33 33"
    assert "nks" not in words
