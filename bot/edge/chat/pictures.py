"""Choosing by picture, for somebody who reads little: the topics in groups, a picture each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.edge.chat.speech import Speech
from bot.edge.chat.topic_icons import GROUP, topic_icons

YOUNG = "young"
"""A group without topics: a button of its own."""


@dataclass(frozen=True)
class Picture:
    """A button: what it says, and sends, beside its icon."""

    label: str
    icon: str


@dataclass(frozen=True)
class Pictures:
    label: str
    icon: str
    pictures: Sequence[Picture]


def picture_groups(speech: Speech) -> list[Pictures]:
    """The groups in the order of the file, worded in the page's language."""
    return [_group(speech, name) for name in topic_icons() if name != YOUNG]


def young_picture(speech: Speech) -> Picture:
    return Picture(speech.say("young"), topic_icons()[YOUNG][GROUP])


def _group(speech: Speech, name: str) -> Pictures:
    def text(name: str) -> str:
        return speech.speaker.catalogue.text(name, speech.language)

    icons = topic_icons()[name]
    pictures = [
        Picture(text(f"utter_topic_title/{topic}"), icon)
        for topic, icon in icons.items()
        if topic != GROUP
    ]
    return Pictures(text(f"utter_topic_group/{name}"), icons[GROUP], pictures)
