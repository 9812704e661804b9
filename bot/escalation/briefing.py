"""What a duty line gets once it has taken a case: what it is about and how to reach the person."""

from functools import partial

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation.account import read_account
from bot.language.served import language_name
from bot.store.tables import Conversation, Escalation, Page
from bot.store.transaction import Transaction

UNKNOWN = "utter_page_unknown"


def tell_holder(tx: Transaction, speaker: Speaker, escalation: Escalation, *, key: str) -> None:
    """Give the line that holds the case what is known of it by now; nobody, while none does.

    Staff who took it in the monitor read it there.
    """
    page = tx.scalar(
        select(Page).where(
            Page.escalation_id == escalation.id, Page.line_id == escalation.acknowledged_by
        )
    )
    if escalation.state == "acknowledged" and page is not None:
        brief(tx, speaker, escalation, page, key)


def brief(tx: Transaction, speaker: Speaker, escalation: Escalation, page: Page, key: str) -> None:
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    text = partial(speaker.catalogue.text, language=NORWEGIAN)
    place = speaker.register.place(escalation.place) if escalation.place else None
    language = conversation.language
    account = read_account(tx, escalation)
    speaker.page(
        tx,
        page,
        "utter_page_taken",
        conversation_id=escalation.conversation_id,
        key=key,
        reference=escalation.reference,
        kind=text(f"utter_kind_{escalation.kind}"),
        children=text(f"utter_page_children_{escalation.children or 'unknown'}"),
        language_name=language_name(language, NORWEGIAN) if language else text(UNKNOWN),
        place=place.name if place else text(UNKNOWN),
        phone=phone_of(tx, conversation) or text(_no_phone(conversation)),
        phone_safe=text(f"utter_page_safe_{account.phone_safe}" if account else UNKNOWN),
    )


def phone_of(tx: Transaction, conversation: Conversation) -> str | None:
    """Where the person can be phoned (E.164), if anywhere."""
    if conversation.channel == Channel.SMS:
        return tx.unseal(conversation.id, conversation.address)
    if conversation.contact_phone is not None:
        return tx.unseal(conversation.id, conversation.contact_phone)
    return None


def _no_phone(conversation: Conversation) -> str:
    is_chat = conversation.channel == Channel.CHAT
    return "utter_page_phone_chat" if is_chat else "utter_page_phone_none"
