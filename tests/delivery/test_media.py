"""What a file is, by its bytes: only what a person can look at or listen to is taken."""

import pytest

from bot.delivery.media import KINDS, content_type_of

FTYP = b"\x00\x00\x00\x1cftyp"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"\xff\xd8\xff\xe1..Exif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (FTYP + b"heic\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"#!AMR\n\x3c", "audio/amr"),
        (b"#!AMR-WB\n", "audio/amr"),
        (b"OggS\x00\x02....OpusHead", "audio/ogg"),
        (b"ID3\x03\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (FTYP + b"M4A \x00\x00\x00\x00..hdlr....soun", "audio/mp4"),
        (FTYP + b"3gp4\x00\x00\x00\x00..hdlr....soun", "audio/mp4"),
        (b"\x1aE\xdf\xa3....A_OPUS", "audio/webm"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_what_phones_send_is_known(content: bytes, content_type: str) -> None:
    assert content_type_of(content) == content_type
    assert content_type in KINDS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BEGIN:VCARD",
        b"\xff\xff\xff\xff",
        b"\xff\xf1\x50\x80",
        FTYP + b"isom\x00\x00\x00\x00..hdlr....vide",
        b"\x1aE\xdf\xa3....V_VP9",
        b"RIFF\x10\x00\x00\x00AVI LIST",
    ],
)
def test_everything_else_is_not_taken(content: bytes) -> None:
    assert content_type_of(content) is None
