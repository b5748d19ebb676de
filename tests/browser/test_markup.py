"""A person's text is text: no label, unit, name or proof of a file ever becomes a picture, a link or a formula."""

from __future__ import annotations

import csv
import io
import re

from tests.browser import journey
from tests.browser.driver import open_app, settled

HOSTILE = [
    "=1+1",
    "![x](http://example.invalid/a.png)",
    "<script>alert(1)</script>",
    "[lien](http://example.invalid)",
    ":red[x]",
    "$a$",
    '<img src="http://example.invalid/b.png" onerror="alert(2)">',
    "http://example.invalid/c",
    ":material/home: `code` **gras**",
    '=HYPERLINK("http://example.invalid";"x")',
]
COLUMNS = [
    *(
        "communauté",
        "année",
        "mission",
        "action",
        "indicateur",
        "type",
        "nature",
        "unité",
        "sens",
        "valeur initiale",
    ),
    *("palier 1", "montant 1", "palier 2", "montant 2", "résultat", "preuve fournie", "preuves attendues"),
    *("source", "commentaire", "colonne inconnue ![x](http://example.invalid/d.png)"),
]
LISTS = {"Avancement": ["Ligne"], "Part variable": ["Ligne du contrat"]}
JOINER = "\u2060"  # invisible: what keeps an address from becoming a link
COMMUNITY = "CPTS ![x](http://example.invalid/e.png) <b>grasse</b>"

# Elements that only markup could have made of those texts.
_MADE = """
() => [...document.querySelectorAll(
    '[src*="invalid"], [href*="invalid"], [data*="invalid"], .katex, .stMarkdownColoredText, script, b, strong, code')]
  .filter(made => !made.matches('.stMarkdownColoredText, script, b, strong, code')
    || /^(x|gras|grasse|code|alert.*)$/.test(made.textContent.trim()))
  .map(made => made.outerHTML.slice(0, 200))
"""


def workbook_of_traps():
    """A csv whose every text is a trap; half of its lines wait for a result, half have one."""
    stream = io.StringIO()
    rows = csv.DictWriter(stream, COLUMNS, delimiter=";")
    rows.writeheader()
    for rank, text in enumerate([*HOSTILE, HOSTILE[1]]):
        rows.writerow(
            dict.fromkeys(COLUMNS, text)
            | {
                "communauté": COMMUNITY,
                "année": "2026",
                "mission": "prevention" if rank < len(HOSTILE) else text,
                "type": "paliers",
                "nature": "quantitatif",
                "sens": "hausse",
                "valeur initiale": "10",
                "palier 1": "20",
                "montant 1": "1000",
                "palier 2": "30",
                "montant 2": "2000",
                "résultat": "25" if rank % 2 else "",
                "preuve fournie": "oui" if rank % 4 == 1 else "",
            }
        )
    return stream.getvalue().encode()


def made_of_text(page):
    return page.evaluate(_MADE)


def test_text_from_a_file_is_never_markup_on_any_page_nor_a_formula_in_any_download(page):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_app(page)
    journey.drop(page, ("![x](http:··example.invalid·f.png) <b>gras.csv", workbook_of_traps()))
    assert COMMUNITY in journey.bar(page).replace(JOINER, "")
    kept = []
    for name in journey.PAGES:
        journey.go(page, name)
        for label in ("Voir le tableau", "à vérifier", "Fichiers ouverts"):
            journey.unfold(page, label)
        for list_of_lines in LISTS.get(name, []):
            for text in ("alert(1)", "HYPERLINK"):
                assert made_of_text(journey.look_up(page, list_of_lines, text)) == []
                page.keyboard.press("Enter")
                assert made_of_text(settled(page)) == []
        for chart in page.locator(".js-plotly-plot").all():
            chart.hover()
        assert made_of_text(page) == []
        kept += journey.sheets(page) if name != "Barème" else []  # its tables are those of the texts
    assert dialogs == []
    texts = [
        cell for _, sheet in kept for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert {"=1+1", HOSTILE[-1], HOSTILE[1]} <= {cell.value for cell in texts}
    assert {cell.data_type for cell in texts} == {"s"}
    assert not [cell for cell in texts if cell.hyperlink]


def test_a_grid_offers_no_other_download_than_ours(page):
    open_app(page)
    journey.drop(page, ("pieges.csv", workbook_of_traps()))
    journey.go(page, "Part variable")
    grid = page.get_by_test_id("stDataFrame").first
    grid.hover()
    assert not any(button.is_visible() for button in grid.get_by_role("button", name=re.compile("CSV")).all())
