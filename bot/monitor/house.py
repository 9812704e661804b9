"""What the staff pages need of the process that serves them."""

from typing import Protocol, cast

from starlette.requests import Request

from bot.delivery.speaker import Speaker
from bot.settings import Settings
from bot.store import Store


class House(Protocol):
    """Met by whatever the serving application keeps as ``app.state.house``."""

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> Store: ...

    @property
    def speaker(self) -> Speaker: ...

    def kept_words(self, text: str) -> str:
        """The text as it may be stored: without identity and account numbers."""
        ...


def house_of(request: Request) -> House:
    return cast(House, request.app.state.house)
