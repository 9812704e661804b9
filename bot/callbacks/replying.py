"""The answers to what this room asks, read without the brain while ours is the last word."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.callbacks.answers import (
    TEXT,
    is_cancelled,
    read_agreement,
    read_choice,
    read_phone,
    read_window,
)
from bot.callbacks.ending import CloseReason, close_request, reopen
from bot.callbacks.history import What, add_event
from bot.callbacks.needs import has_tried_before
from bot.callbacks.status import newest_open_request
from bot.callbacks.telling import (
    ASK_CANCEL,
    ASK_WINDOW,
    WRONG_NUMBER_THIS,
    asked,
    last_words,
    now_asking,
)
from bot.callbacks.waits import lock, place_of, promised, reckon_due, wait_again
from bot.callbacks.windows import OFFERED, Window, next_windows, window_ends
from bot.delivery.channel import NUMBERLESS
from bot.delivery.outbox import Lane
from bot.delivery.speaker import NORWEGIAN, Speaker
from bot.language.wording import moment, numbered
from bot.store.phone_tokens import first_phone
from bot.store.tables import CallbackRequest, Conversation, Inbound, Outbox
from bot.store.transaction import Transaction

WRITE_INSTEAD = OFFERED + 1
OURS, FORM = "utter_callback_", "utter_ask_callback"
"""In the names of what this room says, and of what the dialogue asks."""


@dataclass(frozen=True)
class Answer:
    tx: Transaction
    speaker: Speaker
    conversation: Conversation
    inbound: Inbound
    text: str
    """With tokens in place of phone numbers."""
    own_words: str
    request: CallbackRequest
    question: Outbox

    @property
    def key(self) -> str:
        return f"inbound:{self.inbound.id}"

    @property
    def yes_or_no(self) -> bool | None:
        given = read_choice(self.text, 2) or read_agreement(self.text)
        return None if not given else given in (1, "yes")

    def note(self, what: What, words: str | None = None) -> None:
        add_event(self.tx, self.request, what, key=self.key, words=words)

    def reply(self, name: str, *, asking: str | None = None, **values: object) -> bool:
        """Say it, as the last word about this request; always True: the message is read."""
        now_asking(self.tx, self.request, asking)
        reckon_due(self.tx, self.speaker.register, self.request)
        key, lane = f"{self.key}:callback", Lane.REPLY
        self.speaker.tell(self.tx, self.conversation, name, key=key, lane=lane, **values)
        return True

    def reply_latest(self, name: str) -> bool:
        return self.reply(name, latest=partial(moment, promised(self.request)))


def read_callback_answer(
    tx: Transaction,
    speaker: Speaker,
    conversation: Conversation,
    inbound: Inbound,
    text: str,
    own_words: str,
) -> bool:
    """Read the answer to our question; False when it is none, and somebody else is to read it."""
    found = asked(tx, conversation)
    if found is None:
        return _asks_to_cancel(tx, speaker, conversation, inbound, text)
    request, question = found
    answer = Answer(tx, speaker, conversation, inbound, text, own_words, request, question)
    return _READERS[request.asking or ""](answer)


def _window(answer: Answer) -> bool:
    request, text = answer.request, answer.text
    if is_cancelled(text):
        return answer.reply(ASK_CANCEL, asking="cancel")
    number = read_choice(text, WRITE_INSTEAD)
    if number == WRITE_INSTEAD:
        request.contact_by = TEXT
        answer.note(What.TEXT_WANTED)
        return answer.reply_latest("utter_callback_text_noted")
    place = place_of(answer.speaker.register, request)
    if number:
        _still_waits(answer)
        offered = next_windows(answer.speaker.register, place, answer.question.created_at)
        return _offered(answer, offered[number - 1])
    wanted = read_window(text)
    if wanted is None:
        return _number(answer)
    _still_waits(answer)
    words = answer.own_words if wanted == text.strip() else wanted
    request.window = answer.tx.seal(request.conversation_id, words)
    request.window_ends_at = window_ends(
        answer.speaker.register, place, wanted, answer.tx.now, request.latest_at
    )
    answer.note(What.WINDOW_CHOSEN, words)
    return answer.reply_latest("utter_callback_stands")


def _still_waits(answer: Answer) -> None:
    """Who tells us when or where to phone has not been helped, whatever was logged meanwhile."""
    if answer.request.reached_at is not None:
        wait_again(answer.tx, answer.speaker.register, answer.request)


def _offered(answer: Answer, window: Window) -> bool:
    request, register = answer.request, answer.speaker.register
    if window.closes <= answer.tx.now:
        windows = next_windows(register, place_of(register, request), answer.tx.now)
        return answer.reply(
            ASK_WINDOW,
            asking="window",
            choices=lambda language: numbered([each.words(language) for each in windows]),
        )
    words = window.words(NORWEGIAN)
    request.window = answer.tx.seal(request.conversation_id, words)
    request.window_ends_at = window.closes
    request.latest_at = max(request.latest_at, window.closes)
    answer.note(What.WINDOW_CHOSEN, words)
    return answer.reply("utter_callback_window_noted", window=window.words)


def _number(answer: Answer) -> bool:
    tx, conversation, request = answer.tx, answer.conversation, answer.request
    number = first_phone(tx, answer.inbound)
    if number is None and answer.question.name == WRONG_NUMBER_THIS:
        is_own = read_phone(answer.text) == "own"
        number = tx.unseal(conversation.id, conversation.address) if is_own else None
    if number is None:
        return False
    _still_waits(answer)
    request.phone = tx.seal(conversation.id, number)
    if conversation.channel in NUMBERLESS:
        conversation.contact_phone = request.phone
    answer.note(What.PHONE_GIVEN)
    return answer.reply_latest("utter_callback_phone_noted")


def _helped(answer: Answer) -> bool:
    """A yes ends it, so it must be nothing but a yes; a no may come in any words."""
    tx, request = answer.tx, answer.request
    was_helped = False if _says_no(answer.text) else answer.yes_or_no
    if was_helped is None:
        return False
    if was_helped:
        answer.note(What.CONFIRMED)
        close_request(tx, request, CloseReason.PERSON)
        return answer.reply("utter_callback_helped")
    reopen(tx, answer.speaker.register, request, key=answer.key, words=answer.own_words)
    return answer.reply_latest("utter_callback_reopened")


def _says_no(text: str) -> bool:
    """ "2 no, I still wait", "no, it did not help", "nobody called me"."""
    first, _, more = text.strip().partition(" ")
    begins_with_no = read_choice(first, 2) == 2 or read_agreement(first) == "no"
    return (bool(more) and begins_with_no) or has_tried_before(text)


def _cancel(answer: Answer) -> bool:
    if answer.yes_or_no is None:
        return False
    if answer.yes_or_no:
        close_request(answer.tx, answer.request, CloseReason.PERSON, words=answer.own_words)
        return answer.reply("utter_callback_withdrawn")
    return answer.reply_latest("utter_callback_stands")


_READERS: dict[str, Callable[[Answer], bool]] = {
    "window": _window,
    "number": _number,
    "helped": _helped,
    "cancel": _cancel,
}


def _asks_to_cancel(
    tx: Transaction, speaker: Speaker, conversation: Conversation, inbound: Inbound, text: str
) -> bool:
    """Somebody wants no call after all, right after we spoke of it: asked about, for it ends it."""
    last = last_words(tx, conversation) if is_cancelled(text) else None
    if last is None or OURS not in last.name or FORM in last.name:
        return False
    request = newest_open_request(tx, conversation)
    if request is None:
        return False
    lock(tx, request)
    now_asking(tx, request, "cancel")
    speaker.tell(tx, conversation, ASK_CANCEL, key=f"inbound:{inbound.id}:callback")
    return True
