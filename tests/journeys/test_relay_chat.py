"""An interpreter writes in the chat, from a browser without a script, for two people at once."""

import time
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select

from bot.relay.transcript import Transcript, read_transcript
from bot.store.tables import CallbackRequest, Escalation, Relay
from tests.edge.chat.browser import new_key
from tests.edge.chat.interpreter import Said, address_of, said_in, tabs_in
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain]

RENT = "ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ"
RENT_IN_ARABIC = "ما قدرت أدفع الإيجار هذا الشهر شو أعمل"
NO_BED_IN_ARABIC = "أنا في Lykkefjord وليس لدي مكان أنام فيه الليلة"
PATIENCE = 30.0
"""Seconds; everything here goes through all three roles."""


class Amina:
    """An interpreter, and her browser."""

    def __init__(self, running: Product) -> None:
        self.running = running
        self.client = httpx.Client(base_url=running.url, follow_redirects=True, timeout=PATIENCE)

    def begins_for(self, spoken: str) -> None:
        data = {"spoken": spoken, "called": "Amina", "key": new_key()}
        assert self.client.post("/chat/relay", data=data).status_code == 200

    def sees(self, number: int) -> list[Said]:
        return said_in(self.client.get(f"/?relay={number}").text)

    def writes(self, number: int, text: str, wanted: str, voice: str = "") -> Said:
        """Write what a person says; gives the answer in their tab that says this in Norwegian."""
        before = {said.id for said in self.sees(number)}
        relay = address_of(self.client.get(f"/?relay={number}").text)
        data = {"relay": relay, "text": text, "voice": voice, "key": new_key()}
        assert self.client.post("/chat/messages", data=data).status_code == 200

        def answers() -> list[Said]:
            fresh = [said for said in self.sees(number) if said.id not in before]
            return [said for said in fresh if wanted in in_norwegian(said)]

        wait_until(lambda: bool(answers()), lambda: f"{wanted}: {self.sees(number)}")
        return answers()[-1]

    def transcript(self, language: str) -> Transcript:
        with self.running.store.read() as tx:
            newest = select(Relay).where(Relay.language == language).order_by(Relay.id.desc())
            relay = tx.scalars(newest).first()
            assert relay is not None
            found = read_transcript(tx, relay.conversation_id)
        assert found is not None
        return found


def in_norwegian(said: Said) -> str:
    return "\n".join(line[-1][2] for line in said.lines)


def wait_until(is_true: Callable[[], bool], why: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < deadline, why()
        time.sleep(0.2)


def test_two_people_in_parallel_in_tigrinya_and_arabic(running: Product) -> None:
    amina = Amina(running)
    amina.begins_for("ti")
    amina.begins_for("ar")
    amina.writes(1, "እወ", "Hva trenger du hjelp til?")
    amina.writes(2, "نعم", "Hva trenger du hjelp til?")

    # Each is answered in their own language, a sentence a row, with Norwegian beside it.
    answer = amina.writes(1, RENT, "Snakk med utleieren i dag.")
    assert ("ti", "ltr") in [line[0][:2] for line in answer.lines]
    answer = amina.writes(2, RENT_IN_ARABIC, "Snakk med utleieren i dag.")
    assert ("ar", "rtl") in [line[0][:2] for line in answer.lines]
    assert all(len(line) == 2 for line in answer.lines if not line[0][2].startswith("http"))

    # The first wants a call: at a number of her own, with an interpreter somebody must book.
    for words, wanted in (
        ("1", "Hvilken kommune er du i?"),
        ("Lykkefjord", "Hvilket nummer skal vi ringe?"),
        ("90 00 70 12", "Når kan vi ringe?"),
        ("1", "Hva er greit for deg?"),
        ("1", "Bor det barn hos deg?"),
        ("2", "Stemmer dette?"),
        ("1", "Jeg har lagret ønsket ditt."),
    ):
        amina.writes(1, words, wanted)
    with running.store.read() as tx:
        request = tx.scalars(select(CallbackRequest).order_by(CallbackRequest.id.desc())).first()
        assert request is not None
        assert tx.unseal(request.conversation_id, request.phone) == "+4790007012"
        assert tx.unseal(request.conversation_id, request.interpreter) == "tigrinja"

    # Who said what stays apart, in the tabs and in what is kept.
    assert RENT not in str(amina.sees(2))
    assert {said.who for said in amina.sees(1)} == {"Personen", "Automatisk assistent"}
    hers, his = amina.transcript("ti"), amina.transcript("ar")
    assert hers.relayed.called == his.relayed.called == "Amina"
    assert [turn.words for turn in his.turns if turn.speaker == "person"] == [
        "نعم",
        RENT_IN_ARABIC,
    ]
    own = tabs_in(amina.client.get("/?relay=1").text)[0]
    assert (own.label, own.has_news) == ("Min egen chat", False)


def test_an_emergency_of_one_of_two_people(running: Product) -> None:
    amina = Amina(running)
    amina.begins_for("ti")
    amina.begins_for("ar")
    amina.writes(1, "እወ", "Hva trenger du hjelp til?")
    amina.writes(2, "نعم", "Hva trenger du hjelp til?")

    amina.writes(2, NO_BED_IN_ARABIC, "Jeg sier fra til vakttelefonen nå.")

    assert "vakttelefonen" not in str(amina.sees(1))
    duty = running.line("lykkefjord-duty")
    duty.hears("via tolk", within=PATIENCE)
    with running.store.read() as tx:
        case = tx.scalars(select(Escalation).order_by(Escalation.id.desc())).first()
        assert case is not None
        relay = tx.scalars(select(Relay).where(Relay.conversation_id == case.conversation_id)).one()
    assert (case.kind, relay.language, relay.number) == ("shelter", "ar", 2)
