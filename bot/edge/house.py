"""What every door of the edge works with: made once at start, shared by all requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from anyio import CapacityLimiter
from starlette.requests import Request

from bot.delivery.speaker import Speaker
from bot.edge.chat.limits import Limits
from bot.edge.redaction import kept_words
from bot.edge.signature import SignatureCheck
from bot.settings import Settings
from bot.store import Store
from bot.store.watch import Watch

SCREENING_THREADS = 2
UPLOADS = 6
"""Files that come in at once, each held in memory whole."""


@dataclass(frozen=True)
class House:
    settings: Settings
    store: Store
    speaker: Speaker
    signatures: SignatureCheck | None
    """None without a token: then nobody can sign, and nothing signed is taken."""
    start: str
    """Names this start of the product; readiness is asked of its roles."""
    roles: tuple[str, ...]
    watch: Watch
    """Wakes open pages when there is news."""
    phones: Mapping[str, str]
    """Numbers of the register as shown → as dialled, which pages make links of."""
    limits: Limits = field(default_factory=Limits)
    screening: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(SCREENING_THREADS))
    """Screening has threads of its own, so that no message waits for another to be understood."""

    uploads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(UPLOADS))

    @property
    def awaited(self) -> tuple[str, ...]:
        """The roles that must be heard of: an answer of this one is a sign of life in itself."""
        return tuple(role for role in self.roles if role != "edge")

    def kept_words(self, text: str) -> str:
        """The text as it may be stored: without identity and account numbers."""
        return kept_words(text)

    def is_signed(self, request: Request, form: Mapping[str, str]) -> bool:
        return self.signatures is not None and self.signatures.accepts(request, form)


def house_of(request: Request) -> House:
    return cast(House, request.app.state.house)
