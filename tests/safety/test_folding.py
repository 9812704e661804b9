"""Which spellings are one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.folding import fold, fold_words

SAME = [
    ("Å sove", "a sove"),
    ("aa sove", "å sove"),
    ("dør", "doer"),
    ("være", "vaere"),
    ("głodny", "GLODNY"),
    ("hjeeelp", "hjelp"),
    ("don't", "dont"),
    ("don’t", "dont"),
    ("أنا", "انا"),
    ("إبني", "ابني"),
    ("آكل", "اكل"),
    ("على", "علي"),
    ("مساعدة", "مساعده"),
    ("مَكَان", "مكان"),
    ("مـــكان", "مكان"),
    ("١٢", "12"),
    ("۱۲", "12"),
    ("so\u200bve", "sove"),
    ("\u202bmat\u202c", "mat"),
    ("ｈｅｌｐ", "help"),
    ("ሠላም", "ሰላም"),
    ("ፀጸ", "ጸፀ"),
    ("አነ", "ኣነ"),
    ("ዓደይ", "ኣደይ"),
    ("ئێستا", "ئيستا"),
    ("ماڵەوە", "مالهوه"),
    ("ډوډۍ", "دودي"),
    ("روٹی نہیں", "روتی نهین"),
    ("ёлка", "елка"),
    ("їжа", "іжа"),
    ("ŧáŋ", "tan"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_thanks_in_norwegian_is_not_yes_in_polish_in_an_answer() -> None:
    assert fold("takk", keep_doubles=True) != fold("tak", keep_doubles=True)


def test_sentences_end_at_stops_but_not_at_dots_of_hesitation() -> None:
    assert fold_words("a... b. c? d") == [("a", 0), ("b", 0), ("c", 1), ("d", 2)]
    assert fold_words("a። b፧ c۔ d؟ e") == [("a", 0), ("b", 1), ("c", 2), ("d", 3), ("e", 4)]


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    words = [word for word, _ in fold_words(text)]
    assert [word for word, _ in fold_words(" ".join(words))] == words
