"""Keeping the catalogues: what a new, changed or withdrawn source does to its translations."""

import json
from datetime import date
from pathlib import Path
from shutil import copy

import pytest

from bot.language.catalogue import Catalogue
from bot.language.checks import Problem, catalogue_check
from bot.language.files import by_name, po_path, read_catalog
from bot.language.sources import PROJECT, SourceError, read_sources
from bot.language.upkeep import (
    LanguageStatus,
    catalogue_status,
    record_drafts,
    record_review,
    update,
)

TODAY = date(2026, 12, 1)


class Workshop:
    """A small project with one domain file and catalogues of its own."""

    def __init__(self, root: Path) -> None:
        self.root, self.locale = root, root / "locale"
        (root / "domain").mkdir()
        copy(PROJECT / "babel.cfg", root)

    def write(self, file: str = "care", **texts: str) -> None:
        lines = [f"  utter_{name}:\n  - text: {json.dumps(text)}\n" for name, text in texts.items()]
        self.write_raw(file, "".join(lines))
        update(self.root, self.locale)

    def write_raw(self, file: str, responses: str) -> None:
        path = self.root / "domain" / f"{file}.yml"
        path.write_text(f'version: "3.1"\nresponses:\n{responses}', encoding="utf-8")

    def draft(self, language: str, **texts: str) -> None:
        named = {f"utter_{name}": text for name, text in texts.items()}
        record_drafts(language, named, self.locale)

    def status(self, language: str) -> LanguageStatus:
        found = catalogue_status(self.root, self.locale)
        return next(each for each in found if each.language == language)

    def problems(self, language: str) -> list[Problem]:
        found = catalogue_check(self.root, self.locale)
        return [each for each in found if each.language == language]

    def faults(self, language: str) -> str:
        return "; ".join(each.what for each in self.problems(language) if each.level == "error")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_a_new_source_is_drafted_in_bokmål_and_missing_elsewhere(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    assert workshop.status("nb").drafted == 1
    assert workshop.status("pl").missing == 1


def test_a_review_holds_while_nothing_changes(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    workshop.draft("pl", hello="Cześć")
    record_review("pl", ["utter_hello"], "Kari Nordmann", TODAY, workshop.locale)
    workshop.write(hello="Hei", more="Mer")
    assert workshop.status("pl").reviewed == 1


def test_a_changed_source_unreviews_its_translations(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    workshop.draft("pl", hello="Cześć")
    record_review("pl", ["utter_hello"], "Kari Nordmann", TODAY, workshop.locale)
    record_review("nb", ["utter_hello"], "Kari Nordmann", TODAY, workshop.locale)
    workshop.write(hello="God dag")
    assert workshop.status("pl") == LanguageStatus("pl", 1, 0, 0, 0, stale=1)
    assert workshop.status("nb") == LanguageStatus("nb", 1, 0, drafted=1, reviewed=0, stale=0)
    assert "older source" in workshop.faults("pl")


def test_a_changed_source_is_seen_before_the_catalogues_are_merged(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    workshop.draft("pl", hello="Cześć")
    workshop.write_raw("care", "  utter_hello:\n  - text: God dag\n")
    assert workshop.status("pl").stale == 1


def test_a_stale_translation_stays_stale_until_somebody_settles_it(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    workshop.draft("pl", hello="Cześć")
    workshop.write(hello="God dag")
    workshop.write(hello="God dag")
    assert workshop.status("pl").stale == 1
    workshop.draft("pl", hello="Dzień dobry")
    assert workshop.status("pl").drafted == 1


def test_the_source_a_translation_was_made_from_goes_when_it_is_settled(workshop: Workshop) -> None:
    long = "Ring oss når du vil.\n" + "Vi svarer alltid, dag og natt. " * 4
    workshop.write(hello=long)
    workshop.draft("en", hello="Call us.")
    workshop.write(hello="Ring oss.")
    path = po_path(workshop.locale, "en")
    assert "#| msgid" in path.read_text()
    workshop.draft("en", hello="Call us.")
    assert "| " not in path.read_text()


def test_an_edited_translation_is_no_longer_the_one_that_was_reviewed(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    workshop.draft("pl", hello="Cześć")
    record_review("pl", ["utter_hello"], "Kari Nordmann", TODAY, workshop.locale)
    path = po_path(workshop.locale, "pl")
    path.write_text(path.read_text(encoding="utf-8").replace("Cześć", "Hejka"), encoding="utf-8")
    assert workshop.status("pl").drafted == 1


def test_a_long_reviewers_name_survives_the_file(workshop: Workshop) -> None:
    workshop.write(hello="Hei")
    name = "Anne-Marie Kristoffersen Lillebø-Johannessen, statsautorisert translatør"
    record_review("nb", ["utter_hello"], name, TODAY, workshop.locale)
    assert workshop.status("nb").reviewed == 1


def test_a_withdrawn_text_comes_back_with_its_translation(workshop: Workshop) -> None:
    workshop.write(hello="Hei", more="Mer")
    workshop.draft("pl", hello="Cześć", more="Więcej")
    workshop.write(hello="Hei")
    assert workshop.status("pl") == LanguageStatus("pl", 1, 0, drafted=1, reviewed=0, stale=0)
    workshop.write(hello="Hei", more="Mer")
    assert workshop.status("pl").drafted == 2


def test_merging_twice_changes_no_file(workshop: Workshop) -> None:
    workshop.write(hello="Hei, {who}")
    before = {path: path.read_bytes() for path in workshop.locale.rglob("*.po*")}
    update(workshop.root, workshop.locale)
    assert {path: path.read_bytes() for path in workshop.locale.rglob("*.po*")} == before


def test_staff_texts_are_asked_for_in_norwegian_only(workshop: Workshop) -> None:
    staff = "  utter_page:\n  - text: Svar\n    metadata: {audience: staff}\n"
    workshop.write_raw("page", staff)
    update(workshop.root, workshop.locale)
    assert workshop.status("nn").texts == 1
    assert workshop.status("ar").texts == 0


def test_texts_of_templates_and_code_are_found_too(workshop: Workshop) -> None:
    templates = workshop.root / "bot" / "monitor" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        "{# audience: staff #}\n{{ pgettext('page_title', 'Oversikt') }}", encoding="utf-8"
    )
    (workshop.root / "bot" / "code.py").write_text("pgettext('code_text', 'Tekst')")
    sources = read_sources(workshop.root)
    assert sources["page_title"].staff
    assert not sources["code_text"].staff


@pytest.mark.parametrize(
    ("responses", "error"),
    [
        pytest.param("  utter_a:\n  - text: x\n  - text: y\n", "one text", id="two variants"),
        pytest.param("  utter_b:\n  - text: other\n", "already has another text", id="name taken"),
    ],
)
def test_a_name_is_one_text(workshop: Workshop, responses: str, error: str) -> None:
    workshop.write_raw("first", "  utter_b:\n  - text: one\n")
    workshop.write_raw("second", responses)
    with pytest.raises((SourceError, ValueError), match=error):
        read_sources(workshop.root)


def test_a_translation_that_cannot_be_filled_gives_way_to_bokmål(workshop: Workshop) -> None:
    workshop.write(hello="Hei, {who}")
    workshop.draft("pl", hello="Cześć, {kto}")
    catalogue = Catalogue({}, workshop.locale)
    assert catalogue.text("utter_hello", "pl", who="Ola") == "Hei, Ola"


FAULTS = [
    pytest.param("pl", "Ring {police}", "Dzwoń", "lacks {police}", id="placeholder lost"),
    pytest.param("pl", "Ring", "Dzwoń {police}", "has {police}", id="placeholder of its own"),
    pytest.param("en", "Ring {police}", "Call {police", "lacks {police}", id="brace not closed"),
    pytest.param("en", "Ring", "Call – now", "GSM-7", id="dash outside GSM-7"),
    pytest.param("nn", "Ring", "Ring «no»", "GSM-7", id="quotes outside GSM-7"),
    pytest.param("en", "Ring", "Call François", "GSM-7", id="the cedilla of two tables"),
    pytest.param("pl", "Ring", "Dzwoń 116 123", "number or an hour", id="number typed"),
    pytest.param("ar", "Ring", "اتصال ١١٢", "number or an hour", id="arabic digits typed"),
    pytest.param("en", "Ring", "Call before 14:00", "number or an hour", id="hour typed"),
    pytest.param("ar", "Ring", "اتصال\u200f", "invisible", id="direction mark"),
    pytest.param("en", "Ring", "Call\u00a0now", "invisible", id="space that does not break"),
    pytest.param("pl", "Ja?\n1 ja\n2 nei", "Czy?\n1 tak", "other choices", id="choice lost"),
    pytest.param("ar", "Ring {police}", "اتصال {police} الآن", "amid a line", id="RTL number"),
]


@pytest.mark.parametrize(("language", "source", "translation", "fault"), FAULTS)
def test_a_faulty_translation_is_found(
    workshop: Workshop, language: str, source: str, translation: str, fault: str
) -> None:
    workshop.write(text=source)
    workshop.draft(language, text=translation)
    assert fault in workshop.faults(language)


def test_a_sound_translation_has_no_problem(workshop: Workshop) -> None:
    workshop.write(text="Ring {police}.\n1 ja\n2 nei")
    workshop.draft("ar", text="اتصال:\n{police}\n1 نعم\n2 لا")
    assert workshop.problems("ar") == []


def test_a_missing_text_is_an_error(workshop: Workshop) -> None:
    workshop.write(text="Ring")
    assert workshop.faults("ar") == "is missing"


def test_six_choices_are_too_many(workshop: Workshop) -> None:
    workshop.write(text="Hva?\n1 a\n2 b\n3 c\n4 d\n5 e\n6 f\n0 g")
    assert "more than 5 choices" in workshop.faults("nb")


def test_long_sentences_are_a_warning_only(workshop: Workshop) -> None:
    workshop.write(text="Dette er en setning som har langt flere ord enn noen orker å lese.")
    assert [each.level for each in workshop.problems("nb")] == ["warning"]


@pytest.mark.parametrize("kind", ["life", "violence"])
def test_in_danger_of_life_the_number_comes_first(workshop: Workshop, kind: str) -> None:
    workshop.write(**{f"emergency_{kind}_opened": "Dette er alvorlig, ring {police}."})
    assert "within its first 20" in workshop.faults("nb")
    workshop.write(**{f"emergency_{kind}_opened": "{police}: ring nå."})
    assert "stands on its own" in workshop.faults("nb")
    workshop.write(**{f"emergency_{kind}_opened": "{police}\nRing nå."})
    assert workshop.faults("nb") == ""


def test_an_emergency_text_fits_two_segments_beside_any_script(workshop: Workshop) -> None:
    workshop.write(emergency_told="a" * 135)
    assert "135 characters" in workshop.faults("nb")


def test_every_text_of_the_house_is_sound_in_every_served_language() -> None:
    errors = [each for each in catalogue_check() if each.level == "error"]
    assert errors == []


def test_the_catalogues_are_merged_with_todays_sources() -> None:
    """`lavterskel catalogue update` has been run since the last text was written."""
    sources = read_sources()
    bokmål = by_name(read_catalog(po_path(PROJECT / "bot" / "locale", "nb"), "nb"))
    assert {name: source.text for name, source in sources.items()} == {
        name: message.string for name, message in bokmål.items()
    }
