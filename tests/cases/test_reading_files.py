"""Several sheets, several files, several communities and years: one dossier, nothing counted twice."""

import datetime as dt

import pandas as pd
import pytest

from tests.reading_files import LINE, book, read, read_csv, said

NAMES = [
    "communauté",
    "population",
    "taille",
    "date de signature",
    "région",
    "crise reconnue",
    "résultats inventés",
]
ROW = ["Rives", "96 500 habitants", "taille 3", dt.date(2022, 4, 15), "Ouest", "non", "oui"]
LINES = [LINE.split(";"), ["acces", "A", 8, 100, 9]]


def test_the_sheet_of_the_community_is_read_as_a_table():
    content = book(
        {"Communauté": [[*NAMES, "début Accès aux soins"], [*ROW, "1er octobre 2022"]], "Indicateurs": LINES}
    )
    dossier = read(("a.xlsx", content))
    row = dossier.communities.iloc[0]
    assert (row["community"], row["population"], row["size_class"], row["region"]) == (
        "Rives",
        96_500,
        3,
        "Ouest",
    )
    assert (row["signed"], row["crisis"], row["invented"]) == (pd.Timestamp("2022-04-15"), False, True)
    assert dossier.starts.to_numpy().tolist() == [["Rives", "acces", pd.Timestamp("2022-10-01")]]
    assert dossier.lines["community"].tolist() == ["Rives"]
    assert dossier.problems["severity"].tolist() == ["info"] * 3  # type, nature and sens deduced


def test_the_sheet_of_the_community_is_read_as_keys_and_values_too():
    rows = [["Fiche", None], *([name, value] for name, value in zip(NAMES, ROW, strict=True))]
    rows += [["Début prévention", "2022-11-02"], ["référent", "secrétariat"], ["crise", None]]
    rows[2][1] = "1.234"
    dossier = read(("a.xlsx", book({"Communauté": rows, "Indicateurs": LINES})))
    row = dossier.communities.iloc[0]
    assert (row["community"], row["size_class"], row["signed"]) == ("Rives", 3, pd.Timestamp("2022-04-15"))
    assert dossier.starts["mission"].tolist() == ["prevention"]
    assert said(dossier, "error")[0][0] == "B3"  # the population
    assert ("A10", "La colonne «\u00a0référent\u00a0» n'est pas connue.") in said(dossier, "info")


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2026", 2026),
        ("2026-2027", 2026),
        ("2026/27", 2026),
        ("2026 – 2027", 2026),
        ("année 2026", 2026),
        ("15/04/2026 – 14/04/2027", 2026),
        ("5", 2026),  # signed in 2022: year 1 starts in 2022, year 5 in 2022 + 5 − 1
        ("Année 5", 2026),
        ("NC", None),
        ("", None),
    ],
)
def test_a_year_is_the_calendar_year_in_which_the_contract_year_starts(typed, year):
    content = book({"Communauté": [NAMES, ROW], "Indicateurs": [["année", *LINES[0]], [typed, *LINES[1]]]})
    dossier = read(("a.xlsx", content))
    assert [None if pd.isna(found) else found for found in dossier.lines["year"]] == [year]
    assert not said(dossier, "error")


@pytest.mark.parametrize("typed", ["2026-2029", "12", "0", "vingt-six", "20266", "1850"])
def test_what_is_not_a_year_is_an_error_and_missing(typed):
    dossier = read_csv(f"année;{LINE}", f"{typed};acces;A;8;100;9")
    assert dossier.lines["year"].isna().all()
    assert [cell for cell, _ in said(dossier, "error")] == ["A2"]


def test_a_rank_without_a_signature_is_kept_as_typed_and_said():
    dossier = read_csv(f"année;{LINE}", "5;acces;A;8;100;9")
    assert dossier.lines["year"].tolist() == [5]
    assert [cell for cell, _ in said(dossier, "warning")] == ["A2"]


def test_a_csv_is_recognised_by_its_headers_whatever_its_name():
    dossier = read(
        ("a.csv", f"{LINE}\nacces;A;8;100;9"),
        ("b.csv", "mission;part;montant\nPrévention;Volet fixe;17 500 €\nacces;variable;35000"),
    )
    assert dossier.envelopes[["community", "mission", "part", "ceiling", "cell"]].to_numpy().tolist() == [
        ["a", "prevention", "fixe", 17_500, "C2"],
        ["a", "acces", "variable", 35_000, "C3"],
    ]
    assert dossier.communities["community"].tolist() == ["a"]
    assert any("est la seule du dossier" in message for _, message in said(dossier, "info"))


def test_envelopes_may_be_one_column_a_part():
    rows = [
        ["Mission", "Part fixe", "Part variable", "Remarque"],
        ["Accès", "90 000 €", 35_000, "x"],
        ["Total", 1, 2, ""],
    ]
    dossier = read(("a.xlsx", book({"Enveloppes": rows, "Indicateurs": LINES})))
    assert dossier.envelopes[["mission", "part", "ceiling", "cell"]].to_numpy().tolist() == [
        ["acces", "fixe", 90_000, "B2"],
        ["acces", "variable", 35_000, "C2"],
    ]


def test_an_envelope_without_its_mission_or_part_is_an_error_and_kept_aside():
    dossier = read(
        ("a.csv", "mission;part;montant\nacces;;100\nacces;bonus;100\n;fixe;100\ncrise;fixe;\ncrise;fixe;7")
    )
    assert dossier.envelopes["ceiling"].tolist() == [7]
    assert [cell for cell, _ in said(dossier, "error")] == ["C2", "B3", "C4"]
    assert set(dossier.kept["row"]) == {2, 3, 4, 5}


def test_two_amounts_for_one_envelope_are_a_contradiction_and_the_first_is_kept():
    dossier = read(("a.csv", "mission;part;montant\nacces;fixe;100\nacces;fixe;200\nacces;fixe;100"))
    assert dossier.envelopes["ceiling"].tolist() == [100]
    assert said(dossier, "error") == [
        ("C3", "Ce montant est déjà donné ailleurs, autrement\u00a0: a.csv, a!C2.")
    ]


def test_files_of_several_communities_and_years_make_one_dossier():
    header = f"communauté;année;{LINE}"
    dossier = read(
        ("2025.csv", f"{header}\nRives;2025;acces;A;8;100;9\nMonts;2025;acces;A;8;100;9"),
        ("2026.csv", f"{header}\nRIVES ;2026;acces;A;8;100;9"),
    )
    assert dossier.lines["line"].tolist() == [0, 1, 2]
    assert dossier.lines["community"].tolist() == ["Rives", "Monts", "Rives"]
    assert dossier.communities["community"].tolist() == ["Rives", "Monts"]
    assert dossier.tiers["line"].tolist() == [0, 1, 2]


def test_a_line_present_in_two_files_is_counted_once_and_both_places_are_named():
    header = f"communauté;année;action;{LINE}"
    dossier = read(
        ("a.csv", f"{header}\nRives;2026;X;acces;Ateliers  nutrition;8;100;9\nRives;2026;X;acces;B;8;100;9"),
        (
            "b.csv",
            f"{header};note\nRives;2026;x;acces;ateliers nutrition;8;100;10;vu\nRives;2027;X;acces;B;8;100;9;revu",
        ),
    )
    assert dossier.lines[["line", "label", "year"]].to_numpy().tolist() == [
        [0, "Ateliers  nutrition", 2026],
        [1, "B", 2026],
        [2, "B", 2027],
    ]
    assert dossier.results["result"].tolist() == [9, 9, 9]
    assert dossier.tiers["line"].tolist() == [0, 1, 2]
    assert dossier.kept["line"].fillna(-1).tolist() == [-1, 2]  # « vu » stays, without a line
    errors = dossier.problems[dossier.problems["severity"] == "error"]
    assert errors[["file", "cell"]].to_numpy().tolist() == [["b.csv", "H2"]]
    assert "est déjà dans a.csv, feuille a, ligne 2." in errors["message"].iloc[0]


def test_a_line_typed_twice_in_one_file_is_counted_twice_and_said():
    dossier = read_csv(LINE, "acces;A;8;100;9", "acces;a;8;100;9")
    assert len(dossier.lines) == 2
    assert [cell for cell, _ in said(dossier, "warning")] == ["E3"]


def test_two_sheets_about_one_community_complete_one_another_and_their_contradictions_are_said():
    one = book(
        {
            "Communauté": [["communauté", "population", "région"], ["Rives", 96_500, None]],
            "Indicateurs": LINES,
        }
    )
    two = book({"Communauté": [["communauté", "population", "région"], ["RIVES", 97_000, "Ouest"]]})
    dossier = read(("a.xlsx", one), ("b.xlsx", two))
    assert dossier.communities[["community", "population", "region"]].to_numpy().tolist() == [
        ["Rives", 96_500, "Ouest"]
    ]
    warnings = dossier.problems[dossier.problems["severity"] == "warning"]
    assert warnings["file"].tolist() == ["b.xlsx"]
    assert "population" in warnings["message"].iloc[0]


def test_rows_that_name_no_community_in_a_file_of_several_are_an_error():
    content = book(
        {"Communauté": [["communauté", "population"], ["Rives", 1], ["Monts", 2]], "Indicateurs": LINES}
    )
    dossier = read(("federation.xlsx", content))
    assert dossier.lines["community"].tolist() == ["federation"]
    assert "n'en nomment aucune" in said(dossier, "error")[0][1]


def test_expenses_are_read_with_their_rhythm_their_days_and_their_firmness():
    rows = [
        ["poste", "mission", "montant", "rythme", "début", "fin", "engagement", "priorité"],
        ["Coordination", "", "3 400 €", "Mensuelle", dt.date(2026, 4, 15), None, "ferme", 1],
        ["Logiciel", "Accès", 600, "annuel", "01/01/2026", "31/12/2026", "souple", 2],
        ["Sans montant", None, None, "annuel", None, None, None, None],
        ["À l'envers", None, 10, "ponctuel", "02/01/2026", "01/01/2026", "souple", None],
    ]
    dossier = read(("a.xlsx", book({"Dépenses": rows, "Indicateurs": LINES})))
    assert dossier.expenses["amount"].fillna(-1).tolist() == [3_400, 600, -1, 10]
    assert dossier.expenses["rhythm"].tolist() == ["mensuel", "annuel", "annuel", "ponctuel"]
    assert dossier.expenses["mission"].fillna("").tolist() == ["", "acces", "", ""]
    assert dossier.expenses["start"].tolist()[:2] == [pd.Timestamp("2026-04-15"), pd.Timestamp("2026-01-01")]
    assert dossier.expenses["firm"].fillna(value=False).tolist() == [True, False, False, False]
    assert dossier.expenses["firm"].isna().tolist() == [False, False, True, False]
    assert [cell for cell, _ in said(dossier, "error")] == ["C4", "F5"]


def test_an_expense_copied_in_two_files_is_counted_once_and_repeated_in_one_file_twice():
    header = "poste;montant;rythme;engagement"
    dossier = read(
        ("a.csv", f"{header}\nLoyer;500;mensuel;ferme\nLoyer;500;mensuel;ferme"),
        ("b.csv", f"{header}\nLoyer;500;mensuel;ferme\nLogiciel;50;mensuel;souple"),
    )
    assert len(dossier.expenses) == 4  # without a community, each file is its own
    named = read(
        ("a.csv", f"communauté;{header}\nR;Loyer;500;mensuel;ferme\nR;Loyer;500;mensuel;ferme"),
        ("b.csv", f"communauté;{header}\nR;Loyer;500;mensuel;ferme\nR;Logiciel;50;mensuel;souple"),
    )
    assert named.expenses["post"].tolist() == ["Loyer", "Loyer", "Logiciel"]
    assert any("Déjà lu ailleurs" in message for _, message in said(named, "info"))


def test_past_years_are_read_by_line_and_by_mission():
    rows = [
        ["année", "mission", "indicateur", "résultat", "montant versé"],
        ["2024-2025", "Prévention", None, None, "12 500,50 €"],
        [2025, "acces", "A", "oui", 100],
        [2025, "acces", "Taux", 0.697, None],
        [None, "acces", "B", 3, 100],
        [2025, "voirie", "C", 3, 100],
    ]
    content = book({"Historique": rows, "Indicateurs": LINES}, {("Historique", "D4"): "0.0%"})
    dossier = read(("a.xlsx", content))
    assert dossier.history["year"].tolist() == [2024, 2025, 2025]
    assert dossier.history["result"].fillna(-1).tolist() == [-1, 1, 69.7]
    assert dossier.history["paid"].fillna(-1).tolist() == [12_500.5, 100, -1]
    assert dossier.history["label"].fillna("").tolist() == ["", "A", "Taux"]
    assert [cell for cell, _ in said(dossier, "error")] == ["A5", "B6"]
    assert set(dossier.kept["row"]) == {5, 6}


def test_a_past_result_not_known_and_one_known_are_not_the_same():
    header = "communauté;année;mission;indicateur;résultat;montant versé"
    dossier = read(("a.csv", f"{header}\nR;2025;acces;A;;"), ("b.csv", f"{header}\nR;2025;acces;A;7;"))
    assert dossier.history["result"].isna().tolist() == [True]
    assert [cell for cell, _ in said(dossier, "error")] == ["F2"]


def test_facts_of_the_territory_keep_their_unit_and_their_day():
    rows = [
        ["donnée", "valeur", "unité", "date", "source"],
        ["Médecins partis", "7 médecins", "médecin", "1er janvier 2026", "répertoire"],
        ["Part sans médecin", 0.112, None, None, None],
    ]
    content = book({"Territoire": rows, "Indicateurs": LINES}, {("Territoire", "B3"): "0.0%"})
    dossier = read(("a.xlsx", content))
    assert dossier.territory[["fact", "value", "unit"]].to_numpy().tolist() == [
        ["Médecins partis", 7, "médecin"],
        ["Part sans médecin", 11.2, "%"],
    ]
    assert dossier.territory["as_of"].tolist()[0] == pd.Timestamp("2026-01-01")


def test_an_unknown_sheet_is_announced_and_a_known_one_without_headers_is_an_error():
    content = book(
        {"Indicateurs": LINES, "Brouillon": [["a", "b"]], "Vide": [], "Dépenses": [["loyer", 500]]}
    )
    dossier = read(("a.xlsx", content))
    places = list(zip(dossier.problems["sheet"], dossier.problems["severity"], strict=True))
    assert ("Brouillon", "info") in places
    assert ("Dépenses", "error") in places
    assert not [place for place in places if place[0] == "Vide"]


def test_a_sheet_of_indicators_without_any_is_said():
    dossier = read_csv(LINE)
    assert dossier.lines.empty
    assert dossier.problems["severity"].tolist() == ["warning"]


def test_nothing_at_all_is_an_empty_dossier():
    dossier = read()
    assert dossier.lines.empty
    assert dossier.problems.empty
