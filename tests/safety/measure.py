"""Counts what the safety net finds in the example messages: python -m tests.safety.measure.

The dev messages were used while the vocabulary was written. The test messages were written before
the vocabulary and were not used to mend it, but by the same author, no native speaker of most of
these languages: their counts are kinder than life. Found at first reading elsewhere: 387 of 444
(the emergencies of data/nlu, by another author), and 110 of 186 and 64 of 134 in deliberately
indirect words (these two are now the "indirect" dev messages). A floor under these counts guards
against loss; it proves no recall.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.safety import Screening, screen

DATA = Path(__file__).parent / "data"
SPLITS = ("dev", "test")
GROUPS = ("emergency", "hard", "ordinary", "private")


@dataclass(frozen=True, slots=True)
class Example:
    """One message, with what a person says it is."""

    id: str
    text: str
    emergency: str
    level: str | None
    group: str


@dataclass
class Count:
    """How the messages of one group were read."""

    messages: int = 0
    certain: int = 0
    ask: int = 0
    right_kind: int = 0
    unexpected: list[tuple[Example, Screening]] = field(default_factory=list)

    @property
    def found(self) -> float:
        """Return the share of messages found, certain or ask."""
        return (self.certain + self.ask) / self.messages

    @property
    def found_certain(self) -> float:
        """Return the share of messages found certain."""
        return self.certain / self.messages


def languages() -> list[str]:
    """Return the languages that have example messages."""
    return sorted(path.stem for path in (DATA / "test").glob("*.jsonl"))


def examples(split: str, language: str) -> Iterator[Example]:
    """Yield the example messages of one language."""
    for line in (DATA / split / f"{language}.jsonl").read_text("utf-8").splitlines():
        yield Example(**json.loads(line))


def count(split: str, language: str) -> dict[str, Count]:
    """Screen every example message of one language and count by group."""
    counts = {group: Count() for group in GROUPS}
    for example in examples(split, language):
        screening, group = screen(example.text), counts[example.group]
        group.messages += 1
        group.certain += screening.level == "certain"
        group.ask += screening.level == "ask"
        group.right_kind += screening.kind == example.emergency
        if (screening.level is None) == (example.group == "emergency"):
            group.unexpected.append((example, screening))
    return counts


def main() -> None:
    """Print the raw counts, and with --show the messages read unexpectedly."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--split", choices=SPLITS, default="test")
    options.add_argument("--show", action="store_true")
    options.add_argument("--language", choices=languages(), action="append")
    chosen = options.parse_args()
    for language in chosen.language or languages():
        for group, found in count(chosen.split, language).items():
            print(
                f"{chosen.split} {language} {group:9} {found.messages:4} messages"
                f"  certain {found.certain:4}  ask {found.ask:4}  right kind {found.right_kind:4}"
            )
            for example, screening in found.unexpected if chosen.show else ():
                print(f"    {example.id}: {example.text}  {screening.level} {screening.rule}")


if __name__ == "__main__":
    main()
