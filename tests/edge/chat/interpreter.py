"""An interpreter in a browser without a script: the tabs, and the people in them."""

import re
from dataclasses import dataclass, field
from html import unescape

from httpx import Response
from starlette.testclient import TestClient

from tests.edge.chat.browser import JSON, Browser, new_key, words

_ITEM = re.compile(
    r'<li id="([io]\d+)" class="(\w+)">\s*<p class="who">(.*?)</p>(.*?)<time', re.DOTALL
)
_LINE = re.compile(r'<li class="(numbered|itself)">(.*?)</li>', re.DOTALL)
_SIDE = re.compile(r'<p class="[\w-]+" lang="(\w+)" dir="(\w+)">(.*?)</p>', re.DOTALL)
_BLOCK = re.compile(r'<p class="block[^"]*"[^>]*>(.*?)</p>', re.DOTALL)
_TAB = re.compile(r'<a href="([^"]*)"( aria-current="page")?>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Said:
    """One message in a tab."""

    id: str
    side: str
    who: str
    text: str
    """What a human wrote."""
    lines: list[list[tuple[str, str, str]]]
    """What we said, a row a sentence: language, direction and words, of each side."""
    html: str = field(repr=False)


@dataclass(frozen=True)
class TabShown:
    address: str
    is_current: bool
    label: str
    has_news: bool


def said_in(html: str) -> list[Said]:
    return [
        Said(
            id_,
            side,
            words(who),
            "\n".join(words(block) for block in _BLOCK.findall(inner)),
            [
                [(language, direction, words(text)) for language, direction, text in sides]
                for sides in (_SIDE.findall(row) for _, row in _LINE.findall(inner))
            ],
            inner,
        )
        for id_, side, who, inner in _ITEM.findall(html)
    ]


def tabs_in(html: str) -> list[TabShown]:
    nav = re.search(r'<nav id="tabs".*?</nav>', html, re.DOTALL)
    return [
        TabShown(
            unescape(address),
            bool(current),
            " ".join(words(inner.split('<span class="news">')[0]).split()),
            'class="news"' in inner,
        )
        for address, current, inner in _TAB.findall(nav[0] if nav else html)
    ]


def address_of(html: str) -> str:
    """What the forms of a tab say of it."""
    found = re.search(r'name="relay" value="([\d-]+)"', html)
    assert found is not None, html
    return found[1]


class Interpreter:
    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    @property
    def client(self) -> TestClient:
        return self.browser.client

    def starts(self, spoken: str, called: str = "Amina", key: str | None = None) -> Response:
        data = {"spoken": spoken, "called": called, "key": key or new_key()}
        return self.client.post("/chat/relay", data=data, headers=self.browser.headers)

    def tab(self, number: int) -> str:
        answer = self.client.get(f"/?relay={number}", headers=self.browser.headers)
        assert answer.status_code == 200
        return answer.text

    def writes(self, number: int, text: str, voice: str = "") -> str:
        """As a form sends it; gives the page that comes back."""
        answer = self.browser.submit(text, relay=address_of(self.tab(number)), voice=voice)
        assert answer.status_code == 200
        return answer.text

    def sends(self, number: int, text: str, key: str) -> Response:
        """As the script sends it."""
        data = {"text": text, "key": key, "relay": address_of(self.tab(number)), "voice": ""}
        return self.client.post("/chat/messages", data=data, headers=self.browser.headers | JSON)

    def ends(self, number: int) -> Response:
        data = {"relay": address_of(self.tab(number))}
        return self.client.post("/chat/relay/end", data=data, headers=self.browser.headers)
