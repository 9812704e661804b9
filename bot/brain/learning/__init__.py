"""What is learned from the messages of data/ and kept as plain numbers: `make weights`.

The counts of letter groups (bot/language) and the weights of the safety net (bot/safety) are
committed, so that the edge needs neither the messages nor what learns from them.
"""
