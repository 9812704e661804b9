"""The catalogue files: bot/locale/<language>/LC_MESSAGES/lavterskel.po and its template."""

import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import denormalize, read_po, write_po

LOCALE = Path(__file__).parents[1] / "locale"
DOMAIN = "lavterskel"

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_HEADER = "# Texts for people. msgctxt is the text's name, msgid its bokmål source."


def po_path(locale: Path, language: str) -> Path:
    return locale / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def template_path(locale: Path) -> Path:
    return locale / f"{DOMAIN}.pot"


def read_catalog(path: Path, language: str | None = None) -> Catalog:
    """The entries of one file; an empty catalogue when there is none yet."""
    if not path.exists():
        return new_catalog(language, Catalog(creation_date=datetime.now(UTC)))
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    for message in catalog:
        _take_previous(message)
    return catalog


def _take_previous(message: Message) -> None:
    """The source a fuzzy translation was made from: Babel writes it, but reads it as a comment."""
    previous = [comment for comment in message.user_comments if comment.startswith("| ")]
    if previous:
        message.user_comments = [
            comment for comment in message.user_comments if not comment.startswith("| ")
        ]
        strings = _QUOTED.findall(" ".join(previous))
        message.previous_id = ["".join(map(denormalize, strings))]


def new_catalog(language: str | None, previous: Catalog) -> Catalog:
    """An empty catalogue with the previous one's dates, so that equal texts give equal files."""
    return Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=_HEADER,
        project=DOMAIN,
        version="1",
        copyright_holder="Lavterskel",
        msgid_bugs_address="none",
        creation_date=previous.creation_date,
        revision_date=previous.creation_date,
        last_translator="see the state of each text",
        language_team="Lavterskel",
        charset="utf-8",
        fuzzy=False,
    )


def write_catalog(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, include_lineno=False, include_previous=True)


def by_name(catalog: Catalog) -> dict[str, Message]:
    """The entries by the name of their text; the header has none."""
    return {message.context: message for message in catalog if message.context}


def texts(path: Path) -> dict[str, str]:
    """The filled texts of one file by name."""
    messages = by_name(read_catalog(path))
    return {name: str(message.string) for name, message in messages.items() if message.string}
