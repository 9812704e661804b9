"""The ladder: who is paged, when again, who next, and when the person is told the truth.

Every wait is a column of the escalation; the earliest is its ``due_at``. Nothing is held in
memory, so a restart loses nothing. The ladder goes round until a human has taken the case.
"""

from datetime import UTC, datetime, timedelta
from typing import cast

from bot.delivery.speaker import Speaker
from bot.escalation.events import What, note
from bot.escalation.pages import send_page
from bot.escalation.telling_person import tell_person
from bot.escalation.ways import usable_lines, ways
from bot.register import Clocks, DutyLine, Kind, Place
from bot.store.tables import Escalation
from bot.store.transaction import Transaction

LATEST = datetime.max.replace(tzinfo=UTC)
EMPTY_LADDER_RETRY = timedelta(minutes=5)


def start(tx: Transaction, speaker: Speaker, escalation: Escalation) -> bool:
    """Build the ladder from the lines open now and page the first; False when there is none."""
    escalation.ladder = [line.id for line in _lines_now(tx, speaker, escalation)]
    escalation.rung = 0
    return _page_rung(tx, speaker, escalation)


def wait(tx: Transaction, escalation: Escalation, until: datetime) -> None:
    """Let a case wait for the morning: its first page, and its alarms, count from then."""
    escalation.waits_until = until
    escalation.red_due_at = escalation.truth_due_at = None
    note(tx, escalation, What.WAITS)


def wake(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """A case that waited is paged now: a line has opened, or it has become more than it was."""
    escalation.waits_until = None
    clocks = _clocks(speaker, escalation)
    escalation.red_due_at = tx.now + clocks.red
    escalation.truth_due_at = tx.now + clocks.truth
    start_anew(tx, speaker, escalation)


def advance(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """Do what is due on an open escalation: page again, climb, turn red, tell the person."""
    if escalation.waits_until is not None:
        if _passed(tx, escalation.waits_until):
            wake(tx, speaker, escalation)
        reckon_due(escalation)
        return
    if _passed(tx, escalation.red_due_at):
        turn_red(tx, escalation)
    if _passed(tx, escalation.truth_due_at):
        _tell_truth(tx, speaker, escalation)
    if _passed(tx, escalation.next_rung_at):
        climb(tx, speaker, escalation)
    elif _passed(tx, escalation.page_again_at):
        escalation.page_again_at = None
        line = speaker.register.find_line(escalation.ladder[escalation.rung])
        if line is not None and ways(tx, line):
            send_page(tx, speaker, escalation, line)
        else:  # its number has failed meanwhile: no time is lost on it
            climb(tx, speaker, escalation)
    reckon_due(escalation)


def climb(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """Go up to the next rung that answers now; past the last, begin again with those that do."""
    note(tx, escalation, What.CLIMBED)
    now = [line.id for line in _lines_now(tx, speaker, escalation)]
    above = [line for line in escalation.ladder[escalation.rung + 1 :] if line in now]
    if above:
        escalation.rung = escalation.ladder.index(above[0])
    else:
        escalation.ladder, escalation.rung = now, 0
    if not _page_rung(tx, speaker, escalation):
        _tell_no_line(tx, speaker, escalation)
    reckon_due(escalation)


def is_on_last_rung(escalation: Escalation) -> bool:
    return escalation.rung + 1 >= len(escalation.ladder)


def start_anew(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """Climb from the first rung of the lines that answer now; where there is none, say so."""
    if not start(tx, speaker, escalation):
        _tell_no_line(tx, speaker, escalation)
    reckon_due(escalation)


def reroute(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """Start anew where other lines answer for the case than those that are being paged."""
    if [line.id for line in _lines_now(tx, speaker, escalation)] != escalation.ladder:
        start_anew(tx, speaker, escalation)


def begin_again(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """Somebody has given the case back: climb from the first rung.

    Red counts from the opening even then. The truth is due counted from now, because the person
    has just been told that nobody has the case.
    """
    _wind_again(tx, speaker, escalation)
    start_anew(tx, speaker, escalation)


def go_on(tx: Transaction, speaker: Speaker, escalation: Escalation, *, after: str | None) -> None:
    """Somebody has given the case back: go on, one rung above theirs.

    ``after``: the duty line that had it; None for staff, who stand on no rung.
    """
    if after in escalation.ladder:
        escalation.rung = escalation.ladder.index(after)
    _wind_again(tx, speaker, escalation)
    climb(tx, speaker, escalation)


def resume(tx: Transaction, speaker: Speaker, escalation: Escalation, *, after: str | None) -> None:
    """Whoever took the case has not reached the person: it is red at once, and goes on."""
    if escalation.red_at is None:
        turn_red(tx, escalation)
    go_on(tx, speaker, escalation, after=after)


def turn_red(tx: Transaction, escalation: Escalation) -> None:
    escalation.red_due_at = None
    escalation.red_at = tx.now
    note(tx, escalation, What.RED)


def wind_alarms(speaker: Speaker, escalation: Escalation) -> None:
    """Set both alarms, at the opening."""
    escalation.red_due_at = escalation.truth_due_at = LATEST
    set_alarms(speaker, escalation)


def set_alarms(speaker: Speaker, escalation: Escalation) -> None:
    """When NKS turns red and the person is told the truth, counted from the opening.

    An alarm that has gone off stays off; one that waits moves only forward, with a graver kind.
    """
    clocks = _clocks(speaker, escalation)
    if escalation.red_due_at is not None:
        escalation.red_due_at = min(escalation.red_due_at, escalation.opened_at + clocks.red)
    if escalation.truth_due_at is not None:
        escalation.truth_due_at = min(escalation.truth_due_at, escalation.opened_at + clocks.truth)


def _wind_again(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    if escalation.red_at is None:
        escalation.red_due_at = LATEST
        set_alarms(speaker, escalation)
    escalation.truth_due_at = tx.now + _clocks(speaker, escalation).truth


def rest(escalation: Escalation) -> None:
    """Stop every clock of the ladder: somebody has the case, or it is closed."""
    escalation.waits_until = None
    escalation.page_again_at = None
    escalation.next_rung_at = None
    escalation.red_due_at = None
    escalation.truth_due_at = None
    escalation.contact_due_at = None
    escalation.due_at = None


def reckon_due(escalation: Escalation) -> None:
    """Set ``due_at`` to the earliest of the waits."""
    waits = (
        escalation.waits_until,
        escalation.page_again_at,
        escalation.next_rung_at,
        escalation.red_due_at,
        escalation.truth_due_at,
        escalation.contact_due_at,
    )
    escalation.due_at = min((wait for wait in waits if wait is not None), default=None)


def public_number(speaker: Speaker, escalation: Escalation) -> str:
    """What the person can phone themselves while we keep trying."""
    numbers = speaker.register.numbers()
    urgent = {"life": "ambulance", "suicide": "ambulance", "violence": "police", "child": "police"}
    return numbers[urgent.get(escalation.kind, "legevakt")]


def _page_rung(tx: Transaction, speaker: Speaker, escalation: Escalation) -> bool:
    """Page the line of the current rung and set its clocks."""
    if not escalation.ladder:
        note(tx, escalation, What.NO_LINE)
        escalation.next_rung_at = tx.now + EMPTY_LADDER_RETRY
        escalation.page_again_at = None
        return False
    clocks = _clocks(speaker, escalation)
    escalation.page_again_at = tx.now + clocks.page_again
    escalation.next_rung_at = tx.now + clocks.next_rung
    _page_line(tx, speaker, escalation)
    return True


def _page_line(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    line = speaker.register.line(escalation.ladder[escalation.rung])
    send_page(tx, speaker, escalation, line)


def _lines_now(tx: Transaction, speaker: Speaker, escalation: Escalation) -> list[DutyLine]:
    """Without those that said it is not theirs; the fallback is everybody's."""
    register = speaker.register
    place, kind = place_of(speaker, escalation), cast(Kind, escalation.kind)
    usable = usable_lines(tx, register)
    fallbacks = {line.id for line in register.lines if line.fallback}
    theirs = usable.difference(set(escalation.not_ours) - fallbacks)
    return register.ladder(place, kind, tx.now, confirmed=theirs) or register.ladder(
        place, kind, tx.now, confirmed=usable
    )


def _clocks(speaker: Speaker, escalation: Escalation) -> Clocks:
    return speaker.register.clocks(cast(Kind, escalation.kind), place_of(speaker, escalation))


def place_of(speaker: Speaker, escalation: Escalation) -> Place | None:
    return speaker.register.place(escalation.place) if escalation.place else None


def _tell_truth(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    escalation.truth_due_at = None
    event = note(tx, escalation, What.TOLD_TRUTH)
    number = public_number(speaker, escalation)
    name, key = "utter_emergency_nobody_yet", f"event:{event}:truth"
    tell_person(tx, speaker, escalation, name, key=key, number=number)


def _tell_no_line(tx: Transaction, speaker: Speaker, escalation: Escalation) -> None:
    """Nobody answers any more: red at once, and the person is told, once a case."""
    if escalation.red_at is None:
        turn_red(tx, escalation)
    number = public_number(speaker, escalation)
    name, key = "utter_emergency_no_line", f"escalation:{escalation.id}:no_line"
    tell_person(tx, speaker, escalation, name, key=key, number=number)


def _passed(tx: Transaction, moment: datetime | None) -> bool:
    return moment is not None and moment <= tx.now
