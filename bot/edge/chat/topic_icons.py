"""Which picture a topic has: ``data/topics/pictures.tsv``.

The pictures are NAV's own icons (Aksel, MIT licence), fetched by ``scripts/vendor.py``.
"""

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from bot.language.topic_titles import topic_titled

PICTURES = Path(__file__).parents[3] / "data" / "topics" / "pictures.tsv"
GROUP = "*"
"""Stands for the group itself where a topic stands."""


@cache
def topic_icons() -> Mapping[str, Mapping[str, str]]:
    """Group → topic, or ``GROUP`` → name of the icon, in the order of the file."""
    lines = PICTURES.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {
        group: {topic: icon for _, topic, icon in of_group}
        for group, of_group in groupby(rows, key=lambda row: row[0])
    }


def icon_titled(text: str) -> str | None:
    """The icon of the topic whose title the text is, in any language."""
    topic = topic_titled(text)
    if topic is None:
        return None
    return next((icons[topic] for icons in topic_icons().values() if topic in icons), None)
