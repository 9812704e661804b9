"""The edge as a process."""

from collections.abc import Callable
from types import FrameType

import uvicorn

from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.inbox.screening import warm_up
from bot.roles import Ending, Identity
from bot.settings import Settings
from bot.store import Store
from bot.store.beats import Pulse

GRACE_SECONDS = 4
"""Open streams are cut after this: a stop takes at most five seconds."""


class Server(uvicorn.Server):
    """Ends the open streams when it is asked to end, for it waits until they have ended."""

    def __init__(self, config: uvicorn.Config, at_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._at_end = at_end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._at_end()
        super().handle_exit(sig, frame)


def serve(settings: Settings, identity: Identity) -> None:
    """Answer requests until told to end."""
    store = Store.open(settings)
    warm_up()
    app = build(
        settings,
        store,
        Speaker.load(settings.register_dir),
        start=identity.start,
        roles=identity.roles,
    )
    watch = app.state.house.watch
    server = Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
        ),
        at_end=watch.end,
    )
    ending = Ending()
    ending.then(lambda: setattr(server, "should_exit", True))
    ending.then(watch.end)
    ending.listen(with_parent=True)
    Pulse(store, identity.start, identity.instance, "edge", lambda: server.started).begin()
    server.run()
    store.close()
