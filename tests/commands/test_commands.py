"""The ``lavterskel`` command, as somebody at a keyboard meets it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.escalation.ways import Way, note_failure
from bot.register import Register
from bot.settings import Settings
from bot.store import Store

ROOT = Path(__file__).parents[2]


class Keyboard:
    """Runs commands on a database of their own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("LAVTERSKEL_")},
            "LAVTERSKEL_DATABASE_URL": f"sqlite:///{folder}/lavterskel.db",
            "LAVTERSKEL_STATE_DIR": str(folder),
            "LAVTERSKEL_REGISTER_DIR": "data/register/demo",
            "LAVTERSKEL_CARRIER": "simulator",
            "COLUMNS": "200",
            **settings,
        }

    def types(self, *words: str) -> tuple[int, str]:
        """Run a command; gives its exit code and all it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def keyboard(tmp_path: Path) -> Keyboard:
    return Keyboard(tmp_path)


def test_it_does_not_start_while_an_emergency_could_reach_nobody(keyboard: Keyboard) -> None:
    code, said = keyboard.types("up")
    assert code == 1
    assert "no confirmed fallback line" in said
    assert "Traceback" not in said


def test_a_made_up_register_never_meets_a_real_carrier(tmp_path: Path) -> None:
    keyboard = Keyboard(tmp_path, LAVTERSKEL_CARRIER="twilio")
    keyboard.types("register", "confirm", "fallback")
    code, said = keyboard.types("up")
    assert code == 1
    assert "the register is made up and the carrier is real" in said


def test_doctor_says_what_is_missing_and_is_content_when_it_is_there(keyboard: Keyboard) -> None:
    code, said = keyboard.types("doctor")
    assert code == 1
    assert "no confirmed fallback line" in said
    keyboard.types("register", "confirm", "fallback")
    assert keyboard.types("doctor")[0] == 0


def test_a_line_is_confirmed_by_name_and_shown_so(keyboard: Keyboard) -> None:
    assert "NOT CONFIRMED" in keyboard.types("register", "status")[1]
    assert keyboard.types("register", "confirm", "lykkefjord-duty", "--by", "Kari")[0] == 0
    status = keyboard.types("register", "status")[1]
    (line,) = [each for each in status.splitlines() if each.startswith("lykkefjord-duty")]
    assert line.endswith(" confirmed, never tested")


def test_a_line_is_tested_at_once_when_it_is_confirmed_and_not_twice(keyboard: Keyboard) -> None:
    code, said = keyboard.types("register", "test", "lykkefjord-duty")
    assert code == 1
    assert "not confirmed" in said
    keyboard.types("register", "confirm", "lykkefjord-duty")
    code, said = keyboard.types("register", "test", "lykkefjord-duty")
    assert code == 0
    assert "the courier sends it" in said
    code, said = keyboard.types("register", "test", "lykkefjord-duty")
    assert code == 1
    assert "waits for its answer" in said
    status = keyboard.types("register", "status")[1]
    (line,) = [each for each in status.splitlines() if each.startswith("lykkefjord-duty")]
    assert re.search(r"never tested, test of .* waits for its answer$", line)
    assert "no duty line nobody" in keyboard.types("register", "test", "nobody")[1]


def test_status_tells_what_fails_until_it_is_confirmed_anew_and_when_nobody_would_answer(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    for line in ("lykkefjord-duty", "fagerdal-duty"):
        keyboard.types("register", "confirm", line)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/lavterskel.db",
        state_dir=tmp_path,
        register_dir=Path("data/register/demo"),
        carrier="simulator",
    )
    store = Store.open(settings)
    with store.write() as tx:
        tested = Register.load(settings.register_dir).line("lykkefjord-duty")
        note_failure(tx, tested, Way.SMS, 21614)
    store.close()
    status = keyboard.types("register", "status")[1]
    assert re.search(r"lykkefjord-duty .*sms FAILS since .* \(code 21614\)", status)
    assert re.search(r"SOON Nordvik +\w{3} [\d-]+ [\d:]+ - \w{3} [\d-]+ [\d:]+ every kind", status)
    assert re.search(r"Fagerdal .* 15:30 - .* 08:00 every kind", status)
    assert not re.search(r"Lykkefjord .* every kind", status)
    assert "forgotten" in keyboard.types("register", "confirm", "lykkefjord-duty")[1]
    assert "FAILS" not in keyboard.types("register", "status")[1]


def test_an_unknown_line_is_refused_with_those_that_are_known(keyboard: Keyboard) -> None:
    code, said = keyboard.types("register", "confirm", "nobody")
    assert code == 1
    assert "lykkefjord-duty" in said


def test_accounts_are_made_listed_and_ended(keyboard: Keyboard) -> None:
    code, said = keyboard.types("staff", "add", "kari", "--role", "adviser", "--token")
    assert code == 0
    assert {"name", "role", "password", "token"} <= {line.split()[0] for line in said.splitlines()}
    assert keyboard.types("staff", "add", "kari", "--role", "adviser")[0] == 1
    assert "active" in keyboard.types("staff", "list")[1]
    assert keyboard.types("staff", "disable", "kari")[0] == 0
    assert "disabled" in keyboard.types("staff", "list")[1]


def test_an_office_account_needs_an_office_the_register_knows(keyboard: Keyboard) -> None:
    code, said = keyboard.types("staff", "add", "ola", "--role", "office", "--office", "moon")
    assert code == 1
    assert "no office moon" in said


def test_the_clock_is_forwarded_only_with_a_made_up_register(tmp_path: Path) -> None:
    assert "ahead" in Keyboard(tmp_path).types("clock", "forward", "5m")[1]
    real = Keyboard(tmp_path, LAVTERSKEL_REGISTER_DIR="data/register")
    code, said = real.types("clock", "forward", "5m")
    assert code == 1
    assert "made-up register" in said


def test_the_catalogues_are_whole(keyboard: Keyboard) -> None:
    assert keyboard.types("catalogue", "check")[0] == 0
    assert "0 missing" in keyboard.types("catalogue", "status")[1]


def test_a_faulty_register_is_named_and_not_a_stack_trace(tmp_path: Path) -> None:
    faulty = Keyboard(tmp_path, LAVTERSKEL_REGISTER_DIR=str(tmp_path / "nowhere"))
    code, said = faulty.types("register", "check")
    assert code == 1
    assert "Traceback" not in said
