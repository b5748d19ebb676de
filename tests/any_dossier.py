"""Dossiers as people might write them, in every table of the workbook, for hypothesis to draw."""

import datetime as dt

import pandas as pd
from hypothesis import strategies as st

from aci_model.bargaining import sealed
from aci_model.frames import frame
from aci_model.reading import dossier as shapes
from aci_model.reading.dossier import Dossier
from tests.reading_files import MISSIONS, PARTS

# Words a person might type, and a few that a spreadsheet would love to misread.
WORDS = st.sampled_from(
    [
        "Médecin traitant",
        "Œuvre n° 2",
        "=1+1",
        "+33",
        "-",
        "007",
        "69,70 %",
        "#REF!",
        "2026-04-15",
        "oui",
        "«\u00a0été\u00a0»",
    ]
)
TEXT = st.one_of(
    WORDS, st.text(alphabet="abc éœ'%=;\"<&_x0041\u202f", min_size=1, max_size=12).map(str.strip)
).filter(bool)
MAYBE = st.none() | TEXT
PROSE = st.none() | st.lists(TEXT, min_size=1, max_size=3).map("\n".join)
MISSION = st.sampled_from(MISSIONS["mission"].tolist())
PART = st.sampled_from(PARTS["part"].tolist())
EUROS = st.integers(0, 10_000_000).map(lambda cents: cents / 100)
NUMBER = st.integers(-(10**7), 10**7).map(lambda value: value / 100)
RATE = st.integers(1_000, 100_000).map(lambda value: value / 1_000)  # 1 % to 100 %
DAY = st.dates(pd.Timestamp("1990-01-01").date(), pd.Timestamp("2090-12-31").date())
YEAR = st.none() | st.integers(2000, 2099)
FLAG = st.none() | st.booleans()
COMMUNITY = st.sampled_from(["Rives", "Monts"])
CHANCE = st.none() | st.integers(0, 100).map(lambda value: value / 100)
STRENGTH = st.none() | st.integers(0, 3)
CHOICE = st.sampled_from([None, "retenu", "ecarte"])
CAUSE = st.sampled_from([None, "taille", "donnees", "exterieur", "mission"])


def record(**fields):
    return st.fixed_dictionaries(fields)


@st.composite
def lines(draw):
    """One line with its tiers and its result: deliverable, count, or rates."""
    kind = draw(st.sampled_from(["livrable", "compte", "seuil", "paliers"]))
    rated = kind != "livrable" and draw(st.booleans())
    value = RATE if rated else NUMBER
    ranks = draw(st.sets(st.integers(1, 6), min_size=1, max_size=4)) if kind == "paliers" else {1}
    tracked = draw(st.booleans())
    line = {
        "community": draw(COMMUNITY),
        "year": draw(YEAR),
        "mission": draw(MISSION),
        "action": draw(MAYBE),
        "label": "Ligne " + draw(TEXT),
        "kind": kind,
        "nature": "qualitatif" if kind == "livrable" else "quantitatif",
        "unit": "%"
        if rated
        else None
        if kind == "livrable"
        else draw(st.sampled_from([None, "patients", "ateliers"])),
        "direction": 1 if kind == "livrable" else draw(st.sampled_from([1, -1])),
        "baseline": None if kind == "livrable" else draw(st.none() | value),
        "effort": draw(st.none() | EUROS),
        "deadline": draw(st.none() | DAY),
        "strength": draw(STRENGTH),
        "choice": draw(CHOICE),
        "abandon": draw(CAUSE),
        "abandoned_on": draw(st.none() | DAY),
        **{name: draw(MAYBE) for name in ("expected_proof", "source", "comment")},
        **{name: draw(PROSE) for name in ("proof_at_hand", "ours", "theirs")},
        "in_papers": draw(FLAG),
    }
    tiers = [
        {
            "tier": rank,
            "threshold": 1.0 if kind == "livrable" else draw(value),
            "amount": draw(EUROS),
            "chance": draw(CHANCE),
        }
        for rank in sorted(ranks)
    ]
    given_result = st.sampled_from([None, 0.0, 1.0]) if kind == "livrable" else st.none() | value
    result = {
        "result": draw(given_result),
        "proof_tracked": tracked,
        "proof": draw(st.booleans()) if tracked else None,
        "chance": draw(CHANCE),
    }
    return line, tiers, result


@st.composite
def communities(draw):
    """One community, its balance dated from its contract when both days are known."""
    signed = draw(st.none() | DAY)
    after = st.timedeltas(dt.timedelta(0), dt.timedelta(days=1_800))
    return {
        "community": draw(COMMUNITY),
        "population": draw(st.none() | st.integers(1, 10**6).map(float)),
        "size_class": draw(st.none() | st.integers(1, 4)),
        "signed": signed,
        "region": draw(MAYBE),
        "crisis": draw(FLAG),
        "invented": draw(FLAG),
        "balance": draw(st.none() | NUMBER),
        "balance_on": draw(st.none() | (after.map(signed.__add__) if signed else DAY)),
        "capacity": draw(st.none() | EUROS),
        "daily_cost": draw(st.none() | EUROS),
        "balance_delay": draw(st.none() | st.integers(0, 24).map(float)),
        "variable_advance": draw(CHANCE),
        "overpayment": draw(st.sampled_from([None, "retenu", "rembourse"])),
        "papers_on": draw(st.none() | DAY),
        "papers_version": draw(MAYBE),
        "papers_without": draw(st.sampled_from([None, "Accords notés", "Échanges possibles ; autre chose"])),
        "papers_euros": draw(FLAG),
    }


@st.composite
def payments(draw):
    """One payment, in a year its contract year may be paid in."""
    year = draw(st.integers(2000, 2095))
    return {
        "community": draw(COMMUNITY),
        "year": year,
        "mission": draw(st.none() | MISSION),
        "flow": draw(st.sampled_from(["avance", "solde", "variable", "avance_variable"])),
        "paid_on": draw(st.none() | st.dates(dt.date(year, 1, 1), dt.date(year + 4, 12, 31))),
        "amount": draw(EUROS),
        "reason": draw(MAYBE),
    }


@st.composite
def expenses(draw):
    """One post, that does not end before it starts."""
    start = draw(st.none() | DAY)
    after = st.timedeltas(dt.timedelta(0), dt.timedelta(days=1_800))
    return {
        "community": draw(COMMUNITY),
        "post": "Poste " + draw(TEXT),
        "mission": draw(st.none() | MISSION),
        "amount": draw(EUROS),
        "rhythm": draw(st.sampled_from(["mensuel", "trimestriel", "annuel", "ponctuel"])),
        "start": start,
        "end": draw(st.none() | (after.map(start.__add__) if start else DAY)),
        "firm": draw(FLAG),
        "priority": draw(st.none() | st.integers(0, 9).map(float)),
    }


OBJECTIVES = record(
    community=COMMUNITY,
    mission=MISSION,
    label=TEXT.map("Objectif {}".format),
    nature=st.sampled_from([None, "quantitatif", "qualitatif"]),
    amount=st.none() | EUROS,
    weight=st.none() | EUROS,
    chance=CHANCE,
    effort=st.none() | EUROS,
    expected_proof=MAYBE,
    strength=STRENGTH,
    choice=CHOICE,
)
STARTS = record(community=COMMUNITY, mission=MISSION, start=DAY)
ENVELOPES = record(community=COMMUNITY, year=YEAR, mission=MISSION, part=PART, ceiling=EUROS)
HISTORY = record(
    community=COMMUNITY,
    year=st.integers(2000, 2099),
    mission=MISSION,
    label=st.none() | TEXT.map("Ligne {}".format),
    result=st.none() | NUMBER,
    paid=st.none() | EUROS,
)
TERRITORY = record(
    community=COMMUNITY,
    fact=TEXT.map("Fait {}".format),
    label=MAYBE,
    value=st.none() | NUMBER,
    unit=st.sampled_from([None, "médecins"]),
    as_of=st.none() | DAY,
    source=MAYBE,
)
# A question may start like a sum of other rows, and say twice the same thing.
QUESTION = st.tuples(st.sampled_from(["Total", "Question", "Somme"]), TEXT, st.none() | TEXT)
QUESTIONS = record(
    community=COMMUNITY,
    question=QUESTION.map(lambda said: "\n".join(filter(None, [f"{said[0]} {said[1]}", said[2]]))),
    addressee=st.sampled_from([None, "cpam", "ars", "cpts", "federation"]),
    status=st.sampled_from([None, "ouverte", "posee", "repondue", "contredite"]),
    mission=st.none() | MISSION,
    label=MAYBE,
    euros=st.none() | EUROS,
    due=st.none() | DAY,
    answer=PROSE,
    source=MAYBE,
)
FIGURE = st.sampled_from(["15 000\u00a0€", "12", "75 %", "1e5", "12,50", "=A1", "2026-04-15", "0,5"])
AGREEMENTS = record(
    community=COMMUNITY,
    agreed_on=st.none() | DAY,
    role=st.sampled_from(["CPAM – direction", "Coordination de la CPTS", "quelqu'un"]),
    mission=st.none() | MISSION,
    label=MAYBE,
    clause=PROSE,
    figure=st.none() | FIGURE,
    version=MAYBE,
)
PAIRS = record(
    community=COMMUNITY,
    year=YEAR,
    other=TEXT,
    new_line=st.tuples(st.sampled_from(["Total", "Ligne"]), TEXT).map(" ".join),
    old_line=MAYBE,
)


@st.composite
def dossiers(draw):
    def few(rows, *key, least=0, most=3):
        alike = lambda row: tuple(row[name] for name in key)  # noqa: E731 - a key for hypothesis
        return draw(st.lists(rows, min_size=least, max_size=most, unique_by=alike))

    typed = draw(st.lists(lines(), max_size=4, unique_by=lambda line: tuple(map(str, line[0].values()))))
    numbered = list(enumerate(typed))
    described = few(communities(), "community", least=2, most=2)
    order = [row["community"] for row in described]
    ranks = MISSIONS["mission"].tolist()
    starts = few(STARTS, "community", "mission")
    starts.sort(key=lambda row: (ranks.index(row["mission"]), order.index(row["community"])))
    return Dossier(
        communities=frame(shapes.COMMUNITIES, described),
        starts=frame(shapes.STARTS, starts),
        envelopes=frame(shapes.ENVELOPES, few(ENVELOPES, "community", "year", "mission", "part")),
        lines=frame(shapes.LINES, [{"line": number, **line} for number, (line, _, _) in numbered]),
        tiers=frame(
            shapes.TIERS, [{"line": number, **tier} for number, (_, rows, _) in numbered for tier in rows]
        ),
        results=frame(shapes.RESULTS, [{"line": number, **result} for number, (_, _, result) in numbered]),
        expenses=frame(shapes.EXPENSES, few(expenses(), "post")),
        history=frame(shapes.HISTORY, few(HISTORY, "community", "year", "mission", "label")),
        territory=frame(shapes.TERRITORY, few(TERRITORY, "community", "fact", "label", "as_of", "source")),
        payments=frame(shapes.PAYMENTS, few(payments(), "community", "year", "mission", "flow", "paid_on")),
        objectives=frame(shapes.OBJECTIVES, few(OBJECTIVES, "community", "mission", "label")),
        questions=frame(shapes.QUESTIONS, draw(st.lists(QUESTIONS, max_size=3))),
        agreements=sealed(frame(shapes.AGREEMENTS, draw(st.lists(AGREEMENTS, max_size=4)))),
        pairs=frame(shapes.PAIRS, few(PAIRS, "community", "year", "other", "new_line")),
        kept=frame(shapes.KEPT),
        problems=frame(shapes.PROBLEMS),
    )
