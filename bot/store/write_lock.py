"""One writer at a time on SQLite, in the order they came.

SQLite lets a writer that finds the database locked sleep and try again, so under load some wait
very long. Waiting on an advisory file lock instead wakes the next writer at once.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriteLock:
    """A fair lock between the threads and processes that write one SQLite file.

    Fairness comes from a turnstile: only the one who holds it waits for the lock itself, so a
    process that has just written cannot overtake another that was already waiting. The kernel
    frees both when a process dies.
    """

    def __init__(self, database: Path) -> None:
        self._turnstile_path = database.with_name(database.name + ".turnstile")
        self._lock_path = database.with_name(database.name + ".writer")
        self._local = threading.local()

    @contextmanager
    def held(self) -> Iterator[None]:
        turnstile, lock = self._descriptors()
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
        finally:
            fcntl.flock(turnstile, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)

    def _descriptors(self) -> tuple[int, int]:
        """Locks belong to an open file, so every thread of every process opens its own.

        They are kept as file objects in thread-local storage: they close when their thread ends.
        """
        if getattr(self._local, "process", None) != os.getpid():
            self._local.files = (
                self._turnstile_path.open("ab"),
                self._lock_path.open("ab"),
            )
            self._local.process = os.getpid()
        turnstile, lock = self._local.files
        return turnstile.fileno(), lock.fileno()
