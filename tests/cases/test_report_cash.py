"""What the treasury says: until when the money is enough, what lacks, what a real payment moves, what stands."""

import datetime as dt

import pandas as pd
import pytest

from aci_model import foresight, law
from aci_model.foresight import Outlook
from aci_model.funding import assess
from aci_model.report import blank_years, cash, cash_words, corrections, findings, tables
from aci_model.wording import euros
from tests.building import COMMUNITY, done, dossier

RULES = law.load()
SIGNED = dt.date(2025, 1, 1)
MONTHLY = {"rhythm": "mensuel", "firm": True}
ENVELOPES = {("qualite", "fixe"): 12_000.0, ("qualite", "variable"): 6_000.0}


def read(*, expenses=(), payments=(), history=(), balance=0.0, signed=SIGNED, envelopes=ENVELOPES, **more):
    """A community of one mission, begun on the day of its signature, 12 000 € of fixe and 6 000 € of variable part."""
    return dossier(
        done("qualite", 6_000),
        envelopes=envelopes,
        signed=signed,
        expenses=list(expenses),
        payments=list(payments),
        history=list(history),
        balance=balance,
        **more,
    )


def outlook(told) -> Outlook:
    return foresight.outlook(assess(told, RULES), told, RULES)


def followed(told, share=1.0):
    """What is said of a dossier under a share of the variable part, and the treasury behind it."""
    chosen = law.scenario(share, law=RULES)
    mine = cash.alone(outlook(told), told, COMMUNITY, RULES)
    found = cash.follow(mine, [chosen, RULES.scenarios[foresight.WITHOUT]], RULES)
    return cash.followed(found, mine, chosen, labels(mine), RULES), found, mine, chosen


def labels(mine):
    return tables.year_labels(mine.outlook.spans).set_axis(mine.outlook.spans["span"])


def reached(**changed):
    """A row of milestones of a treasury that never runs out."""
    month = pd.Timestamp
    row = {
        "assumed": False, "unknown": False, "unknown_out": False,
        "first_month": month("2026-04-01"), "end_month": month("2030-04-01"),
        "last_covered_month": month("2030-04-01"), "covered_to_end": True, "lacking": 0.0,
        "trough": 500.0, "trough_month": month("2027-03-01"),
        "last_covered_month_firm": month("2030-04-01"), "covered_to_end_firm": True, "lacking_firm": 0.0,
        "trough_firm": 900.0, "trough_month_firm": month("2027-03-01"),
    }  # fmt: skip
    return pd.Series(row | changed, dtype=object)


SHORT = {
    "covered_to_end": False, "last_covered_month": pd.Timestamp("2027-06-01"),
    "covered_to_end_firm": False, "last_covered_month_firm": pd.Timestamp("2027-10-01"), "lacking_firm": 18_400.0,
    "trough_firm": -20_000.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "unknown_firm", "expected"),
    [
        (SHORT, False, f"sont couverts jusqu’en octobre 2027\u202f; il manque {euros(18_400)} pour finir l’année."),
        # unknown income can only push the month further, and make what lacks smaller
        (SHORT, True, f"couverts au moins jusqu’en octobre 2027\u202f; il manque au plus {euros(18_400)} pour"),
        # an unknown cost the other way round
        (SHORT | {"unknown_out": True}, False, f"couverts au plus jusqu’en octobre 2027\u202f; il manque au moins {euros(18_400)}"),
        (SHORT | {"unknown_out": True}, True, "des montants inconnus empêchent de dire jusqu’à quand"),
        (SHORT | {"assumed": True}, False, f"Sans part variable et en partant de {euros(0)}, vos engagements"),
        (SHORT | {"last_covered_month_firm": pd.NaT}, False, "vos engagements fermes ne sont pas couverts en avril 2026"),
        (SHORT | {"lacking_firm": 0.0}, False, f"il manque jusqu’à {euros(20_000)} en mars 2027, revenus avant la fin"),
        ({}, False, "couverts jusqu’au bout des années montrées. Vos postes souples le sont aussi."),
        ({"covered_to_end": False, "last_covered_month": pd.NaT}, False, "l’argent manque dès le premier mois."),
    ],
)  # fmt: skip
def test_the_answer_names_the_month_and_what_lacks_and_never_hides_what_is_unknown(
    changed, unknown_firm, expected
):
    assert expected in cash_words.answer(reached(**changed), unknown_firm)


def test_the_curve_of_a_small_community_is_the_one_worked_by_hand():
    told, *_ = followed(read(expenses=[{"post": "Local", "amount": 1_100.0, **MONTHLY}], balance=2_000.0))
    months = told.curve.months.set_index("month")
    # January 2026: 2 000 + 9 000 (75 % of 12 000) − 1 100 = 9 900.
    assert months["balance"].iloc[0] == 9_900
    # To March, 1 100 more each month: 7 700. April: the rest of 2025, 3 000, comes three months after the
    # anniversary; its variable part is unknown, so the balance is « at least »: 7 700 + 3 000 − 1 100 = 9 600.
    assert months["balance"].iloc[1:4].tolist() == [8_800, 7_700, 9_600]
    assert months["unknown"].iloc[3]
    assert "au moins" in told.curve.answer


def test_without_a_year_no_amount_of_the_expenses_is_blamed():
    told = read(year=None, expenses=[{"post": "Local", "amount": 1_100.0, **MONTHLY}])
    ahead = outlook(told)
    years = foresight.yearly(foresight.project(ahead, [RULES.scenarios[foresight.WITHOUT]]))
    posts = foresight.coverage(foresight.costs(told.expenses, ahead.spans), years)
    assert findings.without_variable(years, posts).endswith(
        "Donnez l’année de vos lignes (feuille Indicateurs) pour savoir ce qui reste couvert."
    )


def test_without_a_year_or_without_expenses_there_is_no_curve_and_it_says_what_to_add():
    posts = [{"post": "Local", "amount": 1_100.0, **MONTHLY}]
    unnumbered, *_ = followed(read(year=None, expenses=posts))
    neither, *_ = followed(read(signed=None, expenses=posts, year=None))
    unspent, *_ = followed(read())
    assert unnumbered.curve is neither.curve is unspent.curve is None
    assert "l’année de vos lignes (feuille Indicateurs)" in unnumbered.no_curve
    assert "signature" not in unnumbered.no_curve
    assert "la date de signature du contrat" in neither.no_curve
    assert "l’année de vos lignes" in neither.no_curve
    assert "vos dépenses" not in neither.no_curve
    assert "vos dépenses (feuille Dépenses)" in unspent.no_curve
    assert len(unspent.flows)  # the calendar is there all the same


def test_a_balance_dated_after_the_years_shown_says_which_day_to_correct():
    late, *_ = followed(
        read(expenses=[{"post": "Local", "amount": 100.0, **MONTHLY}], balance_on=dt.date(2045, 3, 2))
    )
    assert late.curve is None
    assert late.no_curve.startswith("Le solde est daté du 2 mars 2045, après les années montrées")


def test_years_without_a_signature_are_told_to_be_calendar_years():
    posts = [{"post": "Local", "amount": 1_100.0, **MONTHLY}]
    told, *_ = followed(read(signed=None, expenses=posts))
    assert told.curve.months["month"].iloc[0] == pd.Timestamp("2026-01-01")
    assert "Date de signature inconnue\u00a0: chaque année est supposée civile." in told.curve.start_say


def test_a_missing_balance_starts_the_curve_at_zero_and_says_so():
    told, *_ = followed(read(balance=None, expenses=[{"post": "Local", "amount": 100.0, **MONTHLY}]))
    assert told.curve.start_say == f"Solde inconnu\u00a0: la courbe part de {euros(0)}."
    assert told.curve.answer.startswith(f"Sans part variable et en partant de {euros(0)}")


def test_flexible_posts_are_named_in_the_order_in_which_they_stop():
    posts = [
        {"post": "Salaire", "amount": 1_000.0, **MONTHLY},
        {"post": "Journal", "amount": 400.0, "rhythm": "mensuel", "firm": False, "priority": 2},
        {"post": "Ateliers", "amount": 300.0, "rhythm": "mensuel", "firm": False, "priority": 1},
    ]
    told, *_ = followed(read(expenses=posts, balance=0.0), share=0)
    # 9 000 in January for 1 700 a month: 9 000 − 5 × 1 700 + 3 000 (April) = 3 500 after May, 100 after July,
    # −1 600 in August: both stop then, « Journal » first since it is kept least.
    assert told.stops["post"].tolist() == ["Journal", "Ateliers"]
    assert told.stops["stops_words"].tolist() == ["août 2026", "août 2026"]
    assert (
        "s’arrêteraient dans cet ordre\u00a0: Journal (août 2026) et Ateliers (août 2026)"
        in told.curve.stops_say
    )


def test_rows_to_edit_are_those_of_the_whole_dossier():
    told, _, mine, _ = followed(
        read(
            expenses=[
                {"community": "Autre", "post": "Ailleurs", "amount": 9.0, "rhythm": "mensuel", "firm": False},
                {"post": "Journal", "amount": 400.0, "rhythm": "mensuel", "firm": False},
            ]
        )
    )
    assert told.stops["post"].tolist() == ["Journal"]
    assert told.stops["row"].tolist() == [1]
    assert mine.dossier.expenses["post"].tolist() == ["Journal"]


def corrected(**payment):
    told = read(payments=[{"year": 2026, "mission": "qualite", "paid_on": dt.date(2026, 1, 20), **payment}])
    _, found, mine, chosen = followed(told)
    years = mine.outlook.spans["year"]
    names = pd.Series({year: str(year) for year in years})
    return corrections.corrections(found, mine, chosen, names, RULES).iloc[0]


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        # 75 % of 12 000 planned
        ({"flow": "avance", "amount": 8_000.0}, f"{euros(9_000)} prévus, {euros(8_000)} versés\u00a0: {euros(1_000)} s’ajoutent au solde de 2026"),
        ({"flow": "avance", "amount": 9_500.0}, f"{euros(500)} se retirent du solde de 2026\u202f; le total dû pour l’année ne change pas."),
        ({"flow": "solde", "amount": 2_600.0}, f"2026 se clôt sur {euros(400)} de moins que calculé"),
        ({"flow": "avance", "amount": 9_000.0}, "Comme prévu\u00a0: rien ne change ensuite."),
        ({"flow": "avance", "amount": None}, "Le montant versé manque"),
        ({"flow": "avance", "amount": 1.0, "year": 1999}, "Cette année ne fait pas partie des années montrées"),
    ],
)  # fmt: skip
def test_a_real_payment_says_what_it_moves(payment, expected):
    assert expected in corrected(**payment)["moves"]


def test_two_instalments_of_one_payment_are_compared_together():
    told = read(
        payments=[
            {"year": 2026, "mission": "qualite", "flow": "avance", "amount": amount}
            for amount in (5_000.0, 4_000.0)
        ]
    )
    _, found, mine, chosen = followed(told)
    both = corrections.corrections(found, mine, chosen, pd.Series({2026: "2026"}), RULES)
    assert (
        both["moves"].tolist() == ["Comme prévu\u00a0: rien ne change ensuite."] * 2
    )  # 5 000 + 4 000 = 9 000


def blank(told, share, years, missions=None):
    mine = cash.alone(outlook(told), told, COMMUNITY, RULES)
    reference = law.scenario(1.0, law=RULES)
    chosen = blank_years.shaded(reference, share, years, missions or {}, RULES)
    return blank_years.blank(mine, reference, chosen, labels(mine), RULES)


def test_a_blank_year_removes_its_variable_part_and_says_what_stands():
    told = blank(read(expenses=[{"post": "Local", "amount": 100.0, **MONTHLY}]), 0.0, [2027])
    assert told.removed == euros(6_000)
    assert told.missions[["year_label", "removed"]].to_numpy().tolist() == [["2027", 6_000]]
    # 4 years of 12 000 + 6 000 = 72 000; less 6 000: 66 000, of which 48 000 of fixe; 66/72 = 91,7 %
    assert told.stands == (
        f"Il reste {euros(66_000)} cette année et les suivantes, 92\u00a0% de ce qui était attendu, "
        f"dont {euros(48_000)} de part fixe."
    )
    assert (
        "à partir d’avril 2028" in told.felt
    )  # the variable of 2027 comes with the balance, three months into 2028


def test_two_blank_years_apart_leave_the_year_between_as_it_is():
    told = blank(read(expenses=[{"post": "Local", "amount": 100.0, **MONTHLY}]), 0.5, [2026, 2028])
    assert told.missions[["year_label", "removed"]].to_numpy().tolist() == [["2026", 3_000], ["2028", 3_000]]


def test_a_share_of_its_own_spares_a_mission():
    told = blank(
        read(expenses=[{"post": "Local", "amount": 100.0, **MONTHLY}]), 0.0, [2027], {"qualite": 1.0}
    )
    assert told.missions.empty
    assert told.stands.startswith("Rien n’est retiré")


def test_without_expenses_a_blank_year_still_says_its_euros_and_draws_no_curve():
    told = blank(read(), 0.0, [2026])
    assert told.removed == euros(6_000)
    assert told.months is None
    assert told.cover == told.stopped == "inconnu"
