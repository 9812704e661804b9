"""``POST /sms``: what may come, and what becomes of it."""

from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from bot.store.tables import CallbackRequest, Conversation, Inbound
from tests.house import House

ANNA = "+4790000001"


def stored(house: House) -> list[str]:
    """The texts as they are kept."""
    with house.store.read() as tx:
        rows = tx.scalars(select(Inbound).order_by(Inbound.id)).all()
        return [tx.unseal(row.conversation_id, row.text) for row in rows]


def test_a_message_is_kept_and_answered_with_nothing(house: House) -> None:
    response = house.phone(ANNA).says("hei")
    assert (response.status_code, response.content) == (204, b"")
    assert stored(house) == ["hei"]


def test_a_bad_signature_is_refused_and_nothing_is_echoed(house: House) -> None:
    form = {"MessageSid": "SM" + "0" * 32, "From": ANNA, "Body": "secret words"}
    response = httpx.post(
        f"{house.url}/sms", data=form, headers={"X-Twilio-Signature": "bm90IHNpZ25lZA=="}
    )
    assert (response.status_code, response.content) == (403, b"")
    assert stored(house) == []


def test_no_signature_at_all_is_refused(house: House) -> None:
    assert httpx.post(f"{house.url}/sms", data={"Body": "hei"}).status_code == 403
    assert httpx.post(f"{house.url}/sms/status", data={"MessageSid": "SM1"}).status_code == 403


def test_a_repeat_changes_nothing(house: House) -> None:
    arrival = house.phone(ANNA).writes("hei")
    assert [arrival.arrives().status_code for _ in range(3)] == [204] * 3
    assert stored(house) == ["hei"]


def test_fields_nobody_knows_are_ignored(house: House) -> None:
    house.phone(ANNA).says("hei", extra={"NewField": "x", "Åpen": "ja", "Empty": ""})
    assert stored(house) == ["hei"]


def test_a_picture_without_words_is_answered(house: House) -> None:
    house.phone(ANNA).says("", media=["image/jpeg"])
    house.phone(ANNA).hears("bilder")
    assert stored(house) == [""]


def test_a_picture_with_words_is_read_for_its_words(house: House) -> None:
    house.phone(ANNA).says("jeg har ikke noe sted å sove i natt", media=["image/jpeg"])
    house.phone(ANNA).hears("bilder")
    house.line("fallback").hears("Lavterskel")


@pytest.mark.parametrize("body", ["", "   ", "\u200b\u200e", "\n"], ids=repr)
def test_an_empty_message_is_answered(house: House, body: str) -> None:
    house.phone(ANNA).says(body)
    house.phone(ANNA).hears("uten ord")


def test_ten_thousand_characters_are_kept_whole_and_read_for_danger(house: House) -> None:
    long = "bla bla " * 1245 + "jeg har ikke noe sted å sove i natt"
    assert len(long) > 9_990
    house.phone(ANNA).says(long)
    house.line("fallback").hears("Lavterskel", within=15)
    assert stored(house) == [long]


def test_bytes_that_are_no_utf8_do_no_harm(house: House) -> None:
    arrival = house.phone(ANNA).writes("X")
    fields = {**arrival.parameters, "Body": "hjelp \ufffd"}
    signed = RequestValidator(house.twilio.auth_token).compute_signature(f"{house.url}/sms", fields)
    raw = urlencode(fields).replace("%EF%BF%BD", "%FF")
    response = httpx.post(
        f"{house.url}/sms",
        content=raw,
        headers={
            "X-Twilio-Signature": signed,
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert response.status_code == 204
    assert stored(house) == ["hjelp \ufffd"]


def test_right_to_left_marks_stay_and_do_not_hide_danger(house: House) -> None:
    words = "\u200fما عندي مكان أنام فيه \u202bالليلة\u202c"
    house.phone(ANNA).says(words)
    house.line("fallback").hears("Lavterskel")
    assert stored(house) == [words]


def test_an_identity_number_is_gone_before_it_is_stored_and_the_person_is_told(
    house: House,
) -> None:
    house.phone(ANNA).says("mitt fødselsnummer er 010190 12345")
    house.phone(ANNA).hears("fødselsnummer")
    (kept,) = stored(house)
    assert "12345" not in kept


def test_who_may_have_lost_a_phone_number_is_told_to_write_it_with_a_plus(house: House) -> None:
    house.phone(ANNA).says("ring meg på 46101234567")
    house.phone(ANNA).hears("Skriv det med +")
    (kept,) = stored(house)
    assert "46101234567" not in kept


def test_a_phone_number_is_kept_as_a_token(house: House) -> None:
    house.phone(ANNA).says("ring søsteren min på 412 34 567")
    (kept,) = stored(house)
    assert kept == "ring søsteren min på ⟨phone 1⟩"


def test_a_machine_that_writes_gets_no_answer(house: House) -> None:
    arrival = house.phone("+4790000009").writes("Your code is 1234")
    arrival.parameters["From"] = "PostenNorge"
    assert arrival.arrives().status_code == 204
    with house.store.read() as tx:
        assert tx.scalars(select(Conversation)).all() == []


@pytest.mark.parametrize(
    "broken",
    [{"MessageSid": ""}, {"MessageSid": "SMxyz"}, {"From": ""}],
    ids=["no sid", "odd sid", "no sender"],
)
def test_a_form_that_is_no_message_is_calmly_refused(house: House, broken: dict[str, str]) -> None:
    arrival = house.phone(ANNA).writes("hemmelig")
    arrival.parameters.update(broken)
    response = arrival.arrives()
    assert response.status_code == 400
    assert "hemmelig" not in response.text


def test_without_a_brain_a_minute_of_silence_is_broken_once(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("hva er åpningstidene")
    anna.says("hallo, er det noen der")
    anna.hears_nothing()
    house.forward("61s")
    anna.hears("lengre tid enn vanlig")
    house.forward("10m")
    anna.hears_nothing()
    with house.store.read() as tx:
        assert tx.scalars(select(CallbackRequest)).all() == []
