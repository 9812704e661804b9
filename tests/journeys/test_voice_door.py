"""Somebody phones who may be unable to read or write: two keys, in their language, and nothing is
lost wherever they hang up."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.callbacks.history import What as RequestWhat
from bot.delivery.speaker import Speaker
from bot.escalation.events import What
from bot.language.served import language_name
from bot.language.voices import key_pages, voice_of
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.conversations import known_conversation
from bot.store.tables import (
    CallbackEvent,
    CallbackRequest,
    Conversation,
    Escalation,
    EscalationEvent,
    IncomingCall,
    UnmetContact,
)
from tests.conftest import DATABASES
from tests.house import House, running_house
from tests.product import REGISTER
from tests.twilio_standin.calls import CallToUs

LANGUAGES = ("nb", "en", "ar", "ti", "so")
"""Three with a voice, two without."""
RECORDED = ("utter_voice_menu", b"ID3 a Somali reader")


@pytest.fixture(scope="module", params=DATABASES)
def door(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A running product, without a brain, that the journeys share; each has phones of its own."""
    state = tmp_path_factory.mktemp("door")
    url = f"sqlite:///{state}/lavterskel.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").new_database()
    settings = Settings(
        database_url=url, state_dir=state, register_dir=REGISTER, carrier="simulator"
    )
    store = Store.open(settings)
    schema.upgrade(store)
    with running_house(settings, store) as house:
        yield house
    store.close()


class Person:
    """Somebody with a phone, and what became of their calls."""

    def __init__(self, house: House, number: str, language: str) -> None:
        self.house, self.number, self.language = house, number, language
        self.phone = house.phone(number)

    def chooses_language(self) -> CallToUs:
        call = self.phone.calls_us()
        for page in key_pages():
            if self.language in page:
                call.presses(str(page.index(self.language) + 1))
                return call
            call.presses("0")
        raise AssertionError(self.language)

    @property
    def conversation(self) -> Conversation | None:
        with self.house.store.read() as tx:
            return known_conversation(tx, "sms", self.number)

    @property
    def requests(self) -> list[CallbackRequest]:
        return self._mine(CallbackRequest)

    @property
    def escalations(self) -> list[Escalation]:
        return self._mine(Escalation)

    def _mine(self, table: type) -> list:
        conversation = self.conversation
        if conversation is None:
            return []
        with self.house.store.read() as tx:
            mine = table.conversation_id == conversation.id
            return list(tx.scalars(select(table).where(mine).order_by(table.id)))

    def waits_for_request(self) -> CallbackRequest:
        self.house.wait_until(lambda: bool(self.requests))
        (request,) = self.requests
        return request

    def words(self, request: CallbackRequest) -> str:
        with self.house.store.read() as tx:
            return tx.unseal(request.conversation_id, request.own_words)

    def interpreter(self, request: CallbackRequest) -> str | None:
        with self.house.store.read() as tx:
            sealed = request.interpreter
            return None if sealed is None else tx.unseal(request.conversation_id, sealed)


_numbers = iter(range(1000, 9999))


@pytest.fixture
def anna(door: House) -> Person:
    return Person(door, f"+479001{next(_numbers)}", "nb")


@pytest.fixture(params=LANGUAGES)
def person(door: House, request: pytest.FixtureRequest) -> Person:
    return Person(door, f"+479001{next(_numbers)}", request.param)


def said(speaker: Speaker, name: str, language: str, **values: object) -> str:
    """How a text begins, as it is spoken."""
    return speaker.catalogue.text(name, language, **values).splitlines()[0]


def hears_in_their_language(house: House, call: CallToUs, name: str, language: str) -> None:
    if voice_of(language) is not None:
        call.hears(said(house.speaker, name, language, callback_working_days="2"))
    else:
        for stand_in in ("en", "nb"):
            call.hears(said(house.speaker, name, stand_in, callback_working_days="2"))


# Two keys


def test_two_keys_and_a_person_phones_back(door: House, person: Person) -> None:
    call = person.chooses_language()
    hears_in_their_language(door, call, "utter_voice_menu", person.language)
    call.presses("1")
    hears_in_their_language(door, call, "utter_voice_callback", person.language)
    request = person.waits_for_request()
    assert (request.language, request.state, request.human_wanted) == (
        person.language,
        "unplaced",
        True,
    )
    needs_interpreter = person.language not in ("nb", "en")
    assert person.interpreter(request) == (
        language_name(person.language, "nb") if needs_interpreter else None
    )
    assert "ba om å bli ringt opp" in person.words(request)
    assert (request.may_text, request.phone_safe) == (False, "unknown")
    call.hangs_up()
    assert len(person.requests) == 1
    assert person.phone.texts == []


def test_a_text_comes_only_to_who_says_that_nobody_else_reads_it(
    door: House, person: Person
) -> None:
    call = person.chooses_language()
    call.presses("1")
    call.presses("1")
    assert call.is_over
    request = person.waits_for_request()
    person.phone.hears(request.reference)
    (request,) = person.requests
    assert (request.may_text, request.phone_safe) == (True, "yes")


def test_danger_opens_a_case_before_anything_is_asked(door: House, person: Person) -> None:
    call = person.chooses_language()
    call.presses("2")
    hears_in_their_language(door, call, "utter_voice_danger", person.language)
    call.hears("1 1 3")
    (case,) = person.escalations
    assert (case.kind, case.urgency, case.state) == ("life", "now", "open")
    assert case.ladder
    call.presses("3")
    (case,) = person.escalations
    assert (case.kind, case.urgency) == ("shelter", "now")
    call.presses("2")
    assert call.is_over
    assert person.requests == []
    assert person.phone.texts == []


# Hung up at every step


@pytest.mark.parametrize("step", ["at once", "before an answer", "in the menu"])
def test_who_hangs_up_before_a_choice_is_phoned_back(
    door: House, person: Person, step: str
) -> None:
    if step == "in the menu":
        person.chooses_language().hangs_up()
    elif step == "at once":
        person.phone.calls_us().hangs_up()
    else:
        person.phone.calls_us().ends("no-answer")
    request = person.waits_for_request()
    knows = step == "in the menu"
    assert request.language == (person.language if knows else None)
    assert "la på" in person.words(request)
    assert request.may_text is False
    assert person.escalations == []


@pytest.mark.parametrize("keys", ["1", "11"])
def test_who_hangs_up_after_asking_is_phoned_back_once(
    door: House, person: Person, keys: str
) -> None:
    call = person.chooses_language()
    for key in keys:
        call.presses(key)
    if not call.is_over:
        call.hangs_up()
    request = person.waits_for_request()
    assert "ba om å bli ringt opp" in person.words(request)


@pytest.mark.parametrize("keys", ["2", "21", "22", "23", "24", "231"])
def test_an_emergency_stays_one_wherever_they_hang_up(
    door: House, person: Person, keys: str
) -> None:
    call = person.chooses_language()
    for key in keys:
        call.presses(key)
    if not call.is_over:
        call.hangs_up()
    (case,) = person.escalations
    kinds = {"2": "life", "21": "life", "22": "child", "23": "shelter", "24": "necessities"}
    assert case.kind == kinds[keys[:2]]
    assert case.state == "open"
    assert person.requests == []


def test_who_says_nothing_at_all_is_phoned_back(door: House, person: Person) -> None:
    call = person.chooses_language()
    while not call.is_over:
        call.presses_nothing()
    hears_in_their_language(door, call, "utter_voice_goodbye", person.language)
    assert person.waits_for_request().language == person.language


def test_a_silent_call_hears_all_languages_and_is_phoned_back(door: House, anna: Person) -> None:
    call = anna.phone.calls_us()
    while not call.is_over:
        call.presses_nothing()
    call.hears("Tigrinya: press 7")
    call.hears("العربية")
    assert anna.waits_for_request().language is None


def test_a_call_whose_end_is_never_told_is_a_missed_one(door: House, anna: Person) -> None:
    anna.phone.calls_us(tells_end=False)
    assert anna.requests == []
    door.forward("6m")
    assert "la på" in anna.words(anna.waits_for_request())


# Many calls


def test_many_calls_are_one_request(door: House, anna: Person) -> None:
    for _ in range(3):
        anna.phone.calls_us().hangs_up()
    door.wait_until(lambda: _calls_over(door, anna) == 3)
    request = anna.waits_for_request()
    with door.store.read() as tx:
        history = tx.scalars(
            select(CallbackEvent.what).where(CallbackEvent.request_id == request.id)
        ).all()
    assert list(history) == [RequestWhat.SUBMITTED, RequestWhat.CALLED]


def test_who_missed_and_then_asks_is_asked_for_in_their_language(door: House, anna: Person) -> None:
    anna.phone.calls_us().hangs_up()
    anna.waits_for_request()
    anna.language = "ti"
    anna.chooses_language().presses("1")
    (request,) = anna.requests
    assert (request.language, anna.interpreter(request)) == ("ti", "tigrinja")
    assert request.human_wanted


def test_a_call_about_an_open_emergency_is_noted_there(door: House, anna: Person) -> None:
    anna.chooses_language().presses("2")
    door.forward("61m")
    anna.phone.calls_us().hangs_up()
    (case,) = anna.escalations

    def noted() -> int:
        with door.store.read() as tx:
            what = select(EscalationEvent.what).where(EscalationEvent.escalation_id == case.id)
            return list(tx.scalars(what)).count(What.CALLED)

    door.wait_until(lambda: noted() == 2)
    assert anna.requests == []


def _calls_over(house: House, person: Person) -> int:
    conversation = person.conversation
    assert conversation is not None
    with house.store.read() as tx:
        over = select(IncomingCall.id).where(
            IncomingCall.conversation_id == conversation.id, IncomingCall.ended_at.is_not(None)
        )
        return len(tx.scalars(over).all())


# Who calls


def test_a_known_language_is_heard_first_and_one_key_is_enough(door: House, anna: Person) -> None:
    anna.language = "pl"
    anna.chooses_language().hangs_up()
    call = anna.phone.calls_us()
    assert said(door.speaker, "utter_voice_menu", "pl") in call.hears("Lavterskel")
    call.presses("1")
    door.wait_until(lambda: bool(anna.requests))
    assert anna.requests[0].human_wanted


def test_another_language_can_be_chosen_from_the_menu(door: House, anna: Person) -> None:
    call = anna.chooses_language()
    call.presses("0")
    call.presses("2")
    call.hears(said(door.speaker, "utter_voice_menu", "en"))


def test_the_case_goes_where_they_have_said_they_are(door: House, anna: Person) -> None:
    anna.phone.says("Jeg bor i Lykkefjord. Mannen min slår meg nå")
    door.wait_until(lambda: bool(anna.escalations))
    call = anna.chooses_language()
    call.presses("2")
    call.presses("2")
    (case,) = anna.escalations
    assert case.place is not None
    assert case.kind == "violence"


def test_a_hidden_number_leaves_one_and_is_phoned_there(door: House, anna: Person) -> None:
    for _ in range(2):
        call = anna.phone.calls_us(hidden="anonymous")
        call.presses("2")
        call.presses("1")
        call.hears(said(door.speaker, "utter_voice_number", "en"))
        call.presses(f"{anna.number.removeprefix('+47')}#")
        call.hears(said(door.speaker, "utter_voice_callback", "en"))
    with door.store.read() as tx:
        conversation = known_conversation(tx, "call", anna.number)
        assert conversation is not None
        of = CallbackRequest.conversation_id == conversation.id
        (request,) = tx.scalars(select(CallbackRequest).where(of))
        assert request.phone is not None
        assert tx.unseal(conversation.id, request.phone) == anna.number
    assert anna.phone.texts == []


def test_a_hidden_number_in_danger_opens_a_case_without_a_phone(door: House, anna: Person) -> None:
    call = anna.phone.calls_us(hidden="+266696687")
    call.presses("1")
    call.presses("2")
    call.presses("1")
    call.presses(f"{anna.number.removeprefix('+47')}#")
    with door.store.read() as tx:
        address = f"call:{call.sid}"
        conversation = known_conversation(tx, "call", address)
        assert conversation is not None
        of = Escalation.conversation_id == conversation.id
        (case,) = tx.scalars(select(Escalation).where(of))
        assert case.state == "open"
        assert conversation.contact_phone is not None
        assert tx.unseal(conversation.id, conversation.contact_phone) == anna.number


def test_a_hidden_number_that_hangs_up_is_counted_and_told_nothing_untrue(
    door: House, anna: Person
) -> None:
    def unmet() -> int:
        with door.store.read() as tx:
            hidden = select(UnmetContact.id).where(UnmetContact.reason == "hidden number")
            return len(tx.scalars(hidden).all())

    before = unmet()
    anna.phone.calls_us(hidden="anonymous").hangs_up()
    door.wait_until(lambda: unmet() == before + 1)


def test_a_duty_phone_opens_nothing(door: House) -> None:
    line = door.line("lykkefjord-leader")
    call = line.calls_us()
    call.hears("Du ringer fra en vakttelefon")
    assert call.is_over
    with door.store.read() as tx:
        assert known_conversation(tx, "sms", line.number) is None


def test_who_has_written_stop_is_phoned_and_not_texted(door: House, anna: Person) -> None:
    anna.phone.says("STOP")
    door.wait_until(
        lambda: (each := anna.conversation) is not None and each.opted_out_at is not None
    )
    texts = list(anna.phone.texts)
    call = anna.chooses_language()
    call.presses("1")
    assert call.is_over
    assert anna.waits_for_request().may_text is False
    assert anna.phone.texts == texts


# Recordings


def test_a_recording_is_played_in_place_of_english_and_norwegian(door: House, anna: Person) -> None:
    name, sound = RECORDED
    folder = door.settings.state_dir / "recordings" / "ps"
    folder.mkdir(parents=True)
    (folder / f"{name}.mp3").write_bytes(sound)
    anna.language = "ps"
    call = anna.chooses_language()
    call.hears(f"/voice/recordings/ps/{name}.mp3")
    assert said(door.speaker, name, "en") not in call.hears("Pashto")
