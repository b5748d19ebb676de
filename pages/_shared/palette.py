"""The colours of a theme: the library's own set for a light ground, and one for a dark ground.

What they hold to is said in `aci_model.report.colours`.
"""

from __future__ import annotations

from aci_model.report.colours import LIGHT, Palette, of_mission, tint

__all__ = ["DARK", "LIGHT", "Palette", "of_mission", "palette", "tint"]

DARK = Palette(
    background="#121917",
    text="#E5EBE9",  # 14.8
    muted="#A3AFAC",  # 7.9
    rule="#2E3836",
    neutral="#74817D",  # 4.4
    accent="#A9D5CC",  # 11.1
    missions=(
        "#A3B3AC",  # 8.2 pale grey
        "#88A0FD",  # 7.2 blue
        "#80EBF7",  # 12.9 cyan
        "#E5AD4C",  # 8.8 amber
        "#D17468",  # 5.4 brick
        "#CA6CAD",  # 5.3 orchid
        "#AEEAAF",  # 12.9 pale green
    ),
)


def palette(theme: str | None) -> Palette:
    """Give the colours for a theme: "dark", or anything else for light."""
    return DARK if theme == "dark" else LIGHT
