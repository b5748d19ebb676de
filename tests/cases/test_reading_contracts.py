"""One contract out of a dossier, and the two sample contracts that are made to be compared."""

import math

import pandas as pd
import pytest

from aci_model import law, reading
from aci_model.bargaining import diff, verify
from aci_model.bargaining.feasibility import feasibility
from aci_model.bargaining.understandings import differences
from aci_model.reading import contract, contracts
from tests.building import done, dossier, line, together
from tests.contract_a import BREAST, FOLDER

NAME = "CPTS du contrat A"
SIXTEEN = "Patients de 16 ans et plus ayant un médecin traitant"
WORKSHOPS = "Ateliers obésité, bilans individuels et général"
RULES = law.load()


def sample(name):
    return reading.read([(name, (FOLDER / name).read_bytes())], RULES.missions, RULES.parts)


@pytest.fixture(scope="module")
def signed():
    return sample("contrat_a.xlsx")


@pytest.fixture(scope="module")
def sent_back():
    return sample("contrat_a_modifie.xlsx")


MANY = together(
    dossier(
        line("prevention", (10, 1_000), (20, 2_500), year=2025),
        done("prevention", 500, year=2026),
        done("qualite", 700, year=None),
        envelopes={("prevention", "variable"): 9_000},
        questions=[{"question": "Q ?"}],
        history=[{"year": 2024, "mission": "prevention", "paid": 400.0}],
        community="Rives",
    ),
    dossier(done("prevention", 900), agreements=[{"clause": "C"}], community="Monts"),
)


def test_the_contracts_of_a_dossier_are_listed_in_the_order_they_are_met():
    assert contracts(MANY).astype(object).where(contracts(MANY).notna(), None).to_numpy().tolist() == [
        ["Rives", 2025, 1],
        ["Rives", 2026, 1],
        ["Rives", None, 1],
        ["Monts", 2026, 1],
    ]


def test_one_contract_keeps_its_lines_under_their_numbers_and_what_is_known_of_its_community():
    one = contract(MANY, "Rives", 2026)
    assert one.lines["line"].tolist() == one.tiers["line"].tolist() == one.results["line"].tolist() == [1]
    assert one.communities["community"].tolist() == ["Rives"]
    assert (len(one.envelopes), len(one.history), len(one.questions), len(one.agreements)) == (1, 1, 1, 0)
    assert contract(MANY, "Rives", None).lines["line"].tolist() == [2]
    assert len(contract(MANY, "Monts", 2026).agreements) == 1
    assert len(MANY.lines) == 4


def test_the_amounts_of_another_year_do_not_come_along():
    told = dossier(done("prevention", 500, year=2026), envelopes={("prevention", "variable"): 9_000})
    for year, kept in ((2025, 0), (2026, 1)):
        of_year = told.envelopes.assign(year=pd.Series([year], dtype="Int64"))
        one = contract(reading.Dossier(**{**_frames(told), "envelopes": of_year}), "CPTS inventée", 2026)
        assert len(one.envelopes) == kept


def _frames(told):
    return {name: getattr(told, name) for name in reading.Dossier.__slots__}


@pytest.mark.parametrize(("community", "year"), [("Rives", 2024), ("Ailleurs", 2026), ("Monts", None)])
def test_a_contract_that_is_not_there_is_refused(community, year):
    with pytest.raises(KeyError):
        contract(MANY, community, year)


def test_the_edits_of_the_sample_are_found_and_nothing_else(signed, sent_back):
    """The eight edits are those that sample_data/LISEZMOI.md lists."""
    found = diff(contract(signed, NAME, 2026), sent_back, RULES.missions)
    named = ["label", "what", "tier", "before_value", "after_value"]
    told = found.changes[named].astype(object).where(found.changes[named].notna(), None)
    assert sorted(map(tuple, told.to_numpy().tolist()), key=str) == sorted(
        [
            ("Taux de dépistage du cancer du sein", "seuil", 2, 72.4, 73.0),
            ("Patients recrutés dans le projet obésité, bilans initiaux", "seuil", 1, 10.0, 12.0),
            ("Taux de dépistage du cancer du sein", "montant", 3, 3_500.0, 3_000.0),
            ("Taux de dépistage du cancer colorectal", "montant", 3, 3_500.0, 4_000.0),
            ("Réunions de concertation pluriprofessionnelles", "preuve", None, None, None),
            ("Soirée grand public sur l'alimentation", "libellé", None, None, None),
            ("Projet pédagogique coconstruit", "ligne supprimée", None, 500.0, None),
            ("Semaine de la vaccination au collège", "ligne ajoutée", None, None, 500.0),
        ],
        key=str,
    )
    assert found.silent == ()


def test_the_sample_sent_back_promises_as_many_euros_and_raises_no_doubt(signed, sent_back):
    # −500 (sein) + 500 (colorectal) − 500 (ligne supprimée) + 500 (ligne ajoutée) = 0 : 122 500 € encore.
    assert sent_back.problems.empty
    before, after = (
        one.tiers.groupby("line")["amount"].max().sum() for one in (contract(signed, NAME, 2026), sent_back)
    )
    assert before == after == 122_500


def test_the_dialogue_of_the_sample_is_whole(signed):
    one = contract(signed, NAME, 2026)
    understood = one.lines.dropna(subset=["ours", "theirs"])
    assert understood["label"].tolist() == [SIXTEEN, WORKSHOPS, BREAST]
    for ours, theirs in zip(understood["ours"], understood["theirs"], strict=True):
        assert "figure" in set(differences(ours, theirs)["kind"])
    assert one.questions["status"].tolist() == ["repondue", "posee", "ouverte"]
    assert verify(one.agreements)["state"].tolist() == ["intacte", "intacte"]
    assert (
        signed.lines.loc[signed.lines["year"] < 2026, ["ours", "theirs", "proof_at_hand"]]
        .isna()
        .all(axis=None)
    )


def test_the_territory_of_the_sample_makes_one_target_impossible_and_one_tight(signed):
    found = feasibility(contract(signed, NAME, 2026)).query("kind == 'people'")
    assert list(zip(found["label"], found["severity"], strict=True)) == [
        (SIXTEEN, "impossible"),  # 68 811 asked, 68 100 people
        (WORKSHOPS, "tight"),  # 8 asked, 8 can be held
    ]
    assert math.isclose(found["share"].iloc[0], 68_100 / 68_811)
