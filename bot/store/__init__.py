"""Encrypted tables, migrations, the clock, and claiming due work."""

from bot.store.database import Store
from bot.store.transaction import Transaction

__all__ = ["Store", "Transaction"]
