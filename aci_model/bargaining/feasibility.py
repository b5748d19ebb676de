"""Whether a target can be reached at all: against the people it counts, and against one's own best year.

Arithmetic only: nothing here says that a target is a good one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model.bargaining.past import CLOSE, facts, past
from aci_model.frames import DAY, INTEGER, NUMBER, TEXT, Columns, frame
from aci_model.funding.schedules import schedules
from aci_model.wording import day, measure, missing, number, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    import pandas as pd

    from aci_model.reading.dossier import Dossier

    Row = dict[Hashable, Any]

IMPOSSIBLE, UNPRECEDENTED, TIGHT, CHECK = SEVERITIES = ("impossible", "unprecedented", "tight", "check")
FINDINGS: Columns = {
    "line": INTEGER,
    "community": TEXT,
    "year": INTEGER,
    "mission": TEXT,
    "label": TEXT,
    "kind": TEXT,  # range | people | moved | level | progress
    "severity": TEXT,  # one of SEVERITIES, the gravest first
    "asked": NUMBER,  # what the target asks, in the line's unit
    "limit": NUMBER,  # what stands against it, in the same unit
    "share": NUMBER,  # 0–1, the part of what is asked that is arithmetically possible; missing if unknown
    "sentence": TEXT,
    "source": TEXT,  # of the limit
    "as_of": DAY,
}
_FULL = 100.0  # a rate in %
_TIGHT = 0.9  # from this share of all the people there are, a target leaves no room
_UNHEARD = 2.0  # from this many times the best year, a target has no precedent
_SLACK = 1e-9


def feasibility(dossier: Dossier) -> pd.DataFrame:
    """List the targets that the figures of the territory, or one's own past, stand against.

    Args:
        dossier: lines, tiers, results, history, territory. A fact counts for a line when it names it, or is made
            of the same words (`past.facts`); it is compared when both are rates or both are numbers.

    Returns:
        A frame of FINDINGS, the gravest first, then in the order of the lines. A target nothing stands against
        has no row. What cannot be known (no fact, no earlier year) is not judged.
    """
    lines = _targets(dossier)
    rows = [
        *_out_of_range(lines),
        *_people(lines, facts(dossier)),
        *_own_best(lines, past(dossier)),
    ]
    found = frame(FINDINGS, [{name: row.get(name) for name in FINDINGS} for row in rows])
    rank = found["severity"].map({severity: at for at, severity in enumerate(SEVERITIES)})
    return found.assign(rank=rank).sort_values(["rank", "line"], kind="stable", ignore_index=True)[
        list(FINDINGS)
    ]


def _targets(dossier: Dossier) -> pd.DataFrame:
    """Lines that measure something, with their target (last threshold) and whether it is a rate."""
    plan = schedules(dossier.lines, dossier.tiers)
    told = dossier.lines.assign(
        target=plan.last * plan.direction,
        rate=dossier.lines["unit"].fillna("").str.strip() == "%",
        falls=plan.direction < 0,
    )
    return told[~plan.deliverable & ~np.isnan(plan.last)]


def _out_of_range(lines: pd.DataFrame) -> Iterator[Row]:
    """Rates over 100 %, and targets under zero."""
    over = lines[lines["rate"] & (lines["target"] > _FULL)]
    for row in over.assign(asked=over["target"], share=_FULL / over["target"]).to_dict("records"):
        asked = measure(row["asked"], row["unit"])
        yield _found(
            row, "range", IMPOSSIBLE, f"{asked} demandés, un taux ne dépasse pas 100 % : impossible.", _FULL
        )
    under = lines[lines["falls"] & (lines["target"] < 0)]
    for row in under.assign(asked=under["target"]).to_dict("records"):
        asked = measure(row["asked"], row["unit"])
        yield _found(row, "range", IMPOSSIBLE, f"{asked} demandés, moins que zéro : impossible.", 0.0)


def _people(lines: pd.DataFrame, facts_: pd.DataFrame) -> Iterator[Row]:
    """Targets that ask for more people than the territory counts, or to move more than it counts."""
    bearing = facts_[facts_["link"] != CLOSE].rename(columns={"unit": "fact_unit", "rate": "fact_rate"})
    both = lines.drop(columns="source").merge(bearing, on="line")
    both = both[both["rate"] == both["fact_rate"]]
    rising = both[~both["falls"]]
    asked = rising["target"]
    share = (rising["value"].clip(lower=0.0) / asked.where(asked > 0)).clip(upper=1.0)
    wide = asked > rising["value"] * (1 + _SLACK)
    tight = ~wide & (asked >= _TIGHT * rising["value"])
    rising = rising.assign(asked=asked, share=share, wide=wide)
    for row in rising[wide | tight].to_dict("records"):
        told = f"{measure(row['asked'], row['unit'])} demandés, {_fact(row)}"
        if row["wide"]:
            yield _found(row, "people", IMPOSSIBLE, f"{told} : impossible.", row["value"])
        else:
            part = percent(row["asked"] / row["value"])
            yield _found(row, "people", TIGHT, f"{told} : il faudrait en atteindre {part}.", row["value"])
    falling = both[both["falls"] & (both["link"] == "label")]
    moved = falling["baseline"] - falling["target"]
    falling = falling.assign(asked=moved, share=(falling["value"].clip(lower=0.0) / moved).clip(upper=1.0))
    for row in falling[moved > falling["value"] * (1 + _SLACK)].to_dict("records"):
        told = f"{measure(row['asked'], row['unit'])} de moins demandés, {_fact(row)}"
        # The fact may be what is left today, part of the way done: only a person can tell.
        yield _found(row, "moved", CHECK, f"{told} : vérifiez que c'est possible.", row["value"])


def _fact(row: Row) -> str:
    dated = "" if missing(row["as_of"]) else f", {day(row['as_of'])}"
    source = "source non précisée" if missing(row["source"]) else row["source"]
    return f"{measure(row['value'], row['fact_unit'])} selon « {row['fact']} » ({source}{dated})"


def _own_best(lines: pd.DataFrame, path: pd.DataFrame) -> Iterator[Row]:
    """Targets beyond the best year, or beyond the best progress from a year to the next."""
    own = _best(lines, path)
    sign = np.where(own["falls"], -1.0, 1.0)
    never = own["target"] * sign > own["best"] * sign + _SLACK * own["best"].abs()
    measured = never & own["baseline"].notna()
    asked = (own["target"] - own["baseline"]) * sign
    onward = own.assign(asked=asked, times=asked / own["step"].where(own["step"] > 0))
    onward = onward[measured & own["step"].notna() & (asked > 0)]
    for row in onward[(onward["times"] > 1) | (onward["step"] <= 0)].to_dict("records"):
        yield _progress(row)
    counted = own.assign(asked=own["target"], times=own["target"] / own["best"].where(own["best"] > 0))
    for row in counted[never & own["baseline"].isna() & ~own["falls"]].to_dict("records"):
        yield _level(row)


def _best(lines: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """Lines with an earlier result: best (result), best_year, step (best change in a year), step_year."""
    turned = path.merge(lines[["line", "falls"]], on="line")
    turned = turned.assign(good=turned["result"].where(~turned["falls"], -turned["result"]))
    change = turned.groupby("line")["good"].diff() / turned.groupby("line")["year"].diff().astype("float64")
    turned = turned.assign(step=change)
    best = turned.loc[turned.groupby("line")["good"].idxmax()].rename(
        columns={"result": "best", "year": "best_year"}
    )
    moved = turned.dropna(subset="step")
    fastest = moved.loc[moved.groupby("line")["step"].idxmax(), ["line", "step", "year"]]
    both = lines.merge(best[["line", "best", "best_year"]], on="line")
    return both.merge(fastest.rename(columns={"year": "step_year"}), on="line", how="left")


def _progress(row: Row) -> Row:
    unit = "points" if row["rate"] else row["unit"]
    asked = f"l'objectif demande {measure(row['asked'], unit)} de progrès"
    if missing(row["times"]):
        told = f"{asked}, et aucune de vos années n'en a fait d'une année à l'autre."
        return _found(row, "progress", UNPRECEDENTED, told, 0.0, source=OWN)
    fastest = f"{measure(row['step'], unit)} en {row['step_year']}"
    told = f"{asked}, soit {number(row['times'], 1)} fois votre meilleure progression annuelle ({fastest})."
    severity = UNPRECEDENTED if row["times"] >= _UNHEARD else TIGHT
    return _found(row, "progress", severity, told, row["step"], source=OWN)


def _level(row: Row) -> Row:
    asked = f"{measure(row['asked'], row['unit'])} demandés"
    if missing(row["times"]):
        told = f"{asked}, et vos années passées n'en comptent aucun."
        return _found(row, "level", UNPRECEDENTED, told, row["best"], source=OWN)
    best = f"{measure(row['best'], row['unit'])} en {row['best_year']}"
    told = f"{asked}, soit {number(row['times'], 1)} fois votre meilleure année ({best})."
    severity = UNPRECEDENTED if row["times"] >= _UNHEARD else TIGHT
    return _found(row, "level", severity, told, row["best"], source=OWN)


OWN = "vos années passées"


def _found(row: Row, kind: str, severity: str, told: str, limit: float, *, source: str | None = None) -> Row:
    return {
        **row,
        "kind": kind,
        "severity": severity,
        "limit": limit,
        "sentence": typeset(f"« {row['label']} » : {told}"),
        "source": source or row.get("source"),
    }
