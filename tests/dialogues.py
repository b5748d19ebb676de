"""A small contract brought to the table: its lines, and all that a dialogue rests on."""

from __future__ import annotations

import datetime as dt

from aci_model import bargaining, funding, law
from aci_model.bargaining import Settings
from aci_model.report import negotiation_gathering, negotiation_sheet, tables
from tests.building import COMMUNITY, done, dossier, line

RULES = law.load()
# 60 → 70 %: 1 000 € at 65, 3 000 € at 70. At 68: contract 1 000, all or nothing 0, linear 3 000 × 8/10 = 2 400.
STEPPED = line(
    "prevention",
    (65, 1_000),
    (70, 3_000),
    result=68,
    baseline=60,
    unit="%",
    label="Dépistage",
    chances=(0.9, 0.3),
    effort=4,
    nature="quantitatif",
    expected_proof="Extraction ; bilan",
    proof_at_hand="bilan de mai",
)
PAID = done("prevention", 2_000, result=True, label="Charte", chances=(0.5,), expected_proof="Charte signée")
OPEN = done("prevention", 1_500, label="Réunions", chances=(0.8,), expected_proof="Émargement")


def worked(*lines, daily_cost=None, **more):
    """A contract of one year and all that a dialogue rests on."""
    whole = dossier(*lines, signed=dt.date(2023, 4, 15), size_class=3, **more)
    case = funding.of_year(funding.assess(whole, RULES), COMMUNITY, 2026)
    rests = negotiation_gathering.worked(case, whole, RULES, Settings(daily_cost=daily_cost))
    return whole, case, rests, tables.lines(case, whole, RULES)


def matter(*lines, chosen=(), **more):
    whole, case, rests, _ = worked(*lines, **more)
    return negotiation_gathering.gathered(
        case, whole, RULES, rests, date=dt.date(2026, 11, 22), version="3", chosen=chosen
    )


def sheet_of(label, *lines, **more):
    _, _, rests, every = worked(*lines, **more)
    row = every[every["label"] == label].iloc[0].to_dict()
    proof = rests.evidence.lines[rests.evidence.lines["label"] == label].iloc[0].to_dict()
    return negotiation_sheet.told(bargaining.sheet(row["line"], rests.on), row, proof, 0.8)


def card(**more):
    return {
        "community": COMMUNITY,
        "agreed_on": dt.date(2026, 4, 28),
        "role": "CPAM – direction",
        "clause": "Au palier atteint",
        "version": "1",
        **more,
    }
