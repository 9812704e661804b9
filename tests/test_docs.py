"""What the documents say is shown by a test is shown by one that exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])
NAMED = re.compile(r"`(tests/[^`\s]*?\.py)(?:::(\w+))?`")
COMPARISON = ROOT / "docs/goalert.md"


def names_of_tests(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }


def named_tests() -> Iterator[tuple[str, str, str]]:
    """Document, file and test; the test is empty where only the file is named."""
    for document in DOCUMENTS:
        for file, test in NAMED.findall(document.read_text()):
            yield document.relative_to(ROOT).as_posix(), file, test


def rows(document: Path) -> Iterator[list[str]]:
    """The cells of every row of its tables, without the heads."""
    head = True
    for line in document.read_text().splitlines():
        if not line.startswith("|"):
            head = True
        elif re.fullmatch(r"[|\s:-]+", line):
            head = False
        elif not head:
            yield [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize(
    ("document", "file", "test"), sorted(set(named_tests())), ids=lambda part: part or "-"
)
def test_every_test_a_document_names_exists(document: str, file: str, test: str) -> None:
    path = ROOT / file
    assert path.is_file(), f"{document} names {file}"
    assert not test or test in names_of_tests(path), f"{document} names {file}::{test}"


def test_every_row_of_the_comparison_is_shown_by_a_test() -> None:
    comparison = list(rows(COMPARISON))
    assert comparison
    assert [
        row[0] for row in comparison if not any(test for _, test in NAMED.findall(row[-1]))
    ] == []
    assert {len(row) for row in comparison} == {4}
