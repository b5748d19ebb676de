"""What the texts leave open: sources that contradict each other, what nobody knows, and what the contract settles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import law as texts
from aci_model.report.scale import ALL, CONFIDENCES, PART, size_labels
from aci_model.wording import NBSP, count, enumeration, euros

if TYPE_CHECKING:
    import datetime as dt

    from aci_model.funding import Assessment
    from aci_model.law import Law

ORIGINS = {"contrat": "votre contrat", "texte": "le texte", "lignes": "la somme de vos lignes"}
STATUSES = {"unresolved": "à trancher", "resolved": "tranché"}


def conflicts(law: Law, on: dt.date | None) -> pd.DataFrame:
    """Set the figures of each disagreement side by side.

    Args:
        law: from `law.load`.
        on: the day; None for every text.

    Returns:
        A row per disagreement and figure: « Désaccord » (mission, size, parts), « Montant par an » (euros, for all these
        parts together), « Source », « Confiance », « Compté ici » (oui where it is the amount in force), « État » and
        « Question à poser ».
    """
    rules = texts.fold(law, on)
    keys = ["conflict", "figure"]
    told = rules.conflicts.merge(
        rules.ceilings[["mission", "part", "size_class", "ceiling"]],
        on=["mission", "part", "size_class"],
        how="left",
    )
    told = told.assign(part_label=told["part"].map(_labels(law.parts, "part", "label")).str.lower())
    groups = told.groupby(keys, sort=False)
    rows = told.drop_duplicates(keys).set_index(keys)
    counted = groups["ceiling"].sum(skipna=False)
    named = (
        rows["mission"].map(_labels(law.missions, "mission", "short"))
        + ", "
        + rows["size_class"].map(size_labels(law)).str.lower()
        + ", "
        + groups["part_label"].agg(list).map(enumeration)
    )
    return pd.DataFrame(
        {
            "Désaccord": named,
            "Montant par an": rows["amount"],
            "Source": rows["figure_source"],
            "Confiance": rows["figure_confidence"].map(_sureness()),
            "Compté ici": np.where(rows["amount"] == counted, "oui", "non"),
            "État": rows["status"].map(STATUSES),
            "Question à poser": rows["question"],
        }
    ).reset_index(drop=True)


def conflict_words(figures: pd.DataFrame) -> str:
    """Put one disagreement in a few words: « Accès aux soins, taille 3 : 120 000 € ou 125 000 € ? ».

    Args:
        figures: the rows of one disagreement, from `conflicts`.
    """
    amounts = enumeration([euros(amount) for amount in figures["Montant par an"]], "ou")
    first = figures.iloc[0]
    settled = "" if first["État"] == STATUSES["unresolved"] else f" ({first['État']})"
    return f"{first['Désaccord']}{NBSP}: {amounts}{settled}"


def unknowns(law: Law, on: dt.date | None) -> pd.DataFrame:
    """List what no text found says: « Ce que l’on ne sait pas », « Question à poser », « Texte »."""
    told = texts.fold(law, on).unknowns
    columns = {"statement": "Ce que l’on ne sait pas", "question": "Question à poser", "text_label": "Texte"}
    return told[list(columns)].rename(columns=columns)


def unknown_amounts(rows: pd.DataFrame, law: Law) -> pd.DataFrame:
    """List the amounts of an annex that nobody knows.

    Args:
        rows: from `scale.annex`.
        law: labels of the sizes.

    Returns:
        « Mission », « Part », « Tailles sans montant » (« Taille 1, Taille 2 et Taille 4 »), « Source ».
    """
    lacking = rows[(rows["level"] == PART) & rows["ceiling"].isna()]
    keys = ["mission_label", "part_label", "source"]
    sizes = lacking.assign(size=lacking["size_class"].map(size_labels(law))).groupby(keys, sort=False)["size"]
    table = sizes.agg(list).map(enumeration).reset_index()
    columns = {
        "mission_label": "Mission",
        "part_label": "Part",
        "size": "Tailles sans montant",
        "source": "Source",
    }
    return table[list(columns.keys())].rename(columns=columns)


def printed_totals(law: Law, on: dt.date | None) -> pd.DataFrame:
    """Compare the totals that sources print with the sum of their parts.

    Returns:
        « Total » (mission and size), « Somme des parts » and « Total imprimé » (euros a year; a sum over an unknown is
        missing), « Constat », « Source ». A total that a source leaves unknown has no row.
    """
    rules = texts.fold(law, on)
    printed = rules.totals.dropna(subset="total")
    by_mission = texts.total(rules.ceilings, ["mission", "size_class"]).rename("sum").reset_index()
    whole = texts.total(rules.ceilings, ["size_class"]).rename("sum").reset_index()
    sums = pd.concat([by_mission, whole.assign(mission="")], ignore_index=True)
    known = printed.assign(mission=printed["mission"].fillna("")).merge(
        sums, on=["mission", "size_class"], how="left"
    )
    labels = known["mission"].map(_labels(law.missions, "mission", "short")).fillna(ALL)
    verdicts = np.select(
        [known["sum"].isna(), known["sum"] == known["total"]],
        ["la somme contient un inconnu", "la somme retombe juste"],
        "la somme diffère",
    )
    return pd.DataFrame(
        {
            "Total": labels + ", " + known["size_class"].map(size_labels(law)).str.lower(),
            "Somme des parts": known["sum"],
            "Total imprimé": known["total"],
            "Constat": verdicts,
            "Source": known["source"],
        }
    )


def overrides(case: Assessment, law: Law) -> pd.DataFrame:
    """Set the amounts of the texts beside those of a contract.

    Args:
        case: one community-year (`funding.of_year`).
        law: the texts, folded for that year.

    Returns:
        « Mission et part », « Montant du texte » and « Montant de votre contrat » (euros a year, missing when the texts or
        the contract do not say), « Écart » (contract minus text), « Ce qui est compté » (a value of ORIGINS), « Texte »,
        « Cellule » (of the contract's amount) and « À savoir » (why the text's amount is unknown).
    """
    keys = ["mission", "part"]
    years = case.totals[["community", "year", "size_class", "starts"]]
    said = texts.ceilings(law, years)[[*keys, "ceiling", "text_label", "reason"]]
    said = said.rename(columns={name: f"{name}_said" for name in said.columns if name not in keys})
    parts = case.parts.merge(said, on=keys, how="left", validate="1:1")
    own = parts["ceiling"].where(parts["origin"] != "texte")
    mission = parts["mission"].map(_labels(law.missions, "mission", "short"))
    return pd.DataFrame(
        {
            "Mission et part": mission
            + ", "
            + parts["part"].map(_labels(law.parts, "part", "label")).str.lower(),
            "Montant du texte": parts["ceiling_said"],
            "Montant de votre contrat": own,
            "Écart": own - parts["ceiling_said"],
            "Ce qui est compté": parts["origin"].map(ORIGINS),
            "Texte": parts["text_label_said"].fillna(""),
            "Cellule": parts["source"].where(parts["origin"] == "contrat", ""),
            "À savoir": parts["reason_said"].fillna(""),
        }
    )


def override_words(table: pd.DataFrame) -> str:
    """Say how much of the texts a contract replaces.

    Args:
        table: from `overrides`.
    """
    own = table[table["Ce qui est compté"] == ORIGINS["contrat"]]
    if own.empty:
        return (
            "Votre fichier ne donne aucune enveloppe : chaque plafond vient des textes ou de la somme de vos lignes. "
            "Ajoutez la feuille Enveloppes pour que vos propres montants l’emportent."
        )
    fresh = int(own["Montant du texte"].isna().sum())
    other = int((own["Écart"].abs() > 0).sum())
    said = [
        f"{count(len(own), 'montant')} sur {len(table)} {'vient' if len(own) == 1 else 'viennent'} de votre contrat",
        count(other, "diffère du texte", "diffèrent du texte") if other else "aucun ne diffère du texte",
        *(
            [
                count(
                    fresh,
                    "donne un montant que les textes ne disent pas",
                    "donnent un montant que les textes ne disent pas",
                )
            ]
            if fresh
            else []
        ),
    ]
    return f"{enumeration(said)}."


def _labels(table: pd.DataFrame, key: str, label: str) -> pd.Series:
    labels: pd.Series = table.set_index(key)[label]
    return labels


def _sureness() -> dict[str, str]:
    return {letter: str(sure) for letter, sure in CONFIDENCES.items()}
