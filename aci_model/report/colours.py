"""Colours that screens and documents share: a mission keeps its colour everywhere.

A colour never speaks alone: the word stands beside it, and the four states of a euro differ by pattern.
The figures after each colour are its contrast against its own background (WCAG 2; AA asks 4.5 for text).
Any two missions stay at least 10 apart (CIEDE2000) for normal, deuteranope and protanope eyes.
"""

from __future__ import annotations

from dataclasses import dataclass

PALE = 0.24  # share of the colour in a pale surface
TEXTURES = {  # of the four states of a euro, in reading order
    "earned": "solid",
    "to_prove": "hatched",
    "pending": "pale",
    "lost": "outline",
}


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour a figure may use, as #RRGGBB."""

    background: str
    text: str
    muted: str  # captions, axis labels
    rule: str  # grid and thin lines
    neutral: str  # a surface that belongs to no mission; 3:1 at least, as graphics need
    accent: str
    missions: tuple[str, ...]  # in the accord's order


LIGHT = Palette(
    background="#FFFFFF",
    text="#1C2625",  # 15.5
    muted="#56615F",  # 6.4
    rule="#DDE3E0",
    neutral="#7C8885",  # 3.7
    accent="#17403D",  # 11.4
    missions=(
        "#3D4342",  # 10.1 graphite
        "#3958B4",  # 6.5 blue
        "#246C70",  # 6.1 sea green
        "#7C5200",  # 6.9 brown
        "#6F1915",  # 11.5 oxblood
        "#600970",  # 11.9 purple
        "#497A4B",  # 5.0 moss
    ),
)


def of_mission(colours: Palette, rank: int) -> str:
    """Give the colour of a mission.

    Args:
        colours: the set for the current theme.
        rank: the mission's rank in the accord (`law.missions.rank`); a rank past the last colour starts over.
    """
    return colours.missions[rank % len(colours.missions)]


def tint(colour: str, ground: str, share: float) -> str:
    """Mix `share` (0–1) of a colour into a ground: what pale means."""
    ours, theirs = _rgb(colour), _rgb(ground)
    return "#" + "".join(f"{round(b + (a - b) * share):02X}" for a, b in zip(ours, theirs, strict=True))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
