"""What a foreign sheet leaves unclear is asked: no amount is guessed without a problem beside it."""

import pytest

from tests.reading_files import book, read, said

LINE = ["Ateliers nutrition en milieu scolaire", "≥ 8", "4 000 €"]
OTHER = ["Soirées thématiques ouvertes à tous", "≥ 2", "1 000 €"]


def opened(*rows, name="Annexe", formats=None):
    return read(("annexe.xlsx", book({name: [list(row) for row in rows]}, formats)))


def steps(dossier):
    return dossier.tiers[["line", "tier", "threshold", "amount"]].to_numpy().tolist()


def errors(dossier):
    return [message.replace("\u00a0", " ") for _, message in said(dossier, "error")]


def test_a_section_that_names_no_mission_leaves_its_lines_uncounted_and_asked():
    dossier = opened(
        ["Intitulé", "Objectif", "Montant"],
        ["Mission 1 – Favoriser l'accès aux soins", None, None],
        LINE,
        ["Axe 7 – Santé environnementale", None, None],
        OTHER,
    )
    assert dossier.lines["mission"].tolist() == ["acces"]
    assert ("A4", "«\u00a0Axe 7 – Santé environnementale\u00a0» n'est pas une mission connue.") in said(
        dossier, "error"
    )


def test_a_mission_is_not_carried_past_a_total():
    dossier = opened(
        ["Mission", "Intitulé", "Objectif", "Montant"],
        ["Accès", *LINE],
        [None, "Sous-total", None, "4 000 €"],
        [None, *OTHER],
    )
    assert dossier.lines["label"].tolist() == [LINE[0]]
    assert any("La mission manque pour 1 indicateur" in message for message in errors(dossier))


def test_an_empty_mission_takes_the_one_above_and_says_so():
    dossier = opened(["Mission", "Intitulé", "Objectif", "Montant"], ["Accès", *LINE], [None, *OTHER])
    assert dossier.lines["mission"].tolist() == ["acces", "acces"]
    assert any("1\u00a0case vide" in message for _, message in said(dossier, "info"))


def test_a_column_of_euros_nobody_named_is_asked_and_not_read():
    dossier = opened(["Mission", "Intitulé", "Objectif", "Zone B"], ["Accès", *LINE], ["Accès", *OTHER])
    assert dossier.tiers["amount"].isna().all()
    assert any("« Zone B » porte des valeurs" in message for message in errors(dossier))


def test_two_columns_of_results_are_asked_rather_than_chosen():
    dossier = opened(
        ["Mission", "Intitulé", "Objectif", "Montant", "Résultat 2025", "Résultat 2026"],
        ["Accès", *LINE, 3, 8],
        ["Accès", *OTHER, 1, 2],
    )
    assert dossier.results["result"].isna().all()
    asked = [message for message in errors(dossier) if "disent la même chose" in message]
    assert len(asked) == 2 or any("Résultat" in message for message in asked)


@pytest.mark.parametrize("title", ["Résultat N-1", "Montant versé N-1", "Objectif N-1", "Total"])
def test_a_column_of_another_year_or_a_sum_is_kept_but_never_read(title):
    dossier = opened(["Mission", "Intitulé", "Objectif", "Montant", title], ["Accès", *LINE, 777])
    assert steps(dossier) == [[0, 1, 8, 4_000]]
    assert dossier.results["result"].isna().all()
    assert title in set(dossier.kept["column"])


def test_a_column_called_a_sum_whose_cells_hold_levels_is_asked():
    dossier = opened(["Mission", "Intitulé", "Objectif", "Montant", "Total"], ["Accès", *LINE, "≥ 12"])
    assert any("portent ≥ ou ≤" in message for message in errors(dossier))


def test_thousands_of_euros_in_a_title_are_multiplied():
    dossier = opened(["Mission", "Intitulé", "Objectif", "Montant (k€)"], ["Accès", LINE[0], 8, 4.5])
    assert steps(dossier) == [[0, 1, 8, 4_500]]  # 4,5 k€ × 1 000


def doubted(dossier):
    warnings = dossier.problems[dossier.problems["severity"] == "warning"]
    return [message for message in warnings["message"] if "trop petits" in message]


def test_amounts_without_a_unit_beside_others_in_thousands_are_doubted():
    dossier = opened(
        ["Mission", "Intitulé", "Objectif socle", "Montant socle (k€)", "Objectif cible", "Montant cible"],
        ["Accès", LINE[0], 4, 1.5, 8, 3],
    )
    assert len(doubted(dossier)) == 1


def test_amounts_too_small_for_a_contract_are_doubted():
    dossier = opened(["Mission", "Intitulé", "Objectif", "Montant"], ["Accès", LINE[0], 8, 4.5])
    assert len(doubted(dossier)) == 1


@pytest.mark.parametrize("amount", [4_500, "4,50 €", "4 500 €"])
def test_amounts_in_plain_euros_are_not_doubted(amount):
    dossier = opened(["Mission", "Intitulé", "Objectif", "Montant"], ["Accès", LINE[0], 8, amount])
    assert doubted(dossier) == []


def test_a_percent_in_a_title_gives_its_unit_to_bare_numbers():
    dossier = opened(
        ["Mission", "Intitulé", "Valeur initiale (%)", "Objectif (%)", "Montant"],
        ["Dépistage", "Taux de dépistage du cancer du sein", 66.26, "≥ 69,70", "1 000 €"],
    )
    assert steps(dossier) == [[0, 1, 69.7, 1_000]]
    assert dossier.lines["unit"].tolist() == ["%"]
    assert dossier.lines["baseline"].tolist() == [66.26]


def test_fractions_under_a_title_in_percent_are_asked():
    dossier = opened(
        ["Mission", "Intitulé", "Objectif (%)", "Montant"],
        ["Dépistage", "Taux de dépistage du cancer du sein", 0.697, "1 000 €"],
    )
    assert dossier.tiers["threshold"].isna().all()
    assert any("ne dépassent pas 1" in message for message in errors(dossier))


def test_a_single_amount_beside_three_levels_leaves_the_others_unknown_and_said():
    dossier = opened(
        ["Mission", "Intitulé", "Objectif socle", "Objectif intermédiaire", "Objectif cible", "Montant max"],
        ["Accès", "Patients suivis par la communauté", 10, 20, 30, "6 000 €"],
    )
    assert dossier.tiers["amount"].fillna(-1).tolist() == [-1, -1, 6_000]
    assert len([message for message in errors(dossier) if "n'a pas de montant" in message]) == 2


def test_a_result_whose_indicator_is_nobodys_is_said_and_not_used():
    content = book(
        {
            "Annexe": [["Mission", "Intitulé", "Objectif", "Montant"], ["Accès", *LINE], ["Accès", *OTHER]],
            "Bilan": [["Intitulé", "Réalisé"], [OTHER[0], 2], ["Une autre action", 5]],
        }
    )
    dossier = read(("annexe.xlsx", content))
    assert dossier.results["result"].fillna(-1).tolist() == [-1, 2]
    assert any("«\u00a0Une autre action\u00a0»" in message for _, message in said(dossier, "warning"))


def test_a_result_elsewhere_is_corrected_where_it_stands():
    content = book(
        {
            "Annexe": [["Mission", "Intitulé", "Objectif", "Montant"], ["Accès", *LINE]],
            "Bilan": [["Intitulé", "Réalisé"], [LINE[0], "8 %%"]],
        }
    )
    doubted = read(("annexe.xlsx", content))
    problem = doubted.problems[doubted.problems["severity"] == "error"].iloc[0]
    assert (problem["sheet"], problem["cell"]) == ("Bilan", "B2")
    answered = read(("annexe.xlsx", content), answers={("annexe.xlsx", "Bilan", "B2"): "8"})
    assert answered.results["result"].tolist() == [8]


def test_two_lines_of_one_name_do_not_share_a_result():
    content = book(
        {
            "Annexe": [
                ["Mission", "Intitulé", "Objectif", "Montant"],
                ["Accès", *LINE],
                ["Dépistage", *LINE],
            ],
            "Bilan": [["Intitulé", "Réalisé"], [LINE[0], 8]],
        }
    )
    dossier = read(("annexe.xlsx", content))
    assert dossier.results["result"].isna().all()
    assert any("on ne sait laquelle" in message for message in errors(dossier))


def test_a_workbook_already_in_the_template_is_not_announced_as_foreign():
    dossier = read(("contrat.csv", "mission;indicateur;palier 1;montant 1;résultat\nacces;A;8;100;9\n"))
    assert not any("autre forme" in message for _, message in said(dossier))
    assert dossier.tiers["tier"].tolist() == [1]


def test_a_sheet_named_after_a_mission_is_never_left_unread_in_silence():
    annex = [["Intitulé de l'indicateur", "Objectif", "Montant"], ["Ateliers", 8, 4_000], ["Soirées", 2, 500]]
    untitled = [["", "Objectif", "Montant"], ["Journées", 1, 900], ["Stages", 3, 700]]
    notes = [["à voir avec la CPAM"], ["relire avant juin"]]
    sheets = {"M1 Accès aux soins": annex, "M2 Prévention": untitled, "Crise sanitaire": notes}
    dossier = read(("annexe.xlsx", book(sheets)))
    assert dossier.lines["label"].tolist() == ["Ateliers", "Soirées"]
    told = dossier.problems.set_index("sheet")["severity"]
    assert told.loc["M2 Prévention"] == "warning"
    assert told.loc["Crise sanitaire"] == "info"  # notes are no lines
