"""Long answers by SMS: a first part that fits, the rest for the word "more", nothing lost."""

from pathlib import Path

import pytest

from bot.delivery.encoding import GSM_LANGUAGES, measure, normalise
from bot.delivery.more import MORE, OFFER, cut
from bot.delivery.speaker import Speaker
from bot.language.placeholders import placeholders
from bot.language.served import LANGUAGES
from bot.language.sources import read_sources

TOPICS = sorted(name for name in read_sources() if name.startswith("utter_topic/"))


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker.load(Path("data/register/demo"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_fits_its_channel_and_nothing_of_it_is_lost(
    speaker: Speaker, language: str
) -> None:
    most = 3 if language in GSM_LANGUAGES else 5
    more, offer = (speaker.catalogue.text(name, language) for name in (MORE, OFFER))
    for name in TOPICS:
        whole = speaker.catalogue.text(name, language)
        first, rest = cut(speaker, name, language)
        assert "\n".join(part for part in (first, rest) if part) == whole
        for parts in ([first, more, offer] if rest else [first, offer], [rest, offer]):
            sent = normalise("\n".join(part for part in parts if part), language)
            assert measure(sent).segments <= most, (name, sent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_stays_with_the_line_that_says_whose_it_is(
    speaker: Speaker, language: str
) -> None:
    for name in TOPICS:
        first, rest = cut(speaker, name, language)
        number = rest.split("\n")[0].replace(" ", "")
        assert not number.isdecimal(), (name, first, rest)
        assert not placeholders(first + rest)
