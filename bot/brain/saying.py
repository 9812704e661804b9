"""What a turn said becomes one message; what it asked for is done in the same transaction."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import select

from bot.brain.channel import Act, Reply
from bot.brain.office_words import office_note, office_words
from bot.brain.turn import TurnResult
from bot.callbacks.changing import take_change
from bot.callbacks.on_behalf import on_behalf_of
from bot.callbacks.status import status
from bot.callbacks.submitting import NO_PHONE, OWN_PHONE, Draft, submit_draft
from bot.delivery.channel import NUMBERLESS, Channel
from bot.delivery.more import Said, shortened
from bot.delivery.speaker import NORWEGIAN, UNDECIDED, Speaker
from bot.escalation import safety_question
from bot.escalation.opening import active_escalation
from bot.language.identify import likely
from bot.language.served import is_served, own_name
from bot.language.topic_sources import page_of
from bot.language.wording import Wording
from bot.store.name_tokens import named
from bot.store.phone_tokens import restored
from bot.store.tables import Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

WHICH_LANGUAGE = "utter_language_which"

READ_MORE = "utter_chat_read_more"
IN_CHAT = {"utter_stop_how": "utter_chat_end_how"}
"""Texts that are true of a phone only, and what is said in the chat instead."""


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
            said.append(_reply(tx, speaker, conversation, each))
        else:
            said.extend(_do(tx, speaker, conversation, inbound, each))
    said += _which_language(tx, speaker, conversation, inbound)
    said = shortened(speaker, conversation, said)
    if said:
        is_relay = conversation.channel == Channel.RELAY
        speaker.say(
            tx,
            conversation,
            _worded(said, conversation.language or NORWEGIAN),
            in_norwegian=_worded(said, NORWEGIAN) if is_relay else None,
            name="+".join(name for name, _ in said)[:80],
            key=f"inbound:{inbound.id}:reply",
        )


def _worded(said: list[Said], language: str) -> str:
    return "\n".join(words(language) for _, words in said)


def _reply(tx: Transaction, speaker: Speaker, conversation: Conversation, reply: Reply) -> Said:
    name = IN_CHAT.get(reply.name) if conversation.channel == Channel.CHAT else None
    if name is not None:
        return name, partial(speaker.catalogue.text, name)
    words = named(tx, conversation.id, restored(tx, conversation.id, reply.text))
    if conversation.channel == Channel.CHAT and (page := page_of(reply.name)):
        more = speaker.catalogue.text(READ_MORE, conversation.language or NORWEGIAN)
        words = f"{words}\n{more} {page}"
    if reply.in_norwegian is None:
        return reply.name, lambda _: words
    norwegian = restored(tx, conversation.id, reply.in_norwegian)
    theirs = conversation.language or NORWEGIAN
    return reply.name, lambda language: words if language == theirs else norwegian


def _unserved(tx: Transaction, speaker: Speaker, conversation: Conversation) -> list[Said]:
    """Once, in English and Norwegian: we do not have their language; may a person phone?"""
    language, name = conversation.language, "utter_unserved_language"
    if language is None or is_served(language):
        return []
    if _was_told(tx, conversation, name):
        return []
    return [(name, partial(speaker.catalogue.bilingual, name))]


def _which_language(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound
) -> list[Said]:
    """While nobody can tell their language: a line in each of the likely ones, once."""
    if conversation.language is not None or _was_told(tx, conversation, WHICH_LANGUAGE):
        return []
    text = tx.unseal(conversation.id, inbound.text)
    return [
        (WHICH_LANGUAGE, _asked_in(speaker, each)) for each in likely(text) if each not in UNDECIDED
    ]


def _asked_in(speaker: Speaker, language: str) -> Wording:
    """The question in that language, whoever reads it."""
    words = speaker.catalogue.text(WHICH_LANGUAGE, language, own_name=own_name(language))
    return lambda _: words


def _was_told(tx: Transaction, conversation: Conversation, name: str) -> bool:
    told = select(Outbox.id).where(
        Outbox.conversation_id == conversation.id, Outbox.name.contains(name)
    )
    return tx.scalar(told.limit(1)) is not None


def _do(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound, act: Act
) -> list[Said]:
    """Do one act of the dialogue; gives what there is to say about it."""
    match act.name:
        case "submit_callback":
            key = f"inbound:{inbound.id}:callback"
            draft = _draft(tx, conversation, act.fields)
            words = submit_draft(tx, speaker, conversation, draft, key)
            return [("utter_callback_confirmed", words)]
        case "callback_change":
            key = f"inbound:{inbound.id}:change"
            return [take_change(tx, speaker, conversation, act.fields["words"], key)]
        case "human_now":
            conversation.human_wanted_at = tx.now
            return []
        case "callback_status":
            return [status(tx, speaker, conversation)]
        case "show_office":
            area = act.fields["area"]
            words = partial(office_words, speaker, area=area, now=tx.now)
            return [("utter_office", words)]
        case "office_note":
            area, topic = act.fields["area"], act.fields["topic"]
            note = partial(office_note, speaker, area=area, topic=topic)
            return [("utter_office_note", note)] if note(NORWEGIAN) else []
        case "set_language":
            conversation.language = act.fields["language"]
            conversation.language_chosen = True
            conversation.language_candidate = None
            return []
        case "ask_safety":
            return _ask_safety(tx, speaker, conversation, inbound)
        case unknown:
            raise UnknownAct(unknown)


def _ask_safety(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound
) -> list[Said]:
    """Once a message: who has answered for it that they are safe is offered a human."""
    if safety_question.was_asked(tx, inbound):
        name = "utter_call_offer"
        return [(name, partial(speaker.catalogue.text, name))]
    if active_escalation(tx, conversation) is None:
        safety_question.ask(tx, speaker, conversation, inbound, "life")
    return []


class UnknownAct(Exception):
    """The dialogue asked for something the product does not do."""


def _draft(tx: Transaction, conversation: Conversation, fields: Mapping[str, Any]) -> Draft:
    is_relay = conversation.channel == Channel.RELAY
    unsaid = NO_PHONE if conversation.channel in NUMBERLESS else OWN_PHONE
    return Draft(
        about=fields["about"],
        place=fields["area"],
        phone=fields["phone"] or unsaid,
        window=fields["window"],
        phone_safe=fields["phone_safe"],
        interpreter="yes" if is_relay else fields["interpreter"],
        children=fields["children"],
        needs=tuple(fields["needs"]),
        contact_by=fields["contact_by"],
        may_text=fields["may_text"],
        may_leave_voicemail=fields["may_leave_voicemail"],
        others_may_answer=fields["others_may_answer"],
        on_behalf=on_behalf_of(tx, conversation.id, fields["on_behalf"]),
    )
