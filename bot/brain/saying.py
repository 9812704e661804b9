"""What a turn said becomes one message; what it asked for is done in the same transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bot.brain.channel import Act, Reply
from bot.brain.turn import TurnResult
from bot.callbacks.changing import note_change
from bot.callbacks.phone_tokens import restored
from bot.callbacks.status import status_words
from bot.callbacks.submitting import Draft, submit
from bot.delivery.speaker import Speaker
from bot.escalation import safety_question
from bot.escalation.opening import active_escalation
from bot.language.served import is_served
from bot.store.tables import Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

Said = tuple[str, str]
"""Name and wording of one text."""


def say_turn(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    inbound: Inbound,
    result: TurnResult,
) -> None:
    """Put the turn's replies in the outbox as one message, in the order they were said."""
    said: list[Said] = _unserved(tx, speaker, conversation)
    for each in result.said:
        if isinstance(each, Reply):
            said.append((each.name, restored(tx, conversation.id, each.text)))
        else:
            said.extend(_do(tx, speaker, conversation, inbound, each))
    if said:
        speaker.say(
            tx,
            conversation,
            "\n".join(words for _, words in said),
            name="+".join(name for name, _ in said)[:80],
            key=f"inbound:{inbound.id}:reply",
        )


def _unserved(tx: Transaction, speaker: Speaker, conversation: Conversation) -> list[Said]:
    """Once, in English and Norwegian: we do not have their language; may a person phone?"""
    language, name = conversation.language, "utter_unserved_language"
    if language is None or is_served(language):
        return []
    told = select(Outbox.id).where(
        Outbox.conversation_id == conversation.id, Outbox.name.startswith(name)
    )
    if tx.scalar(told.limit(1)) is not None:
        return []
    return [(name, speaker.catalogue.bilingual(name, language))]


def _do(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound, act: Act
) -> list[Said]:
    """Do one act of the dialogue; gives what there is to say about it."""
    match act.name:
        case "submit_callback":
            key = f"inbound:{inbound.id}:callback"
            words = submit(tx, speaker, conversation, _draft(act.fields), key)
            return [("utter_callback_confirmed", words)]
        case "callback_change":
            key = f"inbound:{inbound.id}:change"
            return [note_change(tx, speaker, conversation, act.fields["words"], key)]
        case "human_now":
            conversation.human_wanted_at = tx.now
            return []
        case "callback_status":
            return [status_words(tx, speaker, conversation)]
        case "set_language":
            conversation.language = act.fields["language"]
            conversation.language_chosen = True
            conversation.language_candidate = None
            return []
        case "ask_safety":
            if active_escalation(tx, conversation) is None:
                safety_question.ask(tx, speaker, conversation, inbound, "life")
            return []
        case unknown:
            raise UnknownAct(unknown)


class UnknownAct(Exception):
    """The dialogue asked for something the product does not do."""


def _draft(fields: Mapping[str, Any]) -> Draft:
    return Draft(
        about=fields["about"],
        place=fields["area"],
        phone=fields["phone"] or "own",
        window=fields["window"],
        phone_safe=fields["phone_safe"],
        interpreter=fields["interpreter"],
        children=fields["children"],
    )
