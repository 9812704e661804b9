"""A long answer by SMS: as much as is read at a glance, and the rest for the word "more".

What is left is not kept anywhere: the answer is a text of the catalogue, and is cut the same way
when the rest is asked for.
"""

import re

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.encoding import GSM_LANGUAGES, measure, normalise
from bot.delivery.side_by_side import side_by_side
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.wording import Wording
from bot.store.tables import Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

MORE = "utter_more"
OFFER = "utter_call_offer"
_LONG = re.compile(r"utter_(?:topic/\w+|may_refuse|young_minor|young_adult)")
"""The texts that may be too long for one message."""
SEGMENTS_GSM, SEGMENTS_OTHERS = 3, 5
"""Of an answer with the offer of a call, in languages whose letters fit GSM-7 and in the others."""
SEGMENTS_SIDE_BY_SIDE = 8
"""Of the same with Norwegian beside each sentence, which an interpreter reads aloud."""

Said = tuple[str, Wording]
"""Name and wording of one text."""


def shortened(speaker: Speaker, conversation: Conversation, said: list[Said]) -> list[Said]:
    """The same texts, where a long answer by SMS ends early and says how to get the rest.

    Of two answers in one message the first is the one that is cut.
    """
    answers = [name for name, _ in said if _LONG.fullmatch(name)]
    if conversation.channel not in (Channel.SMS, Channel.RELAY) or not answers:
        return said
    count = _lines_that_fit(speaker, conversation, answers[0])
    if count is None:
        return said

    def first(language: str) -> str:
        return "\n".join(speaker.catalogue.text(answers[0], language).split("\n")[:count])

    def more(language: str) -> str:
        return speaker.catalogue.text(MORE, language)

    parts: list[Said] = []
    for name, words in said:
        is_cut = name == answers[0]
        parts += [(name, first), (MORE, more)] if is_cut else [(name, words)]
    return parts


def tell_rest(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound
) -> bool:
    """Say what was left of the answer we gave last; False when our last words left nothing."""
    last = tx.scalar(
        select(Outbox.name)
        .where(Outbox.conversation_id == conversation.id, Outbox.line_id.is_(None))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    answer = _LONG.search(last or "")
    if answer is None or MORE not in (last or ""):
        return False
    count = _lines_that_fit(speaker, conversation, answer[0]) or 0

    def rest(language: str) -> str:
        left = speaker.catalogue.text(answer[0], language).split("\n")[count:]
        return "\n".join([*left, speaker.catalogue.text(OFFER, language)])

    is_relay = conversation.channel == Channel.RELAY
    speaker.say(
        tx,
        conversation,
        rest(conversation.language or NORWEGIAN),
        in_norwegian=rest(NORWEGIAN) if is_relay else None,
        name=f"{answer[0]}+{OFFER}",
        key=f"inbound:{inbound.id}:more",
    )
    return True


def cut(speaker: Speaker, name: str, language: str) -> tuple[str, str]:
    """What of a text fits beside "write more" and the offer, and the rest; "" where all fits."""
    text = speaker.catalogue.text(name, language)
    count = _count(speaker, name, language, beside_norwegian=False)
    if count is None:
        return text, ""
    lines = text.split("\n")
    return "\n".join(lines[:count]), "\n".join(lines[count:])


def _lines_that_fit(speaker: Speaker, conversation: Conversation, name: str) -> int | None:
    is_relay = conversation.channel == Channel.RELAY
    language = conversation.language or NORWEGIAN
    return _count(speaker, name, language, beside_norwegian=is_relay and language != NORWEGIAN)


def _count(speaker: Speaker, name: str, language: str, *, beside_norwegian: bool) -> int | None:
    """How many lines go out first; None where the text goes out whole."""
    say = speaker.catalogue.text
    theirs = say(name, language).split("\n")
    norwegian = say(name, NORWEGIAN).split("\n")
    if beside_norwegian and len(theirs) != len(norwegian):
        return None

    def fits(count: int, *after: str) -> bool:
        """Whether so many lines and the texts after them go out in one message."""

        def whole(language: str, lines: list[str]) -> str:
            return "\n".join([*lines[:count], *(say(each, language) for each in after)])

        text, most = whole(language, theirs), SEGMENTS_OTHERS
        if language in GSM_LANGUAGES:
            most = SEGMENTS_GSM
        if beside_norwegian:
            most = SEGMENTS_SIDE_BY_SIDE
            text = side_by_side(text, whole(NORWEGIAN, norwegian))
        return measure(normalise(text, language)).segments <= most

    if fits(len(theirs), OFFER):
        return None
    for count in range(len(theirs) - 1, 0, -1):
        belongs_to_next = theirs[count - 1].endswith((":", "፦"))
        if not belongs_to_next and fits(count, MORE, OFFER):
            return count
    return None
