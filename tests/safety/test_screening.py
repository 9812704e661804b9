"""What the safety net makes of single messages."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.brain.measuring import own
from bot.language.served import LANGUAGES
from bot.safety import Screening, screen

CERTAIN = [
    ("shelter", "Jeg har ikke et sted å bo i natt"),
    ("necessities", "Jeg har ikke penger til mat i dag"),
    ("necessities", "Strømmen er stengt, eller stenges i dag eller i morgen"),
    ("shelter", "Eg har ikkje ein stad å bu i natt"),
    ("necessities", "Eg har ikkje pengar til mat i dag"),
    ("necessities", "Straumen er stengd, eller blir stengd i dag eller i morgon"),
    ("shelter", "I do not have a place to stay tonight"),
    ("necessities", "I do not have money for food today"),
    ("necessities", "My electricity has been disconnected, or will be today or tomorrow"),
    ("shelter", "jeg har ikke noe sted å sove i natt"),
    ("child", "mamma slår meg"),
    ("child", "jeg er 12 og alene hjemme og redd"),
    ("violence", "mąż mnie bije"),
    ("shelter", "ما عندي مكان نام فيه الليلة"),
    ("suicide", "bidi mout"),
    ("violence", "naboen banker opp kona si, jeg hører skrik"),
    ("suicide", "my friend wants to kill himself"),
    ("violence", "i går slo mannen min meg"),
]

ASKED = [
    ("violence", "jeg er redd"),
    ("suicide", "jeg orker ikke mer"),
    ("violence", "jeg er redd, ring 900 00 123"),
    ("violence", "jeg er redd, ring ⟨phone 1⟩"),
    ("necessities", "we have nothing left"),
    ("suicide", "nie mam już siły"),
    ("suicide", "مو قادر أكمل"),
    ("suicide", "I'm not suicidal"),
    ("life", "hjelp"),
    ("life", "Hjelp! Hjelp!"),
    ("life", "help"),
    ("life", "pomocy"),
    ("life", "مساعدة"),
    ("life", "🆘"),
    ("necessities", "food"),
    ("necessities", "mat"),
    ("necessities", "jedzenie"),
    ("shelter", "hva skjer hvis noen ikke har et sted å sove i natt?"),
]

NOTHING = [
    "jeg har et sted å sove",
    "er ikke redd",
    "mobilen min døde",
    "my phone died",
    "I'm starving lol what's for dinner",
    "dette skjemaet tar livet av meg",
    "umieram ze śmiechu",
    "متت من الضحك",
    "kan jeg få hjelp til depositum",
    "hva er reglene for midlertidig bolig",
    "can someone call me tomorrow",
    "power of attorney for my mother",
    "dzień dobry",
    "مرحبا",
    "takk for hjelpen",
    "hei igjen",
    "",
    "  \n ",
    "?!",
]

SPELLINGS = [
    ("JEG HAR IKKE NOE STED Å SOVE I NATT", "shelter"),
    ("jeg har ikke noe sted a sove i natt", "shelter"),
    ("jeg har ikke noe sted aa sove i natt", "shelter"),
    ("jeg har ikkkke noeee sted å soooove", "shelter"),
    ("jeg har ikke... noe sted, å sove!!!", "shelter"),
    ("jeg har ik\u200bke noe st\u00aded å sove", "shelter"),
    ("ikkemat hjemme og ingenpenger til mat", "necessities"),
    ("jeg tenker på selvmrod hele tiden", "suicide"),
    ("nie mam pieniedzy na jedzenie", "necessities"),
    ("NIE MAM GDZIE SPAC", "shelter"),
    ("mezczyzna z nozem mi grozi", "violence"),
    ("mannen min slar meg", "violence"),
    ("he dosent let me leave the house and he hit me", "violence"),
    ("زوجى بيضربنى", "violence"),
    ("زَوْجِي بِيَضْرِبْنِي", "violence"),
    ("زوجـــي بيضربـــني", "violence"),
    ("أبويا بيضربني وعندي ١٢ سنة", "child"),
    ("وزوجي بيضربني", "violence"),
]

POLITE = [
    "hei",
    "kan dere hjelpe meg",
    "vær så snill",
    "god dag",
    "hello",
    "please",
    "can you help me please",
    "dzień dobry",
    "proszę",
    "السلام عليكم",
    "لو سمحت",
    "tusen takk",
    "thank you so much",
    "dziękuję",
    "شكرا",
]

# Of every language, and found: a tenth of the messages the net is measured on.
EMERGENCIES = [
    each.text
    for each in list(own())[::10]
    if each.emergency != "none" and screen(each.text).level is not None
]


@pytest.mark.parametrize(("kind", "text"), CERTAIN, ids=[text for _, text in CERTAIN])
def test_plain_danger_is_certain(kind: str, text: str) -> None:
    screening = screen(text)
    assert (screening.kind, screening.level) == (kind, "certain")


@pytest.mark.parametrize(("kind", "text"), ASKED, ids=[text for _, text in ASKED])
def test_vague_danger_asks_one_question_first(kind: str, text: str) -> None:
    screening = screen(text)
    assert (screening.kind, screening.level) == (kind, "ask")


@pytest.mark.parametrize("text", NOTHING)
def test_harmless_words_open_nothing(text: str) -> None:
    assert screen(text) == Screening()


@pytest.mark.parametrize(("text", "kind"), SPELLINGS)
def test_danger_is_seen_however_it_is_spelt(text: str, kind: str) -> None:
    assert screen(text).kind == kind


def test_the_rule_names_the_entry_and_never_the_words() -> None:
    assert screen("mannen min slår meg").rule == "nb/violence/beaten"


def test_a_figure_of_speech_does_not_hide_danger_beside_it() -> None:
    assert screen("telefonen min døde. mannen min slår meg").level == "certain"


def test_another_language_does_not_soften() -> None:
    # Folded, Norwegian "grå" is Polish "gra" (a game).
    assert screen("mamma er grå i ansiktet og puster ikke").level == "certain"


@pytest.mark.parametrize("polite", POLITE)
def test_politeness_never_lowers_an_emergency(polite: str) -> None:
    for emergency in EMERGENCIES:
        plain = screen(emergency)
        for text in (f"{polite} {emergency}", f"{emergency} {polite}"):
            polished = screen(text)
            assert (plain.level, polished.level) in {
                ("certain", "certain"),
                ("ask", "ask"),
                ("ask", "certain"),
            }, text


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    screening = screen(text)
    assert (screening.kind is None) == (screening.level is None) == (screening.rule is None)


@settings(max_examples=300)
@given(st.sampled_from(EMERGENCIES))
def test_case_and_accents_do_not_matter(text: str) -> None:
    plain = screen(text)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    assert screen(text.upper()).level == plain.level
    assert screen(bare).level == plain.level


@given(st.text(alphabet="jeg har ikke mat slår meg kid hit عندي ما", max_size=10_000))
@settings(max_examples=5, deadline=None)
def test_very_long_texts_are_read_to_their_end(noise: str) -> None:
    assert screen("ok " * 3000 + noise[:1000] + ". I do not have a place to sleep tonight").level


def test_reading_needs_no_heavy_library() -> None:
    program = (
        "import sys; from bot.safety import screen; screen('hei');"
        "heavy = {'rasa', 'sklearn', 'numpy', 'tensorflow'} & set(sys.modules);"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


HELP = {
    "nb": "hjelp", "nn": "hjelp meg", "en": "help", "se": "veahkki", "uk": "допоможіть",
    "ar": "مساعدة", "ru": "помогите", "pl": "pomocy", "ti": "ሓገዝ", "so": "i caawi", "fa": "کمک",
    "ps": "مرسته", "ckb": "یارمەتی", "ku": "alîkarî", "tr": "yardım", "lt": "padėkit",
    "ur": "مدد", "es": "ayuda", "fr": "aidez moi", "sw": "msaada",
}  # fmt: skip
FOOD = {
    "nb": "mat", "nn": "mat", "en": "food", "se": "borramuš", "uk": "їжа", "ar": "طعام",
    "ru": "еда", "pl": "jedzenie", "ti": "መግቢ", "so": "cunto", "fa": "غذا", "ps": "خواړه",
    "ckb": "خواردن", "ku": "xwarin", "tr": "yemek", "lt": "maistas", "ur": "کھانا",
    "es": "comida", "fr": "nourriture", "sw": "chakula",
}  # fmt: skip


@pytest.mark.parametrize("words", [HELP, FOOD], ids=["help", "food"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_single_word_in_any_language_is_asked_about(words: dict[str, str], language: str) -> None:
    assert screen(words[language]).level == "ask"


@pytest.mark.parametrize("text", ["jeg er 16 år", "hei jeg er 9 år", "عمري 16", "Je suis jeune"])
def test_an_age_or_a_label_of_ours_alone_is_no_sign_of_danger(text: str) -> None:
    assert screen(text).level is None


@pytest.mark.parametrize("text", ["jeg er 12 år og redd for pappa", "jai fugué jai 14 ans"])
def test_an_age_beside_danger_takes_nothing_from_it(text: str) -> None:
    assert screen(text).level is not None
