"""The life of a request, in any order of events: it is never lost and never forgotten.

Messages, attempts, moves of the clock and deaths of the courier come as Hypothesis will have them.
After each of them four things hold: the request is there; it ended, if it did, for an allowed
reason; while it has not, it has a next act; and silence ended it only after somebody was reached.
"""

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, update

from bot.callbacks.attempts import Result
from bot.callbacks.changing import note_change
from bot.callbacks.ending import CloseReason
from bot.callbacks.status import status_words
from bot.delivery.speaker import Speaker
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackRequest, Escalation, Inbound, SafetyQuestion
from tests.callbacks.life import MONDAY, NAV_FAGERDAL, Life, new_staff, set_clock
from tests.postgresql import Server

ANSWERS = ("1", "2", "3", "4", "ja", "nei", "etter klokka 15", "400 00 002", "0")
WORDS = ("hei", "når ringer dere", "ikke ring meg", "glem det", "STOP", "START", "takk")
CHANGES = ("jeg har fått et brev til", "jeg har flyttet til Fagerdal", "ikke ring meg lenger")
SPANS = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=13),
    timedelta(days=1),
    timedelta(days=4),
    timedelta(days=25),
)
FAST = "PRAGMA synchronous=OFF"
people = count(90_000_001)
steps = count()


class AnyLife(RuleBasedStateMachine):
    """One person's request. Each run has a person of its own in the same database."""

    store: Store
    speaker: Speaker
    staff_id: int

    @initialize(
        window=st.sampled_from(["any", "morning", "afternoon", "etter jobb"]),
        phone_safe=st.sampled_from(["yes", "yes", "unknown", "no"]),
        place=st.sampled_from(["9901", "9902", None]),
        channel=st.sampled_from(["sms", "sms", "chat"]),
    )
    def a_person_sends_it(
        self, window: str, phone_safe: str, place: str | None, channel: str
    ) -> None:
        set_clock(self.store, MONDAY)
        person = next(people)
        number = f"+47{person}" if channel == "sms" else f"browser-{person}"
        self.life = Life(self.store, self.speaker, self.staff_id, number, channel)
        self.life.begins(window=window, phone_safe=phone_safe, place=place)
        self.request = self.life.request
        self.events = 0

    @rule(text=st.sampled_from(ANSWERS))
    def the_person_answers(self, text: str) -> None:
        self.life.writes(text)

    @rule(text=st.sampled_from(WORDS))
    def the_person_writes(self, text: str) -> None:
        self.life.writes(text)

    @rule(words=st.sampled_from(CHANGES))
    def the_dialogue_passes_a_change_on(self, words: str) -> None:
        life = self.life
        with life.store.write() as tx:
            conversation = conversation_of(tx, life.channel, life.number)
            name, body = note_change(tx, life.speaker, conversation, words, f"change-{next(steps)}")
            life.speaker.say(tx, conversation, body, name=name, key=f"said-{next(steps)}")

    @rule()
    def the_dialogue_asks_how_it_stands(self) -> None:
        life = self.life
        with life.store.write() as tx:
            conversation = conversation_of(tx, life.channel, life.number)
            name, body = status_words(tx, life.speaker, conversation)
            life.speaker.say(tx, conversation, body, name=name, key=f"said-{next(steps)}")

    @precondition(lambda self: self.request.urgent_at is None)
    @rule()
    def it_becomes_urgent(self) -> None:
        self.life.writes("jeg har ikke noe sted å sove i natt")

    @rule(
        result=st.sampled_from(
            [
                Result.REACHED,
                Result.REACHED,
                Result.NO_ANSWER,
                Result.VOICEMAIL_LEFT,
                Result.WRONG_NUMBER,
                Result.INTERPRETER_MISSING,
            ]
        )
    )
    def staff_try(self, result: Result) -> None:
        self.life.tries(result)

    @rule()
    def staff_move_it(self) -> None:
        self.life.tries(Result.MOVED, office_id=NAV_FAGERDAL)

    @rule(number=st.integers(1, 12))
    def staff_end_it(self, number: int) -> None:
        if number == 1:  # else most lives would end like that
            self.life.tries(Result.DONE, note="løst på kontoret")

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: timedelta) -> None:
        self.life.passes(span)

    @rule(span=st.sampled_from(SPANS))
    def the_courier_is_dead_for_a_while(self, span: timedelta) -> None:
        set_clock(self.store, self._now() + span)
        self.life.restart()

    @rule()
    def the_courier_begins_anew(self) -> None:
        self.life.restart()
        self.life.goes_round()

    @invariant()
    def it_lives(self) -> None:
        next(lived)
        self.request, history = self.life.as_it_stands()
        request = self.request
        assert history[0] == "submitted"
        assert len(history) >= self.events, "its history was cut"
        self.events = len(history)
        if request.state == "closed":
            assert request.close_reason in set(CloseReason)
            assert request.closed_at is not None
            self._ended_as_it_may(request, history)
        else:
            assert request.state in ("open", "unplaced")
            assert request.due_at is not None
            assert request.close_reason is None

    def _ended_as_it_may(self, request: CallbackRequest, history: list[str]) -> None:
        last_end = len(history) - 1 - history[::-1].index("closed")
        before = history[:last_end]
        if request.close_reason == CloseReason.SILENCE:
            assert "reached" in before
            assert request.reached_at is not None
            assert self._whole_working_days_since(request) >= 3
        if request.close_reason == CloseReason.STAFF:
            assert "done" in before

    def _whole_working_days_since(self, request: CallbackRequest) -> int:
        calendar = self.speaker.register.calendar
        assert request.reached_at is not None
        assert request.closed_at is not None
        day, last = request.reached_at.date(), request.closed_at.date()
        found = 0
        while (day := day + timedelta(days=1)) <= last:
            found += calendar.is_working_day(day)
        return found

    def _now(self) -> datetime:
        with self.store.read() as tx:
            return tx.now

    def teardown(self) -> None:
        """Let nothing of this person fall due in the lives of those who come after."""
        if not hasattr(self, "life"):
            return
        self.life.tries(Result.DONE, note="slutt")
        with self.store.write() as tx:
            tx.execute(update(Escalation).values(state="closed", due_at=None))
            tx.execute(update(SafetyQuestion).values(state="safe", due_at=None))
            tx.execute(update(Inbound).values(holding_at=None, due_at=None))


lived = count()


def run(settings_: Settings, examples: int, steps_each: int) -> int:
    """How many steps were lived through."""
    store = Store.open(settings_)
    if store.is_sqlite:  # no power is cut here, and the disk is what takes longest
        event.listen(store.engine, "connect", lambda each, _: each.execute(FAST))
    schema.upgrade(store)
    AnyLife.store = store
    AnyLife.speaker = Speaker.load(settings_.register_dir)
    AnyLife.staff_id = new_staff(store)
    before = next(lived)
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps_each,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    store.close()
    return next(lived) - before - 1


def settings_for(url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=url,
        state_dir=tmp_path / "state",
        register_dir=Path("data/register/demo"),
        carrier="simulator",
    )


def test_ten_thousand_steps(tmp_path: Path) -> None:
    assert run(settings_for(f"sqlite:///{tmp_path}/lives.db", tmp_path), 220, 50) >= 10_000


def test_some_hundred_steps_on_postgresql(postgresql: Server, tmp_path: Path) -> None:
    assert run(settings_for(postgresql.new_database(), tmp_path), 20, 50) >= 500
