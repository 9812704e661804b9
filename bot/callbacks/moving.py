"""A request goes to another office, with its place in the line, its promise and its history."""

from bot.register import Place, Register
from bot.store.tables import CallbackRequest


class NoSuchOffice(ValueError):
    """A request moves to an office that the register has, and that is connected."""


def place_of_office(register: Register, office_id: str | None, request: CallbackRequest) -> Place:
    """The place a request belongs to at that office: its own, where the office serves it.

    Raises:
        NoSuchOffice: the register has none of this id, or it is not connected.
    """
    office = register.office(office_id) if office_id else None
    if office is None:
        raise NoSuchOffice("the register has no such office")
    served = [register.place(kommune, office.bydel) for kommune in office.kommuner]
    connected = [place for place in served if place is not None and place.connected]
    if not connected:
        raise NoSuchOffice("this office is not connected")
    return next((place for place in connected if place.area == request.place), connected[0])


def give_to(
    register: Register, request: CallbackRequest, place: Place, office_id: str | None = None
) -> None:
    """Nobody there answers for it yet. Without ``office_id`` the place's own office gets it."""
    office = register.office_for(place)
    request.place = place.area
    request.office_id = office_id or (office.id if office else None)
    request.owner_staff_id = None
    if request.state == "unplaced":
        request.state = "open"
