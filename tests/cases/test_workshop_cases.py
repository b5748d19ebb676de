"""Cases of a workshop: what leaves a contract, what the texts give a size class."""

import datetime as dt
import json

import pytest

from aci_model import law
from aci_model.bargaining import words
from aci_model.reading.text import fold
from aci_model.workshop import cases
from aci_model.workshop.sheets import FIELDS
from aci_model.workshop.themes import settings
from tests.building import done, dossier, line

RULES = law.load()
NAME = "CPTS des Vallées Imaginaires"


def contract(*lines, **more):
    made = lines or (done("acces_aux_soins", 1000), done("parcours", 500))
    return dossier(*made, size_class=3, community=NAME, **more)


def record(**changes):
    told = cases.to_record(cases.of_contract(contract(), RULES, "Contrat"))
    return {**told, **changes}


def test_a_contract_gives_its_lines_its_amounts_and_its_size_class():
    made = cases.of_contract(contract(envelopes={("acces_aux_soins", "variable"): 900}), RULES, "Contrat")
    assert (made.kind, made.size_class, made.year) == ("listed", 3, 2026)
    assert made.objectives[["objective", "mission", "euros"]].to_numpy().tolist() == [
        ["o1", "acces_aux_soins", 1000.0],
        ["o2", "parcours", 500.0],
    ]
    variable = made.missions.set_index("mission")["variable"]
    assert (variable["acces_aux_soins"], variable["parcours"]) == (
        900,
        45_000,
    )  # the contract's own, then the text's
    assert made.operating == 75_000  # fonctionnement of size 3
    assert made.missions.set_index("mission")["fixe"]["parcours"] == 45_000


def test_nothing_of_whose_contract_it_is_leaves_it():
    lines = (
        done(
            "acces_aux_soins",
            1000,
            label="Protocole de la CPTS DES VALLEES IMAGINAIRES signé",
            expected_proof="secret",
        ),
        done("parcours", 500, label="Réunions des Vallées imaginaires", comment="secret"),
    )
    given = contract(*lines, population=91_234, region="secret", signed=dt.date(2024, 3, 5))
    told = json.dumps(cases.to_record(cases.of_contract(given, RULES, "Contrat")), ensure_ascii=False).lower()
    for word in ("vallées", "vallees", "imaginaires", "secret", "91234", "cas.xlsx", "2024"):
        assert word not in told
    assert "protocole de la cpts signé" in told
    assert "réunions des cpts" in told


def test_a_community_of_one_common_word_does_not_blank_the_labels():
    given = dossier(done("parcours", 500, label="Annuaire des soins"), community="soins", size_class=3)
    assert cases.of_contract(given, RULES, "x").objectives["label"].tolist() == ["Annuaire des soins"]


def test_labels_that_may_name_somebody_come_first_for_the_facilitator():
    lines = [
        done("parcours", 1, label="Ateliers"),
        done("parcours", 1, label="Réunion avec le Dr Inventé"),
        done("parcours", 1, label="Écrire à contact@exemple.invalid"),
    ]
    told = cases.labels_to_check(cases.of_contract(contract(*lines), RULES, "x"))
    assert told["objective"].tolist() == ["o2", "o3", "o1"]
    assert told["reason"].isna().tolist() == [False, False, True]


def test_the_year_is_the_latest_one():
    given = contract(done("parcours", 1, year=2024), done("parcours", 2, year=2025))
    made = cases.of_contract(given, RULES, "x")
    assert (made.year, made.objectives["euros"].tolist()) == (2025, [2.0])


def test_a_chance_comes_from_past_years_and_never_from_what_was_typed():
    # One line reached in 2025 out of one year, nothing else seen: start q = ½, (1 + 2 × ½) ÷ (1 + 2) = 2/3.
    own = line("parcours", (8, 500), kind="compte", label="Ateliers", chances=(0.9,), result=3)
    given = contract(own, history=[{"year": 2025, "mission": "parcours", "label": "Ateliers", "result": 9}])
    typed = cases.of_contract(given, RULES, "x").objectives["chance"].tolist()
    # This year's own result (3 of 8: missed) is an observation like others for the year to come: (1 + 1) ÷ (2 + 2) = ½.
    assert typed == pytest.approx([0.5])
    alone = contract(line("parcours", (8, 500), kind="compte", label="Ateliers", chances=(0.9,)))
    assert cases.of_contract(alone, RULES, "x").objectives["chance"].isna().all()


def test_lines_not_paid_on_results_and_lines_given_up_are_left_out_and_told():
    lines = (done("crise", 700), done("parcours", 500), done("parcours", 300, abandon="donnees"))
    made = cases.of_contract(contract(*lines), RULES, "x")
    assert made.objectives["euros"].tolist() == [500.0]
    told = " ".join(made.notices)
    assert "1\u00a0ligne sans part payée sur les résultats" in told
    assert "1\u00a0ligne abandonnée" in told
    assert made.missions.set_index("mission")["variable"]["crise"] == 0


def test_stepped_lines_are_told_to_be_counted_in_full_or_not_at_all():
    made = cases.of_contract(contract(line("parcours", (1, 100), (2, 300))), RULES, "x")
    assert made.objectives["euros"].tolist() == [300.0]
    assert "1\u00a0ligne à paliers" in made.notices[0]


def test_firm_commitments_are_those_of_one_year():
    # 1 000 € a month, firm, all year: 12 000 €. The flexible post is not a commitment.
    posts = [
        {
            "post": "Salaire",
            "amount": 1000.0,
            "rhythm": "mensuel",
            "start": dt.date(2026, 1, 1),
            "firm": True,
        },
        {
            "post": "Colloque",
            "amount": 500.0,
            "rhythm": "annuel",
            "start": dt.date(2026, 1, 1),
            "firm": False,
        },
    ]
    made = cases.of_contract(contract(expenses=posts, signed=dt.date(2025, 1, 1)), RULES, "x")
    assert made.commitments == 12_000
    assert cases.of_contract(contract(), RULES, "x").commitments is None


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(dossier(size_class=3), id="no line"),
        pytest.param(dossier(done("crise", 5), size_class=3), id="nothing paid on results"),
    ],
)
def test_a_contract_without_anything_to_choose_is_refused_in_words(given):
    with pytest.raises(cases.ScenarioError, match="aucune ligne"):
        cases.of_contract(given, RULES, "x")


def test_a_size_has_the_amounts_of_the_table_of_may_2024():
    # Size 2: accès 17 500 + 12 000 + 45 000 due without result, 17 500 on results; parcours 35 000 and 35 000.
    made = cases.of_size(2, RULES)
    rows = made.missions.set_index("mission")
    assert rows.loc["acces_aux_soins", ["fixe", "variable"]].tolist() == [74_500, 17_500]
    assert rows.loc["parcours", ["fixe", "variable"]].tolist() == [35_000, 35_000]
    assert (made.operating, made.kind, len(made.objectives)) == (60_000, "open", 0)
    assert rows["mandatory"].tolist() == [True, True, True, True, False, False]


def test_an_amount_no_source_gives_stays_missing_and_is_told():
    made = cases.of_size(2, RULES)
    assert made.missions.set_index("mission")["fixe"].isna()["crise"]
    assert any("Crise sanitaire" in one and "aucune source" in one.lower() for one in made.notices)
    assert cases.of_size(3, RULES).missions.set_index("mission")["fixe"]["crise"] == 22_500


def test_the_conflict_of_size_3_is_shown_not_settled():
    told = " ".join(cases.of_size(3, RULES).notices)
    assert "120\u202f000 ou de 125\u202f000" in told
    assert "125\u202f000" not in " ".join(cases.of_size(2, RULES).notices)


def test_an_open_case_says_its_hypothesis():
    assert any("à égalité" in one for one in cases.of_size(1, RULES).notices)


@pytest.mark.parametrize("size", [0, 5])
def test_a_size_no_text_knows_is_refused(size):
    with pytest.raises(cases.ScenarioError, match="taille"):
        cases.of_size(size, RULES)


@pytest.mark.parametrize(
    "made", [cases.of_size(2, RULES), cases.of_contract(contract(), RULES, "Contrat <b>")]
)
def test_a_case_comes_back_from_json_exactly(made):
    told = cases.to_record(made)
    again = cases.of_record(json.loads(json.dumps(told)))
    assert cases.to_record(again) == told
    assert again.missions.equals(made.missions)
    assert again.objectives.equals(made.objectives)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        record(kind="other"),
        record(kind=["listed"]),
        record(unknown=1),
        record(title=""),
        record(title=7),
        record(title="x" * 5000),
        record(missions="x"),
        record(missions=[1]),
        record(missions=[{}]),
        record(objectives=[{"objective": "o1", "mission": "nulle", "label": "x"}]),
        record(objectives=record()["objectives"] * 2),
        record(objectives=[{**record()["objectives"][0], "euros": float("nan")}]),
        record(objectives=[{**record()["objectives"][0], "euros": -1}]),
        record(objectives=[{**record()["objectives"][0], "chance": 1.5}]),
        record(objectives=[{**record()["objectives"][0], "nature": []}]),
        record(operating="75 000"),
        record(operating=True),
        record(operating=10**400),
        record(year=2026.5),
        record(notices=[{}]),
    ],
)
def test_a_record_nobody_wrote_is_refused_in_words(broken):
    with pytest.raises(cases.ScenarioError, match=r"\.$"):
        cases.of_record(broken)


def test_a_question_may_be_asked_of_the_same_people_as_on_the_negotiation_page():
    assert list(settings().addressees) == list(words.labels("addressee"))


def test_what_the_workshop_supposes_holds_together():
    told = settings()
    themes = [theme.theme for theme in told.themes]
    assert len(set(themes)) == len(themes)
    assert {theme for _, theme in FIELDS.values()} <= set(themes)
    assert 0 <= told.accord < told.divided <= 0.5
    assert 0 < told.chance < 1
    assert [theme.label[:9] for theme in told.themes][:3] == [
        "Être mini",
        "Comment a",
        "Sur quels",
    ]  # the seed's own three
    assert all(fold(word) == word for theme in told.themes for word in theme.words)
