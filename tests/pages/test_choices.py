"""What is in view and what is assumed: community, year, reading, crisis, intensity; on every page alike."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from aci_model.wording import euros
from tests.pages import library, screen
from tests.pages.app import LIMIT_S, ROOT, run

WITH_EUROS = [screen.HOME, screen.EUROS]


def csv_of(community, *lines):
    """A csv of lines of one community: (année, libellé, montant, résultat)."""
    head = "communauté;année;mission;indicateur;type;nature;montant 1;résultat\n"
    rows = [
        f"{community};{year};qualite;{label};livrable;qualitatif;{amount};{result}\n"
        for year, label, amount, result in lines
    ]
    return (head + "".join(rows)).encode()


NORTH = (
    "nord.csv",
    csv_of(
        "CPTS du Nord", (2026, "Réunions du Nord", 1_000, "fait"), (2026, "Bilan du Nord", 400, "non fait")
    ),
)
SOUTH = (
    "sud.csv",
    csv_of("CPTS du Sud", (2025, "Réunions du Sud", 3_000, "fait"), (2026, "Soirées du Sud", 7_000, "")),
)


@pytest.fixture
def contract(app):
    return screen.contract(app)


@pytest.fixture
def two(app):
    """Two communities together, one of them over two years."""
    return screen.drop(app, NORTH, SOUTH)


# --- community and year ---


def test_the_first_community_is_in_view_first_and_the_other_can_be_chosen(two):
    assert screen.bar(two).startswith("**CPTS du Nord** · année 2026-2027")
    assert screen.answer(two).startswith(f"Sur {euros(1_400)} de part variable\u00a0: {euros(1_000)} acquis")
    screen.choose(two, "Communauté", "CPTS du Sud")
    assert screen.bar(two).startswith("**CPTS du Sud** · année 2026-2027")
    assert screen.answer(two) == (
        f"Sur {euros(7_000)} de part variable\u00a0: {euros(0)} acquis, {euros(0)} à prouver, {euros(7_000)} en attente et {euros(0)} perdus."
    )


@pytest.mark.parametrize("page", [screen.HOME, screen.PROGRESS, screen.EUROS, screen.YEARS])
def test_no_page_mixes_two_communities(two, page):
    screen.choose(two, "Communauté", "CPTS du Sud")
    screen.visit(two, page)
    shown = screen.words(two) + str(screen.charts(two)) + str([t.value for t in two.table])
    shown += str([grid.value for grid in two.dataframe if grid.editing_mode == "read_only"])
    assert "Sud" in shown
    assert "du Nord" not in shown.replace("nord.csv", "")


def test_the_community_chosen_stays_chosen_on_every_page(two):
    screen.choose(two, "Communauté", "CPTS du Sud")
    for page in (screen.PROGRESS, screen.EUROS, screen.YEARS, screen.SCALE, screen.HOME):
        screen.visit(two, page)
        assert screen.bar(two).startswith("**CPTS du Sud**")


def test_another_year_changes_the_figures(two):
    screen.choose(two, "Communauté", "CPTS du Sud")
    screen.choose(two, "Année du contrat", 2025)
    assert "année 2025-2026" in screen.bar(two)
    assert screen.answer(two).startswith(f"Sur {euros(3_000)} de part variable\u00a0: {euros(3_000)} acquis")


@pytest.mark.parametrize(
    ("year", "earned", "lost"),
    [(2024, 69_600, 52_900), (2025, 71_100, 51_400), (2026, 46_200, 27_000)],
)
def test_each_year_of_the_contract_has_the_figures_the_library_gives_it(contract, year, earned, lost):
    total = library.contract().of_year(year).totals.iloc[0]
    assert (total["variable_earned"], total["variable_lost"]) == (earned, lost)
    screen.choose(contract, "Année du contrat", year)
    for page in WITH_EUROS:
        screen.visit(contract, page)
        assert f"{euros(earned)} acquis" in screen.answer(contract)
        assert f"{euros(lost)} perdus" in screen.answer(contract)
    lines = library.contract().of_year(year).lines
    assert contract.dataframe[0].value["earned"].tolist() == lines["earned"].tolist()


def test_a_past_year_in_view_leaves_the_projection_where_it_is(contract):
    screen.visit(contract, screen.YEARS)
    answer = screen.answer(contract)
    assert "engagements fermes" in answer
    screen.choose(contract, "Année du contrat", 2024)
    assert screen.answer(contract) == answer


# --- reading, intensity, crisis ---


@pytest.mark.parametrize("reading", ["contrat", "tout-ou-rien", "lineaire"])
def test_a_reading_chosen_on_one_page_holds_on_all(contract, reading):
    screen.visit(contract, screen.PROGRESS)
    screen.choose(contract, "Lecture des paliers", reading)
    total = library.contract(reading=reading).of_year(2026).totals.iloc[0]
    for page in WITH_EUROS:
        screen.visit(contract, page)
        assert f"{euros(total['variable_earned'])} acquis" in screen.answer(contract)
    screen.visit(contract, screen.YEARS)
    now = 122_500 - total["variable_lost"]  # what is not lost, all of it counted
    assert f"dont {euros(now)} de part variable" in screen.findings(contract)[0]


def test_the_readings_differ_on_the_sample_so_that_the_choice_is_seen(contract):
    seen = set()
    for reading in ("contrat", "tout-ou-rien", "lineaire"):
        screen.choose(contract, "Lecture des paliers", reading)
        seen.add(screen.answer(contract))
    assert len(seen) == 3


def test_intensity_scales_one_mission_and_no_other(contract):
    screen.choose(contract, "Prévention", 50)
    assert "intensité modifiée" in screen.bar(contract)
    shown = screen.table(contract, "missions").set_index("Mission")
    # 6 200 × 50 % acquis, 500 × 50 % à prouver, 9 800 × 50 % en attente; the rest of 17 500 is lost.
    assert shown.loc["Prévention", ["Acquis", "À prouver", "En attente", "Perdu"]].tolist() == [
        euros(3_100), euros(250), euros(4_900), euros(9_250),
    ]  # fmt: skip
    assert shown.loc["Parcours", "Acquis"] == euros(17_000)


def test_every_choice_is_still_there_after_a_round_of_the_pages(contract):
    screen.choose(contract, "Lecture des paliers", "lineaire")
    screen.choose(contract, "L’ARS reconnaît une crise", value=True)
    screen.choose(contract, "Qualité", 80)
    screen.choose(contract, "Année du contrat", 2025)
    screen.visit(contract, screen.YEARS)
    screen.choose(contract, "Part variable comptée", 60)
    screen.visit(contract, screen.EUROS)
    screen.choose(contract, "Ligne du contrat", 50)
    for page in (screen.HOME, screen.PROGRESS, screen.SCALE, screen.YEARS, screen.EUROS):
        screen.visit(contract, page)
    assert screen.labelled(contract.radio, "Lecture des paliers").value == "lineaire"
    assert screen.labelled(contract.toggle, "L’ARS reconnaît une crise").value is True
    assert screen.labelled(contract.slider, "Qualité").value == 80
    assert screen.labelled(contract.selectbox, "Année du contrat").value == 2025
    assert screen.labelled(contract.selectbox, "Ligne du contrat").value == 50
    screen.visit(contract, screen.YEARS)
    assert screen.labelled(contract.slider, "Part variable comptée").value == 60


# --- links ---


def opened_by_link(**parameters):
    """The app opened by a link that carries these parameters."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=LIMIT_S)
    for name, value in parameters.items():
        app.query_params[name] = value
    return run(app)


def test_a_link_carries_the_assumptions_that_differ_from_the_usual_and_nothing_else(contract):
    screen.choose(contract, "Lecture des paliers", "lineaire")
    screen.choose(contract, "Année du contrat", 2025)
    screen.choose(contract, "Prévention", 50)
    screen.visit(contract, screen.YEARS)
    screen.choose(contract, "Part variable comptée", 60)
    said = {
        name: values[0] if isinstance(values, list) else values
        for name, values in contract.query_params.items()
    }
    assert said == {"lecture": "lineaire", "intensite_prevention": "50", "part_variable": "60"}
    screen.choose(contract, "Part variable comptée", 100)
    assert "part_variable" not in contract.query_params


@pytest.mark.parametrize("wrong", ["-5", "101", "63", "NaN", "beaucoup", ""])
def test_a_share_a_link_says_wrongly_is_ignored(wrong):
    app = opened_by_link(part_variable=wrong)
    screen.sample(app)
    screen.visit(app, screen.YEARS)
    assert screen.labelled(app.slider, "Part variable comptée").value == 100


def test_a_link_gives_back_the_assumptions_it_carries():
    app = opened_by_link(lecture="tout-ou-rien", part_variable="60", crise="true", intensite_qualite="80")
    screen.sample(app)
    assert screen.labelled(app.radio, "Lecture des paliers").value == "tout-ou-rien"
    assert screen.labelled(app.toggle, "L’ARS reconnaît une crise").value is True
    assert screen.labelled(app.slider, "Qualité").value == 80
    screen.visit(app, screen.YEARS)
    assert screen.labelled(app.slider, "Part variable comptée").value == 60


def test_a_link_with_an_unknown_reading_reads_the_contract():
    app = opened_by_link(lecture="au-hasard", inconnu="x")
    screen.sample(app)
    assert screen.labelled(app.radio, "Lecture des paliers").value == "contrat"
