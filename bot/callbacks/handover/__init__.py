"""A callback request in its office's own system: the message, the document, the delivery."""
