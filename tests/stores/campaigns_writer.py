"""A process that contributes to a campaign until it is killed: `python -m tests.stores.campaigns_writer …`."""

from __future__ import annotations

import datetime as dt
import sys

import pandas as pd

from aci_model.peers import campaigns, doors
from aci_model.store import open_store
from tests.stores.writer import tell

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
FIRST, SECOND = "part_quantitative", "nombre_objectifs"


def numbered(number):
    """A contribution whose two values tell which one it is: together, or torn."""
    return pd.DataFrame(
        {"indicator": [FIRST, SECOND], "value": [number % 100 / 100, (number + 37) % 100 / 100], "label": ""}
    )


def main(address, code, times):
    """Open the store, wait for the word to start, then contribute so many times, saying so each time."""
    store = open_store(address)
    who = doors.contributor(store, code, NOW)
    tell("ready")
    sys.stdin.readline()
    for number in range(int(times)):
        campaigns.contribute(store, who, numbered(number), [FIRST, SECOND], NOW)
        tell(number)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
