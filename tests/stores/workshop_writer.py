"""A process that sits tables down and answers until it is killed: `python -m tests.stores.workshop_writer …`."""

from __future__ import annotations

import sys

from aci_model.store import keys, open_store
from aci_model.workshop import answers, doors
from tests.stores.workshop_room import NOW
from tests.stores.writer import tell

LONG = "x" * 3000  # with the number before it: a write cut in two would show


def main(address, code):
    """Open the store, wait for the word to start; then sit down, compose, ask, seal, saying so each time."""
    store = open_store(address)
    visitor = doors.visitor(store, code, NOW, "writer")
    tell("ready")
    sys.stdin.readline()
    for number in range(200):
        token = keys.new_secret()
        seat, _ = doors.join(store, visitor, f"Table {number}", NOW, "writer", token=token)
        tell(f"joined {token}")
        answers.save_scenario(store, seat, {"number": number, "long": f"{number} {LONG}"}, NOW)
        tell(f"composed {token}")
        answers.ask(store, seat, f"Question {number} ?", NOW)
        tell(f"asked {token}")
        answers.seal(store, seat, NOW)
        tell(f"sealed {token}")


if __name__ == "__main__":
    main(*sys.argv[1:])
