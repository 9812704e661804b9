"""A picture belongs to the request it came with; alone and followed by silence, it becomes one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.callbacks.attachments import SILENT, attachments_of
from bot.callbacks.attempts import Result
from bot.escalation.lines import confirm
from bot.store.tables import Attachment, CallbackRequest, Conversation, Inbound
from tests.callbacks.life import LYKKEFJORD, Life

LETTER = b"\xff\xd8\xff\xe0 a letter \xff\xd9"
VOICE = b"#!AMR\n\x3c\x08"


def requests(life: Life) -> list[CallbackRequest]:
    with life.store.read() as tx:
        return list(tx.scalars(select(CallbackRequest).order_by(CallbackRequest.id)))


def listed(life: Life) -> list[int]:
    with life.store.read() as tx:
        request = tx.get_one(CallbackRequest, life.request_id)
        return [each.id for each in attachments_of(tx, request)]


def alone(life: Life) -> timedelta:
    return timedelta(minutes=life.speaker.register.defaults.attachments.alone_minutes, seconds=1)


def test_what_came_since_the_first_contact_is_listed_without_its_content(life: Life) -> None:
    first = life.sends(LETTER)
    life.begins()
    second = life.sends(VOICE)
    with life.store.read() as tx:
        request = tx.get_one(CallbackRequest, life.request_id)
        one, other = attachments_of(tx, request)
    assert (one.id, one.kind, one.content_type, one.size) == (
        first, "picture", "image/jpeg", len(LETTER),
    )  # fmt: skip
    assert (other.id, other.kind, other.is_kept) == (second, "voice", True)


def test_a_new_need_has_its_own(life: Life) -> None:
    old = life.sends(LETTER)
    life.begins()
    assert listed(life) == [old]
    life.tries(Result.DONE, note="fikk hjelp")
    life.passes(timedelta(days=1))
    new = life.sends(VOICE)
    assert listed(life) == [old]
    life.begins()
    assert listed(life) == [new]


def test_a_picture_to_an_open_request_is_news_for_staff(life: Life) -> None:
    life.begins()
    life.tries(Result.REACHED)
    assert life.request.reached_at is not None
    life.sends(LETTER)
    assert life.history[-1] == "attached"
    assert life.request.reached_at is None
    assert life.told[-2:] == ["utter_media_kept", "utter_media_unreadable"]
    life.passes(alone(life))
    assert len(requests(life)) == 1


def test_a_picture_alone_and_then_silence_is_a_request_that_says_nothing_for_them(
    life: Life,
) -> None:
    sent = life.sends(LETTER)
    life.passes(alone(life) - timedelta(seconds=30))
    assert requests(life) == []
    life.passes(timedelta(seconds=30))
    (request,) = requests(life)
    life.request_id = request.id
    assert (request.state, request.office_id, request.needs) == ("unplaced", None, [])
    assert (life.unsealed("own_words"), life.unsealed("phone")) == ("", life.number)
    assert (request.children, request.phone_safe) == ("unsaid", "unknown")
    assert listed(life) == [sent]
    assert request.key.startswith(SILENT)
    assert life.told == ["utter_welcome", "utter_media_kept", "utter_media_unreadable"]
    life.passes(timedelta(days=1))
    assert len(requests(life)) == 1


def test_it_goes_to_the_office_of_a_place_that_is_known(life: Life) -> None:
    life.sends(LETTER)
    with life.store.write() as tx:
        tx.scalars(select(Conversation)).one().place = LYKKEFJORD
    life.passes(alone(life))
    (request,) = requests(life)
    assert (request.state, request.office_id) == ("open", "nav-lykkefjord")


def test_several_pictures_are_one_request(life: Life) -> None:
    life.sends(LETTER)
    life.passes(timedelta(minutes=1))
    life.sends(VOICE)
    life.passes(alone(life))
    (request,) = requests(life)
    life.request_id = request.id
    assert len(listed(life)) == 2


def test_words_that_follow_are_answered_in_place_of_it(life: Life) -> None:
    life.sends(LETTER)
    life.writes("det er et brev fra utleieren")
    life.passes(alone(life))
    assert requests(life) == []


def test_words_that_came_along_are_answered_in_place_of_it(life: Life) -> None:
    life.sends(LETTER, "hva står det her")
    life.passes(alone(life))
    assert requests(life) == []


def test_a_duty_phone_is_not_phoned_for_its_picture(life: Life) -> None:
    line = life.speaker.register.line("lykkefjord-duty")
    with life.store.write() as tx:
        confirm(tx, line, by="tests")
    life.number = line.number
    life.sends(LETTER)
    life.passes(alone(life))
    assert requests(life) == []


def test_a_courier_that_dies_changes_nothing(life: Life) -> None:
    life.sends(LETTER)
    life.restart()
    life.passes(alone(life))
    life.restart()
    life.goes_round()
    assert len(requests(life)) == 1
    with life.store.read() as tx:
        assert tx.scalars(select(Attachment.alone_at)).all() == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Du har mottatt en MMS. Se den her: https://mms.telenor.no/a1b2",
        "Du har fått en ny bildemelding. Gå til www.telia.no/mms og bruk koden 1234",
        "Du har motteke ein MMS https://mms.example.no/x",
        "You have received a new MMS message: http://mms.example.com/x",
    ],
)
def test_what_comes_in_place_of_an_mms_is_answered_as_a_picture(life: Life, text: str) -> None:
    assert life.writes(text) == "nothing"
    with life.store.read() as tx:
        assert tx.scalars(select(Inbound.notices)).one() == ["utter_media_unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "jeg har mottatt en MMS fra nav, hva er det https://nav.no",
        "Du har mottatt en MMS",  # no link: perhaps they ask about one
        "hvorfor kan jeg ikke sende MMS til dere",
        "Du har mottatt en MMS https://mms.telenor.no/x " + "og jeg lurer på hva det er " * 12,
    ],
)
def test_words_of_a_person_are_read(life: Life, text: str) -> None:
    assert life.writes(text) != "nothing"


def test_danger_in_such_a_text_is_danger(life: Life) -> None:
    danger = "jeg har ikke noe sted å sove i natt"
    assert life.writes(f"Du har mottatt en MMS https://mms.telenor.no/x {danger}") == "safety_net"
