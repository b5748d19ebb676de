"""What the page of the dialogue says, worked out by hand on small contracts."""

from __future__ import annotations

import pytest

from aci_model import bargaining
from aci_model.report import (
    negotiation,
    negotiation_exchanges,
    negotiation_memory,
    negotiation_peers,
    negotiation_proofs,
    negotiation_targets,
)
from aci_model.wording import euros
from tests.building import COMMUNITY, done, dossier, line
from tests.dialogues import OPEN, PAID, RULES, STEPPED, card, sheet_of, worked

# --- clauses ---


def test_the_finding_adds_the_gaps_up_and_names_the_dearest_line():
    second = STEPPED | {"label": "Autre", "result": 64, "steps": ((65, 500), (70, 1_000))}
    _, _, rests, lines = worked(STEPPED, second, PAID)
    told = negotiation.clauses(rests.on, lines)
    # Dépistage: 2 400 − 0. Autre at 64: 0, 0, and 1 000 × 4/10 = 400. Charte: no gap. 2 400 + 400 = 2 800.
    assert (
        told.say
        == f"L’ambiguïté de vos clauses vaut jusqu’à {euros(2_800)}, d’abord «\u00a0Dépistage\u00a0»\u00a0: {euros(2_400)}."
    )
    assert told.drawn["label"].tolist() == ["Dépistage", "Autre"]
    assert told.drawn["gap"].tolist() == pytest.approx([2_400, 400])
    assert told.rest == "1\u00a0autre ligne paie autant sous les trois lectures."
    assert list(told.names) == [0, 1, 2]


def test_gaps_on_known_results_and_on_results_to_come_are_told_apart():
    _, _, rests, lines = worked(STEPPED, STEPPED | {"label": "À venir", "result": None})
    told = negotiation.clauses(rests.on, lines)
    # Without a result, at 69: contract 1 000, all or nothing 0, linear 3 000 × 9/10 = 2 700.
    assert told.drawn_say == (
        f"2 lignes se lisent de plusieurs façons\u00a0: {euros(2_400)} déjà en jeu et jusqu’à {euros(2_700)} selon les résultats à venir"
    )
    assert told.drawn["at_words"].tolist() == ["par exemple 69\u00a0%", "68\u00a0%"]


def test_without_any_ambiguity_it_says_so_and_draws_nothing():
    _, _, rests, lines = worked(PAID, OPEN)
    told = negotiation.clauses(rests.on, lines)
    assert told.say == "Aucune clause n’est ambiguë\u00a0: les trois lectures donnent les mêmes euros."
    assert told.drawn.empty
    assert told.table["name"].tolist() == ["Charte", "Réunions"]


def test_lines_nobody_can_compare_are_counted_and_never_called_sure():
    _, _, rests, lines = worked(line("prevention", label="Sans palier", result=3))
    told = negotiation.clauses(rests.on, lines)
    assert told.say.startswith("Aucune clause ne se compare encore")
    assert "1\u00a0ligne ne se compare pas" in told.rest


# --- the sheet ---


def test_a_sheet_says_what_is_asked_tenable_the_red_line_and_the_price_of_no():
    told = sheet_of("Dépistage", STEPPED, daily_cost=500)
    # 4 days × 500 = 2 000 €: 1 000 € at 65 does not pay them, 3 000 € at 70 does. Expected: 0,9 × 1 000 + 0,3 × 2 000
    # = 1 500 €; 1 500 − 2 000 = −500.
    assert [(tile.name, tile.value) for tile in told.tiles] == [
        ("Objectif demandé", "≥\u00a070\u00a0%"),
        ("Tenable à 80\u00a0%", "≥\u00a065\u00a0%"),
        ("Ligne rouge", "≥\u00a070\u00a0%"),
        ("Prix du «\u00a0non\u00a0»", f"{euros(500)} gagnés"),
    ]
    assert told.holds is False
    # 1 500 / 0,9 = 1 666,67 → 1 650 € to the nearest 50.
    assert f"Proposer 65\u00a0% pour {euros(1_650)}" in told.offer
    assert told.readings["Montant"].tolist() == pytest.approx([1_000, 0, 2_400])
    assert told.steps["Palier"].tolist() == ["≥\u00a065\u00a0%", "≥\u00a070\u00a0%"]


def test_what_cannot_be_known_is_asked_for_and_kept_out_of_papers():
    told = sheet_of("Dépistage", STEPPED)
    red = told.tiles[2]
    assert (red.value, red.to_type) == ("à chiffrer", True)
    assert told.tiles[3].value == euros(1_500)


def test_both_understandings_and_their_figures_stand_side_by_side():
    said = STEPPED | {"ours": "3 000 € dès 68 %", "theirs": "3 000 € dès 70 %"}
    told = sheet_of("Dépistage", said)
    assert told.differences.to_numpy().tolist() == [["un chiffre", "68\u00a0%", "70\u00a0%"]]
    assert (told.ours, told.theirs) == (
        "3\u202f000\u00a0€ dès 68\u00a0%",
        "3\u202f000\u00a0€ dès 70\u00a0%",
    )


def test_a_target_is_proposed_in_three_ways_and_peers_only_once_published():
    _, _, rests, lines = worked(STEPPED)
    row = lines.iloc[0].to_dict()
    ways = negotiation_targets.targets(
        bargaining.sheet(0, rests.on), row, (60.0, 70.0), negotiation_peers.practice(row, None)
    )
    assert ways["Façon"].tolist() == [
        "Ce que vous tenez",
        "À la manière de la ROSP",
        "Au prorata entre deux seuils",
    ]
    assert ways["Paliers proposés"].iloc[1] == ""
    assert "pas encore publiés" in ways["Ce que cela veut dire"].iloc[1]
    # Four equal steps of 2,5 points and 750 €, thresholds to the unit as the line is written: 62, 65, 68, 70.
    assert ways["Paliers proposés"].iloc[2] == " · ".join(
        f"{threshold}\u00a0%\u00a0: {euros(amount)}"
        for threshold, amount in ((62, 750), (65, 1_500), (68, 2_250), (70, 3_000))
    )


# --- exchanges ---


def test_an_exchange_says_what_it_changes_to_the_income_and_its_rounding():
    # Even chances: 1 000 € at 0,5 and 1 000 € at 1 within one mission.
    risky = done("prevention", 1_000, label="Risquée", chances=(0.5,))
    sure = done("prevention", 1_000, label="Sûre", chances=(1.0,))
    _, _, rests, lines = worked(risky, sure)
    told = negotiation_exchanges.exchanges(rests.on, lines, rests.chances)
    (trade,) = told.trades
    # The risky line may lose half of its amount: 500 €, worth 250 € expected, which the sure one gains.
    assert trade.title == f"{euros(500)} de «\u00a0Risquée\u00a0» contre {euros(250)} sur «\u00a0Sûre\u00a0»"
    # Standard deviation 1 000 × ½ = 500, then 500 × ½ = 250.
    assert told.say == (
        f"Un échange, à revenu attendu inchangé, ramène l’écart type de votre part variable de {euros(500)} à {euros(250)}."
    )
    assert trade.table["Après"].tolist() == [500, 1_250]
    assert f"{euros(250)} de l’enveloppe ne sont plus portés" in trade.effect


def test_without_chances_no_exchange_is_made_up():
    _, _, rests, lines = worked(STEPPED | {"chances": (), "result": None})
    told = negotiation_exchanges.exchanges(rests.on, lines, rests.chances)
    assert told.say == "Aucun échange ne se calcule encore\u00a0: il manque des chances ou des montants."
    assert told.left_out.startswith("1\u00a0ligne reste à part")
    assert not told.partners  # a line alone in its mission trades with none


def test_a_target_is_counted_once_under_its_gravest_finding():
    fact = {"fact": "Patients éligibles", "label": "Dépistage", "value": 66, "unit": "%", "source": "CPAM"}
    _, _, rests, lines = worked(STEPPED, territory=[fact])
    told = negotiation_exchanges.exchanges(rests.on, lines, rests.chances)
    assert told.feasible_say == "Objectifs face aux chiffres\u00a0: 1 impossible"
    assert "70\u00a0% demandés, 66\u00a0% selon" in told.findings["Ce qui s’y oppose"].iloc[0]


# --- proofs and questions ---


def test_what_is_missing_before_the_dialogue_is_told_in_euros():
    asked = {"question": "Le prorata vaut-il ?", "euros": 900, "addressee": "cpam", "status": "posee"}
    _, _, rests, _ = worked(PAID, OPEN, questions=[asked])
    told = negotiation_proofs.proofs(rests.evidence, rests.register, COMMUNITY)
    # Réunions waits for 1 500 €. Charte is done and its proof is not tracked.
    assert told.say.startswith(f"1\u00a0ligne attend encore un résultat ou une preuve, pour {euros(1_500)}")
    listed = negotiation_proofs.gather(rests.evidence, "euros", RULES.missions)
    assert listed[["Ligne", "À faire", "En jeu"]].to_numpy().tolist() == [
        ["Réunions", "Réunir\u00a0: Émargement.", 1_500.0]
    ]
    row = told.questions[told.questions["Question"] == "Le prorata vaut-il\u202f?"].iloc[0]
    assert (row["À qui"], row["État"], row["Euros"]) == ("la CPAM", "posée", 900)


def test_an_answered_question_without_a_source_stays_open_and_says_why():
    asked = {"question": "Et le prorata ?", "euros": 900, "status": "repondue", "answer": "Oui"}
    _, _, rests, _ = worked(PAID, questions=[asked])
    told = negotiation_proofs.proofs(rests.evidence, rests.register, COMMUNITY)
    row = told.questions[told.questions["Question"] == "Et le prorata\u202f?"].iloc[0]
    assert row["À savoir"].startswith("Réponse\u00a0: Oui")
    assert "sans source" in row["À savoir"]


# --- memory ---


def test_cards_say_whether_they_still_hold_and_which_seal_to_note():
    empty = dossier(PAID).agreements
    sealed = bargaining.append(bargaining.append(empty, card()), card(clause="Deux soirées suffisent"))
    told = negotiation_memory.cards(sealed, COMMUNITY)
    assert told.say == "2\u00a0accords notés\u00a0: 2 cartes intactes."
    assert told.seal == sealed["seal"].iloc[-1]
    altered = sealed.assign(clause=["Au prorata", "Deux soirées suffisent"])
    broken = negotiation_memory.cards(altered, COMMUNITY)
    assert broken.say == "2\u00a0accords notés\u00a0: 2 cartes rompues."
    assert broken.table["État"].tolist() == ["rompue", "rompue"]
    assert all(broken.table["Pourquoi"])


def test_no_agreement_is_said_as_what_it_costs():
    assert negotiation_memory.cards(dossier(PAID).agreements, COMMUNITY).say.startswith(
        "Aucun accord n’est noté"
    )


def test_two_contracts_are_compared_in_words_with_the_effect_of_each_change():
    old = dossier(STEPPED, PAID)
    new = dossier(STEPPED | {"steps": ((65, 1_000), (70, 2_500))}, PAID)
    found = bargaining.diff(old, new, RULES.missions, chances=chances_of(new), old_chances=chances_of(old))
    told = negotiation_memory.compared(found, old, new, RULES)
    # 0,3 × (2 500 − 3 000) = −150
    assert (
        told.say
        == "1\u00a0changement sur 1\u00a0ligne\u00a0; effet sur le revenu attendu\u00a0: −150\u00a0€.".replace(
            "\u00a0;", "\u202f;"
        )
    )
    assert told.changes.to_numpy().tolist() == [
        ["Dépistage", "Prévention", "montant 2", euros(3_000), euros(2_500), "−150\u00a0€"]
    ]
    assert told.pairs["Trouvée par"].tolist() == ["mêmes mots", "mêmes mots"]


def chances_of(whole):
    return whole.tiers[["line", "tier", "chance"]]


def test_one_contract_is_kept_of_many():
    whole = dossier(STEPPED | {"year": 2025}, STEPPED, PAID)
    kept = negotiation_memory.contract(whole, COMMUNITY, 2026)
    assert kept.lines["line"].tolist() == [1, 2]
    assert kept.tiers["line"].tolist() == [1, 1, 2]
    assert negotiation_memory.contracts(whole) == [(COMMUNITY, 2026), (COMMUNITY, 2025)]
