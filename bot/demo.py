"""The demo: a made-up register, a simulated carrier, and a first account to sign in with."""

import os

from bot.escalation.lines import confirm, confirmed_lines
from bot.monitor.accounts import add_staff
from bot.register import Register
from bot.settings import Settings
from bot.store import Store
from bot.store.keys import kept_secret
from bot.store.tables import Staff

DEMO_ADVISER = "demo"
DEFAULTS = {
    "LAVTERSKEL_REGISTER_DIR": "data/register/demo",
    "LAVTERSKEL_CARRIER": "simulator",
}


def with_demo_defaults() -> Settings:
    """The settings of the demo, for this process and the roles it starts.

    What the environment names keeps its value: a test may bring a carrier of its own.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    return Settings()


def prepare_demo(settings: Settings, store: Store, register: Register) -> str | None:
    """Confirm the made-up lines and make the first account; gives its password.

    Only ever for a made-up register: confirming a real line is an administrator's act.
    """
    if not register.made_up:
        return None
    password = kept_secret(settings.state_dir / "demo-password")[:16]
    with store.write() as tx:
        confirmed = confirmed_lines(tx, register)
        for line in register.lines:
            if line.id not in confirmed:
                confirm(tx, line, by="demo")
        if not tx.query(Staff).filter_by(name=DEMO_ADVISER).count():
            add_staff(tx, name=DEMO_ADVISER, role="adviser", password=password)
    return password
