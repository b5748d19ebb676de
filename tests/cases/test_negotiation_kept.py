"""What the workbook keeps of the choices for the papers, and of the pairs a person corrected."""

import pytest

from aci_model.reading.columns import layout
from aci_model.report.negotiation_document import PARTS
from aci_model.report.negotiation_kept import corrections, leaving_out, line_names, parts_left, rows_of
from tests.building import done, dossier

TWO = {"community": "CPTS inventée", "year": 2026, "other": "2025-2026"}


def test_the_parts_of_the_workbook_are_those_of_the_dossier():
    assert layout().sheets["communities"].columns["papers_without"].options == tuple(PARTS.values())


@pytest.mark.parametrize("told", [None, "", " ; ", "la préface"])
def test_without_a_part_named_the_dossier_has_them_all(told):
    assert parts_left(told) == list(PARTS)


def test_a_part_is_left_out_under_any_of_its_spellings():
    assert set(PARTS) - set(parts_left("ACCORDS notés;echanges")) == {"accords", "echanges"}


def test_parts_go_out_and_come_back_in_the_dossiers_order_beside_words_that_name_none():
    told = leaving_out("accords ; la préface", "echanges", out=True)
    assert told == "Échanges possibles ; Accords notés ; la préface"
    told = leaving_out(told, "accords", out=False)
    assert told == "Échanges possibles ; la préface"
    assert leaving_out("Échanges possibles", "echanges", out=False) is None


def test_lines_of_the_same_words_are_named_by_their_action_then_their_rank():
    lines = dossier(
        done("prevention", 1, label="Charte", action="Chutes"),
        done("prevention", 1, label="Charte"),
        done("qualite", 1, label="Charte"),
        done("qualite", 1, label="Bilan", action="Chutes"),
    ).lines
    assert line_names(lines) == {0: "Charte · Chutes", 1: "Charte (1)", 2: "Charte (2)", 3: "Bilan"}


def pairs(*told):
    return dossier(pairs=[{**TWO, "new_line": new, "old_line": old} for new, old in told]).pairs


def test_a_corrected_pair_is_found_again_by_its_words():
    old = dossier(done("qualite", 1, label="Charte"), done("qualite", 1, label="Bilan")).lines
    new = dossier(done("qualite", 1, label="Bilan annuel"), done("qualite", 1, label="Semaine")).lines
    said = pairs(("Bilan annuel", "Bilan"), ("Semaine", None), ("Partie", "Charte"), ("Bilan annuel", "Rien"))
    assert corrections(said, TWO, old, new) == {0: 1, 1: None}


def test_a_pair_of_two_other_contracts_says_nothing():
    lines = dossier(done("qualite", 1, label="Charte")).lines
    said = pairs(("Charte", None))
    assert corrections(said, TWO, lines, lines) == {0: None}
    for other in ({"other": "2024-2025"}, {"year": 2027}, {"year": None}, {"community": "Une autre"}):
        assert not corrections(said, {**TWO, **other}, lines, lines), other
    unsaid = said.assign(year=None).astype({"year": "Int64"})
    assert rows_of(unsaid, {**TWO, "year": None}, "Charte") == [0]


def test_a_file_name_is_known_again_as_the_workbook_keeps_it():
    lines = dossier(done("qualite", 1, label="Charte")).lines
    said = pairs(("Charte", None)).assign(other="l an dernier.csv")
    assert corrections(said, {**TWO, "other": "l\tan dernier.csv "}, lines, lines) == {0: None}
