"""Figures, units and sentences as French writes them."""

import pandas as pd
import pytest

from aci_model.wording import change, count, enumeration, euros, measure, number, percent, typeset, unbroken

NB, NN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (euros(122_500), f"122{NN}500{NB}€"),
        (euros(1_234.5, cents=True), f"1{NN}234,50{NB}€"),
        (euros(-0.2), f"0{NB}€"),
        (euros(float("nan")), "inconnu"),
        (percent(0.697), f"69,7{NB}%"),
        (percent(1), f"100{NB}%"),
        (number(69.70), "69,7"),
        (number(66_111), f"66{NN}111"),
        (change(1_500), f"+1{NN}500{NB}€"),
        (change(-400), f"−400{NB}€"),
        (count(0, "ligne"), f"0{NB}ligne"),
        (count(2, "ligne"), f"2{NB}lignes"),
        (measure(219, "patients"), f"219{NB}patients"),
        (measure(1, "demi-journées"), f"1{NB}demi-journée"),
        (measure(0, "patients suivis"), f"0{NB}patient suivi"),
        (measure(1, "jours de soins"), f"1{NB}jour de soins"),
        (measure(1, "mois"), f"1{NB}mois"),
        (measure(69.7, "%"), f"69,7{NB}%"),
        (measure(3, None), "3"),
        (enumeration(["a", "b", "c"]), "a, b et c"),
        (enumeration(["a"]), "a"),
    ],
)
def test_a_figure_reads_as_french_writes_it(written, expected):
    assert written == expected


def test_a_sentence_gets_its_french_spaces_and_apostrophes():
    assert typeset("L'écart : « 3 » ; est-ce dit ?") == f"L’écart{NB}: «{NB}3{NB}»{NN}; est-ce dit{NN}?"


def test_typesetting_leaves_times_and_addresses_alone():
    assert typeset("à 10:30, http://exemple.fr") == "à 10:30, http://exemple.fr"


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT])
def test_every_way_of_being_missing_reads_unknown(value):
    assert euros(value) == number(value) == percent(value) == measure(value, "patients") == "inconnu"


def test_a_typed_figure_never_breaks_from_its_thousands_or_its_unit():
    assert unbroken("De 68 811 à 3 000 € : 12 % ?") == (
        "De 68\u202f811\u00a0à 3\u202f000\u00a0€\u00a0: 12\u00a0%\u202f?"
    )
    # A year, a rank, a code and words stay as they were typed.
    assert unbroken("en 2026, l'annexe 2, n° 12 345 678, A 1") == (
        "en 2026, l'annexe 2, n° 12\u202f345\u202f678, A 1"
    )
