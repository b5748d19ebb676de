"""What was read from a person's files: long frames that later steps only add columns to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model.frames import DAY, FLAG, INTEGER, NUMBER, TEXT, Columns

if TYPE_CHECKING:
    import pandas as pd

COMMUNITIES: Columns = {
    "community": TEXT,  # name as typed, or the file's stem; the key everywhere
    "population": NUMBER,  # inhabitants
    "size_class": INTEGER,  # as typed; the law derives it from the population when missing
    "signed": DAY,  # signature of the contract: its day and month start every contract year
    "region": TEXT,
    "crisis": FLAG,  # the ARS recognised a crisis; missing when not said
    "invented": FLAG,  # the file says its results are invented
}

STARTS: Columns = {
    "community": TEXT,
    "mission": TEXT,
    "start": DAY,  # the day this mission began
}

ENVELOPES: Columns = {
    "community": TEXT,
    "year": INTEGER,  # missing: every year
    "mission": TEXT,
    "part": TEXT,
    "ceiling": NUMBER,  # euros a year
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,  # A1 notation, where the amount stands
}

LINES: Columns = {
    "line": INTEGER,  # 0, 1, 2… over the whole dossier
    "community": TEXT,
    "year": INTEGER,  # calendar year in which the contract year starts; missing when not said
    "mission": TEXT,  # id of missions.toml
    "action": TEXT,
    "label": TEXT,  # the indicator, as typed
    "kind": TEXT,  # livrable | compte | seuil | paliers
    "nature": TEXT,  # quantitatif | qualitatif
    "unit": TEXT,
    "direction": INTEGER,  # +1 hausse, -1 baisse
    "baseline": NUMBER,  # valeur initiale
    "effort": NUMBER,  # days
    "expected_proof": TEXT,
    "source": TEXT,
    "comment": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "row": INTEGER,  # 1-based row of the sheet
    "cell": TEXT,  # A1 notation of the result, or of the label when there is no such column
}

TIERS: Columns = {
    "line": INTEGER,
    "tier": INTEGER,  # 1, 2, 3… as numbered in the file
    "threshold": NUMBER,
    "amount": NUMBER,  # cumulative euros once the threshold is reached
    "cell": TEXT,  # A1 notation of the amount
}

RESULTS: Columns = {
    "line": INTEGER,  # one row per line
    "result": NUMBER,  # missing when nobody reported one; a livrable is 1 (done) or 0
    "proof_tracked": FLAG,  # False: the file has no « preuve fournie » column
    "proof": FLAG,  # True once proof is given; an empty cell of a tracked column is False
    "chance": NUMBER,  # 0–1, as typed
}

EXPENSES: Columns = {
    "community": TEXT,
    "post": TEXT,
    "mission": TEXT,
    "amount": NUMBER,  # euros each time
    "rhythm": TEXT,  # mensuel | trimestriel | annuel | ponctuel
    "start": DAY,
    "end": DAY,  # missing: to the end of the contract
    "firm": FLAG,  # True ferme, False souple
    "priority": NUMBER,  # 1 is kept longest
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

HISTORY: Columns = {
    "community": TEXT,
    "year": INTEGER,
    "mission": TEXT,
    "label": TEXT,  # the indicator, or missing for a whole mission
    "result": NUMBER,
    "paid": NUMBER,  # euros of variable part really paid for that year
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

TERRITORY: Columns = {
    "community": TEXT,
    "fact": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "as_of": DAY,
    "source": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

KEPT: Columns = {
    "file": TEXT,
    "sheet": TEXT,
    "row": INTEGER,
    "column": TEXT,  # header as typed
    "text": TEXT,  # cell as typed
    "line": INTEGER,  # the line of that row, if it became one
}

PROBLEMS: Columns = {
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
    "severity": TEXT,  # refused (the whole file is not read) | error (a value is not used) | warning (used, to check) | info
    "message": TEXT,  # what is the matter, in French
    "done": TEXT,  # what the software did, and what to type instead
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything read from one or several files; each frame has the columns declared in this module."""

    communities: pd.DataFrame
    starts: pd.DataFrame
    envelopes: pd.DataFrame
    lines: pd.DataFrame
    tiers: pd.DataFrame
    results: pd.DataFrame
    expenses: pd.DataFrame
    history: pd.DataFrame
    territory: pd.DataFrame
    kept: pd.DataFrame
    problems: pd.DataFrame
