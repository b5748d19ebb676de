"""All that the view of the range says: what the variable part may bring, how sure, and where its chances come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from aci_model.foresight import NEXT, NOW, WITHOUT, chances, costs, within_envelopes
from aci_model.foresight.chances import GIVEN_UP, HISTORY, KIND, RESULT, TYPED, UNKNOWN
from aci_model.foresight.objectives import envelopes
from aci_model.report.sentences import CENT, typeset_words
from aci_model.wording import count, enumeration, euros, missing, number, percent, typeset

if TYPE_CHECKING:
    from aci_model.foresight import Distribution, Within
    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier
    from aci_model.report.cash import Alone

LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
BARS = 44  # of the picture, about
NEVER = 1e-9  # chances closer to 0 or 1 are certainties
WORST = 0.1  # of the cases: those the shortfall is the mean of
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
HOW_RANGE_READS = typeset(
    "Plus une barre est haute, plus la somme est probable ; pleine, elle couvre la somme choisie, hachurée non."
)
HOW_STRIPS_READ = typeset(
    "Contour : tout ce que la mission peut rapporter. Plein : huit fois sur dix ; trait : une fois sur deux au-dessus."
)


@dataclass(frozen=True, eq=False, slots=True)
class Range:
    """What the variable part of one contract year may bring.

    Attributes:
        total: the exact chance of every sum; None when no chance is known.
        bars: euros (left edge), width, chance: `total` in a few bars.
        missions: mission_label, rank, lines, low, median, high, expected, most (euros their lines may bring), in
            the accord's order; those without a known chance have no low.
        missions_say: the finding above the missions.
        say: the answer.
        aloud: the picture for someone who does not see it.
        unknown_say: what is left out; empty when nothing is.
        capped_say: which envelopes cut what their lines add up to; empty when none does.
        apart_say: lines that no result pays this year, so that nobody counts them; empty when there is none.
        inexact_say: that the total is approximate; empty when it is exact.
        chances: row (in the dossier's tiers), mission_label, label, step_words, amount, chance (percent), origin_words.
    """

    total: Distribution | None
    bars: pd.DataFrame
    missions: pd.DataFrame
    missions_say: str
    say: str
    aloud: str
    unknown_say: str
    capped_say: str
    apart_say: str
    inexact_say: str
    chances: pd.DataFrame


def expected_range(case: Assessment, dossier: Dossier, law: Law, *, to_come: bool, common: float) -> Range:
    """Say what the variable part of one contract year, or of the next one with the same lines, may bring.

    Args:
        case: one community-year (`funding.of_year`).
        dossier: its tiers, results and history.
        law: labels and order of missions.
        to_come: True for the year to come: no result is known yet.
        common: 0–1, how much lines hang together.
    """
    lines = case.lines[["line", "community", "mission", "label"]]
    every = chances(dossier, settled=not to_come).assign(
        amount=dossier.tiers["amount"], threshold=dossier.tiers["threshold"]
    )
    tiers = every[every["line"].isin(lines["line"])]
    paid = case.parts.loc[case.parts["paid"] == "attained", "mission"]
    counted = lines[lines["mission"].isin(paid)]
    steps = tiers[tiers["line"].isin(counted["line"])]
    within = within_envelopes(counted, steps, envelopes(case.missions), common=common)
    missions, total = _missions(within, counted, steps, law), within.total
    nothing = total.lines == 0
    words = "L'an prochain" if to_come else "Cette année"
    return Range(
        total=None if nothing else total,
        bars=bars(total),
        missions=missions,
        missions_say=widest(missions),
        say=answer(total, words),
        aloud=aloud(total, missions),
        unknown_say=left_out(total),
        capped_say=capped(missions.loc[missions["cut"], "mission_label"].tolist()),
        apart_say=uncounted(len(lines) - len(counted)),
        inexact_say=inexact(total),
        chances=_told(tiers, lines, law),
    )


def _missions(within: Within, lines: pd.DataFrame, tiers: pd.DataFrame, law: Law) -> pd.DataFrame:
    """One row per mission, and the most it may bring: its lines together, or its envelope where they exceed it."""
    found = within.missions
    owner = lines.set_index("line")["mission"]
    each = tiers.groupby("line")["amount"].max()
    sums = found["mission"].map(each.groupby(owner.reindex(each.index)).sum())
    cut = found["envelope"].notna() & (sums > found["envelope"] + CENT)
    limits = found["envelope"].where(cut, np.inf)
    ranked = law.missions.reset_index(drop=True)
    known = found["lines"] > 0
    table = found.assign(
        # an envelope between two sums of the grid is shared between them: no quantile goes beyond it
        **{name: found[name].clip(upper=limits).where(known) for name in ("low", "median", "high")},
        expected=found["expected"].where(known),
        mission_label=found["mission"].map(ranked.set_index("mission")["short"]),
        rank=found["mission"].map(dict(zip(ranked["mission"], ranked.index, strict=True))),
        most=sums.where(~cut, found["envelope"]),
        cut=cut,
    )
    return table.sort_values("rank", ignore_index=True)


def bars(total: Distribution) -> pd.DataFrame:
    """Put the chances of every sum in a few bars of a round width."""
    values, mass = total.euros, total.mass
    known = mass > 0
    values, mass = values[known], mass[known]
    spread = float(values[-1] - values[0]) if len(values) else 0.0
    raw = max(spread / BARS, total.step)
    unit = 10.0 ** np.floor(np.log10(max(raw, 1.0)))
    width = next(unit * times for times in ROUND if unit * times >= raw - 1e-9)
    place = np.floor(values / width + 1e-9).astype(np.int64)
    first = int(place.min()) if len(place) else 0
    chance = np.bincount(place - first, weights=mass)
    return pd.DataFrame({"euros": (first + np.arange(len(chance))) * width, "width": width, "chance": chance})


def default_sum(mine: Alone, projection: pd.DataFrame, *, to_come: bool) -> tuple[float, str]:
    """Propose the sum to cover: what the posts of that year cost above its fixe.

    Args:
        mine: from `report.cash.alone`.
        projection: from `foresight.yearly`, the scenario WITHOUT among others.
        to_come: True for the year to come.

    Returns:
        Euros, and what they are: firm posts where these alone exceed the fixe, else every post; 0 with no words
        where neither does, or where nobody knows.
    """
    years = projection[projection["scenario"] == WITHOUT]
    year = years[years["period"] == (NEXT if to_come else NOW)].head(1)
    if year.empty or missing(year["fixed"].iloc[0]):
        return 0.0, ""
    spent = costs(mine.dossier.expenses, mine.outlook.spans)
    spent = spent[spent["span"] == year["span"].iloc[0]]
    fixed = float(year["fixed"].iloc[0])
    for which, words in ((spent["firm"], "fermes"), (spent["firm"].notna(), "fermes et souples")):
        cost = spent.loc[which, "cost"].sum(skipna=False)
        if not missing(cost) and cost > fixed + CENT:
            return float(cost - fixed), words
    return 0.0, ""


@typeset_words
def answer(total: Distribution, when: str) -> str:
    """Say between what and what the variable part may fall."""
    if total.lines == 0:
        return "Aucune chance n'est connue : donnez-en une à vos lignes pour voir la fourchette."
    low, high = total.quantile(LOW), total.quantile(HIGH)
    if high - low <= CENT:
        return f"{when}, la part variable rapporte {euros(low)} : tout est connu."
    return (
        f"{when}, huit fois sur dix, la part variable rapporte entre {euros(low)} et {euros(high)} ; "
        f"{euros(total.mean)} en moyenne."
    )


@typeset_words
def covering(total: Distribution, wanted: float, why: str) -> str:
    """Say how likely a sum is covered.

    Args:
        total: the chance of every sum.
        wanted: euros to cover.
        why: which posts it is what lacks for, after the fixe; empty when a person chose it.
    """
    if wanted < CENT:
        return (
            f"La part fixe suffit à vos postes {why}" if why else "Rien n'est à couvrir par la part variable"
        )
    what = (
        f"Après la part fixe, {euros(wanted)} manquent à vos postes {why}"
        if why
        else f"{euros(wanted)} à couvrir"
    )
    chance = total.cover(wanted)
    if chance > 1 - NEVER:
        return f"{what} : la part variable y suffit à coup sûr"
    return f"{what} : {'aucune chance' if chance < NEVER else _odds(chance)} d'y arriver"


@typeset_words
def otherwise(total: Distribution, wanted: float) -> str:
    """Say what lacks on average to reach a sum, and what the worst cases bring."""
    lack = f"En moyenne, il manquerait {euros(total.lack(wanted))}. " if wanted >= CENT else ""
    return (
        f"{lack}Dans les {percent(WORST, 0)} de cas les plus mauvais, la part variable est de "
        f"{euros(total.shortfall(WORST))}."
    )


def _odds(chance: float) -> str:
    hundred = min(max(round(chance * 100), 1), 99)
    return f"{hundred} {'chance' if hundred == 1 else 'chances'} sur 100"


@typeset_words
def left_out(total: Distribution) -> str:
    """Say which lines are counted nowhere; empty when all are."""
    if not total.unknown:
        return ""
    lines = count(total.unknown, "ligne n'a pas de chance connue", "lignes n'ont pas de chance connue")
    carried = (
        "leur montant n'est pas connu non plus"
        if missing(total.unknown_euros)
        else f"jusqu'à {euros(total.unknown_euros)} ne sont comptés nulle part"
    )
    return f"{lines} : {carried}. Donnez-leur une chance dans le tableau."


@typeset_words
def capped(missions: list[str]) -> str:
    """Say which envelopes are smaller than their lines; empty when none is."""
    if not missions:
        return ""
    return f"L'enveloppe limite ce que les lignes additionnent : {enumeration(missions)}."


@typeset_words
def widest(missions: pd.DataFrame) -> str:
    """Name the mission whose euros are the least sure."""
    spread = (missions["high"] - missions["low"]).fillna(0.0)
    if spread.empty or spread.max() <= CENT:
        return "Mission par mission, tout est connu"
    most = missions.iloc[int(spread.to_numpy().argmax())]
    return f"La moins sûre : {most['mission_label']}, {number(most['low'], 0)} à {euros(most['high'])}"


@typeset_words
def uncounted(lines: int) -> str:
    """Say how many lines no result pays this year (those of a crisis nobody recognised); empty for none."""
    if not lines:
        return ""
    told = count(lines, "ligne n'est pas comptée", "lignes ne sont pas comptées")
    return f"{told} : les résultats de {'sa mission' if lines < 2 else 'leur mission'} ne sont pas payés."


@typeset_words
def inexact(total: Distribution) -> str:
    """Say that the chances of the total are approximate; empty when they are exact."""
    if total.exact or total.lines == 0:
        return ""
    return "Calcul approché : les montants ou les enveloppes ne tombent pas sur une même grille d'euros."


@typeset_words
def aloud(total: Distribution, missions: pd.DataFrame) -> str:
    """Tell the pictures to someone who does not see them."""
    told = [
        f"{label}, entre {euros(low)} et {euros(high)}"
        for label, low, high in zip(missions["mission_label"], missions["low"], missions["high"], strict=True)
        if not missing(low)
    ]
    whole = f"Chances de chaque somme : une fois sur dix moins de {euros(total.quantile(LOW))}, une fois sur deux moins "
    whole += f"de {euros(total.quantile(MEDIAN))}, une fois sur dix plus de {euros(total.quantile(HIGH))}"
    return f"{whole}. Par mission : {' ; '.join(told)}."


@typeset_words
def origin(name: str, observations: int) -> str:
    """Say where a chance comes from."""
    seen = f"{count(observations, 'observation')}"
    return {
        TYPED: "saisie",
        RESULT: "résultat connu",
        HISTORY: f"historique de la ligne, {seen}",
        KIND: f"lignes du même type, {seen}",
        GIVEN_UP: "ligne abandonnée",
        UNKNOWN: "inconnue",
    }[name]


def _told(tiers: pd.DataFrame, lines: pd.DataFrame, law: Law) -> pd.DataFrame:
    """The chances, step by step, as people read them."""
    names = law.missions.set_index("mission")["short"]
    told = tiers.assign(row=tiers.index).merge(lines, on="line")
    order = {mission: place for place, mission in enumerate(names.index)}
    told = told.assign(
        mission_label=told["mission"].map(names),
        place=told["mission"].map(order),
        chance=(told["chance"] * 100).round(0),
        step_words=[number(value) for value in told["threshold"]],
        origin_words=[
            origin(name, seen) for name, seen in zip(told["origin"], told["observations"], strict=True)
        ],
        band_words=[
            "" if missing(low) or high - low < CENT else f"{percent(low, 0)} à {percent(high, 0)}"
            for low, high in zip(told["low"], told["high"], strict=True)
        ],
    )
    return told.sort_values(["place", "line", "tier"], kind="stable", ignore_index=True)
