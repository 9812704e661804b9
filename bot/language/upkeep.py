"""Keeping the catalogues: merge new sources, record a review, count what is left to do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.language import review
from bot.language.back_translation import with_note
from bot.language.files import (
    LOCALE,
    by_name,
    new_catalog,
    po_path,
    read_catalog,
    template_path,
    write_catalog,
)
from bot.language.served import BOKMAL, LANGUAGES
from bot.language.sources import PROJECT, Source, read_sources


@dataclass(frozen=True)
class LanguageStatus:
    """How far one language's catalogue has come. Every text is in exactly one state."""

    language: str
    texts: int
    missing: int
    drafted: int
    reviewed: int
    stale: int


def catalogue_status(project: Path = PROJECT, locale: Path = LOCALE) -> list[LanguageStatus]:
    sources = read_sources(project)
    return [_status(language, sources, locale) for language in LANGUAGES]


def _status(language: str, sources: Mapping[str, Source], locale: Path) -> LanguageStatus:
    entries = by_name(read_catalog(po_path(locale, language), language))
    wanted = [source for source in sources.values() if source.wanted_in(language)]
    states = Counter(review.state_of(entries.get(each.name), each.text) for each in wanted)
    return LanguageStatus(
        language,
        len(wanted),
        missing=states["missing"],
        drafted=states["drafted"],
        reviewed=states["reviewed"],
        stale=states["stale"],
    )


def update(project: Path = PROJECT, locale: Path = LOCALE) -> None:
    """Write the template and merge the sources of today into every served language.

    A translation keeps its text and its state. Where the source has changed it is marked fuzzy,
    with the source it was made from beside it, until somebody has looked at it again.
    """
    sources = read_sources(project)
    template = new_catalog(None, read_catalog(template_path(locale)))
    for source in sources.values():
        _add(template, source)
    write_catalog(template_path(locale), template)
    for language in LANGUAGES:
        path = po_path(locale, language)
        old = read_catalog(path, language)
        write_catalog(path, _merged(language, old, sources.values()))


def record_drafts(language: str, drafts: Mapping[str, str], locale: Path = LOCALE) -> None:
    """Fill in translations by name, each drafted from the source as the catalogue has it now.

    Raises KeyError for a text the language does not have: run `update` first.
    """
    path = po_path(locale, language)
    catalog = read_catalog(path, language)
    entries = by_name(catalog)
    for name, text in drafts.items():
        entry = entries[name]
        entry.string = text
        _settle(entry, review.drafted(str(entry.id)))
    write_catalog(path, catalog)


def record_back_translations(
    language: str, notes: Mapping[str, str], locale: Path = LOCALE
) -> None:
    """Write what these translations say in English, as they stand.

    Raises KeyError for a text the language does not have.
    """
    path = po_path(locale, language)
    catalog = read_catalog(path, language)
    entries = by_name(catalog)
    for name, words in notes.items():
        entry = entries[name]
        entry.user_comments = with_note(entry.user_comments, str(entry.string), words)
    write_catalog(path, catalog)


def record_review(
    language: str, names: Iterable[str], by: str, on: date, locale: Path = LOCALE
) -> None:
    """Write that a person has read these translations as they stand, and vouches for them.

    Raises KeyError for a text the language does not have.
    """
    path = po_path(locale, language)
    catalog = read_catalog(path, language)
    entries = by_name(catalog)
    for name in names:
        entry = entries[name]
        _settle(entry, review.reviewed(str(entry.id), str(entry.string), by, on))
    write_catalog(path, catalog)


def record_reading(
    language: str, by: str, on: date, patterns: Iterable[str], locale: Path = LOCALE
) -> int:
    """The same for every text whose name fits a pattern (``utter_topic/*``); gives how many.

    Left out is what is missing or was made from an older source: nobody can vouch for that.
    Raises ValueError for a language that is not served, or where nothing fits.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{language} is not served: {', '.join(LANGUAGES)} are")
    entries = by_name(read_catalog(po_path(locale, language), language))
    wanted = [
        name
        for name, entry in entries.items()
        if any(fnmatchcase(name, pattern) for pattern in patterns)
        and review.state_of(entry, str(entry.id)) in ("drafted", "reviewed")
    ]
    if not wanted:
        raise ValueError("no text of that name can be vouched for as it stands")
    record_review(language, wanted, by, on, locale)
    return len(wanted)


def _settle(entry: Message, state: review.Review) -> None:
    entry.flags.discard("fuzzy")
    entry.previous_id = []
    entry.user_comments = review.with_review(entry.user_comments, state)


def _merged(language: str, old: Catalog, sources: Iterable[Source]) -> Catalog:
    merged = new_catalog(language, old)
    known = {**{str(entry.context): entry for entry in old.obsolete.values()}, **by_name(old)}
    for source in sources:
        if source.wanted_in(language):
            _carry_over(_add(merged, source), known.pop(source.name, None), language)
    merged.obsolete.update({name: entry for name, entry in known.items() if entry.string})
    return merged


def _add(catalog: Catalog, source: Source) -> Message:
    comments = ["audience: staff"] if source.staff else []
    catalog.add(
        source.text,
        locations=[(source.file, source.line)],
        auto_comments=comments,
        context=source.name,
    )
    entry = catalog.get(source.text, source.name)
    assert entry is not None  # noqa: S101  (it was added on the line above)
    return entry


def _carry_over(entry: Message, old: Message | None, language: str) -> None:
    """Give the new entry what is known of it: translation, comments, state."""
    source = str(entry.id)
    if old is not None:
        entry.string, entry.user_comments = old.string, list(old.user_comments)
    if language == BOKMAL:
        entry.string = source
    if not entry.string:
        return
    if language != BOKMAL and old is not None and (old.fuzzy or old.id != source):
        entry.flags.add("fuzzy")
        entry.previous_id = list(old.previous_id) or [str(old.id)]
        return
    known = review.review_of(entry)
    if known is None or known.source != review.fingerprint(source):
        entry.user_comments = review.with_review(entry.user_comments, review.drafted(source))
