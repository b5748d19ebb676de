"""What was agreed, and what changed between two contracts, in French words and tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from aci_model import bargaining
from aci_model.bargaining.cards import BROKEN, INTACT, UNSEALED
from aci_model.bargaining.matching import ALIKE, PERSON, SAME_WORDS
from aci_model.law.years import FIRST_YEAR
from aci_model.reading.text import fold
from aci_model.report.sentences import typeset_words
from aci_model.wording import UNKNOWN, count, enumeration, missing, percent, unbroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.bargaining import Diff
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

HOW = {SAME_WORDS: "mêmes mots", ALIKE: "ressemblance", PERSON: "choisie par vous"}
STATES = {
    INTACT: ("carte intacte", "cartes intactes"),
    BROKEN: ("carte rompue", "cartes rompues"),
    UNSEALED: ("carte non scellée", "cartes non scellées"),
}


@dataclass(frozen=True, eq=False, slots=True)
class CardsTold:
    """What is said of the agreements of one community.

    Attributes:
        say: the finding.
        table: « Accord », « Date », « Rôle », « Chiffre », « Version », « État », « Pourquoi », in the chain's order.
        seal: the last seal, to note outside the workbook; None without any.
        waiting: how many cards are not sealed yet.
    """

    say: str
    table: pd.DataFrame
    seal: str | None
    waiting: int


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """What is said of two contracts.

    Attributes:
        say: the finding.
        changes: « Ligne », « Ce qui change », « Avant », « Après », « Effet attendu ».
        pairs: « Nouvelle ligne », « Ancienne ligne », « Ressemblance » (0–1), « Trouvée par », as `Diff.pairs`.
        silent: what one of the two never says, a sentence or nothing.
    """

    say: str
    changes: pd.DataFrame
    pairs: pd.DataFrame
    silent: str


def cards(agreements: pd.DataFrame, community: str) -> CardsTold:
    """Say what was agreed, and whether the cards still hold.

    Args:
        agreements: dossier.AGREEMENTS columns, of any communities.
        community: the one in view.
    """
    whole = bargaining.verify(agreements)
    mine = agreements["community"].fillna("").map(fold) == fold(community)
    own, state = agreements[mine], whole[mine.to_numpy()]
    heads = bargaining.heads(own)
    seal = None if heads.empty or missing(heads["seal"].iloc[0]) else str(heads["seal"].iloc[0])
    table = pd.DataFrame(
        {
            "Accord": own["clause"].fillna("").astype("str").map(unbroken).to_numpy(),
            "Sur": _about(own),
            "Date": own["agreed_on"].to_numpy(),
            "Rôle": [
                str(role) if known else f"{'à dire' if missing(role) else role} (hors de la liste)"
                for role, known in zip(own["role"], state["role_known"].astype(bool), strict=True)
            ],
            "Chiffre": own["figure"].fillna("").astype("str").map(unbroken).to_numpy(),
            "Version": own["version"].fillna("").astype("str").to_numpy(),
            "État": state["state"].to_numpy(),
            "Pourquoi": state["reason"].fillna("").astype("str").to_numpy(),
        }
    )
    return CardsTold(_agreed(state["state"].tolist()), table, seal, int((state["state"] == UNSEALED).sum()))


def _about(own: pd.DataFrame) -> list[str]:
    return ["tout le contrat" if missing(label) else str(label) for label in own["label"]]


@typeset_words
def _agreed(states: Sequence[str]) -> str:
    if not states:
        return "Aucun accord n'est noté : ce qui s'est dit au dernier dialogue ne tient qu'aux personnes présentes."
    told = [
        f"{quantity} {words[quantity > 1]}"
        for state, words in STATES.items()
        if (quantity := states.count(state))
    ]
    noted = count(len(states), "accord noté", "accords notés")
    return f"{noted} : {enumeration(told)}."


def contract(dossier: Dossier, community: str, year: int | None) -> Dossier:
    """Keep one community's contract of one year: what `bargaining.diff` compares.

    Args:
        dossier: of any communities and years.
        community: as in the dossier.
        year: contract year; None: the lines that name none.
    """
    own = dossier.lines["community"] == community
    of_year = (
        dossier.lines["year"].isna() if year is None else (dossier.lines["year"] == year).fillna(value=False)
    )
    lines = dossier.lines[own & of_year].reset_index(drop=True)
    return replace(
        dossier,
        lines=lines,
        tiers=dossier.tiers[dossier.tiers["line"].isin(lines["line"])].reset_index(drop=True),
        results=dossier.results[dossier.results["line"].isin(lines["line"])].reset_index(drop=True),
    )


def contracts(dossier: Dossier) -> list[tuple[str, int | None]]:
    """List the contracts of a dossier, as (community, year), the latest year of each community first."""
    told = dossier.lines[["community", "year"]].drop_duplicates()
    found = [
        (str(community), None if missing(year) else int(year))
        for community, year in zip(told["community"], told["year"], strict=True)
    ]
    order = {community: rank for rank, community in enumerate(dict.fromkeys(name for name, _ in found))}
    return sorted(found, key=lambda one: (order[one[0]], -(one[1] or 0)))


def contract_words(community: str, year: int | None, *, several: bool) -> str:
    """Name a contract in a list of choices."""
    told = (
        "année non précisée"
        if year is None
        else f"{year}-{year + 1}"
        if year >= FIRST_YEAR
        else f"année {year}"
    )
    return f"{community}, {told}" if several else told


def compared(found: Diff, old: Dossier, new: Dossier, law: Law) -> Compared:
    """Say what changed.

    Args:
        found: from `bargaining.diff`.
        old: the contract before.
        new: the contract after.
        law: short names of missions.
    """
    short = law.missions.set_index("mission")["short"]
    changes = found.changes
    return Compared(
        say=_changed(found),
        changes=pd.DataFrame(
            {
                "Ligne": changes["label"].fillna("").astype("str"),
                "Mission": changes["mission"].map(short).fillna("").astype("str"),
                "Ce qui change": [
                    what if missing(tier) else f"{what} {tier}"
                    for what, tier in zip(changes["what"], changes["tier"], strict=True)
                ],
                "Avant": changes["before"].fillna("").astype("str"),
                "Après": changes["after"].fillna("").astype("str"),
                "Effet attendu": changes["words"].astype("str"),
            }
        ),
        pairs=pairs(found.pairs, old, new),
        silent=_silent(found.silent),
    )


def pairs(matched: pd.DataFrame, old: Dossier, new: Dossier) -> pd.DataFrame:
    """Write pairs of lines under French headers, in the same order."""
    before, after = (side.lines.set_index("line")["label"] for side in (old, new))
    return pd.DataFrame(
        {
            "Nouvelle ligne": matched["new"].map(after).fillna("").astype("str"),
            "Ancienne ligne": matched["old"].map(before).fillna("").astype("str"),
            "Ressemblance": ["" if missing(score) else percent(score, 0) for score in matched["score"]],
            "Trouvée par": [
                "supprimée" if missing(new_) else "ajoutée" if missing(old_) else HOW[how]
                for new_, old_, how in zip(matched["new"], matched["old"], matched["how"], strict=True)
            ],
        }
    )


@typeset_words
def _changed(found: Diff) -> str:
    if found.changes.empty:
        return "Les deux contrats disent la même chose."
    lines, total = len(found.lines), found.totals["words"].iloc[0]
    changes = len(found.changes)
    told = f"{count(changes, 'changement', 'changements')} sur {count(lines, 'ligne', 'lignes')}"
    if total == UNKNOWN:
        return f"{told} ; leur effet sur le revenu attendu reste inconnu, une chance ou un montant manque."
    return f"{told} ; effet sur le revenu attendu : {total}."


@typeset_words
def _silent(silent: Sequence[str]) -> str:
    if not silent:
        return ""
    return f"Non comparé, car l'un des deux n'en dit rien : {enumeration(silent)}."
