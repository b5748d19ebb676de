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
