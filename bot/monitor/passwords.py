"""Passwords: made so that they can be read aloud, kept as Argon2id, checked in the same time."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

SHORTEST = 12
LONGEST = 200

# OWASP's smallest Argon2id (19 MiB, two passes): the process that checks passwords also answers
# the phones, and must stay small.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS_HASH = _HASHER.hash(secrets.token_urlsafe())

_CONSONANTS = "bdfghjklmnprstv"
_VOWELS = "aeiouy"
_GROUPS = 5
_SYLLABLES_IN_GROUP = 2


def new_password() -> str:
    """Such as ``basu-tilo-remy-kafo-niju``: ten syllables out of ninety each, some 65 bits."""
    return "-".join(
        "".join(_syllable() for _ in range(_SYLLABLES_IN_GROUP)) for _ in range(_GROUPS)
    )


def hashed(password: str) -> str:
    """Raises ValueError for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(_canonical(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when there is none to compare with."""
    try:
        _HASHER.verify(password_hash or _NOBODYS_HASH, _canonical(password))
    except VerifyMismatchError:
        return False
    return password_hash is not None


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _canonical(password: str) -> str:
    """One form for letters that keyboards write in several ways (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
