"""A message that is the title of a topic, as our numbered choices and pictures have it."""

from collections.abc import Mapping
from functools import lru_cache

from bot.language.answer_words import fold
from bot.language.catalogue import wordings

A_PLACE_TO_LIVE = "temporary_housing_rules"
_TITLE = "utter_topic_title/"


def topic_titled(text: str) -> str | None:
    """The topic whose title, in any language, the whole text is; None where two share it."""
    return _topics().get(fold(text))


def is_label(text: str) -> bool:
    """Is the whole text a label of ours that people press: a title, or that of the young?

    Not the title for somebody without a place to live: people in need of a bed write just so.
    """
    topic = topic_titled(text)
    return topic not in (None, A_PLACE_TO_LIVE) or fold(text) in _young()


@lru_cache
def _young() -> frozenset[str]:
    return frozenset(fold(text) for _, text in wordings("utter_chat_young"))


@lru_cache
def _topics() -> Mapping[str, str]:
    topics: dict[str, str] = {}
    shared = set()
    for name, text in wordings(_TITLE):
        topic = name.removeprefix(_TITLE)
        if topics.setdefault(fold(text), topic) != topic:
            shared.add(fold(text))
    return {title: topic for title, topic in topics.items() if title not in shared}
