"""Where the facts of each answer come from, and when somebody must look at them again."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SOURCES = Path(__file__).parents[2] / "data" / "topics" / "sources.yml"


class TopicSource(BaseModel):
    """One answer of domain/topics.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tag: Literal["A", "B", "C"]
    """That of the weakest fact; what the letters mean stands at the head of the file."""
    checked: date
    check_again: date
    responsible: str = Field(min_length=1)
    page: Annotated[str, Field(pattern=r"^https://[\w.-]+/\S*$")] | None = None
    """Where somebody who is on the web can read on."""
    sources: tuple[str, ...] = Field(min_length=1)
    note: str | None = None


@lru_cache
def read_topic_sources(path: Path = SOURCES) -> Mapping[str, TopicSource]:
    """By topic.

    Raises ValueError, naming the topic and the field that cannot be used.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, TopicSource]).validate_python(raw)


def page_of(text_name: str) -> str | None:
    """The page on the web for the answer of that name."""
    topic = text_name.removeprefix("utter_topic/")
    source = read_topic_sources().get(topic) if topic != text_name else None
    return source.page if source else None


def overdue(today: date, path: Path = SOURCES) -> list[str]:
    """The topics somebody must look at again, the longest waiting first."""
    due = [
        (source.check_again, topic)
        for topic, source in read_topic_sources(path).items()
        if source.check_again <= today
    ]
    return [topic for _, topic in sorted(due)]
