import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.voice_form import (
    AnsweredBy,
    CallStatus,
    DialStatus,
    VoiceFormRejected,
    parse_call,
)

SID = "CA" + "0123456789abcdef" * 2


def form(**changes: str) -> dict[str, str]:
    call = {
        "CallSid": SID,
        "CallStatus": "in-progress",
        "From": "+4759440000",
        "To": "+4790000002",
        "Direction": "outbound-api",
    }
    return call | changes


def test_a_call_that_a_person_has_answered_is_read() -> None:
    call = parse_call(form(AnsweredBy="human", NewField="whatever"))
    assert call.carrier_id == SID
    assert call.status is CallStatus.IN_PROGRESS
    assert not call.status.is_over
    assert (call.caller, call.called) == ("+4759440000", "+4790000002")
    assert call.digits == ""
    assert call.answered_by is AnsweredBy.HUMAN
    assert call.dial_status is None
    assert not call.is_to_us


def test_a_call_to_us_is_told_from_ours() -> None:
    assert parse_call(form(Direction="inbound")).is_to_us


def test_a_form_with_the_least_there_can_be_is_read() -> None:
    call = parse_call({"CallSid": SID, "CallStatus": "ringing"})
    assert (call.caller, call.called, call.digits) == ("", "", "")
    assert (call.answered_by, call.dial_status) == (None, None)


def test_a_call_shown_in_a_log_tells_no_number() -> None:
    assert "+47" not in repr(parse_call(form()))


@pytest.mark.parametrize("digits", ["", "4", "0", "*", "#", "12*#"])
def test_keys_are_read(digits: str) -> None:
    assert parse_call(form(Digits=digits)).digits == digits


@pytest.mark.parametrize(
    ("status", "is_over"),
    [
        ("queued", False),
        ("initiated", False),
        ("ringing", False),
        ("in-progress", False),
        ("completed", True),
        ("busy", True),
        ("no-answer", True),
        ("failed", True),
        ("canceled", True),
    ],
)
def test_every_status_says_whether_the_call_is_over(status: str, is_over: bool) -> None:
    call = parse_call(form(CallStatus=status))
    assert call.status == status
    assert call.status.is_over is is_over


@pytest.mark.parametrize(
    ("answered_by", "is_machine"),
    [
        ("human", False),
        ("unknown", False),
        ("a_kind_still_to_come", False),
        ("machine_start", True),
        ("machine_end_beep", True),
        ("machine_end_silence", True),
        ("machine_end_other", True),
        ("fax", True),
    ],
)
def test_only_what_is_known_as_a_machine_is_one(answered_by: str, is_machine: bool) -> None:
    found = parse_call(form(AnsweredBy=answered_by)).answered_by
    assert found is not None
    assert found.is_machine is is_machine


@pytest.mark.parametrize("status", list(DialStatus))
def test_what_became_of_a_dialled_number_is_read(status: DialStatus) -> None:
    assert parse_call(form(DialCallStatus=status)).dial_status is status


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("anonymous", id="hidden"),
        pytest.param("+266696687", id="ANONYMOUS on the keys of a phone"),
        pytest.param("+7378742833", id="RESTRICTED"),
        pytest.param("+2562533", id="BLOCKED"),
        pytest.param("+8656696", id="UNKNOWN"),
        pytest.param("+86282452253", id="UNAVAILABLE"),
        pytest.param("", id="none"),
        pytest.param("client:anna", id="an app"),
        pytest.param("sip:anna@example.com", id="an internet phone"),
        pytest.param("+47 90000001", id="spaces"),
        pytest.param("+٤٧٩٠٠٠٠٠٠١", id="digits of another script"),
        pytest.param("+4790000001\n", id="line break at the end"),
    ],
)
def test_what_is_no_number_is_no_number(number: str) -> None:
    call = parse_call(form(From=number, To=number))
    assert (call.caller, call.called) == ("", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("CallSid", "", id="no call"),
        pytest.param("CallSid", "SM" + SID[2:], id="a message"),
        pytest.param("CallSid", SID + "\n", id="line break at the end"),
        pytest.param("CallSid", SID.upper(), id="capitals"),
        pytest.param("CallSid", "CA" + "٠" * 32, id="digits of another script"),
        pytest.param("CallStatus", "", id="no status"),
        pytest.param("CallStatus", "ended", id="a status that is none"),
        pytest.param("CallStatus", "COMPLETED", id="a status in capitals"),
        pytest.param("Digits", "4 ", id="a space"),
        pytest.param("Digits", "A", id="a letter"),
        pytest.param("Digits", "٤", id="a digit of another script"),
        pytest.param("Digits", "4" * 33, id="too many keys"),
        pytest.param("DialCallStatus", "human", id="a dial status that is none"),
    ],
)
def test_an_ill_formed_field_is_rejected_calmly(name: str, value: str) -> None:
    with pytest.raises(VoiceFormRejected, match=name) as error:
        parse_call(form(**{name: value}))
    assert not value or value not in str(error.value)


@pytest.mark.parametrize("name", ["CallSid", "CallStatus"])
def test_a_missing_field_is_rejected(name: str) -> None:
    incomplete = form()
    del incomplete[name]
    with pytest.raises(VoiceFormRejected, match=name):
        parse_call(incomplete)


NAMES = ["CallSid", "CallStatus", "Digits", "AnsweredBy", "DialCallStatus", "From", "To"]
KNOWN = [SID, "completed", "4", "human", "busy", "+4790000001"]


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(KNOWN) | st.text()))
def test_wild_input_is_read_or_rejected(wild: dict[str, str]) -> None:
    try:
        call = parse_call(form() | wild)
    except VoiceFormRejected:
        return
    assert call.carrier_id == SID
    assert set(call.digits) <= set("0123456789*#")
