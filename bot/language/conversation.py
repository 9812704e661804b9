"""The language of a conversation: it follows the person, and does not jump at a single word."""

from dataclasses import dataclass, replace

from bot.language.identify import Guess, is_sentence
from bot.store.tables import Conversation


@dataclass(frozen=True)
class ConversationLanguage:
    """What is remembered between messages.

    `chosen`: the person asked for this language. `candidate`: another language, heard once.
    """

    language: str | None = None
    chosen: bool = False
    candidate: str | None = None


def hear(state: ConversationLanguage, guess: Guess, *, sentence: bool) -> ConversationLanguage:
    """The state after one more message.

    The first guess is taken. Later, one message in another language only becomes the candidate;
    the next one in the same language makes it the conversation's. A chosen language gives way to
    whole sentences alone: "hello" and "thanks" do not undo a choice.
    """
    heard = guess.language
    if heard is None:
        return state
    if state.language is None:
        return ConversationLanguage(heard)
    if heard == state.language:
        return replace(state, candidate=None)
    if state.chosen and not sentence:
        return state
    if heard == state.candidate:
        return ConversationLanguage(heard)
    return replace(state, candidate=heard)


def remember(conversation: Conversation, guess: Guess, text: str) -> None:
    """Write what the message changes about the conversation's language onto its row."""
    state = ConversationLanguage(
        conversation.language, conversation.language_chosen, conversation.language_candidate
    )
    state = hear(state, guess, sentence=is_sentence(text))
    conversation.language = state.language
    conversation.language_chosen = state.chosen
    conversation.language_candidate = state.candidate
