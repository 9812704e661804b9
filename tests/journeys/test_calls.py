"""A page as a phone call: spoken, taken by a key, and never by a machine."""

from sqlalchemy import select

from bot.escalation.events import What
from bot.store.tables import Escalation, EscalationEvent, LineFailure
from tests.escalation.test_emergency_without_brain import code_in
from tests.house import House
from tests.twilio_standin.calls import Call

ANNA, OLA = "+4790000001", "+4790000002"
BEATEN = "Jeg bor i Lykkefjord. Mannen min slår meg nå"
NO_BED = "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt"


def ring(house: House, words: str = BEATEN) -> Call:
    """Danger now: the duty phone gets a text and rings."""
    house.phone(ANNA).says(words)
    return house.line("lykkefjord-duty").rings()


def history(house: House) -> list[str]:
    with house.store.read() as tx:
        return list(tx.scalars(select(EscalationEvent.what).order_by(EscalationEvent.id)))


def case(house: House) -> Escalation:
    with house.store.read() as tx:
        return tx.scalars(select(Escalation)).one()


def test_a_key_takes_the_case(house: House) -> None:
    call = ring(house)
    call.answers()
    heard = call.hears("straks")
    assert "vold" not in heard
    assert ANNA[3:] not in heard.replace(" ", "")
    call.presses("4")
    call.hears("vold eller trusler")
    assert ANNA[3:] in call.hears("Telefonen til personen").replace(" ", "")
    house.phone(ANNA).hears("En person har saken din")
    assert (case(house).acknowledged_by, case(house).acknowledged_via) == (
        "lykkefjord-duty",
        "call",
    )


def test_a_wrong_key_does_nothing_and_says_so(house: House) -> None:
    call = ring(house)
    call.presses("7")
    call.hears("Den tasten gjør ingenting")
    assert case(house).state == "open"
    call.presses("4")
    assert case(house).state == "acknowledged"


def test_a_star_says_it_again(house: House) -> None:
    call = ring(house)
    call.answers()
    before = len(call.said)
    call.presses("*")
    assert call.said[before:] == call.said[:before]


def test_no_key_ends_the_call_and_the_ladder_goes_on(house: House) -> None:
    call = ring(house)
    while not call.is_over:
        call.presses_nothing()
    call.hears("Saken er fortsatt åpen")
    assert case(house).state == "open"
    house.forward("4m")
    house.line("lykkefjord-leader").hears("Lavterskel")


def test_voicemail_takes_nothing(house: House) -> None:
    ring(house).voicemail()
    house.wait_until(lambda: What.CALL_VOICEMAIL in history(house))
    assert case(house).state == "open"
    house.forward("4m")
    house.line("lykkefjord-leader").hears("Lavterskel")


def test_five_passes_it_on_at_once(house: House) -> None:
    call = ring(house)
    call.presses("5")
    call.hears("neste vakt")
    house.line("lykkefjord-leader").hears("Lavterskel")
    assert What.DECLINED in history(house)


def test_six_is_never_asked_again(house: House) -> None:
    call = ring(house)
    call.presses("6")
    house.line("lykkefjord-leader").hears("Lavterskel")
    house.line("lykkefjord-duty").hears("Lavterskel")
    for line in ("fallback", "lykkefjord-leader", "fallback"):
        house.forward("4m")
        house.line(line).hears("Lavterskel")
    assert case(house).not_ours == ["lykkefjord-duty"]
    house.line("lykkefjord-duty").hears_nothing()


def test_taken_by_text_while_the_phone_rings(house: House) -> None:
    call = ring(house)
    duty = house.line("lykkefjord-duty")
    duty.says(code_in(duty.hears("Lavterskel")))
    duty.hears("vold eller trusler")
    call.answers()
    assert "vold" not in call.hears("Du har sak")
    call.presses("*")
    call.hears("vold eller trusler")


def test_voicemail_hears_nothing_of_a_case_its_own_line_has_taken(house: House) -> None:
    call = ring(house)
    duty = house.line("lykkefjord-duty")
    duty.says(code_in(duty.hears("Lavterskel")))
    duty.hears("vold eller trusler")
    call.voicemail()
    heard = call.hears("Du har sak")
    for secret in ("vold", "Barn", "Lykkefjord", ANNA[3:]):
        assert secret not in heard.replace(" ", "")


def test_the_reminder_of_a_line_without_texts_is_a_call_and_seven_answers_it(
    house: House,
) -> None:
    house.twilio.fail(30006, to=house.line("lykkefjord-duty").number)
    call = ring(house)
    call.presses("4")
    call.hangs_up()
    house.forward("15m")
    reminder = house.line("lykkefjord-duty").rings()
    reminder.presses("7")
    reminder.hears("notert at du har hatt kontakt")
    assert What.CONTACTED in history(house)


def test_taken_by_another_while_the_phone_rings(house: House) -> None:
    call = ring(house)
    house.forward("4m")
    leader = house.line("lykkefjord-leader")
    leader.says(code_in(leader.hears("Lavterskel")))
    leader.hears("vold eller trusler")
    call.answers()
    call.hears("er tatt av Beredskapstelefon")
    assert call.is_over


def test_the_officer_is_connected_and_says_afterwards_that_they_have_spoken(
    house: House,
) -> None:
    call = ring(house)
    call.presses("4")
    call.presses("1")
    leg = house.phone(ANNA).rings()
    leg.answers()
    leg.hangs_up()
    call.presses("7")
    house.wait_until(lambda: What.CONTACTED in history(house))


def test_without_urgency_a_text_comes_first_and_the_call_when_it_is_not_answered(
    house: House,
) -> None:
    duty = house.line("lykkefjord-duty")
    house.phone(ANNA).says(NO_BED)
    duty.hears("Lavterskel")
    assert duty.calls == []
    house.forward("5m")
    duty.rings().presses("4")
    house.phone(ANNA).hears("En person har saken din")


def test_a_text_that_cannot_arrive_becomes_a_call_at_once(house: House) -> None:
    duty = house.line("lykkefjord-duty")
    house.twilio.fail(30003, to=duty.number)
    house.phone(ANNA).says(NO_BED)
    duty.rings().presses("4")
    house.phone(ANNA).hears("En person har saken din")
    house.line("lykkefjord-leader").hears_nothing()


def test_a_number_that_is_dead_is_left_out_from_then_on(house: House) -> None:
    duty, leader = house.line("lykkefjord-duty"), house.line("lykkefjord-leader")
    house.twilio.refuse(21211, to=duty.number)
    house.phone(ANNA).says(BEATEN)
    leader.hears("Lavterskel")
    house.wait_until(lambda: len(failures(house)) == 2)
    house.twilio.heals()
    house.phone(OLA).says(BEATEN)
    leader.hears("Lavterskel")
    duty.hears_nothing()
    assert duty.calls == []


def failures(house: House) -> list[LineFailure]:
    with house.store.read() as tx:
        return list(tx.scalars(select(LineFailure)))
