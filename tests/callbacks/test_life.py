"""The life of a request, in any order of events: it is never lost and never forgotten.

Messages, attempts, moves of the clock and deaths of the courier come as Hypothesis will have them.
After each of them four things hold: the request is there; it ended, if it did, for an allowed
reason; while it has not, it has a next act; and silence ended it only after somebody was reached,
with nothing since that wants a human. After a round of the courier's nothing is overdue.
"""

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, update

from bot.callbacks.attempts import Result
from bot.callbacks.changing import note_change
from bot.callbacks.ending import CloseReason
from bot.callbacks.history import What
from bot.callbacks.status import status_words
from bot.delivery.speaker import Speaker
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.conversations import conversation_of
from bot.store.tables import CallbackRequest, Conversation, Escalation, Inbound, SafetyQuestion
from bot.store.transaction import Transaction
from tests.callbacks.life import MONDAY, NAV_FAGERDAL, Life, new_staff, set_clock
from tests.postgresql import Server

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Event = tuple[str, Any]
"""What somebody does: a method of the machine, and what it is given."""
EVENTS: tuple[Event, ...] = (
    *(("answers", text) for text in ("1", "2", "4", "ja", "nei", "etter klokka 15", "400 00 002")),
    *(("answers", text) for text in ("hei", "ikke ring meg", "STOP", "START")),
    *(("answers", text) for text in ("mannen min leser telefonen min", "jeg er døv")),
    *(("answers", text) for text in ("nei, ingen har ringt meg", "i morgen")),
    *(("changes", words) for words in ("jeg har fått et brev til", "jeg har flyttet til Fagerdal")),
    ("changes", "ikke ring meg lenger"),
    *[("asks_how_it_stands", None)] * 2,
    ("is_in_danger", "jeg har ikke noe sted å sove i natt"),
    *[("staff_try", Result.REACHED)] * 6,
    *[("staff_try", Result.NO_ANSWER)] * 5,
    ("staff_try", Result.VOICEMAIL_LEFT),
    ("staff_try", Result.WRONG_NUMBER),
    ("staff_try", Result.INTERPRETER_MISSING),
    ("staff_try", Result.MOVED),
    ("staff_give_up", None),
    *[("time_passes", HOUR * hours) for hours in (1, 4, 4, 5, 13)],
    *[("time_passes", DAY * days) for days in (1, 4, 4, 5, 25)],
    *[("courier_is_dead", span) for span in (HOUR, DAY, 6 * DAY)],
    ("courier_begins_anew", None),
)
"""As often as they stand here. Hypothesis's own choice among rules leaves some of them out."""
PUTS_BACK = {
    *(set(Result) - {Result.REACHED, Result.DONE}),
    *(What.REOPENED, What.NOTED, What.URGENT),
}
"""After any of these a human is to reach the person anew."""
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

    @rule(event=st.sampled_from(EVENTS))
    def it_happens(self, event: Event) -> None:
        name, given = event
        getattr(self, name)(given)

    def answers(self, text: str) -> None:
        self.life.writes(text)

    def changes(self, words: str) -> None:
        """The dialogue has understood that a request is to be changed."""
        with self.store.write() as tx:
            conversation = conversation_of(tx, self.life.channel, self.life.number)
            key = f"change-{next(steps)}"
            self._say(tx, conversation, note_change(tx, self.speaker, conversation, words, key))

    def asks_how_it_stands(self, _: None) -> None:
        with self.store.write() as tx:
            conversation = conversation_of(tx, self.life.channel, self.life.number)
            self._say(tx, conversation, status_words(tx, self.speaker, conversation))

    def is_in_danger(self, text: str) -> None:
        if self.request.urgent_at is None:  # more of it is for the ladder's own tests
            self.life.writes(text)

    def staff_try(self, result: Result) -> None:
        self.life.tries(result, note="snakket på kontoret", office_id=NAV_FAGERDAL)

    def staff_give_up(self, _: None) -> None:
        if self.request.missed > 1:
            self.life.tries(Result.DONE, note="fant henne ikke")

    def time_passes(self, span: timedelta) -> None:
        self.life.passes(span)
        self._nothing_is_overdue()

    def courier_is_dead(self, span: timedelta) -> None:
        set_clock(self.store, self._now() + span)
        self.life.restart()

    def courier_begins_anew(self, _: None) -> None:
        self.life.restart()
        self.life.goes_round()
        self._nothing_is_overdue()

    def _nothing_is_overdue(self) -> None:
        due_at = self.life.request.due_at
        assert due_at is None or due_at > self._now()

    def _say(self, tx: Transaction, conversation: Conversation, said: tuple[str, str]) -> None:
        name, body = said
        self.speaker.say(tx, conversation, body, name=name, key=f"said-{next(steps)}")

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
            decisive = [what for what in before if what == "reached" or what in PUTS_BACK]
            assert decisive[-1] == "reached"
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
