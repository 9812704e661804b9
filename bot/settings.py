"""What the environment decides: read here, once, and nowhere else."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CommaSeparated = Annotated[tuple[str, ...], NoDecode]
CommaSeparatedSecrets = Annotated[tuple[SecretStr, ...], NoDecode]


# What is written into a header: scheme, host, port, and nothing that could say more.
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")

SHORTEST_SECRET = 32


class Settings(BaseSettings):
    """Every setting is an environment variable of the same name with the prefix ``LAVTERSKEL_``."""

    model_config = SettingsConfigDict(env_prefix="LAVTERSKEL_", frozen=True)

    database_url: str = "sqlite:///var/lavterskel.db"
    """SQLAlchemy URL; ``sqlite:///file`` on one machine, ``postgresql://…`` for several."""
    state_dir: Path = Path("var")
    """Where keys, the database of one machine and its locks are kept."""
    model: Path = Path("models")
    """A trained model, or a folder whose newest model is taken."""
    public_url: str | None = None
    """The address the carrier calls us at; what its signatures are made over."""
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: CommaSeparated = ()
    """Addresses or networks whose X-Forwarded headers are believed."""
    embedding_sites: CommaSeparated = ()
    """Origins that may show the chat in a frame: ``https://www.kommune.example``."""
    data_keys: CommaSeparatedSecrets = ()
    """Master keys, newest first: 32 bytes each, URL-safe base64."""
    index_keys: CommaSeparatedSecrets = ()
    """Keys of the look-up hashes, newest first: 32 bytes each, URL-safe base64."""
    twilio_account_sid: str | None = None
    twilio_auth_token: CommaSeparatedSecrets = ()
    """The first signs in; all are accepted in signatures, so that tokens can be rotated."""
    twilio_from: str | None = None
    """Our own number, E.164."""
    twilio_api_url: str | None = None
    twilio_region: str | None = None
    carrier: Literal["twilio", "simulator"] = "twilio"
    carrier_rate: float = 10.0
    """Messages a second the carrier takes from us."""
    register_dir: Path = Path("data/register")
    heartbeat_url: str | None = None
    """Where the courier says every minute that nothing stands still; silence alarms that watch."""
    handover_secrets: CommaSeparatedSecrets = ()
    """``office=secret``: signs what is handed over to that office's own system. Two of one office
    both sign, so that they can be exchanged."""
    metrics_token: SecretStr | None = None
    """Opens /metrics to callers that are not on loopback."""

    @field_validator(
        "trusted_proxies",
        "embedding_sites",
        "data_keys",
        "index_keys",
        "twilio_auth_token",
        "handover_secrets",
        mode="before",
    )
    @classmethod
    def split_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("embedding_sites")
    @classmethod
    def only_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for site in value:
            if not _ORIGIN.fullmatch(site):
                raise ValueError(f"{site} is no origin such as https://www.kommune.example")
        return value

    @field_validator("handover_secrets")
    @classmethod
    def only_long_secrets(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for given in value:
            office, _, secret = given.get_secret_value().partition("=")
            if not office or len(secret) < SHORTEST_SECRET:
                raise ValueError(f"write office=secret, of {SHORTEST_SECRET} characters or more")
        return value

    @cached_property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")
