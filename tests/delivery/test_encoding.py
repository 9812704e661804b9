import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.delivery.encoding import GSM_LANGUAGES, Measure, measure, normalise

# 3GPP TS 23.038 §6.2.1, written out again so that the product's own table is held to something.
BASIC = set(
    "@£$¥èéùìòØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà\n\r"
    + string.ascii_letters
)
EXTENSION = set("^{}\\[~]|€\f")
LANGUAGES = [
    *["nb", "nn", "en", "se", "uk", "ar", "ru", "pl", "ti", "so"],
    *["fa", "ps", "ckb", "ku", "tr", "lt", "ur", "es", "fr", "sw"],
]

gsm_text = st.text(st.sampled_from(sorted(BASIC | EXTENSION)), max_size=500)
any_text = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("aåøéêčاšґሀ–«»…’\u00a0\u200b\u200c\u200d\u2068\ufeff\u00ad\u030a`´\t👍€[Ç"),
    ),
    max_size=400,
)


def cost(text: str) -> tuple[str, list[int], int, int]:
    """Encoding, units of each character, and how many units one or several segments hold."""
    if set(text) <= BASIC | EXTENSION:
        return "GSM-7", [2 if letter in EXTENSION else 1 for letter in text], 160, 153
    return "UCS-2", [len(letter.encode("utf-16-be")) // 2 for letter in text], 70, 67


def segments(units: list[int], single: int, several: int) -> int:
    if sum(units) <= single:
        return 1 if units else 0
    count, room = 0, 0
    for unit in units:
        if unit > room:
            count, room = count + 1, several
        room -= unit
    return count


@given(st.one_of(any_text, gsm_text))
@example("")
@example("Ç")
@example("ç")
@example("\x1b")
@example("a" * 152 + "€" + "a" * 10)
@example("ж" * 66 + "👍" + "ж" * 10)
def test_measure_agrees_with_the_standards_arithmetic(text):
    encoding, units, single, several = cost(text)
    assert measure(text) == Measure(encoding, sum(units), segments(units, single, several))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Measure("GSM-7", 0, 0), id="nothing"),
        pytest.param("Hei på deg, æøå ÆØÅ", Measure("GSM-7", 19, 1), id="Norwegian"),
        pytest.param("én gång, Müller, señor, così", Measure("GSM-7", 28, 1), id="its neighbours"),
        pytest.param("a" * 160, Measure("GSM-7", 160, 1), id="160 fit one"),
        pytest.param("a" * 161, Measure("GSM-7", 161, 2), id="161 need two"),
        pytest.param("a" * 306, Measure("GSM-7", 306, 2), id="306 fit two"),
        pytest.param("a" * 307, Measure("GSM-7", 307, 3), id="307 need three"),
        pytest.param("[" * 80, Measure("GSM-7", 160, 1), id="80 brackets fit one"),
        pytest.param("[" * 81, Measure("GSM-7", 162, 2), id="81 brackets need two"),
        pytest.param(
            "a" * 152 + "€" + "a" * 152, Measure("GSM-7", 306, 3), id="a euro sign is not split"
        ),
        pytest.param("\f" + "a" * 158, Measure("GSM-7", 160, 1), id="a form feed counts two"),
        pytest.param("ж" * 70, Measure("UCS-2", 70, 1), id="70 fit one"),
        pytest.param("ж" * 71, Measure("UCS-2", 71, 2), id="71 need two"),
        pytest.param("ж" * 134, Measure("UCS-2", 134, 2), id="134 fit two"),
        pytest.param("ж" * 135, Measure("UCS-2", 135, 3), id="135 need three"),
        pytest.param("👍" * 35, Measure("UCS-2", 70, 1), id="35 emoji fit one"),
        pytest.param(
            "ж" * 66 + "👍" + "ж" * 66, Measure("UCS-2", 134, 3), id="an emoji is not split"
        ),
        pytest.param("Ça va", Measure("UCS-2", 5, 1), id="Ç is not trusted"),
        pytest.param("français", Measure("UCS-2", 8, 1), id="ç is not trusted"),
        pytest.param("zażółć gęślą jaźń", Measure("UCS-2", 17, 1), id="Polish"),
        pytest.param("ô ê ó á", Measure("UCS-2", 7, 1), id="rarer Norwegian accents"),
    ],
)
def test_a_text_is_counted_as_the_network_bills_it(text, expected):
    assert measure(text) == expected


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("kl. 9–15 — ikke 10−12", "kl. 9-15 - ikke 10-12", id="dashes"),
        pytest.param("NAV\u2011kontor", "NAV-kontor", id="no-break hyphen"),
        pytest.param("«hei» “hei” „hei”", '"hei" "hei" "hei"', id="double quotes"),
        pytest.param("‘hei’ don’t ‹a›", "'hei' don't 'a'", id="single quotes"),
        pytest.param("hei`s it´s", "hei's it's", id="accents as apostrophes"),
        pytest.param("vent…", "vent...", id="ellipsis"),
        pytest.param("55\u00a055\u202f33\u200933", "55 55 33 33", id="spaces"),
        pytest.param("1\tja", "1 ja", id="tab"),
        pytest.param("a\u2028b", "a\nb", id="line separator"),
        pytest.param("• ja\n• nei", "- ja\n- nei", id="bullets"),
        pytest.param("\ufeffhei\u200b på\u00ad deg\u2060", "hei på deg", id="zero width"),
        pytest.param("\u2068112\u2069 \u200e113\u200f", "112 113", id="direction marks"),
        pytest.param("ha\u030ap e\u0301n", "håp én", id="letter and accent apart"),
    ],
)
def test_punctuation_never_doubles_the_price_of_norwegian_or_english(language, text, expected):
    assert normalise(text, language) == expected
    assert measure(normalise(text, language)).encoding == "GSM-7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Kåfjord – Gáivuotna", "Kåfjord - Gáivuotna", id="a Sámi name"),
        pytest.param("Łukasz, ô, č, ﬁ, ½, Å", "Łukasz, ô, č, ﬁ, ½, Å", id="letters stay"),
        pytest.param(
            "Hun skrev: می\u200cخواهم ☎ \u2068112\u2069",
            "Hun skrev: می\u200cخواهم ☎ \u2068112\u2069",
            id="joiners and isolates of quoted words stay",
        ),
        pytest.param("👩\u200d👧", "👩\u200d👧", id="a joined emoji stays one"),
    ],
)
def test_words_of_other_languages_inside_norwegian_stay_whole(text, expected):
    assert normalise(text, "nb") == expected


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - GSM_LANGUAGES))
def test_other_languages_lose_only_invisible_characters_without_meaning(language):
    kept = "«…» – ’ ‘ „ \u00a0می\u200cخواهم \u200d\u2068112\u2069\u200f e\u0301 ʼ ʻ ` ·"
    assert normalise(kept, language) == kept
    assert normalise("\ufeffa\u200bb\u2060c\u00add", language) == "abcd"


@given(any_text, st.sampled_from(LANGUAGES))
@example("a\u00ad\u030a", "nb")
@example("\u1fef", "nn")
@example("a\u200d\u030a", "en")
def test_no_letter_or_digit_of_any_language_is_ever_replaced(text, language):
    """Compared as canonical equivalents: a ring beside its a is the same letter as å."""

    def written(any_text: str) -> str:
        kept = [letter for letter in any_text if unicodedata.category(letter)[0] in "LN"]
        return unicodedata.normalize("NFD", "".join(kept))

    decomposed = unicodedata.normalize("NFD", text)
    assert written(unicodedata.normalize("NFD", normalise(text, language))) == written(decomposed)


@given(any_text, st.sampled_from(LANGUAGES))
def test_normalising_twice_changes_nothing_more(text, language):
    once = normalise(text, language)
    assert normalise(once, language) == once


@given(
    st.lists(
        st.sampled_from(sorted(BASIC | EXTENSION))
        | st.sampled_from("–—‑−‘’‚“”„«»‹›…•·`´\t\u00a0\u2009\u202f\u2028")
        | st.sampled_from("\u00ad\u200b\u200c\u200d\u200e\u2060\u2066\u2069\ufe0f\ufeff"),
        max_size=300,
    ).map("".join),
    st.sampled_from(["nb", "nn", "en"]),
)
def test_gsm_letters_with_any_punctuation_travel_as_gsm(text, language):
    assert measure(normalise(text, language)).encoding == "GSM-7"
