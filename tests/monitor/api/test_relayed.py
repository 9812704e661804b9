"""What the staff API tells of somebody who reached us through an interpreter."""

from tests.monitor.api.conftest import System
from tests.monitor.interpreting import CALLED, OWN_VOICE, Interpreting
from tests.monitor.waiting import Waiting


def test_the_api_tells_who_interpreted_and_nothing_of_what_was_said(
    office: System, interpreting: Interpreting, waiting: Waiting
) -> None:
    person = interpreting.relay()
    interpreting.says(person, OWN_VOICE)
    case, request = interpreting.open_case(person), interpreting.ask(person)
    relayed = {
        "called": CALLED,
        "language": "ar",
        "consent": "given",
        "ended_by_person": False,
    }
    assert office.get(f"/escalations/{case}").json()["story"]["relayed"] == relayed
    assert office.get(f"/callbacks/{request}").json()["relayed"] == relayed
    interpreting.is_ended_alone(person)
    after = {**relayed, "ended_by_person": True}
    assert office.get(f"/callbacks/{request}").json()["relayed"] == after
    assert OWN_VOICE not in office.get(f"/callbacks/{request}").text
    assert office.get(f"/callbacks/{waiting.ask()}").json()["relayed"] is None
