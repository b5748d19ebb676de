"""The title of each picture of a reveal, worked by hand."""

import pytest

from aci_model.report.workshop_titles import guesses_say, incomes_say, objectives_say
from aci_model.workshop.reveal import revealed
from tests.cases.test_workshop_reveal import ASSURED, CASE, SIX, table


def even(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_the_first_picture_says_how_far_apart_the_numbers_are():
    assert even(objectives_say(revealed(CASE, SIX))) == "De 1 à 3 objectifs selon les tables"


def test_tables_that_agree_on_the_number_are_told_to():
    assert even(objectives_say(revealed(CASE, SIX[:3]))) == "Toutes les tables se fixent 3 objectifs"


def test_the_second_picture_says_what_separates_the_incomes_and_what_is_left_without_the_variable_part():
    # Chêne expects 4 500 + 1 750 + 2 000 over what is assured, Tilleul 2 000: 6 250 apart.
    assert ASSURED == 250_000
    told = even(incomes_say(revealed(CASE, SIX)))
    assert told == "6 250 € séparent les revenus attendus ; sans part variable, il reste 250 000 €"


def test_a_table_alone_is_compared_with_nobody():
    told = even(incomes_say(revealed(CASE, SIX[:1])))
    assert told == "258 250 € attendus ; sans part variable, il reste 250 000 €"


@pytest.mark.parametrize("say", [objectives_say, incomes_say])
def test_without_a_sealed_table_a_title_says_so(say):
    nobody = [one | {"sealed": False} for one in SIX]
    assert even(say(revealed(CASE, nobody))) == "Aucune table n'a scellé : il n'y a rien à comparer."


def guessing(*pairs):
    """Tables that guessed (minimal, ambitious)."""
    return [
        table(
            f"T{rank}",
            0.5,
            guess={name: euros for name, euros in zip(("minimal", "ambitious"), pair, strict=True) if euros},
        )
        for rank, pair in enumerate(pairs)
    ]


def test_the_third_picture_says_which_estimate_the_most_tables_missed_and_how():
    # A minimal contract brings 250 000 €: two of three aimed below.
    told = guesses_say(revealed(CASE, guessing((200_000, None), (240_000, None), (300_000, None))))
    assert even(told) == "Contrat minimal : deux tables sur trois visaient trop bas"


def test_one_table_that_missed_is_said_in_the_singular():
    told = guesses_say(revealed(CASE, guessing((300_000, None), (250_000, None))))
    assert even(told) == "Contrat minimal : une table sur deux visait trop haut"


def test_tables_that_saw_right_are_told_so():
    told = guesses_say(revealed(CASE, guessing((250_000, None), (250_000, None))))
    assert even(told) == "Contrat minimal : les deux tables avaient vu juste"


def test_without_an_estimate_nothing_was_missed():
    assert even(guesses_say(revealed(CASE, SIX))) == "Aucune table n'avait donné d'estimation"
