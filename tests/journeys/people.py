"""Made-up people, each writing in a language of their own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """What somebody writes in three kinds of need, as people text."""

    language: str
    question: str
    topic: str
    """The topic the question is about."""
    callback: str
    kommune_unknown: str
    yes: str
    emergency: str
    safe: str


PEOPLE = (
    Person(
        language="nb",
        question="hei, jeg får ikke betalt husleia denne måneden. hva gjør jeg",
        topic="rent_arrears",
        callback="kan noen ringe meg om husleia",
        kommune_unknown="vet ikke",
        yes="ja",
        emergency="jeg har ikke noe sted å sove i natt",
        safe="ja",
    ),
    Person(
        language="nn",
        question="eg klarar ikkje å betale husleiga, kva kan eg gjere",
        topic="rent_arrears",
        callback="kan nokon ringe meg om husleiga",
        kommune_unknown="veit ikkje",
        yes="ja",
        emergency="eg har ikkje nokon stad å sove i natt",
        safe="ja",
    ),
    Person(
        language="en",
        question="i cant pay my rent this month what can i do",
        topic="rent_arrears",
        callback="can someone call me about the rent",
        kommune_unknown="i don't know",
        yes="yes",
        emergency="i have nowhere to sleep tonight",
        safe="yes",
    ),
    Person(
        language="pl",
        question="nie mam z czego zapłacić czynszu, co mam zrobić",
        topic="rent_arrears",
        callback="czy ktoś może do mnie zadzwonić w sprawie czynszu",
        kommune_unknown="nie wiem",
        yes="tak",
        emergency="nie mam gdzie dzisiaj spać",
        safe="tak",
    ),
    Person(
        language="ar",
        question="ما قدرت أدفع الإيجار هذا الشهر شو أعمل",
        topic="rent_arrears",
        callback="ممكن حدا يتصل فيني بخصوص الإيجار",
        kommune_unknown="لا أعرف",
        yes="نعم",
        emergency="ما عندي مكان أنام فيه الليلة",
        safe="نعم",
    ),
)
