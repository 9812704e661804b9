from datetime import date

import pytest

from bot.register import Register
from bot.register.kommuner import Change, FormerCodes


def test_norway_has_357_kommuner(register: Register) -> None:
    assert len(register.kommuner) == 357


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("0301", "Oslo", id="of today"),
        pytest.param("3001", "Halden", id="given up in 2024"),
        pytest.param("0101", "Halden", id="given up in 2020 and again in 2024"),
        pytest.param("0706", "Sandefjord", id="given up in 2017, 2020 and 2024"),
        pytest.param("1103", "Stavanger", id="kept through a merger"),
        pytest.param("0704", "Tønsberg", id="kept through one merger and given up after"),
        pytest.param("5430", "Guovdageaidnu", id="with a Sámi name"),
    ],
)
def test_a_former_code_leads_to_the_kommune_of_today(
    register: Register, code: str, name: str
) -> None:
    kommune = register.kommune(code)
    assert kommune is not None
    assert kommune.name == name


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("5012", id="split in three"),
        pytest.param("1507", id="split in two"),
        pytest.param("0000", id="never used"),
        pytest.param("Oslo", id="no code"),
    ],
)
def test_a_code_that_means_no_one_kommune_means_none(register: Register, code: str) -> None:
    assert register.kommune(code) is None


def test_a_code_used_twice_leads_on_from_the_day_it_was_in_use() -> None:
    former = FormerCodes(
        [
            Change("0001", "Vik", "0002", date(2018, 1, 1)),
            Change("0001", "Nes", "0003", date(2024, 1, 1)),
        ]
    )
    assert former.successors("0001", date(2017, 1, 1)) == ("0002",)
    assert former.successors("0001", date(2020, 1, 1)) == ("0003",)
    assert former.successors("0001", date(2025, 1, 1)) == ("0001",)
