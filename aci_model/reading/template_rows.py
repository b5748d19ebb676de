"""A dossier laid out as the rows of its workbook: what each cell of the template holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model.reading.columns import Column, Sheet, layout
from aci_model.reading.kinds import DELIVERABLE
from aci_model.reading.marks import Percent
from aci_model.reading.text import fold, position
from aci_model.reading.writing import nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from aci_model.reading.dossier import Dossier
    from aci_model.reading.tables import Key

Rows = list[dict["Key", Any]]

_WAYS = {1: "hausse", -1: "baisse"}
_FIRM = {True: "ferme", False: "souple"}
_FEWEST_TIERS = 3
_STEPPED = {"threshold": "threshold", "amount": "amount", "chance": "step_chance"}


def rows_of(dossier: Dossier, missions: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Rows]:
    """Lay out each sheet of the workbook.

    Args:
        dossier: what to write.
        missions: mission, label.
        parts: part, label.

    Returns:
        For each declared sheet, one mapping a row from column to value; missing values are absent.
    """
    labels = {
        **dict(zip(missions["mission"], missions["label"], strict=True)),
        **dict(zip(parts["part"], parts["label"], strict=True)),
    }
    alone = len(dossier.communities) < 2
    sheets = {
        "communities": _communities(dossier),
        "envelopes": _plain(dossier.envelopes, {"ceiling": "amount"}, labels),
        "lines": _lines(dossier, labels),
        "expenses": _plain(dossier.expenses.assign(firm=_named(dossier.expenses["firm"], _FIRM)), {}, labels),
        "history": _plain(dossier.history, {}, labels),
        "payments": _plain(dossier.payments, {}, labels),
        "objectives": _plain(dossier.objectives, {}, labels),
        "territory": _rated(_plain(dossier.territory, {}, labels), "value"),
        "questions": _plain(dossier.questions, {}, labels),
        "agreements": _plain(dossier.agreements, {}, labels),
        "pairs": _plain(dossier.pairs, {}, labels),
    }
    for name, rows in sheets.items():
        columns = layout().sheets[name].columns
        for row in rows:
            if alone and name != "communities":
                row.pop(("community", ""), None)
            _as_typed(row, columns)
    return sheets


def _as_typed(row: dict[Key, Any], columns: Mapping[str, Column]) -> None:
    """Write rates as rates, and choices in the words of their list."""
    for key, value in row.items():
        column = columns.get(key[0])
        if column is not None and column.kind == "percent":
            row[key] = Percent(value * 100)
        elif column is not None and column.shown:
            row[key] = column.shown.get(value, value)


def _named(column: pd.Series[Any], names: Mapping[Any, str]) -> pd.Series[Any]:
    return column.map(names, na_action="ignore").astype("str")


def _plain(frame: pd.DataFrame, renamed: Mapping[str, str], labels: Mapping[str, str]) -> Rows:
    records = frame.rename(columns=dict(renamed)).to_dict("records")
    rows: Rows = []
    for record in records:
        for name in ("mission", "part"):
            if name in record and not nothing(record[name]):
                record[name] = labels.get(record[name], record[name])
        rows.append({(str(name), ""): value for name, value in record.items() if not nothing(value)})
    return rows


def _communities(dossier: Dossier) -> Rows:
    rows = _plain(dossier.communities, {}, {})
    places = {row["community", ""]: row for row in rows}
    for start in dossier.starts.to_dict("records"):
        if start["community"] in places and not nothing(start["start"]):
            places[start["community"]]["start", start["mission"]] = start["start"]
    for row in rows:
        if ("size_class", "") in row:
            row["size_class", ""] = int(row["size_class", ""])
    return rows


def _lines(dossier: Dossier, labels: Mapping[str, str]) -> Rows:
    whole = dossier.lines.merge(dossier.results, on="line", how="left", validate="one_to_one")
    rows = _plain(whole.assign(direction=_named(whole["direction"], _WAYS)), {}, labels)
    places = dict(zip(whole["line"].tolist(), rows, strict=True))
    for tier in dossier.tiers.to_dict("records"):
        for column, name in _STEPPED.items():
            if not nothing(tier[column]):
                places[tier["line"]][name, str(tier["tier"])] = tier[column]
    tracked = bool(dossier.results["proof_tracked"].any())
    for row in rows:
        _write_answers(row, tracked=tracked)
    return rows


def _write_answers(row: dict[Key, Any], *, tracked: bool) -> None:
    """Write a deliverable's result as oui or non, rates as rates, and proofs as they are followed."""
    result = row.get(("result", ""))
    if row["kind", ""] == DELIVERABLE:
        if result in {0, 1}:
            row["result", ""] = bool(result)
    elif row.get(("unit", "")) == "%":
        for key in [key for key in row if key[0] in {"baseline", "threshold", "result"}]:
            row[key] = Percent(row[key])
    if not tracked:
        row.pop(("proof", ""), None)
    elif not row.pop(("proof_tracked", ""), False):
        row["proof", ""] = layout().words["untracked"][0]
    elif not row.get(("proof", "")):
        row.pop(("proof", ""), None)


def _rated(rows: Rows, column: str) -> Rows:
    for row in rows:
        if row.get(("unit", "")) == "%" and (column, "") in row:
            row[column, ""] = Percent(row[column, ""])
    return rows


def columns_of(
    sheet: Sheet, rows: Rows, missions: pd.DataFrame, *, proofs: bool
) -> list[tuple[Key, Column, str]]:
    """List the columns to write for a sheet, with their headers.

    Args:
        sheet: the declared sheet.
        rows: its rows, which say how many tiers and whether several communities are named.
        missions: mission, label, and short where present.
        proofs: whether « preuve fournie » is written.

    Returns:
        (key, declaration, header) in the order of the template; tiers alternate palier n, montant n.
    """
    present = {key for row in rows for key in row}
    filled = {name for name, _ in present}
    tiers = max(
        [
            _FEWEST_TIERS,
            *(int(of) for name, of in present if name == "threshold" or (name == "amount" and of)),
        ]
    )
    listed: list[tuple[Key, Column, str]] = []
    for column in sheet.columns.values():
        if (
            column.hidden
            or (column.optional and column.id not in filled)
            or (column.id == "proof" and not proofs)
        ):
            continue
        if column.per == "mission":
            titles = missions["short"] if "short" in missions else missions["label"]
            listed += [
                ((column.id, mission), column, f"{column.header} {title}")
                for mission, title in zip(missions["mission"], titles, strict=True)
            ]
        elif column.per == "number" and column.id == "threshold":
            for rank in range(1, tiers + 1):
                for twin in (column, sheet.columns["amount"]):
                    listed.append(((twin.id, str(rank)), twin, f"{twin.header} {rank}"))
        elif column.per == "number" and column.optional:
            ranks = sorted(int(of) for name, of in present if name == column.id)
            listed += [((column.id, str(rank)), column, f"{column.header} {rank}") for rank in ranks]
        elif column.per != "number":
            listed.append(((column.id, ""), column, column.header))
    return listed


def unknown_columns(dossier: Dossier, sheet: str) -> tuple[list[str], dict[int, dict[str, str]], set[int]]:
    """Find the unknown columns to write back beside the rows of a sheet.

    Args:
        dossier: what to write.
        sheet: id of a declared sheet.

    Returns:
        Headers in the order met; for each row of the sheet's frame, its texts by header; and the rows of
        `dossier.kept` so written.
    """
    frame = dossier.lines if sheet == "lines" else getattr(dossier, sheet)
    kept = dossier.kept
    if sheet == "communities" or kept.empty or frame.empty:
        return [], {}, set()
    if sheet == "lines":
        ranks = {number: rank for rank, number in enumerate(frame["line"].tolist())}
        owner = [ranks.get(line) if not nothing(line) else None for line in kept["line"].tolist()]
    else:
        places = _places(frame)
        keys = zip(kept["file"].tolist(), kept["sheet"].tolist(), kept["row"].tolist(), strict=True)
        owner = [places.get(key) for key in keys]
    headers: dict[str, None] = {}
    texts: dict[int, dict[str, str]] = {}
    written: set[int] = set()
    for at, (row, header, text) in enumerate(
        zip(owner, kept["column"].tolist(), kept["text"].tolist(), strict=True)
    ):
        if row is not None and fold(header) not in {fold(known) for known in texts.get(row, {})}:
            headers.setdefault(header)
            texts.setdefault(row, {})[header] = text
            written.add(at)
    return list(headers), texts, written


def _places(frame: pd.DataFrame) -> dict[tuple[str, str, int], int]:
    """Give the row of the frame that came from each sheet row; the first one when several did."""
    places: dict[tuple[str, str, int], int] = {}
    cells: Iterable[tuple[str, str, str]] = zip(
        frame["file"].tolist(), frame["sheet"].tolist(), frame["cell"].tolist(), strict=True
    )
    for at, (file, sheet, cell) in enumerate(cells):
        where = position(cell) if isinstance(cell, str) else None
        if where is not None:
            places.setdefault((file, sheet, where[0]), at)
    return places
