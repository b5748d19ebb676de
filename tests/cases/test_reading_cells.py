"""Cells as people type them in French."""

import datetime as dt
import math

import pytest

from aci_model.reading import cells
from tests.reading_files import read_csv, read_result, said


@pytest.mark.parametrize(
    ("typed", "value", "word"),
    [
        ("69,70 %", 69.7, "%"),
        ("69,70\u00a0%", 69.7, "%"),
        ("15 000 €", 15_000, "€"),
        ("15\u00a0000\u00a0€", 15_000, "€"),
        ("15\u202f000\u202f€", 15_000, "€"),
        ("15\u2009000 euros", 15_000, "euros"),
        ("€ 500", 500, "€"),
        ("1 331", 1_331, ""),
        ("1 331 000,5", 1_331_000.5, ""),
        ("1.331,50", 1_331.5, ""),
        ("1,331.50", 1_331.5, ""),
        ("1.234.567", 1_234_567, ""),
        ("1,234,567", 1_234_567, ""),
        ("0.125", 0.125, ""),
        ("12.5", 12.5, ""),
        ("1234.567", 1_234.567, ""),
        ("1,234", 1.234, ""),  # a comma is the French decimal sign
        (",5", 0.5, ""),
        ("-5", -5, ""),
        ("−5", -5, ""),
        ("'12", 12, ""),
        ("1,00E+03", 1_000, ""),
        ("8 ateliers", 8, "ateliers"),
    ],
)
def test_a_number_is_read_with_its_spaces_its_comma_and_its_unit(typed, value, word):
    read = cells.number(typed)
    assert read.doubt is None
    assert read.value == value
    assert read.word == word


@pytest.mark.parametrize("typed", ["1.234", "12.345", "999.999", "-1.234", "1.234 €", "≥ 1.234"])
def test_a_dot_before_three_digits_is_asked_not_guessed(typed):
    read = cells.number(typed)
    assert math.isnan(read.value)
    assert "peut se lire" in read.doubt.message


def test_the_question_about_a_dot_gives_both_readings():
    doubt = cells.number("1.234").doubt
    assert doubt.message == "«\u00a01.234\u00a0» peut se lire 1\u202f234 ou 1,234."
    assert doubt.advice == "Saisissez 1\u202f234 ou 1,234"


@pytest.mark.parametrize(
    ("typed", "message", "advice"),
    [
        ("62,5 %%", "«\u00a062,5 %%\u00a0» n'est pas un nombre.", "Saisissez 62,5\u00a0%"),
        ("environ 40", "«\u00a0environ 40\u00a0» n'est pas un nombre.", "Saisissez 40"),
        ("beaucoup", "«\u00a0beaucoup\u00a0» n'est pas un nombre.", "Saisissez un nombre"),
        ("15 00", "«\u00a015 00\u00a0» n'est pas un nombre.", "Saisissez un nombre"),
        (
            "62,5 / 70",
            "«\u00a062,5 / 70\u00a0» contient plusieurs valeurs.",
            "Saisissez une seule valeur par case",
        ),
        (
            "50 à 60",
            "«\u00a050 à 60\u00a0» contient plusieurs valeurs.",
            "Saisissez une seule valeur par case",
        ),
        (
            "101–219",
            "«\u00a0101–219\u00a0» contient plusieurs valeurs.",
            "Saisissez une seule valeur par case",
        ),
    ],
)
def test_what_is_not_one_number_is_told_with_what_to_type(typed, message, advice):
    read = cells.number(typed)
    assert math.isnan(read.value)
    assert read.doubt.message == message
    assert read.doubt.advice == advice


@pytest.mark.parametrize(
    "typed", ["1e999", "1e400", "9" * 400, "12" * 200, "１２", "½", "1.2.3", "1,2,3", "5."]
)
def test_a_number_too_large_or_misshapen_is_not_a_number(typed):
    read = cells.number(typed)
    assert math.isnan(read.value)
    assert read.doubt is not None


@pytest.mark.parametrize(
    "typed", ["NC", "nc", "N.C.", "sans objet", "Sans objet", "n/a", "-", "–", "—", "", "  ", "?"]
)
def test_nothing_said_is_missing_and_never_zero(typed):
    read = cells.number(typed)
    assert math.isnan(read.value)
    assert read.doubt is None


@pytest.mark.parametrize(
    ("typed", "value", "sense"),
    [
        ("≥ 69,70 %", 69.7, 1),
        (">= 50", 50, 1),
        ("au moins 8", 8, 1),
        ("100 et plus", 100, 1),
        ("min. 8", 8, 1),
        ("≤ 50", 50, -1),
        ("au plus 50", 50, -1),
        ("50 ou moins", 50, -1),
        ("50", 50, 0),
    ],
)
def test_a_sign_says_which_way_is_better(typed, value, sense):
    read = cells.number(typed)
    assert (read.value, read.sense, read.doubt) == (value, sense, None)


def test_a_strict_sign_is_used_and_said():
    read = cells.number("> 50")
    assert (read.value, read.sense, read.doubt.severity) == (50, 1, "warning")
    assert cells.number("moins de 6").sense == -1


@pytest.mark.parametrize("typed", ["oui", "OUI", "Fait", "réalisée", "vrai", "x", "X", "1", "✓", "☑"])
def test_yes_has_many_spellings(typed):
    assert cells.yes_or_no(typed) is True


@pytest.mark.parametrize("typed", ["non", "Non fait", "pas fait", "faux", "0", "☐"])
def test_no_has_many_spellings(typed):
    assert cells.yes_or_no(typed) is False


@pytest.mark.parametrize("typed", ["peut-être", "Fait / non fait", "partiel", "2", ""])
def test_what_says_neither_is_neither(typed):
    assert cells.yes_or_no(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "15/04/2026",
        "15-04-2026",
        "15.04.2026",
        "15/4/26",
        "2026-04-15",
        "2026-04-15 00:00:00",
        "15 avril 2026",
        "mercredi 15 Avril 2026",
        "15 avr. 2026",
    ],
)
def test_a_day_is_read_day_first(typed):
    assert cells.day(typed) == dt.date(2026, 4, 15)


def test_the_first_of_a_month_is_read_as_written():
    assert cells.day("1er août 2026") == dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "04/15/2026", "avril 2026", "2026", "jui 2026", "15 jui 2026"]
)
def test_what_is_not_one_day_is_a_doubt(typed):
    assert isinstance(cells.day(typed), cells.Doubt)


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("oui", 1),
        ("fait", 1),
        ("x", 1),
        ("1", 1),
        ("VRAI", 1),
        ("100 %", 1),
        ("non", 0),
        ("0", 0),
        ("Non fait", 0),
    ],
)
def test_a_deliverable_is_done_or_not_in_any_spelling(typed, result):
    row, problems = read_result(typed, kind="livrable", unit="", threshold="1")
    assert row["result"] == result
    assert problems.empty


@pytest.mark.parametrize("typed", ["", "NC", "Fait / non fait", "en cours"])
def test_a_deliverable_nobody_answered_is_missing(typed):
    row, problems = read_result(typed, kind="livrable", unit="", threshold="1")
    assert math.isnan(row["result"])
    assert set(problems["severity"]) <= {"info"}


@pytest.mark.parametrize("typed", ["2", "presque", "50 %", "15/04/2026"])
def test_a_deliverable_answered_by_neither_is_an_error_and_missing(typed):
    row, problems = read_result(typed, kind="livrable", unit="", threshold="1")
    assert math.isnan(row["result"])
    assert problems["severity"].tolist() == ["error"]
    assert "ne dit ni oui ni non" in problems["message"][0]
    assert problems["done"][0].startswith("Le résultat est traité comme non renseigné.")


def test_a_result_in_another_unit_than_its_line_is_not_used():
    row, problems = read_result("80 %", unit="ateliers", threshold="8")
    assert math.isnan(row["result"])
    assert problems["cell"].tolist() == ["I2"]
    assert "est un taux" in problems["message"][0]


def test_a_result_followed_by_the_unit_of_its_line_is_used():
    row, problems = read_result("12 ateliers", unit="atelier", threshold="8")
    assert row["result"] == 12
    assert problems.empty


def test_a_fraction_beside_percentages_is_asked():
    # 0,697 typed beside 70 on a line in %: 0,697 % or 69,7 %? Said, never guessed.
    row, problems = read_result("0,697", unit="%", threshold="70")
    assert math.isnan(row["result"])
    assert problems["done"][0].endswith("Saisissez 0,697\u00a0% ou 69,7\u00a0%.")


def test_a_small_percentage_that_says_so_is_used():
    row, problems = read_result("0,697 %", unit="%", threshold="70")
    assert row["result"] == 0.697
    assert problems.empty


def test_small_percentages_close_to_one_another_are_not_doubted():
    row, problems = read_result("0,5", unit="%", threshold="2")  # 2 / 0,5 = 4 < 10: the same unit
    assert row["result"] == 0.5
    assert problems.empty


def test_a_rate_of_chance_is_typed_as_a_fraction_or_in_percent():
    dossier = read_csv(
        "mission;indicateur;palier 1;montant 1;chance d'atteinte",
        "acces;A;8;100;0,7",
        "acces;B;8;100;70 %",
        "acces;C;8;100;70",
        "acces;D;8;100;130 %",
        "acces;E;8;100;NC",
    )
    assert dossier.results["chance"].tolist()[:2] == [0.7, 0.7]
    assert dossier.results["chance"].isna().tolist() == [False, False, True, True, True]
    assert [cell for cell, _ in said(dossier, "error")] == ["E4", "E5"]


def test_thousands_of_euros_are_not_multiplied_in_silence():
    dossier = read_csv("mission;indicateur;palier 1;montant 1", "acces;A;8;1,5 k€")
    assert dossier.tiers["amount"].isna().all()
    errors = dossier.problems[dossier.problems["severity"] == "error"]
    assert errors["done"].tolist() == ["Le montant de ce palier est inconnu. Saisissez 1\u202f500."]


def test_a_negative_amount_is_an_error_and_the_amount_unknown():
    dossier = read_csv("mission;indicateur;palier 1;montant 1", "acces;A;8;-100")
    assert dossier.tiers["amount"].isna().all()
    assert said(dossier, "error") == [("D2", "−100 est négatif.")]
