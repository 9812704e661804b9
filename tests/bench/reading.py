"""How fast a message is read without Rasa: ``python -m tests.bench.reading``."""

import time
from collections.abc import Callable, Sequence

from bot.brain.measuring import held_out, own
from bot.language.identify import identify
from bot.safety import screen

LONGEST = 1600


def rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Milliseconds a text."""
    begin = time.perf_counter()
    for text in texts:
        read(text)
    return (time.perf_counter() - begin) / len(texts) * 1000


def main() -> None:
    texts = [each.text for each in [*held_out(), *own()]]
    together = " ".join(texts)
    long = [together[at : at + LONGEST] for at in range(0, 100 * LONGEST, LONGEST)]
    for name, read in (("language", identify), ("safety net", screen)):
        begin = time.perf_counter()
        read("hei")
        ready = time.perf_counter() - begin
        print(
            f"{name}: ready after {ready:.2f} s, {rate(read, texts):.2f} ms a message of"
            f" {len(texts)}, {rate(read, long):.1f} ms one of {LONGEST} characters"
        )


main()
