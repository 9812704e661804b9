"""docs/answers.md says what the product says."""

from scripts.answers import DOCUMENT, document


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run python scripts/answers.py"
