"""One role as a process: ``python -m bot.role edge …``, which the supervisor starts.

Each role imports its own room alone, and none of the command line: an edge without Rasa, TensorFlow
or Alembic starts in about two seconds and stays small.
"""

import argparse

from bot import logs
from bot.roles import Identity, Role
from bot.settings import Settings


def main() -> None:
    words = argparse.ArgumentParser(prog="bot.role")
    words.add_argument("role", type=Role)
    words.add_argument("--start", required=True)
    words.add_argument("--with", dest="roles", type=Role, action="append", required=True)
    given = words.parse_args()
    logs.configure(given.role)
    serve(Identity(given.role, given.start, tuple(given.roles)))


def serve(identity: Identity) -> None:
    """Run a role until it is told to end."""
    if identity.role == Role.EDGE:
        from bot.edge.serve import serve as run
    elif identity.role == Role.COURIER:
        from bot.courier.serve import serve as run
    else:
        from bot.brain.serve import serve as run
    run(Settings(), identity)


if __name__ == "__main__":
    main()
