"""What a duty line gets once it has taken a case: what it is about and how to reach the person."""

from functools import partial

from sqlalchemy import select

from bot.delivery.channel import Channel
from bot.delivery.relayed import RelayedBy, relayed_by
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.escalation.account import read_account
from bot.escalation.calling import ring
from bot.escalation.reach import is_unsafe, phone_of
from bot.escalation.telling_lines import tell_line
from bot.language.served import language_name
from bot.register import Place
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
    if escalation.state != "acknowledged" or page is None:
        return
    if not brief(tx, speaker, escalation, page, key=key):
        ring(tx, speaker, page, escalation.conversation_id, key=f"{key}:call")


def brief(
    tx: Transaction, speaker: Speaker, escalation: Escalation, page: Page, *, key: str
) -> bool:
    """Text what is known to the line of a page; False when it takes no texts."""
    return tell_line(
        tx,
        speaker,
        page,
        "utter_page_taken",
        conversation_id=escalation.conversation_id,
        key=key,
        reference=escalation.reference,
        **known_facts(tx, speaker, escalation),
    )


def known_facts(tx: Transaction, speaker: Speaker, escalation: Escalation) -> dict[str, str]:
    """What is known of a case, in Norwegian, by the names its texts have in braces."""
    conversation = tx.get_one(Conversation, escalation.conversation_id)
    text = partial(speaker.catalogue.text, language=NORWEGIAN)
    place = speaker.register.place(escalation.place) if escalation.place else None
    language = conversation.language
    spoken = language_name(language, NORWEGIAN) if language else text(UNKNOWN)
    relayed = relayed_by(tx, conversation)
    if relayed is not None:
        spoken += ", " + text("utter_page_relayed", called=relayed.called or text(UNKNOWN))
    if relayed is not None and relayed.is_ended_by_person:
        spoken += ". " + text("utter_relay_not_again")
    return {
        "kind": text(f"utter_kind_{escalation.kind}"),
        "children": text(f"utter_page_children_{escalation.children or 'unknown'}"),
        "language_name": spoken,
        "place": _shown(place) if place else text(UNKNOWN),
        "phone": phone_of(tx, conversation) or _no_phone(speaker, conversation, relayed),
        "phone_safe": text(_phone_safe(tx, conversation, escalation)),
    }


def _shown(place: Place) -> str:
    return f"{place.name}, {place.bydel}" if place.bydel else place.name


def _phone_safe(tx: Transaction, conversation: Conversation, escalation: Escalation) -> str:
    if is_unsafe(tx, conversation, escalation):
        return "utter_page_safe_no"
    if conversation.no_calls_at is not None:
        return "utter_page_reach_cannot_speak"
    account = read_account(tx, escalation)
    return f"utter_page_safe_{account.phone_safe}" if account else UNKNOWN


def _no_phone(speaker: Speaker, conversation: Conversation, relayed: RelayedBy | None) -> str:
    text = partial(speaker.catalogue.text, language=NORWEGIAN)
    if relayed is not None and relayed.phone is not None:
        return text("utter_page_phone_relay", phone=relayed.phone)
    is_on_a_page = relayed is not None and relayed.is_on_a_page
    is_chat = conversation.channel == Channel.CHAT or is_on_a_page
    return text("utter_page_phone_chat" if is_chat else "utter_page_phone_none")
