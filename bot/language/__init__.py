"""Which language a person writes, and every text we send them in it."""
