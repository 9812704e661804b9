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
