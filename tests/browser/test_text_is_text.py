"""Texts that turn, hide, overflow or speak Plotly's own HTML are shown as words, on every page and on a phone.

Markdown, pictures, links, formulas and the lists one chooses from: test_markup.py.
"""

from __future__ import annotations

import csv
import io
import re

from tests.browser import journey
from tests.browser.driver import open_app, settled

PLOTLY = '<a href="http://example.invalid/p">lien</a><span style="font-size:99px">gros</span> &lt;i&gt; %{x}'
TEXTS = [
    PLOTLY,
    "<b>gras</b><br>deux<sup>3</sup> {x} %{customdata}",
    "gauche\u202edroite\u202c et \u2066isolé\u2069",
    "sans\u200blargeur\ufeff et\u00admou",
    "rouge\x1b[31m cloche\x07 c1\x9b1m fin\x85",
    "W" * 3_000,
    "très long " * 400,
    "famille 👩‍👧 e\u0301",
]
ACTS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\ufeff]"
)
COMMUNITY = "CPTS \u202eà l'envers <b>x</b> " + "V" * 300
FILE = "contrat\u202ecod.csv"
COLUMNS = ["communauté", "année", "mission", "action", "indicateur", "type", "nature", "unité", "sens"]
COLUMNS += [
    "valeur initiale",
    "palier 1",
    "montant 1",
    "palier 2",
    "montant 2",
    "résultat",
    "preuves attendues",
]
COLUMNS += ["commentaire", "colonne\u202e inconnue " + "U" * 300]

# Whatever a person reads, sees on hover or hears: texts of the page, and the attributes that hold words.
_WORDS = """
() => {
  const words = [document.body.innerText, document.title, ...[...document.querySelectorAll("input")].map(one => one.value)];
  for (const one of document.querySelectorAll("[aria-label], [title], [alt], svg text, [data-unformatted]"))
    words.push(one.getAttribute("aria-label"), one.getAttribute("title"), one.getAttribute("alt"), one.textContent);
  return words.filter(Boolean);
}
"""
# What Plotly makes of markup it takes: links, and words larger than any of ours.
_PLOTTED = """
() => [...document.querySelectorAll(".js-plotly-plot svg a, .js-plotly-plot svg tspan")]
  .filter(made => made.tagName === "a" || parseFloat(getComputedStyle(made).fontSize) > 40)
  .map(made => made.outerHTML)
"""


def contract():
    """A csv whose lines, units, actions, proofs and comments are these texts."""
    stream = io.StringIO()
    rows = csv.DictWriter(stream, COLUMNS, delimiter=";")
    rows.writeheader()
    for rank, text in enumerate(TEXTS):
        known = {"communauté": COMMUNITY, "année": 2026, "mission": "prevention", "type": "paliers"}
        known |= {"nature": "quantitatif", "sens": "hausse", "valeur initiale": 10, "palier 1": 20}
        known |= {"montant 1": 1000, "palier 2": 30, "montant 2": 2000, "résultat": 25 if rank % 2 else ""}
        rows.writerow(dict.fromkeys(COLUMNS, text) | known)
    return stream.getvalue().encode()


def look(page):
    """Unfold and point at whatever the page offers, and tell all the words met on the way."""
    words = []
    for label in ("Voir le tableau", "à vérifier", "Fichiers ouverts"):
        journey.unfold(page, label)
    for chart in page.locator(".js-plotly-plot").all():
        chart.hover(position={"x": 60, "y": 30})
        words += page.evaluate(_WORDS)
    return words + page.evaluate(_WORDS)


def test_a_text_never_turns_hides_or_pushes_the_words_around_it_on_any_page_wide_or_narrow(page):
    open_app(page)
    journey.drop(page, (FILE, contract()))
    for name in journey.PAGES:
        journey.go(page, name)
        for width in (1366, 360):
            page.set_viewport_size({"width": width, "height": 800})
            words = look(settled(page))
            assert not [word for word in words if ACTS.search(word)], (name, width)
            assert page.evaluate(_PLOTTED) == [], (name, width)
            journey.stands(page)


def test_a_chart_writes_markup_and_its_own_placeholders_as_they_were_typed(page):
    open_app(page)
    journey.drop(page, (FILE, contract()))
    journey.go(page, "Avancement")
    page.locator(".js-plotly-plot svg text").filter(has_text="<a href").first.wait_for(state="attached")
    drawn = "".join(page.locator(".js-plotly-plot svg text").all_text_contents())
    assert '<a href="http://example.invalid/p">' in drawn
    assert "<b>gras</b><br>" in drawn
    label = page.locator(".js-plotly-plot svg text").filter(has_text="<a href").first
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
    hover = page.locator(".js-plotly-plot .hoverlayer text").first
    hover.wait_for()
    told = " ".join(hover.text_content().split())
    assert '<a href="http://example.invalid/p">lien</a><span style="font-size:99px">gros' in told
    assert "&lt;i&gt; %{x}" in told
    assert page.evaluate(_PLOTTED) == []
