"""Where a caller is and how to phone them, read from what an adviser typed."""

import phonenumbers

from bot.monitor.accounts import WITH_AN_OFFICE
from bot.monitor.sessions import Visitor
from bot.register import Place, Register

COUNTRY = "NO"


class CallerRefused(ValueError):
    """The form cannot be taken as it is. ``field`` names what to mend, ``reason`` says how.

    ``places``: for ``several`` those to choose from, else the one that is the matter.
    """

    def __init__(self, field: str, reason: str, places: tuple[Place, ...] = ()) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.places = places


def read_place(register: Register, text: str, code: str) -> Place | None:
    """The place with this code, else the one the text means; None when neither is given.

    What is typed is read as a postnummer before it is read as a code: 1108 is a postnummer in
    Oslo and the code of Sandnes.
    """
    if code:
        place = register.place(code)
        if place is None:
            raise CallerRefused("place_code", "unknown")
        return place
    if not text:
        return None
    places = tuple(register.find_places(text))
    if len(places) != 1:
        raise CallerRefused("place", "several" if places else "unknown", places)
    return places[0]


def check_own(register: Register, visitor: Visitor, place: Place | None) -> None:
    """An office opens for its own people only: it could neither see nor handle another's case."""
    if visitor.role not in WITH_AN_OFFICE:
        return
    if place is None:
        raise CallerRefused("place", "missing")
    check_bydel(register, place)
    office = register.office_for(place)
    if office is None or office.id != visitor.office_id:
        raise CallerRefused("place", "elsewhere", (place,))


def check_bydel(register: Register, place: Place) -> None:
    """Where every bydel has an office of its own, the kommune alone says too little."""
    bydeler = tuple(register.bydeler(place.code))
    if bydeler and place.bydel is None and register.office_for(place) is None:
        raise CallerRefused("place", "several", bydeler)


def read_phone(text: str) -> str:
    """The number in E.164."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise CallerRefused("phone", "unreadable") from None
    if not phonenumbers.is_possible_number(number):
        raise CallerRefused("phone", "unreadable")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def takes_texts(phone: str) -> bool:
    kind = phonenumbers.number_type(phonenumbers.parse(phone))
    return kind != phonenumbers.PhoneNumberType.FIXED_LINE
