"""From the first word of danger to a human who has taken it."""
