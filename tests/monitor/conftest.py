"""The edge's application without a server, and staff who may sign in to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.courier.rounds import Rounds
from bot.delivery.speaker import Speaker
from bot.edge.app import build
from bot.escalation.acknowledging import acknowledge
from bot.escalation.holder import line_holder
from bot.escalation.lines import confirm
from bot.escalation.opening import open_escalation
from bot.monitor.accounts import add_staff
from bot.settings import Settings
from bot.store import Store
from bot.store.clock import forward
from bot.store.conversations import conversation_of
from bot.store.tables import Escalation, Page
from tests.monitor.browser import Browser
from tests.monitor.interpreting import Interpreting
from tests.monitor.waiting import Waiting

NAME = "Kari Nordmann"
PASSWORD = "basu-tilo-remy-kafo"
LYKKEFJORD = "9901"
WORDS = "mannen min låste meg inne i kjelleren"
PHONE = "+4799910001"


@pytest.fixture
def speaker(settings: Settings, store: Store) -> Speaker:
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        for line in speaker.register.lines:
            confirm(tx, line, by="tests")
    return speaker


@pytest.fixture
def app(settings: Settings, store: Store, speaker: Speaker) -> Starlette:
    return build(settings, store, speaker, start="tests", roles=("edge",))


@pytest.fixture
def adviser(store: Store) -> str:
    """An adviser with the password PASSWORD; gives the name."""
    with store.write() as tx:
        add_staff(tx, name=NAME, role="adviser", password=PASSWORD)
    return NAME


@pytest.fixture
def browser(app: Starlette) -> Browser:
    return Browser(app)


@pytest.fixture
def signed_in(browser: Browser, adviser: str) -> Browser:
    assert browser.sign_in(adviser, PASSWORD).status_code == 303
    return browser


@pytest.fixture
def later(store: Store) -> Callable[[timedelta], None]:
    """Forward the clock."""

    def wait(span: timedelta) -> None:
        with store.write() as tx:
            forward(tx, span)

    return wait


@pytest.fixture
def open_case(store: Store, speaker: Speaker) -> Callable[..., str]:
    """Open a case from a phone of its own; gives its reference."""
    phones = iter(range(1, 100))

    def opening(
        kind: str = "shelter",
        place: str | None = LYKKEFJORD,
        language: str | None = "pl",
        channel: str = "sms",
        opened_by: int | None = None,
    ) -> str:
        with store.write() as tx:
            address = f"+479991{next(phones):04d}"
            conversation = conversation_of(tx, channel, address)
            conversation.language = language
            escalation = open_escalation(
                tx,
                speaker,
                conversation,
                kind=kind,
                key=f"test:{conversation.id}",
                place=speaker.register.place(place) if place else None,
                words=WORDS,
                staff_id=opened_by,
            )
            return escalation.reference

    return opening


@pytest.fixture
def take(store: Store, speaker: Speaker) -> Callable[..., None]:
    def taking(reference: str, promise: timedelta | None = None) -> None:
        with store.write() as tx:
            case = tx.scalars(select(Escalation).where(Escalation.reference == reference)).one()
            page = tx.scalars(
                select(Page).where(Page.escalation_id == case.id).order_by(Page.id)
            ).first()
            assert page is not None
            line = speaker.register.line(page.line_id)
            assert acknowledge(
                tx, speaker, case, line_holder(line, page), via="sms", promise=promise
            )

    return taking


@pytest.fixture
def let_pass(
    store: Store, speaker: Speaker, later: Callable[[timedelta], None]
) -> Callable[[timedelta], None]:
    """Forward the clock and do what falls due."""

    def passing(span: timedelta) -> None:
        later(span)
        Rounds(store, speaker, "tests").go()

    return passing


@pytest.fixture
def staff(app: Starlette, store: Store) -> Callable[..., Browser]:
    """Somebody in a role, signed in; gives their browser."""

    def signing_in(name: str, role: str, office_id: str | None = None) -> Browser:
        with store.write() as tx:
            add_staff(tx, name=name, role=role, office_id=office_id, password=PASSWORD)
        browser = Browser(app)
        assert browser.sign_in(name, PASSWORD).status_code == 303
        return browser

    return signing_in


@pytest.fixture
def waiting(store: Store, speaker: Speaker) -> Waiting:
    """Makes callback requests."""
    return Waiting(store, speaker)


@pytest.fixture
def interpreting(store: Store, speaker: Speaker, waiting: Waiting) -> Interpreting:
    """Makes relays, and requests and cases of the people in them."""
    return Interpreting(store, speaker, waiting)


@pytest.fixture
def kari(signed_in: Browser) -> Browser:
    """An adviser."""
    return signed_in


@pytest.fixture
def ola(staff: Callable[..., Browser]) -> Browser:
    """From the office of Lykkefjord."""
    return staff("Ola", "office", "nav-lykkefjord")
