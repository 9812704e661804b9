"""The brain as a process."""

import os
import threading
import warnings

import structlog

from bot.delivery.speaker import Speaker
from bot.roles import Ending, Identity
from bot.settings import Settings
from bot.store import Store
from bot.store.beats import Pulse
from bot.store.due_work import free_leases

IDLE_SECONDS = 0.05
AFTER_FAULT_SECONDS = 1.0

log = structlog.get_logger()


def serve(settings: Settings, identity: Identity) -> None:
    """Load the model, then read what waits until told to end."""
    store = Store.open(settings)
    ready = threading.Event()
    Pulse(store, identity.start, identity.instance, "brain", ready.is_set).begin()
    ending = Ending()
    ending.listen(with_parent=True)
    with store.write() as tx:
        free_leases(tx, identity.instance)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.simplefilter("ignore")  # Rasa's dependencies warn at import of what is theirs to mend
    from bot.brain.agent import BrainAgent  # Rasa takes seconds to import: the pulse comes first
    from bot.brain.worker import Brain

    brain = Brain(
        store=store,
        speaker=Speaker.load(settings.register_dir),
        agent=BrainAgent(settings.model),
        holder=identity.instance,
    )
    ready.set()
    log.info("brain_ready")
    while not ending.event.is_set():
        try:
            if not brain.read_next():
                ending.event.wait(IDLE_SECONDS)
        except Exception:
            log.exception("brain_fault")
            ending.event.wait(AFTER_FAULT_SECONDS)
    store.close()
