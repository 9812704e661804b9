from bot.store import Store
from bot.store.reference import ALPHABET, LENGTH, new_reference


def test_a_reference_can_be_read_aloud(store: Store) -> None:
    with store.read() as tx:
        references = {new_reference(tx) for _ in range(200)}
    assert len(references) == 200
    assert all(len(each) == LENGTH and set(each) <= set(ALPHABET) for each in references)


def test_no_two_letters_look_alike() -> None:
    for pair in ("0O", "1I", "1L", "2Z", "5S", "8B", "UV", "OQ"):
        assert not set(pair) <= set(ALPHABET), pair
