"""The sheet Indicateurs: contract lines, their schedules and their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from aci_model import wording
from aci_model.reading import directions, kinds, rows, scale
from aci_model.reading.cells import Doubt, words
from aci_model.reading.communities import Context, owners
from aci_model.reading.dossier import LINES, RESULTS, TIERS
from aci_model.reading.kept import kept_rows
from aci_model.reading.layout.units import counts
from aci_model.reading.names import ids
from aci_model.reading.problems import ERROR, INFO, WARNING
from aci_model.reading.prospects import decisions, step_chances
from aci_model.reading.schedule import Schedule, check_pairs, schedule
from aci_model.reading.tables import Table, typed
from aci_model.reading.text import fold, quoted
from aci_model.reading.values import Measures, choices, flag, flags, measures, numbers, text_column
from aci_model.reading.years import years

if TYPE_CHECKING:
    import numpy.typing as npt

    from aci_model.reading.problems import Problem


_TEXTS = ("expected_proof", "proof_at_hand", "ours", "theirs", "source", "comment")


class LineFrames(NamedTuple):
    """What one sheet of indicators holds; `line` counts from 0 within the sheet."""

    lines: pd.DataFrame
    tiers: pd.DataFrame
    results: pd.DataFrame
    kept: pd.DataFrame


class _Measured(NamedTuple):
    kinds: np.ndarray[tuple[int], np.dtype[np.object_]]
    natures: list[str]
    units: list[str | None]
    directions: np.ndarray[tuple[int], np.dtype[np.int64]]
    schedule: Schedule
    baseline: Measures
    result: Measures


def read_lines(table: Table, context: Context, problems: list[Problem]) -> LineFrames:
    """Read a sheet of indicators.

    Args:
        table: the recognised sheet.
        context: names of missions, communities and signatures already known.
        problems: where doubts are added.

    Returns:
        Frames of `LINES`, `TIERS`, `RESULTS` and `KEPT`; rows that do not count are in `KEPT` alone.
    """
    counted, left = rows.split(table, problems, plain=("threshold", "baseline", "result", "kind"))
    counted, nameless = rows.named(table, counted, ("threshold", "amount", "result"), problems)
    named = table.select(counted)
    missions, strays = _missions(named, context, problems)
    if not counted:
        message = f"La feuille {quoted(table.sheet)} ne contient encore aucun indicateur."
        problems.append(
            table.about(WARNING, message, "Rien n'est compté. Remplissez une ligne par indicateur.")
        )
    body = named.select([row for row in range(len(named)) if row not in strays])
    left = sorted([*left, *nameless, *(counted[row] for row in strays)])
    measured = _measured(body, problems)
    lines = _lines(body, [mission for mission in missions if mission], measured, context, problems)
    results = _results(body, measured.result, problems)
    chances = step_chances(body, measured.schedule, results["chance"].to_numpy(), problems)
    tiers = _tiers(body, measured.schedule, chances)
    return LineFrames(
        lines,
        _renumbered(tiers) if table.foreign else tiers,
        results,
        kept_rows(body, table.select(left)),
    )


def _missions(table: Table, context: Context, problems: list[Problem]) -> tuple[list[str | None], set[int]]:
    """Read missions; a line without one cannot be paid and is kept aside."""
    missions, lost = ids(table, ("mission", ""), context.names, problems)
    empty = [row for row, mission in enumerate(missions) if mission is None and not lost[row]]
    if empty:
        problems.append(
            table.grouped(
                empty,
                ("mission", ""),
                ERROR,
                f"La mission manque pour {wording.count(len(empty), 'indicateur')} ({{places}}).",
                "Sans mission, une ligne n'est pas comptée. Remplissez la colonne mission.",
            )
        )
    return missions, {row for row, mission in enumerate(missions) if mission is None}


def _measured(table: Table, problems: list[Problem]) -> _Measured:
    typed_kinds = choices(table, ("kind", ""), problems)
    typed_natures = choices(table, ("nature", ""), problems)
    typed_directions = choices(table, ("direction", ""), problems)
    units = _units(table, problems)
    read = schedule(table, problems)
    baseline, result = measures(table.column(("baseline", ""))), measures(table.column(("result", "")))
    found = kinds.deduce(typed_kinds, typed_natures, units, read=read, baseline=baseline, result=result)
    final = kinds.as_deliverables(
        table, found, read=read, baseline=baseline, result=result, problems=problems
    )
    kinds.announce(table, "kind", typed_kinds, final.tolist(), problems)
    natures = [
        nature or (kinds.QUALITATIVE if kind == kinds.DELIVERABLE else kinds.QUANTITATIVE)
        for nature, kind in zip(typed_natures, final.tolist(), strict=True)
    ]
    kinds.announce(table, "nature", typed_natures, natures, problems)
    kinds.answers_to_counts(table, final, read, result, problems)
    levels = {("threshold", str(rank)): level for rank, level in zip(read.ranks, read.levels, strict=True)}
    columns = {("baseline", ""): baseline, **levels, ("result", ""): result}
    settled = scale.settle(units, columns)
    _announce_units(table, units, settled.overruled, problems)
    ways = directions.settle(
        table, typed_directions, final, read=read, baseline=baseline.value, problems=problems
    )
    for key, column in columns.items():
        problems.extend(table.unused(row, key, doubt) for row, doubt in column.doubts.items())
    _announce_unknown_results(table, result, problems)
    check_pairs(table, read, problems)
    counted = counts(table, settled.units, final, problems) if table.foreign else settled.units
    return _Measured(final, natures, counted, ways, read, baseline, result)


def _units(table: Table, problems: list[Problem]) -> list[str | None]:
    percent = words("percent_units")
    return [
        None if unit is None or fold(unit) in words("missing") else "%" if fold(unit) in percent else unit
        for unit in text_column(table, ("unit", ""), problems)
    ]


def _announce_units(
    table: Table, units: list[str | None], overruled: list[int], problems: list[Problem]
) -> None:
    problems.extend(
        table.problem(
            row,
            ("unit", ""),
            WARNING,
            f"L'unité écrite est {units[row]} mais les paliers sont en\u00a0%.",
            "La ligne est lue en\u00a0%. Saisissez % dans la colonne unité, ou retirez % des paliers.",
        )
        for row in overruled
    )


def _announce_unknown_results(table: Table, result: Measures, problems: list[Problem]) -> None:
    silent = sorted(set(result.said))
    if silent:
        several = len(silent) > 1
        what = "sont dits non connus" if several else "est dit non connu"
        problems.append(
            table.grouped(
                silent,
                ("result", ""),
                INFO,
                f"{wording.count(len(silent), 'résultat')} {what} ({{places}}).",
                f"{'Leurs' if several else 'Ses'} euros restent en attente. Saisissez le résultat quand il sera connu.",
            )
        )


def _lines(
    table: Table, missions: list[str], measured: _Measured, context: Context, problems: list[Problem]
) -> pd.DataFrame:
    communities = owners(table, context, problems)
    folded = [fold(community) for community in communities]
    of_years = years(table, ("year", ""), folded, context.signed, problems)
    data = {
        "line": range(len(table)),
        "community": communities,
        "year": of_years,
        "mission": missions,
        "action": text_column(table, ("action", ""), problems),
        "label": text_column(table, ("label", ""), problems),
        "kind": measured.kinds,
        "nature": measured.natures,
        "unit": measured.units,
        "direction": measured.directions,
        "baseline": measured.baseline.value,
        "effort": numbers(table, ("effort", ""), problems),
        **decisions(table, of_years, communities, context, problems),
        **{name: text_column(table, (name, ""), problems) for name in _TEXTS},
        "in_papers": flags(table, ("in_papers", ""), problems),
        "file": table.file,
        "sheet": table.sheet,
        "row": table.rows,
        "cell": [table.address(row, ("result", ""), ("label", "")) for row in range(len(table))],
    }
    return pd.DataFrame(data, columns=list(LINES)).astype(LINES)


def _tiers(table: Table, read: Schedule, chances: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Lay the schedules out: one row for each level or amount typed, in line then tier order."""
    filled = read.levelled | read.priced
    rows_at, ranks_at = np.nonzero(filled)
    keys = [(("amount", str(rank)), ("threshold", str(rank))) for rank in read.ranks]
    data = {
        "line": rows_at,
        "tier": np.array(read.ranks, dtype=np.int64)[ranks_at] if read.ranks else [],
        "threshold": read.thresholds[rows_at, ranks_at],
        "amount": read.amounts[rows_at, ranks_at],
        "chance": chances[rows_at, ranks_at],
        "cell": [
            table.address(row, *keys[at]) for row, at in zip(rows_at.tolist(), ranks_at.tolist(), strict=True)
        ],
    }
    return pd.DataFrame(data, columns=list(TIERS)).astype(TIERS)


def _renumbered(tiers: pd.DataFrame) -> pd.DataFrame:
    """Number the steps of each line from 1: where columns are « socle » and « cible », some are empty."""
    return tiers.assign(tier=tiers.groupby("line").cumcount() + 1).astype(TIERS)


def _results(table: Table, result: Measures, problems: list[Problem]) -> pd.DataFrame:
    tracked, given = _proofs(table, problems)
    data = {
        "line": range(len(table)),
        "result": result.value,
        "proof_tracked": tracked,
        "proof": given,
        "chance": numbers(table, ("chance", ""), problems),
    }
    return pd.DataFrame(data, columns=list(RESULTS)).astype(RESULTS)


def _proofs(table: Table, problems: list[Problem]) -> tuple[list[bool], list[bool | None]]:
    """Read the proofs: a row is tracked unless the column is absent or its cell says it is not."""
    key = ("proof", "")
    if not table.has("proof"):
        return [False] * len(table), [None] * len(table)
    tracked: list[bool] = []
    given: list[bool | None] = []
    for row, cell in enumerate(table.column(key)):
        aside = isinstance(cell, str) and fold(typed(cell)) in words("untracked")
        answer = None if aside else flag(cell)
        if isinstance(answer, Doubt):
            problems.append(table.unused(row, key, answer))
            answer = None
        tracked.append(not aside)
        given.append(None if aside else bool(answer))
    return tracked, given
