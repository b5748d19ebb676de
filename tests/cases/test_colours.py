"""Every word and every mission can be told from its ground (WCAG 2: 4.5 for text, 3 for graphics)."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from aci_model import law
from pages._shared.palette import DARK, LIGHT

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
BOTH = pytest.mark.parametrize(
    ("colours", "theme"), [(LIGHT, "light"), (DARK, "dark")], ids=["clair", "sombre"]
)
# What a deuteranope and a protanope see of linear red, green and blue (Viénot, Brettel and Mollon, 1999).
EYES = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no M cones": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "no L cones": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
}


def linear(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour):
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIE L*a*b* of linear sRGB under D65."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [
        sum(a * max(c, 0) for a, c in zip(row, rgb, strict=True)) / w
        for row, w in zip(rows, white, strict=True)
    ]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour, eye):
    return lab([sum(a * c for a, c in zip(row, linear(colour), strict=True)) for row in EYES[eye]])


def distance(one, other, eye):
    pairs = zip(seen(one, eye), seen(other, eye), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_measure_itself_is_the_one_of_the_norm():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert distance("#FF0000", "#008000", "no M cones") < distance("#FF0000", "#008000", "every cone")


@BOTH
def test_words_and_missions_reach_four_and_a_half_on_their_ground(colours, theme):
    ground = CONFIG["theme"][theme]["backgroundColor"]
    assert colours.background == ground
    inks = [
        *colours.missions,
        colours.text,
        colours.muted,
        colours.accent,
        CONFIG["theme"][theme]["linkColor"],
    ]
    assert {ink: contrast(ink, ground) for ink in inks if contrast(ink, ground) < 4.5} == {}


@BOTH
def test_surfaces_reach_three_on_their_ground(colours, theme):
    primary = CONFIG["theme"][theme]["primaryColor"]
    assert min(contrast(colour, colours.background) for colour in (colours.neutral, primary)) >= 3


@pytest.mark.parametrize(("theme", "ink"), [("light", "#FFFFFF"), ("dark", "#0D1312")])
def test_the_words_of_the_main_button_reach_four_and_a_half(theme, ink):
    css = (Path(__file__).parents[2] / "pages" / "_shared" / "look.css").read_text(encoding="utf-8")
    assert "color: light-dark(#FFFFFF, #0D1312)" in css
    assert contrast(ink, CONFIG["theme"][theme]["primaryColor"]) >= 4.5


@BOTH
def test_there_is_a_colour_for_every_mission(colours, theme):
    assert len(set(colours.missions)) == len(law.load().missions), theme


@BOTH
@pytest.mark.parametrize("eye", EYES)
def test_two_missions_are_told_apart_by_any_eye(colours, theme, eye):
    close = {
        pair: round(distance(*pair, eye), 1)
        for pair in combinations(colours.missions, 2)
        if distance(*pair, eye) < 10
    }
    assert close == {}, theme
