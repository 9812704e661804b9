"""What is sent fits the channel: few segments, in every language."""

import pytest

from bot.delivery.encoding import measure, normalise
from bot.delivery.more import cut
from bot.delivery.speaker import WELCOME, Speaker
from bot.language.checks import GSM_LANGUAGES
from bot.language.files import LOCALE, po_path, texts
from bot.language.served import LANGUAGES
from tests.product import REGISTER

PARTS = ("utter_term/", "utter_young_", "utter_may_refuse", "utter_help")


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(REGISTER)


def segments(speaker: Speaker, language: str, *names: str) -> int:
    words = "\n".join(speaker.catalogue.text(name, language) for name in names)
    return measure(normalise(words, language)).segments


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_message_is_short(speaker: Speaker, language: str) -> None:
    assert segments(speaker, language, WELCOME) <= (2 if language in GSM_LANGUAGES else 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_and_the_path_of_the_young_fit_with_the_offer(
    speaker: Speaker, language: str
) -> None:
    most = 3 if language in GSM_LANGUAGES else 5
    names = [name for name in texts(po_path(LOCALE, "nb")) if name.startswith(PARTS)]
    first = {name: cut(speaker, name, language)[0] for name in names}
    too_long = [name for name in names if measure(normalise(first[name], language)).segments > most]
    assert too_long == []
