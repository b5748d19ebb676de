"""The questions a contract leaves open: the exact sentence to put to the CPAM, and the euros it may move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model.bargaining.worth import totals as summed
from aci_model.frames import FLAG, INTEGER, NUMBER, TEXT, Columns, frame
from aci_model.funding.readings import READINGS
from aci_model.funding.schedules import schedules
from aci_model.law import fold
from aci_model.wording import enumeration, euros, measure, missing, typeset

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    import pandas as pd

    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

    Row = dict[Hashable, Any]

RAISED: Columns = {
    "community": TEXT,
    "year": INTEGER,
    "mission": TEXT,  # missing: the question is about the whole contract
    "line": INTEGER,  # missing: the question is about an envelope or the whole contract
    "label": TEXT,  # of the line; missing with it
    "kind": TEXT,  # reading | unknown | intensity | a kind of funding.notices
    "addressee": TEXT,  # as in dossier.QUESTIONS
    "question": TEXT,
    "euros": NUMBER,  # what the answer may move; missing when nobody can tell
    "at_most": FLAG,  # True: the answer may move less
}
WORDS = {"contrat": "palier atteint", "tout-ou-rien": "tout ou rien", "lineaire": "prorata"}
CPAM = "cpam"
_CENT = 0.005


def questions(assessment: Assessment, worth: pd.DataFrame, dossier: Dossier, law: Law) -> pd.DataFrame:
    """List every question the contract leaves open, the dearest first.

    Args:
        assessment: its lines, parts, totals and notices; one community-year or many.
        worth: from `worth`, over the lines of `assessment`.
        dossier: its tiers.
        law: sources that contradict one another, labels of the missions.

    Returns:
        A frame of RAISED sorted by euros, unknown ones last. One euro may stand in several questions: they
        are not to be summed.
    """
    labels = dict(zip(law.missions["mission"], law.missions["short"], strict=True))
    rows = [
        *_readings(worth, assessment.lines, dossier.tiers),
        *_odd(assessment, dossier, law),
        *_unknown(assessment, law, labels),
        *_intensity(worth),
    ]
    raised = frame(RAISED, [{name: row.get(name) for name in RAISED} for row in rows])
    return raised.sort_values("euros", ascending=False, kind="stable", na_position="last", ignore_index=True)


def _readings(worth: pd.DataFrame, lines: pd.DataFrame, tiers: pd.DataFrame) -> Iterator[Row]:
    """One question per line whose readings differ: at a result, between two steps, which of these amounts?"""
    ambiguous = worth[worth["gap"] > _CENT]
    about = lines.set_index("line").loc[ambiguous["line"]].reset_index()
    plan = schedules(about, tiers)
    count = plan.reached(plan.turned(ambiguous["at"]))
    place = np.arange(len(about))
    # A column on each side, so that « before the first step » and « after the last » are cells like others.
    fence = np.pad(plan.thresholds * plan.direction[:, None], ((0, 0), (1, 1)), constant_values=np.nan)
    sides = ambiguous.reset_index(drop=True).assign(
        unit=about["unit"], kind=about["kind"], below=fence[place, count], above=fence[place, count + 1],
        steps=plan.steps,
    )  # fmt: skip
    for row in sides.to_dict("records"):
        yield {
            **row,
            "kind": "reading",
            "addressee": CPAM,
            "question": typeset(_which(row)),
            "euros": row["gap"],
            "at_most": not row["settled"],
        }


def _which(row: Row) -> str:
    where, at = _where(row), measure(row["at"], row["unit"])
    told = "" if row["settled"] else "par exemple "
    return f"« {row['label']} » : {told}à {at}, {where}, la CPAM paie-t-elle {_amounts(row)} ?"


def _where(row: Row) -> str:
    unit = row["unit"]
    if missing(row["above"]):
        return "l'objectif étant atteint"
    if missing(row["below"]):
        what = "l'objectif" if row["steps"] == 1 else "le premier palier"
        return f"sans atteindre {what} ({measure(row['above'], unit)})"
    return f"entre les paliers {measure(row['below'], unit)} et {measure(row['above'], unit)}"


def _amounts(row: Row) -> str:
    """Write the amounts the readings give, those that agree together."""
    told: dict[str, list[str]] = {}
    for reading in READINGS:
        if not missing(row[reading]):
            told.setdefault(euros(row[reading]), []).append(WORDS[reading])
    return enumeration([f"{amount} ({', '.join(words)})" for amount, words in told.items()], "ou")


_ASKED = {
    "falling": "{message} Un meilleur résultat peut-il être moins payé, ou les montants s'ajoutent-ils ?",
    "idle_step": "{message} Ce premier palier est-il bien dû sans progrès ?",
    "announced": "{message} Lequel des deux objectifs fait foi ?",
    "wrong_side": "{message} Quels sont le sens et l'objectif retenus ?",
    "no_baseline": "{message} Quelle est la valeur initiale retenue ?",
    "unpaid": "{message} Cette ligne est-elle payée, et sur quelle enveloppe ?",
    "envelope": "{message} Sur quelles lignes cette différence est-elle payée ?",
    "excess": "{message} Comment les lignes sont-elles ramenées à l'enveloppe ?",
    "disputed": "{message}",  # it ends on the question its sources leave open
}


def _odd(assessment: Assessment, dossier: Dossier, law: Law) -> Iterator[Row]:
    """The questions behind the notices, each with the euros its answer may move."""
    odd = assessment.notices[assessment.notices["kind"].isin(list(_ASKED))]
    about = assessment.lines[["line", "label", "ceiling"]].drop_duplicates("line")
    about = about.assign(fall=_fall(assessment.lines, dossier.tiers))
    told = odd.astype({"line": "Int64"}).merge(about.astype({"line": "Int64"}), on="line", how="left")
    spread = _spread(law)
    sizes = assessment.totals.set_index(["community", "year"])["size_class"]
    for row in told.to_dict("records"):
        kind = row["kind"]
        amount = abs(row["amount"])
        if kind == "falling":
            amount = row["fall"]
        elif kind in {"announced", "wrong_side", "no_baseline"}:
            amount = row["ceiling"]
        elif kind == "disputed":
            amount = spread.get((row["mission"], sizes[row["community"], row["year"]]))
        asked = "excess" if kind == "envelope" and row["amount"] > 0 else kind
        question = _ASKED[asked].format(message=row["message"])
        yield {
            **row,
            "addressee": CPAM,
            "question": typeset(question),
            "euros": amount,
            "at_most": kind != "disputed",
        }


def _fall(lines: pd.DataFrame, tiers: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(n,) the most euros a better result loses, on schedules whose amounts fall; 0 elsewhere."""
    plan = schedules(lines, tiers)
    fall = np.nan_to_num(np.fmax.accumulate(plan.signed, axis=1) - plan.signed)
    return np.asarray(fall.max(axis=1, initial=0.0), dtype=np.float64)


def _spread(law: Law) -> dict[Hashable, float]:
    """Highest − lowest amount its sources give to a mission and size."""
    amounts = fold(law, None).conflicts.groupby(["mission", "size_class"])["amount"]
    spread: dict[Hashable, float] = (amounts.max() - amounts.min()).to_dict()
    return spread


def _unknown(assessment: Assessment, law: Law, labels: dict[str, str]) -> Iterator[Row]:
    """Lines and parts whose amount nobody knows: their euros stay missing."""
    for row in assessment.lines[assessment.lines["ceiling"].isna()].to_dict("records"):
        question = (
            f"« {row['label']} » : quel montant cette ligne paie-t-elle, et à partir de quel résultat ?"
        )
        yield {**row, "kind": "unknown", "addressee": CPAM, "question": typeset(question)}
    names = law.parts.set_index("part")["label"].str.lower()
    # Without a size no text can tell: the community asks itself. Without lines' amounts, the lines are asked about.
    sized = assessment.totals.loc[
        assessment.totals["size_class"].notna(), ["community", "year", "size_class"]
    ]
    parts = assessment.parts.merge(sized, on=["community", "year"])
    silent = parts["ceiling"].isna() & parts["owed"] & (parts["origin"] == "texte")
    for row in parts[silent].to_dict("records"):
        label = labels[row["mission"]]
        asked = f"{label} : quel est le montant ({names[row['part']]}) pour une taille {row['size_class']} ?"
        yield {
            "community": row["community"],
            "year": row["year"],
            "mission": row["mission"],
            "kind": "unknown",
            "addressee": CPAM,
            "question": typeset(asked),
        }


def _intensity(worth: pd.DataFrame) -> Iterator[Row]:
    """The second official factor: no text gives its formula, so nobody can tell what the answer moves.

    All that is not lost hangs on it; that sum is no stake, and beside those of the clauses it would hide them.
    """
    asked = (
        "Aucun texte ne donne la formule de l'intensité des moyens déployés, dont dépend, sans que l'on sache de combien, "
        "tout ce qui n'est pas perdu : comment entre-t-elle dans le calcul de la part variable, et quelle valeur est "
        "retenue pour chaque mission ?"
    )
    for community, year in summed(worth)[["community", "year"]].drop_duplicates().to_numpy().tolist():
        yield {
            "community": community,
            "year": year,
            "kind": "intensity",
            "addressee": CPAM,
            "question": typeset(asked),
            "at_most": True,
        }
