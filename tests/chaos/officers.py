"""Officers who answer some of their pages and calls: taken, promised, passed on, both at once."""

import random
import re
import threading

import httpx

from tests.chaos.postman import Postman
from tests.product import Product
from tests.twilio_standin import Phone
from tests.twilio_standin.calls import Call

PAGE = re.compile(r"[Ss]var (?P<code>\d{1,3}) for å ta saken")
ANSWERS = (
    ("{code}",),
    ("{code} 10",),
    ("{code} nei",),
    ("{code}", "{code} 5"),
    # A change of mind, while the next line may be taking the case already.
    ("{code} nei", "{code}"),
)
ANSWERED = 0.4
"""The share of pages that are answered at all."""
KEYS = ("4", "5", "7")
"""Taken, passed on, and one that means nothing."""
ON_THE_PHONE = (*KEYS, "voicemail", "busy", "no answer")
LOOK_SECONDS = 0.1


class Officers:
    """A thread for each duty phone, until told that it is over."""

    def __init__(self, house: Product, postman: Postman, seed: int) -> None:
        self._postman = postman
        self._over = threading.Event()
        numbers = sorted({line.number for line in house.register.lines})
        self._threads = [
            threading.Thread(
                target=self._answer, args=(house.phone(number), random.Random(seed + place))
            )
            for place, number in enumerate(numbers)
        ]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _answer(self, phone: Phone, dice: random.Random) -> None:
        read = called = 0
        while not self._over.wait(LOOK_SECONDS):
            calls = phone.calls
            for call in calls[called:]:
                _pick_up(call, dice.choice(ON_THE_PHONE))
            called = len(calls)
            texts = phone.texts
            for text in texts[read:]:
                page = PAGE.search(text)
                if page is None or dice.random() >= ANSWERED:
                    continue
                for words in dice.choice(ANSWERS):
                    self._send(phone, words.format(code=page["code"]))
            read = len(texts)

    def _send(self, phone: Phone, words: str) -> None:
        """Every answer comes twice, as the carrier may bring it."""
        answer = phone.writes(words)
        for _ in range(2):
            self._postman.deliver(answer)


def _pick_up(call: Call, what: str) -> None:
    try:
        if what == "voicemail":
            call.voicemail()
        elif what == "busy":
            call.is_busy()
        elif what == "no answer":
            call.is_not_answered()
        else:
            call.answers()
            if not call.is_over:
                call.presses(what)
            if not call.is_over:
                call.hangs_up()
    except httpx.HTTPError:  # the carrier had no words to speak from the product: it hangs up
        if not call.is_over:
            call.ends()
