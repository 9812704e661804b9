"""An interpreter writes for people who cannot write themselves, by SMS, from the first word on."""

import re

import pytest
from sqlalchemy import select

from bot.relay.transcript import Transcript, read_transcript
from bot.store.tables import CallbackRequest, DataKey, Escalation, Relay
from tests.product import Product

pytestmark = [pytest.mark.processes, pytest.mark.brain]

RENT = "ናይ ገዛ ክራይ ክኸፍል ኣይክእልን እየ"
CALL_ME = "ሰብ ክድውለለይ ይደሊ"
NO_BED = "ሎሚ ለይቲ ዝድቅሰሉ ቦታ የብለይን"
RENT_IN_ARABIC = "ما قدرت أدفع الإيجار هذا الشهر شو أعمل"
PATIENCE = 60.0
"""Seconds; everything here goes through all three roles."""


class Interpreter:
    """Sara, who interprets at one phone, and knows for whom by a number."""

    def __init__(self, running: Product, number: str) -> None:
        self.running, self.number = running, number
        self.phone = running.phone(number)

    def says(self, text: str) -> None:
        self.phone.says(text)

    def hears(self, wanted: str) -> str:
        return self.phone.hears(wanted, within=PATIENCE)

    def begins_for(self, spoken: str, *, prefix: str = "") -> str:
        """Begin for somebody who speaks that language; the code that only ends what is theirs."""
        self.says(f"start tolk {spoken}")
        self.hears("Hva heter du?")
        self.says(f"{prefix}Sara")
        self.hears("Jeg er ikke tolk.")
        code = re.search(r"slutt (\w{6})", self.hears("Kan jeg lagre det og gi det til NAV?"))
        assert code is not None
        return code[1]

    def is_told(self, words: str, wanted: str) -> str:
        """Write what a person says, and read what comes back for them."""
        self.says(words)
        return self.hears(wanted)


def relay_of(running: Product, code: str) -> Relay:
    with running.store.read() as tx:
        return tx.scalars(select(Relay).where(Relay.end_code == code)).one()


def transcript_of(running: Product, code: str) -> Transcript:
    with running.store.read() as tx:
        relay = tx.scalars(select(Relay).where(Relay.end_code == code)).one()
        found = read_transcript(tx, relay.conversation_id)
    assert found is not None
    return found


def test_two_people_in_parallel_in_tigrinya_and_arabic(running: Product) -> None:
    sara = Interpreter(running, "+4790006011")
    selam = sara.begins_for("tigrinja")
    sara.is_told("እወ", "የቐንየለይ።\nTakk.\n2. ንምንታይ ሓገዝ የድልየኩም?\nHva trenger du hjelp til?")
    omar = sara.begins_for("arabisk", prefix="2: ")
    assert sara.is_told("2: نعم", "1. شكرًا.\nTakk.").startswith("2: ")

    # Each is answered in their own language, a sentence at a time, with Norwegian beside it.
    sara.says(f"1: {RENT}")
    sara.says(f"2: {RENT_IN_ARABIC}")
    answer = sara.hears("1: 1. ሎሚ ምስ ኣካራዪ ገዛ ተዛረቡ።\nSnakk med utleieren i dag.\n2. ")
    assert "Spør om hjelp til husleie." in answer
    assert "Snakk med utleieren i dag." in sara.hears("2: 1. ")

    # Selam wants a call: at her own number, with an interpreter that somebody must book.
    sara.is_told("1: 1", "Hvilken kommune er du i?")
    sara.is_told("1: Lykkefjord", "Hvilket nummer skal vi ringe?")
    sara.is_told("1: 90 00 60 12", "Når kan vi ringe?")
    sara.is_told("1: 1", "Hva er greit for deg?")
    sara.is_told("1: 1", "Bor det barn hos deg?")
    read_back = sara.is_told("1: 2", "Dette skriver jeg til NAV.")
    assert "Stemmer dette?" in read_back
    assert "Tolk: ja, tigrinja" in read_back
    sara.is_told("1: 1", "Jeg har lagret ønsket ditt.")

    with running.store.read() as tx:
        request = tx.scalars(select(CallbackRequest).order_by(CallbackRequest.id.desc())).first()
        assert request is not None
        assert request.conversation_id == relay_of(running, selam).conversation_id
        assert (request.language, request.place) == ("ti", "9901")
        assert tx.unseal(request.conversation_id, request.phone) == "+4790006012"
        assert tx.unseal(request.conversation_id, request.interpreter) == "tigrinja"
        assert tx.unseal(request.conversation_id, request.own_words) == RENT

    # Who said what stays apart.
    hers, his = transcript_of(running, selam), transcript_of(running, omar)
    assert hers.relayed.called == his.relayed.called == "Sara"
    assert (hers.relayed.language, his.relayed.language) == ("ti", "ar")
    assert [turn.words for turn in his.turns if turn.speaker == "person"] == [
        "نعم",
        RENT_IN_ARABIC,
    ]
    said = [turn for turn in hers.turns if turn.speaker == "assistant"]
    assert said[-1].in_norwegian is not None
    assert "Jeg har lagret ønsket ditt." in said[-1].in_norwegian
    assert {turn.speaker for turn in hers.turns} == {"person", "assistant"}


def test_consent_refused(running: Product) -> None:
    sara = Interpreter(running, "+4790006021")
    code = sara.begins_for("arabisk")
    assert "be om tolk" in sara.is_told("لا", "Jeg lagrer bare det som gjelder fare.")
    relay = relay_of(running, code)
    assert (relay.state, relay.consent, relay.called) == ("refused", "refused", None)
    assert relay.consent_at is not None
    assert transcript_of(running, code).turns == ()
    with running.store.read() as tx:
        assert tx.get(DataKey, relay.conversation_id) is None
    # The interpreter may still ask for themselves.
    sara.is_told("hva kan man få av tolkehjelp hos NAV", "Du kan få tolk hos NAV.")


def test_a_person_ends_it_in_private_and_their_request_goes_on(running: Product) -> None:
    sara = Interpreter(running, "+4790006031")
    code = sara.begins_for("tigrinja")
    sara.is_told("እወ", "Hva trenger du hjelp til?")
    sara.is_told(CALL_ME, "Hva gjelder det?")
    sara.is_told(RENT, "Hvilken kommune er du i?")
    sara.is_told("Lykkefjord", "Hvilket nummer skal vi ringe?")
    sara.is_told("90 00 60 32", "Når kan vi ringe?")
    sara.is_told("1", "Hva er greit for deg?")
    sara.is_told("1", "Bor det barn hos deg?")
    sara.is_told("2", "Stemmer dette?")
    sara.is_told("1", "Jeg har lagret ønsket ditt.")
    heard = len(sara.phone.texts)

    selam = running.phone("+4790006032")
    selam.says("ወድእ")  # from the number she gave, the word alone is enough
    assert "RING" in selam.hears("እቲ ተርጓማይ ካብቲ ዝርርብ ወጺኡ ኣሎ", within=PATIENCE)
    assert len(sara.phone.texts) == heard

    sara.says("hun vil avlyse det hele")
    closed = sara.hears("Samtale 1 er avsluttet.")
    assert "+47" not in closed
    transcript = transcript_of(running, code)
    assert transcript.relayed.interpreter_unwanted
    assert all(turn.words != "hun vil avlyse det hele" for turn in transcript.turns)
    with running.store.read() as tx:
        relay = relay_of(running, code)
        of_person = CallbackRequest.conversation_id == relay.conversation_id
        assert tx.scalars(select(CallbackRequest.state).where(of_person)).one() == "open"


def test_an_emergency_inside_a_relay(running: Product) -> None:
    sara = Interpreter(running, "+4790006041")
    code = sara.begins_for("tigrinja")
    sara.is_told("እወ", "Hva trenger du hjelp til?")
    opened = sara.is_told(NO_BED, "Jeg sier fra til vakttelefonen nå.")
    assert opened.startswith("1. ")
    where = sara.hears("Hvor er du?")
    assert "1. " in where

    duty = running.line("fallback")
    page = duty.hears("via tolk", within=PATIENCE)
    taken = re.search(r"svar (\d+)", page)
    assert taken is not None
    duty.says(taken[1])
    told = duty.hears("tigrinja, via tolk Sara", within=PATIENCE)
    assert f"{sara.number} er tolkens" in told
    sara.hears("En person har saken din")

    with running.store.read() as tx:
        relay = relay_of(running, code)
        case = tx.scalars(
            select(Escalation).where(Escalation.conversation_id == relay.conversation_id)
        ).one()
        assert (case.kind, case.state) == ("shelter", "acknowledged")
    speakers = [turn.speaker for turn in transcript_of(running, code).turns]
    assert speakers[-1] == "assistant"
    assert "person" in speakers
