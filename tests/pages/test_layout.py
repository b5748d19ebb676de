"""A file in another layout on Accueil: shown, told where its titles are, corrected, confirmed."""

from __future__ import annotations

from aci_model.wording import euros
from tests import contract_a
from tests.pages import screen
from tests.pages.app import run

ANNEX = contract_a.FOLDER / "annexe_brute.xlsx"
STRANGE = (
    "Suivi 2026;;;\n"
    "Quoi;Combien;Pour;Volet\n"
    "Ateliers nutrition en milieu scolaire;8;4 000 €;Prévention\n"
    "Soirées thématiques ouvertes à tous;2;1 000 €;Prévention\n"
).encode()


def chosen(app, label, value):
    """Choose in a list by its label."""
    screen.labelled(app.selectbox, label).set_value(value)


def folds(app):
    return [screen.said(fold.label) for fold in app.expander]


def test_the_template_shows_no_correspondence(app):
    screen.drop(app, (contract_a.WORKBOOK.name, contract_a.WORKBOOK.read_bytes()))
    assert not any("compris" in label or "Correspondance" in label for label in folds(app))


def test_an_annex_is_shown_as_understood_then_confirmed(app):
    screen.drop(app, (ANNEX.name, ANNEX.read_bytes()))
    assert "Ce que nous avons compris\u00a0: annexe_brute.xlsx" in folds(app)
    before = screen.answer(app)
    screen.press(app, "Confirmer")
    assert "Correspondance confirmée\u00a0: annexe_brute.xlsx" in folds(app)
    assert screen.answer(app) == before
    assert euros(122_500) in before


def test_rows_left_out_are_listed_with_their_reason(app):
    screen.drop(app, (ANNEX.name, ANNEX.read_bytes()))
    (left,) = [table.value for table in app.dataframe if table.proto.alt.startswith("Les lignes écartées")]
    assert left["ligne"].tolist() == [13, 29, 42, 46, 50, 51]
    assert set(left["raison"]) == {"ligne de total ou de sous-total"}


def test_an_unknown_layout_is_asked_and_read_as_told(app):
    screen.drop(app, ("suivi.csv", STRANGE))
    # « Volet » and its cells name missions, one column is prose; what is to reach and to earn is not said.
    assert "2\u00a0colonnes à préciser" in screen.words(app)
    assert euros(5_000) not in screen.answer(app)
    for letter, meaning in (("A", "indicateur"), ("B", "palier 1"), ("C", "montant 1"), ("D", "mission")):
        chosen(app, f"Colonne {letter}, lue comme", meaning)
    screen.press(app, "Confirmer")
    assert euros(5_000) in screen.answer(app)  # 4 000 + 1 000


def test_a_sheet_without_indicators_is_not_confirmed(app):
    screen.drop(app, ("suivi.csv", STRANGE))
    chosen(app, "Contenu de la feuille", "lines")
    run(app)
    for letter in "ABCD":
        chosen(app, f"Colonne {letter}, lue comme", "ne pas lire")
    screen.press(app, "Confirmer")
    assert "Aucune colonne n’est lue comme «\u00a0indicateur\u00a0»" in screen.words(app)


def test_forgetting_a_file_forgets_its_layout(app):
    screen.drop(app, (ANNEX.name, ANNEX.read_bytes()))
    screen.press(app, "Confirmer")
    screen.press(app, "Retirer")
    screen.drop(app, (ANNEX.name, ANNEX.read_bytes()))
    assert "Ce que nous avons compris\u00a0: annexe_brute.xlsx" in folds(app)


def test_a_sheet_nobody_recognises_is_read_once_told(app):
    table = "Quoi;Combien;Pour;Où\nAteliers;8;4 000 €;Prévention\nSoirées;2;1 000 €;Prévention\n"
    screen.drop(app, ("inconnu.csv", table.replace("Prévention", "Ici").encode()))
    assert "Aucune ligne de contrat" in screen.answer(app)
    assert "À préciser\u00a0: inconnu.csv" in folds(app)
    chosen(app, "Contenu de la feuille", "lines")
    run(app)
    for letter, meaning in (("A", "indicateur"), ("B", "palier 1"), ("C", "montant 1")):
        chosen(app, f"Colonne {letter}, lue comme", meaning)
    chosen(app, "Mission de la feuille", "prevention")
    screen.press(app, "Confirmer")
    assert euros(5_000) in screen.answer(app)  # 4 000 + 1 000
