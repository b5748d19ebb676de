"""The sheet Indicateurs: which rows and columns count, what is kept aside, what is asked."""

import datetime as dt

import pytest

from tests.reading_files import book, read, read_csv, rewritten, said

HEADER = (
    "mission;indicateur;type;nature;unité;sens;valeur initiale;palier 1;montant 1;palier 2;montant 2;résultat"
)


def only_line(row, header=HEADER):
    dossier = read_csv(header, row)
    assert len(dossier.lines) == 1, said(dossier)
    return dossier.lines.iloc[0], dossier


def test_tiers_may_be_many_in_any_order_and_keep_their_number():
    header = "montant 5;palier 5;indicateur;mission;PALIER N°2;Montant n° 2;résultat;Palier 11;montant 11"
    dossier = read_csv(header, "500;50;A;acces;20;200;30;110;1100")
    assert dossier.tiers[["tier", "threshold", "amount"]].to_numpy().tolist() == [
        [2, 20, 200],
        [5, 50, 500],
        [11, 110, 1_100],
    ]
    assert dossier.tiers["cell"].tolist() == ["F2", "A2", "I2"]


def test_headers_forgive_case_accents_and_synonyms():
    dossier = read_csv(
        "MISSION;Libellé;Val. initiale;Objectif;Montant (€);Resultat constate", "Prévention;A;3;8;100;9"
    )
    assert dossier.lines[["mission", "baseline"]].to_numpy().tolist() == [["prevention", 3]]
    assert dossier.tiers[["threshold", "amount"]].to_numpy().tolist() == [[8, 100]]
    assert dossier.results["result"].tolist() == [9]


def test_a_header_row_is_found_under_a_title_and_blank_rows():
    dossier = read_csv(
        "Annexe ACI 2026;;;;", ";;;;", "", "mission;indicateur;palier 1;montant 1;résultat", "acces;A;8;100;9"
    )
    assert dossier.lines[["row", "cell"]].to_numpy().tolist() == [[5, "E5"]]


def test_the_cell_of_a_line_is_its_result_or_its_label_when_there_is_no_such_column():
    assert read_csv("mission;indicateur;palier 1;montant 1", "acces;A;8;100").lines["cell"].tolist() == ["B2"]


def test_a_header_typed_twice_is_read_once_and_the_other_kept():
    dossier = read_csv("mission;indicateur;palier 1;montant 1;résultat;résultat", "acces;A;8;100;9;5")
    assert dossier.results["result"].tolist() == [9]
    assert dossier.kept[["column", "text", "line"]].to_numpy().tolist() == [["résultat", "5", 0]]
    assert [cell for cell, _ in said(dossier, "warning")] == ["F1"]


def test_an_unknown_column_is_kept_with_its_line_and_announced_once():
    dossier = read_csv(
        "mission;indicateur;palier 1;montant 1;Référente", "acces;A;8;100;", "acces;B;8;100;pharmacie"
    )
    assert dossier.kept[["row", "column", "text", "line"]].to_numpy().tolist() == [
        [3, "Référente", "pharmacie", 1]
    ]
    assert ("E1", "La colonne «\u00a0Référente\u00a0» n'est pas connue.") in said(dossier, "info")


def test_totals_are_left_out_announced_and_kept():
    dossier = read_csv(
        "mission;indicateur;palier 1;montant 1",
        "acces;A;8;100",
        ";Sous-total;;100",
        "TOTAL;;;100",
        "acces;Total des patients vus;8;50",  # an indicator: it has a level
    )
    assert dossier.lines["label"].tolist() == ["A", "Total des patients vus"]
    assert dossier.tiers["amount"].sum() == 150
    assert ("B3", "2\u00a0lignes de total (lignes 3 et 4).") in said(dossier, "info")
    assert dossier.kept["row"].tolist() == [4, 3, 3, 4]


def test_examples_are_never_counted():
    dossier = read_csv(
        "mission;indicateur;palier 1;montant 1", "acces;EXEMPLE – A;8;100", "acces;Exemple réel;8;50"
    )
    assert dossier.lines["label"].tolist() == ["Exemple réel"]
    assert ("B2", "1\u00a0ligne d'exemple (ligne 2).") in said(dossier, "info")


def test_an_amount_without_indicator_is_an_error_and_a_bare_row_is_not():
    dossier = read_csv(
        "mission;action;indicateur;palier 1;montant 1", "acces;;;8;100", "acces;Annuaire;;;", ";;;;"
    )
    assert dossier.lines.empty
    assert [cell for cell, _ in said(dossier, "error")] == ["C2"]
    assert [cell for cell, _ in said(dossier, "info")] == ["C3"]
    assert set(dossier.kept["row"]) == {2, 3}


@pytest.mark.parametrize(
    ("typed", "mission"),
    [
        ("acces", "acces"),
        ("  ACCÈS  AUX SOINS ", "acces"),
        ("Amélioration de l'accès aux soins", "acces"),
        ("Mission 1 – Favoriser l’accès aux soins", "acces"),
        ("Mission 3 : Prévention", "prevention"),
        ("dépistage", "prevention"),
    ],
)
def test_a_mission_is_recognised_under_any_of_its_names(typed, mission):
    line, _ = only_line(f"{typed};A;;;;;;8;100;;;")
    assert line["mission"] == mission


def test_an_unknown_mission_is_an_error_and_the_line_is_kept_aside():
    dossier = read_csv(
        "mission;indicateur;palier 1;montant 1", "prevantion;A;8;100", "voirie;B;8;100", "acces;C;8;100"
    )
    assert dossier.lines["label"].tolist() == ["C"]
    assert dossier.tiers["amount"].tolist() == [100]
    assert [cell for cell, _ in said(dossier, "error")] == ["A2", "A3"]
    errors = dossier.problems[dossier.problems["severity"] == "error"]
    assert (
        errors["done"].tolist()
        == [
            "La ligne n'est pas comptée. Saisissez «\u00a0Prévention\u00a0» si c'est bien cela.",  # the nearest one
            (
                "La ligne n'est pas comptée. Saisissez «\u00a0Accès aux soins\u00a0», «\u00a0Prévention\u00a0»"
                " ou «\u00a0Crise sanitaire\u00a0»."
            ),
        ]
    )
    assert dossier.kept.loc[dossier.kept["row"] == 3, "text"].tolist() == ["voirie", "B", "8", "100"]


def test_a_line_without_mission_is_an_error_and_kept_aside():
    dossier = read_csv("mission;indicateur;palier 1;montant 1", ";A;8;100")
    assert dossier.lines.empty
    assert said(dossier, "error") == [("A2", "La mission manque pour 1\u00a0indicateur (A2).")]


def test_a_merged_mission_counts_for_each_of_its_rows_and_a_merged_amount_for_one():
    rows = [["mission", "indicateur", "palier 1", "montant 1"], ["acces", "A", 8, 100], [None, "B", 8, None]]
    content = rewritten(
        book({"Indicateurs": rows}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            "</sheetData>",
            '</sheetData><mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="D2:D3"/></mergeCells>',
        ),
    )
    dossier = read(("a.xlsx", content))
    assert dossier.lines["mission"].tolist() == ["acces", "acces"]
    assert dossier.tiers["amount"].fillna(-1).tolist() == [100, -1]
    assert said(dossier, "error") == [("C3", "Le palier 1 n'a pas de montant.")]


def test_results_not_known_are_told_once_and_stay_missing():
    dossier = read_csv(
        HEADER, *[f"acces;L{n};compte;quantitatif;ateliers;hausse;;8;100;;;NC" for n in range(3)]
    )
    assert dossier.results["result"].isna().all()
    assert said(dossier) == [("L2", "3\u00a0résultats sont dits non connus (L2, L3 et L4).")]


@pytest.mark.parametrize(
    ("typed", "proof"),
    [("oui", True), ("x", True), ("", False), ("non", False), ("NC", False), ("plus tard", False)],
)
def test_with_a_column_of_proofs_an_empty_cell_means_not_yet(typed, proof):
    dossier = read_csv("mission;indicateur;palier 1;montant 1;preuve fournie", f"acces;A;8;100;{typed}")
    assert dossier.results[["proof_tracked", "proof"]].to_numpy().tolist() == [[True, proof]]


def test_without_a_column_of_proofs_they_are_not_tracked():
    dossier = read_csv("mission;indicateur;palier 1;montant 1", "acces;A;8;100")
    assert dossier.results["proof_tracked"].tolist() == [False]
    assert dossier.results["proof"].isna().all()


def test_an_unreadable_proof_is_an_error_and_counts_as_not_given():
    dossier = read_csv("mission;indicateur;palier 1;montant 1;preuve fournie", "acces;A;8;100;plus tard")
    assert said(dossier, "error") == [("E2", "«\u00a0plus tard\u00a0» ne dit ni oui ni non.")]


def test_an_error_cell_and_a_date_in_a_result_are_errors_and_missing():
    rows = [
        ["mission", "indicateur", "palier 1", "montant 1", "résultat"],
        ["acces", "A", 8, 100, "#DIV/0!"],
        ["acces", "B", 8, 100, dt.date(2026, 4, 15)],
    ]
    dossier = read(("a.xlsx", book({"Indicateurs": rows})))
    assert dossier.results["result"].isna().all()
    assert said(dossier, "error") == [
        ("E2", "La formule de cette case donne l'erreur #DIV/0!."),
        ("E3", "«\u00a015/04/2026\u00a0» est une date, pas un nombre."),
    ]


def test_a_bad_cell_never_stops_the_rest_and_everything_is_said_in_the_order_of_the_file():
    dossier = read_csv(
        HEADER,
        "acces;A;seuil;quantitatif;patients;hausse;1.234;50;62,5 %%;;;abc",
        "acces;B;mystère;quantitatif;patients;hausse;;50;100;;;60",
        "acces;C;seuil;quantitatif;patients;de côté;;50;100;;;70",
    )
    assert dossier.lines["label"].tolist() == ["A", "B", "C"]
    assert dossier.results["result"].fillna(-1).tolist() == [-1, 60, 70]
    assert [cell for cell, _ in said(dossier, "error")] == ["G2", "I2", "L2", "C3", "F4"]


def test_a_corrected_cell_is_read_again_and_its_problem_goes():
    rows = [HEADER, "acces;A;seuil;quantitatif;patients;hausse;;50;100;;;1.234"]
    before = read_csv(*rows)
    assert before.results["result"].isna().all()
    place = tuple(before.problems.loc[0, ["file", "sheet", "cell"]])
    after = read_csv(*rows, answers={place: "1 234"})
    assert after.results["result"].tolist() == [1_234]
    assert after.problems.empty
    again = read_csv(*rows, answers={place: "bof"})
    assert said(again, "error") == [("L2", "«\u00a0bof\u00a0» n'est pas un nombre.")]


ANNEX = [
    ["ANNEXE INDICATEURS – ANNÉE 5", *[None] * 8],
    [],
    [
        "Mission",
        "Indicateur",
        "Val. initiale",
        "Objectif socle",
        "Montant socle",
        "Objectif cible",
        "Montant max (part variable)",
        "Preuves / livrables",
        "Résultat constaté",
    ],
    [
        "Mission 1 – Favoriser l'accès aux soins",
        "Patients sans médecin",
        "219",
        "≤ 219",
        "3\u202f000\u00a0€",
        "≤ 50",
        "9\u202f000\u00a0€",
        "Requête",
        "",
    ],
    [None, "Annuaire", "sans objet", None, None, "Fait / non fait", "2\u202f000\u00a0€", "Lien", "NC"],
    [None, "Sous-total part variable", *[None] * 4, "11\u202f000\u00a0€", None, None],
    [
        "Dépistage",
        "Taux de dépistage",
        "66,26\u00a0%",
        "≥ 69,70\u00a0%",
        "1\u202f000\u00a0€",
        "≥ 75\u00a0%",
        "3\u202f500\u00a0€",
        None,
        None,
    ],
    [None, "TOTAL part variable", *[None] * 4, "14\u202f500\u00a0€", None, None],
]


def test_the_annex_of_a_contract_in_its_own_layout_is_read_as_it_stands():
    content = rewritten(
        book({"Annexe indicateurs": ANNEX}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A4:A5"/></mergeCells>'
        ),
    )
    dossier = read(("annexe.xlsx", content))
    assert dossier.lines["mission"].tolist() == ["acces", "acces", "prevention"]
    assert dossier.lines["kind"].tolist() == ["paliers", "livrable", "paliers"]
    assert dossier.lines["direction"].tolist() == [-1, 1, 1]
    # A line with a socle and a target has two steps, whatever columns others fill: they are numbered anew.
    assert dossier.tiers[["line", "tier", "threshold", "amount"]].to_numpy().tolist() == [
        [0, 1, 219, 3_000],
        [0, 2, 50, 9_000],
        [1, 1, 1, 2_000],
        [2, 1, 69.7, 1_000],
        [2, 2, 75, 3_500],
    ]
    assert not said(dossier, "error")
