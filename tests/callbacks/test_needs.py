"""What a matter is about, read from the words people bring it in."""

import pytest

from bot.callbacks.needs import may_be_application, needs_in, was_turned_away


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("jeg har ikke penger", ["money"]),
        ("eg får ikkje betalt husleiga", ["money", "home"]),
        ("we have no food for the children", ["food", "children"]),
        ("nie mam pieniędzy na jedzenie", ["money", "food"]),
        ("ليس عندي مال", ["money"]),
        ("lacag ma haysto, carruurtayda cunto ma haystaan", ["money", "food", "children"]),
        ("у меня нет денег на квартиру", ["money", "home"]),
        ("у мене немає грошей і їжі", ["money", "food"]),
        ("پول ندارم", ["money"]),
        ("param yok", ["money"]),
        ("no tengo dinero para el alquiler", ["money", "home"]),
        ("kan noen ringe meg på ⟨phone 12⟩ om strømregningen", ["money"]),
        ("hei, kan dere ringe meg", []),
        ("jeg har ikke barn", []),
        ("jeg vil klage", []),
        ("", []),
    ],
)
def test_needs_are_read_in_the_words_of_any_language(words: str, needs: list[str]) -> None:
    assert needs_in(words) == needs


@pytest.mark.parametrize(
    ("needs", "may_be"),
    [((), False), (("children",), False), (("food", "children"), True), (("home",), True)],
)
def test_a_lack_of_money_food_or_a_home_may_be_an_application(
    needs: tuple[str, ...], may_be: bool
) -> None:
    assert may_be_application(needs) == may_be


@pytest.mark.parametrize(
    ("words", "was"),
    [
        ("jeg ble avvist på NAV", True),
        ("nav sendte meg hjem", True),
        ("NAV turned me away", True),
        ("banken har avvist lånet", False),
        ("sent home from hospital", False),
        ("lånet ble avvist, banken likte ikke navnet mitt", False),
        ("navkontoret sendte meg bort", True),
        ("jeg har aldri vært på nav", False),
    ],
)
def test_only_nav_turns_away(words: str, was: bool) -> None:
    assert was_turned_away(words) == was
