"""Whose address a sign-in is throttled by."""

import pytest
from starlette.requests import Request

from bot.monitor.callers import caller_address

PROXIES = ("10.0.0.0/8", "fd00::/8")


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        pytest.param("192.0.2.7", [], "192.0.2.7", id="called directly"),
        pytest.param("192.0.2.7", ["1.2.3.4"], "192.0.2.7", id="a stranger's header is no news"),
        pytest.param("10.0.0.1", ["192.0.2.7"], "192.0.2.7", id="through our proxy"),
        pytest.param("10.0.0.1", ["1.2.3.4, 192.0.2.7"], "192.0.2.7", id="the caller made up one"),
        pytest.param("10.0.0.1", ["192.0.2.7, 10.0.0.2"], "192.0.2.7", id="through two proxies"),
        pytest.param("10.0.0.1", ["192.0.2.7", "10.0.0.2"], "192.0.2.7", id="two header lines"),
        pytest.param("10.0.0.1", [], "10.0.0.1", id="our proxy itself"),
        pytest.param("10.0.0.1", ["nonsense"], "10.0.0.1", id="a header that is no address"),
        pytest.param("::ffff:10.0.0.1", ["192.0.2.7"], "192.0.2.7", id="IPv4 written as IPv6"),
        pytest.param("fd00::1", ["2001:db8::1"], "2001:db8::/64", id="IPv6 counts by network"),
        pytest.param("testclient", [], "unknown", id="no address at all"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours(
    client: str, forwarded: list[str], expected: str
) -> None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    request = Request({"type": "http", "headers": headers, "client": (client, 1)})
    assert caller_address(request, PROXIES) == expected
