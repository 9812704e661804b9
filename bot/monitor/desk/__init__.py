"""The pages of the desk beside the board: a caller, accounts, the register, an office."""
