"""How the person of a case can be reached, and what whoever takes it must know of that first."""

from bot.delivery.channel import Channel
from bot.escalation.account import read_account
from bot.store.tables import Conversation, Escalation
from bot.store.transaction import Transaction


def phone_of(tx: Transaction, conversation: Conversation) -> str | None:
    """Where the person can be phoned (E.164), if anywhere."""
    if conversation.channel == Channel.SMS:
        return tx.unseal(conversation.id, conversation.address)
    if conversation.contact_phone is not None:
        return tx.unseal(conversation.id, conversation.contact_phone)
    return None


def is_unsafe(tx: Transaction, conversation: Conversation, escalation: Escalation) -> bool:
    """Whether somebody has said that others may answer or read the person's phone."""
    account = read_account(tx, escalation)
    return conversation.unsafe_at is not None or (
        account is not None and account.phone_safe == "no"
    )


def may_be_phoned(
    tx: Transaction, conversation: Conversation, escalation: Escalation
) -> str | None:
    """The number (E.164) a call may be connected to; None when there is none, or not safely."""
    if conversation.no_calls_at is not None or is_unsafe(tx, conversation, escalation):
        return None
    return phone_of(tx, conversation)


def reach_name(tx: Transaction, escalation: Escalation) -> str | None:
    """The text for what an officer must know before they take it; None when a call or text does."""
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    if conversation.channel == Channel.RELAY and not is_unsafe(tx, conversation, escalation):
        return "utter_page_reach_relay"
    if conversation.channel == Channel.CHAT and conversation.contact_phone is None:
        return "utter_page_reach_chat"
    if conversation.channel == Channel.CALL and conversation.contact_phone is None:
        return "utter_page_reach_no_phone"
    if is_unsafe(tx, conversation, escalation):
        return "utter_page_reach_unsafe"
    no_texts = conversation.opted_out_at is not None or conversation.no_texts_at is not None
    no_texts = no_texts or conversation.channel == Channel.CALL
    if conversation.no_calls_at is not None:
        return "utter_page_reach_neither" if no_texts else "utter_page_reach_cannot_speak"
    return "utter_page_reach_no_texts" if no_texts else None
