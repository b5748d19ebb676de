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
    "balance": NUMBER,  # euros on the account on the day `balance_on`
    "balance_on": DAY,
    "capacity": NUMBER,  # days of work a year the team can give to its objectives
    "daily_cost": NUMBER,  # euros a day of work costs
    "balance_delay": NUMBER,  # months between an anniversary and the balance, as this CPAM pays it
    "variable_advance": NUMBER,  # 0–1, share of the variable part paid in advance
    "overpayment": TEXT,  # retenu | rembourse: how this CPAM takes back what it paid too much
    "papers_on": DAY,  # day the papers of the dialogue speak of; missing: the day they are made
    "papers_version": TEXT,
    "papers_without": TEXT,  # parts left out of them, semicolons between; missing: they have every part
    "papers_euros": FLAG,  # the page to share shows euros; missing: it does not
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
    "deadline": DAY,  # last day on which a result counts; missing: the end of the contract year
    "strength": INTEGER,  # 0–3, how strong the expected proof is; missing when nobody said
    "choice": TEXT,  # retenu | ecarte: the person keeps this objective in, or out; missing: free
    "abandon": TEXT,  # taille | donnees | exterieur | mission: why it was given up; missing: it was not
    "abandoned_on": DAY,
    "expected_proof": TEXT,
    "proof_at_hand": TEXT,  # what the community already holds
    "ours": TEXT,  # what the community understands of the clause
    "theirs": TEXT,  # what the institution understands of it
    "in_papers": FLAG,  # its sheet goes into the papers of the dialogue; missing: nobody asked for it
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
    "chance": NUMBER,  # 0–1, of reaching this step, as typed
    "cell": TEXT,  # A1 notation of the amount
}

RESULTS: Columns = {
    "line": INTEGER,  # one row per line
    "result": NUMBER,  # missing when nobody reported one; a livrable is 1 (done) or 0
    "proof_tracked": FLAG,  # False: the file has no « preuve fournie » column
    "proof": FLAG,  # True once proof is given; an empty cell of a tracked column is False
    "chance": NUMBER,  # 0–1, of reaching the last step, as typed
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

PAYMENTS: Columns = {
    "community": TEXT,
    "year": INTEGER,  # contract year the money is owed for
    "mission": TEXT,
    "flow": TEXT,  # avance | solde | variable | avance_variable: which payment this one was
    "paid_on": DAY,
    "amount": NUMBER,  # euros really paid
    "reason": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

OBJECTIVES: Columns = {
    "community": TEXT,
    "mission": TEXT,
    "label": TEXT,  # an objective the contract does not have yet
    "nature": TEXT,  # quantitatif | qualitatif
    "amount": NUMBER,  # euros once reached
    "weight": NUMBER,  # its share of a split envelope, beside the other weights; missing: 1
    "chance": NUMBER,  # 0–1
    "effort": NUMBER,  # days
    "expected_proof": TEXT,
    "strength": INTEGER,  # 0–3
    "choice": TEXT,  # retenu | ecarte; missing: free
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

TERRITORY: Columns = {
    "community": TEXT,
    "fact": TEXT,
    "label": TEXT,  # the indicator whose target cannot go beyond this value; missing: the fact's own words
    "value": NUMBER,
    "unit": TEXT,
    "as_of": DAY,
    "source": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

QUESTIONS: Columns = {
    "community": TEXT,
    "question": TEXT,
    "addressee": TEXT,  # cpam | ars | cpts | federation
    "status": TEXT,  # ouverte | posee | repondue | contredite
    "mission": TEXT,
    "label": TEXT,  # the indicator it is about, if any
    "euros": NUMBER,  # at stake, as typed
    "due": DAY,
    "answer": TEXT,
    "source": TEXT,  # of the answer; without one a question is not closed
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

AGREEMENTS: Columns = {
    "community": TEXT,
    "agreed_on": DAY,
    "role": TEXT,  # who agreed, never a name
    "mission": TEXT,
    "label": TEXT,  # the indicator it is about, if any
    "clause": TEXT,
    "figure": TEXT,  # as agreed, with its unit
    "version": TEXT,
    "seal": TEXT,  # hash of this card and of the seal before it
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

PAIRS: Columns = {
    "community": TEXT,
    "year": INTEGER,  # contract year of the one of this dossier, of the later one when both are; missing: unsaid
    "other": TEXT,  # the contract it is compared with, in words
    "new_line": TEXT,  # name of a line of the later contract; see `report.negotiation_kept`
    "old_line": TEXT,  # name of the line it takes up; missing: none, it is a new one
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
    payments: pd.DataFrame
    objectives: pd.DataFrame
    territory: pd.DataFrame
    questions: pd.DataFrame
    agreements: pd.DataFrame
    pairs: pd.DataFrame
    kept: pd.DataFrame
    problems: pd.DataFrame
