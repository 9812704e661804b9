"""The LIX of texts whose answer can be counted by hand."""

import pytest

from bot.language.readability import lix


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", 0.0),
        ("{nks}", 0.0),
        ("Du kan be om hjelp.", 5.0),
        ("Du kan be om hjelp. Det er gratis.", 8 / 2),
        ("Ta med husleiekontrakten.", 3 + 100 / 3),
        ("Ring NAV:\n{nks}\nDe svarer deg.", 5 / 2),
        ("Ta med det:\n- papirer", 4 / 2 + 100 / 4),
    ],
)
def test_words_a_sentence_and_long_words_a_hundred(text: str, value: float) -> None:
    assert lix(text) == pytest.approx(value)
