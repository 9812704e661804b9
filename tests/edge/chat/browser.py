"""A browser without a script: what it shows, and what a person can do with it."""

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import count

from httpx import Response
from starlette.testclient import TestClient

JSON = {"Accept": "application/json"}
_ITEM = re.compile(r'<li id="([io]\d+)" class="(\w+)">(.*?)</li>', re.DOTALL)
_BLOCK = re.compile(r'<p class="block[^"]*"( lang="\w+")? dir="(\w+)">(.*?)</p>', re.DOTALL)
_KEYS = count()


@dataclass(frozen=True)
class Block:
    language: str | None
    direction: str
    text: str


@dataclass(frozen=True)
class Shown:
    id: str
    side: str
    blocks: list[Block]
    html: str

    @property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)


def shown_in(html: str) -> list[Shown]:
    """The messages in a piece of the page, in its order."""
    return [
        Shown(
            id_,
            side,
            [
                Block(language[7:-1] or None, direction, words(inner))
                for language, direction, inner in _BLOCK.findall(item)
            ],
            item,
        )
        for id_, side, item in _ITEM.findall(html)
    ]


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br>", "\n"))).strip()


def buttons(html: str) -> list[tuple[str, str]]:
    """What the big buttons send, and what they say."""
    form = re.search(r'<form id="choices".*?</form>', html, re.DOTALL)
    found = re.findall(
        r'name="text"\s+value="([^"]*)"[^>]*>(.*?)</button>', form[0] if form else html, re.DOTALL
    )
    return [(unescape(value), words(label)) for value, label in found]


def box(html: str) -> str:
    """What stands in the box one writes in."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def new_key() -> str:
    return f"a-key-of-a-test-page-{next(_KEYS)}"


@dataclass
class Browser:
    client: TestClient
    headers: dict[str, str] = field(default_factory=dict)

    def look(self) -> str:
        answer = self.client.get("/", headers=self.headers)
        assert answer.status_code == 200
        return answer.text

    def thread(self) -> list[Shown]:
        return shown_in(self.look())

    def write(self, text: str, key: str | None = None) -> Response:
        """As the script sends it: an answer at once, the reply later."""
        data = {"text": text, "key": key or new_key()}
        return self.client.post("/chat/messages", data=data, headers=self.headers | JSON)

    def submit(self, text: str, **fields: str) -> Response:
        """As a form sends it, with the redirect followed."""
        data = {"text": text, "key": new_key(), **fields}
        return self.client.post("/chat/messages", data=data, headers=self.headers)

    def choose(self, language: str) -> Response:
        return self.client.post("/chat/language", data={"language": language}, headers=self.headers)
