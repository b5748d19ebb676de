"""Iso-euro exchange: trade one line's amount or target for another's, at the same expected income.

Both lines belong to one mission: each mission has its own envelope (ACI.md §3), and euros do not leave
it. An exchange never makes the mission's amounts add up to more than before; what it frees is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from aci_model.bargaining import trades
from aci_model.bargaining.chanced import chanced
from aci_model.frames import INTEGER, NUMBER, TEXT, Columns, frame
from aci_model.wording import change, euros, measure, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aci_model.bargaining.chanced import Chanced
    from aci_model.bargaining.trades import Trades

    Places = NDArray[np.intp]

EXCHANGES: Columns = {
    "exchange": INTEGER,  # 0, 1, 2…
    "community": TEXT,
    "year": INTEGER,
    "mission": TEXT,
    "kind": TEXT,  # amount: euros move | target: a target is eased, euros pay for it
    "give": INTEGER,  # line whose amounts fall
    "take": INTEGER,  # line whose amounts rise, or whose target is eased
    "gives": NUMBER,  # euros the last step of `give` loses
    "takes": NUMBER,  # euros the last step of `take` gains; 0 when its target is eased
    "target": NUMBER,  # the new target of `take`, in its unit; missing when it stays
    "expected": NUMBER,  # expected euros of the two lines, before
    "residue": NUMBER,  # expected euros after − before: at most half the rounding, either way
    "sd_before": NUMBER,  # standard deviation of the two lines together, lines taken as independent
    "sd_after": NUMBER,
    "drop": NUMBER,  # variance the exchange takes away (euros²)
    "freed": NUMBER,  # euros of the mission's envelope no line carries any more
    "sentence": TEXT,
}
NEW_TIERS: Columns = {
    "exchange": INTEGER,
    "line": INTEGER,
    "threshold": NUMBER,  # in the line's own direction
    "amount": NUMBER,  # cumulative euros after the exchange
}
_CENT = 0.005


class Priced(NamedTuple):
    """The lines of a contract, and what each step is worth and likely."""

    lines: pd.DataFrame  # line, community, year, mission, label, unit, direction, baseline, kind, abandon
    tiers: pd.DataFrame  # line, tier, threshold, amount
    chances: pd.DataFrame  # line, tier, chance


class Exchanges(NamedTuple):
    """Exchanges, and the schedules they lead to."""

    table: pd.DataFrame  # EXCHANGES
    tiers: pd.DataFrame  # NEW_TIERS, both lines of each exchange
    unknown: int  # lines left out because a chance or an amount is unknown


def proposals(priced: Priced, *, rounding: float = 50.0, most: float = 0.5, count: int = 3) -> Exchanges:
    """Propose the exchanges that lower the risk most: the variance of the income, lines independent.

    Every pair of lines of one mission is tried, for the best amount to move and for each target that may be
    eased. A line serves in one proposal at most, so that all of them can be made together.

    Args:
        priced: the lines of one or several contracts.
        rounding: what new amounts are multiples of, in euros.
        most: 0–1, the share of its amount a line may lose or gain.
        count: how many to propose.

    Returns:
        Exchanges, the one that lowers the variance most first. Lines given up do not trade.
    """
    lines, laid = priced.lines, chanced(*priced)
    open_ = lines["abandon"].isna().to_numpy(dtype=np.bool_)
    known = ~np.isnan(laid.expected)
    able = np.flatnonzero(open_ & known & (np.nan_to_num(laid.expected) > 0))
    give, take = _pairs(lines, able)
    # Below one rounding, no euro moves.
    moved = trades.steadiest(laid, give, take, most, rounding)
    some = moved >= rounding
    found = [trades.amounts(laid, give[some], take[some], moved[some], rounding)]
    for step in range(laid.plan.thresholds.shape[1] - 1):
        eased = step < laid.plan.steps[take] - 1
        found.append(
            trades.targets(laid, give[eased], take[eased], np.full(int(eased.sum()), step), rounding)
        )
    chosen = [tried.pick(_sound(laid, tried, most, rounding)) for tried in found]
    best = _best(chosen, count)
    return Exchanges(*_told(laid, lines, best), unknown=int((open_ & ~known).sum()))


def trade_amount(priced: Priced, *, give: int, take: int, euros_: float, rounding: float = 50.0) -> Exchanges:
    """Move euros from one line to another, the other gaining what keeps the expected income.

    Args:
        priced: the lines of a contract.
        give: number of the line that gives.
        take: number of the line that takes.
        euros_: what the last step of `give` loses.
        rounding: what new amounts are multiples of, in euros.

    Returns:
        One exchange, with the two new schedules. It may free euros of the envelope, or (negative) need more.

    Raises:
        ValueError: a chance or an amount is unknown, the line cannot give that much, or the two lines belong to
            different missions. The sentence is for people.
    """
    lines, laid = priced.lines, chanced(*priced)
    places = _two(lines, laid, give, take)
    if not 0 < euros_ <= laid.plan.ceiling[places[0]]:
        raise ValueError(
            typeset(
                f"Cette ligne vaut {euros(laid.plan.ceiling[places[0]])} : elle ne peut pas en céder davantage."
            )
        )
    moved = trades.amounts(laid, places[:1], places[1:], np.array([float(euros_)]), rounding)
    return Exchanges(*_told(laid, lines, [moved]), unknown=0)


def trade_target(priced: Priced, *, give: int, take: int, step: int, rounding: float = 50.0) -> Exchanges:
    """Ease the target of one line down to one of its steps, another line paying for it.

    Args:
        priced: the lines of a contract.
        give: number of the line whose amounts fall.
        take: number of the line whose target is eased.
        step: 1, 2…: the step, the easiest first, that becomes the target.
        rounding: what new amounts are multiples of, in euros.

    Raises:
        ValueError: as in `trade_amount`, and when the step is not below the target.
    """
    lines, laid = priced.lines, chanced(*priced)
    places = _two(lines, laid, give, take)
    if not 1 <= step < laid.plan.steps[places[1]]:
        raise ValueError(typeset("Choisissez un palier plus facile que l'objectif de cette ligne."))
    eased = trades.targets(laid, places[:1], places[1:], np.array([step - 1]), rounding)
    if _ends(laid, eased)[0][0] <= 0:
        raise ValueError(typeset("L'autre ligne ne vaut pas assez pour payer cet objectif plus facile."))
    return Exchanges(*_told(laid, lines, [eased]), unknown=0)


def _pairs(lines: pd.DataFrame, able: Places) -> tuple[Places, Places]:
    """Every ordered pair of two lines of one community, year and mission."""
    keys = lines.iloc[able][["community", "year", "mission"]].assign(place=able)
    both = keys.merge(keys, on=["community", "year", "mission"], suffixes=("", "_take"))
    both = both[both["place"] != both["place_take"]]
    return both["place"].to_numpy(dtype=np.intp), both["place_take"].to_numpy(dtype=np.intp)


def _two(lines: pd.DataFrame, laid: Chanced, give: int, take: int) -> Places:
    places = np.asarray(pd.Index(lines["line"]).get_indexer(pd.Index([give, take])), dtype=np.intp)
    if (places < 0).any() or give == take:
        raise ValueError(typeset("Choisissez deux lignes différentes du contrat."))
    chosen = lines.iloc[places]
    if len(chosen[["community", "year", "mission"]].drop_duplicates()) > 1:
        raise ValueError(
            typeset(
                "Ces deux lignes ne sont pas de la même mission : une enveloppe ne paie pas pour une autre."
            )
        )
    lacking = chosen["label"][~(laid.expected[places] > 0)]
    if len(lacking):
        raise ValueError(
            typeset(
                f"« {lacking.iloc[0]} » : un montant ou une chance est inconnu ou nul. Saisissez-les d'abord."
            )
        )
    return places


def _ends(laid: Chanced, found: Trades) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """The last amounts of both lines after the exchange."""
    rows, steps = np.arange(len(found.give)), laid.plan.steps
    return found.given[rows, steps[found.give] - 1], found.taken[rows, steps[found.take] - 1]


def _sound(laid: Chanced, found: Trades, most: float, rounding: float) -> Places:
    """Exchanges that lower the variance, within the share a line may move and the mission's envelope."""
    ceiling = laid.plan.ceiling
    given, taken = _ends(laid, found)
    kept = given >= (1 - most) * ceiling[found.give] - _CENT
    bounded = taken <= (1 + most) * ceiling[found.take] + _CENT
    within = given + taken <= ceiling[found.give] + ceiling[found.take] + _CENT
    moves = given < ceiling[found.give] - _CENT
    # A line worth less than what it should give cannot make up for it.
    even = np.abs(found.residue) <= rounding / 2 + _CENT
    return np.flatnonzero(kept & bounded & within & moves & even & (found.drop > _CENT))


def _best(found: Sequence[Trades], count: int) -> list[Trades]:
    """The best exchanges, one by one, no line serving twice."""
    ranked = sorted(
        ((-drop, kind, at) for kind, tried in enumerate(found) for at, drop in enumerate(tried.drop.tolist()))
    )
    chosen: list[Trades] = []
    used: set[int] = set()
    for _, kind, at in ranked:
        one = found[kind].pick(np.array([at]))
        pair = {int(one.give[0]), int(one.take[0])}
        if len(chosen) == count:
            break
        if not pair & used:
            used |= pair
            chosen.append(one)
    return chosen


def _told(laid: Chanced, lines: pd.DataFrame, chosen: Sequence[Trades]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, tiers = [], []
    plan, expected, variance = laid.plan, laid.expected, laid.variance
    for number, one in enumerate(chosen):
        give, take, step = int(one.give[0]), int(one.take[0]), int(one.eased[0])
        given, taken = (float(end[0]) for end in _ends(laid, one))
        giver, taker = lines.iloc[give], lines.iloc[take]
        strayed = float(variance[give] + variance[take])
        row: dict[str, Any] = {
            **{key: giver[key] for key in ("community", "year", "mission")},
            "exchange": number,
            "kind": "amount" if step < 0 else "target",
            "give": giver["line"],
            "take": taker["line"],
            "gives": float(plan.ceiling[give]) - given,
            "takes": taken - float(plan.ceiling[take]),
            "target": None if step < 0 else float(plan.thresholds[take, step] * plan.direction[take]),
            "expected": float(expected[give] + expected[take]),
            "residue": float(one.residue[0]),
            "sd_before": strayed**0.5,
            "sd_after": max(strayed - float(one.drop[0]), 0.0) ** 0.5,
            "drop": float(one.drop[0]),
        }
        row["freed"] = row["gives"] - row["takes"]
        rows.append({**row, "sentence": _sentence(row, giver, taker)})
        for place, euros_ in ((give, one.given[0]), (take, one.taken[0])):
            last = plan.steps[place] if place == give or step < 0 else step + 1
            tiers += [
                {
                    "exchange": number,
                    "line": lines["line"].iloc[place],
                    "threshold": threshold,
                    "amount": amount,
                }
                for threshold, amount in zip(
                    (plan.thresholds[place] * plan.direction[place])[:last], euros_[:last], strict=True
                )
            ]
    return frame(EXCHANGES, rows), frame(NEW_TIERS, tiers)


def _sentence(row: dict[str, Any], giver: pd.Series, taker: pd.Series) -> str:
    if row["kind"] == "amount":
        traded = f"{euros(row['takes'])} de plus sur « {taker['label']} »"
    else:
        traded = f"l'objectif de « {taker['label']} » ramené à {measure(row['target'], taker['unit'])}"
    return typeset(
        f"{euros(row['gives'])} de moins sur « {giver['label']} » contre {traded} : "
        f"revenu attendu inchangé ({change(row['residue'])} d'arrondi), "
        f"écart type de {euros(row['sd_before'])} à {euros(row['sd_after'])}."
    )
