"""The doors: where messages come in and pages are looked at."""
