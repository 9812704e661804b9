"""Write docs/answers.md from what the product says: ``python scripts/answers.py``."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bot.delivery.encoding import measure, normalise
from bot.delivery.more import OFFER, cut
from bot.delivery.speaker import WELCOME, Speaker
from bot.language.files import LOCALE, po_path, texts
from bot.language.readability import READ_IN, lix
from bot.language.served import BOKMAL, LANGUAGES
from bot.language.topic_sources import TopicSource, read_topic_sources

PROJECT = Path(__file__).parents[1]
DOCUMENT = PROJECT / "docs" / "answers.md"
HEAD = """# The answers

Written by `python scripts/answers.py` from the texts, their sources
([`data/topics/sources.yml`](../data/topics/sources.yml)) and the register; a test holds it to them.

Each topic has one answer: a source text in bokmål ([`domain/topics.yml`](../domain/topics.yml))
and nineteen drafts (`bot/locale`), all machine-drafted until a native speaker has read them:
`lavterskel catalogue status`. Tags: **A** sourced and stable or of 2025-26; **B** sourced but old,
or different from place to place; **C** general knowledge, worded so that it stays true. Amounts,
ages and time limits that no dated field of the register holds are left out.
"""
LIX = """## Readability

LIX is the words a sentence plus the long words a hundred: under 25 reads like a book for children,
40 like a newspaper. `make check` holds the median answer at 30 and the hardest at 35.

| language | median | hardest | which |
|---|---|---|---|
"""
SEGMENTS = """
## Segments by SMS

With the offer of a call. An answer that needs more than three, or five where letters are outside
GSM-7, ends early and gives the rest for the word "more".

The welcome is the first message of a conversation, before the answer: two segments, or three.

| language | median | answers that say "more" | welcome |
|---|---|---|---|
"""
TOPICS = """
## Topics

| topic | tag | checked | to be checked again | responsible | sources | page to read on | note |
|---|---|---|---|---|---|---|---|
"""
TERMS = """
## Words that are explained

Asked for in any language ("hva er depositum?"): [`data/glossary`](../data/glossary).

| word | explanation in bokmål |
|---|---|
"""


def main() -> None:
    DOCUMENT.write_text(document(), encoding="utf-8")


def document() -> str:
    speaker, sources = Speaker.load(PROJECT / "data" / "register"), read_topic_sources()
    names = [f"utter_topic/{topic}" for topic in sources]
    return "".join(
        [
            HEAD,
            "\n",
            LIX,
            *(_readability(speaker, language, names) for language in READ_IN),
            SEGMENTS,
            *(_segments(speaker, language, names) for language in LANGUAGES),
            TOPICS,
            *(_topic(speaker, topic, source) for topic, source in sources.items()),
            TERMS,
            *(_term(name, text) for name, text in sorted(_terms().items())),
        ]
    )


def _readability(speaker: Speaker, language: str, names: Sequence[str]) -> str:
    found = {name: lix(speaker.catalogue.text(name, language)) for name in names}
    hardest = max(found, key=lambda name: found[name])
    middle, worst = median(found.values()), found[hardest]
    return f"| {language} | {middle:.0f} | {worst:.0f} | `{hardest.split('/')[1]}` |\n"


def _segments(speaker: Speaker, language: str, names: Sequence[str]) -> str:
    offer = speaker.catalogue.text(OFFER, language)
    texts = [f"{speaker.catalogue.text(name, language)}\n{offer}" for name in names]
    middle = median(measure(normalise(text, language)).segments for text in texts)
    longer = sum(bool(cut(speaker, name, language)[1]) for name in names)
    welcome = measure(normalise(speaker.catalogue.text(WELCOME, language), language)).segments
    return f"| {language} | {middle:.0f} | {longer} | {welcome} |\n"


def _topic(speaker: Speaker, topic: str, source: TopicSource) -> str:
    title = speaker.catalogue.text(f"utter_topic_title/{topic}", BOKMAL)
    cells = (
        f"`{topic}`: {title}",
        source.tag,
        f"{source.checked}",
        f"{source.check_again}",
        source.responsible,
        "; ".join(source.sources),
        source.page or "",
        source.note or "",
    )
    return f"| {' | '.join(cells)} |\n"


def _terms() -> dict[str, str]:
    bokmal = texts(po_path(LOCALE, BOKMAL))
    return {name: text for name, text in bokmal.items() if name.startswith("utter_term/")}


def _term(name: str, text: str) -> str:
    return f"| `{name.removeprefix('utter_term/')}` | {' '.join(text.split())} |\n"


if __name__ == "__main__":
    main()
