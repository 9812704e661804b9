"""A person who waits to be phoned by an office that has a system of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.callbacks.changing import note_change
from bot.callbacks.handover.webhook import Webhook
from bot.callbacks.submitting import OWN_PHONE, Draft, submit
from bot.delivery.speaker import Speaker
from bot.register import Register
from bot.settings import Settings
from bot.store import Store
from bot.store.clock import forward
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackRequest, Handover
from tests.callbacks.handover.receiver import OfficeSystem, office_system

ANNA = "+4799910001"
WORDS = "ليس لدي مال للطعام"
LYKKEFJORD = "9901"
OFFICE = "nav-lykkefjord"
SECRET = "a-secret-of-thirty-two-characters"


@dataclass
class Desk:
    """Everything a test of the handover needs."""

    store: Store
    speaker: Speaker
    system: OfficeSystem
    webhook: Webhook

    def ask(self, number: str = ANNA, place: str = LYKKEFJORD) -> int:
        """Somebody asks to be phoned, in Arabic, and adds something; gives the request's id."""
        draft = Draft(WORDS, place, OWN_PHONE, "any", "no", "yes", "yes")
        with self.store.write() as tx:
            conversation = conversation_of(tx, "sms", number)
            conversation.language = "ar"
            submit(tx, self.speaker, conversation, draft, f"ask:{number}")
            note_change(tx, self.speaker, conversation, "والكهرباء مقطوعة", f"note:{number}")
            return tx.scalars(
                select(CallbackRequest.id).where(CallbackRequest.conversation_id == conversation.id)
            ).one()

    def close(self, request_id: int) -> None:
        with self.store.write() as tx:
            request = tx.get_one(CallbackRequest, request_id)
            request.state, request.close_reason, request.closed_at = "closed", "staff", tx.now

    def reopen(self, request_id: int) -> None:
        with self.store.write() as tx:
            request = tx.get_one(CallbackRequest, request_id)
            request.state, request.close_reason, request.closed_at = "open", None, None

    def work(self) -> None:
        """Let the courier do all that is due now."""
        while self.webhook.go():
            pass

    def wait(self, **span: float) -> None:
        with self.store.write() as tx:
            forward(tx, timedelta(**span))

    def handovers(self) -> list[Handover]:
        with self.store.read() as tx:
            return list(tx.scalars(select(Handover).order_by(Handover.id)))


def with_system(register: Register, url: str) -> Register:
    """The register with one office that has a system of its own."""
    office = register.offices[OFFICE].model_copy(update={"handover_url": url})
    return replace(register, offices={**register.offices, OFFICE: office})


@pytest.fixture
def system() -> Iterator[OfficeSystem]:
    with office_system() as running:
        yield running


@pytest.fixture
def desk(settings: Settings, store: Store, system: OfficeSystem) -> Desk:
    speaker = Speaker.load(settings.register_dir)
    register = with_system(speaker.register, f"{system.url}/lavterskel")
    webhook = Webhook(store, register, {OFFICE: (SECRET.encode(),)}, "tests", timeout=2)
    return Desk(store, Speaker(speaker.catalogue, register), system, webhook)
