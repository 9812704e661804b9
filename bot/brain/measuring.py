"""How well messages are understood: counted over messages that were never learned from.

Two collections, both in tests/understanding: `held_out`, by authors who had seen none of the
training messages; and `data` (with tests/safety/data/test), the project's own, by the authors of
the training messages but about other situations, half of them deliberately indirect.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.language.served import LANGUAGES, NORWEGIAN
from bot.safety import screen
from bot.safety.vocabulary import KINDS

PROJECT = Path(__file__).parents[2]
HELD_OUT = PROJECT / "tests" / "understanding" / "held_out"
OWN = PROJECT / "tests" / "understanding" / "data"
OWN_OF_SAFETY = PROJECT / "tests" / "safety" / "data" / "test"
FLOORS = PROJECT / "tests" / "understanding" / "recall.json"

NONE = "none"
# Shorter messages have no language of their own: "ok", "nav oslo".
_WORDS_WITH_A_LANGUAGE = 3
_PRIVATE, _NEWS = "private", "news"


@dataclass(frozen=True)
class Labelled:
    """One message and what a person says it is; intent None where nobody said."""

    text: str
    language: str
    emergency: str
    group: str
    intent: str | None = None
    topic: str | None = None


@dataclass
class Figures:
    """Raw counts: what was right (or alarmed) of how many."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, right: bool) -> None:
        self.right[name] += right
        self.of[name] += 1

    def share(self, name: str) -> float:
        """The share that was right, 0 where there was nothing to count."""
        return self.right[name] / self.of[name] if self.of[name] else 0.0

    def raw(self, name: str) -> str:
        return f"{self.right[name]}/{self.of[name]}"

    def add(self, other: "Figures") -> None:
        self.right.update(other.right)
        self.of.update(other.of)


def held_out() -> Iterator[Labelled]:
    """The messages of authors who had seen none of the training messages."""
    yield from _labelled(HELD_OUT)


def own() -> Iterator[Labelled]:
    """The project's own test split."""
    yield from _labelled(OWN)
    yield from _labelled(OWN_OF_SAFETY)


def _labelled(folder: Path) -> Iterator[Labelled]:
    for language in LANGUAGES:
        path = folder / f"{language}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            group = row.get("group") or ("emergency" if row["emergency"] != NONE else "ordinary")
            yield Labelled(
                text=row["text"],
                language=language,
                emergency=row["emergency"],
                group="ordinary" if group in ("topic", "intent") else group,
                intent=row.get("intent"),
                topic=row.get("topic"),
            )


def measure(
    messages: Iterable[Labelled], understood: Iterable[Mapping[str, Any]]
) -> dict[str, Figures]:
    """Figures by language; `understood` are the answers to the messages, in their order."""
    figures: dict[str, Figures] = defaultdict(Figures)
    for message, answer in zip(messages, understood, strict=True):
        found = figures[message.language]
        _count_language(found, message, answer)
        _count_danger(found, message, answer)
        if message.intent is not None and message.group not in (_PRIVATE, _NEWS):
            found.count("intent", answer["intent"] == message.intent)
        if message.topic is not None:
            found.count("topic", answer["topic"] == message.topic)
            found.count("top 1", answer["top_topics"][0] == message.topic)
            found.count("top 3", message.topic in answer["top_topics"])
    return dict(figures)


def _count_language(found: Figures, message: Labelled, answer: Mapping[str, Any]) -> None:
    if len(message.text.split()) < _WORDS_WITH_A_LANGUAGE:
        return
    one = {answer["language"], message.language}
    found.count("language", len(one) == 1 or one <= set(NORWEGIAN))
    if message.language in NORWEGIAN:
        found.count(f"told {message.language}", len(one) == 1)


def _count_danger(found: Figures, message: Labelled, answer: Mapping[str, Any]) -> None:
    level = answer["emergency_level"]
    if message.emergency == NONE:
        found.count(f"{message.group} certain", level == "certain")
        found.count(f"{message.group} ask", level == "ask")
    else:
        found.count("recall", level is not None)
        found.count("recall certain", level == "certain")
        found.count(f"recall {message.emergency}", level is not None)
        found.count("kind", answer["emergency"] == message.emergency)
    if level is not None:
        named = str(answer["emergency"])
        found.count(f"precision {named}", message.emergency == named)
        found.count("precision", message.emergency != NONE)


def together(figures: Iterable[Figures]) -> Figures:
    """The raw counts of all languages added up."""
    whole = Figures()
    for each in figures:
        whole.add(each)
    return whole


def table(figures: Mapping[str, Figures]) -> list[str]:
    """A Markdown table, a line a language and one for all."""
    heads = ("language", "intent", "topic", "top 1", "top 3")
    alarms = ("hard certain", "ordinary certain", "ordinary ask", "private certain", "private ask")
    named = [("recall", "emergencies found"), ("recall certain", "at once"), ("kind", "right kind")]
    titles = ["", *heads, *(title for _, title in named), "precision", *alarms]
    lines = [_row(titles), _row(["---"] * len(titles))]
    for language, found in [*figures.items(), ("**all**", together(figures.values()))]:
        shares = [f"{found.share(head):.3f}" if found.of[head] else "–" for head in heads]
        raw = [found.raw(name) for name in (*(name for name, _ in named), "precision", *alarms)]
        lines.append(_row([language, *shares, *raw]))
    return lines


def kinds_table(figures: Mapping[str, Figures]) -> list[str]:
    """Each kind, by language and together: found of all such; rightly of all so named."""
    lines = [_row(["", *KINDS]), _row(["---"] * (len(KINDS) + 1))]
    for language, found in [*figures.items(), ("**all**", together(figures.values()))]:
        cells = (
            f"{found.raw(f'recall {kind}')}; {found.raw(f'precision {kind}')}" for kind in KINDS
        )
        lines.append(_row([language, *cells]))
    return lines


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def recall() -> dict[str, dict[str, int]]:
    """By language and collection, how many emergencies the safety net alone finds."""
    found: dict[str, dict[str, int]] = {language: {} for language in LANGUAGES}
    for name, messages in (("held_out", held_out()), ("own", own())):
        counts = Counter(
            each.language
            for each in messages
            if each.emergency != NONE and screen(each.text).level is not None
        )
        for language in LANGUAGES:
            found[language][name] = counts[language]
    return found


def unexpected(language: str) -> Iterator[str]:
    """Messages of a language read otherwise than labelled, with the rule that decided, if any."""
    for each in [*held_out(), *own()]:
        found = screen(each.text)
        if each.language == language and (found.level is None) == (each.emergency != NONE):
            yield f"{each.emergency:11} {found.level or '-':7} {found.rule or '-':28} {each.text}"


def lowered(now: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What is found less often than the record says, a line each; empty when nothing is."""
    before = json.loads(FLOORS.read_text(encoding="utf-8"))
    return [
        f"{language}: {now[language][name]} emergencies found ({name}), {count} before"
        for language, counts in before.items()
        for name, count in counts.items()
        if now[language][name] < count
    ]


def record(now: Mapping[str, Mapping[str, int]]) -> None:
    """Keep these counts as the floor under later ones."""
    FLOORS.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Pace:
    """How fast messages are understood once everything is loaded."""

    load_seconds: float
    messages_per_second: float


def timed(answer: Callable[[str], object], texts: Sequence[str], loaded_in: float) -> Pace:
    """Time `answer` over the texts, one after another."""
    started = time.perf_counter()
    for text in texts:
        answer(text)
    return Pace(loaded_in, len(texts) / (time.perf_counter() - started))
