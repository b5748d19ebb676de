"""All tables at once, worked by hand."""

import pytest

from aci_model import law
from aci_model.report.workshop_tables import agreements_table, outcomes_table
from aci_model.report.workshop_text import amount, divided, findings, headline, tables_say
from aci_model.workshop import cases
from aci_model.workshop.outcome import outcome
from aci_model.workshop.reveal import agreed, revealed
from aci_model.workshop.scenario import chosen, counted_on, counts, kept, scenario_of
from tests.building import done, dossier

RULES = law.load()
ALD, BREAST, PLAN = "Patients en ALD", "Dépistage du sein", "Annuaire"
LINES = (
    done("acces_aux_soins", 9000, label=ALD, nature="quantitatif"),
    done("prevention", 3500, label=BREAST, nature="quantitatif"),
    done("parcours", 2000, label=PLAN, nature="qualitatif"),
)
POSTS = [{"post": "Salaires", "amount": 260_000.0, "rhythm": "annuel", "firm": True}]
CASE = cases.of_contract(dossier(*LINES, size_class=3, expenses=POSTS), RULES, "Contrat")
OPEN = cases.of_size(2, RULES)
ASSURED = 75_000 + 90_000 + 45_000 + 17_500 + 22_500  # fonctionnement and mandatory fixes of size 3


def table(name, *chances, share=0.5, guess=None, **more):
    """A sealed table: the chance it gives each line, None where it leaves it."""
    record = counted_on(share)
    for place, chance in enumerate(chances, 1):
        record |= chosen(f"o{place}", choose=chance is not None, chance=chance)
    told = {"table": name, "name": name, "guess": guess, "scenario": record, "sealed": True, "late": False}
    return told | more


SIX = [
    table("Chêne", 0.5, 0.5, 1.0),
    table("Érable", 0.5, 0.5, 1.0),
    table("Frêne", 0.5, 0.5, 1.0),
    table("Hêtre", 0.5, None, 1.0),
    table("Saule", 0.5, None, 1.0),
    table("Tilleul", None, None, 1.0),
]


def test_five_tables_of_six_keep_the_first_line_and_the_second_divides_them():
    rows = revealed(CASE, SIX).agreements.set_index("label")
    assert rows.loc[[ALD, BREAST, PLAN], "chosen"].tolist() == [5, 3, 6]
    assert rows.loc[[ALD, BREAST, PLAN], "verdict"].tolist() == ["accord", "partage", "accord"]
    assert rows.loc[[ALD, BREAST, PLAN], "kept"].tolist()[::2] == [True, True]
    assert rows.loc[BREAST].isna()["kept"]  # three and three
    told = findings(CASE, revealed(CASE, SIX))
    assert (
        "Cinq tables sur six gardent «\u00a0Patients en ALD\u00a0»\u202f; «\u00a0Dépistage du sein\u00a0» les partage."
        in told
    )
    assert "Toutes les tables gardent «\u00a0Annuaire\u00a0»." in told


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        (1, "accord"),
        (5 / 6, "accord"),
        (1 / 6, "accord"),
        (3 / 4, "majorite"),
        (2 / 3, "majorite"),
        (0.5, "partage"),
        (3 / 5, "partage"),
    ],
)
def test_a_verdict_is_about_those_who_think_otherwise(share, verdict):
    assert agreed(share) == verdict


def test_the_spread_tells_lowest_median_and_highest():
    # Three lines: 4 500 + 1 750 + 2 000; two: 4 500 + 2 000; one: 2 000. Sorted: 2 000, 6 500 × 2, 8 250 × 3.
    rows = revealed(CASE, SIX).spread.set_index("measure")
    assert rows.loc["objectives", ["low", "median", "high"]].tolist() == [1, 2.5, 3]
    expected = rows.loc["expected", ["low", "median", "high"]].tolist()
    assert expected == pytest.approx([ASSURED + 2000, ASSURED + 7375, ASSURED + 8250])
    assert rows.loc["objectives", "values"] == (1, 2, 2, 3, 3, 3)


def test_a_guess_above_what_is_computed_is_an_error_above_zero():
    # Minimal: what is assured. Ambitious: with half of 14 500, at the proposed chance; the contract has no option.
    found = revealed(CASE, [table("Chêne", 0.5, guess={"minimal": ASSURED + 1000, "ambitious": 300_000})])
    row = found.outcomes.iloc[0]
    assert row["error_minimal"] == 1000
    ambitious = ASSURED + 14_500 / 2
    assert found.ambitious.expected == pytest.approx(ambitious)
    assert row["error_ambitious"] == pytest.approx(300_000 - ambitious)


def test_a_table_that_did_not_seal_shows_its_name_alone():
    found = revealed(CASE, [*SIX, table("Aulne", 1.0, guess={"minimal": 1}, sealed=False)])
    row = found.outcomes.set_index("name").loc["Aulne"]
    assert not row["counts"]
    assert row[["expected", "guess_minimal", "objectives"]].isna().all()
    assert found.agreements["of"].eq(6).all()
    assert findings(CASE, found)[-1] == "Hors de la comparaison\u00a0: une table sans scellé."


def test_a_table_that_sealed_after_the_reveal_is_shown_and_not_compared():
    found = revealed(CASE, [*SIX, table("Aulne", 1.0, 1.0, 1.0, late=True)])
    assert found.outcomes.set_index("name").loc["Aulne", "expected"] == ASSURED + 14_500
    assert found.spread.set_index("measure").loc["expected", "tables"] == 6
    assert "scellé après la révélation" in outcomes_table(found)["Remarque"].tolist()


def test_a_record_of_another_case_is_told_and_stops_nobody_else():
    found = revealed(CASE, [*SIX, table("Aulne") | {"scenario": {"objective/o99": True}}])
    assert found.outcomes.set_index("name").loc["Aulne", "problem"].endswith(".")
    assert found.agreements["of"].eq(6).all()


def test_a_workshop_without_any_sealed_table_has_nothing_to_compare():
    found = revealed(CASE, [])
    assert headline(found) == "Aucune table n’a scellé\u00a0: il n’y a rien à comparer."
    assert findings(CASE, found) == ()
    assert found.agreements["verdict"].isna().all()


def test_optional_missions_are_agreed_upon_too():
    case = cases.of_contract(dossier(*LINES, done("qualite", 100), size_class=3), RULES, "Contrat")
    tables = [table(name) for name in "ABC"]
    tables[0]["scenario"] |= kept("qualite", keep=True)
    rows = revealed(case, tables).agreements.set_index("id")
    assert rows.loc["qualite", ["chosen", "of", "verdict"]].tolist() == [1, 3, "majorite"]


def test_an_open_case_compares_how_many_objectives_each_mission_has():
    tables = [
        table(name) | {"scenario": counts("parcours", quanti=number)}
        for name, number in zip("ABC", (1, 2, 6), strict=True)
    ]
    found = revealed(OPEN, tables)
    rows = found.agreements.set_index("id")
    assert rows.loc["parcours", ["chosen", "least", "median", "most"]].tolist() == [3, 1, 2, 6]
    assert "crise" not in rows.index  # nothing there is paid on results
    assert "Le plus" in agreements_table(OPEN, found)
    assert any("se fixent des objectifs dans" in one for one in findings(OPEN, found))


def test_a_sum_that_leaves_an_unknown_amount_out_says_at_least():
    made = outcome(OPEN, scenario_of(OPEN, {}))
    assert amount(made, "without_variable") == "au moins 184\u202f500\u00a0€"


def test_the_picture_of_agreements_is_titled_by_how_many_lines_divide():
    assert divided(revealed(CASE, SIX)) == "Une ligne sur trois partage les tables"
    assert divided(revealed(CASE, SIX[:1])) == "Aucune ligne ne partage les tables"
    # Hêtre alone leaves the second line: one of three, a majority against it and no halves.
    assert divided(revealed(CASE, SIX[1:4])) == "1\u00a0ligne en débat, une majorité sur celle-ci"


def test_tables_that_set_as_many_objectives_each_are_told_so():
    same = [table("Chêne", 0.5, None, None), table("Érable", None, None, 0.5)]
    assert headline(revealed(CASE, same)).startswith("1\u00a0objectif à chaque table, et ")


def test_the_room_reads_first_how_far_apart_its_tables_are():
    # From 2 000 to 8 250 expected of the variable part; the median of 1, 2, 2, 3, 3, 3 objectives is 2,5.
    found = revealed(CASE, SIX)
    assert (
        headline(found)
        == "De 1 à 3\u00a0objectifs selon les tables, et 6\u202f250\u00a0€ d’écart entre leurs revenus attendus."
    )
    assert findings(CASE, found)[0] == "La moitié des tables retient 2,5 objectifs ou moins."


def test_without_the_variable_part_no_table_covers_the_commitments():
    told = " ".join(findings(CASE, revealed(CASE, SIX)))
    assert "aucune table ne couvre les 260\u202f000\u00a0€ d’engagements fermes" in told


@pytest.mark.parametrize(
    ("quantity", "of", "words"),
    [
        (5, 6, "cinq tables sur six"),
        (1, 3, "une table sur trois"),
        (6, 6, "toutes les tables"),
        (2, 2, "les deux tables"),
        (0, 4, "aucune table"),
        (40, 100, "40 tables sur 100"),
    ],
)
def test_tables_are_counted_in_words(quantity, of, words):
    assert tables_say(quantity, of) == words
