"""What holds of the law whatever the texts, the communities and their order."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import frames, law
from aci_model.law.fold import CELLS, bind, cells
from aci_model.law.loading import assemble
from aci_model.law.texts import parse

LAW = law.load()
MISSIONS = list(LAW.missions["mission"])
PARTS = list(LAW.parts["part"])
SIZES = [1, 2, 3, 4]

DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2035, 12, 31))
AMOUNTS = st.one_of(st.just("inconnu"), st.integers(0, 500_000))
PLACES = st.tuples(st.sampled_from(MISSIONS), st.sampled_from(PARTS))
ANNEXES = st.dictionaries(PLACES, st.lists(AMOUNTS, min_size=4, max_size=4), max_size=6)


def text_of(rank, day, annex):
    """Write an avenant as a file would, and read it."""
    lines = [
        f'kind = "text"\nid = "invente_{rank}"\nlabel = "Inventé {rank}"\ntitle = "t"\nreference = "r"\nsource = "s"',
        f'confidence = "C"\nsigned = {day}\npublished = {day}\neffective = {day}\nchecked = {day}',
    ]
    for (mission, part), amounts in annex.items():
        lines.append(f'[[amount]]\nmission = "{mission}"\npart = "{part}"\nsource = "s"\nconfidence = "C"')
        lines += [
            f'taille_{size} = "{amount}"' if amount == "inconnu" else f"taille_{size} = {amount}"
            for size, amount in zip(SIZES, amounts, strict=True)
        ]
    return parse("\n".join(lines), f"invente_{rank}.toml", LAW.vocabulary)


TEXTS = st.lists(st.tuples(DAYS, ANNEXES), max_size=4).map(
    lambda drawn: [text_of(rank, day, annex) for rank, (day, annex) in enumerate(drawn)]
)

COMMUNITY_YEARS = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.one_of(st.none(), st.integers(1, 10), st.integers(2017, 2030)),
        st.one_of(st.none(), st.integers(1, 5)),
        st.one_of(st.none(), DAYS),
    ),
    max_size=12,
    unique_by=lambda row: row[:2],
)


def years_of(rows):
    return pd.DataFrame(
        {
            "community": pd.Series([row[0] for row in rows], dtype="str"),
            "year": pd.Series([row[1] for row in rows], dtype="Int64"),
            "size_class": pd.Series([row[2] for row in rows], dtype="Int64"),
            "starts": pd.Series([row[3] for row in rows], dtype="datetime64[s]"),
        }
    )


@given(ANNEXES)
def test_an_annex_survives_the_round_trip_through_its_file(annex):
    table = text_of(0, dt.date(2030, 1, 1), annex).table("amounts")
    found = {
        place: [None if math.isnan(ceiling) else int(ceiling) for ceiling in rows["ceiling"]]
        for place, rows in table.groupby(["mission", "part"])
    }
    expected = {place: [None if cell == "inconnu" else cell for cell in row] for place, row in annex.items()}
    assert found == expected


@given(TEXTS, st.randoms(use_true_random=False), st.one_of(st.none(), DAYS))
def test_texts_given_in_any_order_fold_to_the_same_rules(texts, random, day):
    shuffled = random.sample(texts, len(texts))
    folded, other = (
        pd.DataFrame(cells(bind([*LAW.texts, *some]), LAW.vocabulary, day)) for some in (texts, shuffled)
    )
    pd.testing.assert_frame_equal(folded, other)


@pytest.mark.parametrize("day", [dt.date(2021, 1, 1), dt.date(2022, 6, 1), None], ids=str)
def test_the_laws_own_texts_fold_the_same_in_any_order(day):
    folded = law.fold(LAW, day)
    for texts in itertools.permutations(LAW.texts):
        other = law.fold(assemble(list(texts), [], LAW.vocabulary), day)
        for field in dataclasses.fields(folded):
            if field.name != "on":
                pd.testing.assert_frame_equal(getattr(folded, field.name), getattr(other, field.name))


@given(TEXTS, DAYS)
def test_each_cell_is_the_last_word_of_the_texts_in_force(texts, day):
    """The same thing the slow way: for each cell, ask every text in the order of their days."""
    everything = [*LAW.texts, *texts]
    found = {
        (row["mission"], row["part"], row["size_class"]): (row["ceiling"], row["text"])
        for row in cells(bind(everything), LAW.vocabulary, day)
    }
    expected = {}
    rows = [
        (row["effective"], text.effective, text.signed, text.id, row)
        for text in everything
        for row in text.records["amounts"]
    ]
    for effective, *_, text_id, row in sorted(rows, key=lambda item: item[:4]):
        if effective <= day:
            place = (row["mission"], row["part"], row["size_class"])
            expected.pop(place, None)
            if not row["withdrawn"]:
                expected[place] = (row.get("ceiling"), text_id)
    assert found == expected


@settings(max_examples=40)
@given(COMMUNITY_YEARS)
def test_the_ceilings_of_a_year_are_the_fold_of_its_day(rows):
    found = law.ceilings(LAW, years_of(rows))
    expected = 0
    for community, year, size, starts in rows:
        day = starts
        if day is None:
            day = dt.date(year, 12, 31) if year is not None and year >= 1900 else None
        folded = frames.frame(CELLS, cells(LAW.book, LAW.vocabulary, day))
        in_year = found["year"].isna() if year is None else (found["year"] == year).fillna(value=False)
        own = found[(found["community"] == community) & in_year]
        known = (
            folded[folded["size_class"] == size]
            if size in SIZES
            else folded.drop_duplicates(["mission", "part"])
        )
        assert list(own["part"]) == list(known["part"])
        assert list(own["mission"]) == list(known["mission"])
        assert list(own["text"]) == list(known["text"])
        amounts = known["ceiling"] if size in SIZES else known["ceiling"] * math.nan
        pd.testing.assert_series_equal(
            own["ceiling"].reset_index(drop=True), amounts.reset_index(drop=True), check_names=False
        )
        expected += len(known)
    assert len(found) == expected
    assert (found["reason"].isna() == found["ceiling"].notna()).all()


@settings(max_examples=40)
@given(COMMUNITY_YEARS, st.data())
def test_nobody_changes_anybody_elses_ceilings(rows, data):
    kept = data.draw(st.lists(st.sampled_from(rows), unique=True) if rows else st.just([]))
    alone = law.ceilings(LAW, years_of(kept))
    among = law.ceilings(LAW, years_of(rows))
    key = ["community", "year"]
    for community, year, *_ in kept:
        one, other = (
            frame[(frame["community"] == community) & _equal(frame["year"], year)].reset_index(drop=True)
            for frame in (alone, among)
        )
        pd.testing.assert_frame_equal(one, other)
    assert len(alone[key].drop_duplicates()) <= len(kept)


def _equal(years, year):
    return years.isna() if year is None else (years == year).fillna(value=False)


@given(st.lists(st.one_of(st.none(), st.floats(-10, 400_000), st.integers(0, 400_000)), max_size=20))
def test_a_size_is_what_the_accord_says_in_words(population):
    found = law.size_classes(pd.Series(population, dtype="float64"), LAW)
    for heads, size in zip(population, found, strict=True):
        if heads is None or heads < 1:
            assert size is pd.NA
        elif heads < 40_000:  # « moins de 40 000 »
            assert size == 1
        elif heads < 80_000:  # « de 40 000 à 80 000 », 80 000 itself being retained as taille 3
            assert size == 2
        else:  # « de 80 000 à 175 000 », then « plus de 175 000 »
            assert size == (3 if heads <= 175_000 else 4)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31)), st.integers(0, 12))
def test_contract_years_follow_one_another_without_gap_or_overlap(signed, count):
    communities = pd.DataFrame({"community": ["A"], "signed": pd.Series([signed], dtype="datetime64[s]")})
    years = pd.DataFrame(
        {"community": "A", "year": pd.array([signed.year + rank for rank in range(count + 2)], dtype="Int64")}
    )
    starts = [day.date() for day in law.contract_starts(communities, years)]
    assert starts[0] == signed
    for start, following in itertools.pairwise(starts):
        first, last = law.contract_span(start)
        assert first == start
        assert last + dt.timedelta(days=1) == following
        assert (following - start).days in {365, 366}


@given(st.floats(0, 1), st.booleans(), st.one_of(st.none(), st.sampled_from(MISSIONS)))
def test_a_scenario_scales_what_follows_results_and_nothing_else(share, crisis, mission):
    frame = law.shares(law.scenario(share, mission=mission, crisis=crisis), LAW)
    attained = frame["paid"] == "attained"
    aimed = attained if mission is None else attained & (frame["mission"] == mission)
    assert (frame.loc[aimed, "share"] == share).all()
    assert (frame.loc[frame["paid"] == "crisis", "share"] == float(crisis)).all()
    assert (frame.loc[~aimed & (frame["paid"] != "crisis"), "share"] == 1).all()
