"""A small phone held in one hand: every page of a loaded contract fits, and every table can be kept."""

from __future__ import annotations

import math

from aci_model.report.words import STATES
from aci_model.wording import UNKNOWN, euros, number, percent
from tests.browser import journey
from tests.pages import library

HEAD = 3  # a workbook of ours: title, an empty row, headers

# Whether the page's question can be read where it stands, with nothing laid over it.
_IN_SIGHT = """
title => { const box = title.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
  return box.left >= 0 && box.right <= innerWidth && title.contains(there); }
"""


def test_every_page_of_a_contract_fits_a_small_phone_and_gives_its_tables_as_workbooks(phone):
    journey.open_with_sample(phone)
    for name in journey.PAGES[:-1]:  # Barème has its own tests
        journey.go(phone, name)
        phone.wait_for_function(_IN_SIGHT, arg=phone.locator("h1").element_handle())
        journey.stands(phone)
        journey.unfold(phone)
        journey.stands(phone)
        if name in {"Négociation", "Comparaison"}:  # sheets are printed, and no campaign is open: own tests
            continue
        kept = dict(journey.sheets(phone))
        shown = journey.tables(phone)
        assert len(kept) >= len(shown) > 0
        grids = {file: sheet for file, sheet in kept.items() if file in GRIDS}
        for rows, sheet in zip(
            shown, [sheet for file, sheet in kept.items() if file not in grids], strict=True
        ):
            same_figures(rows, sheet)
        for file, sheet in grids.items():
            GRIDS[file](sheet)


def same_figures(shown, sheet):
    """Assert that a workbook holds what the screen shows: texts as they are, figures behind their words."""
    headers, *rows = sheet.iter_rows(min_row=HEAD, values_only=True)
    assert list(headers) == shown[0]
    assert len(rows) == len(shown) - 1
    for kept, told in zip(rows, shown[1:], strict=True):
        for value, words in zip(kept, told, strict=True):
            assert words in written(value), f"{value!r} is told as {words!r}"


def written(value):
    """The ways a screen may write the value of a cell."""
    if value is None:
        return {"", "–", UNKNOWN}
    if isinstance(value, int | float):
        return {euros(value), f"+{euros(value)}", percent(value), number(value), str(value)}
    return {value, " ".join(value.split())}


def lines_kept(sheet):
    """Assert that the workbook of the grid of lines holds what the library computed, line by line."""
    headers, *rows = sheet.iter_rows(min_row=HEAD, values_only=True)
    lines = library.contract().of_year(2026).lines
    assert [row[0] for row in rows] == lines["label"].tolist()
    for name, word in {"ceiling": "plafond", **STATES}.items():
        column = [header.lower() for header in headers].index(word)
        assert all(math.isclose(row[column], figure) for row, figure in zip(rows, lines[name], strict=True))
    linear = [row[headers.index("Linéaire")] for row in rows]
    assert math.isclose(linear[0], 129 / 169 * 9_000)  # (219 − 90) / (219 − 50) of 9 000 €, to the cent


def doubts_kept(sheet):
    """Assert that the workbook of the report names each doubt and its cell."""
    rows = list(sheet.iter_rows(min_row=HEAD + 1, values_only=True))
    places = [("Indicateurs", "P84"), ("Indicateurs", "P85"), ("Dépenses", "F2")]
    assert [row[1:4] for row in rows] == [("contrat_a.xlsx", *place) for place in places]


GRIDS = {"part_variable_lignes.xlsx": lines_kept, "points_a_verifier.xlsx": doubts_kept}
