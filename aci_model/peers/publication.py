"""Publish a frozen campaign: what reaches anybody's eyes, and what the gate decided, with its reasons.

Contributions go in, aggregates of fixed groups come out. The order of contributions changes nothing; the same
contributions give the same publication. A group is merged on numbers of contributors first; when the gate still
refuses, it is merged with its nearest kin, and the decision is written down. From the second campaign on, a group
that changed too little, or whose change could be pieced together, keeps its frozen figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from aci_model.frames import INTEGER, NUMBER, TEXT, Columns, frame
from aci_model.peers import kinds
from aci_model.peers.aggregates import catalogue, count_band
from aci_model.peers.blocks import DIMENSIONS, blocks, cells_of, label
from aci_model.peers.passing import Asked, again, first, note
from aci_model.peers.rules import Rules, reason, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from aci_model.peers.standing import Standing

CONTRIBUTIONS: Columns = {
    "contributor": TEXT,  # an opaque id
    "indicator": TEXT,
    "value": NUMBER,  # missing: not given
}

INDICATORS: Columns = {
    "indicator": TEXT,
    "kind": TEXT,  # taux | somme | personnes
    "low": NUMBER,  # of a taux, the public bounds of what it may be; missing: 0
    "high": NUMBER,  # missing: 1
}

AGGREGATES: Columns = {
    "indicator": TEXT,
    "level": TEXT,  # groupe | taille | ensemble
    "group": TEXT,  # key of the group; « ensemble » for everybody
    "label": TEXT,  # who is in it, in French
    "statistic": TEXT,  # mediane, quartile_1, decile_9, somme, personnes…
    "value": NUMBER,  # rounded; missing when withheld, never 0
    "low": NUMBER,  # what the figure lets anybody conclude; missing at an open end, or when withheld
    "high": NUMBER,
    "end": TEXT,  # bas | haut: the figure is the edge of an open class; missing: closed
    "count_low": INTEGER,  # contributors, in bands
    "count_high": INTEGER,  # missing: and more
    "state": TEXT,  # publie | retenu
    "reason": TEXT,  # why it is shown or withheld, in French
}

DECISIONS: Columns = {
    "indicator": TEXT,  # missing: for all of them
    "step": TEXT,  # bloc | indicateur | reunion | reunion_somme | fige | fige_recoupement | moins_de_5 | …
    "group": TEXT,
    "label": TEXT,
    "reason": TEXT,  # in French
}

GROUPS: Columns = {
    "indicator": TEXT,
    "size_group": TEXT,
    "region": TEXT,
    "seniority": TEXT,
    "group": TEXT,  # where a community of that cell is compared
    "size": TEXT,  # the same among those of its size; missing where no figure is told of them apart
}

GROUP, SIZE, EVERYBODY = "groupe", "taille", "ensemble"
EVERYBODY_LABEL = "Toutes les communautés"
SHOWN, WITHHELD = "publie", "retenu"
_SHOWN_FOR = {kinds.RATE: "publie", kinds.SUM: "somme_publiee", kinds.PEOPLE: "effectif_publie"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is asked what.

    Attributes:
        attributes: contributor | size_group | region | seniority (ATTRIBUTES of blocks).
        indicators: INDICATORS. An indicator whose meaning changes takes another id.
    """

    attributes: pd.DataFrame
    indicators: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Publication:
    """What a campaign publishes.

    Attributes:
        aggregates: AGGREGATES, public.
        decisions: DECISIONS, for the federation; they rest on numbers of contributors and on what is public.
        groups: GROUPS, public: who is compared with whom.
        indicators: what was asked, as the scope said it.
        standings: indicator -> the values its figures stand on. Private: needed to publish the next campaign,
            given again by publishing the same contributions, shown to nobody.
    """

    aggregates: pd.DataFrame
    decisions: pd.DataFrame
    groups: pd.DataFrame
    indicators: pd.DataFrame
    standings: Mapping[str, Standing] = field(repr=False)


def publish(contributions: pd.DataFrame, scope: Scope, previous: Publication | None = None) -> Publication:
    """Give what may be published of a frozen campaign.

    Args:
        contributions: CONTRIBUTIONS, of the scope's contributors and indicators, in any order.
        scope: who is asked what.
        previous: the same federation's latest publication; its groups are kept.

    Raises:
        ValueError: a value out of its bounds, given twice, or of somebody or something the scope does not know.
    """
    own = rules()
    given = _checked(contributions, scope, previous)
    cells = cells_of(scope.attributes)
    base = blocks(cells[cells.index.isin(given["contributor"])], own.least)
    before = {} if previous is None else previous.standings
    notes: list[dict[str, Any]] = [note(None, "bloc", group) for group in base if len(group.cells) > 1]
    rows = given.groupby("indicator").indices
    value, cell = given["value"].to_numpy(), cells.reindex(given["contributor"]).to_numpy()
    standings = dict(before)
    for name, kind in _kinds(scope).items():
        own_rows = rows.get(name, [])
        asked = Asked(name, kind, value[own_rows], cell[own_rows], own)
        found, said = again(asked, before[name]) if name in before else first(asked, base)
        notes += said
        if found is not None:
            standings[name] = found
    return Publication(
        aggregates=_aggregates(scope, standings, notes, own),
        decisions=frame(DECISIONS, notes),
        groups=_groups(scope, cells, standings),
        indicators=scope.indicators,
        standings=standings,
    )


def _kinds(scope: Scope) -> dict[str, str]:
    return dict(sorted(zip(scope.indicators["indicator"], scope.indicators["kind"], strict=True)))


def _checked(contributions: pd.DataFrame, scope: Scope, previous: Publication | None) -> pd.DataFrame:
    """Refuse what is not a contribution to this campaign; give what is, rates on 0–1, in an order of its own."""
    asked = scope.indicators
    if asked["indicator"].duplicated().any() or not asked["kind"].isin(kinds.KINDS).all():
        raise ValueError("an indicator is asked twice, or is of no known kind")
    if previous is not None:
        both = previous.indicators.merge(asked, on="indicator", suffixes=("_before", ""))
        for name in ("kind", "low", "high"):
            same = (both[name] == both[f"{name}_before"]) | (
                both[name].isna() & both[f"{name}_before"].isna()
            )
            if not same.all():
                raise ValueError("an indicator has changed its meaning since the campaign before")
    given = contributions.dropna(subset=["value"]).sort_values(["indicator", "contributor"], kind="stable")
    if given.duplicated(["indicator", "contributor"]).any():
        raise ValueError("a contributor gave a value twice")
    if not given["contributor"].isin(scope.attributes["contributor"]).all():
        raise ValueError("a contributor is not in the scope")
    if not given["indicator"].isin(asked["indicator"]).all():
        raise ValueError("an indicator is not in the scope")
    bounds = asked.set_index("indicator").reindex(given["indicator"])
    rate = (bounds["kind"] == kinds.RATE).to_numpy()
    low = np.where(rate, bounds["low"].fillna(0.0), 0.0)
    high = np.where(rate, bounds["high"].fillna(1.0), np.inf)
    value = given["value"].to_numpy(dtype=float)
    if not ((value >= low) & (value <= high) & np.isfinite(value)).all():
        raise ValueError("a value is out of its bounds")
    return given.assign(value=(value - low) / np.where(rate, high - low, 1.0)).reset_index(drop=True)


def _aggregates(
    scope: Scope, standings: Mapping[str, Standing], notes: Iterable[Mapping[str, Any]], own: Rules
) -> pd.DataFrame:
    """Lay out every statistic of every group, shown or withheld."""
    refusals = {row["indicator"]: row["step"] for row in notes if row["group"] is None}
    bounds = scope.indicators.set_index("indicator")
    rows = []
    for name, kind in _kinds(scope).items():
        if name not in standings:
            rows += [_withheld(name, statistic, refusals[name]) for statistic in _statistics(kind, own)]
            continue
        low, high = (float(bounds[end].fillna(free)[name]) for end, free in (("low", 0.0), ("high", 1.0)))
        scale = (low, high - low) if kind == kinds.RATE else (0.0, 1.0)
        rows += _shown(name, kind, standings[name], scale, own)
    return frame(AGGREGATES, rows)


def _statistics(kind: str, own: Rules) -> dict[str, str]:
    """Each statistic of a kind, and the reason it is withheld for when its group has too few."""
    if kind == kinds.RATE:
        return {quantile.name: quantile.withheld for quantile in catalogue(own)}
    return {kind: "domination" if kind == kinds.SUM else "peu_de_personnes"}


def _withheld(name: str, statistic: str, why: str) -> dict[str, Any]:
    return {
        "indicator": name,
        "level": EVERYBODY,
        "group": EVERYBODY,
        "label": EVERYBODY_LABEL,
        "statistic": statistic,
        "state": WITHHELD,
        "reason": reason(why),
    }


def _shown(
    name: str, kind: str, standing: Standing, scale: tuple[float, float], own: Rules
) -> list[dict[str, Any]]:
    """Every statistic of every union of one indicator."""
    rows = []
    base, span = scale
    statistics = _statistics(kind, own)
    for union in standing.unions():
        whole = union == standing.everybody()
        group = standing.together(union)
        figures = standing.figures(union)
        few, many = count_band(len(standing.of(*union)), own)
        for statistic, withheld in statistics.items():
            figure = figures.get(statistic)
            rows.append(
                {
                    "indicator": name,
                    "level": EVERYBODY if whole else GROUP if len(union) == 1 else SIZE,
                    "group": EVERYBODY if whole else group.key,
                    "label": EVERYBODY_LABEL if whole else label(group),
                    "statistic": statistic,
                    "value": None if figure is None else round(base + span * figure.value, 9),
                    "low": None if figure is None else _finite(base, span, figure.low),
                    "high": None if figure is None else _finite(base, span, figure.high),
                    "end": (figure and figure.end) or None,
                    "count_low": few,
                    "count_high": many,
                    "state": WITHHELD if figure is None else SHOWN,
                    "reason": reason(withheld if figure is None else _SHOWN_FOR[kind]),
                }
            )
    return rows


def _finite(base: float, span: float, end: float) -> float | None:
    return None if not np.isfinite(end) else round(base + span * end, 9)


def _groups(scope: Scope, cells: pd.Series, standings: Mapping[str, Standing]) -> pd.DataFrame:
    """Tell, for every indicator published, where each cell of the scope is compared."""
    rows = []
    for name in _kinds(scope):
        if name not in standings:
            continue
        standing = standings[name]
        whole = len(standing.groups) == 1
        of_size = {
            at: standing.together(union).key
            for union in standing.unions()
            if 1 < len(union) < len(standing.groups)
            for at in union
        }
        for cell in sorted(set(cells)):
            at = standing.place(cell)
            key = EVERYBODY if whole else standing.groups[at].key
            said = dict(zip(DIMENSIONS, cell, strict=True))
            rows.append({"indicator": name, **said, "group": key, "size": of_size.get(at)})
    return frame(GROUPS, rows)
