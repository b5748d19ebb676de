"""A comparison as a campaign publishes it, of two deciles, for whoever leans on one."""

from aci_model import law, peers
from aci_model.frames import frame
from aci_model.peers.publication import AGGREGATES, GROUPS
from aci_model.report.negotiation_peers import Comparison

RULES = law.load()
OURS = {"size_group": "3-4", "region": "Nord", "seniority": "3 ans et plus"}
LINE, MISSION = "ligne/depistage", "atteinte/prevention"


def published(*told, asked_lines=("Dépistage",)):
    """A comparison of (indicator, level, decile 3, decile 8)."""
    rows = [
        {
            "indicator": indicator,
            "level": level,
            "group": "ensemble" if level == "ensemble" else f"g{level}",
            "label": "Toutes les communautés" if level == "ensemble" else "taille 3 ou 4, Nord",
            "statistic": f"decile_{part}",
            "value": value,
            "state": "retenu" if value is None else "publie",
            "reason": "",
        }
        for indicator, level, *values in told
        for part, value in zip((3, 8), values, strict=True)
    ]
    groups = [
        {"indicator": indicator, **OURS, "group": "ggroupe", "size": None} for indicator in (LINE, MISSION)
    ]
    public = peers.Published(frame(AGGREGATES, rows), frame(GROUPS, groups), "abc")
    asked = peers.asked_of(RULES, missions=["prevention"], lines=asked_lines)
    return Comparison(public, OURS, asked)
