"""Accueil: what to do first, the headline of a contract, what to check in its files, and taking files back."""

from __future__ import annotations

import pytest

from aci_model import funding, law, reading
from aci_model.wording import euros, percent
from tests import contract_a
from tests.pages import screen
from tests.pages.app import go, run

A_LINE = "mission;indicateur;type;nature;montant 1;résultat\nqualite;{label};livrable;qualitatif;{euros};{result}\n"


def small(label="Réunions", amount=1_000, result="fait"):
    """A csv of one line."""
    return A_LINE.format(label=label, euros=amount, result=result).encode()


def figures(app):
    """The four figures: word -> euros as written."""
    return {metric.label: metric.value for metric in app.metric}


def report(app):
    """The quality report, as the frame a person may correct."""
    (grid,) = [one for one in app.dataframe if one.proto.alt.startswith("Points à vérifier")]
    return grid


def correct(app, **typed):
    """Type corrections in the report, cell -> text, and have the files read again."""
    grid = report(app)
    cells = [place.rsplit(", ", 1)[-1] for place in grid.value["place"]]
    edited = {cells.index(cell): {"correction": text} for cell, text in typed.items()}
    app.session_state[grid.key] = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}
    run(app)
    return screen.press(app, "Relire avec mes corrections")


def assessed(content, name, reading_="contrat"):
    """The latest year of a file, as the library works it out."""
    rules = law.load()
    dossier = reading.read([(name, content)], rules.missions, rules.parts)
    return funding.assess(dossier, rules, funding.Choices(reading=reading_))


# --- nothing loaded ---


def test_a_first_visit_says_what_this_is_what_to_do_and_what_happens_to_a_file(app):
    told = screen.words(app)
    assert "Déposez le classeur de votre contrat" in told
    assert "n’est envoyé nulle part" in told
    assert "sans part variable" in told
    assert app.file_uploader[0].label.startswith("Classeur de votre contrat")
    assert screen.labelled(app.button, "Essayer avec un contrat réel")
    assert screen.labelled(app.download_button, "Télécharger le modèle")
    assert not app.metric
    assert not app.header


def test_the_drop_zone_takes_workbooks_csv_and_zips_several_at_once(app):
    zone = app.file_uploader[0]
    assert set(zone.allowed_type) == {".xlsx", ".ods", ".csv", ".zip"}
    assert zone.accept_multiple_files


# --- a contract ---


def test_the_example_says_its_headline_in_one_sentence_and_four_figures(app):
    screen.sample(app)
    assert screen.answer(app) == (
        f"Sur {euros(122_500)} de part variable\u00a0: {euros(46_200)} acquis, {euros(5_500)} à prouver, "
        f"{euros(43_800)} en attente et {euros(27_000)} perdus."
    )
    # 46 200 + 5 500 + 43 800 + 27 000 = 122 500
    assert figures(app) == {
        "Acquis": euros(46_200),
        "À prouver": euros(5_500),
        "En attente": euros(43_800),
        "Perdu": euros(27_000),
    }
    assert "résultats inventés" in screen.words(app)


def test_a_workbook_dropped_gives_the_same_figures_as_the_example_without_its_notice(app):
    screen.contract(app)
    assert figures(app)["Acquis"] == euros(46_200)
    assert "Contrat réel" not in screen.words(app)
    assert "résultats inventés" in screen.bar(app)  # the file itself says so


def test_the_table_of_missions_is_what_the_library_computed(app):
    screen.contract(app)
    whole = assessed(contract_a.WORKBOOK.read_bytes(), contract_a.WORKBOOK.name)
    parts = whole.parts[(whole.parts["year"] == 2026) & (whole.parts["paid"] == "attained")]
    attainment = whole.missions[whole.missions["year"] == 2026].set_index("mission")["attainment"]
    shown = screen.rows(screen.table(app, "missions"))
    assert [row[1:6] for row in shown] == [
        [euros(row[name]) for name in ("ceiling", "earned", "to_prove", "pending", "lost")]
        for row in parts.to_dict("records")
    ]
    assert [row[6] for row in shown] == [percent(attainment[mission]) for mission in parts["mission"]]
    # Parcours, by hand: acquis 3 000 + 3 000 + 2 000 (diabète, obésité) + 5 000 + 2 000 + 2 000 (poumon);
    # perdu 2 000 + 3 000 + 5 000 + 2 000; the rest, 2 000 + 2 000 + 5 000 + 4 000 + 3 000, has no result.
    # atteinte: 17 000 of the 29 000 that have one = 58,6 %.
    assert shown[1] == [
        "Parcours",
        *(euros(amount) for amount in (45_000, 17_000, 0, 16_000, 12_000)),
        percent(17 / 29),
        "montant de votre contrat",
    ]


def test_the_chart_of_missions_draws_the_same_euros_and_says_them_aloud(app):
    screen.contract(app)
    (chart,) = screen.charts(app)
    drawn = {
        trace["name"]: trace["x"]
        for trace in chart.drawn["data"]
        if trace.get("orientation") == "h" and trace.get("name") and trace["x"] != [None]
    }
    assert drawn == {
        "acquis": [11_000, 17_000, 6_200, 5_000, 7_000],
        "à prouver": [0, 0, 500, 5_000, 0],
        "en attente": [10_000, 16_000, 9_800, 5_000, 3_000],
        "perdu": [14_000, 12_000, 1_000, 0, 0],
    }
    assert f"Parcours\u00a0: {euros(17_000)} acquis" in chart.alt


def test_the_odd_clauses_of_the_contract_are_to_check_each_at_its_cell(app):
    screen.contract(app)
    (found,) = [one for one in app.expander if "à vérifier" in one.label]
    assert found.label == "2\u00a0points à vérifier"
    assert report(app).value["place"].tolist() == [
        "contrat_a.xlsx, Indicateurs, P84",
        "contrat_a.xlsx, Indicateurs, P85",
        "contrat_a.xlsx, Dépenses, F2",  # for information: expenses without an end
    ]


def test_lines_alone_give_a_headline_whose_euros_all_wait(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    assert figures(app) == {
        "Acquis": euros(0),
        "À prouver": euros(0),
        "En attente": euros(122_500),
        "Perdu": euros(0),
    }
    assert set(screen.table(app, "missions")["Origine du plafond"]) == {"somme de vos lignes"}


def test_lines_that_are_all_reached_leave_nothing_to_win(app):
    screen.drop(app, ("tout.csv", contract_a.with_results(contract_a.reached)))
    assert figures(app)["Acquis"] == euros(122_500)
    assert "Tout est acquis." in screen.findings(app)


# --- what to check ---


# An amount of parcours cannot be read (« 1.234 »); the other missions are known, and still said:
# acquis 2 000 (accès) + 3 000 (prévention) + 5 000 (qualité); en attente 2 000 + 3 000; perdu 500 (qualité).
AT_LEAST = [f"au moins {euros(amount)}" for amount in (10_000, 0, 5_000, 500)]


def test_a_dirty_file_opens_with_its_report_unfolded_and_says_the_known_share_of_its_euros(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    assert "n’est pas connue" in screen.answer(app)
    assert list(figures(app).values()) == AT_LEAST
    (found,) = [one for one in app.expander if "à vérifier" in one.label]
    assert found.proto.expanded
    shown = report(app).value
    assert shown["gravity"].tolist() == sorted(
        shown["gravity"], key=["fichier refusé", "valeur écartée", "à vérifier", "pour information"].index
    )
    assert any("1.234" in message for message in shown["message"])


def test_corrections_are_taken_and_change_the_euros(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    correct(app, J13="2000")
    # plafonds: accès 4 000, prévention 6 000, parcours 4 000 + 3 000 + 3 × 2 000 = 13 000, qualité 5 500.
    # acquis: 2 000 + 3 000 + 6 000 + 5 000; en attente 2 000 + 3 000 + 7 000; perdu 500.
    assert screen.answer(app).startswith(f"Sur {euros(28_500)}")
    assert list(figures(app).values()) == [euros(amount) for amount in (16_000, 0, 12_000, 500)]
    correct(app, M5="1 234")  # 1 234 ≥ 1 000: its 2 000 € leave « en attente »
    assert list(figures(app).values()) == [euros(amount) for amount in (18_000, 0, 10_000, 500)]
    assert "J13 se lit «\u00a02000\u00a0»" in screen.words(app)
    assert "M5 se lit «\u00a01 234\u00a0»" in screen.words(app)


def test_a_correction_taken_back_gives_the_cell_back_to_the_file(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    correct(app, J13="2000")
    screen.press(app, "Annuler")
    assert list(figures(app).values()) == AT_LEAST
    assert "se lit" not in screen.words(app)


def test_a_correction_that_is_no_better_is_reported_in_its_turn(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    correct(app, M5="1.5.2")
    assert any("1.5.2" in message for message in report(app).value["message"])


def test_a_file_without_a_doubt_says_so(app):
    screen.drop(app, ("net.csv", small()))
    assert "Rien à vérifier dans vos fichiers." in screen.words(app)


UNREADABLE = [("texte.xlsx", b"bonjour"), ("vide.csv", b""), ("autre.csv", b"nom;ville\nA;B\n")]


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_in_french_on_every_page(app, name, content):
    screen.drop(app, (name, content))
    assert "Aucune ligne de contrat n’a pu être lue" in screen.answer(app)
    shown = report(app).value
    assert shown["gravity"].iloc[0] == "fichier refusé"
    assert shown["place"].iloc[0] == name
    assert shown["done"].str.contains("Ce fichier n'est pas lu").any()
    assert not app.data_editor  # there is no cell to correct
    assert "Pour corriger ici" not in screen.words(app)
    for page in (screen.PROGRESS, screen.EUROS, screen.YEARS, screen.SCALE):
        go(app, page)
        assert "None" not in screen.words(app)


def test_a_refused_file_does_not_keep_the_others_from_being_read(app):
    screen.drop(app, ("texte.xlsx", b"bonjour"), ("net.csv", small(amount=1_500)))
    assert figures(app)["Acquis"] == euros(1_500)
    assert report(app).value["place"].iloc[0] == "texte.xlsx"


def test_the_template_dropped_empty_says_that_no_line_is_filled_in(app):
    rules = law.load()
    screen.drop(app, ("modele.xlsx", reading.template(rules.missions, rules.parts)))
    assert "Aucune ligne de contrat" in screen.answer(app)
    assert report(app).value["message"].str.contains("aucun indicateur").any()


# --- files come and go ---


def test_a_file_of_ones_own_takes_the_place_of_the_example(app):
    screen.sample(app)
    screen.drop(app, ("net.csv", small(amount=1_500)))
    assert figures(app)["Acquis"] == euros(1_500)
    assert "contrat_a.xlsx" not in screen.words(app)


def test_a_second_file_is_added_to_the_first(app):
    screen.drop(app, ("nord.csv", small(amount=1_500)))
    screen.drop(app, ("sud.csv", small(amount=2_500)))
    assert {"nord.csv", "sud.csv"} <= set(screen.words(app).splitlines())
    assert screen.labelled(app.selectbox, "Communauté").options == ["nord", "sud"]


def test_a_file_dropped_again_under_its_name_takes_the_place_of_the_former(app):
    screen.drop(app, ("nord.csv", small(amount=1_500)))
    screen.drop(app, ("nord.csv", small(amount=2_500)))
    assert figures(app)["Acquis"] == euros(2_500)


def test_a_file_removed_is_gone_and_the_removal_can_be_undone(app):
    screen.drop(app, ("nord.csv", small(amount=1_500)), ("sud.csv", small(amount=2_500)))
    run(app.button(key="retirer_0").click())
    assert figures(app)["Acquis"] == euros(2_500)
    screen.press(app, "Annuler la dernière action")
    assert figures(app)["Acquis"] == euros(1_500)


def test_forgetting_the_files_empties_the_page_and_can_be_undone(app):
    screen.sample(app)
    screen.press(app, "Oublier les fichiers")
    assert not app.metric
    assert "contrat_a" not in screen.words(app)
    screen.press(app, "Annuler la dernière action")
    assert figures(app)["Acquis"] == euros(46_200)


def test_answers_to_a_former_file_are_not_kept_for_the_next_one(app):
    screen.drop(app, ("sale.xlsx", contract_a.DIRTY.read_bytes()))
    correct(app, J13="2000")
    screen.drop(app, ("sale.xlsx", contract_a.DIRTY.read_bytes()))
    assert list(figures(app).values()) == AT_LEAST


def test_a_file_name_is_shown_as_it_is_typed(app):
    name = "![x](http___exemple.invalid) *2026*.csv"
    screen.drop(app, (name, small()))
    shown = [element.value for element in app.markdown if "exemple" in element.value]
    assert shown
    assert all("\\!\\[x\\]" in value and "\\*2026\\*" in value for value in shown)


def test_what_remains_is_no_share_of_a_sum_nobody_knows(app):
    screen.drop(app, (contract_a.DIRTY.name, contract_a.DIRTY.read_bytes()))
    # parcours has an unknown amount; of the others, prévention can still bring 2 500 + 500
    assert (
        f"Prévention\u00a0: {euros(3_000)} à gagner, le plus parmi les montants connus."
        in screen.findings(app)
    )
    screen.drop(
        app, ("inconnu.csv", b"mission;indicateur;type;montant 1;r\xc3\xa9sultat\nqualite;A;livrable;NC;\n")
    )
    screen.choose(app, "Communauté", "inconnu")
    assert set(figures(app).values()) == {
        "inconnu"
    }  # of its one amount nothing is known: no « au moins 0 € »
    assert "Ce qui reste à gagner n’est pas connu." in screen.findings(app)
