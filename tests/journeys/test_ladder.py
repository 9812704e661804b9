"""From the first word of danger to a human: at any hour, in any place, whoever fails."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.escalation.events import What
from bot.register import OSLO
from bot.settings import Settings
from bot.store import Store
from bot.store.tables import Escalation, EscalationEvent, LineFailure
from tests.escalation.test_emergency_without_brain import code_in
from tests.escalation.test_holding_a_case import desk
from tests.house import House, running_house

ANNA, OLA = "+4790000001", "+4790000002"
DEMO = Path("data/register/demo")
PAGE = "for å ta saken"
NO_BED = "jeg har ikke noe sted å sove i natt"
BEATEN = "mannen min slår meg"
HUNGRY = "Jeg bor i Nordvik og har ikke penger til mat i dag"


def in_nordvik(words: str) -> str:
    return f"Jeg bor i Nordvik og {words}"


def cases(house: House) -> list[Escalation]:
    with house.store.read() as tx:
        return list(tx.scalars(select(Escalation).order_by(Escalation.id)))


def history(house: House) -> list[str]:
    with house.store.read() as tx:
        return list(tx.scalars(select(EscalationEvent.what).order_by(EscalationEvent.id)))


# Hours


def test_on_a_working_day_the_closest_line_then_the_next_then_the_lead_then_the_fallback(
    house: House,
) -> None:
    house.forward_to(datetime(2027, 1, 13, 10, tzinfo=OSLO))
    house.phone(ANNA).says(in_nordvik(NO_BED))
    for line in ("nordvik-housing", "nordvik-duty", "nordvik-leader", "fallback"):
        house.line(line).hears(PAGE)
        house.forward("10m")


def test_over_christmas_the_lead_s_hours_decide_and_then_the_line_that_serves_the_neighbour_too(
    house: House,
) -> None:
    house.forward_to(datetime(2026, 12, 25, 18, tzinfo=OSLO))  # a Friday, and a holiday
    house.phone(ANNA).says(in_nordvik(NO_BED))
    house.line("nordvik-leader").hears(PAGE)
    house.line("nordvik-duty").hears_nothing()
    house.forward("10m")
    call = house.line("solvik-out-of-hours").rings()
    call.presses("4")
    call.hears("ikke et sted å sove")
    house.phone(ANNA).hears("En person har saken din")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 28, 1, 59, tzinfo=OSLO),  # a minute before the clock skips an hour
        datetime(2027, 3, 28, 3, 1, tzinfo=OSLO),
        datetime(2027, 10, 31, 2, 30, tzinfo=OSLO, fold=0),  # the hour that comes twice
        datetime(2027, 10, 31, 2, 30, tzinfo=OSLO, fold=1),
    ],
)
def test_in_the_nights_of_daylight_saving_the_night_line_is_there(
    house: House, moment: datetime
) -> None:
    house.forward_to(moment)
    house.phone(ANNA).says(in_nordvik(NO_BED))
    house.line("solvik-out-of-hours").rings().presses("4")
    house.phone(ANNA).hears("En person har saken din")


# Places


def own_register(tmp_path: Path, **files: str) -> Path:
    """A register folder like the demo's, with some of its files written anew."""
    folder = tmp_path / "register"
    folder.mkdir()
    for path in DEMO.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    about = f"name: Test\nmade_up: true\nextends: {DEMO.parent.resolve()}\n"
    for name, content in {"register": about, **files}.items():
        (folder / f"{name}.yml").write_text(content)
    return folder


@pytest.fixture
def oslo(settings: Settings, store: Store, tmp_path: Path) -> Iterator[House]:
    """Oslo is connected, with a line of its own in one bydel (all made up)."""
    line = """
  - id: {id}
    label: Vakttelefon, {id}
    kommune: "0301"
    {bydel}type: duty
    number: "{number}"
    reach: sms
    hours: always
    priority: 1
    source: made up
    verified_on: 2026-11-21
"""
    head = "duty_lines:\n"
    for id_, bydel, number in (("alna", "Alna", "+4799900071"), ("oslo", "", "+4799900072")):
        named = f"bydel: {bydel}\n    " if bydel else ""
        head += line.format(id=id_, bydel=named, number=number)
    folder = own_register(
        tmp_path,
        lines=(DEMO / "lines.yml").read_text().replace("duty_lines:\n", head, 1),
        agreements='agreements: [{kommune: "0301", agreed_on: 2026-11-21, approved_by: x}]\n',
    )
    with running_house(settings.model_copy(update={"register_dir": folder}), store) as running:
        yield running


def test_the_bydel_is_asked_for_by_list_and_its_own_line_is_paged(oslo: House) -> None:
    anna = oslo.phone(ANNA)
    anna.says(f"{NO_BED}, jeg er i Oslo")
    oslo.line("oslo").hears(PAGE)
    anna.hears("Hvilken bydel er du i?")
    choices = anna.hears("Alna")
    number = re.search(r"^(\d+) Alna$", choices, re.MULTILINE)
    assert number is not None
    anna.says(number[1])
    oslo.line("alna").hears(PAGE)
    anna.hears("notert Alna")


def test_a_bydel_may_be_named_too(oslo: House) -> None:
    anna = oslo.phone(ANNA)
    anna.says(NO_BED)
    anna.hears("Hvor er du?")
    anna.says("bydel Alna")
    oslo.line("alna").hears(PAGE)


def test_a_postnummer_is_enough(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says(NO_BED)
    house.line("fallback").hears(PAGE)
    anna.hears("Hvor er du?")
    anna.says("9993")
    house.line("lykkefjord-duty").hears(PAGE)


def test_a_kommune_that_is_not_connected_goes_to_the_fallback(house: House) -> None:
    house.phone(ANNA).says(f"Jeg bor i Solvik og {NO_BED}")
    house.line("fallback").hears(PAGE)
    house.line("solvik-out-of-hours").hears_nothing()


def test_without_any_line_the_person_is_told_at_once_and_it_is_red(house: House) -> None:
    with house.store.write() as tx:
        for line in house.speaker.register.lines:
            for way in ("sms", "call"):
                tx.add(
                    LineFailure(
                        line_id=line.id, way=way, fingerprint=line.fingerprint, failed_at=tx.now
                    )
                )
    anna = house.phone(ANNA)
    anna.says(BEATEN)
    assert "112" in anna.hears("Ingen vakttelefon er åpen nå")
    (case,) = cases(house)
    assert case.red_at is not None
    assert case.due_at is not None


# Who answers


def test_nobody_answers_and_the_ladder_goes_round_until_somebody_does(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says(f"Jeg bor i Lykkefjord og {BEATEN}")
    round_of_lines = ("lykkefjord-duty", "lykkefjord-leader", "fallback") * 2
    for line in round_of_lines:
        house.line(line).hears(re.compile("Lavterskel.*STRAKS"))
        house.forward("4m")
    anna.hears("Ingen på vakttelefonen har svart")
    (case,) = cases(house)
    assert (case.state, case.red_at is not None) == ("open", True)
    assert case.due_at is not None


def test_of_two_officers_at_once_one_has_it_and_the_other_hears_who(house: House) -> None:
    house.phone(ANNA).says(f"Jeg bor i Lykkefjord og {NO_BED}")
    duty, leader = house.line("lykkefjord-duty"), house.line("lykkefjord-leader")
    house.phone(ANNA).hears("Er det barn")
    house.phone(ANNA).hears("vakttelefonen")
    first = code_in(duty.hears(PAGE))
    house.forward("10m")
    second = code_in(leader.hears(PAGE))
    duty.writes(first).arrives()
    leader.writes(second).arrives()
    house.phone(ANNA).hears("En person har saken din")
    house.phone(ANNA).hears_nothing()
    with house.store.read() as tx:
        taken = tx.scalars(
            select(EscalationEvent.id).where(EscalationEvent.what == What.ACKNOWLEDGED)
        ).all()
    assert len(taken) == 1


def test_taken_in_the_monitor_tells_the_phones(house: House) -> None:
    house.phone(ANNA).says(f"Jeg bor i Lykkefjord og {NO_BED}")
    duty = house.line("lykkefjord-duty")
    duty.hears(PAGE)
    (case,) = cases(house)
    desk(house, "Kari", "adviser").take(case.reference)
    duty.hears(f"{case.reference} er tatt av Kari, NKS")


def test_a_passer_by_with_the_same_words_is_another_case(house: House) -> None:
    house.phone(ANNA).says(f"Jeg bor i Lykkefjord og {NO_BED}")
    house.phone(OLA).says(f"Jeg bor i Lykkefjord og {NO_BED}")
    house.wait_until(lambda: len(cases(house)) == 2)
    house.phone(ANNA).hears("vakttelefonen")
    house.phone(ANNA).says("og jeg fryser")
    house.phone(ANNA).hears("lagt det du skrev til saken")
    assert len(cases(house)) == 2


# Who the person is


def test_a_child_who_writes_gets_the_children_s_line_and_the_police(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("jeg er 12 år og pappa slår meg")
    told = anna.hears("112")
    assert told.startswith("112\n")
    assert "116 111" in told or "116 006" in told
    house.line("fallback").hears(re.compile("STRAKS"))


def test_who_sent_stop_still_gets_a_human_and_the_page_says_no_text_reaches_them(
    house: House,
) -> None:
    anna = house.phone(ANNA)
    anna.says("STOPP")
    anna.hears_nothing()
    anna.says(f"Jeg bor i Lykkefjord og {NO_BED}")
    duty = house.line("lykkefjord-duty")
    page = duty.hears(PAGE)
    assert "ikke send SMS" in page
    anna.hears_nothing()
    duty.says(code_in(page))
    assert ANNA in duty.hears("ikke et sted å sove")


def test_an_unsafe_phone_gets_nothing_and_the_officer_is_warned_first(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says(f"Jeg bor i Lykkefjord og {BEATEN}. Ikke svar, han leser meldingene mine")
    duty = house.line("lykkefjord-duty")
    page = duty.hears(PAGE)
    assert "UTRYGG telefon" in page
    duty.says(code_in(page))
    assert "NEI" in duty.hears("vold eller trusler")
    house.forward("20m")
    duty.hears("har du hatt kontakt")
    anna.hears_nothing()
    call = duty.rings()
    call.presses("*")
    assert "Trykk 1" not in call.hears("Du har saken")
    assert "ikke ring" in call.hears("UTRYGG")


def test_a_doubt_about_somebody_no_question_reaches_is_no_doubt(house: House) -> None:
    house.phone(ANNA).says("jeg er redd, ikke svar, han leser meldingene mine")
    house.line("fallback").hears(re.compile("UTRYGG telefon"))
    house.phone(ANNA).hears_nothing()


def test_who_cannot_speak_is_not_phoned_and_is_told_so(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says(f"Jeg er døv. Jeg bor i Lykkefjord og {NO_BED}")
    assert "Nød-SMS" in anna.hears("Du trenger ikke snakke")
    page = house.line("lykkefjord-duty").hears(PAGE)
    assert "kan ikke snakke, send SMS" in page


# Food that may wait


@pytest.fixture
def waiting(settings: Settings, store: Store, tmp_path: Path) -> Iterator[House]:
    """The demo, where Nordvik has decided that a lack of food may wait for its duty line."""
    decided = """overrides:
  - kommune: "9904"
    kinds: [necessities]
    decided_by: made-up leader
    decided_on: 2026-11-21
    waits_for_morning: true
"""
    clocks = (DEMO.parent / "clocks.yml").read_text()
    folder = own_register(tmp_path, clocks=clocks.replace("overrides: []\n", decided))
    with running_house(settings.model_copy(update={"register_dir": folder}), store) as running:
        running.forward_to(datetime(2027, 1, 12, 22, 30, tzinfo=OSLO))
        yield running


def test_food_may_wait_for_the_morning_and_the_person_is_told_when_and_whom_to_phone(
    waiting: House,
) -> None:
    anna, duty = waiting.phone(ANNA), waiting.line("nordvik-duty")
    anna.says(HUNGRY)
    told = anna.hears("Vakttelefonen åpner onsdag 13. januar kl. 08:00")
    assert "116 117" in told
    waiting.line("fallback").hears_nothing()
    waiting.line("nordvik-leader").hears_nothing()
    (case,) = cases(waiting)
    assert case.red_at is None
    assert case.due_at is not None
    waiting.forward("10h")
    duty.says(code_in(duty.hears(PAGE)))
    anna.hears("En person har saken din")


@pytest.mark.parametrize(
    "words",
    [
        "Jeg bor i Nordvik og har ikke penger til medisinen min i dag",
        "Jeg bor i Nordvik og har ikke morsmelkerstatning til babyen",
        "Jeg bor i Nordvik, strømmen er stengt og det er iskaldt her",
    ],
)
def test_medicine_infants_and_cold_never_wait(waiting: House, words: str) -> None:
    waiting.phone(ANNA).says(words)
    waiting.line("solvik-out-of-hours").rings()


def test_a_case_that_waits_and_becomes_more_is_paged_at_once(waiting: House) -> None:
    anna = waiting.phone(ANNA)
    anna.says(HUNGRY)
    anna.hears("Vakttelefonen åpner")
    anna.says("babyen har ikke fått mat og vi fryser")
    waiting.line("solvik-out-of-hours").rings()


# What breaks


def test_a_carrier_that_is_dead_for_ten_minutes_loses_nothing(house: House) -> None:
    house.twilio.goes_away()
    for number in range(3):
        house.phone(f"+479000010{number}").writes(f"Jeg bor i Lykkefjord og {NO_BED}").arrives()
    house.wait_until(lambda: len(cases(house)) == 3)
    house.forward("10m")
    house.twilio.comes_back()
    house.forward("1m")
    for _ in range(3):
        house.line("lykkefjord-duty").hears("Lavterskel", within=20)
    for number in range(3):
        house.phone(f"+479000010{number}").hears("vakttelefonen", within=20)
