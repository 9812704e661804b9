"""`make weights`: count and train anew what is learned from the messages of data/."""

import typer

from bot.brain.learning.danger import train_danger
from bot.brain.learning.letter_groups import count_letter_groups
from bot.brain.learning.messages import messages
from bot.safety.concepts import read_lists


def main() -> None:
    known = list(messages())
    count_letter_groups(known)
    train_danger(known, read_lists())
    typer.echo(f"learned from {len(known)} messages")


main()
