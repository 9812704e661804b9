"""`lavterskel export callback`: a request as a document, or as the message itself."""

import json
import stat
from pathlib import Path

from bot.callbacks.submitting import OWN_PHONE, Draft, submit
from bot.delivery.attachments import Sent
from bot.delivery.speaker import Speaker
from bot.inbox.receiving import Arrival, receive
from bot.settings import Settings
from bot.store import Store, schema
from bot.store.conversations import conversation_of
from tests.commands.test_commands import Keyboard
from tests.monitor.interpreting import CALLED, OWN_VOICE, Interpreting
from tests.monitor.interpreting import WORDS as INTERPRETED
from tests.monitor.waiting import Waiting

LETTER = b"\xff\xd8\xff\xe0 a letter \xff\xd9"
WORDS = "jeg har ikke penger til mat"


def test_a_request_is_written_in_both_forms_for_its_owner_alone(tmp_path: Path) -> None:
    keyboard = Keyboard(tmp_path)
    store = Store.open(
        Settings(database_url=keyboard.environment["LAVTERSKEL_DATABASE_URL"], state_dir=tmp_path)
    )
    schema.upgrade(store)
    with store.write() as tx:
        conversation = conversation_of(tx, "sms", "+4799910001")
        draft = Draft(WORDS, "9901", OWN_PHONE, "any", "yes", "no", "no")
        words = submit(tx, Speaker.load(Path("data/register/demo")), conversation, draft, "k")
        sent = (Sent("image/jpeg", LETTER),)
        receive(tx, Arrival("sms", "SM1", "+4799910001", "", {}, sent=sent))
    store.close()
    reference = next(
        word for word in words.replace(".", " ").split() if word.isupper() and len(word) == 6
    )
    for ending in ("pdf", "json"):
        file = tmp_path / f"request.{ending}"
        code, said = keyboard.types("export", "callback", reference.lower(), "--to", str(file))
        assert code == 0, said
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads((tmp_path / "request.json").read_text())["need"]["own_words"] == WORDS
    assert (tmp_path / "request.pdf").read_bytes().startswith(b"%PDF")
    letter = tmp_path / "request-1.jpg"
    assert letter.read_bytes() == LETTER
    assert stat.S_IMODE(letter.stat().st_mode) == 0o600
    assert keyboard.types("export", "callback", reference, "--to", "x.doc")[0] == 1
    assert (
        "no callback request"
        in keyboard.types("export", "callback", "NOBODY", "--to", str(tmp_path / "x.pdf"))[1]
    )


def test_what_was_said_through_an_interpreter_is_taken_along_by_speaker(tmp_path: Path) -> None:
    keyboard = Keyboard(tmp_path)
    interpreting = an_interpreter(keyboard, tmp_path)
    person = interpreting.relay()
    interpreting.talks(person)
    case = interpreting.open_case(person)
    reference = interpreting.ask(person)
    code, said = keyboard.types(
        "export", "callback", reference, "--to", str(tmp_path / "request.json")
    )
    assert code == 0, said
    beside = tmp_path / "request-relay.json"
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert OWN_VOICE not in said
    written = json.loads(beside.read_text())
    assert written["relayed"]["called"] == CALLED
    by = [(turn["speaker"], turn["words"]) for turn in written["turns"]]
    assert [speaker for speaker, _ in by][:3] == ["assistant", "person", "assistant"]
    assert by[3:5] == [("person", INTERPRETED), ("interpreter", OWN_VOICE)]
    assert written["turns"][0]["in_norwegian"].startswith("Jeg er en automatisk assistent.")
    code, said = keyboard.types("export", "relay", case, "--to", str(tmp_path / "case.json"))
    assert code == 0, said
    of_case = json.loads((tmp_path / "case.json").read_text())
    assert of_case["turns"][: len(by)] == written["turns"]


def test_who_wrote_themselves_has_no_transcript(tmp_path: Path) -> None:
    keyboard = Keyboard(tmp_path)
    reference = an_interpreter(keyboard, tmp_path).waiting.ask()
    for wanted in (reference, "NOBODY"):
        file = str(tmp_path / "x.json")
        code, said = keyboard.types("export", "relay", wanted, "--to", file)
        assert code == 1
        assert "nothing said through an interpreter is kept" in said
    assert keyboard.types("export", "callback", reference, "--to", str(tmp_path / "r.json"))[0] == 0
    assert not (tmp_path / "r-relay.json").exists()


def an_interpreter(keyboard: Keyboard, folder: Path) -> Interpreting:
    url = keyboard.environment["LAVTERSKEL_DATABASE_URL"]
    store = Store.open(Settings(database_url=url, state_dir=folder))
    schema.upgrade(store)
    speaker = Speaker.load(Path("data/register/demo"))
    return Interpreting(store, speaker, Waiting(store, speaker))
