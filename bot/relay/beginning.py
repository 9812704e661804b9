"""How a relay begins: which language, who interprets, and whether the person agrees.

Until the person has agreed nothing that is said is kept, but for what concerns danger.
"""

from sqlalchemy import delete, select

from bot.callbacks.answers import read_agreement, read_choice
from bot.delivery.relayed import is_on_a_page
from bot.delivery.speaker import Speaker
from bot.language.choice import chosen_language
from bot.language.served import is_served, language_name
from bot.relay.relays import BY_INTERPRETER, OPEN, REFUSED, end_relay, keep_open, start_relay
from bot.relay.words import end_phrase, end_word
from bot.store.erasure import destroy_inbounds, destroy_outbox, has_case
from bot.store.tables import Conversation, Dialogue, Inbound, Outbox, Relay
from bot.store.transaction import Transaction

LONGEST_NAME = 40
"""Characters of what an interpreter calls themselves."""
MOST_NAME_WORDS = 4
"""In more words they have begun to tell the story already."""


def begin(
    tx: Transaction, speaker: Speaker, helper: Conversation, spoken: str | None, *, key: str
) -> None:
    """An interpreter wants to write for somebody, whose language they may have named."""
    relay = start_relay(tx, speaker.register, helper)
    if relay is None:
        speaker.tell(tx, helper, "utter_relay_too_many", key=f"{key}:relay")
        return
    _take_language(tx, speaker, helper, relay, spoken, key)


def begin_on_page(
    tx: Transaction,
    speaker: Speaker,
    helper: Conversation,
    spoken: str,
    called: str,
    *,
    key: str,
) -> Relay | None:
    """Begin one with all that is asked of an interpreter, said at once; the same for a key.

    None when this interpreter has as many as may be.
    """
    asked = select(Outbox.conversation_id).where(Outbox.key == f"{key}:consent")
    earlier = tx.scalar(select(Relay).where(Relay.conversation_id.in_(asked)))
    if earlier is not None:
        return earlier
    relay = start_relay(tx, speaker.register, helper)
    if relay is None:
        return None
    person = person_of(tx, relay)
    relay.language = person.language = spoken
    person.language_chosen = True
    _ask_consent_of(tx, speaker, relay, called, key)
    return relay


def hear_answer(
    tx: Transaction,
    speaker: Speaker,
    helper: Conversation,
    relay: Relay,
    text: str,
    own_words: str,
    *,
    key: str,
) -> bool:
    """The answer to what was asked before the person could speak; whether they agree just now."""
    keep_open(tx, speaker.register, relay)
    if relay.state == "asking_language":
        _take_language(tx, speaker, helper, relay, chosen_language(text), key)
    elif relay.state == "asking_name":
        _take_name(tx, speaker, helper, relay, own_words, key)
    elif relay.state == "asking_consent":
        return _take_consent(tx, speaker, helper, relay, text, key)
    return False


def is_expected(relay: Relay, text: str) -> bool:
    """Whether a text looks like the name, or the language, that was just asked for."""
    if relay.state == "asking_language":
        return chosen_language(text) is not None
    return relay.state == "asking_name" and len(text.split()) <= MOST_NAME_WORDS


def person_of(tx: Transaction, relay: Relay) -> Conversation:
    return tx.get_one(Conversation, relay.conversation_id)


def _take_language(
    tx: Transaction,
    speaker: Speaker,
    helper: Conversation,
    relay: Relay,
    spoken: str | None,
    key: str,
) -> None:
    if spoken is None:
        speaker.tell(tx, helper, "utter_relay_which_language", key=f"{key}:relay")
        return
    if not is_served(spoken):
        speaker.tell(
            tx,
            helper,
            "utter_relay_no_language",
            key=f"{key}:relay",
            spoken=lambda reader: language_name(spoken, reader),
        )
        end_relay(tx, relay, BY_INTERPRETER)
        return
    person = person_of(tx, relay)
    relay.language = person.language = spoken
    person.language_chosen = True
    relay.state = "asking_name"
    speaker.tell(tx, helper, "utter_relay_called", key=f"{key}:relay")


def _take_name(
    tx: Transaction, speaker: Speaker, helper: Conversation, relay: Relay, words: str, key: str
) -> None:
    if len(words.split()) > MOST_NAME_WORDS:
        speaker.tell(tx, helper, "utter_relay_called", key=f"{key}:relay")
        return
    speaker.tell(tx, helper, "utter_relay_how", key=f"{key}:relay", end=end_phrase)
    _ask_consent_of(tx, speaker, relay, words, key)


def _ask_consent_of(tx: Transaction, speaker: Speaker, relay: Relay, called: str, key: str) -> None:
    """Of the person of an interpreter who has said what they are called."""
    relay.called = tx.seal(relay.conversation_id, " ".join(called.split())[:LONGEST_NAME])
    relay.state = "asking_consent"
    ask_consent(tx, speaker, relay, key=key)


def ask_consent(tx: Transaction, speaker: Speaker, relay: Relay, *, key: str) -> None:
    """To be read aloud: what is kept, that it is voluntary, and how to end it alone."""
    is_shown = is_on_a_page(tx, relay.conversation_id)
    name = "utter_relay_consent_chat" if is_shown else "utter_relay_consent"
    speaker.tell(
        tx,
        person_of(tx, relay),
        name,
        key=f"{key}:consent",
        end=end_word,
        code=relay.end_code,
    )


def say_go_on(tx: Transaction, speaker: Speaker, relay: Relay, *, key: str) -> None:
    """The person has agreed: what do they need?"""
    speaker.tell(tx, person_of(tx, relay), "utter_relay_open", key=f"{key}:open")


def say_refused(tx: Transaction, speaker: Speaker, helper: Conversation, *, key: str) -> None:
    """Nothing is kept, and how the person gets an interpreter of NAV's."""
    speaker.tell(tx, helper, "utter_relay_refused", key=f"{key}:relay")


def _take_consent(
    tx: Transaction, speaker: Speaker, helper: Conversation, relay: Relay, text: str, key: str
) -> bool:
    answer = {1: "yes", 2: "no"}.get(read_choice(text, 2) or 0) or read_agreement(text)
    if answer is None:
        ask_consent(tx, speaker, relay, key=key)
        return False
    relay.consent_at = tx.now
    if answer == "yes":
        relay.state, relay.consent = OPEN, "given"
        return True
    relay.consent = "refused"
    say_refused(tx, speaker, helper, key=key)
    _forget(tx, relay)
    return False


def _forget(tx: Transaction, relay: Relay) -> None:
    """The person does not agree: that is kept, and nothing else, unless they were in danger."""
    relay.state, relay.due_at, relay.ended_at = REFUSED, None, tx.now
    person = relay.conversation_id
    with_case = select(Conversation.id).where(
        Conversation.id == person, has_case(Conversation.id.expression)
    )
    if tx.scalar(with_case) is not None:
        return
    tx.flush()
    for table, destroy in ((Inbound, destroy_inbounds), (Outbox, destroy_outbox)):
        destroy(tx, tx.scalars(select(table.id).where(table.conversation_id == person)).all())
    tx.execute(delete(Dialogue).where(Dialogue.conversation_id == person))
    relay.called = person_of(tx, relay).contact_phone = None
    tx.destroy_key(person)
