"""Who writes what: people in danger, people with a question, each from a number of their own."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.twilio_standin import TwilioStandin
from tests.twilio_standin.phone import Inbound

WITH_A_PLACE = (
    "Jeg bor i Lykkefjord og har ikke noe sted å sove i natt",
    "mannen min slår meg, jeg er i Lykkefjord",
    "det er ingen mat til barna i dag, vi bor i Lykkefjord",
)
WITHOUT_A_PLACE = (
    "eg har ikkje nokon stad å sove i natt",
    "i have nowhere to sleep tonight",
    "my husband is beating me",
    "nie mam gdzie dzisiaj spać",
    "ما عندي مكان أنام فيه الليلة",
    "ma haysto meel aan seexdo caawa",
    "мне негде сегодня ночевать",
    "امشب جای خواب ندارم",
)
PLACE = "Lykkefjord"
QUESTIONS = (
    "hei, jeg får ikke betalt husleia denne måneden. hva gjør jeg",
    "jeg har ikke bankid hvordan søker jeg",
    "hei, hva er åpningstidene",
    "kan noen ringe meg om husleia",
    "eg klarar ikkje å betale husleiga, kva kan eg gjere",
    "i cant pay my rent this month what can i do",
    "when will i get my money",
    "nie mam z czego zapłacić czynszu, co mam zrobić",
    "kiedy dostanę pieniądze",
    "ما قدرت أدفع الإيجار هذا الشهر شو أعمل",
    "depositumsgaranti waa maxay",
    "как оформить соцпомощь",
    "грошей не вистачає на життя що робити",
    "sosyal yardım kimlere veriliyor",
    "قانون خانه موقت ناو",
    "ግዝያዊ ገዛ ካብ ናቭ ብኸመይ ይርከብ",
)
QUESTIONS_EACH = 4
REPEATED = 0.3
"""The share of messages that the carrier brings a second time, and half of those a third."""
LATE_BY = 40
"""How many other messages may overtake one."""


@dataclass(frozen=True)
class Post:
    """Everything that people write, and the order in which the carrier brings it."""

    in_danger: frozenset[str]
    """The numbers an escalation must be opened for, and no others."""
    asking: frozenset[str]
    arrivals: tuple[Inbound, ...]
    """Several times the same one, and not in the order they were written."""


def write(twilio: TwilioStandin, dice: random.Random, emergencies: int, questions: int) -> Post:
    """Every second person in danger names a place; of the others, every second says it later."""
    in_danger = [f"+4790{number:06}" for number in range(emergencies)]
    asking = [f"+4791{number:06}" for number in range(-(-questions // QUESTIONS_EACH))]
    letters = list(_of_danger(twilio, in_danger))
    letters += [
        twilio.phone(asking[number // QUESTIONS_EACH]).writes(dice.choice(QUESTIONS))
        for number in range(questions)
    ]
    dice.shuffle(letters)
    return Post(frozenset(in_danger), frozenset(asking), tuple(_as_brought(letters, dice)))


def _of_danger(twilio: TwilioStandin, numbers: Sequence[str]) -> Iterator[Inbound]:
    for place, number in enumerate(numbers):
        phone = twilio.phone(number)
        words = (WITH_A_PLACE, WITHOUT_A_PLACE)[place % 2]
        yield phone.writes(words[place // 2 % len(words)])
        if place % 4 == 1:
            yield phone.writes(PLACE)


def _as_brought(letters: Sequence[Inbound], dice: random.Random) -> list[Inbound]:
    """The letters with their repeats, each some places behind where it was written."""
    placed = []
    for place, letter in enumerate(letters):
        times = 1 if dice.random() >= REPEATED else dice.choice((2, 3))
        placed += [(place + dice.uniform(0, LATE_BY), letter) for _ in range(times)]
    placed.sort(key=lambda pair: pair[0])
    return [letter for _, letter in placed]
