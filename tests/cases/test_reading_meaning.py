"""A contract line: its type, its direction, its unit and its levels, typed or deduced."""

import math

import pytest

from tests.reading_files import book, read, read_csv, said

HEADER = (
    "mission;indicateur;type;nature;unité;sens;valeur initiale;palier 1;montant 1;palier 2;montant 2;résultat"
)


def only_line(row, header=HEADER):
    dossier = read_csv(header, row)
    assert len(dossier.lines) == 1, said(dossier)
    return dossier.lines.iloc[0], dossier


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("acces;A;;;patients;;219;219;3000;100;6000;", "paliers"),  # two levels
        ("acces;A;;;;;;Fait / non fait;500;;;", "livrable"),  # the level is a printed choice
        ("acces;A;;;;;;1;500;;;oui", "livrable"),  # the result says yes
        ("acces;A;;qualitatif;;;;;500;;;", "livrable"),  # an amount for an action described in words
        ("acces;A;;;%;;;70;500;;;", "seuil"),  # a rate
        ("acces;A;;;;;;69,7 %;500;;;", "seuil"),
        ("acces;A;;;patients;;66111;68811;500;;;", "seuil"),  # a level to reach from a starting value
        ("acces;A;;;;;;0,5;500;;;", "seuil"),  # not a number of things
        ("acces;A;;;ateliers;;;8;500;;;", "compte"),
        ("acces;A;compte;;%;;;8;500;;;", "compte"),  # what is typed wins
    ],
)
def test_a_type_not_typed_is_deduced_from_the_line(row, kind):
    line, _ = only_line(row)
    assert line["kind"] == kind


@pytest.mark.parametrize(
    ("row", "direction"),
    [
        ("acces;A;;;;baisse;;50;500;;;", -1),  # typed
        ("acces;A;;;;↓;;50;500;;;", -1),
        ("acces;A;;;;;;≤ 50;500;;;", -1),  # the sign of the level
        ("acces;A;;;;;100;≥ 50;500;;;", 1),  # … before the starting value
        ("acces;A;;;;;;100;3000;50;6000;", -1),  # more money for a lower level
        ("acces;A;;;;;;100;6000;50;3000;", 1),  # … whatever the order of the columns
        ("acces;A;;;;;219;50;500;;;", -1),  # the level is under the starting value
        ("acces;A;;;;;10;50;500;;;", 1),
        ("acces;A;;;;;;50;500;;;", 1),  # nothing says otherwise
    ],
)
def test_a_direction_not_typed_is_deduced_from_the_line(row, direction):
    line, _ = only_line(row)
    assert line["direction"] == direction


def test_what_is_deduced_is_told_once_for_a_whole_column():
    rows = [f"acces;Ligne {number};;;ateliers;;;8;100;;;" for number in range(12)]
    dossier = read_csv(HEADER, *rows)
    infos = dossier.problems[dossier.problems["severity"] == "info"]
    assert len(infos) == 3  # type, nature, sens
    assert infos["cell"].tolist() == ["C2", "D2", "F2"]
    assert infos["message"][0] == (
        "Colonne type\u00a0: vide pour 12\u00a0lignes (C2, C3, C4, C5, C6, C7 et 6\u00a0autres)."
    )
    assert "compte (12)" in infos["done"][0]


def test_a_sign_against_the_column_sens_is_a_warning_and_the_column_wins():
    line, dossier = only_line("acces;A;seuil;quantitatif;patients;hausse;;≤ 50;500;;;")
    assert line["direction"] == 1
    assert said(dossier, "warning") == [("H2", "Le palier porte ≤ mais la colonne sens dit hausse.")]


def test_signs_against_one_another_are_a_warning_and_are_not_used():
    line, dossier = only_line("acces;A;paliers;quantitatif;patients;;;≥ 50;500;≤ 20;900;")
    assert line["direction"] == -1  # 50 → 20 while the amount grows
    assert said(dossier, "warning") == [("H2", "Les paliers de cette ligne portent à la fois ≥ et ≤.")]


@pytest.mark.parametrize("level", ["", "Fait / non fait", "oui", "1", "100 %", "sans objet"])
def test_a_deliverable_asks_for_one_thing_done(level):
    _, dossier = only_line(f"acces;A;livrable;qualitatif;;hausse;;{level};500;;;")
    assert dossier.tiers[["threshold", "amount"]].to_numpy().tolist() == [[1, 500]]
    assert dossier.problems.empty


def test_a_deliverable_that_asks_for_three_is_read_as_a_count_and_said():
    line, dossier = only_line("acces;A;livrable;qualitatif;;hausse;;3;500;;;2")
    assert line["kind"] == "compte"
    assert dossier.results["result"].tolist() == [2]
    assert [cell for cell, _ in said(dossier, "warning")] == ["H2"]


def test_a_deliverable_cannot_be_better_when_not_done():
    line, dossier = only_line("acces;A;livrable;qualitatif;;baisse;;1;500;;;")
    assert line["direction"] == 1
    assert [cell for cell, _ in said(dossier, "warning")] == ["F2"]


def test_yes_to_a_single_thing_to_count_is_one_and_is_said():
    _, dossier = only_line("acces;Soirée;compte;quantitatif;soirées;hausse;;1;500;;;oui")
    assert dossier.results["result"].tolist() == [1]
    assert [cell for cell, _ in said(dossier, "warning")] == ["L2"]


def test_yes_to_eight_things_to_count_is_an_error_and_missing():
    _, dossier = only_line("acces;Ateliers;compte;quantitatif;ateliers;hausse;;8;500;;;oui")
    assert dossier.results["result"].isna().all()
    assert [cell for cell, _ in said(dossier, "error")] == ["L2"]


def test_a_level_without_amount_and_an_amount_without_level_are_errors_and_stay_unknown():
    _, dossier = only_line("acces;A;paliers;quantitatif;patients;hausse;;50;;;900;")
    assert said(dossier, "error") == [
        ("H2", "Le palier 1 n'a pas de montant."),
        ("K2", "Le montant 2 n'a pas de palier à atteindre."),
    ]
    assert dossier.tiers["amount"].isna().tolist() == [True, False]
    assert dossier.tiers["threshold"].isna().tolist() == [False, True]


def test_an_amount_that_cannot_be_read_is_one_error_and_not_two():
    _, dossier = only_line("acces;A;seuil;quantitatif;patients;hausse;;50;1.234;;;")
    assert len(said(dossier, "error")) == 1
    assert dossier.tiers["amount"].isna().tolist() == [True]


def test_a_line_without_any_amount_is_followed_and_said():
    _, dossier = only_line("acces;A;seuil;quantitatif;patients;hausse;12;;;;;14")
    assert dossier.results["result"].tolist() == [14]
    assert dossier.tiers.empty
    assert [cell for cell, _ in said(dossier, "warning")] == ["B2"]


def test_levels_in_percent_give_the_line_its_unit():
    line, dossier = only_line("acces;A;;;;;66,26 %;≥ 69,70 %;1000;≥ 72,40 %;2500;70,1 %")
    assert line["unit"] == "%"
    assert line["baseline"] == 66.26
    assert dossier.tiers["threshold"].tolist() == [69.7, 72.4]
    assert dossier.results["result"].tolist() == [70.1]
    assert not said(dossier, "error")


def test_a_written_unit_gives_way_to_levels_in_percent_and_it_is_said():
    line, dossier = only_line("acces;A;seuil;quantitatif;femmes;hausse;;70 %;500;;;72 %")
    assert line["unit"] == "%"
    assert [cell for cell, _ in said(dossier, "warning")] == ["E2"]


def test_percentages_of_a_workbook_and_typed_ones_are_the_same():
    rows = [
        ["mission", "indicateur", "palier 1", "montant 1", "résultat"],
        ["acces", "A", 0.697, 1000, "72,5"],
    ]
    content = book({"Indicateurs": rows}, {("Indicateurs", "C2"): "0.00%"})
    dossier = read(("a.xlsx", content))
    assert dossier.tiers["threshold"].tolist() == [69.7]
    assert dossier.results["result"].tolist() == [72.5]
    assert dossier.lines["unit"].tolist() == ["%"]


@pytest.mark.parametrize("typed", ["sans objet", "-", "n/a", ""])
def test_a_starting_value_may_be_said_not_to_exist(typed):
    line, dossier = only_line(f"acces;A;compte;quantitatif;ateliers;hausse;{typed};8;100;;;")
    assert math.isnan(line["baseline"])
    assert dossier.problems.empty
