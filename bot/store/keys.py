"""Keys: one data key a conversation, wrapped by a master key; keyed hashes for look-up.

Destroying a conversation's data key makes all that was sealed with it unreadable.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.settings import Settings

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_CHARACTERS = 8


class KeyUnusable(Exception):
    """A key is missing, malformed, or does not open what it should open."""


@dataclass(frozen=True)
class Ciphertext:
    """Nonce and authenticated ciphertext. What is not sealed never fits a sealed column."""

    blob: bytes


def seal(key: bytes, text: str, bound_to: str) -> Ciphertext:
    """Encrypt with AES-256-GCM; ``bound_to`` must be given again to open it."""
    return seal_bytes(key, text.encode(), bound_to)


def unseal(key: bytes, sealed: Ciphertext, bound_to: str) -> str:
    """Decrypt; raises :class:`KeyUnusable` for another key, owner, or a changed text."""
    return unseal_bytes(key, sealed, bound_to).decode()


def seal_bytes(key: bytes, content: bytes, bound_to: str) -> Ciphertext:
    """The same for what is no text, such as a picture."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Ciphertext(nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode()))


def unseal_bytes(key: bytes, sealed: Ciphertext, bound_to: str) -> bytes:
    """Decrypt what is no text; raises as :func:`unseal` does."""
    nonce, body = sealed.blob[:NONCE_BYTES], sealed.blob[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode())
    except InvalidTag as error:
        raise KeyUnusable("the key does not open this") from error


@dataclass(frozen=True)
class MasterKeys:
    """The keys of this installation, newest first. Their values never show in a repr."""

    data: tuple[bytes, ...]
    index: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"MasterKeys({len(self.data)} data, {len(self.index)} index)"

    def wrap(self, data_key: bytes, conversation_id: str) -> tuple[str, Ciphertext]:
        """A data key made safe to store, and the id of the master key that did it."""
        newest = self.data[0]
        encoded = base64.b64encode(data_key).decode()
        return key_id(newest), seal(newest, encoded, conversation_id)

    def unwrap(self, master_id: str, wrapped: Ciphertext, conversation_id: str) -> bytes:
        for key in self.data:
            if key_id(key) == master_id:
                return base64.b64decode(unseal(key, wrapped, conversation_id))
        raise KeyUnusable(f"no master key {master_id}: is an older key missing in DATA_KEYS?")

    def lookup_hash(self, purpose: str, value: str) -> bytes:
        """The keyed hash new rows are written with."""
        return _keyed_hash(self.index[0], purpose, value)

    def lookup_hashes(self, purpose: str, value: str) -> list[bytes]:
        """Every keyed hash a row may have been written with, newest key first."""
        return [_keyed_hash(key, purpose, value) for key in self.index]


def key_id(key: bytes) -> str:
    return hashlib.sha256(b"lavterskel key id" + key).hexdigest()[:KEY_ID_CHARACTERS]


def load_master_keys(settings: Settings) -> MasterKeys:
    """The keys given in the environment, else those of the state directory, made if need be."""
    given_data = tuple(decode_key(k.get_secret_value()) for k in settings.data_keys)
    given_index = tuple(decode_key(k.get_secret_value()) for k in settings.index_keys)
    return MasterKeys(
        data=given_data or (decode_key(kept_secret(settings.state_dir / "data.key")),),
        index=given_index or (decode_key(kept_secret(settings.state_dir / "index.key")),),
    )


def kept_secret(path: Path) -> str:
    """The secret in a file of mode 0600, made at first use.

    Several roles may start at once: the file is linked into place whole, and the first one wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def decode_key(text: str) -> bytes:
    """Read a key; raises :class:`KeyUnusable` unless it is 32 bytes in URL-safe base64."""
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise KeyUnusable("a key is not URL-safe base64") from error
    if len(key) != KEY_BYTES:
        raise KeyUnusable(f"a key must be {KEY_BYTES} bytes, this one is {len(key)}")
    return key


def _keyed_hash(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()
