"""The message of a request is what its published schema says, whatever the request holds."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sqlalchemy import select

from bot.callbacks.for_caller import CallerWish, request_for_caller
from bot.callbacks.handover.message import message_of, published_schema
from bot.callbacks.on_behalf import OnBehalf, seal_on_behalf
from bot.callbacks.submitting import NO_PHONE, Draft, submit
from bot.delivery.attachments import Sent
from bot.escalation.account import Account
from bot.inbox.receiving import Arrival, receive
from bot.monitor.accounts import add_staff
from bot.relay.relays import end_relay, start_relay
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackEvent, CallbackRequest, Conversation, Inbound
from tests.callbacks.handover.conftest import ANNA, LYKKEFJORD, OFFICE, WORDS, Desk

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
PUBLISHED = SCHEMAS / "callback-request-2.json"
FIRST = SCHEMAS / "callback-request-1.json"
FIRST_AS_PUBLISHED = "242d100bd341a21acb9ad4e996bd08dba1cd69d94b3a862fad0ea258665bcfab"


@pytest.fixture(scope="module")
def valid() -> jsonschema.Draft202012Validator:
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def message_of_only(desk: Desk) -> dict[str, Any]:
    desk.work()
    return desk.system.got[-1].message


def test_what_is_published_is_what_is_sent() -> None:
    """A version stays as it is: a change here is a version of its own."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == published_schema()


def test_the_first_version_is_as_it_was_published() -> None:
    assert hashlib.sha256(FIRST.read_bytes()).hexdigest() == FIRST_AS_PUBLISHED


def test_what_a_person_asked_for_is_all_there(
    desk: Desk, valid: jsonschema.Draft202012Validator
) -> None:
    desk.ask()
    message = message_of_only(desk)
    valid.validate(message)
    assert message["need"]["own_words"] == WORDS
    assert [note["words"] for note in message["need"]["added"]] == ["والكهرباء مقطوعة"]
    assert message["office"] == {"id": OFFICE, "name": "NAV Lykkefjord"}
    assert message["place"]["code"] == LYKKEFJORD
    assert message["person"]["language"] == "ar"
    assert message["person"]["interpreter"]
    assert message["person"]["phone_safe"] == "no"
    assert message["moments"]["first_contact_at"].endswith("Z")
    assert message["moments"]["closed_at"] is None
    assert (message["on_behalf"], message["relayed"], message["attachments"]) == (None, None, [])


def test_who_asked_for_somebody_else_is_all_there(
    desk: Desk, valid: jsonschema.Draft202012Validator
) -> None:
    request_id = desk.ask()
    of = OnBehalf("child", "أمي", "", "person", "person", "unknown", "yes", "أنا حزينة")
    with desk.store.write() as tx:
        request = tx.get_one(CallbackRequest, request_id)
        request.on_behalf = seal_on_behalf(tx, request.conversation_id, of)
    message = message_of_only(desk)
    valid.validate(message)
    assert message["on_behalf"] == {
        "writer": None,
        "relation": "child",
        "for_whom": "أمي",
        "whom_to_phone": "person",
        "phone_of": "person",
        "power_of_attorney": "unknown",
        "writer_is_child": "yes",
        "own_need": "أنا حزينة",
    }


def test_what_was_sent_with_it_is_named_and_not_sent_on(
    desk: Desk, valid: jsonschema.Draft202012Validator
) -> None:
    desk.ask()
    sent = (Sent("image/jpeg", b"\xff\xd8\xff\xe0 a letter"),)
    with desk.store.write() as tx:
        inbound_id = receive(tx, Arrival("sms", "MM1", ANNA, "", {}, sent=sent))
        at = tx.get_one(Inbound, inbound_id).received_at
    message = message_of_only(desk)
    valid.validate(message)
    (attachment,) = message["attachments"]
    assert (attachment["kind"], attachment["content_type"]) == ("picture", "image/jpeg")
    assert datetime.fromisoformat(attachment["received_at"]) == at


def test_through_whom_somebody_spoke_and_which_interpreter_to_book_is_all_there(
    desk: Desk, valid: jsonschema.Draft202012Validator
) -> None:
    draft = Draft(WORDS, LYKKEFJORD, NO_PHONE, "any", "unknown", "yes", "unknown")
    with desk.store.write() as tx:
        relay = start_relay(tx, desk.speaker.register, conversation_of(tx, "sms", "+4799910300"))
        assert relay is not None
        person = tx.get_one(Conversation, relay.conversation_id)
        person.language = "ti"
        relay.called, relay.consent = tx.seal(person.id, "Sara"), "given"
        submit(tx, desk.speaker, person, draft, "relayed")
        end_relay(tx, relay, "person")
        request = tx.scalars(select(CallbackRequest)).one()
        message = message_of(tx, desk.speaker.register, request).model_dump(mode="json")
    valid.validate(message)
    assert message["relayed"] == {
        "called": "Sara",
        "language": "ti",
        "consent": "given",
        "interpreter_to_book": "tigrinja",
        "interpreter_unwanted": True,
    }


def test_what_an_adviser_wrote_down_and_what_staff_did_is_all_there(
    desk: Desk, valid: jsonschema.Draft202012Validator
) -> None:
    place = desk.speaker.register.place(LYKKEFJORD)
    assert place is not None
    account = Account("Trenger husleie", "Anna", "i går", "via naboen", "no", "at noen ringer")
    wish = CallerWish(place, "+4799910002", "etter kl. 14", "yes", True, account)
    with desk.store.write() as tx:
        adviser = add_staff(tx, name="Kari", role="adviser").staff
        clerk = add_staff(tx, name="Ola", role="office", office_id=OFFICE).staff
        conversation = conversation_of(tx, "sms", "+4799910002")
        request = request_for_caller(
            tx, desk.speaker, conversation, wish, staff_id=adviser.id, key="k"
        )
        request.state, request.close_reason, request.closed_at = "closed", "staff", tx.now
        request.owner_staff_id, request.reached_at = clerk.id, tx.now
        request.needs = ["money", "home"]
        tx.add(
            CallbackEvent(
                key="e",
                request_id=request.id,
                at=tx.now,
                what="reached",
                staff_id=clerk.id,
                words=tx.seal(conversation.id, "Snakket om husleien"),
            )
        )
    message = message_of_only(desk)
    valid.validate(message)
    assert message["state"] == "closed"
    assert message["person"]["called"] == "Anna"
    assert message["person"]["contact"] == "via naboen"
    assert message["need"]["needs"] == ["money", "home"]
    handling = message["handling"]
    assert handling["opened_by"] == "Kari, NKS"
    assert handling["owner"] == "Ola, NAV Lykkefjord"
    *_, event = handling["history"]
    assert (event["what"], event["by"]) == ("reached", "Ola, NAV Lykkefjord")
    assert event["words"] == "Snakket om husleien"


@pytest.mark.parametrize("spoil", ["reference", "format", "extra", "moment"])
def test_the_schema_refuses_what_is_no_such_message(
    desk: Desk, valid: jsonschema.Draft202012Validator, spoil: str
) -> None:
    desk.ask()
    message = message_of_only(desk)
    if spoil == "reference":
        del message["reference"]
    elif spoil == "format":
        message["format"] = "lavterskel/callback-request/1"
    elif spoil == "extra":
        message["person"]["national_identity_number"] = "1"
    else:
        message["moments"]["submitted_at"] = None
    assert not valid.is_valid(message)


def test_a_request_of_nowhere_waits_for_an_office(desk: Desk) -> None:
    request = desk.ask()
    with desk.store.write() as tx:
        row = tx.get_one(CallbackRequest, request)
        row.place = row.office_id = None
        row.state = "unplaced"
    desk.work()
    assert desk.handovers() == []
