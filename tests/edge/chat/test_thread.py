"""How a thread reads: each language its own way, digits kept together, choices as buttons."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.speaker import Speaker
from bot.edge.chat.choices import choices_in, is_choice
from bot.edge.chat.cursor import Cursor
from bot.edge.chat.digits import phones_of, with_numbers
from bot.edge.chat.thread import OVERLAP, Message, Thread
from bot.language.served import LANGUAGES
from tests.edge.chat.browser import Browser, buttons, words

Answer = Callable[..., None]
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words", "direction"),
    [
        ("pl", "nie mam gdzie spać dziś w nocy", "ltr"),
        ("ar", "ليس عندي مكان أنام فيه الليلة", "rtl"),
    ],
)
def test_an_emergency_reply_reads_in_both_its_languages(
    browser: Browser, language: str, words: str, direction: str
) -> None:
    browser.write(words)
    theirs, ours, question = browser.thread()
    assert theirs.blocks[0].direction == "auto"
    both = [(language, direction), ("nb", "ltr")]
    machine_speaks = (language, direction)
    for message in (ours, question):
        blocks = [(block.language, block.direction) for block in message.blocks]
        assert blocks in (both, [*both, machine_speaks])
    assert len(ours.blocks) + len(question.blocks) == 2 * len(both) + 1


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_norwegian_reads_everything_once(browser: Browser, language: str) -> None:
    browser.choose(language)
    browser.write("jeg har ikke noe sted å sove i natt")
    assert {block.language for block in browser.thread()[-1].blocks} == {language}


def test_the_safety_question_is_one_row_of_buttons_in_their_language(browser: Browser) -> None:
    browser.choose("pl")
    browser.write("boję się")
    assert buttons(browser.look()) == [("1", "1 tak"), ("2", "2 nie")]
    browser.choose("ar")
    assert 'lang="pl" dir="ltr"' in browser.look(), "what was said in Polish stays Polish"


def test_only_the_last_message_offers_something_to_press(browser: Browser, answer: Answer) -> None:
    browser.write("hei")
    answer("Skal en person ringe deg?\n1 ja\n2 nei")
    assert buttons(browser.look()) == [("1", "1 ja"), ("2", "2 nei")]
    browser.write("vet ikke")
    assert buttons(browser.look()) == []
    assert "1 ja" in browser.thread()[1].text


def test_a_person_at_the_other_end_is_marked_and_offers_no_buttons(
    browser: Browser, answer: Answer
) -> None:
    browser.choose("nb")
    browser.write("hei")
    answer("Hei, jeg heter Kari.\n1 liter melk", name="staff_message")
    message = browser.thread()[-1]
    assert message.side == "human"
    assert "En person skriver" in message.html
    assert message.blocks[0].direction == "auto"
    assert buttons(browser.look()) == []


def test_the_time_is_that_of_norway(browser: Browser) -> None:
    browser.write("hei")
    shown = re.search(r'<time datetime="(.*?)">(\d\d:\d\d)</time>', browser.look())
    assert shown is not None
    at = datetime.fromisoformat(shown[1])
    offsets = (timedelta(hours=1), timedelta(hours=2))
    assert shown[2] in {(at + offset).strftime("%H:%M") for offset in offsets}


def test_numbers_of_the_register_can_be_pressed_and_others_only_read(speaker: Speaker) -> None:
    phones = phones_of(speaker.register)
    html = with_numbers("Ring 55 55 33 33 eller 112 (9-15). Ikke 22 33 44 55.", phones)
    assert re.findall(r'href="tel:([^"]+)"', html) == ["+4755553333", "112"]
    assert html.count('<bdi dir="ltr">') == 4
    assert '<bdi dir="ltr">9-15</bdi>' in html


def test_every_number_of_the_register_can_be_pressed_wherever_it_stands(speaker: Speaker) -> None:
    phones = phones_of(speaker.register)
    for shown, dial in phones.items():
        for text in (shown, f"Ring {shown}.", f"{shown}: nå", f"اتصل {shown}"):
            assert f'href="tel:{dial}"' in with_numbers(text, phones), text


@given(st.text(max_size=200))
def test_no_text_becomes_markup_or_loses_a_letter(text: str) -> None:
    html = with_numbers(text, {"112": "112"})
    assert words(html) == text.strip()
    assert "<" not in re.sub(r"</?(?:bdi|a)(?: [^>]*)?>", "", html)


@given(
    st.lists(st.from_regex(r"\A[^\W\d_][^\n\r\x0b-\x1f\x85\u2028\u2029]{0,30}\Z"), max_size=9),
    st.lists(st.from_regex(r"\A[^\W\d_][^\n\r\x0b-\x1f\x85\u2028\u2029]{0,30}\Z"), max_size=3),
)
def test_numbered_lines_are_choices_and_other_lines_are_not(
    choices: list[str], prose: list[str]
) -> None:
    lines = [f"{number} {choice}" for number, choice in enumerate(choices, start=1)]
    found = choices_in([*prose, *lines, *prose])
    assert [choice.value for choice in found] == [str(n) for n in range(1, len(choices) + 1)]
    assert [choice.label for choice in found] == lines


@pytest.mark.parametrize(
    "line", ["112 politi", "8 000 kroner", "1", "1 ", "10 ti", "1. januar", "", "ja 1", " 1 ja"]
)
def test_what_only_begins_with_a_digit_is_no_choice(line: str) -> None:
    assert not is_choice(line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_offer_of_a_call_is_two_buttons_in_every_language(
    speaker: Speaker, language: str
) -> None:
    text = speaker.catalogue.text("utter_call_offer", language)
    assert [choice.value for choice in choices_in(text.splitlines())] == ["1", "2"]


@pytest.mark.parametrize("written", ["", "x", "i1", "o1.i1", "i1.o", "i-1.o2", "i1.o2 "])
def test_a_cursor_that_cannot_be_is_the_beginning(written: str) -> None:
    assert Cursor.read(written) == Cursor()


@given(st.integers(0, 10**17), st.integers(0, 10**17))
def test_a_cursor_survives_being_written(inbound_id: int, outbox_id: int) -> None:
    cursor = Cursor(inbound_id, outbox_id)
    assert Cursor.read(str(cursor)) == cursor


def test_what_a_page_lacks_includes_the_last_seconds_before_it() -> None:
    """A row can become visible after one with a higher id."""
    late = NOON - OVERLAP / 2
    thread = Thread(
        [
            Message("i1", "person", "", NOON - 3 * OVERLAP, "", ()),
            Message("o2", "assistant", "", late, "", ()),
            Message("o3", "assistant", "", NOON, "", ()),
        ]
    )
    assert [each.id for each in thread.after(Cursor())] == ["i1", "o2", "o3"]
    assert [each.id for each in thread.after(Cursor(1, 3))] == ["o2", "o3"]
    assert [each.id for each in thread.after(Cursor(1, 2))] == ["o2", "o3"]


@pytest.mark.parametrize("code", ["6M9CWP", "K7P2X4", "MCWP99", "7KPM"])
def test_a_code_of_letters_and_digits_stays_in_one_piece(code: str) -> None:
    """In Arabic a digit at its end would be shown at the other side of the letters."""
    assert with_numbers(f"إنهاء {code}", {}) == f'إنهاء <bdi dir="ltr">{code}</bdi>'
