"""Reading aloud: only where this machine itself has a voice for the language."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]

# Chromium on a server has no voices, so the browser is given some; the page's code is the real one.
VOICES = """(voices) => {
  window.said = [];
  const heard = new EventTarget();
  const speech = {
    getVoices: () => voices,
    speak: (utterance) => window.said.push([utterance.lang, utterance.text]),
    cancel: () => window.said.push("cancelled"),
    addEventListener: heard.addEventListener.bind(heard),
    dispatchEvent: heard.dispatchEvent.bind(heard),
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""
POLISH = {"lang": "pl-PL", "name": "a", "localService": True}
ELSEWHERE = {"lang": "nb-NO", "name": "b", "localService": False}
BED = "nie mam gdzie dzisiaj spać"


def with_voices(visits: Visits, *voices: dict[str, object]) -> Visitor:
    visitor = visits("pl")
    visitor.page.add_init_script(f"({VOICES})({json.dumps(voices)})")
    visitor.page.reload()
    return visitor


def test_a_message_is_read_in_the_language_there_is_a_voice_for(visits: Visits) -> None:
    visitor = with_voices(visits, POLISH, ELSEWHERE)
    visitor.writes(BED)
    visitor.hears("utter_emergency_shelter_opened")
    button = visitor.page.locator(".aloud").first
    expect(button).to_have_text(visitor.say("utter_chat_read_aloud"))

    button.click()

    expect(button).to_have_text(visitor.say("utter_chat_stop_reading"))
    spoken = [each for each in visitor.evaluate("window.said") if each != "cancelled"]
    assert spoken
    assert {language for language, _ in spoken} == {"pl-PL"}  # nothing is sent to a voice elsewhere
    button.click()
    expect(button).to_have_text(visitor.say("utter_chat_read_aloud"))
    assert visitor.evaluate("window.said.at(-1)") == "cancelled"


def test_without_a_voice_of_the_machine_nothing_is_offered(visits: Visits) -> None:
    visitor = with_voices(visits, ELSEWHERE)

    visitor.writes(BED)

    visitor.hears("utter_emergency_shelter_opened")
    expect(visitor.page.locator(".aloud")).to_have_count(0)
