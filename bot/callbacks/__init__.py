"""Callback requests: stored the moment a person confirms, alive until somebody has phoned them."""
