"""A coordinator's hour with the app, in a real browser, from the drop of a workbook to a link kept for later."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from aci_model.wording import euros
from tests.browser import journey
from tests.browser.driver import open_app, settled
from tests.pages import library

SPLIT = ["ceiling", "earned", "to_prove", "pending", "lost"]


def missions(reading):
    """The rows of the table of missions, as the library works them out and French writes them."""
    parts = library.contract(reading=reading).of_year(2026).parts
    parts = parts[parts["paid"] == "attained"]
    return [[euros(row[name]) for name in SPLIT] for row in parts.to_dict("records")]


def variable_bars(page):
    """Heights of the bars: chosen variable part, and « sans part variable » beside."""
    bars = [trace for trace in journey.chart(page) if trace["type"] == "bar" and len(trace["y"]) > 1]
    return bars[1]["y"], bars[-1]["y"]


def test_a_workbook_dropped_shows_its_euros_everywhere_and_a_reading_changes_them_everywhere(page):
    open_app(page)
    journey.drop_contract(page)
    assert journey.answer(page).startswith(f"Sur {euros(122_500)} de part variable")
    # 46 200 + 5 500 + 43 800 + 27 000 = 122 500; how each is made: tests/pages/test_accueil.py
    assert list(journey.figures(page).values()) == [euros(n) for n in (46_200, 5_500, 43_800, 27_000)]
    journey.stands(page)

    journey.unfold(journey.go(page, "Part variable"))
    journey.stands(page)
    by_mission, by_reading, _ = journey.tables(page)
    assert [row[1:6] for row in by_mission[1:]] == missions("contrat")
    assert by_mission[2][:3] == ["Parcours", euros(45_000), euros(17_000)]
    assert by_reading[1][1:4] == [
        euros(11_000),
        euros(5_000),
        euros(15_420),
    ]  # accès aux soins, by hand there too

    journey.choose_reading(page, "linéaire")
    assert "linéaire" in journey.bar(page)
    assert [row[1:6] for row in journey.tables(page)[0][1:]] == missions("lineaire")
    # 46 200 − 11 000 + 15 419,82 on accès; on breast screening 2 975,40 instead of 2 500: 51 095,22
    assert f"{euros(51_095)} acquis" in journey.answer(page)
    journey.go(page, "Accueil")
    assert journey.figures(page)["Acquis"] == euros(51_095)
    journey.go(page, "Projection")
    assert f"dont {euros(100_395)}" in journey.findings(page)[0]  # 122 500 − 22 104,78 lost


def test_the_slider_moved_with_the_keyboard_tells_60_percent_then_nothing_and_the_ghost_stays(page):
    journey.go(journey.open_with_sample(page), "Projection")
    journey.unfold(page)
    journey.stands(page)
    before, without = variable_bars(page)
    # two past years paid; 95 500 still possible this year; 122 500 each later year
    assert before == [69_600, 71_100, 95_500, 122_500, 122_500, 122_500]
    assert without == [None, None, 275_000, 275_000, 275_000, 275_000]

    journey.slider(page).focus()
    for _ in range(8):  # 8 steps of 5 %
        page.keyboard.press("ArrowLeft")
    settled(page)
    assert journey.findings(page)[0].startswith("Avec 60\u00a0%")
    assert f"dont {euros(57_300)}" in journey.findings(page)[0]
    assert variable_bars(page) == ([69_600, 71_100, 57_300, 73_500, 73_500, 73_500], without)
    assert [
        "2026-2027",
        "60\u00a0% de part variable",
        "projeté",
        euros(275_000),
        euros(57_300),
        euros(332_300),
    ] in (journey.tables(page)[0])

    page.keyboard.press("Home")
    settled(page)
    assert journey.findings(page)[0] == f"Sans part variable, cette année rapporte {euros(275_000)}."
    assert variable_bars(page) == ([69_600, 71_100, 0, 0, 0, 0], without)
    assert journey.answer(page).startswith("Sans part variable, vos engagements fermes sont couverts")
    journey.stands(page)


def test_nothing_is_lost_in_a_round_of_the_pages_and_a_link_keeps_the_assumptions_alone(page):
    addresses = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    journey.open_with_sample(page)
    journey.choose_reading(page, "tout ou rien")
    journey.go(page, "Projection")
    journey.slider(page).focus()
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    settled(page)
    journey.go(page, "Part variable")
    journey.look_up(page, "Ligne du contrat", "dépistage du cancer du sein")
    page.keyboard.press("Enter")
    settled(page)

    for name in ["Barème", "Avancement", "Part variable"]:
        journey.go(page, name)
        assert "tout ou rien" in journey.bar(page)
        addresses.append(page.url)
    # 73,69 % is under the last threshold, 75 %: nothing is due when it is all or nothing
    assert "cancer du sein" in page.get_by_role("combobox", name="Ligne du contrat").input_value()
    assert "73,69\u00a0%" in page.get_by_text("Cellule").locator("..").inner_text()
    journey.go(page, "Projection")
    assert journey.findings(page)[0].startswith("Avec 30\u00a0%")

    link = page.url
    page.reload()
    settled(page)
    assert page.get_by_text("Aucun contrat n’est ouvert").is_visible()  # a link carries no data
    page.get_by_role("link", name="Ouvrir un contrat").click()
    settled(page)
    journey.press(page, journey.SAMPLE)
    assert "tout ou rien" in journey.bar(page)
    journey.go(page, "Projection")
    assert journey.findings(page)[0].startswith("Avec 30\u00a0%")
    assert parse_qs(urlsplit(link).query) == {"lecture": ["tout-ou-rien"], "part_variable": ["30"]}
    assert addresses
    assert not [
        url for url in addresses if re.search(r"cpts|contrat_a|contrat%20|2026|inventé", url, re.IGNORECASE)
    ]


def test_forgetting_the_files_leaves_nothing_and_can_be_undone(visitor):
    page = visitor(color_scheme="dark")  # the theme of those whose screen is dark, while we are at it
    journey.stands(journey.open_with_sample(page))
    journey.unfold(page, "Fichiers ouverts")
    journey.press(page, "Oublier les fichiers")
    assert page.get_by_role("button", name=journey.SAMPLE).is_visible()
    assert "CPTS du contrat A" not in page.content()
    journey.press(page, "Annuler la dernière action")
    assert journey.figures(page)["Acquis"] == euros(46_200)
