"""The law as data: every amount against a table transcribed by hand, every day against a fold worked by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from aci_model import law
from aci_model.law.vocabulary import plain

NAN = float("nan")

# Transcribed from the project's table of amounts, not from the files of the law. Euros a year, tailles 1 to 4.
ACCORD = {
    ("fonctionnement", "fixe"): (50_000, 60_000, 75_000, 90_000),
    ("acces_aux_soins", "fixe"): (15_000, 17_500, 25_000, 30_000),
    ("acces_aux_soins", "variable"): (15_000, 17_500, 25_000, 30_000),
    ("acces_aux_soins", "compensation_snp"): (10_000, 12_000, 15_000, 20_000),
    ("acces_aux_soins", "enveloppe_flechee_snp"): (35_000, 45_000, 55_000, 70_000),
    ("parcours", "fixe"): (25_000, 35_000, 45_000, 50_000),
    ("parcours", "variable"): (25_000, 35_000, 45_000, 50_000),
    ("prevention", "fixe"): (10_000, 15_000, 17_500, 20_000),
    ("prevention", "variable"): (10_000, 15_000, 17_500, 20_000),
    ("qualite", "fixe"): (7_500, 10_000, 15_000, 20_000),
    ("qualite", "variable"): (7_500, 10_000, 15_000, 20_000),
    ("accompagnement", "fixe"): (5_000, 7_500, 10_000, 15_000),
    ("accompagnement", "variable"): (5_000, 7_500, 10_000, 15_000),
}
# Avenant 2: accès aux soins is known for taille 3 only, and folds its two other parts into these.
ACCESS_FOLDED = {
    ("acces_aux_soins", "fixe"): (NAN, NAN, 90_000, NAN),
    ("acces_aux_soins", "variable"): (NAN, NAN, 35_000, NAN),
}
FOLDED_AWAY = {("acces_aux_soins", "compensation_snp"), ("acces_aux_soins", "enveloppe_flechee_snp")}
CRISIS = {
    ("crise", "fixe"): (NAN, NAN, 22_500, NAN),
    ("crise", "variable_si_crise"): (NAN, NAN, 67_500, NAN),
}
SPRING_2022 = {place: cells for place, cells in ACCORD.items() if place not in FOLDED_AWAY} | ACCESS_FOLDED
TODAY = SPRING_2022 | CRISIS

BY_DAY = {
    dt.date(2019, 8, 24): {},  # the eve of the accord
    dt.date(2019, 8, 25): ACCORD,
    dt.date(2020, 1, 1): ACCORD,
    dt.date(2021, 1, 1): ACCORD,
    dt.date(2022, 3, 31): ACCORD,  # avenant 2 is published, and applies the next day
    dt.date(2022, 4, 1): SPRING_2022,
    dt.date(2022, 9, 2): SPRING_2022,  # the eve of the crisis mission
    dt.date(2022, 9, 3): TODAY,
    dt.date(2023, 1, 1): TODAY,
    dt.date(2024, 1, 1): TODAY,
    dt.date(2025, 1, 1): TODAY,
    dt.date(2026, 1, 1): TODAY,
    dt.date(2027, 1, 1): TODAY,
    None: TODAY,
}


def table(ceilings):
    """Lay folded ceilings out as the tables above."""
    wide = ceilings.pivot_table(
        index=["mission", "part"],
        columns="size_class",
        values="ceiling",
        dropna=False,
        aggfunc="sum",
        sort=False,
    )
    known = ceilings.pivot_table(
        index=["mission", "part"], columns="size_class", values="ceiling", aggfunc="count", sort=False
    )
    return {place: tuple(wide.loc[place].where(known.loc[place] == 1)) for place in known.index}


def community_years(rows, *, size=3, signed="2021-04-15"):
    years = pd.DataFrame(rows, columns=["community", "year"]).astype({"community": "str", "year": "Int64"})
    years["size_class"] = pd.array([size] * len(years), dtype="Int64")
    communities = pd.DataFrame({"community": years["community"].unique()})
    communities["signed"] = pd.Series(pd.Timestamp(signed), index=communities.index).astype("datetime64[s]")
    return years.assign(starts=law.contract_starts(communities, years))


@pytest.mark.parametrize("day", BY_DAY, ids=str)
def test_the_rules_of_a_day_equal_the_table_worked_by_hand(day):
    ceilings = law.fold(law.load(), day).ceilings
    found = table(ceilings) if len(ceilings) else {}
    assert found.keys() == BY_DAY[day].keys()
    for place, expected in BY_DAY[day].items():
        np.testing.assert_array_equal(found[place], expected, err_msg=str(place))


def test_each_day_names_the_text_its_amounts_come_from():
    ceilings = law.fold(law.load(), dt.date(2026, 1, 1)).ceilings
    changed = ceilings["mission"].isin(["crise", "acces_aux_soins"])
    assert set(ceilings.loc[changed, "text"]) == {"avenant_2"}
    assert set(ceilings.loc[~changed, "text"]) == {"accord_2019"}
    assert set(ceilings["text_label"]) == {"Accord de 2019", "Avenant 2"}


def test_the_four_published_ceilings_of_the_accord_come_out():
    ceilings = law.fold(law.load(), dt.date(2020, 1, 1)).ceilings
    # taille 1: 50 000 + 75 000 + 50 000 + 20 000 + 15 000 + 10 000; likewise for the others
    assert list(law.total(ceilings, ["size_class"])) == [220_000, 287_000, 370_000, 450_000]


@pytest.mark.parametrize(
    ("mission", "published"),
    [
        ("acces_aux_soins", [75_000, 92_000, 120_000, 150_000]),
        ("parcours", [50_000, 70_000, 90_000, 100_000]),
    ],
)
def test_the_printed_total_of_each_mission_comes_out(mission, published):
    ceilings = law.fold(law.load(), dt.date(2020, 1, 1)).ceilings
    of_mission = ceilings[ceilings["mission"] == mission]
    assert list(law.total(of_mission, ["size_class"])) == published
    printed = law.fold(law.load(), dt.date(2020, 1, 1)).totals
    assert list(printed.loc[printed["mission"] == mission, "total"]) == published


def test_a_total_that_contains_an_unknown_is_unknown():
    totals = law.total(law.fold(law.load(), None).ceilings, ["size_class"])
    # taille 3: 75 000 + 125 000 + 90 000 + 35 000 + 90 000 (crise) + 30 000 + 20 000
    assert totals[3] == 465_000
    assert totals[[1, 2, 4]].isna().all()


def test_the_raised_ceiling_of_taille_4_is_told_beside_the_unknown_amounts():
    printed = law.fold(law.load(), None).totals
    whole = printed[printed["mission"].isna()].set_index("size_class")["total"]
    assert whole[4] == 580_000
    assert whole[[1, 2, 3]].isna().all()


def test_every_amount_carries_text_source_and_confidence():
    rules = law.fold(law.load(), None)
    for frame in (rules.ceilings, rules.totals, rules.one_off, rules.sizes, rules.deadlines, rules.payment):
        assert frame[["text", "text_label", "source", "effective"]].notna().all(axis=None)
        assert set(frame["confidence"]) <= {"A", "B", "C", "?"}
    unknown = rules.ceilings["ceiling"].isna()
    assert set(rules.ceilings.loc[unknown, "confidence"]) == {"?"}
    assert "?" not in set(rules.ceilings.loc[~unknown, "confidence"])


def test_an_amount_is_as_sure_as_its_own_source():
    cells = law.fold(law.load(), dt.date(2020, 1, 1)).ceilings.set_index(["mission", "part", "size_class"])
    assert cells.loc[("parcours", "fixe", 1), "confidence"] == "A"
    assert cells.loc[("prevention", "fixe", 1), "confidence"] == "B"
    assert "mémoire" in cells.loc[("prevention", "fixe", 1), "source"]
    assert "contrats publiques" in cells.loc[("prevention", "fixe", 3), "source"]


def test_the_conflict_about_access_is_shown_with_both_figures_and_not_settled():
    rules = law.fold(law.load(), None)
    disputed = rules.ceilings[rules.ceilings["disputed"]]
    assert sorted(zip(disputed["mission"], disputed["part"], disputed["size_class"], strict=True)) == [
        ("acces_aux_soins", "fixe", 3),
        ("acces_aux_soins", "variable", 3),
    ]
    figures = rules.conflicts.drop_duplicates("figure")
    assert list(figures["amount"]) == [120_000, 125_000]
    assert set(figures["status"]) == {"unresolved"}
    assert figures["figure_source"].nunique() == 2
    assert not law.fold(law.load(), dt.date(2020, 1, 1)).ceilings["disputed"].any()


def test_what_nobody_could_read_is_said_as_such():
    statements = law.fold(law.load(), None).unknowns.set_index("subject")["statement"]
    assert "avenant 1" in statements["avenants"]
    assert "taille 3" in statements["crise"]


def test_four_dates_of_a_text_are_kept_apart():
    accord, avenant = law.load().texts
    assert (accord.signed, accord.published, accord.effective) == (
        dt.date(2019, 6, 20),
        dt.date(2019, 8, 24),
        dt.date(2019, 8, 25),
    )
    assert (avenant.signed, avenant.published) == (dt.date(2021, 12, 20), dt.date(2022, 3, 31))
    assert accord.checked == avenant.checked == dt.date(2026, 11, 21)


def test_missions_come_in_the_accords_order_with_their_deadlines():
    missions = law.load().missions.set_index("mission")
    months = missions[["latest_start_months", "full_deployment_months"]]
    expected = {
        "fonctionnement": (0, 0),
        "acces_aux_soins": (6, 18),
        "parcours": (12, 24),
        "prevention": (12, 24),
        "crise": (6, 18),
        "qualite": (None, None),
        "accompagnement": (None, None),
    }
    assert list(missions.index) == list(expected)
    for mission, (start, full) in expected.items():
        found = [None if pd.isna(value) else value for value in months.loc[mission]]
        assert found == [start, full], mission
    deadlines = law.fold(law.load(), None).deadlines.set_index("mission")
    assert list(deadlines.loc[["qualite", "accompagnement"], "start"]) == ["libre", "libre"]
    assert missions.loc["crise", "since"] == "avenant_2"


def test_payment_rules_are_the_texts_own_and_defaults_are_marked_unknown():
    payment = law.fold(law.load(), None).payment.set_index("rule")
    advances = ["anniversary_share", "mission_start_share", "mission_anniversary_share"]
    assert list(payment.loc[advances, "value"]) == [0.75, 0.75, 0.75]
    assert payment.loc["signature_share", "value"] == 1
    assert payment.loc["variable_delay", "value"] == 1
    assert payment.loc["balance_delay", "value"] == 3
    assert payment.loc["variable_advance_share", "value"] == 0
    assert set(payment.index[payment["confidence"] == "?"]) == {
        "balance_delay",
        "variable_advance_share",
        "overpayment",
    }
    assert (payment["value"].isna() == payment["choice"].notna()).all()


def test_money_paid_once_comes_from_the_drafts_of_2020():
    one_off = law.fold(law.load(), None).one_off.pivot_table(
        index="payment", columns="size_class", values="amount"
    )
    assert list(one_off.loc["lettre_intention"]) == [15_000, 17_500, 25_000, 30_000]
    # fonctionnement raised by 75 %: 50 000, 60 000, 75 000, 90 000 × 1.75
    assert list(one_off.loc["premier_fonctionnement"]) == [87_500, 105_000, 131_250, 157_500]


@pytest.mark.parametrize(
    ("population", "size_class"),
    [
        (1, 1),
        (39_999, 1),
        (40_000, 2),
        (79_999, 2),
        (80_000, 3),
        (175_000, 3),
        (175_001, 4),
        (2_000_000, 4),
    ],
)
def test_a_size_changes_exactly_at_its_bound(population, size_class):
    assert law.size_classes(pd.Series([population]), law.load()).item() == size_class


@pytest.mark.parametrize("population", [None, 0, -5, float("inf")])
def test_a_population_nobody_knows_has_no_size(population):
    found = law.size_classes(pd.Series([population, 50_000], dtype="float64", index=[7, 3]), law.load())
    assert found.dtype == "Int64"
    assert list(found.index) == [7, 3]
    assert found.isna().tolist() == [True, False]
    assert found[3] == 2


def test_a_nullable_integer_population_is_read_too():
    assert law.size_classes(pd.Series([None, 90_000], dtype="Int64"), law.load()).isna().tolist() == [
        True,
        False,
    ]


def test_exactly_80_000_inhabitants_is_taille_3_and_said():
    notes = law.size_notes(pd.Series([79_999, 80_000, 80_001, None]), law.load())
    assert notes.isna().tolist() == [True, False, True, True]
    assert "à confirmer avec votre contrat" in notes[1]


def test_a_contract_year_starts_on_the_anniversary_of_the_signature():
    communities = pd.DataFrame(
        {
            "community": ["A", "B", "C"],
            "signed": pd.Series(["2021-12-19", "2024-02-29", None]).astype("datetime64[s]"),
        }
    )
    years = pd.DataFrame(
        {
            "community": ["A", "A", "B", "B", "B", "C", "D", "A", "A"],
            "year": pd.array([2025, 2026, 2024, 2025, 2028, 2026, 2026, 3, None], dtype="Int64"),
        },
        index=range(10, 19),
    )
    starts = law.contract_starts(communities, years)
    assert starts.dtype == "datetime64[s]"
    assert list(starts.index) == list(years.index)
    assert [None if pd.isna(day) else day.date() for day in starts] == [
        dt.date(2025, 12, 19),
        dt.date(2026, 12, 19),
        dt.date(2024, 2, 29),
        dt.date(2025, 3, 1),
        dt.date(2028, 3, 1),
        None,  # signature unknown
        None,  # community unknown
        None,  # a rank in the contract is not a calendar year
        None,
    ]


def test_a_contract_year_ends_the_day_before_the_next():
    # the two public contracts: 19/12/2025–18/12/2026 and 15/04/2026–14/04/2027
    assert law.contract_span(dt.date(2025, 12, 19)) == (dt.date(2025, 12, 19), dt.date(2026, 12, 18))
    assert law.contract_span(pd.Timestamp("2026-04-15")) == (dt.date(2026, 4, 15), dt.date(2027, 4, 14))
    assert law.contract_span(dt.date(2024, 2, 29)) == (dt.date(2024, 2, 29), dt.date(2025, 2, 28))


def test_the_ceilings_of_a_year_are_those_of_its_first_day():
    years = community_years([("A", 2021), ("A", 2022), ("A", 2023)])
    ceilings = law.ceilings(law.load(), years)
    sums = law.total(ceilings, ["year"])
    assert sums[2021] == 370_000
    # 15/04/2022: 75 000 + 125 000 + 90 000 + 35 000 + 30 000 + 20 000, no crisis mission yet
    assert sums[2022] == 375_000
    # 15/04/2023: the same and 22 500 + 67 500 of the crisis mission
    assert sums[2023] == 465_000
    assert list(ceilings.columns) == list(law.CEILINGS)
    assert {name: str(dtype) for name, dtype in ceilings.dtypes.items()} == law.CEILINGS


def test_rows_come_by_community_then_year_then_mission_then_part():
    years = community_years([("Z", 2024), ("A", 2026), ("Z", 2023), ("A", 2025)])
    ceilings = law.ceilings(law.load(), years)
    places = ceilings[["community", "year"]].drop_duplicates()
    assert list(zip(places["community"], places["year"], strict=True)) == [
        ("Z", 2023),
        ("Z", 2024),
        ("A", 2025),
        ("A", 2026),
    ]
    first = ceilings[(ceilings["community"] == "Z") & (ceilings["year"] == 2023)]
    assert list(zip(first["mission"], first["part"], strict=True)) == [
        ("fonctionnement", "fixe"),
        ("acces_aux_soins", "fixe"),
        ("acces_aux_soins", "variable"),
        ("parcours", "fixe"),
        ("parcours", "variable"),
        ("prevention", "fixe"),
        ("prevention", "variable"),
        ("crise", "fixe"),
        ("crise", "variable_si_crise"),
        ("qualite", "fixe"),
        ("qualite", "variable"),
        ("accompagnement", "fixe"),
        ("accompagnement", "variable"),
    ]
    assert list(first["paid"].drop_duplicates()) == ["deployed", "attained", "crisis"]


def test_nothing_is_owed_before_the_first_text():
    ceilings = law.ceilings(law.load(), community_years([("A", 2018)]))
    assert len(ceilings) == 0
    assert {name: str(dtype) for name, dtype in ceilings.dtypes.items()} == law.CEILINGS


def test_no_community_gives_no_row():
    assert len(law.ceilings(law.load(), community_years([("A", 2026)]).iloc[:0])) == 0


@pytest.mark.parametrize("size", [None, 5, 0])
def test_an_unknown_size_leaves_every_ceiling_unknown_and_says_why(size):
    ceilings = law.ceilings(law.load(), community_years([("A", 2026)], size=size))
    assert len(ceilings) == 13
    assert ceilings["ceiling"].isna().all()
    assert ceilings["reason"].str.contains("feuille Communauté").all()
    assert set(ceilings["confidence"]) == {"?"}
    assert ceilings[["text", "text_label", "source"]].notna().all(axis=None)


def test_an_unknown_amount_says_where_to_write_the_contracts_own():
    ceilings = law.ceilings(law.load(), community_years([("A", 2026)], size=2))
    unknown = ceilings["ceiling"].isna()
    assert set(ceilings.loc[unknown, "mission"]) == {"acces_aux_soins", "crise"}
    assert ceilings.loc[unknown, "reason"].str.contains("feuille Enveloppes").all()
    assert ceilings.loc[~unknown, "reason"].isna().all()


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2019, 370_000),  # 31/12/2019: the accord; on 1 January there was none
        (2021, 370_000),
        (2022, 465_000),  # 31/12/2022: every text that may govern the year
        (2026, 465_000),
        (3, 465_000),  # a rank in the contract tells no day: every text
        (None, 465_000),
    ],
)
def test_without_a_signature_the_last_day_of_the_year_decides(year, expected):
    ceilings = law.ceilings(law.load(), community_years([("A", year)], signed=None))
    assert ceilings["ceiling"].sum() == expected


def test_asking_for_ceilings_changes_nothing_in_what_was_given():
    years = community_years([("B", 2026), ("A", 2022)])
    before = years.copy(deep=True)
    law.ceilings(law.load(), years)
    pd.testing.assert_frame_equal(years, before)


# Spellings met in a real annex and in the table of May 2024.
@pytest.mark.parametrize(
    ("spelling", "mission"),
    [
        ("Mission 1 – Favoriser l'accès aux soins", "acces_aux_soins"),
        ("Mission 2 – Parcours pluriprofessionnels autour du patient", "parcours"),
        ("Mission 3 – Actions coordonnées de prévention", "prevention"),
        ("Mission 5 – Qualité et pertinence des soins", "qualite"),
        ("Mission 6 – Accompagnement des professionnels de santé", "accompagnement"),
        ("Crise sanitaire", "crise"),
        ("Accompagnement des PS", "accompagnement"),
        ("Prévention", "prevention"),
        ("Fonctionnement", "fonctionnement"),
        ("Gestion de crise", "crise"),
        ("ACCES AUX SOINS", "acces_aux_soins"),
        ("Missions en faveur de l'amélioration de l'accès aux soins (socle) :", "acces_aux_soins"),
    ],
)
def test_a_mission_is_known_by_the_names_people_type(spelling, mission):
    missions = law.load().missions
    owners = {
        plain(name): row_mission
        for row_mission, label, short, names in zip(
            missions["mission"], missions["label"], missions["short"], missions["names"], strict=True
        )
        for name in (row_mission, label, short, *names)
    }
    assert owners[plain(spelling)] == mission


def test_short_labels_fit_a_chart():
    assert law.load().missions["short"].str.len().max() <= 24
    assert law.load().parts["short"].str.len().max() <= 24
    assert law.load().missions["short"].is_unique


def test_what_makes_a_part_owed_is_data():
    paid = law.load().parts.set_index("part")["paid"]
    assert dict(paid) == {
        "fixe": "deployed",
        "variable": "attained",
        "compensation_snp": "deployed",
        "enveloppe_flechee_snp": "deployed",
        "variable_si_crise": "crisis",
    }
