"""Roles killed in the middle of everything: nothing is lost, nothing is done twice."""

import random
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.store.tables import CallbackRequest, Escalation, Inbound, Outbox
from tests.product import Product, product
from tests.twilio_standin.phone import Inbound as Arrival

pytestmark = [pytest.mark.processes, pytest.mark.brain]

PEOPLE = 30
KILL_EVERY = (0.4, 1.2)
SETTLE_SECONDS = 90.0
EMERGENCY = "jeg har ikke noe sted å sove i natt"
QUESTION = "jeg får ikke betalt husleia, hva gjør jeg"


def deliver(arrival: Arrival) -> None:
    """Bring a message as Twilio does when it is set to retry: until the product has taken it."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        try:
            if arrival.arrives().status_code == 204:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the product never took the message")


def write_to(running: Product) -> list[Arrival]:
    """Every second person is in need of a bed, every other asks a question."""
    return [
        running.phone(f"+479002{n:04}").writes(EMERGENCY if n % 2 else QUESTION)
        for n in range(PEOPLE)
    ]


def settle(running: Product) -> None:
    """Wait until nothing is left to do but the ladders' waits."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        with running.store.read() as tx:
            unread = tx.scalars(select(Inbound.id).where(Inbound.state != "read")).all()
            unsent = tx.scalars(select(Outbox.id).where(Outbox.due_at.is_not(None))).all()
        if not unread and not unsent:
            return
        time.sleep(0.2)
    raise AssertionError(f"unread {unread}, unsent {unsent}\n{running.log.read_text()[-3000:]}")


@pytest.mark.parametrize("roles", [("brain",), ("edge", "courier")], ids="+".join)
def test_killed_roles_lose_nothing_and_repeat_nothing(
    empty_database_url: str, tmp_path: Path, roles: tuple[str, ...]
) -> None:
    dice = random.Random(len(roles) + len(roles[0]))
    with product(empty_database_url, tmp_path) as running:
        running.start()
        kills = 0
        senders = [
            threading.Thread(target=deliver, args=(arrival,)) for arrival in write_to(running)
        ]
        for number, sender in enumerate(senders):
            sender.start()
            time.sleep(0.05)
            if number % 6 == 3:
                running.kill(dice.choice(roles))
                kills += 1
                time.sleep(dice.uniform(*KILL_EVERY))
        for sender in senders:
            sender.join()
        settle(running)
        running.twilio.settles()

        with running.store.read() as tx:
            inbounds = tx.scalars(select(Inbound)).all()
            escalations = tx.scalars(select(Escalation)).all()
            sent = tx.scalars(select(Outbox)).all()
        assert len(inbounds) == PEOPLE
        assert len(escalations) == PEOPLE // 2
        assert {row.state for row in sent} <= {"accepted", "sent", "delivered"}
        taken = Counter(message.key for message in running.twilio.messages)
        assert set(taken) == {row.key for row in sent}
        pages = [row for row in sent if row.name == "utter_page_first"]
        assert len(pages) == PEOPLE // 2
        # A send under way at a kill may go twice, under the key that tells it.
        in_flight_at_most = kills * 8 if "courier" in roles else 0
        assert len(running.twilio.duplicates()) <= in_flight_at_most
        assert running.twilio.violations == []


def test_a_request_half_asked_outlives_every_role(empty_database_url: str, tmp_path: Path) -> None:
    with product(empty_database_url, tmp_path) as running:
        running.start()
        phone = running.phone("+4790002600")
        phone.says("kan noen ringe meg om husleia")
        phone.hears("Hvilken kommune", within=60)
        phone.says("Lykkefjord")
        phone.hears("nummeret du skriver fra", within=15)
        for role in ("brain", "courier", "edge"):
            running.kill(role)
        running.wait_until_ready()
        phone.says("1")
        phone.hears("Når kan vi ringe", within=60)
        for answer, question in (("1", "greit for deg"), ("1", "tolk"), ("1", "barn")):
            phone.says(answer)
            phone.hears(question, within=15)
        for role in ("brain", "courier"):
            running.kill(role)
        phone.says("2")
        phone.hears("Stemmer dette?", within=60)
        phone.says("1")
        phone.hears("Jeg har lagret ønsket ditt", within=15)
        with running.store.read() as tx:
            request = tx.scalars(select(CallbackRequest)).one()
        assert (request.place, request.needs, request.state) == ("9901", ["home"], "open")
