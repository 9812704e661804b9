"""Which language a message is in: short, shouted, without marks, mixed, or impossible to say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.language.identify import identify, likely
from bot.language.served import LANGUAGES

MESSAGES = Path(__file__).with_name("messages.tsv")

SENTENCES = {
    "nb": "Jeg har ikke fått svar på søknaden min",
    "nn": "Eg har ikkje fått svar på søknaden min",
    "en": "I have not had an answer to my application",
    "se": "Mun in leat ožžon vástádusa iežan ohcamii",
    "uk": "Я ще не отримала відповіді на свою заяву",
    "ar": "لم أحصل بعد على رد على طلبي",
    "ru": "Я ещё не получила ответа на своё заявление",
    "pl": "Nie dostałam jeszcze odpowiedzi na mój wniosek",
    "ti": "ክሳብ ሕጂ መልሲ ኣይረኸብኩን",
    "so": "Weli jawaab kama helin codsigayga",
    "fa": "هنوز جوابی برای درخواستم نگرفته‌ام",
    "ps": "ما لا تر اوسه د خپل غوښتنلیک ځواب نه دی ترلاسه کړی",
    "ckb": "هێشتا وەڵامی داواکارییەکەم وەرنەگرتووە",
    "ku": "Min hîn bersiva serlêdana xwe negirtiye",
    "tr": "Başvuruma henüz cevap alamadım",
    "lt": "Aš dar negavau atsakymo į savo prašymą",
    "ur": "مجھے ابھی تک اپنی درخواست کا جواب نہیں ملا",
    "es": "Todavía no he recibido respuesta a mi solicitud",
    "fr": "Je n'ai pas encore reçu de réponse à ma demande",
    "sw": "Bado sijapata jibu la ombi langu",
}


def collected() -> Iterator[tuple[str, str]]:
    for line in MESSAGES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, _, text = line.split("\t")
            yield language, text


def cases() -> list[Any]:
    return [pytest.param(language, text, id=language) for language, text in SENTENCES.items()]


def test_there_is_a_sentence_for_every_language() -> None:
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize(("language", "text"), cases())
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    assert identify(text).language == language


@pytest.mark.parametrize(("language", "text"), cases())
def test_a_shouted_sentence_is_recognised(language: str, text: str) -> None:
    assert identify(text.upper()).language == language


COLLECTED = ("nb", "nn", "en", "pl", "ar")


@pytest.mark.parametrize("language", COLLECTED)
def test_short_messages_are_recognised(language: str) -> None:
    """Of each language's messages at most one in 20 is taken for another, with no memory."""
    texts = [text for each, text in collected() if each == language]
    wrong = [text for text in texts if identify(text).language not in (language, None)]
    assert len(texts) >= 40
    assert len(wrong) <= len(texts) / 20, wrong


@pytest.mark.parametrize("language", COLLECTED)
def test_with_memory_a_conversation_stays_in_its_language(language: str) -> None:
    texts = [text for each, text in collected() if each == language]
    wrong = [text for text in texts if identify(text, language).language != language]
    assert len(wrong) <= len(texts) / 50, wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("hei", "nb", id="norwegian hello"),
        pytest.param("Hello", "en", id="english hello"),
        pytest.param("Cześć", "pl", id="polish hello"),
        pytest.param("مرحبا", "ar", id="arabic hello"),
        pytest.param("Marhaba", "ar", id="arabic hello in latin letters"),
        pytest.param("Привіт", "uk", id="ukrainian hello"),
        pytest.param("Thank you!", "en", id="english thanks"),
        pytest.param("dziekuje", "pl", id="polish thanks without marks"),
    ],
)
def test_an_opening_is_enough(text: str, language: str) -> None:
    assert identify(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("123", id="digits"),
        pytest.param("👍", id="thumb"),
        pytest.param("ok", id="ok"),
        pytest.param("tak", id="a word of several languages"),
        pytest.param("NAV", id="a name"),
        pytest.param("⟨phone 1⟩", id="a token"),
        pytest.param("https://www.nav.no/sosialhjelp", id="an address"),
    ],
)
def test_what_says_nothing_asks_or_keeps_what_is_remembered(text: str) -> None:
    assert identify(text).language is None
    assert identify(text, "pl").language == "pl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("मुझे मदद चाहिए", "hi", id="hindi"),
        pytest.param("எனக்கு உதவி தேவை", "ta", id="tamil"),
        pytest.param("我没有钱付房租", "zh", id="chinese"),
        pytest.param("ich habe seit zwei wochen kein geld mehr", "de", id="german"),
        pytest.param("tôi không có tiền trả tiền nhà", "vi", id="vietnamese"),
        pytest.param("nuk kam para per qirane e shtepise", "sq", id="albanian"),
        pytest.param("wala na akong pera pambayad ng upa", "tl", id="tagalog"),
        pytest.param("ᚠᚢᚦᚨᚱᚲ", "und", id="a script nobody reads"),
    ],
)
def test_a_language_we_do_not_serve_is_not_taken_for_one_we_do(text: str, language: str) -> None:
    assert identify(text).language == language
    assert identify(text, "pl").language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("ana mafi maal lel akl elyom", "ar", id="arabic"),
        pytest.param("mere paas kiraye ke paise nahi hain", "ur", id="urdu"),
        pytest.param("man pool nadaram baraye ejare khane", "fa", id="persian"),
        pytest.param("u menya net deneg na kvartiru", "ru", id="russian"),
        pytest.param("meni nema chym platyty za zhytlo", "uk", id="ukrainian"),
        pytest.param("nie mam pieniedzy na czynsz w tym miesiacu", "pl", id="polish, no marks"),
        pytest.param("bu ay kirayi odeyecek param yok", "tr", id="turkish, no marks"),
    ],
)
def test_what_is_written_without_its_own_letters_is_still_told(text: str, language: str) -> None:
    assert identify(text).language == language


def test_badini_kurdish_in_arabic_letters_is_kurmanji() -> None:
    assert identify("دڤێت بمرم چو نەمایە بۆ من").language == "ku"


def test_languages_that_are_likely_are_named_and_no_others() -> None:
    assert set(likely("привет мир")) <= {"ru", "uk"}
    assert 1 <= len(likely("سلام")) <= 3
    assert likely("123") == ()


@pytest.mark.parametrize(
    ("text", "remembered", "language"),
    [
        pytest.param("hei", "nn", "nn", id="hello keeps nynorsk"),
        pytest.param("takk for svar", "nn", "nn", id="no marker keeps nynorsk"),
        pytest.param("jeg vet ikke", "nn", "nb", id="bokmål words leave nynorsk"),
        pytest.param("husleie", "pl", "pl", id="a borrowed word keeps polish"),
        pytest.param("i need an interpreter today", "nb", "en", id="a sentence is believed"),
        pytest.param("تمام", "ar", "ar", id="an unknown short word"),
    ],
)
def test_memory_decides_only_what_the_words_do_not(
    text: str, remembered: str, language: str
) -> None:
    assert identify(text, remembered).language == language


@given(st.text(), st.sampled_from([None, *LANGUAGES]))
def test_any_text_gets_one_answer(text: str, remembered: str | None) -> None:
    guess = identify(text, remembered)
    assert guess == identify(text, remembered)
    assert guess.language is None or Locale.parse("nb").languages[guess.language]
    assert 0.0 <= guess.confidence <= 1.0
