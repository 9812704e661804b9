"""Commands of ``lavterskel`` that come in groups, one group a module."""
