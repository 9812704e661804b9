"""How fast the chat takes messages in: a flood is slowed, a person and a whole house of them not.

Counted in the memory of one edge process: with several, each allows as much, and a new start
forgets. That is enough against a flood, and needs no row for every message refused.
"""

import math
import time

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

CONVERSATION = RateLimitItemPerMinute(20, namespace="chat conversation")
"""One every three seconds: faster than anybody writes, and than the brain answers."""
ADDRESS = RateLimitItemPerMinute(120, namespace="chat address")
"""Thirty people at once behind the one address of a family, a library or a refugee centre."""
BEGINNINGS = RateLimitItemPerMinute(30, namespace="chat beginnings")
"""New conversations of an address: the same thirty people, all beginning in the same minute."""
FILES = RateLimitItemPerHour(60, namespace="chat files")
"""Pictures and voice messages of an address: two from each of the same thirty people."""
SLOWING = RateLimitItemPerMinute(1, namespace="chat slowing")
"""An address that is slowed counts once a minute for those who watch."""


class Limits:
    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def seconds_to_wait(self, address: str, conversation_id: str | None) -> int:
        """Count one message, or begin one conversation (None); 0 when it may pass.

        What is refused is not counted, so the wait does end.
        """
        own = (CONVERSATION, conversation_id) if conversation_id else (BEGINNINGS, address)
        counted = [own, (ADDRESS, address)]
        wait = max(self._wait(item, name) for item, name in counted)
        if not wait:
            for item, name in counted:
                self._limiter.hit(item, name)
        return wait

    def takes_file(self, address: str) -> bool:
        """Count one picture or voice message; False when this address has sent too many."""
        return self._limiter.hit(FILES, address)

    def is_first_slowing(self, address: str) -> bool:
        """Whether this address has not been slowed in this window before."""
        return self._limiter.hit(SLOWING, address)

    def _wait(self, item: RateLimitItem, name: str) -> int:
        if self._limiter.test(item, name):
            return 0
        reset_at = self._limiter.get_window_stats(item, name).reset_time
        return max(1, math.ceil(reset_at - time.time()))
