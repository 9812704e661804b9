"""Rasa's replies, worded from the catalogue in the language of the conversation."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.delivery.speaker import UNDECIDED
from bot.language.catalogue import Catalogue
from bot.language.served import BOKMAL, interpreter_language
from bot.register import register_at
from bot.settings import Settings

conversation_language: ContextVar[str] = ContextVar("conversation_language", default=BOKMAL)
"""The language of the turn in hand; bokmål where no turn sets it (`rasa shell`, `rasa test`)."""

beside_norwegian: ContextVar[bool] = ContextVar("beside_norwegian", default=False)
"""Whether an interpreter reads the turn in hand, who needs each text in Norwegian too."""

UNDECIDED_LANGUAGE = "+".join(UNDECIDED)

IN_NORWEGIAN = "in_norwegian"

# What Rasa and rasa_sdk hand over beside the values of a response.
NOT_VALUES = frozenset(
    [
        "text",
        "buttons",
        "elements",
        "custom",
        "template",
        "response",
        "image",
        "attachment",
        "domain_responses",
    ]
)


LONGEST_VALUE = 200
"""Characters of a person's own words read back to them: a text must stay a few segments long."""


def shorten(words: str) -> str:
    return words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 3]}..."


class CatalogueNLG(NaturalLanguageGenerator):  # type: ignore[misc]  # Rasa has no types
    """Looks the name of a response up in the catalogue and fills in its values."""

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        domain: Domain | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        self._catalogue = catalogue or Catalogue(register_at(Settings().register_dir).numbers())

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """The reply; ``language`` among the values words this one reply in another language.

        Raises UnknownText and MissingValue of the catalogue.
        """
        values = {name: value for name, value in kwargs.items() if name not in NOT_VALUES}
        language = str(values.pop("language", conversation_language.get()))
        readers = UNDECIDED if language == UNDECIDED_LANGUAGE else (language,)
        words = (self._word(utter_action, reader, values) for reader in readers)
        reply = {"text": "\n\n".join(words)}
        if beside_norwegian.get():
            spoken = interpreter_language(conversation_language.get(), BOKMAL)
            theirs = {"language_name": spoken, **values}
            reply[IN_NORWEGIAN] = self._word(utter_action, BOKMAL, theirs)
        return reply

    def _word(self, name: str, language: str, values: Mapping[str, Any]) -> str:
        known = {name: value for name, value in values.items() if isinstance(value, str)}
        known.setdefault("language_name", interpreter_language(language, language))
        worded = {name: self._value(value, language, known) for name, value in values.items()}
        return self._catalogue.text(name, language, **{**known, **worded})

    def _value(self, value: Any, language: str, known: Mapping[str, str]) -> str:
        """A string as it is; ``{"text": name}`` as that text, ``{"texts": names}`` as all of them;
        a list as numbered lines."""
        if isinstance(value, Mapping) and "texts" in value:
            each = (self._catalogue.text(name, language, **known) for name in value["texts"])
            return ", ".join(each)
        if isinstance(value, Mapping):
            return self._catalogue.text(value["text"], language, **known)
        if isinstance(value, list):
            lines = (self._value(each, language, known) for each in value)
            return "\n".join(f"{number} {line}" for number, line in enumerate(lines, start=1))
        return shorten(str(value))
