"""The four views of Projection: what is typed there moves the figures, and an undo brings them back."""

from __future__ import annotations

import pytest

from aci_model import law
from aci_model.report import chance
from aci_model.wording import euros
from tests import contract_a
from tests.pages import library, screen
from tests.pages.app import go, run
from tests.reading_files import book


@pytest.fixture
def page(app):
    """The page, with contract A dropped."""
    return go(screen.contract(app), screen.YEARS)


def view(app, name):
    return screen.choose(app, "Vue", name)


def folded(app, key):
    """Open a fold."""
    app.session_state[key] = True
    return run(app)


def typed(app, kind, label, value):
    """Type in the one field of this label."""
    return run(screen.labelled(getattr(app, kind), label).set_value(value))


def curve(app):
    """What is left at the end of each month, the opening first."""
    chart = screen.charts(app)[1].drawn
    (read,) = [one for one in chart["data"] if one.get("marker", {}).get("opacity") == 0]
    return read["y"]


def petite(*rows, **sheets):
    """A workbook of one small community."""
    return book(
        {
            "Communauté": [["Nom", "Taille", "Date de signature"], ["Petite", 3, "15/04/2024"]],
            "Indicateurs": [
                ["Année", "Mission", "Indicateur", "Type", "Montant 1", "Résultat"],
                *(rows or [[2026, "qualite", "Réunions", "livrable", 1000, "fait"]]),
            ],
            **sheets,
        }
    )


DEPENSES = ["Poste", "Montant", "Rythme", "Engagement", "Priorité"]


def test_the_view_is_remembered_from_one_page_to_another(page):
    view(page, "fourchette")
    answer = screen.answer(page)
    screen.visit(screen.visit(page, screen.PROGRESS), screen.YEARS)
    assert screen.answer(page) == answer


# --- trésorerie ---


def test_the_slider_moves_the_curve_and_leaves_what_stands_without_the_variable_part(page):
    before, answer = curve(page), screen.answer(page)
    screen.choose(page, "Part variable comptée", 0)
    assert screen.answer(page) == answer
    after = curve(page)
    assert after[0] == before[0] == 41_200
    assert after[:15] == before[:15]  # what 2026-2027 earns comes in July 2027, the sixteenth month
    assert before[16] - after[16] == 95_500
    assert "sans part variable" in {trace.get("name") for trace in screen.charts(page)[1].drawn["data"]}


def test_what_lacks_is_hatched_and_the_trough_and_the_last_month_are_told_in_words(page):
    screen.choose(page, "Part variable comptée", 60)
    drawn = screen.charts(page)[1].drawn["data"]
    (lacking,) = [trace for trace in drawn if trace.get("fillpattern", {}).get("shape") == "/"]
    assert min(lacking["y"]) == min(curve(page)) == -33_600
    told = [word for trace in drawn if trace.get("mode") == "text" for word in trace["text"]]
    assert told == ["couvert jusqu’en janvier 2028", f"au plus bas\u00a0: {euros(-33_600)}, mars 2028"]


def test_a_typed_balance_moves_the_whole_curve_and_an_undo_brings_it_back(page):
    before = curve(page)
    typed(page, "number_input", "Solde du compte, en euros", 61_200.0)
    assert curve(page) == [left + 20_000 for left in before]
    # 12 100 lacked; 20 000 more, and firm posts hold to the end
    assert "vos engagements fermes sont couverts jusqu’au bout des années montrées" in screen.answer(page)
    screen.press(page, "Annuler la dernière")
    assert curve(page) == before
    assert screen.labelled(page.number_input, "Solde du compte, en euros").value == 41_200


def test_an_unknown_balance_starts_the_curve_at_zero_and_says_so_until_it_is_typed(app):
    sheets = {"Dépenses": [DEPENSES, ["Salaire", 100, "mensuel", "ferme", 1]]}
    screen.drop(app, ("petite.xlsx", petite(**sheets)))
    go(app, screen.YEARS)
    assert curve(app)[0] == 0
    assert f"Solde inconnu\u00a0: la courbe part de {euros(0)}." in screen.words(app)
    assert screen.answer(app).startswith(f"Sans part variable et en partant de {euros(0)}")
    typed(app, "number_input", "Solde du compte, en euros", 500.0)
    assert curve(app)[0] == 500
    assert "en partant de" not in screen.answer(app)


def test_a_payment_that_was_different_is_added_told_and_taken_away(page):
    before = curve(page)
    folded(page, "corrections")
    assert f"{euros(13_125)} prévus, {euros(11_125)} versés" in screen.words(page)  # the sample's own
    screen.labelled(page.selectbox, "Au titre de l’année").set_value(2026)
    screen.labelled(page.selectbox, "Quel versement").set_value("avance")
    screen.labelled(page.selectbox, "Mission").set_value("qualite")
    screen.labelled(page.number_input, "Montant versé (€)").set_value(10_000.0)
    screen.labelled(page.text_input, "Motif").set_value("a < b *gras*")
    screen.press(page, "Ajouter ce versement")
    # 75 % of 15 000 planned: 11 250
    assert (
        f"{euros(11_250)} prévus, {euros(10_000)} versés\u00a0: {euros(1_250)} s’ajoutent au solde"
        in screen.words(page)
    )
    assert "Motif\u00a0: a < b *gras*." in screen.words(page)
    after = curve(page)
    assert before[1] - after[1] == 1_250  # April 2026
    assert before[-1] == after[-1]  # what is due for the year stays
    remove = [button for button in page.button if button.label == "Retirer"][-1]
    run(remove.click())
    assert curve(page) == before


def test_a_payment_without_amount_is_asked_for_and_changes_nothing(page):
    before = curve(page)
    folded(page, "corrections")
    screen.press(page, "Ajouter ce versement")
    assert "Indiquez le montant versé" in screen.words(page)
    assert curve(page) == before


def test_the_rules_nobody_wrote_are_there_with_their_origin_and_move_the_payments(page):
    before = curve(page)
    assert screen.words(page).splitlines().count("valeur de départ") == 3
    typed(page, "number_input", "Mois avant le solde", 5)
    after = curve(page)
    assert before[4] - after[4] == 139_850  # balances and variable of 2025-2026, two months later
    assert after[6] == before[6]
    assert screen.words(page).splitlines().count("votre CPAM") == 1
    typed(page, "number_input", "Part variable avancée (%)", 50)
    assert curve(page)[1] > after[1]


def test_the_payments_are_listed_month_by_month_and_add_up(page):
    folded(page, "versements")
    (element,) = [table for table in page.table if table.proto.alt == "Versements mois par mois"]
    shown = element.value.map(screen.said)
    assert shown.iloc[0].tolist()[:3] == ["15\u00a0avril 2026".replace("\u00a0", " "), "avance", "2026-2027"]
    assert set(shown["État"]) == {"prévu", "versé"}
    assert shown[shown["État"] == "versé"]["Montant"].tolist() == [euros(11_125)]


def test_without_expenses_the_years_are_drawn_and_the_page_says_what_to_add(app):
    screen.drop(app, ("petite.xlsx", petite()))
    go(app, screen.YEARS)
    assert len(screen.charts(app)) == 1
    assert "vos dépenses (feuille Dépenses)" in screen.words(app)


def test_a_post_named_in_markup_stays_text(app):
    name = "**Journal** [lien](http://example.invalid) <b>x</b>"
    sheets = {
        "Dépenses": [
            DEPENSES,
            ["Salaire", 30000, "mensuel", "ferme", 1],
            [name, 9000, "mensuel", "souple", 1],
        ]
    }
    screen.drop(app, ("petite.xlsx", petite(**sheets)))
    go(app, screen.YEARS)
    said = next(element.value for element in app.markdown if "s’arrêteraient" in element.value)
    assert name in screen.said(said)
    assert name not in said  # escaped on its way to the screen


def test_unknown_amounts_are_told_in_the_answer(app):
    sheets = {"Dépenses": [DEPENSES, ["Salaire", 100, "mensuel", "ferme", 1]]}
    content = book(
        {
            "Communauté": [["Nom", "Taille", "Date de signature"], ["Petite", 1, "15/04/2024"]],
            "Indicateurs": [
                ["Année", "Mission", "Indicateur", "Type", "Montant 1", "Résultat"],
                [2026, "acces_aux_soins", "Réunions", "livrable", 1000, "fait"],
            ],
            **sheets,
        }
    )
    screen.drop(app, ("petite.xlsx", content))
    go(app, screen.YEARS)
    assert "Montants inconnus" in screen.words(app)
    assert "jusqu’au bout" in screen.answer(app)  # unknown income could only add to it


# --- année blanche ---


def test_a_blank_year_says_what_it_removes_and_the_slider_shades_it(page):
    view(page, "blanche")
    figures = {metric.label: metric.value for metric in page.metric}
    assert figures["En moins"] == euros(95_500)
    screen.choose(page, "Part variable payée ces années-là", 60)
    assert {metric.label: metric.value for metric in page.metric}["En moins"] == euros(38_200)  # 40 % of it
    screen.choose(page, "Années concernées", [2027, 2029])
    screen.choose(page, "Part variable payée ces années-là", 0)
    assert {metric.label: metric.value for metric in page.metric}["En moins"] == euros(245_000)  # 2 × 122 500


def test_a_blank_year_mission_by_mission_spares_the_others(page):
    view(page, "blanche")
    screen.choose(page, "Années concernées", [2027])
    screen.choose(page, "Mission par mission", value=True)
    for label in ("Accès aux soins", "Parcours", "Prévention", "Qualité"):
        screen.choose(page, f"{label}, payé à", 100)
    assert {metric.label: metric.value for metric in page.metric}["En moins"] == euros(
        10_000
    )  # accompagnement
    assert screen.answer(page).startswith("Il reste")


def test_no_year_chosen_is_every_year_to_come(page):
    view(page, "blanche")
    screen.choose(page, "Années concernées", [])
    # 95 500 + 3 × 122 500
    assert {metric.label: metric.value for metric in page.metric}["En moins"] == euros(463_000)


# --- fourchette ---


def test_the_range_opens_for_next_year_and_with_a_common_cause(page):
    view(page, "fourchette")
    now = screen.answer(page)
    screen.choose(page, "Année de la fourchette", "next")
    assert screen.answer(page).startswith("L’an prochain, huit fois sur dix")
    apart = screen.answer(page)
    screen.choose(page, "Cause commune", 60)
    assert screen.answer(page) not in {now, apart}


def test_the_sum_to_cover_is_proposed_then_chosen(page):
    view(page, "fourchette")
    # this year's posts cost 355 000 (265 600 firm, 89 400 flexible) and the fixe is 275 000
    assert f"{euros(80_000)} manquent à vos postes fermes et souples" in screen.findings(page)[0]
    typed(page, "number_input", "Somme à couvrir (€)", 75_000.0)
    whole = library.contract()
    told = chance.expected_range(whole.of_year(2026), whole.dossier, law.load(), to_come=False, common=0.0)
    hundred = round(100 * told.total.cover(75_000))
    assert 90 < hundred < 99  # nine times out of ten it is more than 76 100
    assert (
        screen.findings(page)[0] == f"{euros(75_000)} à couvrir\u00a0: {hundred} chances sur 100 d’y arriver"
    )


def test_without_results_nor_history_the_range_asks_for_chances(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    view(go(app, screen.YEARS), "fourchette")
    assert screen.answer(app).startswith("Aucune chance n’est connue")
    assert screen.charts(app) == []
    folded(app, "chances")
    assert len(app.dataframe) == 1


# --- vos taux ---


def test_each_method_says_its_rule_and_moves_what_is_projected(page):
    view(page, "taux")
    heights = set()
    for method in ("naive", "drift", "damped"):
        screen.choose(page, "Méthode", method)
        chart = screen.charts(page)[0].drawn
        (dashed,) = [one for one in chart["data"] if one.get("line", {}).get("dash") == "5px,3px"]
        heights.add(tuple(dashed["y"]))
    assert len(heights) == 3


def test_without_history_the_rates_say_what_to_add(app):
    screen.drop(app, (contract_a.LINES.name, contract_a.LINES.read_bytes()))
    view(go(app, screen.YEARS), "taux")
    assert "ajoutez la feuille Historique" in screen.answer(app)
    assert screen.charts(app) == []
