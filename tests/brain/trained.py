"""The real model, trained once for each state of what it is trained from."""

import hashlib
import os
from pathlib import Path

from bot.brain.train import PROJECT, train

MADE = PROJECT / "models" / "lavterskel.tar.gz"
"""What ``make model`` trains; ``make test`` does so first."""
CACHE = PROJECT / "var" / "trained"
TRAINED_FROM = (
    "config.yml",
    "domain/*.yml",
    "data/nlu/**/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "bot/brain/classifier.py",
    "bot/brain/ruled_intents.py",
    "bot/brain/short_answers.py",
    "bot/brain/place_answers.py",
    "bot/brain/plain_questions.py",
    "bot/brain/topic_titles.py",
    "bot/brain/follow_ups.py",
    "bot/safety/features.py",
    "bot/safety/folding.py",
    "bot/safety/weights/concepts.marisa",
)
"""As the Makefile has them."""


def trained_model() -> Path:
    """The model's file; trained now if nothing fitting is there."""
    if MADE.exists() and MADE.stat().st_mtime >= max(each.stat().st_mtime for each in _sources()):
        return MADE
    model = CACHE / f"{_fingerprint()}.tar.gz"
    if not model.exists():
        ready = train(CACHE / f"{model.name.removesuffix('.tar.gz')}-{os.getpid()}.tar.gz")
        ready.rename(model)
    return model


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> list[Path]:
    return sorted(path for pattern in TRAINED_FROM for path in PROJECT.glob(pattern))
