"""Projections and one's own path: bands worked by hand, and what cannot be concluded said."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import law
from aci_model.foresight.bands import bands, bounds
from aci_model.foresight.own_path import own_path, own_values, own_verdict
from tests.building import done, dossier, line

MISSION = law.load().missions["mission"].tolist()[1]
# Student's t, what leaves 10 % above it: from printed tables.
T1, T2, T3 = 3.0777, 1.8856, 1.6377


def rates(*results, first=2021, unit="%", **more):
    """The values of one line, a year each; None is a year nobody measured."""
    return pd.DataFrame(
        {
            "line": 1,
            "year": pd.array(range(first, first + len(results)), dtype="Int64"),
            "result": pd.array(results, dtype="float64"),
            "unit": unit,
            "kind": "paliers",
            "direction": 1,
            **more,
        }
    )


def one(table, method, year):
    return table[(table["method"] == method) & (table["year"] == year)].iloc[0]


FOUR = rates(60, 62, 61, 65)  # changes +2, −1, +4


def test_naive_repeats_the_last_value_with_the_spread_of_changes():
    # Squares 4 + 1 + 16 = 21 over 3 changes: 7. One year ahead ± t3 × √7, two years ahead ± t3 × √14.
    found = bands(FOUR, 2)
    for year, variance in ((2025, 7), (2026, 14)):
        row = one(found, "naive", year)
        half = T3 * np.sqrt(variance)
        assert [row["value"], row["low"], row["high"]] == pytest.approx([65, 65 - half, 65 + half], abs=2e-3)
        assert (row["n"], row["verdict"]) == (4, "bande")


def test_drift_goes_on_at_the_mean_change_and_is_not_sure_of_it():
    # Mean change (65 − 60) / 3 = 5/3; around it (1/3)² + (8/3)² + (7/3)² = 114/9, over 2 degrees: 19/3.
    # h years ahead the variance is 19/3 × (h + h² / 3): 4/3 of it for one year, 10/3 for two.
    found = bands(FOUR, 2)
    for ahead, factor in ((1, 4 / 3), (2, 10 / 3)):
        row = one(found, "drift", 2024 + ahead)
        half = T2 * np.sqrt(19 / 3 * factor)
        value = 65 + 5 / 3 * ahead
        assert [row["value"], row["low"], row["high"]] == pytest.approx(
            [value, value - half, value + half], abs=2e-3
        )


def test_damped_drift_is_halved_every_year():
    # Half of 5/3 the first year, a quarter more the second: 65 + 5/6, then 65 + 5/4.
    # Variance 19/3 × (1 + 0,5² / 3), then 19/3 × (2 + 0,75² / 3).
    found = bands(FOUR, 2)
    for ahead, value, factor in ((1, 65 + 5 / 6, 1 + 0.25 / 3), (2, 65 + 5 / 4, 2 + 0.5625 / 3)):
        row = one(found, "damped", 2024 + ahead)
        half = T2 * np.sqrt(19 / 3 * factor)
        assert [row["value"], row["low"], row["high"]] == pytest.approx(
            [value, value - half, value + half], abs=2e-3
        )


def test_three_values_carry_no_band():
    found = bands(rates(60, 62, 61), 2)
    assert found["verdict"].unique().tolist() == ["on ne peut pas conclure"]
    assert found[["value", "low", "high"]].isna().all(axis=None)
    assert found["n"].unique().tolist() == [3]
    assert len(found) == 6


def test_a_year_nobody_measured_counts_as_a_longer_change():
    # 60, 62, –, 61, 65: +2 in one year, −1 in two, +4 in one. Squares by year: 4 + 0,5 + 16 = 20,5 over 3.
    found = bands(rates(60, 62, None, 61, 65), 1)
    row = one(found, "naive", 2026)
    assert row["n"] == 4
    assert row["high"] - row["value"] == pytest.approx(T3 * np.sqrt(20.5 / 3), abs=2e-3)
    # Mean change 5/4 a year: 0,75² + (−3,5)² / 2 + 2,75² = 14,25 over 2; one year of four known: × (1 + 1/4).
    drift = one(found, "drift", 2026)
    assert drift["value"] == pytest.approx(66.25)
    assert drift["high"] - drift["value"] == pytest.approx(T2 * np.sqrt(14.25 / 2 * 1.25), abs=2e-3)


def test_values_that_never_moved_say_nothing_of_how_far_they_may():
    found = bands(rates(60, 60, 60, 60), 1)
    assert found["value"].tolist() == [60, 60, 60]
    assert found[["low", "high"]].isna().all(axis=None)
    assert found["verdict"].unique().tolist() == ["trop régulier"]


def test_a_straight_line_has_no_spread_around_its_drift():
    found = bands(rates(0.1, 0.2, 0.3, 0.4, 0.5), 1)
    assert one(found, "naive", 2026)["verdict"] == "bande"
    assert one(found, "drift", 2026)["verdict"] == "trop régulier"
    assert one(found, "drift", 2026)["value"] == pytest.approx(0.6)


def test_a_rate_never_leaves_zero_to_one_hundred_percent_and_the_cut_is_said():
    found = bands(bounds(rates(90, 97, 94, 99)), 1)
    row = one(found, "drift", 2025)
    # 99 + 3 is more than there is.
    assert (row["value"], row["high"], row["verdict"]) == (100, 100, "bande coupée")
    assert row["low"] < 99
    free = one(bands(rates(90, 97, 94, 99), 1), "drift", 2025)
    assert (free["value"], free["verdict"]) == (102, "bande")


def test_a_count_is_cut_at_nothing_and_has_no_top():
    found = bands(bounds(rates(9, 2, 5, 1, unit="patients")), 1)
    row = one(found, "naive", 2025)
    assert (row["low"], row["verdict"]) == (0, "bande coupée")
    assert row["high"] > 1


def test_a_percentage_that_was_once_beyond_one_hundred_is_no_rate():
    limits = bounds(rates(90, 110, 95, 120))
    assert limits["lowest"].tolist() == [0] * 4
    assert limits["highest"].isna().all()


def test_the_last_of_two_values_of_a_year_counts():
    twice = pd.concat([rates(60, 62, 61, 1), rates(65, first=2024)], ignore_index=True)
    pd.testing.assert_frame_equal(bands(twice, 1), bands(FOUR, 1))


def test_no_value_at_all_is_an_empty_table():
    assert bands(FOUR.iloc[:0], 3).empty
    assert own_path(FOUR.iloc[:0]).empty
    assert own_verdict(FOUR.iloc[:0]).empty


series = st.lists(
    st.one_of(st.none(), st.integers(0, 1000).map(lambda tenths: tenths / 10)), min_size=1, max_size=8
)


@settings(max_examples=15, deadline=None)
@given(st.lists(series, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_each_line_is_projected_as_if_alone_whatever_the_order_of_rows(many, chooser):
    frames = [bounds(rates(*values).assign(line=place)) for place, values in enumerate(many)]
    together = pd.concat(frames, ignore_index=True)
    order = [*range(len(together))]
    chooser.shuffle(order)
    whole = bands(together.iloc[order], 2).sort_values(["line", "method", "year"], ignore_index=True)
    alone = pd.concat([bands(frame, 2) for frame in frames], ignore_index=True)
    alone = alone.sort_values(["line", "method", "year"], ignore_index=True)
    pd.testing.assert_frame_equal(whole, alone, check_dtype=False)
    known = whole.dropna(subset=["low"])
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    assert known["low"].min() >= 0 or known.empty
    assert known["high"].max() <= 100 or known.empty


def test_a_band_holds_eighty_percent_of_futures_like_the_past():
    # 4 000 random walks of 6 values: the 7th falls in the naive band 80 % of the time, ± 4 × √(0,16 / 4 000) = 2,5 %.
    walks = np.random.default_rng(5).standard_normal((4_000, 7)).cumsum(axis=1)
    known = pd.DataFrame(
        {
            "line": np.repeat(np.arange(4_000), 6),
            "year": np.tile(np.arange(2020, 2026), 4_000),
            "result": walks[:, :6].ravel(),
        }
    )
    found = bands(known, 1)
    for method in ("naive", "drift"):
        kept = found[found["method"] == method]
        inside = (kept["low"].to_numpy() <= walks[:, 6]) & (walks[:, 6] <= kept["high"].to_numpy())
        assert abs(inside.mean() - 0.8) < 0.025


def test_a_count_has_the_exact_band_of_small_numbers():
    # Poisson, 10 % on each side. 0 seen: at most 2,303 (e^−2,303 = 0,1). 1 seen: at least 0,105 (1 − e^−0,105 = 0,1)
    # and at most 3,890 (e^−3,89 × (1 + 3,89) = 0,1).
    path = own_path(rates(0, 1, unit="ateliers", kind="compte"))
    assert path["low"].tolist() == pytest.approx([0, 0.1054], abs=1e-3)
    assert path["high"].tolist() == pytest.approx([2.3026, 3.8897], abs=1e-3)
    assert path["basis"].unique().tolist() == ["compte"]


def test_a_rate_of_few_years_has_an_unknown_noise():
    path = own_path(rates(60, 62, 61))
    assert path["basis"].unique().tolist() == ["bruit inconnu"]
    assert path[["low", "high"]].isna().all(axis=None)


def test_a_rate_of_four_years_is_as_noisy_as_its_changes():
    # Around their mean the changes vary by 19/3 (see above); a value holds half of it: ± t2 × √(19/6).
    path = own_path(FOUR)
    assert path["basis"].unique().tolist() == ["variations"]
    assert (path["high"] - path["result"]).tolist() == pytest.approx([T2 * np.sqrt(19 / 6)] * 4, abs=2e-3)


def test_a_deliverable_is_done_or_not_without_noise():
    path = own_path(rates(0, 1, unit=None, kind="livrable"))
    assert path["basis"].unique().tolist() == ["fait ou non"]
    assert path[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (rates(20, 60, unit="patients"), "progrès"),  # 20: 14 to 27; 60: 50 to 71
        (rates(60, 20, unit="patients"), "recul"),
        (rates(20, 60, unit="patients", direction=-1), "recul"),
        (rates(20, 25, unit="patients"), "pas de différence visible"),
        (rates(20, unit="patients"), "trop peu d’années"),
        (rates(60, 65), "trop peu d’années"),
        # Changes 4, 3, 4, 5 around 4: √(2 / 3 / 2) × t3 = 0,9 on each side of 50 and 66.
        (rates(50, 54, 57, 61, 66), "progrès"),
        # Changes 1, 2, −1, 18 around 5: √(230 / 3 / 2) × t3 = 10,1: 50 + 10,1 touches 70 − 10,1.
        (rates(50, 51, 53, 52, 70), "pas de différence visible"),
        (rates(0, 1, kind="livrable", unit=None), "progrès"),
        (rates(1, 1, kind="livrable", unit=None), "pas de différence visible"),
    ],
)
def test_what_two_years_tell_apart(values, verdict):
    assert own_verdict(values)["verdict"].tolist() == [verdict]


def test_ones_own_values_come_from_past_lines_and_from_the_history():
    steps = ((60, 1000),)
    found = own_values(
        dossier(
            line(MISSION, *steps, result=66, year=2025, label="Dépistage", unit="%"),
            line(MISSION, *steps, result=67, year=2026, label="Dépistage", unit="%"),
            done(MISSION, 500, year=2026, label="Nouveau"),
            line(MISSION, *steps, result=5, year=2025, label="Arrêté"),
            history=[
                {"year": 2024, "mission": MISSION, "label": "DÉPISTAGE", "result": 64.0},
                {"year": 2025, "mission": MISSION, "label": "Dépistage", "result": 1.0},
                {"year": 2023, "mission": MISSION, "label": None, "paid": 9000.0},
            ],
        )
    )
    assert found["line"].tolist() == [1, 1, 1]
    assert found["year"].tolist() == [2024, 2025, 2026]
    assert found["result"].tolist() == [64, 66, 67]


def test_lines_without_a_label_are_not_taken_for_one_another():
    found = own_values(
        dossier(
            done(MISSION, 1, result=True, label=None, year=2026),
            done(MISSION, 1, result=False, label=None, year=2026),
        )
    )
    assert found[["line", "result"]].to_numpy().tolist() == [[0, 1], [1, 0]]
