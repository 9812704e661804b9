"""The trained half of the net: what it hears, and that it stays whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import screen
from bot.safety.concepts import word_lists
from bot.safety.features import BUCKETS
from bot.safety.folding import fold_words
from bot.safety.trained_model import PIECE, TrainedModel, trained_model


def heard(text: str):
    return trained_model().read([word for word, _ in fold_words(text)])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("he wont let me leave the flat and took my keys", "violence", id="english"),
        pytest.param(
            "vi har ikkje eta sidan i går, ungane er svoltne", "necessities", id="nynorsk"
        ),
        pytest.param("wyrzucili mnie z mieszkania, siedzę na dworcu", "shelter", id="polish"),
        pytest.param("не хочу больше жить, всё решила", "suicide", id="russian"),
    ],
)
def test_danger_that_no_phrase_names_is_heard(text: str, kind: str) -> None:
    reading = heard(text)
    assert reading.danger > 0
    assert reading.kind == kind


def test_danger_is_not_drowned_in_a_long_letter() -> None:
    letter = "i want to ask about my application and the papers for it. " * 20
    assert screen(f"{letter} we were put out on the street today with the kids").level
    assert len(letter.split()) > 4 * PIECE


def test_weights_that_are_not_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="are not 2 times"):
        TrainedModel(
            bytes(BUCKETS),
            factor=1.0,
            inner_bias=[0.0, 0.0],
            outer=[[0.0] * 7] * 2,
            outer_bias=[0.0] * 7,
            lists=word_lists(),
        )


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=80))
@settings(max_examples=50, deadline=None)
def test_any_words_are_read_and_always_alike(words: list[str]) -> None:
    model = trained_model()
    assert model.read(words) == model.read(words)
