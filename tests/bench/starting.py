"""How soon the product is there, and how much memory each role takes."""

import time
from collections.abc import Iterator

from tests.product import Product

MIB = 2**20


def measure(house: Product) -> Iterator[str]:
    begin = time.perf_counter()
    house.start("edge")
    edge = time.perf_counter() - begin
    memory = house.processes("edge")[0].memory_info().rss / MIB
    yield f"edge alone ready after {edge:.1f} s, {memory:.0f} MiB"
    house.stop()
    begin = time.perf_counter()
    house.start()
    yield f"all roles ready after {time.perf_counter() - begin:.1f} s"
    house.phone("+4790000001").says("hei, kan noen ringe meg om husleia")
    house.phone("+4790000001").hears("automatisk assistent", within=20)
    for role in ("edge", "brain", "courier"):
        memory = house.processes(role)[0].memory_info().rss / MIB
        yield f"{role} after a first message {memory:.0f} MiB"
