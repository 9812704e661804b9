"""A message that is the title of a topic, as our numbered choices and pictures have it."""

from collections.abc import Mapping
from functools import lru_cache

from bot.language.answer_words import fold
from bot.language.catalogue import wordings

_TITLE = "utter_topic_title/"


def topic_titled(text: str) -> str | None:
    """The topic whose title, in any language, the whole text is; None where two share it."""
    return _topics().get(fold(text))


@lru_cache
def _topics() -> Mapping[str, str]:
    topics: dict[str, str] = {}
    shared = set()
    for name, text in wordings(_TITLE):
        topic = name.removeprefix(_TITLE)
        if topics.setdefault(fold(text), topic) != topic:
            shared.add(fold(text))
    return {title: topic for title, topic in topics.items() if title not in shared}
