"""Rasa as a pure dialogue function: a message in, replies and acts out."""

import os

# Read by Rasa and TensorFlow when they are imported, so set before.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
