"""The web chat: the product in a browser, with or without a script."""
