"""Interpreters and helpers: who speaks, for whom, in which language."""
