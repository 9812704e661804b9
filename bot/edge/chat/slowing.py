"""What comes too fast is refused, unless it is the first word of an emergency."""

from anyio import to_thread
from starlette.concurrency import run_in_threadpool

from bot.delivery.channel import Channel
from bot.edge.house import House
from bot.edge.redaction import redact
from bot.escalation.opening import active_escalation
from bot.escalation.safety_question import open_question
from bot.safety import screen
from bot.store.conversations import known_conversation
from bot.store.tables import UnmetContact

SLOWED = "slowed"


async def seconds_to_wait(house: House, address: str, secret: str | None, text: str) -> int:
    """How long the sender of this message has to wait; 0 when it is to be taken now."""
    conversation_id = await run_in_threadpool(_conversation_id, house, secret)
    wait = house.limits.seconds_to_wait(address, conversation_id)
    if not wait:
        return 0
    if await to_thread.run_sync(_is_first_emergency, house, secret, text, limiter=house.screening):
        return 0
    if house.limits.is_first_slowing(address):
        await run_in_threadpool(_count, house)
    return wait


def _conversation_id(house: House, secret: str | None) -> str | None:
    if secret is None:
        return None
    with house.store.read() as tx:
        conversation = known_conversation(tx, Channel.CHAT, secret)
        return conversation.id if conversation else None


def _is_first_emergency(house: House, secret: str | None, text: str) -> bool:
    """Danger that nobody has heard of yet."""
    if screen(redact(text).text).kind is None:
        return False
    if secret is None:
        return True
    with house.store.write() as tx:
        conversation = known_conversation(tx, Channel.CHAT, secret)
        if conversation is None:
            return True
        is_known = active_escalation(tx, conversation) or open_question(tx, conversation)
        return not is_known


def _count(house: House) -> None:
    """For the monitor: a flood shows as contacts that were slowed."""
    with house.store.write() as tx:
        tx.add(UnmetContact(at=tx.now, place=None, reason=SLOWED))
