"""A server in a thread, which ends with the process at the latest."""

import socket
import threading
import time

import uvicorn
from starlette.applications import Starlette


class LoopbackServer:
    """Serves on a free port of 127.0.0.1, and on the same one when started again."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._port = 0
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        assert self._port, "the stand-in has not been started"
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        assert self._server is None, "the stand-in is running"
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=0,
            ws="none",  # uvicorn's own choice needs newer websockets than Rasa allows
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="twilio-stand-in", daemon=True
        )
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the stand-in could not start"
            time.sleep(0.005)

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(timeout=10)
        assert not self._thread.is_alive(), "the stand-in does not stop"
        self._server = self._thread = None
