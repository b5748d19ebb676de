"""Sizes, contract years and the ceilings of community-years, at their boundaries."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from aci_model import law


def community_years(rows, *, size=3, signed="2021-04-15"):
    years = pd.DataFrame(rows, columns=["community", "year"]).astype({"community": "str", "year": "Int64"})
    years["size_class"] = pd.array([size] * len(years), dtype="Int64")
    communities = pd.DataFrame({"community": years["community"].unique()})
    communities["signed"] = pd.Series(pd.Timestamp(signed), index=communities.index).astype("datetime64[s]")
    return years.assign(starts=law.contract_starts(communities, years))


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


@pytest.mark.parametrize(("signed", "expected"), [("2021-03-31", 370_000), ("2021-04-01", 375_000)])
def test_a_year_that_starts_on_the_day_of_a_text_follows_it(signed, expected):
    ceilings = law.ceilings(law.load(), community_years([("A", 2022)], signed=signed))
    assert ceilings["ceiling"].sum() == expected


def test_rows_come_by_community_then_year_then_mission_then_part():
    years = community_years([("Z", 2026), ("A", 2025), ("Z", 2024), ("A", 2023)])
    ceilings = law.ceilings(law.load(), years)
    places = ceilings[["community", "year"]].drop_duplicates()
    assert list(zip(places["community"], places["year"], strict=True)) == [
        ("Z", 2024),
        ("Z", 2026),
        ("A", 2023),
        ("A", 2025),
    ]
    first = ceilings[(ceilings["community"] == "Z") & (ceilings["year"] == 2024)]
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
