"""An interpreter at a phone, and what the house keeps of the people they write for."""

from sqlalchemy import select

from bot.relay.transcript import Transcript, read_transcript
from bot.store.tables import Conversation, Inbound, Relay
from tests.house import House

SARA = "+4790000011"
"""The interpreter."""
SELAM = "+4790000012"
"""The person, who has a phone of her own."""
BY_NAME = "tolk 4711"


class Interpreter:
    def __init__(self, house: House, number: str = SARA) -> None:
        self.house = house
        self.number = number
        self.phone = house.phone(number)

    def says(self, text: str) -> None:
        self.phone.says(text)

    def hears(self, wanted: str) -> str:
        return self.phone.hears(wanted)

    def starts(self, spoken: str, *, agrees: bool = True) -> None:
        """Begin for a person who speaks that language, and have them answer whether they agree."""
        self.says(f"start tolk {spoken}")
        self.hears("Jeg er en automatisk assistent, ikke en person")
        self.hears("Hva heter du?")
        self.says(BY_NAME)
        self.hears("Jeg er ikke tolk")
        self.hears("Kan jeg lagre det")
        self.says("ja" if agrees else "nei")

    def relays(self) -> list[Relay]:
        with self.house.store.read() as tx:
            return list(tx.scalars(select(Relay).order_by(Relay.id)))

    def transcript(self, number: int = 1) -> Transcript:
        with self.house.store.read() as tx:
            relay = tx.scalars(select(Relay).where(Relay.number == number)).one()
            found = read_transcript(tx, relay.conversation_id)
        assert found is not None
        return found

    def own_messages(self) -> list[str]:
        """What is kept in the interpreter's own conversation."""
        with self.house.store.read() as tx:
            rows = tx.scalars(
                select(Inbound)
                .join(Conversation, Inbound.conversation_id == Conversation.id)
                .where(Conversation.channel == "sms")
                .order_by(Inbound.id)
            )
            return [tx.unseal(row.conversation_id, row.text) for row in rows]
