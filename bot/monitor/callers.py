"""Where a request comes from, as far as it can be known."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import Request

UNKNOWN = "unknown"
IPV6_NETWORK_BITS = 64
"""What one customer of a provider has: single addresses of it cost nothing."""


def caller_address(request: Request, trusted_proxies: Sequence[str]) -> str:
    """The address to throttle by: the nearest one that is not a trusted proxy's.

    Each proxy appends to X-Forwarded-For the address it was called from, so the list is believed
    from its end, and only as far as trusted proxies wrote it.
    """
    client = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    networks = [ip_network(entry) for entry in trusted_proxies]
    nearest = UNKNOWN
    for written in [client, *reversed(forwarded)]:
        address = _read(written)
        if address is None:
            break
        nearest = _network(address)
        if not any(address in network for network in networks):
            break
    return nearest


def _read(written: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(written.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address.packed, IPV6_NETWORK_BITS), strict=False))
