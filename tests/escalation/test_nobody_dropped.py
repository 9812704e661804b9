"""Ways in which a case could once have been dropped, each closed."""

import pytest
from sqlalchemy import select

from bot.escalation.events import What
from bot.store.tables import Conversation, Escalation, EscalationEvent, PageCall
from tests.escalation.test_chat_emergency import Chat
from tests.escalation.test_emergency_without_brain import code_in
from tests.escalation.test_holding_a_case import desk
from tests.house import House

ANNA, OLA = "+4790000001", "+4790000002"
PAGE = "for å ta saken"
BEATEN = "Jeg bor i Lykkefjord. Mannen min slår meg nå"
NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def the_case(house: House) -> Escalation:
    with house.store.read() as tx:
        return tx.scalars(select(Escalation)).one()


def history(house: House) -> list[str]:
    with house.store.read() as tx:
        return list(tx.scalars(select(EscalationEvent.what).order_by(EscalationEvent.id)))


def test_the_fallback_stays_on_the_ladder_even_when_it_says_that_it_is_not_its(
    house: House,
) -> None:
    house.phone(ANNA).says("Mannen min slår meg nå")
    fallback = house.line("fallback")
    fallback.hears(PAGE)
    fallback.rings().presses("6")
    house.wait_until(lambda: What.NOT_OURS in history(house))
    house.forward("2m")
    fallback.hears("venter fortsatt")


def test_a_call_that_had_to_wait_is_made_when_the_phone_is_free(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(BEATEN)
    first = duty.rings()
    house.phone(OLA).says(BEATEN)
    duty.hears(PAGE)
    duty.hears(PAGE)
    first.presses("4")
    first.hangs_up()
    second = duty.rings()
    second.presses("4")
    house.phone(OLA).hears("En person har saken din")


def test_of_two_cases_on_one_phone_whose_calls_never_end_both_get_their_turn(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(BEATEN)
    duty.rings()
    house.phone(OLA).says(BEATEN)
    duty.hears(PAGE)
    duty.hears(PAGE)
    house.forward("2m")
    duty.rings()
    house.wait_until(lambda: len(called_pages(house)) == 2)


def called_pages(house: House) -> set[int]:
    with house.store.read() as tx:
        return set(tx.scalars(select(PageCall.page_id)))


def test_more_danger_in_a_case_whose_person_was_reached_starts_the_clock_again(
    house: House,
) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    code = code_in(duty.hears(PAGE))
    duty.says(code)
    duty.hears("ikke et sted å sove")
    duty.says(f"{code} snakket")
    duty.hears("hatt kontakt")
    house.phone(ANNA).says("nå slår mannen min meg")
    duty.hears("vold eller trusler")
    house.forward("15m")
    duty.hears("har du hatt kontakt?")
    house.forward("5m")
    house.line("lykkefjord-leader").hears(PAGE)


def test_a_case_reached_and_not_finished_is_remembered_day_by_day(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    code = code_in(duty.hears(PAGE))
    duty.says(f"{code} snakket")
    duty.hears("hatt kontakt")
    house.forward("24h")
    duty.hears("ferdig når saken er ferdig")
    house.forward("24h")
    duty.hears("ferdig når saken er ferdig")
    assert the_case(house).state == "acknowledged"
    desk(house, "Kari", "adviser").take(the_case(house).reference)
    assert the_case(house).acknowledged_staff_id is not None


def test_an_answer_to_are_you_safe_that_warns_of_the_phone_is_heeded(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("jeg er redd")
    anna.hears("Er du trygg nå?")
    anna.says("2 nei. han leser meldingene mine, ikke svar")
    assert "UTRYGG telefon" in house.line("fallback").hears(PAGE)
    anna.hears_nothing()


def test_an_unsafe_number_given_in_the_chat_is_not_connected(house: House) -> None:
    chat = Chat(house, "a-secret-of-a-browser")
    chat.says(f"{BEATEN}. Nummeret er 900 00 123, men han sjekker telefonen min")
    duty = house.line("lykkefjord-duty")
    assert "UTRYGG telefon" in duty.hears(PAGE)
    call = duty.rings()
    call.presses("4")
    assert "Trykk 1" not in call.hears("Du har saken")
    assert any("vakttelefonen" in seen for seen in chat.seen)


def test_voicemail_of_the_person_is_no_contact(house: House) -> None:
    house.phone(ANNA).says(BEATEN)
    call = house.line("lykkefjord-duty").rings()
    call.presses("4")
    call.presses("1")
    leg = house.phone(ANNA).rings()
    leg.answers()
    leg.hangs_up()
    assert What.CONTACTED not in history(house)
    call.presses("7")
    house.wait_until(lambda: What.CONTACTED in history(house))


def test_when_every_line_refuses_nothing_storms_and_the_person_is_still_told(house: House) -> None:
    for line in ("lykkefjord-duty", "lykkefjord-leader", "fallback"):
        house.twilio.refuse(30007, to=house.line(line).number)
    anna = house.phone(ANNA)
    anna.says(NO_BED)
    anna.hears("vakttelefonen")
    house.wait_until(lambda: history(house).count(What.PAGE_FAILED) >= 3)
    pages = history(house).count(What.PAGED)
    assert pages <= 6
    assert the_case(house).due_at is not None


def test_a_holder_who_cannot_is_not_paged_again_at_once(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    code = code_in(duty.hears(PAGE))
    duty.says(code)
    duty.hears("ikke et sted å sove")
    duty.says(f"{code} nei")
    duty.hears("er gitt tilbake")
    house.line("lykkefjord-leader").hears(PAGE)
    duty.hears_nothing()


def test_a_late_answer_takes_a_case_that_was_given_back(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    code = code_in(duty.hears(PAGE))
    kari = desk(house, "Kari", "adviser")
    kari.take(the_case(house).reference)
    duty.hears("er tatt av")
    with house.store.read() as tx:
        assert tx.scalars(select(Escalation.state)).one() == "acknowledged"
    kari.release(the_case(house).reference)
    duty.hears("venter fortsatt")
    duty.says(code)
    duty.hears("ikke et sted å sove")


@pytest.mark.parametrize("word", ["HELP", "STOPP"])
def test_a_keyword_in_the_middle_of_a_case_is_kept_with_it(house: House, word: str) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    duty.says(code_in(duty.hears(PAGE)))
    duty.hears("ikke et sted å sove")
    house.phone(ANNA).says(word)
    house.wait_until(lambda: What.NOTED in history(house))
    duty.hears("ikke et sted å sove")


def test_help_from_a_number_that_sent_stop_is_taken_for_danger_at_once(house: House) -> None:
    anna = house.phone(ANNA)
    anna.says("STOPP")
    house.wait_until(lambda: conversation(house).opted_out_at is not None)
    anna.says("HELP")
    house.line("fallback").hears(PAGE)


def conversation(house: House) -> Conversation:
    with house.store.read() as tx:
        return tx.scalars(select(Conversation)).one()


def test_a_machine_that_answers_where_are_you_is_asked_again_twice_and_no_more(
    house: House,
) -> None:
    anna = house.phone(ANNA)
    anna.says("jeg har ikke noe sted å sove i natt")
    anna.hears("Hvor er du?")
    anna.hears("vakttelefonen")
    for _ in range(2):
        anna.says("er på møte")
        anna.hears("Jeg finner ikke stedet")
    anna.says("er på møte")
    anna.hears_nothing(within=1.0)


def test_who_cannot_speak_is_promised_no_call(house: House) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    anna.says(f"Jeg er døv. {NO_BED}")
    anna.hears("Du trenger ikke snakke")
    duty.says(f"{code_in(duty.hears(PAGE))} 10")
    anna.hears("En person har saken din nå")


def test_a_promise_given_later_is_told_too(house: House) -> None:
    anna, duty = house.phone(ANNA), house.line("lykkefjord-duty")
    anna.says(NO_BED)
    code = code_in(duty.hears(PAGE))
    duty.says(code)
    anna.hears("En person har saken din nå")
    duty.says(f"{code} 10")
    anna.hears("ringer deg før")


def test_keys_do_nothing_once_a_case_is_closed(house: House) -> None:
    house.phone(ANNA).says(BEATEN)
    duty = house.line("lykkefjord-duty")
    call = duty.rings()
    call.presses("4")
    duty.says(f"{code_in(duty.hears(PAGE))} ferdig 1")
    house.phone(ANNA).hears("Fikk du hjelp?")
    before = len(call.said)
    call.presses("*")
    assert "vold" not in " ".join(call.said[before:])
