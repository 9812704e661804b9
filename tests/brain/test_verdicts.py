"""Will I get money, how much, what happens with my case: no verdict, and a human who can say."""

from collections.abc import Callable

import pytest

from bot.language.placeholders import placeholders
from tests.brain.conversation import Person

pytestmark = pytest.mark.brain

QUESTIONS = {
    "nb": ("får jeg penger fra nav", "hvor mye får jeg", "hva skjer med saken min"),
    "nn": ("får eg pengar frå nav", "kor mykje får eg", "kva skjer med saka mi"),
    "en": ("will i get money from nav", "how much do i get", "what happens with my case"),
    "se": ("oaččun go ruđa NAVas", "man ollu oaččun", "mii dáhpáhuvvá mu áššiin"),
    "uk": ("чи отримаю я гроші від нав", "скільки я отримаю", "що з моєю справою"),
    "ar": ("هل سأحصل على مال من NAV", "كم سأحصل", "ماذا يحدث في قضيتي"),
    "ru": ("получу ли я деньги от нав", "сколько я получу", "что с моим делом"),
    "pl": ("czy dostanę pieniądze z NAV", "ile dostanę", "co z moją sprawą"),
    "ti": ("ካብ NAV ገንዘብ ክረክብ ድየ", "ክንደይ ክረክብ እየ", "ጉዳየይ እንታይ በጺሑ"),
    "so": ("lacag ma ka heli doonaa NAV", "imisa ayaan helayaa", "maxaa ku dhacaya kiiskayga"),
    "fa": ("آیا از NAV پول می گیرم", "چقدر می گیرم", "پرونده من چه شد"),
    "ps": ("له NAV به پیسې واخلم", "څومره به واخلم", "زما قضیه څنګه شوه"),
    "ckb": ("پارە لە NAV وەردەگرم", "چەند وەردەگرم", "کەیسەکەم چی لێهات"),
    "ku": ("ez ê ji NAV pere bistînim", "ez ê çiqas bistînim", "doza min çi bû"),
    "tr": ("NAV'dan para alacak mıyım", "ne kadar alırım", "dosyam ne oldu"),
    "lt": ("ar gausiu pinigų iš NAV", "kiek gausiu", "kas su mano byla"),
    "ur": ("کیا مجھے NAV سے پیسے ملیں گے", "مجھے کتنے ملیں گے", "میرے کیس کا کیا ہوا"),
    "es": ("voy a recibir dinero de NAV", "cuánto me dan", "qué pasa con mi caso"),
    "fr": (
        "est-ce que je vais avoir de l'argent de NAV",
        "combien je reçois",
        "où en est mon dossier",
    ),
    "sw": ("nitapata pesa kutoka NAV", "nitapata kiasi gani", "kesi yangu imefikia wapi"),
}
TO_A_HUMAN = {
    "utter_call_offer",
    "utter_choose_topic",
    "utter_not_understood",
    "utter_out_of_scope",
    "utter_ask_callback_about",
    "utter_ask_callback_needs",
    "utter_ask_callback_kommune",
    "callback_status",
}
"""What offers a person who phones, asks for one, or says when one will."""


@pytest.mark.parametrize("language", QUESTIONS)
def test_no_verdict_and_a_way_to_somebody_who_can_say(
    speaker_of: Callable[[str], Person], language: str
) -> None:
    for question in QUESTIONS[language]:
        person = speaker_of(language)
        said = person.says(question)
        assert said[-1] in TO_A_HUMAN, (question, said)
        assert not placeholders(person.read)
        assert "kroner" not in person.read.casefold()
        assert "NOK" not in person.read
