"""The courier as a process."""

from functools import partial

from bot.callbacks.handover import webhook
from bot.courier import retention
from bot.courier.heartbeat import Heartbeat
from bot.courier.loop import Chore, Courier
from bot.courier.rate import RateLimit
from bot.courier.rounds import Rounds
from bot.delivery import fetching
from bot.delivery.carrier import Carrier
from bot.delivery.copies import Copies
from bot.delivery.handsets import deliver, ring
from bot.delivery.sending import Consequences, Sender
from bot.delivery.simulator import SimulatorCarrier
from bot.delivery.speaker import Speaker
from bot.delivery.twilio import TwilioCarrier
from bot.escalation.consequences import message_accepted, message_failed
from bot.escalation.flood import waiting_words
from bot.inbox.screening import warm_up
from bot.register import Register
from bot.roles import Ending, Identity
from bot.settings import Settings
from bot.store import Store
from bot.store.beats import Pulse
from bot.store.due_work import free_leases


class CarrierNotConfigured(Exception):
    """The Twilio carrier needs an account, a token, a number of ours and our public address."""


def serve(settings: Settings, identity: Identity) -> None:
    """Do what is due until told to end."""
    store = Store.open(settings)
    warm_up()
    speaker = Speaker.load(settings.register_dir)
    with store.write() as tx:
        free_leases(tx, identity.instance)
    carrier = carrier_of(settings, store)
    courier = Courier(
        sender=Sender(
            store=store,
            carrier=carrier,
            speaker=speaker,
            consequences=Consequences(
                accepted=lambda tx, message: message_accepted(tx, speaker, message),
                failed=lambda tx, message, outcome: message_failed(tx, speaker, message, outcome),
                waiting_words=lambda tx, message: waiting_words(tx, speaker, message),
            ),
            holder=identity.instance,
        ),
        rounds=Rounds(store, speaker, identity.instance),
        rate=RateLimit(settings.carrier_rate),
        copies=Copies(store, carrier, identity.instance),
        chores=chores_of(settings, store, speaker.register, carrier, identity.instance),
        heartbeat=_heartbeat(settings, store, identity),
    )
    ending = Ending()
    ending.then(courier.stop)
    ending.listen(with_parent=True)
    pulse = Pulse(store, identity.start, identity.instance, "courier", lambda: True)
    pulse.once()  # before the first heartbeat, which asks whether every role is ready
    pulse.begin()
    courier.run()
    store.close()


def chores_of(
    settings: Settings, store: Store, register: Register, carrier: Carrier, holder: str
) -> tuple[Chore, ...]:
    """What the courier does besides: hand requests over, fetch pictures and voice messages that
    came by MMS, destroy what is past its date."""
    pictures = fetching.Fetching(store, carrier, register.defaults.attachments, holder)
    hook = webhook.Webhook(store, register, webhook.secrets_of(settings), holder)
    return (
        Chore("handover", hook.go, webhook.EVERY_SECONDS),
        Chore("fetching", pictures.go, fetching.EVERY_SECONDS),
        Chore("retention", retention.Retention(store, register).go, retention.EVERY_SECONDS),
    )


def _heartbeat(settings: Settings, store: Store, identity: Identity) -> Heartbeat | None:
    if settings.heartbeat_url is None:
        return None
    return Heartbeat(store, settings.heartbeat_url, identity.start, identity.roles)


def carrier_of(settings: Settings, store: Store) -> Carrier:
    """The carrier the settings name; raises :class:`CarrierNotConfigured`."""
    if settings.carrier == "simulator":
        return SimulatorCarrier(partial(deliver, store), partial(ring, store))
    tokens = settings.twilio_auth_token
    if not (
        settings.twilio_account_sid and tokens and settings.twilio_from and settings.public_url
    ):
        raise CarrierNotConfigured(CarrierNotConfigured.__doc__)
    return TwilioCarrier(
        account_sid=settings.twilio_account_sid,
        auth_token=tokens[0].get_secret_value(),
        from_number=settings.twilio_from,
        api_url=settings.twilio_api_url,
        region=settings.twilio_region,
        public_url=settings.public_url.rstrip("/"),
    )
