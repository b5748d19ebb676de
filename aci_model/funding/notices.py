"""Where a contract is odd: what a coordinator should raise before the dialogue de gestion.

A notice changes no figure; it says what was found, where, which way and how much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from aci_model.frames import INTEGER, NUMBER, TEXT, Columns, frame
from aci_model.funding.schedules import TOLERANCE, schedules
from aci_model.law import fold, size_classes, size_notes
from aci_model.wording import enumeration, euros, measure, missing, number, typeset

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from aci_model.funding.schedules import Floats, Schedules
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

    Row = dict[str, Any]
    Record = dict[Hashable, Any]

NOTICES: Columns = {
    "community": TEXT,
    "year": INTEGER,
    "mission": TEXT,
    "line": INTEGER,  # missing when the notice is about an envelope or a community
    "kind": TEXT,
    "severity": TEXT,  # warning | info, as for problems
    "message": TEXT,
    "done": TEXT,
    "amount": NUMBER,  # euros at stake, where there are any
    "file": TEXT,
    "sheet": TEXT,
    "cell": TEXT,
}

_CENT = 0.005
_TOLD = [
    *("community", "year", "mission", "line", "file", "sheet", "cell"),
    *("label", "unit", "direction", "baseline"),
]
_ANNOUNCED = re.compile(r"(?<![\w.,])(\+\s?|[-−–])(\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+|\d+)(?![\d.,\w])")


def notices(
    lines: pd.DataFrame, parts: pd.DataFrame, years: pd.DataFrame, dossier: Dossier, law: Law
) -> pd.DataFrame:
    """List what is odd in the contracts of a dossier.

    Args:
        lines: from `attain`.
        parts: from `fund`.
        years: from `contract_years`.
        dossier: its tiers.
        law: labels of the missions, bounds of the sizes.

    Returns:
        A frame of NOTICES, in the order: sizes, envelopes, lines.
    """
    labels = dict(zip(law.missions["mission"], law.missions["short"], strict=True))
    rows = [
        *_sizes(years, law),
        *_envelopes(parts, labels),
        *_disputed(parts, years, law, labels),
        *_unpaid(lines, parts, labels),
        *_lines(lines, dossier.tiers),
    ]
    return frame(NOTICES, rows)


def _sizes(years: pd.DataFrame, law: Law) -> Iterator[Row]:
    """Sizes that contradict the population, and populations no text puts in a size."""
    once = years.drop_duplicates("community")
    derived = size_classes(once["population"], law)
    note = size_notes(once["population"], law)
    differs = (derived != once["size_class"]).fillna(value=False)
    bound = note.notna() & ~differs
    if not (differs | bound).any():
        return
    told = once.assign(derived=derived, note=note)
    for row in told[differs].to_dict("records"):
        message = (
            f"La taille {row['size_class']} est déclarée, mais {number(row['population'], 0)} habitants "
            f"font une taille {row['derived']}."
        )
        place: Record = {"community": row["community"]}
        yield _about(
            place, "size", message, "La taille déclarée est retenue. Vérifiez-la dans votre contrat."
        )
    for row in told[bound].to_dict("records"):
        yield _about(
            {"community": row["community"]}, "size_bound", row["note"], "Vérifiez la taille de votre contrat."
        )


def _envelopes(parts: pd.DataFrame, labels: dict[str, str]) -> Iterator[Row]:
    """Envelopes their lines do not fill, or overfill."""
    shared = parts[parts["owed"] & (parts["paid"] == "attained") & parts["ceiling"].notna()]
    silent = shared["lines_total"].isna()
    has_lines = shared.groupby(["community", "year"], dropna=False)["lines_total"].transform("count") > 0
    gap = shared["lines_total"].fillna(0.0) - shared["ceiling"]
    odd = (
        (gap.abs() > _CENT)
        & has_lines
        & (shared["origin"] != "lignes")
        & (shared["unknown_lines"].fillna(0) == 0)
    )
    if not odd.any():
        return
    for row in shared.assign(gap=gap, silent=silent)[odd].to_dict("records"):
        label = labels[row["mission"]]
        if row["silent"]:
            message = f"{label} : l'enveloppe variable de {euros(row['ceiling'])} n'a aucune ligne."
            done = "Elle reste en attente. Ajoutez les lignes de cette mission, ou mettez son enveloppe à 0."
        else:
            excess = row["gap"] > 0
            message = (
                f"{label} : les lignes totalisent {euros(row['lines_total'])}, soit "
                f"{euros(abs(row['gap']))} de {'plus' if excess else 'moins'} que l'enveloppe "
                f"({euros(row['ceiling'])})."
            )
            done = (
                "Le total est plafonné à l'enveloppe. Vérifiez les montants des lignes."
                if excess
                else "La différence reste en attente. Vérifiez qu'aucune ligne ne manque."
            )
        yield _about(row, "envelope", message, done, amount=row["gap"])


def _disputed(parts: pd.DataFrame, years: pd.DataFrame, law: Law, labels: dict[str, str]) -> Iterator[Row]:
    """Ceilings taken from the texts although sources contradict one another."""
    used = parts[parts["disputed"].fillna(value=False) & (parts["origin"] == "texte") & parts["owed"]]
    if used.empty:
        return
    keys = ["community", "year"]
    used = used.drop_duplicates([*keys, "mission"]).merge(years[[*keys, "size_class"]], on=keys)
    conflicts = fold(law, None).conflicts
    figures = (
        conflicts.drop_duplicates(["conflict", "amount"])
        .groupby(["mission", "size_class"])["amount"]
        .agg(list)
    )
    questions = conflicts.drop_duplicates("conflict").set_index(["mission", "size_class"])["question"]
    for row in used.to_dict("records"):
        where = (row["mission"], row["size_class"])
        told = enumeration([euros(amount) for amount in figures[where]], "ou")
        message = f"{labels[row['mission']]} : les sources ne s'accordent pas ({told}). {questions[where]}"
        yield _about(
            row, "disputed", message, "Saisissez le montant de votre contrat dans la feuille Enveloppes."
        )


def _unpaid(lines: pd.DataFrame, parts: pd.DataFrame, labels: dict[str, str]) -> Iterator[Row]:
    """Lines that carry euros for a mission no text pays on results."""
    paid = parts.loc[parts["lines_total"].notna(), "mission"]
    stray = (~lines["mission"].isin(paid) & (lines["ceiling"] > _CENT)).to_numpy()
    if not stray.any():
        return
    for row in lines[stray].to_dict("records"):
        message = (
            f"« {row['label']} » porte {euros(row['ceiling'])}, mais la mission {labels[row['mission']]} "
            "n'est pas payée sur des résultats."
        )
        done = "Ces euros n'entrent dans aucun total. Vérifiez la mission de cette ligne."
        yield _about(row, "unpaid", message, done, amount=row["ceiling"])


def _lines(lines: pd.DataFrame, tiers: pd.DataFrame) -> Iterator[Row]:
    plan = schedules(lines, tiers)
    first = plan.thresholds[:, 0] if plan.thresholds.shape[1] else np.full(len(lines), np.nan)
    paid_first = plan.amounts[:, 0] if plan.amounts.shape[1] else np.full(len(lines), np.nan)
    wrong_side = ~plan.deliverable & (
        plan.last < plan.baseline - TOLERANCE * np.maximum(1.0, np.abs(plan.last))
    )
    idle = ~plan.deliverable & ~wrong_side & (plan.baseline >= first) & (paid_first > 0)
    blind = ~plan.deliverable & (plan.direction < 0) & np.isnan(plan.baseline) & plan.complete
    falls_at, falls_to, falls_from = _falling(plan)
    announced = _announced(lines, plan.last * plan.direction)
    found: dict[str, object] = {
        "first": first * plan.direction,
        "paid_first": paid_first,
        "last": plan.last * plan.direction,
        "wrong_side": wrong_side,
        "idle": idle,
        "blind": blind,
        "falls_at": falls_at,
        "falls_to": falls_to,
        "falls_from": falls_from,
        "announced": announced.to_numpy(dtype=object),
    }
    flagged = wrong_side | idle | blind | ~np.isnan(falls_to) | announced.notna().to_numpy()
    if not flagged.any():
        return
    told = pd.DataFrame(found, index=lines.index)[flagged]
    offenders = pd.concat([lines.loc[flagged, _TOLD], told], axis=1)
    for row in offenders.to_dict("records"):
        yield from _line(row)


def _line(row: Record) -> Iterator[Row]:
    label, unit = f"« {row['label']} »", row["unit"]
    baseline, last = measure(row["baseline"], unit), measure(row["last"], unit)
    if row["wrong_side"]:
        way = "la hausse" if row["direction"] == 1 else "la baisse"
        yield _about(
            row,
            "wrong_side",
            f"{label} : l'objectif ({last}) est déjà dépassé par la valeur initiale ({baseline}), alors que la ligne vise {way}.",
            "La ligne est calculée telle quelle. Vérifiez le sens, la valeur initiale et l'objectif.",
        )
    if row["idle"]:
        yield _about(
            row,
            "idle_step",
            f"{label} : le premier palier ({measure(row['first'], unit)}) est déjà atteint par la valeur initiale "
            f"({baseline}) : {euros(row['paid_first'])} sont dus sans progrès.",
            "Le montant est compté. Attendez-vous à ce que la CPAM pose la question.",
            amount=row["paid_first"],
        )
    if not missing(row["falls_to"]):
        yield _about(
            row,
            "falling",
            f"{label} : le palier {measure(row['falls_at'], unit)} vaut {euros(row['falls_to'])}, "
            f"moins que le palier précédent ({euros(row['falls_from'])}).",
            _FALLING_DONE,
        )
    if row["blind"]:
        yield _about(
            row,
            "no_baseline",
            f"{label} vise la baisse sans valeur initiale : la lecture linéaire ne peut pas se calculer.",
            "Seule cette lecture est laissée inconnue. Saisissez la valeur initiale.",
        )
    if not missing(row["announced"]):
        yield _about(
            row,
            "announced",
            f"{label} : le texte annonce {row['announced']}, alors que l'objectif ({last}) est à "
            f"{number(abs(row['last'] - row['baseline']))} de la valeur initiale ({baseline}).",
            "L'objectif chiffré est retenu. Faites corriger l'un ou l'autre par la CPAM.",
        )


_FALLING_DONE = "Le meilleur montant déjà atteint est conservé. Vérifiez les montants : ils se saisissent cumulés, palier après palier."


def _falling(plan: Schedules) -> tuple[Floats, Floats, Floats]:
    """Find, per line, the first step worth less than the one before: its threshold, its amount, the one before."""
    before = np.fmax.accumulate(plan.signed, axis=1)[:, :-1]
    after, threshold = plan.signed[:, 1:], plan.thresholds[:, 1:]
    nothing = np.full(len(plan.steps), np.nan)
    if after.shape[1] == 0:
        return nothing, nothing, nothing
    falls = after < before - _CENT
    row, step = np.arange(len(falls)), falls.argmax(axis=1)
    some = falls[row, step]
    at, to, fro = (np.where(some, table[row, step], np.nan) for table in (threshold, after, before))
    return at * plan.direction, to, fro


def _announced(lines: pd.DataFrame, last: Floats) -> pd.Series:
    """Find a signed change a line's own text announces (« +700 ») that its figures contradict."""
    change = last - lines["baseline"].to_numpy(dtype=np.float64)
    label, comment = (lines[name].fillna("").tolist() for name in ("label", "comment"))
    found: list[str | None] = []
    for name, more, real in zip(label, comment, change.tolist(), strict=True):
        text = "" if np.isnan(real) else f"{name} {more}"
        figures = _ANNOUNCED.findall(text)
        wrong = [
            sign.strip() + digits for sign, digits in figures if abs(_signed(sign, digits) - real) > _CENT
        ]
        found.append(wrong[0] if wrong and len(wrong) == len(figures) else None)
    return pd.Series(found, index=lines.index, dtype="str")


def _signed(sign: str, digits: str) -> float:
    return float("".join(filter(str.isdigit, digits))) * (1.0 if sign.startswith("+") else -1.0)


def _about(row: Record, kind: str, message: str, done: str, amount: object = None) -> Row:
    place = {key: row.get(key) for key in ("community", "year", "mission", "line", "file", "sheet", "cell")}
    return {
        **place,
        "kind": kind,
        "severity": "warning",
        "message": typeset(message),
        "done": typeset(done),
        "amount": amount,
    }
