"""The real model, trained once for each state of what it is trained from."""

import hashlib
import os
from pathlib import Path

from bot.brain.train import PROJECT, train

CACHE = PROJECT / "var" / "trained"
TRAINED_FROM = (
    "config.yml",
    "domain/*.yml",
    "data/nlu/**/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "bot/brain/classifier.py",
    "bot/brain/short_answers.py",
)


def trained_model() -> Path:
    """The model's file; trained now if nothing fitting is there."""
    model = CACHE / f"{_fingerprint()}.tar.gz"
    if not model.exists():
        ready = train(CACHE / f"{model.name.removesuffix('.tar.gz')}-{os.getpid()}.tar.gz")
        ready.rename(model)
    return model


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in TRAINED_FROM for path in PROJECT.glob(pattern)):
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
