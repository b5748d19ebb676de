"""What a published comparison says of one line: where two percentiles of comparable communities stand on its scale.

A campaign publishes attainments (0–1), never results: each contract has its own thresholds. On the scale of one's own
line, an attainment is that share of the way from its baseline to its target, as the linear reading walks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import peers
from aci_model.frames import frame
from aci_model.peers.campaigns_position import own_position
from aci_model.peers.contributions import CONTRIBUTION, LINE, MISSION
from aci_model.reading.text import fold
from aci_model.report.negotiation_targets import decimals
from aci_model.wording import NBSP, missing, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.peers.campaigns_published import Published
    from aci_model.peers.contributions import Indicator

_DELIVERABLE = "livrable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published comparison, and who asks.

    Attributes:
        published: by a campaign.
        attributes: size_group, region, seniority of one's own invitation.
        asked: by the campaign.
    """

    published: Published
    attributes: Mapping[str, str | None]
    asked: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Practice:
    """Where comparable communities stand, on the scale of a line.

    Attributes:
        quantiles: values of the line, in its unit and with its decimals, at the 30th and the 80th percentile; None: not to be told.
        sentence: what they are, or why there are none, in French.
    """

    quantiles: tuple[float, float] | None
    sentence: str


def practice(line: Mapping[str, Any], seen: Comparison | None) -> Practice:
    """Put the 30th and the 80th percentile of comparable communities on the scale of a line.

    Args:
        line: of `report.tables.lines`: label, mission, kind, direction, baseline, tiers.
        seen: None while no comparison is published, or none is to be shown.

    Returns:
        A Practice; figures of the line's own indicator first, of the whole mission where the campaign asked no more.
    """
    if seen is None:
        return Practice(None, typeset("Les résultats de communautés comparables ne sont pas encore publiés."))
    if line["kind"] == _DELIVERABLE:
        return Practice(None, typeset("Un livrable est fait ou ne l'est pas : il n'a pas de seuil à fixer."))
    found = _found(line, seen)
    if found is None:
        return Practice(
            None,
            typeset(
                "La comparaison publiée ne dit pas ces deux seuils pour cette ligne, ni pour sa mission : trop peu de "
                "communautés, ou des chiffres retenus pour n'exposer personne."
            ),
        )
    (low, high), group, whole = found
    way = _way(line)
    if way is None:
        return Practice(None, typeset("Il manque la valeur initiale ou l'objectif de la ligne."))
    start, last = way
    which = "Pour sa mission, faute de chiffre sur cette ligne" if whole else "Sur cet indicateur"
    told = (
        f"{which}, 30{NBSP}% des communautés comparables ({group}) ne dépassent pas {percent(low, 0)} d'atteinte, et 80{NBSP}% ne "
        f"dépassent pas {percent(high, 0)}. "
    )
    digits = decimals([*line["tiers"], line["baseline"]])
    first, then = (round(start + share * (last - start), digits) for share in (low, high))
    if first == then:
        return Practice(
            None, typeset(f"{told}Les deux seuils se confondent : il n'y a pas de pente à proposer.")
        )
    told += "Les voici à l'échelle de votre ligne, de sa valeur initiale à son objectif."
    return Practice((first, then), typeset(told))


def _found(line: Mapping[str, Any], seen: Comparison) -> tuple[tuple[float, float], str, bool] | None:
    """The two attainments of the nearest group that has them, the group in words, whether they are the mission's."""
    label = fold(str(line["label"]))
    wanted = [one for one in seen.asked if one.what == LINE and fold(one.of) == label]
    wanted += [one for one in seen.asked if one.what == MISSION and one.of == line["mission"]]
    places = own_position(frame(CONTRIBUTION), seen.attributes, wanted, seen.published)
    for place in places.to_dict("records"):
        both = peers.percentiles(seen.published, place["indicator"], place["group"])
        if both is not None:
            whole = next(one for one in wanted if one.id == place["indicator"]).what == MISSION
            return both, str(place["group_label"]), whole
    return None


def _way(line: Mapping[str, Any]) -> tuple[float, float] | None:
    """Baseline and target; a rising line without a baseline starts at 0, as its linear reading does."""
    steps = [float(step) for step in line["tiers"] if not missing(step)]
    start = line["baseline"]
    if missing(start) and line["direction"] > 0:
        start = 0.0
    if not steps or missing(start) or float(start) == steps[-1]:
        return None
    return float(start), steps[-1]
