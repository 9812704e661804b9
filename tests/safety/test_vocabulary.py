"""The files of data/safety: what their editors are told, and what Rasa must not mistake."""

import re
from pathlib import Path

import pytest

from bot.language.served import LANGUAGES
from bot.safety.vocabulary import DATA, VocabularyError, load

FILES = sorted(DATA.glob("*.yml"))

GOOD = """\
language: xx
reviewed: false
words:
  sted: [sted, plass]
alarms:
  - name: nowhere
    kind: shelter
    level: certain
    phrases:
      - ikke ... {sted}
harmless: []
politeness: [hei]
answers: {safe: [ja], danger: [nei], doubt: [men]}
"""

BROKEN = [
    ("kind: shelter", "kind: housing", "xx.yml, alarms.0.kind"),
    ("level: certain", "level: sure", "xx.yml, alarms.0.level"),
    ("ikke ... {sted}", "ikke ... {place}", "xx.yml, nowhere: .*a list that is not there: place"),
    ("ikke ... {sted}", "ikke (a|b", r"xx.yml, nowhere: .*lacks \)"),
    ("ikke ... {sted}", "ikke a)", "xx.yml, nowhere: .*wrong place"),
    ("ikke ... {sted}", "ikke (a|)", "xx.yml, nowhere: .*empty place"),
    ("ikke ... {sted}", "ikke h*", "xx.yml, nowhere: .*too many words"),
    ("ikke ... {sted}", "'... {sted}'", "xx.yml, nowhere: .*begins with no certain word"),
    ("sted, plass", "sted, (plass", r"xx.yml, words: sted: .*lacks \)"),
    ("language: xx", "language: [", "xx.yml"),
    ("harmless: []", "harmles: []", "xx.yml, harmles"),
]


def test_a_good_file_loads(tmp_path: Path) -> None:
    (tmp_path / "xx.yml").write_text(GOOD)
    assert [alarm.rule for alarm in load(tmp_path).alarms] == ["xx/shelter/nowhere"]


@pytest.mark.parametrize(("right", "wrong", "told"), BROKEN, ids=[b[1] for b in BROKEN])
def test_a_mistake_is_told_with_file_and_entry(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    assert right in GOOD
    (tmp_path / "xx.yml").write_text(GOOD.replace(right, wrong))
    with pytest.raises(VocabularyError, match=told):
        load(tmp_path)


def test_an_empty_folder_is_not_a_silent_net(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no language files"):
        load(tmp_path)


def test_all_served_languages_have_a_file() -> None:
    assert {path.stem for path in FILES} == set(LANGUAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_line_is_taken_by_rasa_for_its_own(path: Path) -> None:
    assert not re.search(r"(?m)^\s*(nlu|responses|rules|stories)\s*:", path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_says_how_it_was_made_and_who_has_read_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "How this file was made" in text
    assert "reviewed: false" in text
    assert "speaker has read it yet" in text.replace("\n# ", " ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_kind_can_be_certain_and_can_be_asked_about(path: Path) -> None:
    found = {
        (alarm.kind, alarm.level)
        for alarm in load().alarms
        if alarm.rule.startswith(f"{path.stem}/")
    }
    assert len(found) == 12
