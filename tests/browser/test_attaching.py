"""A picture of a letter on a phone's screen, with a script and without."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bot.delivery.attachments import content_of
from bot.store.tables import Attachment
from tests.browser.axe import grave_faults
from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.brain, pytest.mark.browser]
LETTER = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 200 + b"\xff\xd9"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "brev.jpg"
    file.write_bytes(LETTER)
    return file


def chooses(visitor: Visitor, file: Path) -> None:
    visitor.page.locator("#attach summary").click()
    visitor.page.locator("#file").set_input_files(file)


def newest(visitor: Visitor) -> bytes:
    with visitor.product.store.read() as tx:
        row = tx.scalars(select(Attachment).order_by(Attachment.id.desc()).limit(1)).one()
        return content_of(tx, row)


@pytest.mark.parametrize("language", ["nb", "pl", "ar"])
@pytest.mark.parametrize("is_scripted", [True, False], ids=["script", "no script"])
def test_a_picture_is_sent_and_named(
    visits: Visits, letter: Path, language: str, is_scripted: bool
) -> None:
    visitor = visits(language, is_scripted=is_scripted)
    chooses(visitor, letter)
    assert visitor.width_to_scroll() == 0 if is_scripted else True
    visitor.send_button.click()

    visitor.hears("utter_media_kept")
    visitor.hears("utter_media_unreadable")
    expect(visitor.own).to_have_count(1)
    expect(visitor.own).to_contain_text(visitor.say("utter_chat_attached_picture"))
    expect(visitor.page.locator("#thread .state")).to_have_count(0)
    assert newest(visitor) == LETTER


def test_words_and_a_picture_go_together(visits: Visits, letter: Path) -> None:
    visitor = visits("nb")
    chooses(visitor, letter)
    visitor.writes("jeg får ikke betalt husleia denne måneden. hva gjør jeg")
    visitor.hears("utter_call_offer")
    expect(visitor.own).to_have_count(1)
    expect(visitor.own).to_contain_text("husleia")
    expect(visitor.own).to_contain_text("(bilde)")


def test_what_is_no_picture_is_refused_calmly(visits: Visits, tmp_path: Path) -> None:
    programme = tmp_path / "brev.jpg"
    programme.write_bytes(b"MZ\x90\x00")
    visitor = visits("nb", may_inject=True)
    chooses(visitor, programme)
    visitor.writes("brevet fra utleieren")
    expect(visitor.page.locator("#fault")).to_contain_text("Jeg kunne ikke ta imot filen")
    expect(visitor.box).to_have_value("brevet fra utleieren")
    expect(visitor.own).to_have_count(0)
    assert grave_faults(visitor.page) == []


def test_the_open_choice_of_a_file_has_no_grave_fault(visits: Visits) -> None:
    visitor = visits("nb", may_inject=True)
    visitor.page.locator("#attach summary").click()
    assert grave_faults(visitor.page) == []
    size = visitor.page.locator("#file").bounding_box()
    assert size is not None
    assert size["height"] >= 44
