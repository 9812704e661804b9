"""Which files people may send us, told by their first bytes and never by a name or a claim."""

from dataclasses import dataclass

PICTURE, VOICE, DOCUMENT = "picture", "voice", "document"
_VISION = b"vide"
"""The handler of a track of moving pictures (ISO/IEC 14496-12, 8.4.3)."""
_MOVING = (b"V_VP", b"V_AV1", b"V_MPEG")
"""Codecs of moving pictures in a Matroska file (RFC 9559)."""
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))


@dataclass(frozen=True)
class Kind:
    name: str
    """picture, voice or document."""
    ending: str
    """Of a file's name, without the dot."""


KINDS = {
    "image/jpeg": Kind(PICTURE, "jpg"),
    "image/png": Kind(PICTURE, "png"),
    "image/gif": Kind(PICTURE, "gif"),
    "image/webp": Kind(PICTURE, "webp"),
    "image/heic": Kind(PICTURE, "heic"),
    "audio/amr": Kind(VOICE, "amr"),
    "audio/ogg": Kind(VOICE, "ogg"),
    "audio/mpeg": Kind(VOICE, "mp3"),
    "audio/mp4": Kind(VOICE, "m4a"),
    "audio/webm": Kind(VOICE, "webm"),
    "audio/wav": Kind(VOICE, "wav"),
    "application/pdf": Kind(DOCUMENT, "pdf"),
}
"""Everything we take, by its content type (https://www.iana.org/assignments/media-types)."""
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"%PDF-", "application/pdf"),
)


def content_type_of(content: bytes) -> str | None:
    """One of :data:`KINDS`; None for everything that we do not take, films among it."""
    for beginning, content_type in _BEGINNINGS:
        if content.startswith(beginning):
            return content_type
    if content[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _of_iso_file(content)
    if content[:4] == b"\x1aE\xdf\xa3":
        return None if any(codec in content for codec in _MOVING) else "audio/webm"
    return "audio/mpeg" if _is_mpeg_frame(content[:3]) else None


def _of_iso_file(content: bytes) -> str | None:
    if content[8:12] in _HEIF_BRANDS:
        return "image/heic"
    return None if _VISION in content else "audio/mp4"


def _is_mpeg_frame(head: bytes) -> bool:
    """Eleven set bits, a layer that is used, and a bit rate that is one (ISO/IEC 11172-3)."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return head[1] & 0x06 != 0 and head[2] & 0xF0 not in (0x00, 0xF0)
