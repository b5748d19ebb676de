"""What the figures say, in one French sentence each: the titles and answers of screens and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.foresight import NOW, WITHOUT
from aci_model.funding import EARNED, LOST, PENDING, SPLIT, TO_PROVE
from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import UNKNOWN, count, enumeration, euros, missing, percent, typeset

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.funding import Assessment


WORDS = {EARNED: "acquis", TO_PROVE: "à prouver", PENDING: "en attente", LOST: "perdus"}


@typeset_words
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
    given_up = case.lines["given_up"].sum()
    if CENT < given_up <= total["variable_lost"] + CENT:  # an envelope smaller than its lines cuts some of it
        told[-1] += f", dont {euros(given_up)} sur des lignes abandonnées"
    return f"Sur {euros(total['variable_ceiling'])} de part variable : {enumeration(told)}."


def split(case: Assessment) -> dict[str, str]:
    """Write the euros of each state of the variable part of one contract year.

    Args:
        case: one community-year (`funding.of_year`).

    Returns:
        For each of SPLIT, its euros: « au moins » those of the missions that are known where another
        mission's are not, « inconnu » where none is.
    """
    total = case.totals.iloc[0]
    parts = case.parts[case.parts["paid"] == "attained"]
    return {name: _known(total[f"variable_{name}"], parts[name]) for name in SPLIT}


def _known(total: float, terms: pd.Series) -> str:
    if not missing(total):
        return euros(total)
    return f"au moins {euros(terms.sum())}" if terms.notna().any() else UNKNOWN


@typeset_words
def unknown(case: Assessment) -> str:
    """Name the amounts nobody knows, and what to do; empty when all are known."""
    names: list[str] = case.totals["unknown"].iloc[0]
    if not names:
        return ""
    told = enumeration(names)
    return f"Montants inconnus, comptés dans aucun total : {told}. Saisissez-les dans la feuille Enveloppes."


@typeset_words
def remaining(missions: pd.DataFrame) -> str:
    """Say which mission weighs most in what can still be won.

    Args:
        missions: from `tables.missions`: mission_label, earned, to_prove, pending, lost.
    """
    left = missions["to_prove"] + missions["pending"]
    open_ = left.fillna(0.0)
    total = open_.sum()
    if left.isna().any():  # a share of an unknown sum would be a guess
        if total <= CENT:
            return "Ce qui reste à gagner n'est pas connu."
        label = missions["mission_label"].iloc[int(open_.to_numpy().argmax())]
        return f"{label} : {euros(open_.max())} à gagner, le plus parmi les montants connus."
    if total <= CENT:
        lost = missions["lost"].sum()
        return (
            "Tout est acquis." if lost <= CENT else f"Il ne reste rien à gagner : {euros(lost)} sont perdus."
        )
    first = int(open_.to_numpy().argmax())
    most = open_.iloc[first]
    share = most / total
    label = missions["mission_label"].iloc[first]
    if share > 1 - 1e-9:
        return f"Tout ce qui reste à gagner ({euros(total)}) est dans une mission : {label}."
    return f"{label} : {percent(share, 0)} de ce qui reste à gagner, soit {euros(most)} sur {euros(total)}."


@typeset_words
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


@typeset_words
def next_step(lines: pd.DataFrame) -> str:
    """Say which missing step would bring most.

    Args:
        lines: from `attain`, of one contract year.
    """
    open_ = lines.dropna(subset="next_gain")
    open_ = open_[open_["next_gain"] > CENT]
    if open_.empty:
        return "Aucun palier ne manque : il n'y a plus rien à gagner."
    best = open_.nlargest(1, "next_gain").iloc[0]
    return f"Le prochain palier qui rapporte le plus : « {best['label']} », {euros(best['next_gain'])}."


@typeset_words
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
        cause = (
            "Donnez l'année de vos lignes (feuille Indicateurs) pour savoir ce qui reste couvert."
            if missing(now["starts"])
            else "Un montant ou un rythme inconnu dans Dépenses empêche de dire ce qui reste couvert."
        )
        return f"{standing}. {cause}"
    firm = mine[mine["firm"]]
    lacking = (firm["cost"] - firm["covered"]).sum()
    if lacking > CENT:
        return f"{standing} : il manque {euros(lacking)} pour vos engagements fermes."
    stopped = mine[~mine["firm"] & (mine["state"] != "couvert") & (mine["cost"] > CENT)]
    if stopped.empty:
        return f"{standing} : tous vos engagements restent couverts."
    lacking = (stopped["cost"] - stopped["covered"]).sum()
    return (
        f"{standing} : vos engagements fermes sont couverts ; il manque {euros(lacking)} pour "
        f"{count(len(stopped), 'poste souple', 'postes souples')}."
    )


@typeset_words
def commitments(posts: pd.DataFrame, share: float) -> str:
    """Say how many posts of this year the chosen scenario covers, and how many without variable part.

    Args:
        posts: from `tables.posts_now`.
        share: of the variable part that the chosen scenario counts, 0–1.
    """
    if posts.empty:
        return "Aucune dépense n'est renseignée."
    chosen, without = (int((posts[name] == "couvert").sum()) for name in ("state", "state_without"))
    told = count(len(posts), "engagement")
    if share == 0 or chosen == without:
        return f"Sur {told} cette année, {without} restent couverts en entier sans part variable."
    return (
        f"Sur {told} cette année, {chosen} sont couverts en entier avec {percent(share, 0)} de la part variable, "
        f"{without} sans."
    )


@typeset_words
def years_ahead(years: pd.DataFrame, share: float) -> str:
    """Say what the chosen scenario brings each year to come beside « sans part variable ».

    Args:
        years: from `foresight.yearly`, of one community, the chosen scenario and WITHOUT.
        share: of the variable part that the chosen scenario counts, 0–1.
    """
    now = years[years["period"] == NOW].set_index("scenario")
    chosen = now.drop(index=WITHOUT).iloc[0]
    if missing(chosen["variable"]):
        return "La part variable des années à venir n'est pas connue en entier."
    if share == 0:
        return f"Sans part variable, cette année rapporte {_at_least(chosen)}."
    return (
        f"Avec {percent(share, 0)} du variable encore possible, cette année rapporte {_at_least(chosen)}, "
        f"dont {euros(chosen['variable'])} de part variable."
    )


def _at_least(year: pd.Series) -> str:
    return euros(year["total"]) if not missing(year["total"]) else f"au moins {euros(year['income'])}"


@typeset_words
def states_aloud(missions: pd.DataFrame) -> str:
    """Tell the chart of the four states to someone who does not see it."""
    told = [
        f"{row['mission_label']} : {euros(row['earned'])} acquis, {euros(row['to_prove'])} à prouver, "
        f"{euros(row['pending'])} en attente, {euros(row['lost'])} perdus, sur {euros(row['ceiling'])}"
        for row in missions.to_dict("records")
    ]
    return "Part variable par mission. " + " ; ".join(told) + "."


@typeset_words
def readings_aloud(readings: pd.DataFrame) -> str:
    """Tell the chart of the readings to someone who does not see it."""
    told = [
        f"{row['mission_label']} : {euros(row['contrat'])} au contrat, {euros(row['tout-ou-rien'])} en tout ou rien, "
        f"{euros(row['lineaire'])} en linéaire"
        for row in readings.to_dict("records")
    ]
    return "Trois lectures par mission. " + " ; ".join(told) + "."


@typeset_words
def years_aloud(years: pd.DataFrame) -> str:
    """Tell the chart of the years to someone who does not see it."""
    chosen = years[years["scenario"] != WITHOUT]
    told = [
        f"{row['label']} : {euros(row['fixed'])} de part fixe et {euros(row['variable'])} de part variable"
        for row in chosen.to_dict("records")
    ]
    return "Recettes par année du contrat. " + " ; ".join(told) + "."


HOW_YEARS_READ = typeset(
    "Une barre par année du contrat : part fixe en bas, part variable au-dessus ; plus clair, c'est projeté. La barre "
    "étroite à côté est la même année sans part variable, le trait, vos engagements."
)
ASSUMPTIONS = typeset(
    "- Chaque année à venir reprend les textes en vigueur à sa date, et les montants de votre contrat.\n"
    "- Cette année, le scénario compte une part de ce qui n'est pas perdu ; les années suivantes, une part de l'enveloppe entière.\n"
    "- Après la fin du contrat, son renouvellement à l'identique est supposé.\n"
    "- Les barres comptent les recettes pour l'année où elles sont dues ; la courbe, pour le mois où elles sont versées : "
    "la part variable d'une année n'arrive que l'année suivante.\n"
    "- La courbe paie chaque poste jusqu'au bout ; un poste souple ne s'y arrête pas de lui-même.\n"
    "- Une année passée montre ce qui a été versé, si la feuille Historique le dit, sinon ce qui a été calculé."
)
