"""The rules of a day: every text in force that day, folded in date order, the later patching the earlier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from aci_model import frames
from aci_model.law import sections

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import numpy as np

    from aci_model.law.loading import Law
    from aci_model.law.texts import Text
    from aci_model.law.vocabulary import Vocabulary

# What makes two rows speak of the same thing, so that the later one replaces the earlier.
KEYS: dict[str, list[str]] = {
    "amounts": ["mission", "part", "size_class"],
    "totals": ["mission", "size_class"],
    "one_off": ["payment", "size_class"],
    "sizes": ["size_class"],
    "deadlines": ["mission"],
    "payment": ["rule"],
    "conflicts": ["conflict"],
    "unknowns": ["subject"],
}

_CEILINGS = [
    *("mission", "part", "paid", "size_class", "ceiling", "text", "text_label", "source", "confidence"),
    *("disputed", "effective", "note"),
]

Book = dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """The rules in force on one day; every row keeps text, text_label, source, confidence and effective.

    Attributes:
        on: the day, or None for every known text.
        ceilings: mission, part, paid, size_class, ceiling (euros a year, NaN when unknown), disputed (a conflict
            about this cell is unresolved), note; a withdrawn part has no row. In the accord's order.
        totals: mission (missing: all together), size_class, total (euros a year, as printed).
        sizes: size_class, label, wording, at_least or above (inhabitants), undefined_at, note.
        deadlines: mission, start (known, libre or inconnu), latest_start_months, full_deployment_months.
        payment: rule, label, value or choice, unit; confidence ? is a default the person may change.
        one_off: payment, label, size_class, amount (euros, once).
        conflicts: conflict, mission, part, size_class, status, question, and per figure amount and its source.
        unknowns: subject, statement, question: what no text found says.
    """

    on: dt.date | None
    ceilings: pd.DataFrame
    totals: pd.DataFrame
    sizes: pd.DataFrame
    deadlines: pd.DataFrame
    payment: pd.DataFrame
    one_off: pd.DataFrame
    conflicts: pd.DataFrame
    unknowns: pd.DataFrame


def bind(texts: Iterable[Text], vocabulary: Vocabulary) -> Book:
    """Put the rows of all texts one behind the other in date order, ready to fold.

    Args:
        texts: in any order; they are folded by effective day, then signature, then id.
        vocabulary: gives `paid` and the order of missions and parts.

    Returns:
        section -> frame of sections.COLUMNS plus `rank`, the place of the row's subject in its table.
    """
    ordered = sorted(texts, key=lambda text: (text.effective, text.signed, text.id))
    book = {}
    for section, columns in sections.COLUMNS.items():
        parts = [text.rows[section] for text in ordered if len(text.rows[section])]
        table = pd.concat(parts, ignore_index=True) if parts else frames.frame(columns)
        table = table.sort_values("effective", kind="stable", ignore_index=True)
        table["rank"] = table.groupby(KEYS[section], sort=False, dropna=False).ngroup()
        book[section] = table
    book["amounts"] = _ranked(book["amounts"], vocabulary)
    return book


def fold(law: Law, on: dt.date | None) -> Rules:
    """Fold the texts in force on a day.

    A later row replaces an earlier one of the same subject, also when it says that the value is unknown: an
    amount never runs on past the text that made it unknown.

    Args:
        law: from `load`.
        on: rows effective that day or before; None for every text, whatever its day.
    """
    tables = {section: _in_force(table, KEYS[section], on) for section, table in law.book.items()}
    return Rules(
        on=on,
        ceilings=_ceilings(tables.pop("amounts"), tables["conflicts"]),
        **{section: table.drop(columns="rank") for section, table in tables.items()},
    )


def fold_ceilings(law: Law, on: dt.date | None) -> pd.DataFrame:
    """Fold only the ceilings; see `fold`."""
    amounts, conflicts = (
        _in_force(law.book[section], KEYS[section], on) for section in ("amounts", "conflicts")
    )
    return _ceilings(amounts, conflicts)


def _ranked(amounts: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    missions = vocabulary.missions.set_index("mission")["rank"]
    parts = vocabulary.parts.set_index("part")
    return amounts.assign(
        paid=amounts["part"].map(parts["paid"]),
        rank=(amounts["mission"].map(missions) * len(parts) + amounts["part"].map(parts["rank"])).astype(
            "int64"
        ),
    )


def _in_force(table: pd.DataFrame, keys: list[str], on: dt.date | None) -> pd.DataFrame:
    """Keep, of each subject, the rows its last text in force wrote."""
    known = table if on is None else table[table["effective"] <= pd.Timestamp(on)]
    last = known.drop_duplicates(keys, keep="last")
    if keys == KEYS["conflicts"]:  # one conflict is several rows, all of one text
        last = known[known["text"] == known.groupby("conflict")["text"].transform("last")]
    order = ["rank", "size_class"] if "size_class" in table else ["rank"]
    return last.sort_values(order, kind="stable", ignore_index=True)


def _ceilings(amounts: pd.DataFrame, conflicts: pd.DataFrame) -> pd.DataFrame:
    live = amounts[~amounts["withdrawn"].astype(bool)].reset_index(drop=True)
    return live.assign(disputed=_disputed(live, conflicts))[_CEILINGS]


def _disputed(cells: pd.DataFrame, conflicts: pd.DataFrame) -> np.ndarray:
    """A conflict bears on the amounts known when it was written, not on those of a later text."""
    open_ones = conflicts[conflicts["status"] == "unresolved"]
    said = open_ones.groupby(KEYS["amounts"])["effective"].max().rename("said").reset_index()
    merged = cells[[*KEYS["amounts"], "effective"]].merge(said, how="left", on=KEYS["amounts"])
    return (merged["effective"] <= merged["said"]).to_numpy()


def total(ceilings: pd.DataFrame, by: list[str]) -> pd.Series:
    """Add ceilings up; a sum that contains an unknown is unknown (NaN).

    Args:
        ceilings: any frame with a `ceiling` column in euros.
        by: the columns to keep apart.
    """
    return ceilings.groupby(by, sort=False, dropna=False)["ceiling"].sum(skipna=False)


def wrong_totals(law: Law) -> list[tuple[Text, str, float, float]]:
    """Compare every printed total with the sum of its parts, on each day on which something changes.

    Returns:
        text that printed it, place, sum of the parts, printed total; nothing where either is unknown.
    """
    wrong = {}
    by_id: Mapping[str, Text] = {text.id: text for text in law.texts}
    for day in sorted({*law.book["amounts"]["effective"], *law.book["totals"]["effective"]}):
        ceilings = fold_ceilings(law, day)
        printed = _in_force(law.book["totals"], KEYS["totals"], day)
        whole = total(ceilings, ["size_class"]).reset_index().assign(mission=None)
        sums = pd.concat([total(ceilings, ["mission", "size_class"]).reset_index(), whole.astype(_SUM_TYPES)])
        both = printed.merge(sums, on=KEYS["totals"], how="inner").dropna(subset=["ceiling", "total"])
        both = both[both["ceiling"] != both["total"]]
        for mission, size, summed, said, text in zip(
            *(both[name] for name in ("mission", "size_class", "ceiling", "total", "text")), strict=True
        ):
            place = f"{mission if isinstance(mission, str) else 'total général'}, taille_{size}"
            wrong[text, place] = (by_id[text], place, summed, said)
    return list(wrong.values())


_SUM_TYPES = {"mission": frames.TEXT}
