"""Small dossiers, written as a contract reads, for cases worked by hand."""

from __future__ import annotations

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
    **more: Any,
) -> dict[str, Any]:
    """One contract line: its steps as (threshold, cumulative euros); proof None: not tracked."""
    return {
        "mission": mission,
        "steps": steps,
        "result": result,
        "baseline": baseline,
        "direction": direction,
        "kind": kind,
        "proof": proof,
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
) -> Dossier:
    """A dossier of one community; a line may name its own year."""
    place = {"file": "cas.xlsx", "sheet": "Indicateurs"}
    rows = [
        {
            "line": n,
            "community": community,
            "year": year,
            "label": f"Ligne {n + 1}",
            "unit": None,
            "row": n + 2,
            "cell": f"Q{n + 2}",
            **place,
            **given,
        }
        for n, given in enumerate(lines)
    ]
    return Dossier(
        communities=frames.frame(
            shapes.COMMUNITIES,
            [{"community": community, "size_class": size_class, "population": population, "signed": signed}],
        ),
        starts=frames.frame(
            shapes.STARTS,
            [{"community": community, "mission": key, "start": day} for key, day in (starts or {}).items()],
        ),
        envelopes=frames.frame(
            shapes.ENVELOPES,
            [
                {
                    "community": community,
                    "mission": mission,
                    "part": part,
                    "ceiling": euros,
                    "file": "cas.xlsx",
                    "sheet": "Enveloppes",
                    "cell": f"C{n + 2}",
                }
                for n, ((mission, part), euros) in enumerate((envelopes or {}).items())
            ],
        ),
        lines=frames.frame(
            shapes.LINES, [{k: v for k, v in row.items() if k in shapes.LINES} for row in rows]
        ),
        tiers=frames.frame(
            shapes.TIERS,
            [
                {"line": row["line"], "tier": n, "threshold": threshold, "amount": amount}
                for row in rows
                for n, (threshold, amount) in enumerate(row["steps"], 1)
            ],
        ),
        results=frames.frame(
            shapes.RESULTS,
            [
                {
                    "line": row["line"],
                    "result": row["result"],
                    "proof_tracked": row["proof"] is not None,
                    "proof": row["proof"],
                    "chance": row.get("chance"),
                }
                for row in rows
            ],
        ),
        expenses=frames.frame(shapes.EXPENSES, [{"community": community, **row} for row in expenses or []]),
        history=frames.frame(shapes.HISTORY, [{"community": community, **row} for row in history or []]),
        territory=frames.frame(shapes.TERRITORY),
        kept=frames.frame(shapes.KEPT),
        problems=frames.frame(shapes.PROBLEMS),
    )


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
