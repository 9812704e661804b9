from datetime import timedelta

import pytest

from bot.delivery.carrier import CarrierBusy, CarrierError, CarrierRefused, CarrierUnreachable
from bot.delivery.outcomes import LONGEST_DELAY, Outcome, outcome_of, outcome_of_code, retry_delay


@pytest.mark.parametrize(
    ("code", "expected", "final"),
    [
        pytest.param(21610, Outcome.OPTED_OUT, True, id="the person sent STOP"),
        pytest.param(21614, Outcome.NO_TEXTS, True, id="not a mobile"),
        pytest.param(30006, Outcome.NO_TEXTS, True, id="landline"),
        pytest.param(21635, Outcome.NO_TEXTS, True, id="landline refused at once"),
        pytest.param(21211, Outcome.UNKNOWN_NUMBER, True, id="no number at all"),
        pytest.param(30005, Outcome.UNKNOWN_NUMBER, True, id="unknown destination"),
        pytest.param(30004, Outcome.BLOCKED, True, id="blocked"),
        pytest.param(30007, Outcome.FILTERED, True, id="filtered as spam"),
        pytest.param(21617, Outcome.REFUSED, True, id="too long"),
        pytest.param(30003, Outcome.UNREACHABLE, False, id="handset off"),
        pytest.param(30008, Outcome.UNREACHABLE, False, id="unknown error"),
        pytest.param(None, Outcome.UNREACHABLE, False, id="failed without a reason"),
        pytest.param(30001, Outcome.BUSY, False, id="queue overflow"),
        pytest.param(30500, Outcome.BUSY, False, id="internal error"),
        pytest.param(20429, Outcome.BUSY, False, id="too many requests"),
        pytest.param(20003, Outcome.ACCOUNT, False, id="wrong token"),
        pytest.param(30002, Outcome.ACCOUNT, False, id="account suspended"),
        pytest.param(99999, Outcome.REFUSED, True, id="a code nobody knows"),
    ],
)
def test_a_code_means_the_same_at_the_send_and_in_a_receipt(code, expected, final):
    assert outcome_of_code(code) is expected
    assert expected.is_final is final


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Outcome.REFUSED),
        (401, Outcome.ACCOUNT),
        (403, Outcome.REFUSED),
        (404, Outcome.REFUSED),
        (302, Outcome.BUSY),
        (408, Outcome.BUSY),
        (429, Outcome.BUSY),
        (500, Outcome.BUSY),
        (599, Outcome.BUSY),
    ],
)
def test_the_http_status_decides_when_the_code_is_unknown(status, expected):
    assert outcome_of_code(status) is expected
    assert outcome_of_code(99999, status) is expected


def test_a_known_code_weighs_more_than_the_http_status():
    assert outcome_of_code(21610, 500) is Outcome.OPTED_OUT
    assert outcome_of_code(30001, 400) is Outcome.BUSY


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(CarrierRefused(21610), Outcome.OPTED_OUT, id="opted out"),
        pytest.param(CarrierRefused(None), Outcome.REFUSED, id="for good without a code"),
        pytest.param(CarrierRefused(20003, permanent=False), Outcome.ACCOUNT, id="our account"),
        pytest.param(CarrierRefused(99, permanent=False), Outcome.UNREACHABLE, id="for now"),
        pytest.param(CarrierBusy(timedelta(seconds=3)), Outcome.BUSY, id="busy"),
        pytest.param(CarrierUnreachable(perhaps_taken=True), Outcome.BUSY, id="no answer"),
    ],
)
def test_a_failed_send_is_final_exactly_when_it_was_refused_for_good(error: CarrierError, expected):
    assert outcome_of(error) is expected
    permanent = isinstance(error, CarrierRefused) and error.permanent
    assert outcome_of(error).is_final is permanent


def test_waits_double_from_seconds_to_a_quarter_of_an_hour():
    longest = [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    for attempt, seconds in enumerate(longest, start=1):
        waits = [retry_delay(attempt) for _ in range(200)]
        assert min(waits) >= timedelta(seconds=seconds / 2)
        assert max(waits) <= timedelta(seconds=seconds)
        assert len(set(waits)) > 100, "messages that failed together must not come back together"


def test_a_message_tried_very_often_still_has_a_next_time():
    assert retry_delay(10_000) <= LONGEST_DELAY
