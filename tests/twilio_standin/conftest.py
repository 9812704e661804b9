from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.delivery.twilio import TwilioCarrier
from bot.edge.signature import SignatureCheck
from tests.twilio_standin import TwilioStandin
from tests.twilio_standin.loopback import LoopbackServer
from tests.twilio_standin.product import Product, carrier_of


@pytest.fixture
def twilio() -> Iterator[TwilioStandin]:
    with TwilioStandin() as standin:
        yield standin


@pytest.fixture
def product(twilio: TwilioStandin) -> Iterator[Product]:
    product = Product(SignatureCheck([twilio.auth_token], None, []))
    app = Starlette(routes=[Route("/{path:path}", product.webhook, methods=["POST"])])
    server = LoopbackServer(app)
    server.start()
    product.url = twilio.product_url = server.url
    yield product
    server.stop()


@pytest.fixture
def carrier(twilio: TwilioStandin, product: Product) -> TwilioCarrier:
    return carrier_of(twilio, product.url)
