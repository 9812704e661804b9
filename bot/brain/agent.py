"""The trained model in this process, ready for turns."""

import asyncio
import logging
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import structlog
from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.brain.action_endpoint import InProcessActions, check_results_quickly
from bot.brain.nlg import CatalogueNLG
from bot.brain.tracker_store import TurnTrackerStore

Result = TypeVar("Result")


class BrainAgent(Agent):  # type: ignore[misc]  # Rasa has no types
    """Rasa's agent with our store, our replies and an end to swallowed errors.

    It takes one turn at a time; `run` drives it from code that is not asynchronous.
    """

    def __init__(self, model: Path, action_endpoint: EndpointConfig | None = None) -> None:
        """Load ``model``, a trained model or a folder whose newest model is taken.

        Actions run in this process unless an endpoint is given.
        """
        check_results_quickly()
        keep_words_out_of_logs()
        self.dialogues = TurnTrackerStore()
        self._runner = asyncio.Runner()
        super().__init__(
            generator=CatalogueNLG(),
            tracker_store=self.dialogues,
            action_endpoint=action_endpoint or InProcessActions(),
        )
        self.load_model(model)

    def load_model(self, model_path: Path, fingerprint: str | None = None) -> None:
        self.processor = WitnessingProcessor(
            model_path=model_path,
            # Not the wrapper Rasa puts around a store, which forgets a dialogue on an error.
            tracker_store=self.dialogues,
            lock_store=self.lock_store,
            generator=self.nlg,
            action_endpoint=self.action_endpoint,
        )
        self.domain = self.processor.domain
        self.dialogues.domain = self.domain
        self._set_fingerprint(fingerprint)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do a coroutine's work to its end."""
        return self._runner.run(work)

    def parse(self, text: str) -> dict[str, Any]:
        """What the model makes of one message, outside any conversation."""
        return self.run(self.parse_message(text))


def keep_words_out_of_logs() -> None:
    """Leave out Rasa's debug lines, which hold what people write, where nobody set up logging."""
    logging.getLogger("rasa").setLevel(logging.WARNING)
    if not structlog.is_configured():
        structlog.configure(
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
            logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        )


class WitnessingProcessor(MessageProcessor):  # type: ignore[misc]  # Rasa has no types
    """Remembers the errors of actions, which Rasa logs and then carries on without."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.failures: list[Exception] = []

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        witnessed = _Witnessed(action, self.failures)
        return bool(await super()._run_action(witnessed, tracker, output_channel, nlg, prediction))


class _Witnessed(Action):  # type: ignore[misc]  # Rasa has no types
    """An action whose error is written down before Rasa sees it."""

    def __init__(self, action: Action, failures: list[Exception]) -> None:
        self._action = action
        self._failures = failures

    def name(self) -> str:
        return str(self._action.name())

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return list(await self._action.run(output_channel, nlg, tracker, domain))
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self._failures.append(error)
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        return self._action.event_for_successful_execution(prediction)
