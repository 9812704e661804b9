from datetime import datetime

import pytest

from bot.register import OSLO, Register


def test_every_office_is_the_one_on_its_page(register: Register) -> None:
    published = {row.name.casefold(): row for row in register.services}
    for office in register.offices.values():
        row = published[office.name.casefold()]
        assert office.verified_on == row.verified_on
        if row.address:
            assert office.addresses == (row.address,)


def test_oslo_and_six_kommuner_of_innlandet_have_offices(register: Register) -> None:
    served = {code for office in register.offices.values() for code in office.kommuner}
    assert served == {"0301", "3403", "3407", "3411", "3412", "3413", "3420"}
    assert len(register.offices) == 15 + 6


OFFICES = {
    "kommune": ("Hamar", "nav-hamar"),
    "bydel": ("Alna", "nav-alna"),
    "Oslo, the bydel not yet known": ("Oslo", None),
    "a kommune whose office is not known": ("Drammen", None),
}


@pytest.mark.parametrize(("name", "office_id"), OFFICES.values(), ids=OFFICES.keys())
def test_a_place_has_its_office(register: Register, name: str, office_id: str | None) -> None:
    office = register.office_for(register.find_places(name)[0])
    assert (office.id if office else None) == office_id


def test_an_office_is_known_by_its_id(register: Register) -> None:
    office = register.office("nav-hamar")
    assert office is not None
    assert office.name == "NAV Hamar"
    assert register.office("nav-nowhere") is None


def test_one_may_walk_in_at_hamar_on_a_wednesday_at_noon(register: Register) -> None:
    office = register.office("nav-hamar")
    assert office is not None
    assert office.drop_in is not None
    wednesday = datetime(2026, 11, 25, 12, 30, tzinfo=OSLO)
    assert register.open_at(office.drop_in, wednesday)
    thursday = datetime(2026, 11, 26, 12, 30, tzinfo=OSLO)
    friday = datetime(2026, 11, 27, 10, tzinfo=OSLO)
    assert not register.open_at(office.drop_in, thursday)
    assert register.next_opening(office.drop_in, thursday) == friday


def test_the_demo_keeps_the_real_offices_and_adds_its_own(demo: Register) -> None:
    assert demo.office("nav-alna") is not None
    assert demo.office("nav-lykkefjord") is not None
