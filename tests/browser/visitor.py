"""Somebody at the chat: what they do, and what they see."""

import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    expect,
)

from bot.delivery.speaker import Speaker
from tests.product import Product

PHONE = (390, 844)
LARGEST_ZOOM = (320, 256)
"""What is left of 1280 × 1024 at 400 %."""
WITHIN_SECONDS = 20.0
_ISOLATES = re.compile("[\u200e\u200f\u2066-\u2069]")
_addresses = itertools.count(1)


@dataclass
class Visitor:
    product: Product
    speaker: Speaker
    language: str
    context: BrowserContext
    page: Page
    is_scripted: bool
    exit_address: str
    wrongs: list[str] = field(default_factory=list)
    """Requests to other hosts, and what the browser's console says went wrong."""

    @classmethod
    def arrives(
        cls,
        browser: Browser,
        product: Product,
        speaker: Speaker,
        language: str,
        *,
        size: tuple[int, int] = PHONE,
        is_scripted: bool = True,
        scheme: str = "light",
        may_inject: bool = False,
    ) -> "Visitor":
        """Open the first page; ``may_inject`` lets a test run code of its own in it."""
        address = next(_addresses)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=is_scripted,
            bypass_csp=may_inject,
            extra_http_headers={"X-Forwarded-For": f"10.0.{address // 250}.{address % 250 + 1}"},
        )
        visitor = cls(
            product,
            speaker,
            language,
            context,
            context.new_page(),
            is_scripted,
            speaker.register.defaults.chat.exit_address,
        )
        context.route("**/*", visitor._let_through)
        context.on("console", visitor._hear_console)
        context.on("weberror", lambda error: visitor.wrongs.append(str(error.error)))
        visitor.page.goto(f"{product.url}/")
        return visitor

    def _let_through(self, route: Route) -> None:
        address = route.request.url
        if address.startswith(f"{self.product.url}/"):
            route.continue_()
        elif address == self.exit_address:
            route.fulfill(content_type="text/html", body="<title>Weather</title>Rain")
        else:
            self.wrongs.append(f"asked for {address}")
            route.abort()

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.wrongs.append(message.text)

    def say(self, name: str, **values: object) -> str:
        """A text of the product in the visitor's language."""
        return self.speaker.catalogue.text(name, self.language, **values)

    # -- what they do --

    def writes(self, text: str) -> None:
        self.box.fill(text)
        self.send_button.click()

    def chooses(self, number: int | str) -> None:
        self.choice(number).click()

    def other_tab(self) -> "Visitor":
        """The same person, in the same browser, once more."""
        page = self.context.new_page()
        page.goto(f"{self.product.url}/")
        return Visitor(
            self.product,
            self.speaker,
            self.language,
            self.context,
            page,
            self.is_scripted,
            self.exit_address,
            self.wrongs,
        )

    # -- what they see --

    @property
    def box(self) -> Locator:
        return self.page.locator("#text")

    @property
    def send_button(self) -> Locator:
        return self.page.locator("#composer button")

    @property
    def leave_button(self) -> Locator:
        return self.page.locator("#leave button")

    @property
    def connection(self) -> Locator:
        return self.page.locator("#connection")

    @property
    def own(self) -> Locator:
        return self.page.locator("#thread li.person")

    @property
    def choices(self) -> Locator:
        return self.page.locator("#choices button")

    def choice(self, value: int | str) -> Locator:
        return self.page.locator(f'#choices button[value="{value}"]')

    def messages(self) -> list[str]:
        """What stands in the thread, line by line, without the invisible marks of direction."""
        texts = self.page.locator("#thread li").all_inner_texts()
        return [_ISOLATES.sub("", text) for text in texts]

    def hears(self, *names: str) -> str:
        """Wait for one message that holds the texts of these names; gives it whole."""
        wanted = [self.say(name) for name in names]
        return self.hears_words(*wanted)

    def hears_words(self, *texts: str) -> str:
        lines = [line for text in texts for line in text.splitlines() if line]
        found: list[str] = []

        def has_come() -> bool:
            found[:] = [text for text in self.messages() if all(line in text for line in lines)]
            return bool(found)

        self.wait_until(has_come, lambda: f"{lines} is not among {self.messages()}")
        return found[-1]

    def wait_until(
        self,
        is_true: Callable[[], bool],
        why: Callable[[], str] = lambda: "",
        within: float = WITHIN_SECONDS,
    ) -> None:
        """Without script the page is asked for anew meanwhile, as its reader would."""
        deadline = time.monotonic() + within
        while not is_true():
            assert time.monotonic() < deadline, why()
            self.page.wait_for_timeout(100)
            if not self.is_scripted:
                self.page.get_by_role("link", name=self.say("utter_chat_refresh")).click()

    def sees_choices(self, *values: str) -> None:
        expect(self.page.locator("#choices")).to_be_visible(timeout=WITHIN_SECONDS * 1000)
        for value in values:
            expect(self.choice(value)).to_be_visible()

    def evaluate(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def width_to_scroll(self) -> int:
        """How many pixels the page is wider than the screen."""
        return int(
            self.evaluate(
                "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
            )
        )
