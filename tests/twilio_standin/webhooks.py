"""Requests to the product, signed as Twilio signs them."""

import httpx
from twilio.request_validator import RequestValidator

PATIENCE = 15.0
"""Seconds Twilio waits for a webhook's answer."""


class Webhooks:
    """``product_url`` is where the product listens; ``public_url`` is where it believes it does."""

    def __init__(self, auth_token: str) -> None:
        self.product_url: str | None = None
        self.public_url: str | None = None
        self._signer = RequestValidator(auth_token)
        self._http = httpx.Client(timeout=PATIENCE, trust_env=False)

    def address(self, path: str) -> str:
        """The public address of one of the product's paths."""
        assert self.product_url, "tell the stand-in where the product is: product_url"
        return (self.public_url or self.product_url).rstrip("/") + path

    def post(self, address: str, parameters: dict[str, str]) -> httpx.Response:
        signature = self._signer.compute_signature(address, parameters)
        headers = {"X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"}
        return self._http.post(self._inside(address), data=parameters, headers=headers)

    def get(self, address: str) -> httpx.Response:
        """Fetch what <Play> plays."""
        return self._http.get(self._inside(address))

    def close(self) -> None:
        self._http.close()

    def _inside(self, address: str) -> str:
        """Where a public address is really answered, as a proxy would know."""
        public = (self.public_url or "").rstrip("/")
        if public and self.product_url and address.startswith(public):
            return self.product_url.rstrip("/") + address.removeprefix(public)
        return address
