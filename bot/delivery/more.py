"""A long answer by SMS: as much as is read at a glance, and the rest for the word "more".

What is left is not kept anywhere: the answer is a text of the catalogue, and is cut the same way
when the rest is asked for.
"""

import re

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.encoding import GSM_LANGUAGES, measure, normalise
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.store.tables import Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

MORE = "utter_more"
OFFER = "utter_call_offer"
_LONG = re.compile(r"utter_(?:topic/\w+|may_refuse|young_minor|young_adult)")
"""The texts that may be too long for one message."""
SEGMENTS_GSM, SEGMENTS_OTHERS = 3, 5
"""Of an answer with the offer of a call, in languages whose letters fit GSM-7 and in the others."""

Said = tuple[str, str]
"""Name and wording of one text."""


def shortened(speaker: Speaker, conversation: Conversation, said: list[Said]) -> list[Said]:
    """The same texts, where a long answer by SMS ends early and says how to get the rest.

    Of two answers in one message the first is the one that is cut.
    """
    answers = [name for name, _ in said if _LONG.fullmatch(name)]
    if conversation.channel != Channel.SMS or not answers:
        return said
    language = conversation.language or NORWEGIAN
    first, rest = cut(speaker, answers[0], language)
    if not rest:
        return said
    more = (MORE, speaker.catalogue.text(MORE, language))
    parts: list[Said] = []
    for name, words in said:
        parts += [(name, first), more] if name == answers[0] else [(name, words)]
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
    language = conversation.language or NORWEGIAN
    _, rest = cut(speaker, answer[0], language)
    offer = speaker.catalogue.text(OFFER, language)
    speaker.say(
        tx,
        conversation,
        f"{rest}\n{offer}",
        name=f"{answer[0]}+{OFFER}",
        key=f"inbound:{inbound.id}:more",
    )
    return True


def cut(speaker: Speaker, name: str, language: str) -> tuple[str, str]:
    """What of a text fits beside "write more" and the offer, and the rest; "" where all fits."""
    say = speaker.catalogue.text
    text, offer = say(name, language), say(OFFER, language)
    most = SEGMENTS_GSM if language in GSM_LANGUAGES else SEGMENTS_OTHERS

    def fits(*parts: str) -> bool:
        return measure(normalise("\n".join(parts), language)).segments <= most

    if fits(text, offer):
        return text, ""
    lines, more = text.split("\n"), say(MORE, language)
    for count in range(len(lines) - 1, 0, -1):
        belongs_to_next = lines[count - 1].endswith((":", "፦"))
        if not belongs_to_next and fits(*lines[:count], more, offer):
            return "\n".join(lines[:count]), "\n".join(lines[count:])
    return text, ""
