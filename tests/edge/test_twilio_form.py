from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.twilio_form import InboundRejected, decode_form, parse_inbound

SID = "SM" + "0123456789abcdef" * 2
PICTURE = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0"
ZERO_WIDTH, RIGHT_TO_LEFT, NO_BREAK = chr(0x200B), chr(0x200F), chr(0xA0)
REPLACEMENT = chr(0xFFFD)
SENDABLE = st.text(st.characters(exclude_categories=["Cs"]))


def form(**changes: str) -> dict[str, str]:
    message = {"MessageSid": SID, "From": "+4790000001", "To": "+4759440000", "Body": "hei"}
    return message | changes


def test_a_message_is_read() -> None:
    message = parse_inbound(form(NumMedia="0", SmsStatus="received", NewField="whatever"))
    assert message.carrier_id == SID
    assert message.sender == "+4790000001"
    assert message.recipient == "+4759440000"
    assert message.body == "hei"
    assert message.media == ()
    assert message.is_answerable
    assert not message.is_empty


@pytest.mark.parametrize(
    "sid",
    [
        pytest.param(SID, id="SMS"),
        pytest.param("MM" + SID[2:], id="MMS"),
    ],
)
def test_both_kinds_of_message_id_are_taken(sid: str) -> None:
    assert parse_inbound(form(MessageSid=sid)).carrier_id == sid


@pytest.mark.parametrize(
    "sid",
    [
        pytest.param("", id="empty"),
        pytest.param("SM123", id="short"),
        pytest.param(SID + "0", id="long"),
        pytest.param(SID + "\n", id="line break at the end"),
        pytest.param(" " + SID, id="space before"),
        pytest.param(SID.upper(), id="capitals"),
        pytest.param("CA" + SID[2:], id="a call"),
        pytest.param("SM" + "g" * 32, id="not hexadecimal"),
        pytest.param("SM" + "٠" * 32, id="digits of another script"),
        pytest.param("' OR 1=1 --", id="an attack"),
    ],
)
def test_an_ill_formed_message_id_is_rejected_calmly(sid: str) -> None:
    with pytest.raises(InboundRejected, match=r"^MessageSid is missing or is not the id") as error:
        parse_inbound(form(MessageSid=sid))
    assert not sid.strip() or sid not in str(error.value)


@pytest.mark.parametrize(
    ("sender", "is_answerable"),
    [
        pytest.param("+4790000001", True, id="Norwegian mobile"),
        pytest.param("+380501234567", True, id="Ukrainian mobile"),
        pytest.param("+8801712345678", True, id="thirteen digits"),
        pytest.param("2440", False, id="short code"),
        pytest.param("NAV", False, id="name"),
        pytest.param("Posten Nor", False, id="name with a space"),
        pytest.param("7Eleven", False, id="name with a digit"),
        pytest.param("anonymous", False, id="hidden number"),
    ],
)
def test_only_a_phone_number_can_be_answered(sender: str, is_answerable: bool) -> None:
    message = parse_inbound(form(From=sender))
    assert message.sender == sender
    assert message.is_answerable is is_answerable


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param("", id="empty"),
        pytest.param("+0790000001", id="country code 0"),
        pytest.param("+47", id="country alone"),
        pytest.param("+4790000001234567", id="too long"),
        pytest.param("+4790000001\n", id="line break at the end"),
        pytest.param("+47 900 00 001", id="spaces"),
        pytest.param("+٤٧٩٠٠٠٠٠٠١", id="digits of another script"),
        pytest.param("whatsapp:+4790000001", id="another channel"),
        pytest.param("<script>", id="an attack"),
    ],
)
def test_an_ill_formed_sender_is_rejected_calmly(sender: str) -> None:
    with pytest.raises(InboundRejected, match=r"^From is missing or is neither") as error:
        parse_inbound(form(From=sender))
    assert not sender or sender not in str(error.value)


@pytest.mark.parametrize("field", ["MessageSid", "From"])
def test_a_missing_field_is_rejected(field: str) -> None:
    incomplete = form()
    del incomplete[field]
    with pytest.raises(InboundRejected, match=field):
        parse_inbound(incomplete)


def test_a_form_with_nothing_else_is_an_empty_message() -> None:
    message = parse_inbound({"MessageSid": SID, "From": "+4790000001"})
    assert (message.recipient, message.body, message.media) == ("", "", ())
    assert message.is_empty


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("  \t\n", id="white space"),
        pytest.param(NO_BREAK + ZERO_WIDTH + RIGHT_TO_LEFT, id="invisible marks"),
        pytest.param(chr(0x2800) + chr(0x3164) + chr(0xFE0F), id="blank letters"),
        pytest.param("\0", id="NUL"),
    ],
)
def test_a_body_with_nothing_to_see_is_empty(body: str) -> None:
    assert parse_inbound(form(Body=body)).is_empty


@pytest.mark.parametrize("body", ["?", "1", "😢", "،", REPLACEMENT, "\ud83d"])
def test_one_visible_sign_is_a_message(body: str) -> None:
    assert not parse_inbound(form(Body=body)).is_empty


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        pytest.param("  hei \n", "  hei \n", id="white space stays"),
        pytest.param(
            f"{RIGHT_TO_LEFT}مرحبا", f"{RIGHT_TO_LEFT}مرحبا", id="right-to-left mark stays"
        ),
        pytest.param("a\0b", "ab", id="NUL goes"),
        pytest.param("a\ud83db", f"a{REPLACEMENT}b", id="half a pair"),
        pytest.param("\ud83d\ude22", "😢", id="split pair joined"),
        pytest.param("å" * 10_000, "å" * 10_000, id="ten thousand characters"),
    ],
)
def test_a_body_is_kept_whole_and_fit_to_be_stored(body: str, stored: str) -> None:
    assert parse_inbound(form(Body=body)).body == stored


def test_a_picture_without_words_is_media_and_empty() -> None:
    message = parse_inbound(
        form(Body="", NumMedia="1", MediaUrl0=PICTURE, MediaContentType0="image/jpeg")
    )
    assert message.is_empty
    assert message.media == ((PICTURE, "image/jpeg"),)


def test_words_with_pictures_keep_both() -> None:
    message = parse_inbound(
        form(
            NumMedia="2", MediaUrl0=PICTURE, MediaContentType0="image/png", MediaUrl1=PICTURE + "1"
        )
    )
    assert message.body == "hei"
    assert message.media == ((PICTURE, "image/png"), (PICTURE + "1", ""))


@pytest.mark.parametrize("number", ["", "-1", "0", "two", "999999999999"])
def test_a_wrong_count_of_media_changes_nothing(number: str) -> None:
    message = parse_inbound(form(NumMedia=number, MediaUrl0=PICTURE, MediaContentType0="audio/amr"))
    assert message.media == ((PICTURE, "audio/amr"),)


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"a=1&b=2", [("a", "1"), ("b", "2")], id="two fields"),
        pytest.param(b"a=&b", [("a", ""), ("b", "")], id="blank values stay"),
        pytest.param(b"a=1&a=2", [("a", "1"), ("a", "2")], id="a field twice"),
        pytest.param(b"&&a=1&", [("a", "1")], id="loose ampersands"),
        pytest.param(b"a=1=2", [("a", "1=2")], id="a second equals sign"),
        pytest.param(
            b"From=%2B47&Body=p%C3%A5+deg", [("From", "+47"), ("Body", "på deg")], id="SMS"
        ),
        pytest.param(b"a=1;b=2", [("a", "1;b=2")], id="a semicolon parts nothing"),
        pytest.param(b"a=%FF%FE", [("a", REPLACEMENT * 2)], id="bytes that are not UTF-8"),
        pytest.param("a=å".encode(), [("a", "å")], id="letters sent bare"),
        pytest.param(b"a=%ED%A0%BD", [("a", REPLACEMENT * 3)], id="half a surrogate pair"),
        pytest.param(b"a=100%&b=%zz", [("a", "100%"), ("b", "%zz")], id="percent signs alone"),
    ],
)
def test_a_form_is_decoded(raw: bytes, fields: list[tuple[str, str]]) -> None:
    assert decode_form(raw) == fields


@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise(raw: bytes) -> None:
    for name, value in decode_form(raw):
        (name + value).encode()


@given(st.lists(st.tuples(SENDABLE, SENDABLE)))
def test_every_form_comes_back_as_it_was_sent(fields: list[tuple[str, str]]) -> None:
    assert decode_form(urlencode(fields).encode()) == fields


@given(st.text())
def test_any_body_can_be_stored(body: str) -> None:
    stored = parse_inbound(form(Body=body)).body
    stored.encode()
    assert "\0" not in stored
