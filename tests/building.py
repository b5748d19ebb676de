"""Small dossiers, written as a contract reads, for cases worked by hand."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import frames
from aci_model.reading import dossier as shapes
from aci_model.reading.dossier import Dossier

if TYPE_CHECKING:
    import datetime as dt

COMMUNITY = "CPTS inventée"


def line(
    mission: str,
    *steps: tuple[float, float],
    result: float | None = None,
    baseline: float | None = None,
    direction: int = 1,
    kind: str = "paliers",
    proof: bool | None = None,
    chances: tuple[float | None, ...] = (),
    **more: Any,
) -> dict[str, Any]:
    """One contract line: its steps as (threshold, cumulative euros), the chance of each if typed.

    proof None: not tracked.
    """
    return {
        "mission": mission,
        "steps": steps,
        "result": result,
        "baseline": baseline,
        "direction": direction,
        "kind": kind,
        "proof": proof,
        "chances": chances,
        **more,
    }


def done(mission: str, amount: float, *, result: bool | None = None, **more: Any) -> dict[str, Any]:
    """One deliverable: done or not done."""
    value = None if result is None else float(result)
    return line(mission, (1, amount), result=value, kind="livrable", **more)


def dossier(
    *lines: dict[str, Any],
    envelopes: dict[tuple[str, str], float] | None = None,
    year: int | None = 2026,
    size_class: int | None = None,
    population: float | None = None,
    signed: dt.date | None = None,
    community: str = COMMUNITY,
    expenses: list[dict[str, Any]] | None = None,
    history: list[dict[str, Any]] | None = None,
    starts: dict[str, dt.date] | None = None,
    payments: list[dict[str, Any]] | None = None,
    objectives: list[dict[str, Any]] | None = None,
    territory: list[dict[str, Any]] | None = None,
    questions: list[dict[str, Any]] | None = None,
    agreements: list[dict[str, Any]] | None = None,
    pairs: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Dossier:
    """A dossier of one community; a line may name its own year, `more` are columns of COMMUNITIES."""
    own = {"community": community}
    rows = [_row(place, given, {**own, "year": year}) for place, given in enumerate(lines)]
    described = {**own, "size_class": size_class, "population": population, "signed": signed, **more}
    return Dossier(
        communities=frames.frame(shapes.COMMUNITIES, [described]),
        starts=frames.frame(
            shapes.STARTS,
            [{**own, "mission": mission, "start": day} for mission, day in (starts or {}).items()],
        ),
        envelopes=frames.frame(shapes.ENVELOPES, _envelopes(envelopes or {}, own)),
        lines=frames.frame(
            shapes.LINES, [{k: v for k, v in row.items() if k in shapes.LINES} for row in rows]
        ),
        tiers=frames.frame(shapes.TIERS, _tiers(rows)),
        results=frames.frame(
            shapes.RESULTS,
            [
                {
                    **{k: v for k, v in row.items() if k in shapes.RESULTS},
                    "proof_tracked": row["proof"] is not None,
                }
                for row in rows
            ],
        ),
        expenses=frames.frame(shapes.EXPENSES, [{**own, **row} for row in expenses or []]),
        history=frames.frame(shapes.HISTORY, [{**own, **row} for row in history or []]),
        payments=frames.frame(shapes.PAYMENTS, [{**own, **row} for row in payments or []]),
        objectives=frames.frame(shapes.OBJECTIVES, [{**own, **row} for row in objectives or []]),
        territory=frames.frame(shapes.TERRITORY, [{**own, **row} for row in territory or []]),
        questions=frames.frame(shapes.QUESTIONS, [{**own, **row} for row in questions or []]),
        agreements=frames.frame(shapes.AGREEMENTS, [{**own, **row} for row in agreements or []]),
        pairs=frames.frame(shapes.PAIRS, [{**own, **row} for row in pairs or []]),
        kept=frames.frame(shapes.KEPT),
        problems=frames.frame(shapes.PROBLEMS),
    )


def _row(place: int, given: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    where = {"file": "cas.xlsx", "sheet": "Indicateurs", "row": place + 2, "cell": f"Q{place + 2}"}
    return {"line": place, "label": f"Ligne {place + 1}", "unit": None, **where, **of, **given}


def _envelopes(euros: dict[tuple[str, str], float], of: dict[str, Any]) -> list[dict[str, Any]]:
    where = {"file": "cas.xlsx", "sheet": "Enveloppes"}
    return [
        {**of, "mission": mission, "part": part, "ceiling": ceiling, **where, "cell": f"C{row}"}
        for row, ((mission, part), ceiling) in enumerate(euros.items(), 2)
    ]


def _tiers(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"line": row["line"], "tier": rank, "threshold": threshold, "amount": amount, "chance": chance}
        for row in rows
        for rank, ((threshold, amount), chance) in enumerate(
            zip_longest(row["steps"], row["chances"][: len(row["steps"])]), 1
        )
    ]


def together(*dossiers: Dossier) -> Dossier:
    """Several dossiers as one, their lines renumbered."""
    offset, shifted = 0, []
    for one in dossiers:
        moved = {name: getattr(one, name) for name in Dossier.__slots__}
        for name in ("lines", "tiers", "results"):
            moved[name] = moved[name].assign(line=moved[name]["line"] + offset)
        offset += len(one.lines)
        shifted.append(moved)
    return Dossier(
        **{name: pd.concat([one[name] for one in shifted], ignore_index=True) for name in Dossier.__slots__}
    )
