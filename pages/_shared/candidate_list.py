"""The list of candidate objectives: keep in, set aside, chance and days, typed where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from aci_model import wording as french
from pages._shared import new_objective, session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from aci_model.reading import Dossier
    from aci_model.report.objectives import Ground, HowMany

    Cells = dict[str, dict[tuple[int, str], object]]  # frame -> (row, column) -> value

KEPT, ASIDE = "retenu", "ecarte"
HEIGHT = 282  # pixels: seven rows and their head
ROW = 35
NAMED = 3  # objectives named for one reason
_COLUMNS = ["label", "kept", "aside", "percent", "days", "brings", "place", "mission_label"]


def draw(on: Ground, told: HowMany) -> None:
    """Draw the list, what it lacks, what was given up, and the form that adds an objective."""
    rows = told.listed
    key = _key(rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{french.count(len(rows), 'objectif possible', 'objectifs possibles')}**", width="stretch"
        )
        new_objective.draw(on)
    st.data_editor(
        rows[_COLUMNS],
        key=key,
        hide_index=True,
        height=HEIGHT,
        row_height=ROW,
        column_config=_config(),
        disabled=["label", "brings", "place", "mission_label"],
        placeholder="–",
        on_change=_changed,
        args=(key, on, rows),
        alt=f"Les objectifs possibles{french.NBSP}: retenus, écartés, leur chance, leurs jours, ce qu’ils ajoutent",
    )
    _apart(told)


def _config() -> dict[str, object]:
    column = st.column_config
    return {
        "label": column.TextColumn("Objectif", width=170),
        "kept": column.CheckboxColumn("Retenu", width=86, help="Il fait partie de votre choix"),
        "aside": column.CheckboxColumn("Écarté", width=82, help="Il n’est pas à choisir"),
        "percent": column.NumberColumn(
            "Chance",
            width=86,
            min_value=0,
            max_value=100,
            format=f"%.0f{french.NBSP}%%",
            help="D’atteindre son dernier palier",
        ),
        "days": column.NumberColumn("Jours", width=76, min_value=0, format="%.4g"),
        "brings": column.NumberColumn(
            "Il ajoute (€)",
            width=110,
            format="localized",
            help="En moyenne, à sa place sur la courbe",
        ),
        "place": column.NumberColumn("Rang", width=60, help="Sa place sur la courbe"),
        "mission_label": column.TextColumn("Mission", width=150),
    }


def set_capacity(key: str) -> None:
    """Write the days a year typed in a field into the dossier."""
    read = session.dossier()
    if read is None:
        return
    row = int(np.flatnonzero((read.communities["community"] == session.community()).to_numpy())[0])
    session.edit("communities", row, "capacity", session.chosen(key, None))


def take(on: Ground, chosen: Collection[int]) -> None:
    """Keep these candidates and free those kept till now; what was set aside and is not taken stays aside."""
    rows = on.candidates[on.candidates["abandon"].isna()]
    inside = rows["candidate"].isin(list(chosen))
    wanted = rows["choice"].where(rows["choice"] == ASIDE).mask(inside, KEPT)
    places = zip(rows["frame"], rows["row"], wanted, strict=True)
    cells: Cells = {}
    for frame, row, value in places:
        cells.setdefault(frame, {})[int(row), "choice"] = None if french.missing(value) else value
    _write(cells)


def _changed(key: str, on: Ground, rows: pd.DataFrame) -> None:
    """Write what was typed in the list into the dossier; what already stands there is no change."""
    read = session.dossier()
    if read is None:
        return
    edited = session.chosen(key, {"edited_rows": {}})["edited_rows"]
    candidates = on.candidates.set_index("candidate")
    cells: Cells = {}
    for place, typed in edited.items():
        row = rows.iloc[int(place)]
        for frame, changed in row_cells(read, candidates.loc[row["candidate"]], row, typed).items():
            cells.setdefault(frame, {}).update(changed)
    _write(cells)


def _write(cells: Cells) -> None:
    """Change cells of several frames in one gesture."""
    if cells:
        frame, *others = cells
        session.edit_cells(frame, cells[frame], **{name: cells[name] for name in others})


def row_cells(read: Dossier, candidate: pd.Series, row: pd.Series, typed: Mapping[str, object]) -> Cells:
    """Say which cells of which frame one row of the list changes; keeping in and setting aside exclude each other.

    Args:
        read: the dossier in view.
        candidate: of `Ground.candidates`.
        row: of `HowMany.listed`, as it stood.
        typed: column of the list -> what was typed; what already stands there is no change.
    """
    new = {name: value for name, value in typed.items() if not _same(row[name], value)}
    frame, place = candidate["frame"], int(candidate["row"])
    cells: Cells = {frame: {}}
    if new.get("kept") or new.get("aside"):
        cells[frame][place, "choice"] = KEPT if new.get("kept") else ASIDE
    elif "kept" in new or "aside" in new:
        cells[frame][place, "choice"] = None
    if "days" in new:
        cells[frame][place, "effort"] = new["days"]
    if "percent" in new:
        chance = None if new["percent"] is None else float(str(new["percent"])) / 100
        if frame == "objectives":
            cells[frame][place, "chance"] = chance
        else:
            cells |= chance_cells(read, int(candidate["line"]), chance)
    return {name: changed for name, changed in cells.items() if changed}


def chance_cells(read: Dossier, line: int, chance: float | None) -> Cells:
    """Say which cells hold the chance of a line's last step.

    The chance of the line itself, unless its last step has one of its own. A step easier than the last is at least as
    likely: where one was typed below, it is raised.

    Args:
        read: the dossier in view.
        line: its id.
        chance: 0–1; None: nobody says any more.
    """
    at = np.flatnonzero((read.tiers["line"] == line).to_numpy())
    direction = read.lines.loc[read.lines["line"] == line, "direction"].fillna(1).iloc[0]
    turned = read.tiers["threshold"].iloc[at].to_numpy(dtype=np.float64) * float(direction)
    steps = at[np.argsort(turned, kind="stable")]
    typed = read.tiers["chance"].to_numpy(dtype=np.float64)[steps]
    if not len(steps):
        return {}
    if chance is None:
        result = int(np.flatnonzero((read.results["line"] == line).to_numpy())[0])
        gone = {"results": {(result, "chance"): None}}
        return gone if np.isnan(typed[-1]) else {"tiers": {(int(steps[-1]), "chance"): None}, **gone}
    low = (typed < chance) & (np.arange(len(steps)) < len(steps) - 1)
    return {"tiers": {(int(step), "chance"): chance for step in [*steps[low], steps[-1]]}}


def _key(rows: pd.DataFrame) -> str:
    """Name the list so that it keeps its place while one types, and starts afresh when something else changed it.

    Streamlit lays what was typed over the rows for as long as the name stays; once the rows say otherwise (a change
    taken back, a choice taken), the other name forgets it.
    """
    for key, other in (("candidats_0", "candidats_1"), ("candidats_1", "candidats_0")):
        typed = session.chosen(key, None)
        if typed is not None:
            return key if stands(rows, typed["edited_rows"]) else other
    return "candidats_0"


def stands(rows: pd.DataFrame, edited: Mapping[int, Mapping[str, object]]) -> bool:
    """Tell whether the rows say what was typed over them: position in `rows` -> column -> value."""
    return all(
        int(place) < len(rows) and _same(rows[name].iloc[int(place)], value)
        for place, typed in edited.items()
        for name, value in typed.items()
    )


def _same(before: object, after: object) -> bool:
    if french.missing(before) or french.missing(after):
        return french.missing(before) and french.missing(after)
    return bool(before == after)


def _apart(told: HowMany) -> None:
    """Tell what cannot be counted yet, and what was given up, in grey, with the reason."""
    lines = []
    if len(told.to_fill):
        lines.append(
            f"**À renseigner, jamais comptés pour zéro{french.NBSP}:** {_reasons(told.to_fill, 'lacks')}"
        )
    if len(told.given_up):
        lines.append(f"**Abandonnés{french.NBSP}:** {_reasons(told.given_up, 'cause')}")
    if told.unpaid:
        labels = french.enumeration([f"«{french.NBSP}{label}{french.NBSP}»" for label in told.unpaid])
        lines.append(f"**Payés seulement en cas de crise{french.NBSP}:** {plain(labels)}.")
    if lines:
        st.caption("  \n".join(lines))


def _reasons(frame: pd.DataFrame, column: str) -> str:
    """Name objectives by what they have in common: a few words of each reason, then how many more."""
    told = []
    for reason, labels in frame.groupby(column, sort=False)["label"]:
        quoted = [f"«{french.NBSP}{label}{french.NBSP}»" for label in labels[:NAMED]]
        more = [french.count(len(labels) - NAMED, "autre")] if len(labels) > NAMED else []
        told.append(f"{french.enumeration([*quoted, *more])} ({reason})")
    return plain(f"{french.NNBSP}; ".join(told) + ".")
