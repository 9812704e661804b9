"""Staff pages: sign-in, and the monitor of every emergency that is not closed."""
