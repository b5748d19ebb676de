"""Projection: years past and to come, the slider between 100 % and 0 %, what stays covered."""

from __future__ import annotations

import pytest

from aci_model.wording import euros
from tests import contract_a
from tests.pages import library, screen
from tests.pages.app import go, run
from tests.reading_files import book

SHARES = [100, 60, 50, 0]
HEADERS = ["Année", "Scénario", "Base", "Part fixe", "Part variable", "Total"]


@pytest.fixture
def page(app):
    """The page, with contract A dropped."""
    return go(screen.contract(app), screen.YEARS)


def counted(app, share):
    return screen.choose(app, "Part variable comptée", share)


def bars(app):
    """The chart of the years."""
    return screen.charts(app)[0]


def trace(chart, name):
    """Heights of the bars a word of the legend stands for, found by the words their hover tells."""
    found = [
        bars["y"]
        for bars in chart.drawn["data"]
        if bars["type"] == "bar" and any(name in str(words) for words in bars.get("customdata", []))
    ]
    assert len(found) == 1, f"{len(found)} traces tell {name}"
    return found[0]


@pytest.mark.parametrize("share", SHARES)
def test_the_table_of_years_is_what_the_library_projects(page, share):
    counted(page, share)
    years = library.contract().years(share / 100)
    told = years[(years["period"] != "past") | (years["scenario"] == "choisi")]
    shown = screen.table(page, "projection_annees")
    assert list(shown.columns)[:6] == HEADERS
    assert shown[["Part fixe", "Part variable", "Total"]].to_numpy().tolist() == [
        [euros(row["fixed"]), euros(row["variable"]), euros(row["total"])] for row in told.to_dict("records")
    ]


def test_past_years_tell_what_was_paid_and_the_years_to_come_say_they_are_projected(page):
    shown = screen.rows(screen.table(page, "projection_annees"))
    assert shown[0][:6] == [
        "2024-2025", "constaté", "montant versé", euros(275_000), euros(69_600), euros(344_600),
    ]  # fmt: skip
    assert shown[1][0] == "2025-2026"
    assert {row[2] for row in shown if row[0] >= "2026"} == {"projeté", "projeté, renouvellement supposé"}
    # Signed on 15/04/2022 for five years: 2026-2027 is the last, the next ones suppose a renewal.
    assert {row[0] for row in shown if "renouvellement" in row[2]} == {"2027-2028", "2028-2029", "2029-2030"}


@pytest.mark.parametrize(
    ("share", "now", "later"),
    [
        (100, 95_500, 122_500),  # now: 122 500 − 27 000 lost
        (60, 57_300, 73_500),  # 60 % of each
        (50, 47_750, 61_250),
        (0, 0, 0),
    ],
)
def test_the_chart_draws_the_chosen_share_and_always_sans_part_variable_beside_it(page, share, now, later):
    counted(page, share)
    chart = bars(page)
    assert trace(chart, "part fixe") == [275_000] * 6
    assert trace(chart, "<br>part variable") == [69_600, 71_100, now, later, later, later]
    # past years have no « without »; each year to come keeps its ghost bar of 275 000
    assert [height for height in trace(chart, "sans part variable") if height] == [275_000] * 4
    assert "sans part variable" in [bars.get("name") for bars in chart.drawn["data"]]
    assert f"2026-2027\u00a0: {euros(275_000)} de part fixe et {euros(now)} de part variable" in chart.alt


def test_the_commitments_are_drawn_across_the_years_to_come(page):
    chart = bars(page)
    (line,) = [one for one in chart.drawn["data"] if "engagements" in str(one.get("hovertemplate", ""))]
    heights = line["y"]
    assert heights[:4] == [None] * 4  # two past years
    # firm: (4 600 + 2 300 + 1 250 + 2 500) × 12 + 32 000 × 4 + 9 800 = 265 600; flexible, this year:
    # 3 400 × 12 + 6 000 × 4 + 8 000 + 5 000 + 2 900 × 4 (15/01 to 14/04: Jan, Feb, Mar, Apr) = 89 400.
    assert heights[4] == 265_600 + 89_400


def test_the_answer_says_until_when_firm_commitments_hold_without_the_variable_part_whatever_the_slider_says(
    page,
):
    told = set()
    for share in SHARES:
        counted(page, share)
        told.add(screen.answer(page))
    # Firm posts cost 10 650 × 12 + 32 000 × 4 + 9 800 = 265 600, and 319 600 once the deputy is there (15/04/2027).
    # 41 200 on 15/04/2026, then the fixe and 71 100 earned the year before, less 2 000 withheld:
    # 41 200 + 273 000 + 71 100 − 265 600 = 119 700; + 277 000 − 319 600 = 77 100, the 2 000 being back;
    # + 275 000 − 319 600 = 32 500; + 275 000 − 319 600 = −12 100 on 14/04/2030.
    expected = (
        f"Sans part variable, vos engagements fermes sont couverts jusqu’en février 2030\u202f; il manque "
        f"{euros(12_100)} pour finir l’année. Avec vos postes souples, l’argent suffit jusqu’en décembre 2027."
    )
    assert told == {expected}


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        # 275 000 + 95 500 = 370 500; + 57 300 = 332 300; + 47 750 = 322 750
        (
            100,
            f"Avec 100\u00a0% du variable encore possible, cette année rapporte {euros(370_500)}, dont {euros(95_500)}",
        ),
        (
            60,
            f"Avec 60\u00a0% du variable encore possible, cette année rapporte {euros(332_300)}, dont {euros(57_300)}",
        ),
        (
            50,
            f"Avec 50\u00a0% du variable encore possible, cette année rapporte {euros(322_750)}, dont {euros(47_750)}",
        ),
        (0, f"Sans part variable, cette année rapporte {euros(275_000)}."),
    ],
)
def test_the_title_says_what_the_chosen_share_brings_this_year(page, share, sentence):
    counted(page, share)
    assert screen.findings(page)[0].startswith(sentence)


@pytest.mark.parametrize("share", SHARES)
def test_the_posts_are_covered_in_their_order_until_the_income_runs_out(page, share):
    counted(page, share)
    page.session_state["engagements"] = True
    run(page)
    (element,) = [table for table in page.table if table.proto.alt == "Engagements couverts"]
    shown = element.value.map(screen.said)
    costs = [55_200, 27_600, 15_000, 128_000, 30_000, 9_800, 40_800, 24_000, 8_000, 5_000, 11_600]
    assert shown["Coût de l’année"].tolist() == [euros(cost) for cost in costs]
    income = 275_000 + 95_500 * share / 100
    left, expected = income, []
    for cost in costs:
        expected.append("couvert" if left >= cost else "en partie" if left > 0 else "non couvert")
        left -= cost
    assert shown["Scénario choisi"].tolist() == expected
    assert shown["Sans part variable"].tolist() == ["couvert"] * 6 + ["en partie"] + ["non couvert"] * 4


def test_a_recognised_crisis_adds_its_envelope_and_every_total_adds_up_on_screen(page):
    screen.choose(page, "L’ARS reconnaît une crise", value=True)
    assert "crise reconnue" in screen.bar(page)
    shown = screen.table(page, "projection_annees")
    now = shown[(shown["Année"] == "2026-2027") & (shown["Scénario"] != "sans part variable")].iloc[0]
    assert now["Total"] == euros(438_000)  # 275 000 + 95 500 + 67 500
    parts = [name for name in shown.columns if name not in {"Année", "Scénario", "Base", "Total"}]
    amounts = [int("".join(sign for sign in now[name] if sign.isdigit())) for name in parts]
    assert sum(amounts) == 438_000, f"{parts} do not add up to the total beside them"


def test_without_a_crisis_its_envelope_is_nowhere(page):
    assert euros(67_500) not in screen.words(page)
    assert "crise reconnue" not in screen.bar(page)


def test_a_workbook_without_depenses_says_what_to_add(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    go(app, screen.YEARS)
    assert "vos dépenses (feuille Dépenses)" in screen.words(app)
    (chart,) = screen.charts(app)  # no curve: nothing would ever be spent
    assert not [one for one in chart.drawn["data"] if "engagements" in str(one.get("hovertemplate", ""))]


@pytest.mark.parametrize("share", [100, 60, 0])
def test_an_unknown_fixed_part_is_said_unknown_and_never_drawn_as_zero(app, share):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    go(app, screen.YEARS)
    counted(app, share)
    assert "La part fixe n’est pas connue" in screen.answer(app)
    chart = bars(app)
    assert set(trace(chart, "part fixe\u00a0: ")) == {None}
    assert trace(chart, "part fixe inconnue")
    years = screen.table(app, "projection_annees")
    assert set(years["Part fixe"]) == {"inconnu"}
    assert set(years["Total"]) == {"inconnu"}
    assert years["Part variable"].iloc[0] == euros(122_500 * share / 100)


def test_years_without_a_date_are_told_from_this_year_on(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    go(app, screen.YEARS)
    shown = screen.table(app, "projection_annees")
    assert shown["Année"].unique().tolist() == ["cette année", "dans 1 an", "dans 2 ans", "dans 3 ans"]


def test_a_size_alone_gives_the_amounts_of_the_texts_and_names_those_nobody_knows(app):
    content = book(
        {
            "Communauté": [["Nom", "Taille"], ["Petite", 1]],
            "Indicateurs": [
                ["Année", "Mission", "Indicateur", "Type", "Montant 1", "Résultat"],
                [2026, "qualite", "Réunions", "livrable", 1000, "fait"],
            ],
        }
    )
    screen.drop(app, ("petite.xlsx", content))
    go(app, screen.YEARS)
    # After avenant 2, accès aux soins and crise are unknown for taille 1 (ACI.md §2): so is the sum. What is
    # known of it: 50 000 + 25 000 + 10 000 + 7 500 (qualité, the option taken), accompagnement apart.
    assert screen.answer(app).startswith(f"Sans part variable, il reste au moins {euros(92_500)}")
    assert "Accès aux soins" in screen.words(app)
    assert set(screen.table(app, "projection_annees")["Part fixe"]) == {"inconnu"}
