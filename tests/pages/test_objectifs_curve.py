"""The curve of « Combien »: its colours are named, and so is each choice marked on it."""

from __future__ import annotations

import re

import pytest

from tests.pages import library, screen
from tests.pages.app import go
from tests.pages.test_objectifs import OBJECTIVES, click, drawn, kept, written


@pytest.fixture
def page(app):
    """The sample on Objectifs."""
    return go(screen.sample(app), OBJECTIVES)


def test_the_colours_of_the_small_bars_are_named_under_them(page):
    (key,) = [drawn(page).drawn["layout"]["xaxis"]["title"]["text"]]
    names = [name.split("</span>\u00a0")[1] for name in re.split("<br>|\u2002\u2002", key)]
    assert names == ["Accès aux soins", "Parcours", "Prévention", "Qualité", "Accompagnement"]
    (bars,) = [trace for trace in drawn(page).drawn["data"] if trace["type"] == "bar"]
    assert set(re.findall("color:(#[0-9A-Fa-f]{6})", key)) == set(bars["marker"]["line"]["color"])


def test_two_choices_side_by_side_are_named_on_two_lines(page):
    click(page, "prendre_minimaliste")
    lines = library.contract().dossier.lines
    (freed,) = lines.index[(lines["year"] == 2026) & (lines["label"] == kept(page)[0])]
    written(page, "lines", {(int(freed), "choice"): None})  # four beside the five of « minimaliste »
    names = [
        text
        for trace in drawn(page).drawn["data"]
        for text in trace.get("text") or ()
        if "minimaliste" in text or "vôtre" in text
    ]
    assert sorted(name.count("<br>") for name in names) == [0, 1]
