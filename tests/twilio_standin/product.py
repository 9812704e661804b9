"""A product of a few lines, for what the stand-in is told and tells."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.delivery.carrier import OutgoingCall, OutgoingMessage
from bot.delivery.twilio import TwilioCarrier
from bot.edge.signature import SignatureCheck
from tests.twilio_standin import TwilioStandin

ANNA = "+4790000001"
DUTY = "+4790000002"
TWIML = (
    '<Response><Gather numDigits="1" action="{}">'
    '<Say voice="Polly.Ida-Neural" language="nb-NO">hei</Say></Gather></Response>'
)


@dataclass
class Product:
    """What a product does at least: it checks signatures, and remembers what it was told."""

    check: SignatureCheck
    url: str = ""
    told: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    status: int = 204
    twiml: dict[str, str] = field(default_factory=dict)
    """What it answers at a path, where that is not the question of every other path."""

    async def webhook(self, request: Request) -> Response:
        form = await request.form()
        if not self.check.accepts(request, form):
            return Response(status_code=403)
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.told.append((address, {name: str(value) for name, value in form.items()}))
        if address.startswith("/voice"):
            question = TWIML.format("/voice/pressed?page=1")
            twiml = self.twiml.get(request.url.path, question)
            return Response(twiml, media_type="text/xml")
        return Response(status_code=self.status)

    def receipts(self) -> list[str]:
        return [form["MessageStatus"] for path, form in self.told if path.startswith("/sms/status")]

    def asked(self) -> list[str]:
        """The paths at which it was asked or told something."""
        return [path for path, _ in self.told]


def carrier_of(twilio: TwilioStandin, public_url: str, **given: Any) -> TwilioCarrier:
    return TwilioCarrier(
        **{
            "account_sid": twilio.account_sid,
            "auth_token": twilio.auth_token,
            "from_number": twilio.number,
            "api_url": twilio.url,
            "public_url": public_url,
            **given,
        }
    )


def text(body: str = "hei", to: str = ANNA, key: str = "k1") -> OutgoingMessage:
    return OutgoingMessage(key=key, to=to, body=body)


def page(key: str = "k1", to: str = DUTY) -> OutgoingCall:
    return OutgoingCall(key=key, to=to, token="token")
