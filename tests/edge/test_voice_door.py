"""Calls to us as Twilio brings them: signed, perhaps twice, and never answered with silence."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.delivery.speaker import Speaker
from bot.edge import spoken, voice_door
from bot.edge.spoken_menu import Reader, gather
from bot.edge.voice_door import dialled_number
from bot.inbox.menu import Line, Standing, Step, prompt
from bot.language.served import LANGUAGES
from bot.language.voices import SPOKEN_TEXTS, voice_of
from bot.store.tables import CallbackRequest, Conversation, Escalation, IncomingCall
from tests.house import House
from tests.product import REGISTER
from tests.twilio_standin.twiml import parse

ANNA = "+4790000001"
FORM = {"CallSid": f"CA{'0' * 32}", "CallStatus": "ringing", "From": ANNA, "Direction": "inbound"}


@pytest.fixture(scope="session")
def speaker() -> Speaker:
    return Speaker.load(REGISTER)


@pytest.fixture
def reader(speaker: Speaker, tmp_path: Path) -> Reader:
    return Reader(speaker.catalogue, speaker.register.numbers(), tmp_path)


def requests(house: House) -> list[CallbackRequest]:
    with house.store.read() as tx:
        return list(tx.scalars(select(CallbackRequest)))


@pytest.mark.parametrize("path", ["/voice/inbound", "/voice/inbound?turn=0", "/voice/status"])
def test_what_twilio_has_not_signed_changes_nothing(house: House, path: str) -> None:
    answer = httpx.post(f"{house.url}{path}", data=FORM)
    assert answer.status_code == 403
    with house.store.read() as tx:
        assert tx.scalar(select(func.count(IncomingCall.id))) == 0


def test_a_form_that_is_no_call_is_refused(house: House) -> None:
    address = house.twilio.webhooks.address("/voice/inbound")
    assert house.twilio.webhooks.post(address, {"CallSid": "SM1"}).status_code == 400


def test_the_same_key_twice_does_what_it_does_once(house: House) -> None:
    call = house.phone(ANNA).calls_us()
    call.presses("1")
    before = call.presses("2")
    for _ in range(2):
        assert call.asks_again("2").text == before
    with house.store.read() as tx:
        assert tx.scalar(select(func.count(Escalation.id))) == 1


def test_a_call_that_rings_twice_is_one(house: House) -> None:
    call = house.phone(ANNA).calls_us()
    address = house.twilio.webhooks.address("/voice/inbound")
    again = house.twilio.webhooks.post(address, call._parameters({}))
    assert again.text == call.twiml
    with house.store.read() as tx:
        assert tx.scalar(select(func.count(IncomingCall.id))) == 1


@pytest.mark.parametrize("turn", ["", "9" * 20, "%D9%A2"])
def test_a_turn_that_is_none_moves_nothing(house: House, turn: str) -> None:
    call = house.phone(ANNA).calls_us()
    address = house.twilio.webhooks.address(f"/voice/inbound?turn={turn}")
    again = house.twilio.webhooks.post(address, call._parameters({"Digits": "1"}))
    assert again.text == call.twiml


def test_the_end_told_twice_is_one_missed_call(house: House) -> None:
    house.twilio.receipts.repeat = 2
    house.phone(ANNA).calls_us().hangs_up()
    house.wait_until(lambda: len(requests(house)) == 1)


def test_our_own_calls_are_none_to_us(house: House) -> None:
    address = house.twilio.webhooks.address("/voice/status")
    outgoing = FORM | {"Direction": "outbound-api", "CallStatus": "completed"}
    assert house.twilio.webhooks.post(address, outgoing).status_code == 204
    assert requests(house) == []


def test_a_broken_house_still_says_a_number_and_keeps_the_call(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_end, failures = voice_door.end, iter([True, False, False])

    def breaks(*_: object) -> None:
        raise OSError("the disk is full")

    def breaks_once(*arguments: object) -> None:
        if next(failures):
            raise OSError("the disk is full")
        real_end(*arguments)

    monkeypatch.setattr(voice_door, "take", breaks)
    monkeypatch.setattr(voice_door, "end", breaks_once)
    call = house.phone(ANNA).calls_us()
    call.hears("1 1 2")
    call.hears("Something is not working")
    assert call.is_over
    house.wait_until(lambda: len(requests(house)) == 1)


def test_a_house_that_is_too_slow_still_says_a_number(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_door, "ANSWER_WITHIN", 0.0)
    call = house.phone(ANNA).calls_us()
    call.hears("1 1 2")
    assert call.is_over


def test_a_call_we_never_heard_of_is_kept_at_its_end(house: House) -> None:
    address = house.twilio.webhooks.address("/voice/status")
    house.twilio.webhooks.post(address, FORM | {"CallStatus": "no-answer"})
    house.wait_until(lambda: len(requests(house)) == 1)


def test_a_hidden_number_is_nobodys_conversation(house: House) -> None:
    house.phone(ANNA).calls_us(hidden="+266696687").hangs_up()
    with house.store.read() as tx:
        assert tx.scalar(select(func.count(Conversation.id))) == 0


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ("90000001", ANNA),
        ("90000001#", ANNA),
        ("4790000001", ANNA),
        ("004790000001", ANNA),
        ("0046701740605", "+46701740605"),
        ("112", None),
        ("", None),
        ("1" * 32, None),
    ],
)
def test_what_is_keyed_in_as_a_number(keys: str, number: str | None) -> None:
    assert dialled_number(keys) == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_can_be_spoken_in_every_language(reader: Reader, language: str) -> None:
    standing = Standing(language=language)
    danger = Line("utter_voice_danger", language)
    for step in Step:
        shown = prompt(replace(standing, step=step), danger=danger, days="2")
        said = reader.read(shown.lines)
        assert said
        twiml = gather(said, shown.takes, action="/a?turn=1", recordings="/r")
        assert parse(twiml)[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_read_figure_by_figure(reader: Reader, language: str) -> None:
    spoken_texts = reader.read([Line("utter_voice_danger", language)])
    assert all("1 1 3." in said.text for said in spoken_texts)


def test_a_language_without_a_voice_is_named_by_an_english_one(reader: Reader) -> None:
    (said,) = reader.read([Line("utter_voice_language", "ti", {"key": "7"})])
    assert said.text == "Tigrinya: press 7."
    assert said.voice == voice_of("en")


def test_norwegian_has_one_voice_whoever_phones() -> None:
    voice = voice_of("nb")
    assert voice is not None
    assert (voice.name, voice.locale) == (spoken.VOICE, spoken.LANGUAGE)


@pytest.mark.parametrize("name", SPOKEN_TEXTS)
def test_a_recording_goes_before_any_voice(reader: Reader, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "recordings" / "pl"
    folder.mkdir(parents=True)
    (folder / f"{name}.wav").write_bytes(b"RIFF")
    (said,) = reader.read([Line(name, "pl", {"key": "6", "number": "1 1 3"})])
    assert said.recording == f"pl/{name}.wav"


@pytest.mark.parametrize(
    "path", ["ti/utter_voice_menu.mp3", "xx/utter_voice_menu.mp3", "ti/keys.json", "ti/..%2Fkeys"]
)
def test_nothing_but_a_recording_is_played(house: House, path: str) -> None:
    assert httpx.get(f"{house.url}/voice/recordings/{path}").status_code == 404
