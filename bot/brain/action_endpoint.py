"""Custom actions run inside the brain's process, by the executor of ``rasa run actions``."""

from typing import Any

import jsonschema
from jsonschema.protocols import Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

ACTIONS = "actions"


class InProcessActions(EndpointConfig):  # type: ignore[misc]  # Rasa has no types
    """Takes the request that would have gone to the action server and answers it itself."""

    def __init__(self) -> None:
        super().__init__(enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        return await self._executor.run(kwargs["json"])


def check_results_quickly() -> None:
    """Check the result of an action with a schema compiled once.

    Rasa compiles its schema anew for every action, which takes 30 ms: ten times the rest of the
    turn. The schema and what happens to a wrong result stay Rasa's own.
    """
    schema = RemoteAction.action_response_format_spec()
    checker: Validator = jsonschema.validators.validator_for(schema)(schema)

    def check(_action: RemoteAction, result: dict[str, Any]) -> bool:
        checker.validate(result)
        return True

    RemoteAction._validate_action_result = check
