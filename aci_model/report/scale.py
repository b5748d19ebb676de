"""The annex as it reads on a day: amounts and totals, each with its source and how sure it is, in French.

Everything comes from `Law`: a text dropped into `law/texts` shows here without a line of code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.wording import NBSP, NNBSP, count, day, enumeration, euros, missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from aci_model.funding import Assessment
    from aci_model.law import Law, Text

    Head = Callable[[str, str, str], str]  # level, label, remark -> how a screen writes the head of a line
    Cell = Callable[[str, str], str]  # figure, remark -> how it writes a cell


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a figure is.

    Attributes:
        mark, word: stand beside a figure; the mark spots it, the word says it.
        legend: the word in full, for the legend of a table.
        meaning: what the word means.
    """

    mark: str
    word: str
    legend: str
    meaning: str

    def __str__(self) -> str:
        """Write mark and word, as they stand beside a figure."""
        return f"{self.mark}{NBSP}{self.word}"


CONFIDENCES = {  # the letters of the texts' files, from the surest
    "A": Confidence(
        "●",
        "officiel",
        "officiel",
        "lu dans un texte officiel, un rapport public ou le tableau présenté aux CPTS",
    ),
    "B": Confidence(
        "◐",
        f"à{NBSP}confirmer",
        "à confirmer avec votre contrat",
        "lu dans de vrais contrats ou dans la presse, ou retrouvé par le calcul",
    ),
    "C": Confidence(
        "◔",
        "déduit",
        "déduit, à confirmer avec votre contrat",
        "écrit nulle part, tiré d’autres règles",
    ),
    "?": Confidence(
        "○",
        f"sans{NBSP}source",
        "sans source, à demander à votre CPAM",
        "aucune source lue ne le dit",
    ),
}
DISPUTED = Confidence(
    "≠",
    f"en{NBSP}désaccord",
    "sources en désaccord, à confirmer avec votre contrat",
    "deux sources donnent deux montants",
)
NOBODY = CONFIDENCES["?"]

MISSION, PART, WHOLE, CRISIS = "mission", "part", "whole", "crisis"  # levels of the lines of an annex
ALL = "Toutes les missions"


def annex(law: Law, on: dt.date | None) -> pd.DataFrame:
    """Lay out the amounts of a day as an annex does: each mission's total and parts, then all missions together.

    Args:
        law: from `law.load`.
        on: the day; None for every text.

    Returns:
        A row per line of the annex and size, in reading order: row (number of the line), level (MISSION, PART, WHOLE,
        or CRISIS: what only a recognised crisis brings of the whole), label, remark, mission_label, part_label,
        size_class, ceiling (euros a year; a total over an unknown is missing), known (euros known of it), confidence
        (of a total, that of its least sure amount), disputed, text_label, source, effective, note.
    """
    cells = _named(texts.fold(law, on).ceilings, law)
    missions = _summed(cells, ["rank", "mission_label", "remark"]).assign(level=MISSION, part_rank=-1)
    whole = _summed(cells, []).assign(level=WHOLE, mission_label=ALL, part_rank=0)
    crisis = _summed(cells[cells["paid"] == "crisis"], []).assign(level=CRISIS, part_rank=1)
    crisis = crisis.assign(mission_label="dont en cas de crise reconnue")
    ends = [end.assign(rank=len(law.missions), remark="") for end in (whole, crisis) if len(end)]
    lines = pd.concat([missions, cells.assign(level=PART, remark=""), *ends], ignore_index=True)
    return _numbered(lines.assign(label=lines["part_label"].fillna(lines["mission_label"])))


def annex_of(text: Text, law: Law) -> pd.DataFrame:
    """Lay out the amounts that one text writes, and only those.

    Returns:
        The columns of `annex`, every row of level PART, and withdrawn (the text ends this part). The remark says when
        an amount applies later than its text.
    """
    cells = _named(text.table("amounts").assign(disputed=False), law)
    remarks = [
        f"à partir du {day(start)}" if start.date() > text.effective else "" for start in cells["effective"]
    ]
    label = cells["mission_label"] + ", " + cells["part_label"].str.lower()
    return _numbered(cells.assign(level=PART, label=label, remark=remarks))


def wide(rows: pd.DataFrame, law: Law, head: Head, cell: Cell) -> pd.DataFrame:
    """Turn an annex into the table people know: a line per mission or part, a column per size.

    Args:
        rows: from `annex` or `annex_of`.
        law: labels of the sizes.
        head: how a screen writes the head of a line.
        cell: how it writes a figure and the remark beside it (mark and word; empty when there is none).

    Returns:
        « Mission et part », then a column of written cells per size.
    """
    written = rows[["row", "size_class"]].assign(cell=list(map(cell, *words(rows))))
    table = written.pivot_table(index="row", columns="size_class", values="cell", aggfunc="first")
    first = rows.drop_duplicates("row")
    heads = list(map(head, first["level"], first["label"], first["remark"]))
    columns = {label: table[size].tolist() for size, label in size_labels(law).items()}
    return pd.DataFrame({"Mission et part": heads, **columns})


def of_size(rows: pd.DataFrame, size_class: int, head: Head) -> pd.DataFrame:
    """Turn one size of an annex into a narrow table.

    Args:
        rows: from `annex`.
        size_class: the size to keep.
        head: see `wide`.

    Returns:
        « Mission et part », « Montant par an » (written), « Confiance » (mark and word), « Texte » (empty for a total).
    """
    kept = rows[rows["size_class"] == size_class]
    figures, remarks = words(kept)
    return pd.DataFrame(
        {
            "Mission et part": list(map(head, kept["level"], kept["label"], kept["remark"])),
            "Montant par an": figures,
            "Confiance": remarks,
            "Texte": kept["text_label"].fillna("").tolist(),
        }
    )


def words(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Write the figure of each row of an annex, and the remark that belongs beside it: mark and word."""
    over = (
        rows["withdrawn"].to_numpy(dtype=np.bool_)
        if "withdrawn" in rows
        else np.zeros(len(rows), dtype=np.bool_)
    )
    known = rows["known"].where(rows["level"] != PART, 0.0)
    figures = [
        "supprimée" if ended else euros(amount) for amount, ended in zip(rows["ceiling"], over, strict=True)
    ]
    remarks = [
        "" if ended else _lacking(part) if missing(amount) else str(DISPUTED if odd else CONFIDENCES[letter])
        for amount, part, letter, odd, ended in zip(
            rows["ceiling"], known, rows["confidence"], rows["disputed"], over, strict=True
        )
    ]
    return figures, remarks


def annex_for_people(rows: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Turn the amounts of an annex, totals left out, into a table to keep: an amount a row, all that is known of it."""
    kept = rows[rows["level"] == PART]
    table = pd.DataFrame(
        {
            "Mission": kept["mission_label"],
            "Part": kept["part_label"],
            "Taille": kept["size_class"].map(size_labels(law)),
            "Montant par an": kept["ceiling"],
            "Confiance": kept["confidence"].map(
                {letter: sure.legend for letter, sure in CONFIDENCES.items()}
            ),
            "Désaccord": np.where(kept["disputed"], DISPUTED.legend, ""),
            "Source": kept["source"],
            "Texte": kept["text_label"],
            "Depuis le": kept["effective"],
            "À savoir": kept["note"].fillna(""),
        }
    )
    return table.reset_index(drop=True)


def origins(rows: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Say where each amount of an annex was read, or looked for when nobody knows it.

    Args:
        rows: from `annex` or `annex_of`.
        law: labels of the sizes.

    Returns:
        « Mission et part », « Tailles » (« toutes », or those that share the source), « Confiance », « Source ».
    """
    told = rows[(rows["level"] == PART) & rows["source"].notna()]
    labels = size_labels(law)
    keys = ["mission_label", "part_label", "confidence", "source"]
    sizes = told.groupby(keys, sort=False)["size_class"].agg(list).reset_index()
    return pd.DataFrame(
        {
            "Mission et part": sizes["mission_label"] + ", " + sizes["part_label"].str.lower(),
            "Tailles": [
                "toutes" if len(found) == len(labels) else enumeration([str(size) for size in found])
                for found in sizes["size_class"]
            ],
            "Confiance": sizes["confidence"].map({letter: str(sure) for letter, sure in CONFIDENCES.items()}),
            "Source": sizes["source"],
        }
    )


def notes(rows: pd.DataFrame) -> list[str]:
    """List what must be known of some amounts: « Crise sanitaire, part fixe : pour le plan de crise. »."""
    place = ["mission_label", "note"]
    told = rows[(rows["level"] == PART) & rows["note"].notna()].drop_duplicates([*place, "part_label"])
    parts = told.assign(parts=told["part_label"].str.lower()).groupby(place, sort=False)["parts"].agg(list)
    said = parts.map(enumeration).reset_index()
    return (said["mission_label"] + ", " + said["parts"] + f"{NBSP}: " + said["note"]).tolist()


def in_force(law: Law, on: dt.date | None, size_class: int | None = None) -> str:
    """Say of what an answer speaks: « Taille 3. Textes en vigueur : Accord de 2019 et Avenant 2. »."""
    sizes = "Toutes les tailles" if size_class is None else size_labels(law)[size_class]
    named = enumeration([text.label for text in law.texts if on is None or text.effective <= on])
    return f"{sizes}. Textes en vigueur{NBSP}: {named}."


def answer(law: Law, on: dt.date | None, size_class: int | None = None) -> str:
    """Say in one sentence how sure the amounts of a day are.

    Args:
        law: from `law.load`.
        on: the day; None for every text.
        size_class: count the amounts of this size alone; None for all sizes.
    """
    rules = texts.fold(law, on)
    cells, disputes = rules.ceilings, rules.conflicts[rules.conflicts["status"] == "unresolved"]
    if size_class is not None:
        cells = cells[cells["size_class"] == size_class]
        disputes = disputes[disputes["size_class"] == size_class]
    known = cells["ceiling"].notna()
    official = int((known & (cells["confidence"] == "A")).sum())
    unsure, lacking = int(known.sum()) - official, int((~known).sum())
    told = [
        f"{count(official, 'montant')} sur {len(cells)} {'vient' if official < 2 else 'viennent'} d’une source officielle",
        *([count(unsure, "est", "sont") + " à confirmer avec votre contrat"] if unsure else []),
        *([count(lacking, "reste inconnu", "restent inconnus")] if lacking else []),
    ]
    open_ = disputes["conflict"].nunique()
    still = f"{NNBSP}; {count(open_, 'désaccord reste', 'désaccords restent')} à trancher" if open_ else ""
    return f"{enumeration(told)}{still}."


def legend(rows: pd.DataFrame) -> list[Confidence]:
    """List the marks an annex uses, from the surest to the disputed."""
    letters = set(rows["confidence"])
    used = [sure for letter, sure in CONFIDENCES.items() if letter in letters]
    return [*used, DISPUTED] if rows["disputed"].any() else used


def size_of(case: Assessment) -> int | None:
    """Give the size of the community of a contract year (`funding.of_year`), or None when nobody knows it."""
    size = case.totals["size_class"].iloc[0]
    return None if pd.isna(size) else int(size)


def size_labels(law: Law) -> dict[int, str]:
    """Give the label of each size: 3 -> « Taille 3 »."""
    return dict(zip(law.sizes["size_class"], law.sizes["label"], strict=True))


def _lacking(known: float) -> str:
    """Say what is known of an unknown sum."""
    return f"{NOBODY.mark}{NBSP}dont {euros(known)} connus" if known > 0 else str(NOBODY)


def _named(cells: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Put the labels of mission and part on amounts, and what sums need."""
    mission, part = law.missions.set_index("mission"), law.parts.set_index("part")
    label, kind = cells["mission"].map(mission["short"]), cells["mission"].map(mission["kind_label"])
    places = {letter: place for place, letter in enumerate(CONFIDENCES)}
    return cells.assign(
        rank=cells["mission"].map(mission["rank"]).astype("int64"),
        part_rank=cells["part"].map(part["rank"]).astype("int64"),
        mission_label=label,
        part_label=cells["part"].map(part["label"]),
        remark=kind.where(kind != label, ""),
        known=cells["ceiling"].fillna(0.0),
        sureness=cells["confidence"].map(places),
    )


def _summed(cells: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add amounts up; a sum over an unknown is unknown, and is as sure as its least sure amount."""
    keys = [*by, "size_class"]
    sums = cells.groupby(keys, sort=False).agg(
        known=("known", "sum"), sureness=("sureness", "max"), disputed=("disputed", "any")
    )
    letters = sums["sureness"].map(dict(enumerate(CONFIDENCES)))
    return sums.assign(ceiling=texts.total(cells, keys), confidence=letters).reset_index()


def _numbered(lines: pd.DataFrame) -> pd.DataFrame:
    """Put lines in reading order and number them; a part that one text changes twice has two lines."""
    ordered = lines.sort_values(["rank", "part_rank", "size_class"], kind="stable", ignore_index=True)
    return ordered.assign(row=ordered.groupby(["rank", "part_rank", "remark"], sort=False).ngroup())
