"""Is a webhook really from Twilio?"""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from twilio.request_validator import RequestValidator

SIGNATURE_HEADER = "X-Twilio-Signature"


class SignatureCheck:
    """Checks X-Twilio-Signature against the address Twilio called, in spite of any proxy.

    Twilio signs the whole address, query included, and every form parameter. ``public_url`` is
    where Twilio reaches us, and wins. Without it the address is the one in the request, or the one
    in its X-Forwarded headers when it comes from ``trusted_proxies`` (addresses or networks). Of a
    list in such a header the first entry counts: the proxy nearest to Twilio wrote it.

    :raises ValueError: no token, an empty one (anybody could sign with it), a ``public_url`` that
        is no http address, or an entry of ``trusted_proxies`` that is neither address nor network.
    """

    def __init__(
        self, tokens: Sequence[str], public_url: str | None, trusted_proxies: Sequence[str]
    ) -> None:
        if not tokens or not all(token.strip() for token in tokens):
            raise ValueError("A webhook can only be checked with a Twilio auth token.")
        self._validators = [RequestValidator(token) for token in tokens]
        self._public_origin_and_prefix = _split(public_url) if public_url else None
        self._trusted = [ip_network(entry) for entry in trusted_proxies]

    def accepts(self, request: Request, form: Mapping[str, object]) -> bool:
        """Whether one of the tokens signed this request. ``form`` may be Starlette's FormData."""
        signature = request.headers.get(SIGNATURE_HEADER)
        if not signature or not _is_text(form):
            return False
        return any(
            validator.validate(address, form, signature)
            for address in self._addresses(request)
            for validator in self._validators
        )

    def _addresses(self, request: Request) -> Iterator[str]:
        """The addresses Twilio may have called: two, where a proxy may or may not strip a path."""
        path = _path_and_query(request)
        origin, prefix = self._public_origin_and_prefix or self._origin_and_prefix(request)
        if not _is_an_address(origin):
            return
        yield origin + prefix + path
        if prefix and path.startswith(prefix + "/"):
            yield origin + path

    def _origin_and_prefix(self, request: Request) -> tuple[str, str]:
        scheme, host = request.scope["scheme"], request.headers.get("Host", "")
        if not self._comes_through_a_proxy(request):
            return f"{scheme}://{host}", ""
        scheme = _first(request, "X-Forwarded-Proto") or scheme
        host = _first(request, "X-Forwarded-Host") or host
        port = _first(request, "X-Forwarded-Port")
        prefix = _first(request, "X-Forwarded-Prefix").rstrip("/")
        if port and ":" not in host.rpartition("]")[2]:
            host = f"{host}:{port}"
        return f"{scheme}://{host}", prefix

    def _comes_through_a_proxy(self, request: Request) -> bool:
        if request.client is None:
            return False
        try:
            address = ip_address(request.client.host)
        except ValueError:  # a name or the path of a socket
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._trusted)


def _path_and_query(request: Request) -> str:
    """As they were on the wire: decoding and encoding again would change what was signed."""
    raw_path = request.scope.get("raw_path")
    path = raw_path.decode("ascii", "replace") if raw_path else quote(request.scope["path"])
    query = request.scope["query_string"].decode("ascii", "replace")
    return f"{path}?{query}" if query else path


def _first(request: Request, header: str) -> str:
    return request.headers.get(header, "").partition(",")[0].strip()


def _split(public_url: str) -> tuple[str, str]:
    parts = urlsplit(public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{public_url} is not an address Twilio can call.")
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")


def _is_text(form: Mapping[str, object]) -> bool:
    """Twilio never sends files; a stranger may."""
    items = form.multi_items() if isinstance(form, FormData) else form.items()
    return all(isinstance(value, str) for _, value in items)


def _is_an_address(origin: str) -> bool:
    """The library raises for hosts and ports that cannot be; a stranger may write such."""
    try:
        _ = urlsplit(origin).port
    except ValueError:
        return False
    return True
