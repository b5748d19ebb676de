"""One sheet per indicator: its figures, its sentences, and what it leaves unknown."""

import datetime as dt

import pytest

from aci_model import law
from aci_model.bargaining.sheet import Settings, grounds, sheet
from aci_model.foresight.chances import chances
from aci_model.funding import assess
from aci_model.reading import read
from tests import contract_a
from tests.building import done, dossier, line

LAW = law.load()
BREAST = ((69.7, 1_000), (72.4, 2_500), (75, 3_500))  # dépistage du cancer du sein, initial 66,26 %


def screening(**more):
    return line("prevention", *BREAST, baseline=66.26, unit="%", label="Taux", **more)


def drawn(*lines, at=0, settings=None, **more):
    built = dossier(*lines, **more)
    return sheet(at, grounds(assess(built, LAW), built, LAW, chances(built, settled=False), settings))


def plain(text):
    """A sentence with ordinary spaces and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def rates(*values):
    return [
        {"year": 2021 + n, "mission": "prevention", "label": "Taux", "result": v}
        for n, v in enumerate(values)
    ]


def test_a_sheet_holds_what_was_done_what_is_asked_and_what_can_be_held():
    one = drawn(screening(), history=rates(60, 62, 61, 63), settings=Settings(method="naive"))
    assert one.history[["year", "result"]].to_numpy().tolist() == [
        [2021, 60],
        [2022, 62],
        [2023, 61],
        [2024, 63],
    ]
    assert one.asked == 75
    assert one.ceiling == 3_500
    # changes +2, −1, +2: 63 − 0,9785 × √3 = 61,305 (Student, 3 degrees of freedom), to the easier hundredth
    assert one.held.target == pytest.approx(61.30)
    assert one.held.asked_is_held is False
    assert plain(one.held.sentence) == (
        "D'après 4 résultats connus, au moins 61,3 % avec 80 % de chances : l'objectif demandé (75 %) n'est pas tenable."
    )


def test_a_sheet_says_the_red_line_and_the_price_of_no():
    one = drawn(screening(effort=10, chances=(0.8, 0.5, 0.3)), settings=Settings(daily_cost=150))
    # 10 × 150 = 1 500; 0,8 × 1 000 + 0,5 × 1 500 + 0,3 × 1 000 = 1 850; 1 850 − 1 500 = 350
    assert (one.red_line.result, one.red_line.cost) == (72.4, 1_500)
    assert plain(one.red_line.sentence) == (
        "En dessous de 72,4 %, les euros ne paient pas l'effort (10 jours, 1 500 €)."
    )
    assert one.refusal.net == pytest.approx(350)
    assert plain(one.refusal.sentence) == (
        "Dire non fait renoncer à 1 850 € attendus et libère 10 jours (1 500 €) : il en coûte 350 €."
    )


def test_a_refusal_that_saves_money_says_so():
    one = drawn(done("qualite", 500, effort=10, chances=(0.5,)), settings=Settings(daily_cost=150))
    assert plain(one.refusal.sentence).endswith("on y gagne 1 250 €.")  # 250 − 1 500
    assert (
        plain(one.red_line.sentence) == "Même atteint, il paie 500 €, moins que l'effort (10 jours, 1 500 €)."
    )


def test_a_sheet_says_what_to_offer_instead():
    one = drawn(screening(chances=(0.8, 0.5, 0.3)))
    # 1 850 / 0,8 = 2 312,50, to 2 300; 2 300 × 0,8 = 1 840
    assert plain(one.offer.sentence) == (
        "Proposer 69,7 % pour 2 300 € : 1 840 € attendus au lieu de 1 850 €, pour le même effort."
    )


def test_a_sheet_asks_the_question_of_its_readings_with_its_euros():
    one = drawn(screening(result=72))
    assert one.readings == {
        "contrat": 1_000,
        "tout-ou-rien": 0,
        "lineaire": pytest.approx(5.74 / 8.74 * 3_500),
    }
    assert one.questions["kind"].tolist() == ["reading"]
    assert one.gap == one.questions["euros"].iloc[0]


def test_a_sheet_holds_the_facts_both_understandings_and_the_proofs():
    one = drawn(
        line(
            "parcours",
            (120, 2_000),
            kind="compte",
            unit="patients",
            label="Patients recrutés",
            ours="120 patients suivis",
            theirs="150 patients suivis",
            expected_proof="Émargement",
            proof_at_hand="Liste",
        ),
        territory=[
            {
                "fact": "Patients éligibles",
                "label": "Patients recrutés",
                "value": 94,
                "unit": "patients",
                "source": "CPAM",
                "as_of": dt.date(2026, 1, 1),
            }
        ],
    )
    assert one.facts[["fact", "value", "source"]].to_numpy().tolist() == [["Patients éligibles", 94, "CPAM"]]
    assert one.findings["severity"].tolist() == ["impossible"]
    assert one.differences[["ours", "theirs"]].to_numpy().tolist() == [["120", "150"]]
    assert (one.expected_proof, one.proof_at_hand) == ("Émargement", "Liste")


def test_what_nobody_knows_is_none_and_the_sheet_says_what_to_type():
    one = drawn(line("parcours", (8, None), kind="compte"))
    assert (one.ceiling, one.gap, one.held.target, one.held.asked_is_held) == (None, None, None, None)
    assert (one.red_line.result, one.refusal.net, one.offer.amount) == (None, None, None)
    assert "On ne peut pas conclure" in one.held.sentence
    assert "Saisissez l’effort en jours" in one.red_line.sentence
    assert "Le montant de cette ligne est inconnu" in one.refusal.sentence


def test_there_is_no_sheet_of_a_line_that_is_not_there():
    with pytest.raises(KeyError):
        drawn(screening(), at=7)


def test_every_line_of_contract_a_has_a_sheet():
    content = contract_a.with_results(lambda _: "")
    contract = read([("contrat.csv", content)], LAW.missions, LAW.parts)
    on = grounds(
        assess(contract, LAW), contract, LAW, chances(contract, settled=False), Settings(daily_cost=300)
    )
    sheets = [sheet(number, on) for number in contract.lines["line"]]
    assert len(sheets) == 41
    assert sum(one.ceiling for one in sheets) == 122_500  # ACI.md §7
    ald = next(one for one in sheets if one.label == contract_a.ALD)
    # its lowest step pays 3 000 without progress; just short of 50 it pays 168 / 169 × 9 000 or nothing
    assert ald.questions["kind"].tolist() == ["reading", "idle_step"]
    assert ald.questions["euros"].tolist() == [pytest.approx(168 / 169 * 9_000), 3_000]


def test_a_red_line_asks_only_for_what_is_missing():
    one = drawn(screening(effort=10, chances=(0.8, 0.5, 0.3)))
    assert plain(one.red_line.sentence) == "Saisissez le coût d'une journée pour connaître la ligne rouge."
