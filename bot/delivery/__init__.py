"""The outbox and the way out: lanes, encodings, carriers, receipts."""
