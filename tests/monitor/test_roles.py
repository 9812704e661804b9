"""Every role against every path: a route that has no row here fails the test.

The columns are the roles; a page is asked for with the role's session, the API with its token.
``live`` is a stream that lets the role in and does not end: it is not asked for here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from bot.callbacks.for_caller import CallerWish, request_for_caller
from bot.delivery.attachments import Sent
from bot.delivery.speaker import Speaker
from bot.escalation.account import Account
from bot.escalation.acknowledging import acknowledge
from bot.escalation.holder import staff_holder
from bot.escalation.opening import open_escalation
from bot.inbox.receiving import Arrival, receive
from bot.monitor.accounts import Role, add_staff
from bot.monitor.cookies import SESSION
from bot.monitor.sessions import open_session, visitor_of
from bot.store import Store
from bot.store.conversations import conversation_of
from bot.store.tables import (
    Attachment,
    CallbackEvent,
    CallbackRequest,
    Conversation,
    Escalation,
    EscalationEvent,
    LineConfirmation,
    Staff,
    StoryView,
)
from tests.monitor.conftest import PASSWORD
from tests.monitor.interpreting import Interpreting
from tests.monitor.waiting import Waiting

ROLES = ("nobody", "adviser", "office", "other", "lead", "administrator", "disabled")
TABLE = """
method path                                nobody adviser office other lead administrator disabled
GET  /healthz                              200 200 200 200 200 200 200
GET  /readyz                               200 200 200 200 200 200 200
GET  /metrics                              403 403 403 403 403 403 403
POST /sms                                  403 403 403 403 403 403 403
POST /sms/status                           403 403 403 403 403 403 403
POST /voice/page/{token}                   403 403 403 403 403 403 403
POST /voice/inbound                        403 403 403 403 403 403 403
GET  /voice/recordings/{language}/{file}   404 404 404 404 404 404 404
POST /voice/status                         403 403 403 403 403 403 403
GET  /phones                               200 200 200 200 200 200 200
POST /phones/messages                      403 403 403 403 403 403 403
POST /phones/dial                          403 403 403 403 403 403 403
POST /phones/call                          403 403 403 403 403 403 403
POST /phones/clock                         403 403 403 403 403 403 403
GET  /phones/static                        200 200 200 200 200 200 200
GET  /login                                200 303 303 303 303 303 200
POST /login                                403 403 403 403 403 403 403
POST /logout                               303 303 303 303 303 303 303
GET  /monitor/static                       200 200 200 200 200 200 200
GET  /                                     200 200 200 200 200 200 200
POST /chat/messages                        303 303 303 303 303 303 303
POST /chat/language                        303 303 303 303 303 303 303
POST /chat/leave                           303 303 303 303 303 303 303
GET  /chat/relay                           200 200 200 200 200 200 200
POST /chat/relay                           303 303 303 303 303 303 303
POST /chat/relay/end                       404 404 404 404 404 404 404
GET  /chat/events                          204 204 204 204 204 204 204
GET  /chat/static                          200 200 200 200 200 200 200
GET  /monitor                              303 200 200 200 200 200 303
GET  /monitor/cases                        401 200 200 200 200 200 401
POST /monitor/stay                         401 303 303 303 303 303 401
GET  /monitor/events                       401 live live live live live 401
GET  /monitor/cases/{reference}            303 200 200 404 200 200 303
GET  /monitor/cases/{reference}/live       401 200 200 404 200 200 401
GET  /monitor/cases/{reference}/attachments/{attachment:int} 303 404 200 404 200 404 303
GET  /monitor/cases/{reference}/transcript 303 404 200 404 200 404 303
POST /monitor/cases/{reference}/take       303 303 303 404 303 403 303
POST /monitor/cases/{reference}/contact    303 303 303 404 303 403 303
POST /monitor/cases/{reference}/release    303 303 303 404 303 403 303
POST /monitor/cases/{reference}/note       303 303 303 404 303 403 303
POST /monitor/cases/{reference}/write      303 303 303 404 303 403 303
POST /monitor/cases/{reference}/close      303 303 303 404 303 403 303
GET  /monitor/new                          303 200 200 200 200 403 303
POST /monitor/new                          303 303 303 422 303 403 303
GET  /monitor/new/{reference}              303 200 200 404 200 403 303
GET  /monitor/accounts                     303 403 403 403 403 200 303
POST /monitor/accounts                     303 403 403 403 403 200 303
POST /monitor/accounts/disable             303 403 403 403 403 303 303
GET  /monitor/register                     303 200 403 403 200 200 303
POST /monitor/register/confirm             303 403 403 403 403 303 303
POST /monitor/register/test                303 403 403 403 403 303 303
GET  /monitor/office                       303 403 403 403 200 403 303
GET  /worklist                             303 200 200 200 200 200 303
GET  /worklist/rows                        401 200 200 200 200 200 401
GET  /worklist/{reference}                 303 200 200 404 200 200 303
GET  /worklist/{reference}/attachments/{attachment:int} 303 404 200 404 200 404 303
GET  /worklist/{reference}/transcript      303 404 200 404 200 404 303
POST /worklist/{reference}/attempts        303 409 303 404 303 403 303
POST /worklist/{reference}/move            303 409 303 404 303 403 303
POST /worklist/{reference}/own             303 409 303 404 303 403 303
POST /worklist/{reference}/messages        303 409 422 404 422 403 303
POST /worklist/{reference}/close           303 409 303 404 303 403 303
GET  /api/openapi.json                     200 200 200 200 200 200 200
GET  /api/escalations                      401 200 200 200 200 200 401
POST /api/escalations                      401 201 201 422 201 403 401
GET  /api/escalations/{reference}          401 200 200 404 200 200 401
POST /api/escalations/{reference}/acknowledge 401 200 200 404 200 403 401
POST /api/escalations/{reference}/contacts 401 200 200 404 200 403 401
POST /api/escalations/{reference}/release  401 200 200 404 200 403 401
POST /api/escalations/{reference}/close    401 200 200 404 200 403 401
POST /api/escalations/{reference}/notes    401 200 200 404 200 403 401
POST /api/escalations/{reference}/messages 401 200 200 404 200 403 401
GET  /api/callbacks                        401 200 200 200 200 403 401
POST /api/callbacks                        401 201 201 422 201 403 401
GET  /api/callbacks/{reference}            401 404 200 404 200 403 401
POST /api/callbacks/{reference}/attempts   401 409 200 404 200 403 401
POST /api/callbacks/{reference}/owner      401 409 200 404 200 403 401
POST /api/callbacks/{reference}/messages   401 409 422 404 422 403 401
POST /api/callbacks/{reference}/close      401 409 200 404 200 403 401
"""
HOLDERS = ("contact", "contacts", "release", "close", "note", "notes", "write", "messages")
"""Acts, by the end of their path, on a case that is in the hands of who does them."""
FILES = {
    "/chat/static": "/chat.css",
    "/monitor/static": "/staff.css",
    "/phones/static": "/phones.css",
}
CALLER = {"words": "en annen sak", "place": "Lykkefjord", "phone": "+4799910077"}
CASE, REQUEST = "/monitor/cases/{reference}", "/worklist/{reference}"
FORMS = {
    f"{REQUEST}/attempts": {"result": "no_answer", "key": "k1"},
    f"{REQUEST}/move": {"office": "nav-fagerdal", "key": "k1"},
    f"{REQUEST}/own": {"key": "k1"},
    f"{REQUEST}/messages": {"words": "Hei", "key": "k1"},
    f"{REQUEST}/close": {"words": "fikk hjelp", "key": "k1"},
    "/chat/messages": {"text": "hei"},
    "/chat/language": {"language": "pl"},
    "/chat/relay": {"spoken": "ti", "called": "Amina"},
    f"{CASE}/note": {"words": "ringt"},
    f"{CASE}/write": {"words": "Hei", "key": "k1"},
    f"{CASE}/close": {"outcome": "spoken_with"},
    "/monitor/new": {**CALLER, "need": "shelter"},
    "/monitor/accounts": {"name": "Helt Ny", "role": "adviser"},
    "/monitor/accounts/disable": {"name": "Til Overs"},
}
BODIES = {
    "/api/escalations": {**CALLER, "kind": "shelter"},
    "/api/callbacks": CALLER,
    "/api/callbacks/{reference}/attempts": {"result": "no_answer"},
    "/api/callbacks/{reference}/owner": {},
    "/api/callbacks/{reference}/messages": {"words": "Hei"},
    "/api/callbacks/{reference}/close": {"words": "fikk hjelp"},
    "/api/escalations/{reference}/close": {"outcome": "spoken_with"},
    "/api/escalations/{reference}/notes": {"words": "ringt"},
    "/api/escalations/{reference}/messages": {"words": "Hei"},
}
PICTURE, KEYS = b"\xff\xd8\xff\xe0 a letter", count()
OF_REQUESTS = (REQUEST, "/api/callbacks/{reference}")
OFFICES = {"office": "nav-lykkefjord", "other": "nav-fagerdal", "lead": "nav-lykkefjord"}
WITHOUT_SIGHT = ("nobody", "adviser", "other", "administrator", "disabled")
WORDS, WHO, PHONE = "han låste meg inne i kjelleren", "Ragnhild Ukjent", "+4799910001"
TELLS_EVERY_KIND = ("/monitor/new", "/monitor/register", "/monitor/office", "/api/openapi.json")
"""Choices and headings, the same whatever has happened."""
STAFF_PAGES = ("/monitor", "/worklist", "/logout")
"""Where a session is what lets one in; the sign-in has a form of its own, and a test."""
DEMO = "/phones"
"""Plays every phone, with all that is on them; the real carrier's product has no such path."""


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind will do: what a role may is not for the database to decide."""
    return f"sqlite:///{tmp_path}/lavterskel.db"


class Row(NamedTuple):
    method: str
    path: str
    expected: dict[str, str]


def rows() -> list[Row]:
    lines = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return [
        Row(method, path, dict(zip(ROLES, statuses, strict=True)))
        for method, path, *statuses in lines
    ]


@dataclass
class Person:
    """One role, with a session or a token, or with nothing."""

    role: str
    staff: Staff | None
    token: str | None
    store: Store
    app: Starlette

    def ask(
        self, row: Row, reference: str, *, by: str = "", csrf: str | None = None
    ) -> httpx.Response:
        """``by``: session or token; what the path is for when not said."""
        by = by or ("token" if row.path.startswith("/api") else "session")
        client = TestClient(self.app, client=("192.0.2.5", 50000), follow_redirects=False)
        given = self._session(client) if by == "session" else ""
        if by == "token" and self.token is not None:
            client.headers["Authorization"] = f"Bearer {self.token}"
        path = row.path.replace("{reference}", reference) + FILES.get(row.path, "")
        path = path.replace("{attachment:int}", str(_attachment_of(self.store, reference)))
        if row.method == "GET":
            return client.get(path)
        if row.path.startswith("/api"):
            return client.post(path, json=BODIES.get(row.path))
        form = {"csrf": given if csrf is None else csrf, **FORMS.get(row.path, {})}
        return client.post(path, data={**form, **self._line(row)})

    def _session(self, client: TestClient) -> str:
        if self.staff is None:
            return ""
        with self.store.write() as tx:
            token = open_session(tx, self.staff)
            tx.flush()
            visitor = visitor_of(tx, token)
        client.cookies.set(SESSION, token)
        return visitor.csrf if visitor else ""

    def _line(self, row: Row) -> dict[str, str]:
        if not row.path.startswith("/monitor/register"):
            return {}
        # The phone of the cases' own line is busy with them: it takes no test.
        line_id = "nordvik-leader" if row.path.endswith("/test") else "lykkefjord-duty"
        line = self.app.state.house.speaker.register.line(line_id)
        return {"line": line.id, "fingerprint": line.fingerprint}


def _attachment_of(store: Store, reference: str) -> int:
    """A picture of the person of a case or request, sent now; 0 where there is none such."""
    with store.write() as tx:
        for table in (Escalation, CallbackRequest):
            whose = select(table.conversation_id).where(table.reference == reference)
            conversation_id = tx.scalar(whose)
            if conversation_id is not None:
                break
        else:
            return 0
        conversation = tx.get_one(Conversation, conversation_id)
        address = tx.unseal(conversation_id, conversation.address)
        sent = (Sent("image/jpeg", PICTURE),)
        key = f"picture {next(KEYS)}"
        inbound_id = receive(tx, Arrival(conversation.channel, key, address, "", {}, sent=sent))
        return tx.scalars(select(Attachment.id).where(Attachment.inbound_id == inbound_id)).one()


@pytest.fixture
def people(app: Starlette, store: Store) -> dict[str, Person]:
    made = {"nobody": Person("nobody", None, None, store, app)}
    with store.write() as tx:
        add_staff(tx, name="Til Overs", role="adviser", password=PASSWORD)
        for role in ROLES[1:]:
            stands_for = {"other": "office", "disabled": "adviser"}.get(role, role)
            added = add_staff(
                tx,
                name=f"En {role}",
                role=stands_for,
                office_id=OFFICES.get(role),
                password=PASSWORD,
                with_token=True,
            )
            added.staff.disabled_at = tx.now if role == "disabled" else None
            made[role] = Person(role, added.staff, added.token, store, app)
    return made


@pytest.fixture
def open_case(store: Store, speaker: Speaker) -> Callable[..., str]:
    """A case in Lykkefjord from the chat, held by ``holder`` if one is given."""
    numbers = iter(range(10_000))

    def opening(holder: Person | None = None) -> str:
        with store.write() as tx:
            conversation = conversation_of(tx, "chat", f"browser {next(numbers)}")
            conversation.contact_phone = tx.seal(conversation.id, PHONE)
            case = open_escalation(
                tx,
                speaker,
                conversation,
                kind="violence",
                key=f"test:{conversation.id}",
                place=speaker.register.place("9901"),
                words=WORDS,
                account=Account(words=WORDS, who=WHO),
            )
            if holder is not None and holder.staff is not None:
                whose = staff_holder(speaker.register, holder.staff)
                acknowledge(tx, speaker, case, whose, via="monitor")
            return case.reference

    return opening


@pytest.fixture
def open_for(
    open_case: Callable[..., str], waiting: Waiting, interpreting: Interpreting
) -> Callable[[Row, Person], str]:
    """What a row is about: a request, or a case, which this person holds if need be."""

    def opening(row: Row, person: Person) -> str:
        if row.path == f"{REQUEST}/transcript":
            return interpreting.ask(interpreting.relay())
        if row.path == f"{CASE}/transcript":
            return interpreting.open_case(interpreting.relay())
        if row.path.startswith(OF_REQUESTS):
            return waiting.ask(words=WORDS, phone=PHONE)
        return open_case(person if row.path.endswith(HOLDERS) else None)

    return opening


def paths_of(routes: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of everything an application answers to; a folder of files is one GET."""
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from paths_of(route.routes, before + route.path)
        elif isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, before + route.path
        elif isinstance(route, Mount):
            yield "GET", before + route.path
        else:
            yield type(route).__name__, before


def test_every_route_has_a_row_and_every_row_a_route(app: Starlette) -> None:
    assert sorted(paths_of(app.routes)) == sorted((row.method, row.path) for row in rows())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_is_theirs_and_no_more(
    people: dict[str, Person], open_for: Callable[..., str], store: Store, role: str
) -> None:
    person, wrong = people[role], []
    for row in rows():
        expected = row.expected[role]
        if expected == "live":
            continue
        got = person.ask(row, open_for(row, person)).status_code
        if str(got) != expected:
            wrong.append(f"{row.method} {row.path}: {got}, not {expected}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES[1:])
def test_a_token_opens_no_page_and_a_session_no_api(
    people: dict[str, Person], open_case: Callable[..., str], role: str
) -> None:
    wrong = []
    for row in rows():
        by = "session" if row.path.startswith("/api") else "token"
        if "live" in row.expected.values() and by == "session":
            continue
        got = people[role].ask(row, open_case(), by=by).status_code
        if str(got) != row.expected["nobody"]:
            wrong.append(f"{row.method} {row.path}: {got}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES[1:-1])
def test_no_page_takes_a_form_that_is_not_ours(
    people: dict[str, Person], open_for: Callable[..., str], store: Store, role: str
) -> None:
    """What another site could make a browser send: the session's cookie, without our form."""
    for row in rows():
        if row.method != "POST" or not row.path.startswith(STAFF_PAGES):
            continue
        reference = open_for(row, people[role])
        before = everything(store)
        for csrf in ("", "guess"):
            assert people[role].ask(row, reference, csrf=csrf).status_code == 403, row.path
        assert everything(store) == before


def everything(store: Store) -> list[object]:
    """What a form of staff could change."""
    with store.read() as tx:
        counted = [
            tx.scalar(select(func.count()).select_from(table))
            for table in (Escalation, EscalationEvent, CallbackEvent, Staff, StoryView)
        ]
        states = tx.scalars(select(Escalation.state).order_by(Escalation.id)).all()
        shut = tx.scalars(select(Staff.disabled_at).order_by(Staff.id)).all()
        confirmed = tx.scalars(select(LineConfirmation.confirmed_by)).all()
    return [*counted, *states, *shut, *confirmed]


@pytest.mark.parametrize("role", WITHOUT_SIGHT)
def test_who_may_not_read_a_story_reads_no_word_of_it_anywhere(
    people: dict[str, Person],
    open_case: Callable[..., str],
    store: Store,
    speaker: Speaker,
    role: str,
) -> None:
    """One case that nobody has, one in other hands, and a request to be phoned."""
    references = [open_case(), open_case(people["office"])]
    with store.write() as tx:
        place = speaker.register.place("9901")
        assert place is not None
        wish = CallerWish(
            place=place,
            phone=PHONE,
            window="any",
            children="no",
            interpreter=False,
            account=Account(words=WORDS, who=WHO),
        )
        conversation = conversation_of(tx, "sms", PHONE)
        office = people["office"].staff
        assert office is not None
        made = request_for_caller(
            tx, speaker, conversation, wish, staff_id=office.id, key="callback"
        )
        references.append(made.reference)
    label = speaker.catalogue.text("utter_kind_violence", "nb")
    told = []
    for row in rows():
        if row.path.startswith(DEMO) or row.path.endswith("/acknowledge") or is_take(row, role):
            continue
        for reference in references if "{reference}" in row.path else references[:1]:
            text = people[role].ask(row, reference).text.lower()
            secrets = [WORDS, "kjelleren", WHO, PHONE, PHONE[3:], "999 10 001"]
            if row.path not in TELLS_EVERY_KIND:
                secrets += ["violence", label]
            told += [f"{row.path}: {each}" for each in secrets if each.lower() in text]
    assert told == []
    with store.read() as tx:
        assert tx.scalars(select(StoryView)).all() == []


def is_take(row: Row, role: str) -> bool:
    """Taking a case is what gives sight of it; streams do not end."""
    return row.path.endswith("/take") or row.expected[role] == "live"


@pytest.mark.parametrize("role", ["office", "lead"])
def test_who_may_read_a_story_leaves_a_row_each_time(
    people: dict[str, Person], open_case: Callable[..., str], store: Store, role: str
) -> None:
    """The counterpart: the words are there, so the tests above could fail."""
    reference = open_case()
    row = next(row for row in rows() if row.path == "/api/escalations/{reference}")
    for _ in range(2):
        text = people[role].ask(row, reference).text
        assert all(secret in text for secret in (WORDS, WHO, PHONE, "violence"))
    with store.read() as tx:
        views = tx.scalars(select(StoryView)).all()
        assert [(view.reference, view.via) for view in views] == [(reference, "api")] * 2


def test_the_table_knows_every_role_there_is() -> None:
    assert {role.value for role in Role} <= set(ROLES)
    assert re.sub(r"\s+", " ", TABLE.strip().splitlines()[0]).split()[2:] == list(ROLES)
