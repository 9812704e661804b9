"""What the staff pages need of the process that serves them."""

from typing import TYPE_CHECKING, Protocol, cast

from starlette.requests import Request

from bot.delivery.speaker import Speaker
from bot.settings import Settings
from bot.store import Store
from bot.store.watch import Watch

if TYPE_CHECKING:
    from bot.monitor.feed import Feed


class House(Protocol):
    """Met by whatever the serving application keeps as ``app.state.house``."""

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> Store: ...

    @property
    def speaker(self) -> Speaker: ...

    @property
    def watch(self) -> Watch: ...

    @property
    def start(self) -> str:
        """Names this start of the product."""
        ...

    @property
    def awaited(self) -> tuple[str, ...]:
        """The roles of this start that must be heard of."""
        ...

    def kept_words(self, text: str) -> str:
        """The text as it may be stored: without identity and account numbers."""
        ...


def house_of(request: Request) -> House:
    return cast(House, request.app.state.house)


def feed_of(request: Request) -> "Feed":
    return cast("Feed", request.app.state.feed)
