"""Who writes for somebody else, in every language, and who only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.behalf import (
    BEHALF_DIR,
    CHILD,
    FAMILY,
    FRIEND,
    GUARDIAN,
    WORK,
    asks_of_anothers_case,
    read_behalf,
)
from bot.language.served import LANGUAGES

FOR_A_PARENT = {
    "nb": ("Jeg ringer for moren min", "hei, jeg skriver for mamma", "moren min kan ikke norsk"),
    "nn": ("eg skriv for mor mi", "hei eg ringjer for far min", "mora mi treng hjelp"),
    "en": ("I am writing for my mother", "calling for my dad", "my mum doesn't speak Norwegian"),
    "se": ("mun čálán eatni ovddas", "veahkehan eadnán", "eadnán ii máhte dárogiela"),
    "uk": ("я пишу за маму", "допомагаю мамі", "мама не розуміє норвезької"),
    "ar": ("أكتب نيابة عن أمي", "أنا أترجم لأمي", "أمي لا تتكلم النرويجية"),
    "ru": ("я пишу за маму", "помогаю папе", "мама не говорит по-норвежски"),
    "pl": ("piszę w imieniu mamy", "tłumaczę mamie", "mama nie mówi po norwesku"),
    "ti": ("ንኣደይ እጽሕፍ ኣለኹ", "ንኣቦይ እሕግዝ ኣለኹ", "ኣደይ ሓገዝ የድልያ"),
    "so": ("waxaan u qorayaa hooyaday", "waxaan u turjumayaa hooyaday", "aabahay lacag ma haysto"),
    "fa": ("برای مادرم می‌نویسم", "از طرف پدرم", "مادرم پول ندارد"),
    "ps": ("زه د مور لپاره لیکم", "د پلار له خوا", "مور مې مرستې ته اړتیا لري"),
    "ckb": ("من بۆ دایکم دەنووسم", "لەبری باوکم", "دایکم نەرویجی نازانێت"),
    "ku": ("ez ji bo diya min dinivîsim", "li ser navê bavê min", "diya min norwecî nizane"),
    "tr": ("annem için yazıyorum", "babam adına arıyorum", "annemin yardıma ihtiyacı var"),
    "lt": ("rašau mamos vardu", "padedu tėčiui", "mano mama nekalba norvegiškai"),
    "ur": ("میں امی کے لیے لکھ رہی ہوں", "والد کی طرف سے", "میری امی کو مدد چاہیے"),
    "es": ("escribo por mi madre", "llamo de parte de mi padre", "mi mamá no habla noruego"),
    "fr": ("j'écris pour ma mère", "j'aide mon père", "ma mère ne parle pas norvégien"),
    "sw": ("naandika kwa niaba ya mama yangu", "namsaidia baba yangu", "mama yangu hajui kinorwe"),
}  # fmt: skip
FOR_A_NEIGHBOUR = {
    "nb": "naboen min trenger hjelp med papirer",
    "nn": "eg skriv for naboen min",
    "en": "I am helping my neighbour",
    "se": "veahkehan ránnján",
    "uk": "допомагаю сусідці",
    "ar": "أكتب نيابة عن جارتي",
    "ru": "пишу за соседку",
    "pl": "pomagam sąsiadce",
    "ti": "ንጎረቤተይ እሕግዝ ኣለኹ",
    "so": "waxaan caawinayaa deriskayga",
    "fa": "برای همسایه ام می نویسم",
    "ps": "زما د ګاونډي له خوا",
    "ckb": "بۆ دراوسێکەم دەنووسم",
    "ku": "alîkariya cîranê min dikim",
    "tr": "komşum için yazıyorum",
    "lt": "padedu kaimynei",
    "ur": "اپنے پڑوسی کی مدد کر رہا ہوں",
    "es": "ayudo a mi vecina",
    "fr": "j'aide ma voisine",
    "sw": "namsaidia jirani yangu",
}
WITH_A_PAPER = {
    "nb": "jeg har fullmakt for faren min",
    "nn": "eg har fullmakt frå far min",
    "en": "I have power of attorney for my aunt",
    "se": "mus lea fápmudus",
    "uk": "у мене є довіреність від мами",
    "ar": "معي توكيل من أبي",
    "ru": "у меня есть доверенность от мамы",
    "pl": "mam pełnomocnictwo od mamy",
    "ti": "ውክልና ኣለኒ",
    "so": "waxaan haystaa wakaalad",
    "fa": "وکالت نامه دارم",
    "ps": "زه وکالت خط لرم",
    "ckb": "وەکالەتم هەیە",
    "ku": "wekaleta min heye",
    "tr": "annem için vekaletnamem var",
    "lt": "turiu įgaliojimą",
    "ur": "میرے پاس مختار نامہ ہے",
    "es": "tengo poder notarial de mi padre",
    "fr": "j'ai une procuration",
    "sw": "nina hati ya uwakilishi",
}
FOR_THEMSELVES = {
    "nb": (
        "moren min sa at jeg skulle skrive",
        "jeg trenger hjelp til barna mine",
        "sønnen min trenger mat",
        "jeg er lærer og har mistet jobben",
        "hva er fullmakt",
        "naboen bråker hele natta",
    ),
    "nn": ("mor mi sa at eg skulle skrive", "sonen min treng klede"),
    "en": ("my mother told me to write", "my son needs food", "my husband lost his job", "mom"),
    "se": ("eadnán dajai ahte galggan čállit",),
    "uk": ("мама сказала написати вам", "у моєї дитини немає їжі"),
    "ar": ("قالت لي أمي أن أكتب", "ابني بحاجة لمساعدة"),
    "ru": ("мама сказала написать вам", "моему сыну нужна помощь"),
    "pl": ("mama kazała mi napisać", "mój syn potrzebuje pomocy"),
    "ti": ("ኣደይ ክጽሕፍ ነጊራትኒ",),
    "so": ("hooyaday ayaa igu tiri qor", "wiilkaygu cunto ma haysto"),
    "fa": ("مادرم گفت بنویسم", "پسرم غذا ندارد"),
    "ps": ("مور مې راته وویل چې ولیکه",),
    "ckb": ("دایکم پێی گوتم بنووسم",),
    "ku": ("diya min got binivîse",),
    "tr": ("annem yaz dedi", "oğlumun yardıma ihtiyacı var"),
    "lt": ("mama liepė parašyti", "mano sūnui reikia pagalbos"),
    "ur": ("امی نے کہا لکھو",),
    "es": ("mi madre me dijo que escribiera", "mi hijo necesita ayuda"),
    "fr": ("ma mère m'a dit d'écrire", "mon fils a besoin d'aide"),
    "sw": ("mama aliniambia niandike", "mtoto wangu anahitaji msaada"),
}


def of_all(messages: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in messages.items() for text in texts]


def test_every_language_has_its_words() -> None:
    assert {path.stem for path in BEHALF_DIR.glob("*.yml")} == set(LANGUAGES)
    assert set(FOR_A_PARENT) == set(FOR_A_NEIGHBOUR) == set(FOR_THEMSELVES) == set(LANGUAGES)


@pytest.mark.parametrize(("language", "text"), of_all(FOR_A_PARENT))
def test_a_son_or_daughter_writes_for_a_parent(language: str, text: str) -> None:
    behalf = read_behalf(text)
    assert behalf is not None
    assert behalf.relation == CHILD
    assert behalf.whom
    assert not behalf.has_paper


@pytest.mark.parametrize(("language", "text"), FOR_A_NEIGHBOUR.items())
def test_a_neighbour_writes(language: str, text: str) -> None:
    behalf = read_behalf(text)
    assert behalf is not None
    assert (behalf.relation, behalf.has_paper) == (FRIEND, False)


@pytest.mark.parametrize(("language", "text"), WITH_A_PAPER.items())
def test_somebody_has_a_paper(language: str, text: str) -> None:
    behalf = read_behalf(text)
    assert behalf is not None
    assert behalf.has_paper


@pytest.mark.parametrize(("language", "text"), of_all(FOR_THEMSELVES))
def test_others_write_for_themselves(language: str, text: str) -> None:
    assert read_behalf(text) is None


@pytest.mark.parametrize(
    ("text", "relation", "whom"),
    [
        ("jeg er verge for en gammel dame", GUARDIAN, "en gammel dame"),
        ("som sosialarbeider skriver jeg på vegne av en klient", WORK, "en klient"),
        ("my mother has no food, I am her daughter", CHILD, "my mother"),
        ("jeg skriver for mannen min", FAMILY, "mannen min"),
        ("jeg skriver på vegne av en annen", None, None),
        ("kan noen ringe bestemora mi", FAMILY, "bestemora mi"),
    ],
)
def test_who_they_are_and_for_whom(text: str, relation: str | None, whom: str | None) -> None:
    behalf = read_behalf(text)
    assert behalf is not None
    assert (behalf.relation, behalf.whom) == (relation, whom)


@pytest.mark.parametrize(
    ("text", "is_minor"),
    [
        ("I am 12 and translate for my mother", True),
        ("jeg er 14 og tolker for mamma", True),
        ("أنا أترجم لأمي عمري 13", True),
        ("jeg er 45 år gammel og skriver for moren min", False),
        ("jeg skriver for moren min", None),
        ("jeg skriver for moren min som har 3 barn", None),
    ],
)
def test_the_age_a_child_says(text: str, is_minor: bool | None) -> None:
    behalf = read_behalf(text)
    assert behalf is not None
    assert behalf.is_minor is is_minor


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("hvordan går det med saken til moren min", True),
        ("what about my mother's application", True),
        ("hvordan går det med saken min", False),
        ("når får jeg penger til barna mine", False),
    ],
)
def test_a_question_about_anothers_case(text: str, asks: bool) -> None:
    assert asks_of_anothers_case(text) is asks


@given(st.text(max_size=200))
def test_nothing_anybody_writes_breaks_it(text: str) -> None:
    read_behalf(text)
    asks_of_anothers_case(text)
