"""The door: what a file is, its content says; a file that cannot be read costs one sentence."""

import datetime as dt
import io
import zipfile

import pytest

from aci_model.reading.marks import Broken, Percent
from aci_model.reading.refusal import RefusedError
from tests.reading_files import LINE, book, ods, open_here, read, rewritten, said

TEXT = "mission;indicateur;résultat\nacces;Médecin – été;69,70 %\n"
ROWS = [["mission", "indicateur", "résultat"], ["acces", "Médecin – été", "69,70 %"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_in_any_usual_encoding(encoding):
    assert open_here("a.csv", TEXT.encode(encoding))[0].rows == ROWS


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_is_read_whatever_separates_its_cells(sign):
    text = TEXT.replace("69,70 %", '"69,70 %"').replace(";", sign)
    assert open_here("a.csv", text.encode())[0].rows == ROWS


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_a_declared_separator_is_obeyed_and_its_line_is_not_a_row(sign):
    text = f"sep={sign}\r\nmission{sign}indicateur\r\nacces{sign}A\r\n"
    assert open_here("a.csv", text.encode())[0].rows == [["mission", "indicateur"], ["acces", "A"]]


def test_decimal_commas_do_not_make_a_semicolon_csv_a_comma_one():
    text = "mission;palier 1\nacces;69,7\nacces;72,4\n"
    assert open_here("a.csv", text.encode())[0].rows[1] == ["acces", "69,7"]


def test_a_cell_of_several_lines_counts_as_one_row():
    rows = open_here("a.csv", b'mission;indicateur\nacces;"un\ndeux"\nacces;trois\n')[0].rows
    assert rows[1] == ["acces", "un\ndeux"]
    assert len(rows) == 3


def test_the_sheet_of_a_csv_is_named_as_a_spreadsheet_names_it():
    assert open_here("contrat_a.csv", TEXT.encode())[0].name == "contrat_a"


def test_what_a_file_is_does_not_depend_on_its_name():
    content = book({"Indicateurs": ROWS})
    assert open_here("contrat.csv", content)[0].rows == ROWS
    assert open_here("contrat.xlsx", TEXT.encode())[0].rows == ROWS


def test_a_number_shown_in_percent_is_read_as_shown():
    rows = [["a", "b", "c", "d"], [0.697, 0.07, 0.5, 0.697]]
    content = book({"F": rows}, {("F", "A2"): "0.00%", ("F", "B2"): "0%", ("F", "C2"): '#,##0.0 " %"'})
    read_row = open_here("a.xlsx", content)[0].rows[1]
    assert read_row == [69.7, 7.0, 0.5, 0.697]  # a % between quotes is a word of the format, not a rate
    assert [isinstance(cell, Percent) for cell in read_row] == [True, True, False, False]


def test_a_percent_cell_is_found_in_the_right_sheet_and_beside_empty_styled_cells():
    sheets = {"Un": [["x"], [0.25]], "Deux": [["x", "y", "z"], [0.5, None, 0.75]]}
    formats = {("Deux", cell): "0%" for cell in ("A2", "B2", "C2", "D2")}
    one, two = open_here("a.xlsx", book(sheets, formats))
    assert one.rows[1] == [0.25]
    assert two.rows[1][:3] == [50.0, None, 75.0]


def test_a_percent_given_by_a_formula_is_read_as_shown():
    content = book({"F": [["x"], [0.5]]}, {("F", "A2"): "0%"})
    content = rewritten(content, SHEET, lambda xml: xml.replace("<v>0.5</v>", "<f>1/2</f><v>0.5</v>"))
    assert open_here("a.xlsx", content)[0].rows[1] == [50.0]


def test_cells_without_an_address_are_counted():
    content = book({"F": [["x", "y"], [1, 0.5]]}, {("F", "B2"): "0%"})

    def unnamed(xml):
        for address in ("A1", "B1", "A2", "B2"):
            xml = xml.replace(f' r="{address}"', "")
        return xml.replace('<row r="1"', "<row").replace('<row r="2"', "<row")

    assert open_here("a.xlsx", rewritten(content, SHEET, unnamed))[0].rows[1] == [1.0, 50.0]


def test_an_error_cell_is_kept_as_an_error_and_not_as_an_empty_cell():
    cell = open_here("a.xlsx", book({"F": [["x"], ["#REF!"]]}))[0].rows[1][0]
    assert isinstance(cell, Broken)
    assert cell == "#REF!"


def test_a_formula_without_a_saved_value_is_told_from_one_that_gives_nothing():
    content = book({"F": [["x", "y"], ["=1+1", "=A1"]]})
    content = rewritten(content, SHEET, lambda xml: xml.replace('<c r="B2">', '<c r="B2" t="str">'))
    cells = open_here("a.xlsx", content)[0].rows[1]
    assert isinstance(cells[0], Broken)
    assert cells[1:] in ([], [None])


def test_a_day_is_a_day_and_a_number_a_float():
    rows = open_here("a.xlsx", book({"F": [[dt.date(2026, 4, 15), 12, True, "  "]]}))[0].rows
    assert rows == [[dt.date(2026, 4, 15), 12.0, True, None]]


def test_a_libreoffice_file_is_read_with_its_percentages_and_its_errors():
    def cell(attributes, text):
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    words = ["mission", "indicateur", "unité", "palier 1", "montant 1", "résultat"]
    head = [cell('office:value-type="string"', word) for word in words]
    row = [
        cell('office:value-type="string"', "acces"),
        cell('office:value-type="string"', "Taux"),
        '<table:table-cell table:number-columns-repeated="1"/>',
        cell('office:value-type="percentage" office:value="0.697"', "69,70 %"),
        cell('office:value-type="float" office:value="1000"', "1000"),
        cell('office:value-type="string"', "#REF!"),
    ]
    dossier = read(("contrat.ods", ods([head, row])))
    assert dossier.lines["unit"].tolist() == ["%"]
    assert dossier.tiers["threshold"].tolist() == [69.7]
    assert said(dossier, "error") == [("F2", "La formule de cette case donne l'erreur #REF!.")]


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, text in files.items():
            target.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


GOOD = book({"F": ROWS})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (b" \r\n ", "Ce fichier est vide."),
        (GOOD[: len(GOOD) // 2], "Ce classeur est abîmé ou incomplet."),
        (b"PK\x03\x04 rien de plus", "Ce classeur est abîmé ou incomplet."),
        (zipped(word__document_xml="<a/>"), "Ce fichier n'est pas un tableur."),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml="<a/>"),
            "n'est pas un tableur.",
        ),
        (zipped(xl__workbook_bin="x"), "Ce fichier est un classeur binaire (.xlsb)."),
        (zipped(xl__workbook_xml="<workbook"), "Ce classeur est abîmé ou incomplet."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de passe"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "ancien format (.xls, .doc)"),
        (b"%PDF-1.7 ...", "Ce fichier est un PDF"),
        (b"<html><table><tr><td>mission</td></tr></table></html>", "Ce fichier est une page web"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "Ce fichier n'est"),
        (b"mission;indicateur\nacces;\x81\x8d\n", "Ce fichier n'est ni un tableur ni un texte lisible."),
        (b'mission;indicateur\nacces;"jamais ferm\xc3\xa9\nacces;A\n', "n'est jamais refermé"),
    ],
)
def test_a_file_that_cannot_be_read_costs_one_french_sentence(content, sentence):
    with pytest.raises(RefusedError) as refusal:
        open_here("contrat.xlsx", content)
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_refused_file_does_not_stop_the_others():
    dossier = read(("abime.xlsx", GOOD[:200]), ("bon.csv", f"{LINE}\nacces;A;8;100;9"))
    refused = dossier.problems[dossier.problems["severity"] == "refused"]
    assert refused["file"].tolist() == ["abime.xlsx"]
    assert refused[["sheet", "cell"]].isna().all(axis=None)
    assert dossier.lines["label"].tolist() == ["A"]


def test_a_text_that_is_no_table_is_refused_with_what_is_missing():
    dossier = read(("lettre.csv", "Bonjour,\nvoici notre contrat.\n"))
    assert dossier.problems["severity"].tolist()[0] == "refused"
    assert "indicateur" in dossier.problems["message"][0]


def test_two_files_of_one_name_are_told_apart():
    dossier = read(("a.csv", f"{LINE}\nacces;A;8;100;9"), ("a.csv", f"{LINE}\nacces;B;8;100;9"))
    assert dossier.lines["file"].tolist() == ["a.csv", "a.csv (2)"]
