"""What the figures say, in one French sentence each: the titles and answers of screens and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.foresight import NOW, WITHOUT
from aci_model.funding import EARNED, LOST, PARTIAL, PENDING, SPLIT, TO_PROVE
from aci_model.wording import count, enumeration, euros, missing, percent

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.funding import Assessment

CENT = 0.005
WORDS = {EARNED: "acquis", TO_PROVE: "à prouver", PENDING: "en attente", LOST: "perdus"}


def headline(case: Assessment) -> str:
    """Say how the variable part of one contract year is split.

    Args:
        case: one community-year (`funding.of_year`).
    """
    total = case.totals.iloc[0]
    if missing(total["variable_ceiling"]):
        if case.parts["earned"].notna().any():
            return "Une partie de la part variable n'est pas connue : il manque un montant dans vos lignes ou vos enveloppes."
        return "Aucune ligne de contrat n'est renseignée : la part variable n'est pas connue."
    told = [f"{euros(total[f'variable_{name}'])} {WORDS[name]}" for name in SPLIT]
    return f"Sur {euros(total['variable_ceiling'])} de part variable : {enumeration(told)}."


def remaining(missions: pd.DataFrame) -> str:
    """Say which mission weighs most in what can still be won.

    Args:
        missions: from `tables.missions`: mission_label, earned, to_prove, pending, lost.
    """
    open_ = (missions["to_prove"] + missions["pending"]).fillna(0.0)
    total = open_.sum()
    if total <= CENT:
        lost = missions["lost"].sum()
        return "Tout est acquis." if lost <= CENT else f"Plus rien n'est en jeu : {euros(lost)} sont perdus."
    first = open_.idxmax()
    share = open_[first] / total
    label = missions.loc[first, "mission_label"]
    if share > 1 - 1e-9:
        return f"Tout ce qui reste à gagner ({euros(total)}) est dans une mission : {label}."
    return f"{label} : {percent(share, 0)} de ce qui reste à gagner, soit {euros(open_[first])} sur {euros(total)}."


def progress(lines: pd.DataFrame) -> str:
    """Say how far the lines of one contract year are: reported, attained.

    Args:
        lines: from `attain`.
    """
    if lines.empty:
        return "Ce contrat n'a aucune ligne pour cette année."
    told = int((lines["status"] != PENDING).sum())
    whole = int((lines["attainment"] >= 1 - 1e-9).sum())
    partial = int(((lines["attainment"] > 0) & (lines["attainment"] < 1 - 1e-9)).sum())
    if told == 0:
        return f"Aucun résultat n'est encore renseigné sur {count(len(lines), 'ligne')}."
    words = [f"{count(whole, 'objectif atteint', 'objectifs atteints')}"]
    if partial:
        words.append(f"{count(partial, 'en partie', 'en partie')}")
    silent = len(lines) - told
    if silent:
        words.append(f"{count(silent, 'ligne sans résultat', 'lignes sans résultat')}")
    return f"Sur {count(len(lines), 'ligne')} : {enumeration(words)}."


def disagreement(readings: pd.DataFrame) -> str:
    """Say how much hangs on the way clauses are read.

    Args:
        readings: one row per line with a result: lowest, highest, gap in euros (`side_by_side`).
    """
    known = readings.dropna(subset="gap")
    if known.empty:
        return "Sans résultat, les lectures du contrat ne peuvent pas être comparées."
    gap = known["gap"].sum()
    odd = int((known["gap"] > CENT).sum())
    if odd == 0:
        return "Les trois lectures du contrat donnent le même montant."
    return (
        f"{euros(gap)} dépendent de la façon de lire {count(odd, 'ligne')} : de "
        f"{euros(known['lowest'].sum())} à {euros(known['highest'].sum())} selon la lecture."
    )


def next_step(lines: pd.DataFrame) -> str:
    """Say which missing step would bring most.

    Args:
        lines: from `attain`, of one contract year.
    """
    open_ = lines.dropna(subset="next_gain")
    open_ = open_[open_["next_gain"] > CENT]
    if open_.empty:
        return "Aucun palier ne manque : il n'y a plus rien à gagner."
    best = open_.loc[open_["next_gain"].idxmax()]
    return f"Le prochain palier qui rapporte le plus : « {best['label']} », {euros(best['next_gain'])}."


def without_variable(years: pd.DataFrame, posts: pd.DataFrame) -> str:
    """Say what still stands this year when nothing that depends on results is paid.

    Args:
        years: from `foresight.yearly`, of one community, the scenario WITHOUT among them.
        posts: from `foresight.coverage` over the same years.
    """
    now = years[(years["scenario"] == WITHOUT) & (years["period"] == NOW)].iloc[0]
    if missing(now["fixed"]) and not now["fixed_known"]:
        return "La part fixe n'est pas connue : indiquez la taille de la communauté ou ses enveloppes."
    floor = "au moins " if missing(now["fixed"]) else ""
    standing = f"Sans part variable, il reste {floor}{euros(now['income'])} cette année"
    mine = posts[(posts["scenario"] == WITHOUT) & (posts["span"] == now["span"])]
    if mine.empty:
        return f"{standing}. Ajoutez la feuille Dépenses pour savoir ce qui reste couvert."
    if mine["state"].eq("inconnu").any():
        return (
            f"{standing}. Un montant ou un rythme inconnu dans Dépenses empêche de dire ce qui reste couvert."
        )
    firm = mine[mine["firm"]]
    lacking = (firm["cost"] - firm["covered"]).sum()
    if lacking > CENT:
        return f"{standing} : il manque {euros(lacking)} pour vos engagements fermes."
    stopped = mine[~mine["firm"] & (mine["state"] != "couvert") & (mine["cost"] > CENT)]
    if stopped.empty:
        return f"{standing} : tous vos engagements restent couverts."
    told = enumeration([f"« {post} »" for post in stopped["post"]])
    return f"{standing} : vos engagements fermes sont couverts ; {told} ne l'{'est' if len(stopped) == 1 else 'sont'} plus en entier."


def statuses() -> dict[str, str]:
    """Give the word of each status of a line."""
    return {
        EARNED: "acquis",
        PARTIAL: "acquis en partie",
        TO_PROVE: "à prouver",
        PENDING: "en attente",
        LOST: "perdu",
    }
