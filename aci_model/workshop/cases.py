"""Where a workshop's case comes from: a contract, stripped, or the amounts the texts give a size class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model import frames
from aci_model import law as texts
from aci_model.foresight import chances, costs, spans
from aci_model.foresight.objectives import candidates
from aci_model.funding import assess, of_year
from aci_model.funding.calendar.rules import due_at_signature
from aci_model.wording import count, enumeration, typeset
from aci_model.workshop.checks import ScenarioError
from aci_model.workshop.shape import (
    LISTED,
    MISSIONS,
    OBJECTIVES,
    OPEN,
    Case,
    of_record,
    titled,
    to_record,
    told,
)
from aci_model.workshop.stripping import labelled, labels_to_check
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

__all__ = [
    "LISTED",
    "MISSIONS",
    "OBJECTIVES",
    "OPEN",
    "Case",
    "ScenarioError",
    "labels_to_check",
    "of_contract",
    "of_record",
    "of_size",
    "to_record",
]

_MANDATORY = "socle"


def of_contract(dossier: Dossier, law: Law, title: str, *, community: str | None = None) -> Case:
    """Make a case of the latest year of a contract, as the year to come.

    Of the community only its size class leaves; of its lines, their mission, label, nature, amount in full and the
    chance its past years propose (what its people typed of chances stays). Its name is taken out of the labels.

    Args:
        dossier: what was read.
        law: missions and texts.
        title: how the facilitator names the case.
        community: which one, when the dossier holds several.

    Returns:
        A listed case. Lines of a mission that is not paid on results, and lines given up, are left out and counted
        in the notices. A mission's fixe is all that is due once it is deployed, over a whole year.

    Raises:
        ScenarioError: no line to choose from, several communities and none named, too many lines, a bad title.
    """
    title = titled(title)
    own, year = _whose(dossier, community)
    assessment = assess(dossier, law)
    now = of_year(assessment, own, year)
    parts = now.parts.rename(columns={"ceiling": "euros"})
    missions = _missions(parts[~due_at_signature(law, parts["mission"])], law)
    objectives, notices = _objectives(dossier, law, own, year)
    if objectives.empty:
        raise ScenarioError(
            "Ce contrat n'a aucune ligne payée sur ses résultats : il n'y a rien à choisir. Ouvrez l'atelier sur une taille."
        )
    kept = missions["mission"].isin(objectives["mission"]) | missions["mandatory"] | missions["fixe"].notna()
    size = now.totals["size_class"].iloc[0] if len(now.totals) else pd.NA
    commitments = _commitments(assessment, dossier, law, own)
    if len(dossier.expenses) and commitments is None:
        notices.append(
            "Les engagements fermes d'une année ne sont pas connus : un montant ou un rythme manque dans les dépenses."
        )
    return Case(
        title=title,
        kind=LISTED,
        size_class=None if pd.isna(size) else int(size),
        year=year,
        missions=missions[kept].reset_index(drop=True),
        objectives=objectives,
        operating=_at_signature(parts, law),
        commitments=commitments,
        notices=told(typeset(one) for one in [*notices, *_unknown(missions[kept])]),
    )


def of_size(size_class: int, law: Law, title: str | None = None) -> Case:
    """Make an open case of what the texts give a size class.

    The amounts are those of the first text, whose table the workshop of May 2024 worked on; a mission that a later
    text brought has the amounts of all texts together. What no source says stays missing.

    Args:
        size_class: 1–4.
        law: missions and texts.
        title: how the facilitator names the case; the size by default.

    Raises:
        ScenarioError: the law knows no such size; a bad title.
    """
    known = law.sizes.set_index("size_class")["label"]
    if size_class not in known.index:
        raise ScenarioError(
            f"Aucun texte ne connaît cette taille. Choisissez de {min(known.index)} à {max(known.index)}."
        )
    first = texts.fold(law, law.texts[0].effective).ceilings
    latest = texts.fold(law, None).ceilings
    every = pd.concat([first, latest[~latest["mission"].isin(first["mission"])]], ignore_index=True)
    parts = every[every["size_class"] == size_class].rename(columns={"ceiling": "euros"})
    missions = _missions(parts[~due_at_signature(law, parts["mission"])], law)
    return Case(
        title=titled(known[size_class] if title is None else title),
        kind=OPEN,
        size_class=int(size_class),
        year=None,
        missions=missions,
        objectives=frames.frame(OBJECTIVES),
        operating=_at_signature(parts, law),
        commitments=None,
        notices=told(typeset(one) for one in _size_notices(missions, parts, size_class, law)),
    )


def _whose(dossier: Dossier, community: str | None) -> tuple[str, int | None]:
    """Find the community and its latest contract year."""
    names = dossier.lines["community"].drop_duplicates().tolist()
    if community is None and len(names) > 1:
        raise ScenarioError("Ce fichier porte plusieurs communautés. Dites laquelle sert de cas.")
    lines = dossier.lines if community is None else dossier.lines[dossier.lines["community"] == community]
    if lines.empty:
        raise ScenarioError(
            "Ce fichier n'a aucune ligne de contrat. Ouvrez l'atelier sur une taille, ou chargez une annexe."
        )
    year = lines["year"].max()
    return str(lines["community"].iloc[0]), None if pd.isna(year) else int(year)


def _missions(parts: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Sum the parts of each mission: mission, paid, euros in; MISSIONS out."""
    summed = (
        parts.groupby(["mission", "paid"], sort=False)["euros"].sum(skipna=False).unstack("paid")  # noqa: PD010 - one way of being paid a column
    )
    known = law.missions[law.missions["mission"].isin(parts["mission"])]
    per = summed.reindex(known["mission"])
    there = parts.groupby(["mission", "paid"]).size().unstack("paid").reindex(known["mission"]).notna()  # noqa: PD010 - as above
    columns = {
        name: np.where(there.get(paid, False), per.get(paid, np.nan), 0.0)
        for name, paid in (("fixe", "deployed"), ("variable", "attained"))
    }
    made = known[["mission", "label", "short", "rank"]].assign(
        mandatory=(known["kind"] == _MANDATORY).to_numpy(), **columns
    )
    return made[list(MISSIONS)].astype(MISSIONS).reset_index(drop=True)


def _at_signature(parts: pd.DataFrame, law: Law) -> float | None:
    """What is due from the signature: the community's own running; None when a part of it is unknown."""
    euros = parts.loc[due_at_signature(law, parts["mission"]), "euros"]
    total = euros.sum(skipna=False) if len(euros) else np.nan
    return None if np.isnan(total) else float(total)


def _objectives(dossier: Dossier, law: Law, own: str, year: int | None) -> tuple[pd.DataFrame, list[str]]:
    untyped = replace(
        dossier,
        results=dossier.results.assign(chance=np.nan),
        tiers=dossier.tiers.assign(chance=np.nan),
    )
    seen = chances(untyped, settled=False, given_up=False)
    rows, steps = candidates(untyped, seen, law, year, community=own)
    lines = rows[rows["line"].notna()]
    kept = lines[lines["on_results"].fillna(value=False) & lines["abandon"].isna()].reset_index(drop=True)
    limits = settings().limits
    if len(kept) > limits.objectives:
        raise ScenarioError(
            f"Ce contrat a {count(len(kept), 'ligne')}, {limits.objectives} au plus pour un atelier."
        )
    labels = [labelled(label, own, place) for place, label in enumerate(kept["label"].tolist(), 1)]
    made = (
        frames.frame(OBJECTIVES)
        .reindex(kept.index)
        .assign(
            objective=[f"o{place}" for place in range(1, len(kept) + 1)],
            label=labels,
            **{
                name: kept[column]
                for name, column in {
                    "mission": "mission",
                    "nature": "nature",
                    "euros": "amount",
                    "chance": "chance",
                }.items()
            },
        )
    )
    if bool(dossier.communities["invented"].fillna(value=False).any()) and made["chance"].notna().any():
        invented = [
            "Le fichier dit ses résultats inventés : les chances proposées d'après eux le sont aussi."
        ]
    else:
        invented = []
    several = steps["candidate"].value_counts()
    stepped = int((several[several.index.isin(kept["candidate"])] > 1).sum())
    away, given_up = (
        int((~lines["on_results"].fillna(value=False)).sum()),
        int(lines["abandon"].notna().sum()),
    )
    return made.astype(OBJECTIVES), [*_left_out(stepped, away, given_up), *invented]


def _left_out(stepped: int, away: int, given_up: int) -> list[str]:
    notices = ["Chaque objectif est compté atteint en entier, ou pas du tout."]
    if stepped:
        notices[0] = (
            f"Chaque objectif est compté atteint en entier, ou pas du tout : {count(stepped, 'ligne')} à paliers "
            "du contrat y perdent leurs étapes."
        )
    if away:
        notices.append(f"{count(away, 'ligne')} sans part payée sur les résultats : hors du choix.")
    if given_up:
        notices.append(f"{count(given_up, 'ligne abandonnée', 'lignes abandonnées')} : hors du choix.")
    return notices


def _commitments(assessment: Assessment, dossier: Dossier, law: Law, own: str) -> float | None:
    """Sum the firm posts of the latest year; None without any, or when one of them is unknown."""
    posts = dossier.expenses[dossier.expenses["community"] == own]
    if posts.empty:
        return None
    years = spans(assessment, dossier, law)
    now = years[(years["community"] == own) & (years["ahead"] == 0)]
    cost = costs(posts, now)
    total = cost.loc[cost["firm"], "cost"].sum(skipna=False)
    return None if np.isnan(total) else float(total)


def _unknown(missions: pd.DataFrame) -> list[str]:
    """Name the missions whose amounts nobody knows."""
    notices = []
    for column, name in (("fixe", "la part fixe"), ("variable", "la part variable")):
        lacking = missions.loc[missions[column].isna(), "short"].tolist()
        if lacking:
            notices.append(
                f"Aucune source ne donne {name} de {enumeration([f'« {one} »' for one in lacking])} : elle n'est comptée nulle part."
            )
    return notices


def _size_notices(missions: pd.DataFrame, parts: pd.DataFrame, size_class: int, law: Law) -> list[str]:
    latest = texts.fold(law, None)
    now = latest.ceilings[latest.ceilings["size_class"] == size_class]
    lost = set(now.loc[now["ceiling"].isna(), "mission"])
    notices = [
        f"Montants : {law.texts[0].label}, tels que le tableau présenté en atelier les donne ; à confirmer avec votre contrat.",
        "Hypothèse : la part variable d'une mission se partage à égalité entre les objectifs que la table s'y fixe.",
        *latest.unknowns.loc[latest.unknowns["subject"].isin(lost), "statement"].tolist(),
        *latest.conflicts.loc[latest.conflicts["size_class"] == size_class, "question"]
        .drop_duplicates()
        .tolist(),
    ]
    deployed = parts[(parts["paid"] == "deployed") & parts["mission"].isin(missions["mission"])]
    several = deployed.groupby("mission")["part"].transform("size") > 1
    short = law.missions.set_index("mission")["short"]
    named = law.parts.set_index("part")["label"]
    for mission in deployed.loc[several, "mission"].drop_duplicates():
        among = deployed.loc[deployed["mission"] == mission, "part"].map(named).str.lower().tolist()
        notices.append(f"« {short[mission]} » : ce qui est dû sans résultat réunit {enumeration(among)}.")
    return [*notices, *_unknown(missions)]
