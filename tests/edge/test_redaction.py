"""Every ordinary identity number here has wrong check digits, so that it is nobody's."""

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.edge.identity_numbers import identity_form
from bot.edge.redaction import (
    ACCOUNT_MARK,
    IDENTITY_MARK,
    PhoneToken,
    redact,
    restore,
)

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
FULL_WIDTH = "０１２３４５６７８９"

# Built from code points: invisible characters in a source file deceive its reader.
NBSP, THIN, SOFT_HYPHEN = chr(0xA0), chr(0x2009), chr(0xAD)
ZERO_WIDTH, RIGHT_TO_LEFT, POP_DIRECTION = chr(0x200B), chr(0x200F), chr(0x202C)


def in_digits(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("01019012345", id="eleven digits"),
        pytest.param("010190 12345", id="date and five"),
        pytest.param("01 01 90 12345", id="date in pairs"),
        pytest.param("01.01.90 12345", id="dotted date"),
        pytest.param("01.01.90.12345", id="dots throughout"),
        pytest.param("01. 01. 90 12345", id="dots and spaces"),
        pytest.param("01/01/90-12345", id="slashes and a dash"),
        pytest.param("010190-12345", id="dash"),
        pytest.param("010190–12345", id="en dash"),
        pytest.param("010190 - 12345", id="dash between spaces"),
        pytest.param("010190−12345", id="minus sign"),
        pytest.param("010190_12345", id="underscore"),
        pytest.param("010190/12345", id="slash"),
        pytest.param("010190,12345", id="comma"),
        pytest.param("(010190) 12345", id="date in brackets"),
        pytest.param("010190\n12345", id="split by a line break"),
        pytest.param("010190\r\n12345", id="split by a line break of another make"),
        pytest.param("010190\n\n12345", id="split by an empty line"),
        pytest.param("010190\t12345", id="tab"),
        pytest.param("010190          12345", id="many spaces"),
        pytest.param(f"010190{NBSP}12345", id="no-break space"),
        pytest.param(f"010190{THIN}12345", id="thin space"),
        pytest.param(f"010190{ZERO_WIDTH}12345", id="zero-width space"),
        pytest.param(f"010190{SOFT_HYPHEN}12345", id="soft hyphen"),
        pytest.param(f"01{RIGHT_TO_LEFT}01{RIGHT_TO_LEFT}90 12345", id="right-to-left marks"),
        pytest.param("010 190 123 45", id="as a phone number"),
        pytest.param("0 1 0 1 9 0 1 2 3 4 5", id="digit by digit"),
        pytest.param("0.1.0.1.9.0.1.2.3.4.5", id="digit by digit, dotted"),
        pytest.param("0101.90.12345", id="as an account number"),
        pytest.param(in_digits("010190 12345", ARABIC_INDIC), id="Arabic-Indic digits"),
        pytest.param(in_digits("01019012345", PERSIAN), id="Persian digits"),
        pytest.param(in_digits("01019012345", FULL_WIDTH), id="full-width digits"),
        pytest.param("٠١019٠12٣45", id="mixed digits"),
        pytest.param("41 01 90 12 345", id="D-number in pairs that begin like a mobile"),
        pytest.param("41019012 345", id="D-number that begins like a mobile"),
        pytest.param("01419012345", id="month + 40"),
        pytest.param("01669012345", id="month + 65"),
        pytest.param("01819012345", id="month + 80"),
        pytest.param("71 81 90 12345", id="D-number with month + 80"),
        pytest.param("01.01.1990 12345", id="year in full"),
        pytest.param("01.01.1990 123 45", id="year in full, five in two"),
        pytest.param("01011990 12345", id="year in full, no dots"),
        pytest.param("0101199012345", id="thirteen digits"),
        pytest.param("1.1.1990 12345", id="year in full, short day"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "", id="alone"),
        pytest.param("Jeg heter Kari, ", ", ring meg", id="in a sentence"),
        pytest.param("fnr", "takk", id="between letters"),
        pytest.param("(", ")", id="in brackets"),
        pytest.param("رقمي ", " شكرا", id="in Arabic"),
        pytest.param("Født i Oslo. ", ". 3 barn", id="digits elsewhere"),
    ],
)
def test_an_identity_number_is_removed(before: str, written: str, after: str) -> None:
    redacted = redact(before + written + after)
    assert IDENTITY_MARK in redacted.text
    assert redacted.removed_identity == 1
    assert redacted.removed_accounts == 0
    assert redacted.phones == ()
    outside = redacted.text.replace(IDENTITY_MARK, "")
    assert outside in (before + after, before + "(" + after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("fnr 99999999999", f"fnr {IDENTITY_MARK}", id="a slip in the date"),
        pytest.param("fødselsnummer: 48601234567", f"fødselsnummer: {IDENTITY_MARK}", id="nb"),
        pytest.param("Fødselsnr. er 99 99 99 12345", f"Fødselsnr. er {IDENTITY_MARK}", id="er"),
        pytest.param("my ID number is 99999912345", f"my ID number is {IDENTITY_MARK}", id="en"),
        pytest.param("PESEL 90010112345", f"PESEL {IDENTITY_MARK}", id="pl"),
        pytest.param("رقم الهوية 99999912345", f"رقم الهوية {IDENTITY_MARK}", id="ar"),
        pytest.param("personnummer 12345", f"personnummer {IDENTITY_MARK}", id="last five alone"),
    ],
)
def test_a_word_before_the_digits_makes_them_an_identity_number(text: str, expected: str) -> None:
    assert redact(text).text == expected


def test_several_identity_numbers_are_all_removed() -> None:
    redacted = redact("01019012345 og 020290 12345, barna 01.01.15-54321\n41019012345")
    assert redacted.removed_identity == 4
    assert (
        redacted.text
        == f"{IDENTITY_MARK} og {IDENTITY_MARK}, barna {IDENTITY_MARK}\n{IDENTITY_MARK}"
    )


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        pytest.param("90000001", "+4790000001", id="eight digits"),
        pytest.param("900 00 001", "+4790000001", id="3-2-3"),
        pytest.param("90 00 00 01", "+4790000001", id="pairs"),
        pytest.param("90.00.00.01", "+4790000001", id="dotted pairs"),
        pytest.param("900-00-001", "+4790000001", id="dashes"),
        pytest.param("90 000 001", "+4790000001", id="2-3-3"),
        pytest.param("900 000 01", "+4790000001", id="3-3-2"),
        pytest.param("9000 0001", "+4790000001", id="two halves"),
        pytest.param("900 00001", "+4790000001", id="3-5"),
        pytest.param("9 0 0 0 0 0 0 1", "+4790000001", id="digit by digit"),
        pytest.param("41 01 90 12", "+4741019012", id="pairs that begin like a D-number"),
        pytest.param("22 00 00 00", "+4722000000", id="Oslo"),
        pytest.param("21 12 20 26", "+4721122026", id="pairs that could be a date"),
        pytest.param(f"900{NBSP}00{NBSP}001", "+4790000001", id="no-break spaces"),
        pytest.param(f"90{RIGHT_TO_LEFT}00{ZERO_WIDTH}0001", "+4790000001", id="invisible marks"),
        pytest.param(in_digits("900 00 001", ARABIC_INDIC), "+4790000001", id="Arabic-Indic"),
        pytest.param(in_digits("90000001", PERSIAN), "+4790000001", id="Persian"),
        pytest.param(in_digits("90000001", FULL_WIDTH), "+4790000001", id="full width"),
        pytest.param("+4790000001", "+4790000001", id="+47"),
        pytest.param("+47 900 00 001", "+4790000001", id="+47 spaced"),
        pytest.param("+ 47 900 00 001", "+4790000001", id="a space after the plus"),
        pytest.param("＋４７ 900 00 001", "+4790000001", id="full-width plus"),
        pytest.param("0047 90000001", "+4790000001", id="0047"),
        pytest.param("00 47 900 00 001", "+4790000001", id="00 47"),
        pytest.param("47 900 00 001", "+4790000001", id="47 alone, spaced"),
        pytest.param("4790000001", "+4790000001", id="47 alone"),
        pytest.param("+47 (22) 00 00 00", "+4722000000", id="brackets"),
        pytest.param("+4741019012", "+4741019012", id="+47 and like a D-number"),
        pytest.param("+48 501 234 567", "+48501234567", id="Poland"),
        pytest.param("+48501234567", "+48501234567", id="Poland, eleven digits"),
        pytest.param("0048 501-234-567", "+48501234567", id="Poland with 00"),
        pytest.param("+31 10 234 5678", "+31102345678", id="eleven digits with a plausible date"),
        pytest.param("0031102345678", "+31102345678", id="the same with 00"),
        pytest.param("+380 50 123 45 67", "+380501234567", id="Ukraine"),
        pytest.param("00963 944 123 456", "+963944123456", id="Syria"),
        pytest.param(
            in_digits("00963944123456", ARABIC_INDIC), "+963944123456", id="Syria, Arabic"
        ),
        pytest.param("963944123456+", "+963944123456", id="plus typed last"),
        pytest.param(f"31102345678{RIGHT_TO_LEFT}+", "+31102345678", id="plus last after a mark"),
        pytest.param("+44 (0)20 7946 0958", "+442079460958", id="a zero to leave out"),
        pytest.param("+252 90 7794563", "+252907794563", id="Somalia"),
        pytest.param("48 601 234 567", "+48601234567", id="Poland without +, no date"),
        pytest.param("48501234567", "+48501234567", id="synthetic month, wrong check digits"),
        pytest.param("46 70 123 45 67", "+46701234567", id="the same, spaced"),
        pytest.param("48 51 12 34 567", "+48511234567", id="begins like a mobile of ours"),
        pytest.param("90 53 21 23 45 67", "+905321234567", id="Turkey in pairs"),
        pytest.param("963944123456", "+963944123456", id="Syria without +"),
        pytest.param("45 20 12 34 56", "+4520123456", id="Denmark without +"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "", id="alone"),
        pytest.param("Ring meg på ", ", takk", id="in a sentence"),
        pytest.param("tlf:", ".", id="after a colon"),
        pytest.param("tlf", "", id="next to a word"),
        pytest.param("اتصلوا بي على ", " شكرا", id="in Arabic"),
        pytest.param("Jeg bor i 0484 Oslo. ", " (Kari)", id="digits elsewhere"),
    ],
)
def test_a_phone_number_becomes_a_token(before: str, written: str, after: str, e164: str) -> None:
    text = before + written + after
    redacted = redact(text)
    assert redacted.text == f"{before}⟨phone 1⟩{after}"
    assert redacted.phones == (PhoneToken("⟨phone 1⟩", written, e164),)
    assert (redacted.removed_identity, redacted.removed_accounts) == (0, 0)
    assert not redacted.ambiguous_phone
    assert restore(redacted.text, redacted.phones) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("411 23 456 999 88 777", "⟨phone 1⟩ ⟨phone 2⟩", id="two, a date across them"),
        pytest.param("900 00 001, 411 23 456", "⟨phone 1⟩, ⟨phone 2⟩", id="a list"),
        pytest.param("900 00 001/411 23 456", "⟨phone 1⟩/⟨phone 2⟩", id="a slash"),
        pytest.param("90000001\n41123456", "⟨phone 1⟩\n⟨phone 2⟩", id="two lines"),
        pytest.param("+4790000001+48501234567", "⟨phone 1⟩⟨phone 2⟩", id="plus after plus"),
        pytest.param("48501234567, 90000001", "⟨phone 1⟩, ⟨phone 2⟩", id="from two countries"),
        pytest.param("0484 41 12 34 56", "0484 ⟨phone 1⟩", id="after a postcode"),
        pytest.param("Storgata 1 90000001", "Storgata 1 ⟨phone 1⟩", id="after a house number"),
        pytest.param("Storgata 16 22 00 00 00", "Storgata 16 ⟨phone 1⟩", id="in pairs after it"),
        pytest.param("90000001\n0484 Oslo", "⟨phone 1⟩\n0484 Oslo", id="before a postcode"),
        pytest.param("900 00 001 113", "⟨phone 1⟩ 113", id="before an emergency number"),
        pytest.param("01.12.2026 900 00 001", "01.12.2026 ⟨phone 1⟩", id="after a date"),
        pytest.param("411 23 456 500 kr", "⟨phone 1⟩ 500 kr", id="before an amount"),
        pytest.param("(+47) 90000001", "(⟨phone 1⟩", id="the country in brackets"),
        pytest.param(
            "90000001 010190 12345", f"⟨phone 1⟩ {IDENTITY_MARK}", id="before an identity"
        ),
        pytest.param("010190 12345 90000001", f"{IDENTITY_MARK} ⟨phone 1⟩", id="after an identity"),
        pytest.param(
            "+49 30 123456 01 01 90 12345", f"⟨phone 1⟩ {IDENTITY_MARK}", id="length not fixed"
        ),
        pytest.param("+47 41 01 90 12 345", "⟨phone 1⟩ 345", id="with + before all else"),
    ],
)
def test_numbers_side_by_side_are_told_apart(text: str, expected: str) -> None:
    redacted = redact(text)
    assert redacted.text == expected


def test_the_same_number_has_the_same_token_however_it_is_written() -> None:
    redacted = redact("+47 900 00 001 eller 90000001, ikke 411 23 456. Altså 0047 90 00 00 01")
    assert redacted.text == "⟨phone 1⟩ eller ⟨phone 1⟩, ikke ⟨phone 2⟩. Altså ⟨phone 1⟩"
    assert [phone.e164 for phone in redacted.phones] == ["+4790000001", "+4741123456"]
    assert redacted.phones[0].written == "+47 900 00 001"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Skal jeg ringe 112 eller 113?", id="emergency numbers"),
        pytest.param("110 112 113", id="emergency numbers in a row"),
        pytest.param("legevakt 116117 eller 116 117", id="doctor"),
        pytest.param("politiet 02800", id="five digits"),
        pytest.param("Jeg bor på 0484 og jobber i 5003", id="postcodes"),
        pytest.param("5003 5004", id="two postcodes"),
        pytest.param("12 500 kr", id="amount"),
        pytest.param("15000", id="amount without currency"),
        pytest.param("kr 22 000 000", id="currency first"),
        pytest.param("22000000 kr", id="eight digits of money"),
        pytest.param("422 500,00", id="amount with øre"),
        pytest.param("10500, 3000, 50", id="amounts in a list"),
        pytest.param("4000-5000", id="a range of amounts"),
        pytest.param("4000-5000 zł", id="a range of amounts in złoty"),
        pytest.param("01.12.26 15 000 kr", id="date and amount"),
        pytest.param("01.12.2026", id="date"),
        pytest.param("01.12.2026 112", id="date and emergency number"),
        pytest.param("10.1.2026 14.30", id="date and time"),
        pytest.param("01.12.2026 9:30", id="date and time with a colon"),
        pytest.param("21.12.26 14:30", id="short date and time"),
        pytest.param("1.10.26-15.10.26", id="two dates"),
        pytest.param("2026-12-21", id="ISO date"),
        pytest.param("20261201", id="ISO date, no dashes"),
        pytest.param("21122026", id="date, no dots"),
        pytest.param("21/12/2026", id="date with slashes"),
        pytest.param("kl 08:00-15:30", id="hours"),
        pytest.param("0830-1600", id="hours without a colon"),
        pytest.param("sak 22334455", id="case number"),
        pytest.param("saksnummer: 2026/22334455", id="case number with a year"),
        pytest.param("KID 48601234567", id="payment reference"),
        pytest.param("#22334455", id="number sign"),
        pytest.param("K90000001", id="letter before"),
        pytest.param("org.nr 987 654 321", id="organisation number"),
        pytest.param("1", id="a choice"),
        pytest.param("1a 10", id="an acknowledgement"),
        pytest.param("2 barn, 5 og 7 år", id="children"),
        pytest.param("1 2 3 4 5 6 7 8 9 10 11", id="counting"),
        pytest.param("01 41 12 34 56", id="France without its country"),
        pytest.param("45 12 34 56 78", id="five pairs that are no number"),
        pytest.param("¼ ² ①", id="signs that are no digits"),
        pytest.param("", id="nothing"),
        pytest.param("مرحبا، أحتاج مساعدة", id="no digits"),
        pytest.param(f"{RIGHT_TO_LEFT}سلام{POP_DIRECTION}", id="right-to-left marks"),
        pytest.param("\ud83d alene", id="half a surrogate pair"),
        pytest.param("👩🏽‍👧 hjelp 😢", id="emoji"),
    ],
)
def test_other_digits_and_words_stay_untouched(text: str) -> None:
    redacted = redact(text)
    assert redacted.text == text
    assert redacted.phones == ()
    assert (redacted.removed_identity, redacted.removed_accounts) == (0, 0)
    assert not redacted.ambiguous_phone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1234.56.78901", ACCOUNT_MARK, id="dots"),
        pytest.param("1234 56 78901", ACCOUNT_MARK, id="spaces"),
        pytest.param("1234-56-78901", ACCOUNT_MARK, id="dashes"),
        pytest.param(in_digits("1234 56 78901", ARABIC_INDIC), ACCOUNT_MARK, id="Arabic-Indic"),
        pytest.param("konto 12345678901", f"konto {ACCOUNT_MARK}", id="konto"),
        pytest.param("Kontonr: 12345678901", f"Kontonr: {ACCOUNT_MARK}", id="kontonr"),
        pytest.param("kontoen min er 48501234567", f"kontoen min er {ACCOUNT_MARK}", id="kontoen"),
        pytest.param("kontonummer 123 456 789 01", f"kontonummer {ACCOUNT_MARK}", id="grouped"),
        pytest.param("my account is 12345678901", f"my account is {ACCOUNT_MARK}", id="account"),
        pytest.param(
            "bank account number 12345678901", f"bank account number {ACCOUNT_MARK}", id="en"
        ),
        pytest.param("bank 12345678901", f"bank {ACCOUNT_MARK}", id="bank"),
        pytest.param(
            "konto bankowe 12345678901", f"konto bankowe {ACCOUNT_MARK}", id="konto bankowe"
        ),
        pytest.param("numer konta: 12345678901", f"numer konta: {ACCOUNT_MARK}", id="numer konta"),
        pytest.param("حسابي 12345678901", f"حسابي {ACCOUNT_MARK}", id="my account in Arabic"),
        pytest.param("رقم الحساب: 12345678901", f"رقم الحساب: {ACCOUNT_MARK}", id="Arabic"),
        pytest.param("konto 01019012345", f"konto {ACCOUNT_MARK}", id="called one, with a date"),
        pytest.param("NO93 8601 1117 947", f"NO{ACCOUNT_MARK}", id="Norwegian IBAN"),
        pytest.param("no9386011117947", f"no{ACCOUNT_MARK}", id="IBAN in small letters"),
        pytest.param("PL61 1090 1014 0000 0712 1981 2874", f"PL{ACCOUNT_MARK}", id="Polish IBAN"),
    ],
)
def test_an_account_number_is_removed(text: str, expected: str) -> None:
    redacted = redact(text)
    assert redacted.text == expected
    assert (redacted.removed_identity, redacted.removed_accounts) == (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12345678901", id="eleven digits without date, separators or cue"),
        pytest.param("kontor 12345678901", id="an office is no account"),
        pytest.param("NO12 8601 1117 947", id="wrong check digits of an IBAN"),
    ],
)
def test_eleven_digits_alone_are_no_account_number(text: str) -> None:
    assert redact(text).removed_accounts == 0


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        pytest.param("31102345678", True, id="Rotterdam, ordinary month"),
        pytest.param("31 10 234 5678", True, id="Rotterdam, spaced"),
        pytest.param("0912 345 6789", True, id="Iran without its country"),
        pytest.param("41123456 112", True, id="a mobile and three digits more"),
        pytest.param("114 41123456", True, id="three digits and a mobile"),
        pytest.param("46701230094", True, id="Sweden, synthetic month, right check digits"),
        pytest.param("1234 56 78901", True, id="account grouping of a number abroad"),
        pytest.param("17912099997", False, id="right check digits and nobody's phone"),
        pytest.param("fnr 31102345678", False, id="called an identity number"),
        pytest.param("konto 48501234567", False, id="called an account"),
        pytest.param("+31102345678", False, id="kept, so nothing was lost"),
    ],
)
def test_whoever_may_have_lost_a_phone_number_is_told(text: str, ambiguous: bool) -> None:
    redacted = redact(text)
    assert redacted.ambiguous_phone is ambiguous
    assert (redacted.removed_identity + redacted.removed_accounts == 1) is (redacted.phones == ())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("46701230094", False, id="Sweden, right check digits"),
        pytest.param("48501234683", False, id="Poland, right check digits"),
        pytest.param("46701230095", True, id="Sweden, wrong check digits"),
        pytest.param("48501234684", True, id="Poland, wrong check digits"),
        pytest.param("01819012345", False, id="no phone anywhere, wrong check digits"),
    ],
)
def test_with_a_synthetic_month_the_check_digits_decide_for_phones(text: str, kept: bool) -> None:
    redacted = redact(text)
    assert bool(redacted.phones) is kept
    assert redacted.removed_identity == (not kept)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("⟨phone 1⟩", "‹phone 1›", id="alone"),
        pytest.param("⟨phone 1⟩ 90000001", "‹phone 1› ⟨phone 1⟩", id="beside a real one"),
        pytest.param("⟨phone ⟨phone 1⟩⟩", "‹phone ‹phone 1››", id="nested"),
        pytest.param("⟨phone 90000001⟩", "‹phone ⟨phone 1⟩›", id="around a real one"),
        pytest.param("⟨phone １⟩", "‹phone １›", id="full-width digit"),
        pytest.param(f"⟨ph{ZERO_WIDTH}one 1⟩", f"‹ph{ZERO_WIDTH}one 1›", id="hidden"),
        pytest.param("⟩⟨", "›‹", id="brackets alone"),
    ],
)
def test_nobody_can_forge_a_token(text: str, expected: str) -> None:
    redacted = redact(text)
    assert redacted.text == expected
    assert "⟨phone 1⟩" not in restore(redacted.text, redacted.phones)


def test_a_token_nobody_gave_is_not_restored() -> None:
    phones = redact("90000001").phones
    assert restore("⟨phone 1⟩ ⟨phone 2⟩ ⟨phone 01⟩", phones) == "90000001 ⟨phone 2⟩ ⟨phone 01⟩"


# --- wild input ---

GAPS = st.text(
    st.sampled_from(
        [" ", ".", "-", "/", "\n", "\t", NBSP, ZERO_WIDTH, RIGHT_TO_LEFT, "–", "(", ")"]
    ),
    max_size=3,
)
SCRIPTS = st.sampled_from(["0123456789", ARABIC_INDIC, PERSIAN, FULL_WIDTH])
WORDS = st.text(st.characters(exclude_categories=["Nd"], exclude_characters="+＋⟨⟩"), max_size=30)


@st.composite
def identity_digits(draw: st.DrawFn) -> str:
    month = draw(st.integers(1, 12)) + draw(st.sampled_from([0, 40, 65, 80]))
    day = draw(st.integers(1, 28)) + draw(st.sampled_from([0, 40]))
    digits = f"{day:02}{month:02}{draw(st.integers(0, 99)):02}{draw(st.integers(0, 99999)):05}"
    assert identity_form(digits)
    return digits


@st.composite
def spread(draw: st.DrawFn, digits: str) -> str:
    return "".join(
        digit + (draw(GAPS) if place < len(digits) - 1 else "")
        for place, digit in enumerate(digits)
    )


def is_phone_abroad(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def digits_in(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


@given(st.data(), identity_digits(), SCRIPTS, WORDS, WORDS)
def test_no_identity_number_survives_in_any_spaced_form(
    data: st.DataObject, digits: str, script: str, before: str, after: str
) -> None:
    is_synthetic = int(digits[2:4]) > 12
    assume(not (is_synthetic and is_phone_abroad(digits)))  # there the check digits decide
    written = data.draw(spread(digits))
    assume(f"{digits[:2]}" != written[:2] or digits[4:6] not in ("19", "20"))  # 01.12.2026 112
    redacted = redact(before + "x" + in_digits(written, script) + "x" + after)
    assert redacted.removed_identity + redacted.removed_accounts == 1
    assert digits_in(redacted.text) == ""


@given(st.data(), WORDS, WORDS)
def test_a_valid_number_with_plus_is_never_eaten(
    data: st.DataObject, before: str, after: str
) -> None:
    e164 = data.draw(st.sampled_from(EXAMPLES_OF_THE_WORLD))
    written = "+" + data.draw(spread(e164[1:])) if data.draw(st.booleans()) else e164
    assume("\n" not in written)
    redacted = redact(before + written + after)
    assert [phone.e164 for phone in redacted.phones] == [e164]
    assert redacted.removed_identity == redacted.removed_accounts == 0


def _example(region: str, kind: int) -> str | None:
    number = phonenumbers.example_number_for_type(region, kind)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


EXAMPLES_OF_THE_WORLD = sorted(
    {
        e164
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
        if (e164 := _example(region, kind))
    }
)


@pytest.mark.parametrize("e164", EXAMPLES_OF_THE_WORLD)
def test_numbers_of_the_whole_world_are_kept_with_plus_and_with_00(e164: str) -> None:
    for written in (e164, "00" + e164[1:]):
        assert [phone.e164 for phone in redact(f"Ring {written}, takk").phones] == [e164]


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.from_regex(r"\+?[0-9]{1,13}", fullmatch=True),
        identity_digits(),
        GAPS,
        st.sampled_from(["konto ", "fnr ", " kr", "⟨phone 1⟩", "90000001", "+47 ", "00", "."]),
    ),
    max_size=12,
).map("".join)


@example("10010000000KONTO00000000000")
@given(TEXTS)
@example("konto 01019012345 12345678901")
@example("9000 0001 010190 12345")
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    words = restore(once.text, once.phones)
    assume(len(once.phones) == once.text.count("⟨phone "))  # each number written in one way
    twice = redact(words)
    assert (twice.removed_identity, twice.removed_accounts) == (0, 0)
    assert twice.text == once.text
    again = redact(once.text)
    assert (again.removed_identity, again.removed_accounts) == (0, 0)


@given(TEXTS)
def test_the_persons_words_come_back_when_nothing_was_removed(text: str) -> None:
    redacted = redact(text)
    assume(redacted.removed_identity == redacted.removed_accounts == 0)
    assume(len(redacted.phones) == redacted.text.count("⟨phone "))
    expected = text.replace("⟨", "‹").replace("⟩", "›")
    assert restore(redacted.text, redacted.phones) == expected


@given(TEXTS)
def test_every_token_resolves_and_every_number_is_dialled_as_it_says(text: str) -> None:
    redacted = redact(text)
    for position, phone in enumerate(redacted.phones, start=1):
        assert phone.token == f"⟨phone {position}⟩"
        assert phone.token in redacted.text
        assert phone.e164.startswith("+")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9 " * 5_000, id="single digits"),
        pytest.param("22 " * 3_333, id="pairs"),
        pytest.param("00 " * 3_333, id="zeros"),
        pytest.param("1" * 10_000, id="one number"),
        pytest.param("+" * 10_000, id="plus signs"),
        pytest.param("+ " * 5_000, id="plus signs apart"),
        pytest.param(" " * 10_000, id="spaces"),
        pytest.param("1" + ZERO_WIDTH * 9_998 + "1", id="a wide invisible gap"),
        pytest.param("1" + ",." * 4_999 + "1", id="a wide visible gap"),
        pytest.param("41 01 90 12 345 " * 625, id="identity numbers"),
        pytest.param("kontonr 1 " * 1_000, id="cue words"),
        pytest.param("a" * 10_000, id="letters"),
    ],
)
def test_ten_thousand_characters_are_read_whole(text: str) -> None:
    """A pattern that backtracks would not come back from these."""
    redacted = redact(text)
    assert redacted.removed_identity == (625 if "41 01" in text else 0)
