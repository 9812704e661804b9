from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.spoken import ask, connect, hang_up, tell
from tests.twilio_standin.twiml import parse, words

SENTENCES = ("Dette er Lavterskel.", "En person trenger hjelp nå & i <kveld>.", "Trykk fire.")
NUMBER = "+4790000001"
OURS = "+4759440000"


def verbs(twiml: str) -> list[Element]:
    """The verbs of a response that Twilio would take."""
    found, faults = parse(twiml)
    assert faults == []
    return found


def said(element: Element) -> list[str]:
    return [words(say) for say in element.iter("Say")]


def test_a_question_is_put_twice_and_takes_one_key() -> None:
    gather, redirect = verbs(ask(SENTENCES, action="/voice/pressed", otherwise="/voice/silent"))
    assert said(gather) == [*SENTENCES, *SENTENCES]
    assert [part.tag for part in gather] == ["Say"] * 3 + ["Pause"] + ["Say"] * 3
    assert gather.get("action") == "/voice/pressed"
    assert gather.get("numDigits") == "1"
    assert (redirect.tag, redirect.text) == ("Redirect", "/voice/silent")


def test_every_key_is_an_answer_also_the_square() -> None:
    gather, _ = verbs(ask(SENTENCES, action="/a", otherwise="/b"))
    assert gather.get("finishOnKey") == ""


def test_addresses_with_queries_arrive_whole() -> None:
    action, otherwise = "https://x.no/a?page=1&key=2", "https://x.no/b?page=1&key=3"
    gather, redirect = verbs(ask(SENTENCES, action=action, otherwise=otherwise))
    assert (gather.get("action"), redirect.text) == (action, otherwise)


def test_something_is_told_once_and_the_call_ends() -> None:
    *says, hangup = verbs(tell(SENTENCES))
    assert [words(say) for say in says] == list(SENTENCES)
    assert hangup.tag == "Hangup"


def test_a_number_is_dialled_from_our_own_and_its_end_is_posted() -> None:
    say, dial = verbs(connect(["Du blir koblet."], number=NUMBER, our_number=OURS, action="/end"))
    assert words(say) == "Du blir koblet."
    assert [(number.tag, number.text) for number in dial] == [("Number", NUMBER)]
    assert (dial.get("callerId"), dial.get("action")) == (OURS, "/end")


def test_a_machine_hears_not_a_word() -> None:
    assert [verb.tag for verb in verbs(hang_up())] == ["Hangup"]


@pytest.mark.parametrize(
    "twiml",
    [
        ask(SENTENCES, action="/a", otherwise="/b"),
        tell(SENTENCES),
        connect(SENTENCES, number=NUMBER, our_number=OURS, action="/a"),
    ],
)
def test_every_word_is_norwegian_in_one_voice(twiml: str) -> None:
    says = [say for verb in verbs(twiml) for say in verb.iter("Say")]
    assert len(says) >= len(SENTENCES)
    assert {(say.get("language"), say.get("voice")) for say in says} == {
        ("nb-NO", "Polly.Ida-Neural")
    }


@given(st.lists(st.text(st.characters()) | st.text(st.characters(max_codepoint=0x20))))
def test_no_sentence_whatever_is_in_it_breaks_the_answer(sentences: list[str]) -> None:
    found, _ = parse(tell(sentences))
    assert [verb.tag for verb in found] == ["Say"] * len(sentences) + ["Hangup"]
