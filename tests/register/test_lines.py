import pytest

from bot.register import Register
from tests.register.conftest import WriteFolder
from tests.register.line_files import line, lines_file

CHANGES = {
    "number": {"number": "+4799900032"},
    "hours": {"hours": '{mon-fri: "08:00-15:30"}'},
    "holidays": {"hours": '{mon-sun: "00:00-24:00"}'},
    "reach": {"reach": "sms"},
    "kommune": {"kommune": '"9902"'},
    "a neighbour it serves too": {"also_serves": '["9902"]'},
    "type": {"type": "out_of_hours"},
    "audience": {"audience": "housing"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_line_is_no_longer_confirmed(folder: WriteFolder, change: dict[str, str]) -> None:
    before = Register.load(folder(lines_yml=lines_file(line("duty")))).line("duty").fingerprint
    after = Register.load(folder(lines_yml=lines_file(line("duty", **change))))
    assert after.line("duty").fingerprint != before


SAME = {
    "label": {"label": "another"},
    "priority": {"priority": 2},
    "neighbours in another order": {"also_serves": '["9903", "9902"]'},
    "hours in other words": {"hours": '{mon-sun: "00:00-24:00", holidays: open}'},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_what_no_confirmation_is_about_leaves_it_standing(
    folder: WriteFolder, change: dict[str, str]
) -> None:
    served = {"also_serves": '["9902", "9903"]'} if "also_serves" in change else {}
    before = Register.load(folder(lines_yml=lines_file(line("duty", **served))))
    changed = line("duty", **{key: value for key, value in change.items() if key != "label"})
    changed = changed.replace("label: duty", f"label: {change.get('label', 'duty')}")
    after = Register.load(folder(lines_yml=lines_file(changed)))
    assert after.line("duty").fingerprint == before.line("duty").fingerprint


REFUSED = {
    "the police": ("+47112", "number"),
    "legevakt, in its long form": ("+47116117", "public number"),
    "the contact centre": ("+4755553333", "public number"),
    "a crisis centre": ("+4722480380", "public number"),
    "a service of another kommune": ("+4791303913", "public number"),
    "no country": ("99900031", "number"),
    "spaces": ("+47 999 00 031", "number"),
}


@pytest.mark.parametrize(("number", "fault"), REFUSED.values(), ids=REFUSED.keys())
def test_a_page_never_goes_to_a_public_or_unclear_number(
    folder: WriteFolder, number: str, fault: str
) -> None:
    path = folder(lines_yml=lines_file(line("duty", number)))
    with pytest.raises(ValueError, match=rf"lines\.yml: .*duty.*{fault}"):
        Register.load(path)


FAULTS = {
    "a fallback with office hours": (
        [line("duty", fallback="true", hours='{mon: "09:00-15:00"}')],
        "always open",
    ),
    "a line of no kommune": ([line("duty", kommune=None)], "only a fallback"),
    "an id twice": ([line("duty"), line("duty", "+4799900032")], "stands twice"),
    "a type nobody knows": ([line("duty", type="vakt")], "type.*'nks'"),
    "an audience nobody knows": ([line("duty", audience="men")], "audience.*'families'"),
    "an nks line of a kommune": ([line("duty", type="nks")], "names none"),
    "a neighbour of no kommune": (
        [line("duty", kommune=None, type="nks", also_serves='["9902"]')],
        "also_serves",
    ),
    "a fallback with neighbours": (
        [line("duty", fallback="true", also_serves='["9902"]')],
        "also_serves",
    ),
    "a neighbour that is itself": ([line("duty", also_serves='["9901"]')], "its own kommune"),
    "a field nobody knows": ([line("duty", colour="red")], "colour"),
    "no priority": ([line("duty", priority=None)], "priority"),
    "a kommune without quotes": ([line("duty", kommune="9901")], "kommune"),
}


@pytest.mark.parametrize(("lines", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_line_that_makes_no_sense_is_refused(
    folder: WriteFolder, lines: list[str], fault: str
) -> None:
    with pytest.raises(ValueError, match=rf"lines\.yml: .*duty.*{fault}"):
        Register.load(folder(lines_yml=lines_file(*lines)))


def test_a_line_the_register_has_no_longer_is_told(demo: Register) -> None:
    assert demo.line("lykkefjord-duty").label == "Vakttelefon, NAV Lykkefjord"
    with pytest.raises(KeyError, match="lykkefjord-day"):
        demo.line("lykkefjord-day")


def test_the_demo_s_numbers_are_of_a_series_given_to_nobody(demo: Register) -> None:
    assert demo.made_up
    assert all(line.number.startswith("+47999") for line in demo.lines)
