"""How many messages a second have their language told: ``python -m tests.bench.language``."""

import time

from bot.brain.measuring import held_out, own
from bot.language.identify import identify


def main() -> None:
    texts = [each.text for each in [*held_out(), *own()]]
    begin = time.perf_counter()
    identify("hei")
    ready = time.perf_counter() - begin
    begin = time.perf_counter()
    for text in texts:
        identify(text)
    took = time.perf_counter() - begin
    print(f"ready after {ready:.2f} s; {len(texts) / took:.0f} messages a second of {len(texts)}")


main()
