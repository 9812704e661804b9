from datetime import timedelta

import pytest

from bot.store import Store
from bot.store.clock import forward, parse_span


def test_time_stands_still_within_a_transaction(store: Store) -> None:
    with store.read() as tx:
        assert tx.now == tx.now
        assert tx.now == tx.raw_now


def test_forwarding_moves_product_time_and_not_the_leases(store: Store) -> None:
    with store.write() as tx:
        assert forward(tx, timedelta(minutes=5)) == timedelta(minutes=5)
    with store.write() as tx:
        assert forward(tx, timedelta(minutes=1)) == timedelta(minutes=6)
    with store.read() as tx:
        assert tx.now - tx.raw_now == timedelta(minutes=6)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("1d 2h", timedelta(days=1, hours=2)),
    ],
)
def test_spans_are_written_as_people_say_them(words: str, span: timedelta) -> None:
    assert parse_span(words) == span


@pytest.mark.parametrize("words", ["", "5", "m", "5 minutes", "-5m", "5m?"])
def test_anything_else_is_no_span(words: str) -> None:
    with pytest.raises(ValueError, match="no span of time"):
        parse_span(words)
