"""A picture that came by MMS is fetched, sealed, and gone at the carrier."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from bot.delivery.attachments import AttachmentState, content_of
from bot.delivery.carrier import CarrierRefused, MediaTooLarge
from bot.delivery.fetching import MOST_ATTEMPTS
from bot.delivery.twilio_media import TwilioMedia, media_ids
from bot.store import Store
from bot.store.tables import Attachment, AttachmentContent, CarrierCopy
from tests.house import House

ANNA = "+4790000001"
LETTER = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40 + b"\xff\xd9"
VOICE = b"#!AMR\n" + b"\x3c\x08" * 500


def rows(store: Store) -> list[Attachment]:
    with store.read() as tx:
        return list(tx.scalars(select(Attachment).order_by(Attachment.id)))


def states(house: House) -> list[str]:
    return [row.state for row in rows(house.store)]


def all_are(house: House, *wanted: str) -> Callable[[], bool]:
    return lambda: states(house) == list(wanted)


def has_tried(house: House, times: int) -> Callable[[], bool]:
    """So often, and the next time is set."""

    def look() -> bool:
        (row,) = rows(house.store)
        return row.attempts == times and row.lease_holder is None

    return look


def contents(store: Store) -> list[bytes]:
    with store.read() as tx:
        return [
            content_of(tx, row) for row in tx.scalars(select(Attachment).order_by(Attachment.id))
        ]


def count(store: Store, table: type) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


def test_a_picture_and_a_voice_message_are_kept_and_gone_at_the_carrier(house: House) -> None:
    house.phone(ANNA).says("", media=[("image/jpeg", LETTER), ("audio/amr", VOICE)])
    house.phone(ANNA).hears("Skriv én linje")
    house.wait_until(all_are(house, "kept", "kept"))

    assert contents(house.store) == [LETTER, VOICE]
    first, second = rows(house.store)
    assert (first.content_type, first.size) == ("image/jpeg", len(LETTER))
    assert second.content_type == "audio/amr"
    with house.store.read() as tx:
        sealed = tx.scalars(select(AttachmentContent.content)).all()
    assert all(LETTER not in each.blob and VOICE not in each.blob for each in sealed)
    house.wait_until(lambda: house.twilio.all_media == [])
    house.wait_until(lambda: count(house.store, CarrierCopy) <= 2)  # of our own answers


def test_a_message_that_comes_twice_is_kept_once(house: House) -> None:
    arrival = house.phone(ANNA).writes("", media=[("image/jpeg", LETTER)])
    for _ in range(3):
        assert arrival.arrives().status_code == 204
    house.wait_until(all_are(house, "kept"))
    assert count(house.store, AttachmentContent) == 1


def test_a_carrier_out_of_order_is_asked_again(house: House) -> None:
    house.twilio.fail_media(503, times=2)
    house.phone(ANNA).says("", media=[("image/jpeg", LETTER)])
    house.wait_until(has_tried(house, 1))
    house.forward("20s")
    house.wait_until(has_tried(house, 2))
    house.forward("20s")
    house.wait_until(all_are(house, "kept"))
    assert contents(house.store) == [LETTER]


def test_after_many_tries_staff_see_that_it_could_not_be_had(house: House) -> None:
    house.twilio.fail_media(500, times=1000)
    house.phone(ANNA).says("", media=[("image/jpeg", LETTER)])
    for attempts in range(1, MOST_ATTEMPTS):
        house.wait_until(has_tried(house, attempts))
        house.forward("16m")
    house.wait_until(all_are(house, "failed"))
    assert count(house.store, AttachmentContent) == 0
    house.wait_until(lambda: house.twilio.all_media == [])


def test_what_is_no_picture_is_refused_whatever_it_is_called(house: House) -> None:
    house.phone(ANNA).says("", media=[("image/jpeg", b"MZ\x90\x00 a programme")])
    house.wait_until(all_are(house, "refused"))
    assert count(house.store, AttachmentContent) == 0


def test_what_is_too_large_is_refused(house: House) -> None:
    most = house.speaker.register.defaults.attachments.most_bytes
    house.phone(ANNA).says("", media=[("image/jpeg", b"\xff\xd8\xff" + bytes(most))])
    house.wait_until(all_are(house, "refused"))
    assert count(house.store, AttachmentContent) == 0


def test_one_too_many_in_a_day_is_refused(house: House) -> None:
    most = house.speaker.register.defaults.attachments.most_a_day
    house.phone(ANNA).says("", media=["image/jpeg"] * most)
    house.wait_until(all_are(house, *["kept"] * most))
    house.phone(ANNA).says("", media=["image/jpeg"])
    house.wait_until(all_are(house, *["kept"] * most, "refused"))
    house.forward("25h")
    house.phone(ANNA).says("", media=["image/jpeg"])
    house.wait_until(all_are(house, *["kept"] * most, "refused", "kept"))


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:8000/readyz",
        "file:///etc/passwd",
        "https://api.twilio.com/2010-04-01/Accounts/../../x",
        "https://[half",
    ],
)
def test_an_address_that_is_none_of_twilios_is_never_asked(house: House, address: str) -> None:
    extra = {"MediaUrl0": address, "MediaContentType0": "image/jpeg", "NumMedia": "1"}
    assert house.phone(ANNA).says("", extra=extra).status_code == 204
    house.phone(ANNA).hears("Skriv én linje")
    assert states(house) == [AttachmentState.REFUSED]


@pytest.mark.parametrize(
    "way",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://media.twiliocdn.com/x",  # not encrypted
        "https://media.twiliocdn.com.example.org/x",
        "https://media.twiliocdn.com:8443/x",
        "https://api.twilio.com@10.0.0.1/x",
        "https://s3-external-1.amazonaws.com/another-bucket/x",
        "https://s3-external-1.amazonaws.com/media.twiliocdn.com/../another-bucket/x",
        "https://[half",
    ],
)
def test_a_redirect_that_leads_elsewhere_is_refused(house: House, way: str) -> None:
    house.twilio.media_way = way
    house.phone(ANNA).says("", media=["image/jpeg"])
    house.wait_until(all_are(house, "failed"))


def media_of(house: House) -> TwilioMedia:
    return TwilioMedia(house.twilio.url, house.twilio.account_sid, house.twilio.auth_token, 5.0)


def test_the_content_is_read_no_further_than_it_may_be(house: House) -> None:
    kept = house.twilio.keep_media("MM" + "a" * 32, "image/jpeg", LETTER)
    ids = media_ids(f"https://api.twilio.com{kept.path}")
    assert ids == f"MM{'a' * 32}/{kept.sid}"
    assert media_of(house).fetch(ids, len(LETTER)) == LETTER
    with pytest.raises(MediaTooLarge):
        media_of(house).fetch(ids, len(LETTER) - 1)


def test_redirects_without_end_are_given_up(house: House) -> None:
    kept = house.twilio.keep_media("MM" + "a" * 32, "image/jpeg", LETTER)
    house.twilio.media_way = f"{house.twilio.url}{kept.path}"
    with pytest.raises(CarrierRefused):
        media_of(house).fetch(f"{kept.parent_sid}/{kept.sid}", 10)


def test_our_token_is_in_no_repr(house: House) -> None:
    assert house.twilio.auth_token not in repr(media_of(house))
