"""The form of the chat as it comes: words, a key, and perhaps a picture or voice message.

A browser without a script sends all of them at once. A file stays in memory, never on a disk, where
its bytes would lie unsealed.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

from anyio import fail_after
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.delivery.attachments import Sent
from bot.delivery.media import content_type_of
from bot.edge.house import house_of
from bot.edge.plain_text import storable
from bot.monitor.access import read_form

MOST_FIELDS, MOST_FILES = 10, 1
WITHIN_SECONDS = 120.0
"""For a picture over a poor line; it holds one of few places meanwhile."""
MULTIPART = "multipart/form-data"


class FileRefused(Exception):
    """No picture, voice message or PDF, or too large. The words that came with it stay."""

    def __init__(self, status_code: int, text: str) -> None:
        super().__init__(status_code)
        self.status_code, self.text = status_code, text


@dataclass(frozen=True)
class Written:
    text: str = field(repr=False)
    key: str
    relay: str
    """Of the tab it was written in, if any."""
    voice: str
    """Whose words an interpreter wrote there."""
    sent: tuple[Sent, ...] = ()


async def read_written(request: Request) -> Written:
    """What was sent; raises :class:`FileRefused`."""
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        fields = await read_form(request)
        return _written({name: storable(value) for name, value in fields.items()})
    house = house_of(request)
    most_bytes = house.speaker.register.defaults.attachments.most_bytes
    async with house.uploads:
        parser = _InMemory(request.headers, request.stream(), most_bytes)
        try:
            with fail_after(WITHIN_SECONDS):
                form = await parser.parse()
        except MultiPartException as error:
            raise HTTPException(400) from error
        except TimeoutError as error:
            raise HTTPException(408) from error
        fields = {name: _words(value) for name, value in form.items()}
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
        await form.close()
    if parser.is_too_large:
        raise FileRefused(413, fields.get("text", ""))
    if not content:  # no file was chosen
        return _written(fields)
    content_type = content_type_of(content)
    if content_type is None:
        raise FileRefused(415, fields.get("text", ""))
    return _written(fields, Sent(content_type, content))


def _written(fields: Mapping[str, str], *sent: Sent) -> Written:
    text, key, relay, voice = (fields.get(name, "") for name in ("text", "key", "relay", "voice"))
    return Written(text, key, relay, voice, sent)


def _words(value: UploadFile | str | None) -> str:
    return storable(value) if isinstance(value, str) else ""


class _InMemory(MultiPartParser):
    """Keeps a file in memory up to its limit, and passes over what is beyond."""

    def __init__(
        self, headers: Headers, stream: AsyncGenerator[bytes, None], most_bytes: int
    ) -> None:
        super().__init__(headers, stream, max_files=MOST_FILES, max_fields=MOST_FIELDS)
        self.spool_max_size = most_bytes + 1
        self._most_bytes, self._bytes = most_bytes, 0

    @property
    def is_too_large(self) -> bool:
        return self._bytes > self._most_bytes

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._current_part.file is not None:
            self._bytes += end - start
            if self.is_too_large:
                return
        super().on_part_data(data, start, end)
