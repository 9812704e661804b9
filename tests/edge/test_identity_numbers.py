import pytest

from bot.edge.identity_numbers import Form, check_digits_fit, identity_form


@pytest.mark.parametrize(
    ("digits", "form"),
    [
        pytest.param("01019012345", Form.ORDINARY, id="first of January"),
        pytest.param("31129912345", Form.ORDINARY, id="last of December"),
        pytest.param("29020112345", Form.ORDINARY, id="29 February, century unknown"),
        pytest.param("41019012345", Form.ORDINARY, id="D-number, day 1"),
        pytest.param("71129012345", Form.ORDINARY, id="D-number, day 31"),
        pytest.param("01419012345", Form.SYNTHETIC, id="month + 40"),
        pytest.param("01529012345", Form.SYNTHETIC, id="month 12 + 40"),
        pytest.param("01669012345", Form.SYNTHETIC, id="month + 65"),
        pytest.param("01779012345", Form.SYNTHETIC, id="month 12 + 65"),
        pytest.param("01819012345", Form.SYNTHETIC, id="month + 80"),
        pytest.param("01929012345", Form.SYNTHETIC, id="month 12 + 80"),
        pytest.param("41819012345", Form.SYNTHETIC, id="D-number with month + 80"),
        pytest.param("00019012345", None, id="day 0"),
        pytest.param("32019012345", None, id="day 32"),
        pytest.param("40019012345", None, id="D-number with day 0"),
        pytest.param("72019012345", None, id="D-number with day 32"),
        pytest.param("01009012345", None, id="month 0"),
        pytest.param("01139012345", None, id="month 13"),
        pytest.param("01539012345", None, id="month 13 + 40"),
        pytest.param("01659012345", None, id="month 0 + 65"),
        pytest.param("01789012345", None, id="month 13 + 65"),
        pytest.param("01939012345", None, id="month 13 + 80"),
        pytest.param("30029012345", None, id="30 February"),
        pytest.param("31049012345", None, id="31 April"),
        pytest.param("31449012345", None, id="31 April, synthetic"),
        pytest.param("0101901234", None, id="ten digits"),
        pytest.param("010190123456", None, id="twelve digits"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_plausible_date_makes_an_identity_number(digits: str, form: Form | None) -> None:
    assert identity_form(digits) is form


@pytest.mark.parametrize(
    ("digits", "fit"),
    [
        pytest.param("17912099997", True, id="both right"),
        pytest.param("17912099987", False, id="first wrong"),
        pytest.param("17912099998", False, id="second wrong"),
    ],
)
def test_check_digits_fit_only_when_both_are_right(digits: str, fit: bool) -> None:
    assert check_digits_fit(digits) is fit
