"""What page « Objectifs » says, worked out by hand on small contracts."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from aci_model import foresight, funding, law
from aci_model.report import objectives as report
from aci_model.report import objectives_abandon as abandon
from aci_model.report import objectives_nature as nature
from aci_model.report import objectives_say as say
from tests.building import COMMUNITY, done, dossier

SIGNED = dt.date(2024, 4, 15)


def ground(*lines, **more):
    """What the community may choose from, year 2026."""
    read = dossier(*lines, signed=SIGNED, size_class=3, **more)
    rules = law.load()
    whole = funding.assess(read, rules)
    year = read.lines["year"].iloc[0] if lines else None
    case = funding.of_year(whole, COMMUNITY, None if pd.isna(year) else int(year))
    return report.ground(case, read, foresight.outlook(whole, read, rules).spans, rules)


def told(*lines, split=False, common=0.0, cover=0.0, **more):
    return report.how_many(ground(*lines, **more), split=split, common=common, cover=cover)


def a(amount, chance, effort, **more):
    return done("parcours", amount, chances=(chance,), effort=effort, **more)


THREE = (
    a(1_000.0, 0.8, 1.0, label="Charte"),  # 800 for 1 day
    a(4_000.0, 0.5, 4.0, label="Réunions"),  # 2 000 for 4 days, 500 a day
    a(3_000.0, 0.9, 6.0, label="Bilans"),  # 2 700 for 6 days, 450 a day
)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# The next objective


def test_the_headline_says_what_the_next_objective_brings_costs_and_risks():
    # 7 days: Charte + Bilans = 3 500 for 7 days; then Réunions: 2 000 for 4 days, 4 too many, 50 % of nothing
    said = plain(told(*THREE, capacity=7).headline)
    assert said == (
        "Après les 2 meilleurs objectifs (7 jours, 3 500 € attendus), le suivant, « Réunions », apporterait 2 000 € "
        "en moyenne pour 4 jours, 4 de trop, avec 50 % de risque de ne rien rapporter."
    )


def test_the_headline_starts_from_what_the_person_keeps():
    kept = a(4_000.0, 0.5, 4.0, label="Réunions", choice="retenu")
    said = plain(told(kept, *THREE[::2], capacity=7).headline)
    assert said.startswith("Après votre objectif (4 jours, 2 000 € attendus), le suivant, « Charte »,")
    assert "de trop" not in said


def test_without_a_capacity_the_best_choice_takes_everything_and_says_so():
    said = plain(told(*THREE).headline)
    assert (
        said
        == "Le meilleur choix prend 3 objectifs (11 jours, 5 500 € attendus) : il n’en reste aucun à ajouter."
    )


def test_without_any_chance_the_headline_asks_for_them_instead_of_counting_zero():
    on = told(done("parcours", 1_000.0, effort=1.0), done("parcours", 2_000.0, effort=1.0))
    assert plain(on.headline) == (
        "Impossible encore de dire combien : il manque une chance ou des jours à 2 objectifs. Saisissez-les dans la liste."
    )
    assert on.to_fill["lacks"].tolist() == ["chance", "chance"]
    assert on.listed["brings"].isna().all()


def test_with_nothing_at_all_the_headline_says_how_to_begin():
    assert told().headline == "Il n’y a encore aucun objectif à mettre en balance\u00a0: ajoutez-en un."


def test_no_day_at_all_is_no_objective_yet():
    said = plain(told(*THREE, capacity=0).headline)
    assert said.startswith("Sans aucun jour disponible, le suivant, « Charte », apporterait 800 €")
    assert "1 de trop" in said


def test_a_shared_envelope_says_that_one_more_makes_it_lose():
    # The envelope is the sum of the lines, 8 000. Bilans alone: 90 % of it, 7 200; the surest set is one alone.
    on = told(*THREE, split=True, capacity=100)
    assert plain(on.headline).startswith("Après le meilleur objectif (6 jours, ")
    assert "en ferait perdre" in on.headline
    assert "fait baisser" in on.finding


def test_an_objective_of_unknown_days_says_so():
    said = plain(told(a(1_000.0, 0.8, None), *THREE[1:], capacity=10).headline)
    assert "en un nombre de jours inconnu" in said


# The curve and the choices


def test_the_finding_says_how_many_bring_half():
    # 800, then 2 800 (of 5 500): two of three hold half
    assert plain(told(*THREE).finding) == "La moitié des 5 500 € attendus tient dans 2 des 3 objectifs"


def test_a_single_objective_is_told_as_one():
    # 1 000 € one time in two
    assert plain(told(a(1_000, 0.5, 1)).finding) == "Un seul objectif, 500 € attendus"


def test_the_curve_knows_the_mission_and_the_days_of_each_one_added():
    drawn = told(*THREE).curve
    assert drawn["label"].tolist()[1:] == ["Charte", "Réunions", "Bilans"]
    assert drawn["days_added"].tolist()[1:] == [1, 4, 6]
    assert drawn["mission_label"].tolist()[1:] == ["Parcours"] * 3


def test_each_choice_is_told_in_three_lines():
    on = told(*THREE, capacity=7, cover=1_000.0)
    best = on.choices.set_index("choice").loc["en_profiter"]
    # Charte 80 % and Bilans 90 %: nothing 2 %, 1 000 8 %, 3 000 18 %, 4 000 72 %; half of 3 500 fails 10 % of the time
    assert [plain(words) for words in say.choice_facts(best, 7.0, 1_000.0)] == [
        "2 objectifs, 7 jours",
        "de 1 000 € à 4 000 €",
        "couvre 1 000 € : 98 % · risque d’avoir moins de la moitié : 10 %",
    ]


def test_a_choice_beyond_the_capacity_says_by_how_much():
    own = told(*THREE, capacity=7).choices.set_index("choice").loc["le_votre"]
    assert plain(say.choice_facts(own, 7.0, 0.0)[0]) == "3 objectifs, 11 jours, 4 de trop"


def test_whether_the_best_choice_is_exact_is_said():
    assert "calculé exactement" in told(*THREE, capacity=7).exactness
    rough = told(*THREE, capacity=7).choices.assign(exact_choice=False)
    assert "un meilleur peut exister" in say.exactness(rough, 7.0)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "0 %"),
        (0.001, "moins de 1 %"),
        (0.5, "50 %"),
        (0.999, "plus de 99 %"),
        (1.0, "100 %"),
        (float("nan"), "inconnu"),
    ],
)
def test_no_chance_is_said_surer_than_it_is(chance, words):
    assert plain(say.odds(chance)) == words


def test_a_line_given_up_leaves_the_list_and_stays_told_with_its_cause():
    on = told(*THREE[:2], a(3_000.0, 0.9, 6.0, label="Bilans", abandon="taille"))
    assert on.listed["label"].tolist() == ["Charte", "Réunions"]
    assert on.given_up.to_numpy().tolist() == [["Bilans", "effectif trop petit"]]
    assert len(on.curve) == 3


def test_each_candidate_knows_its_row_in_the_dossier():
    on = ground(*THREE, objectives=[{"mission": "prevention", "label": "Neuf", "amount": 500.0}])
    assert list(zip(on.candidates["frame"], on.candidates["row"], strict=True)) == [
        ("lines", 0),
        ("lines", 1),
        ("lines", 2),
        ("objectives", 0),
    ]


# Giving up


def test_giving_up_says_what_it_leaves_and_frees_and_the_first_day_of_no_return():
    gone = a(3_000.0, 0.9, 6.0, label="Bilans", abandon="donnees", abandoned_on=dt.date(2026, 9, 1))
    on = abandon.giving_up(ground(*THREE[:2], gone, capacity=73))
    # 4 days × 365 ÷ 73 = 20 days before 14/04/2027: 25/03/2027
    assert plain(on.headline) == (
        "1 objectif abandonné laisse 3 000 € au plus et libère 6 jours. La première date de non-retour est le "
        "25 mars 2027, pour « Réunions »."
    )
    assert plain(abandon.gone_words(on.given_up.iloc[0])) == (
        "données indisponibles, le 1er septembre 2026 · 3 000 € laissés au plus, 6 jours pour le reste"
    )
    assert on.dates["label"].tolist() == ["Réunions", "Charte"]
    # the day of Bilans is still told, as a state of its own: 6 × 365 ÷ 73 = 30 days: 15/03/2027
    assert on.given_up["no_return"].iloc[0] == pd.Timestamp(2027, 3, 15)


def test_a_signed_contract_without_a_year_is_asked_for_its_year_and_not_for_its_signature():
    on = abandon.giving_up(ground(a(1_000.0, 0.8, 1.0) | {"year": None}, capacity=73))
    assert on.lacks == "date limite, ou année de la ligne"


def test_a_line_one_thinks_of_giving_up_says_what_it_would_leave():
    on = abandon.giving_up(ground(*THREE, capacity=73))
    row = on.dates.set_index("label").loc["Réunions"]
    assert plain(abandon.considered(row)) == (
        "Y renoncer laisse 4 000 € au plus (2 000 € attendus) et libère 4 jours. Commencé après le 25 mars 2027, il ne "
        "pourrait plus rapporter."
    )


def test_without_a_capacity_no_date_is_made_up():
    on = abandon.giving_up(ground(*THREE))
    assert on.headline == "Aucun objectif du contrat n’est abandonné."
    assert on.finding.endswith("(à renseigner\u00a0: capacité de l’équipe en jours par an)")
    assert on.dates["no_return"].isna().all()


def test_what_is_not_known_of_a_line_given_up_is_said():
    on = abandon.giving_up(ground(a(3_000.0, None, None, abandon="taille")))
    assert "libère un nombre de jours inconnu" in plain(on.headline)


def test_two_lines_of_the_same_words_are_told_apart():
    on = abandon.giving_up(ground(a(1.0, 0.5, 1.0, label="Charte"), a(2.0, 0.5, 1.0, label="Charte")))
    assert len(set(on.open.values())) == 2


# Counted and told


def natures(*lines, **more):
    return nature.natures(ground(*lines, **more))


COUNTED = a(4_000.0, 0.5, 3.0, label="Taux", nature="quantitatif", strength=3, expected_proof="requête")
TOLD = a(1_000.0, 0.5, 1.0, label="Charte", nature="qualitatif", expected_proof="compte rendu ; bilan")


def test_the_headline_of_natures_says_euros_uncertainty_and_days():
    # variances 0,25 × 4 000² = 4 000 000 and 250 000: 94 %; euros 4 000 of 5 000; days 3 of 4
    assert plain(natures(COUNTED, TOLD).headline) == (
        "Le quantitatif porte 80 % des euros et 94 % de l’incertitude, pour 75 % des jours."
    )


def test_the_shares_of_each_measure_add_up_to_one():
    shares = natures(COUNTED, TOLD).shares
    assert shares.groupby("measure")["share"].sum().tolist() == pytest.approx([1.0] * 5)


def test_a_proposed_strength_is_marked_and_one_typed_is_not():
    on = natures(COUNTED, TOLD)
    assert on.strengths.set_index("label")[["level", "origin"]].to_numpy().tolist() == [
        [3, "saisie"],
        [2, "proposée"],
    ]
    assert [plain(words) for words in on.balance["strength_words"]] == [
        "3 sur 3",
        "2 sur 3, dont 1 proposée",
    ]


def test_a_swap_says_what_it_does_to_what_is_expected_and_to_its_spread():
    # 4 000 moved onto a line of the same chance: nothing changes on average; spread √(4 250 000) = 2 062 before,
    # 0,5 × 5 000 = 2 500 after, 438 wider; 3 days fewer
    on = natures(COUNTED, TOLD)
    row = on.swaps.iloc[0]
    assert plain(nature.swap_words(row)) == (
        "Reporter 4 000 € de la première sur la seconde ne changerait pas l’attendu et élargirait l’écart habituel de "
        "438 €, pour 3 jours de moins."
    )
    table = nature.swap_table(row, on.expected)
    assert [plain(cell) for cell in table.loc[1]] == [
        "Écart habituel (écart type)",
        "2 062 €",
        "2 500 €",
        "+438 €",
    ]


def test_without_chances_no_uncertainty_is_made_up():
    on = natures(done("parcours", 1_000.0, nature="quantitatif"))
    assert plain(on.headline).endswith("sans chance connue, on ne sait pas ce qu’il porte de l’incertitude.")
    assert on.shares.set_index("measure").loc["Incertitude", "words"] == "inconnu"
    assert on.swaps.empty


def test_a_contract_without_lines_has_nothing_to_weigh():
    assert "rien à mettre en balance" in natures().headline
