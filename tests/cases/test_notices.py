"""What is odd in a contract is told with its direction and its euros; what is regular is not."""

import pytest

from aci_model import law
from aci_model.funding import assess
from tests.building import done, dossier, line

BREAST = ((69.7, 1_000), (72.4, 2_500), (75, 3_500))


def notices(*lines, **more):
    return assess(dossier(*lines, **more), law.load()).notices


def only(kind, *lines, **more):
    found = notices(*lines, **more)
    return found[found["kind"] == kind].iloc[0]


def test_a_regular_contract_gets_no_notice():
    regular = line("prevention", *BREAST, result=72.5, baseline=66.26)
    assert notices(regular, envelopes={("prevention", "variable"): 3_500}).empty


def test_lines_below_their_envelope_are_told_with_the_amount():
    # 3 500 of 4 000: 500 less
    notice = only("envelope", line("prevention", *BREAST), envelopes={("prevention", "variable"): 4_000})
    assert "500\u00a0€ de moins que l’enveloppe" in notice["message"]
    assert notice["amount"] == -500


def test_lines_above_their_envelope_are_told_with_the_amount():
    notice = only("envelope", line("prevention", *BREAST), envelopes={("prevention", "variable"): 3_000})
    assert "500\u00a0€ de plus que l’enveloppe" in notice["message"]
    assert notice["amount"] == 500


def test_an_envelope_without_any_line_is_told():
    notice = only(
        "envelope",
        done("prevention", 500),
        envelopes={("prevention", "variable"): 500, ("parcours", "variable"): 45_000},
    )
    assert "aucune ligne" in notice["message"]


def test_a_lowest_step_paid_without_progress_is_told():
    # ACI.md §7: ALD still at its initial 219 pays 3 000 €
    ald = line("acces_aux_soins", (219, 3_000), (100, 6_000), (50, 9_000), baseline=219, direction=-1)
    notice = only("idle_step", ald)
    assert "sans progrès" in notice["message"]
    assert notice["amount"] == 3_000


@pytest.mark.parametrize(("target", "direction"), [(60, 1), (70, -1)])
def test_a_target_on_the_wrong_side_of_the_initial_value_is_told(target, direction):
    notice = only("wrong_side", line("prevention", (target, 500), baseline=66, direction=direction))
    assert "déjà dépassé par la valeur initiale" in notice["message"]


def test_a_target_equal_to_the_initial_value_is_on_no_wrong_side():
    assert "wrong_side" not in set(notices(line("prevention", (66, 500), baseline=66))["kind"])


def test_an_amount_that_falls_as_the_result_improves_is_told():
    notice = only("falling", line("prevention", (70, 3_000), (75, 1_000), baseline=66))
    assert "moins que le palier précédent (3\u202f000\u00a0€)" in notice["message"]


def test_an_amount_that_falls_going_down_is_told_too():
    assert not notices(line("prevention", (100, 3_000), (50, 1_000), baseline=219, direction=-1)).empty


def test_a_change_the_text_announces_and_its_figures_contradict_is_told():
    # ACI.md §7: +700 announced, 68 811 − 66 111 = 2 700
    treating = line(
        "acces_aux_soins", (68_811, 5_000), baseline=66_111, comment="Texte du contrat : +700 patients"
    )
    notice = only("announced", treating)
    assert "+700" in notice["message"]
    assert "2\u202f700" in notice["message"]


@pytest.mark.parametrize("text", ["+2 700 patients", "en 2026-2027", "lignes de N-1", "CPTS - 3 soirées", ""])
def test_a_text_that_agrees_or_announces_nothing_is_left_alone(text):
    treating = line("acces_aux_soins", (68_811, 5_000), baseline=66_111, comment=text)
    assert "announced" not in set(notices(treating)["kind"])


def test_a_size_that_contradicts_the_population_is_told():
    notice = only("size", done("prevention", 500), size_class=2, population=120_000)
    assert "120\u202f000 habitants font une taille 3" in notice["message"]


def test_the_population_no_text_puts_in_a_size_is_told():
    assert "80\u202f000" in only("size_bound", done("prevention", 500), population=80_000)["message"].replace(
        " ", "\u202f"
    )


def test_a_ceiling_its_sources_dispute_is_told_unless_the_contract_settles_it():
    disputed = notices(done("acces_aux_soins", 500), size_class=3)
    assert "120\u202f000\u00a0€ ou 125\u202f000\u00a0€" in disputed.set_index("kind")["message"]["disputed"]
    settled = notices(
        done("acces_aux_soins", 35_000),
        size_class=3,
        envelopes={("acces_aux_soins", "fixe"): 90_000, ("acces_aux_soins", "variable"): 35_000},
    )
    assert "disputed" not in set(settled["kind"])


def test_a_notice_says_in_which_cell():
    notice = only("falling", line("prevention", (70, 3_000), (75, 1_000), baseline=66))
    assert notice[["file", "sheet", "cell"]].tolist() == ["cas.xlsx", "Indicateurs", "Q2"]


def test_a_line_of_a_mission_that_is_not_paid_on_results_is_told_and_counted_nowhere():
    notice = only("unpaid", done("fonctionnement", 700, result=True), done("prevention", 500, result=True))
    assert "700\u00a0€" in notice["message"]
    totals = assess(
        dossier(done("fonctionnement", 700, result=True), done("prevention", 500)), law.load()
    ).totals
    assert totals["variable_ceiling"].tolist() == [500]
