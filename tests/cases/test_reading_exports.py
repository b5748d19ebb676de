"""A page's table as a workbook or a csv: text stays text, missing stays empty."""

import csv
import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from aci_model.reading import table_csv, table_workbook

DANGEROUS = [
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    "\t=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://a.b")',
    "=cmd|' /C calc'!A0",
]


def opened(*given, **more):
    return openpyxl.load_workbook(io.BytesIO(table_workbook(*given, **more))).active


def column(sheet, letter="A", top=3):
    return [cell for cell in sheet[letter] if cell.row > top]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_is_never_a_formula_in_a_workbook(text):
    content = table_workbook(pd.DataFrame({text: [text]}), text, [text])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    written = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in written] == [text] * 4  # title, note, header, cell
    assert {cell.data_type for cell in written} == {"s"}
    assert all(cell.quotePrefix for cell in written)
    inside = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside
    assert "<hyperlink" not in inside


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_is_never_a_formula_in_a_csv(text):
    rows = list(csv.reader(io.StringIO(table_csv(pd.DataFrame({text: [text]}))), delimiter=";"))
    assert rows == [[f"'{text}"], [f"'{text}"]]


def test_control_characters_and_error_words_are_harmless():
    frame = pd.DataFrame({"mot": ["a\x00b\x07c", "#REF!", "http://a.b"]})
    assert [cell.value for cell in column(opened(frame, "T"))] == ["abc", "#REF!", "http://a.b"]
    assert {cell.data_type for cell in column(opened(frame, "T"))} == {"s"}
    assert "\x07" not in table_csv(frame)


def test_what_is_missing_is_an_empty_cell_and_never_zero():
    frame = pd.DataFrame(
        {
            "euros": [0.0, np.nan],
            "an": pd.array([2026, None], dtype="Int64"),
            "vu": pd.array([False, None], dtype="boolean"),
            "mot": ["x", None],
            "jour": pd.to_datetime(["2026-04-15", None]),
        }
    )
    sheet = opened(frame, "T")
    assert [cell.value for cell in sheet[5]] == [None] * 5
    assert [cell.value for cell in sheet[4]][:4] == [0, 2026, "non", "x"]
    assert table_csv(frame) == "euros;an;vu;mot;jour\r\n0;2026;non;x;15/04/2026\r\n;;;;\r\n"


def test_numbers_are_numbers_with_a_format_a_french_reader_expects():
    frame = pd.DataFrame({"montant": [1234.5], "taux": [0.697], "lignes": [1200], "année": [2026]})
    sheet = opened(frame, "T", formats={"montant": "euros", "taux": "rate", "année": "plain"})
    formats = [cell.number_format for cell in sheet[4]]
    assert formats == ['#,##0.00"\u00a0€"', "0.0%", "#,##0", "0"]
    assert table_csv(frame).splitlines()[1] == "1234,5;0,697;1200;2026"


def test_an_unknown_format_is_refused():
    with pytest.raises(KeyError):
        table_workbook(pd.DataFrame({"a": [1]}), "T", formats={"a": "dollars"})


def test_the_title_the_notes_and_the_headers_stand_above_the_rows():
    sheet = opened(
        pd.DataFrame({"a": ["x"]}),
        "Part variable [2026] : ce que vaut ce que nous avons fait",
        ["un", "deux"],
    )
    assert [cell.value for cell in sheet["A"]] == [
        "Part variable [2026] : ce que vaut ce que nous avons fait",
        "un",
        "deux",
        None,
        "a",
        "x",
    ]
    assert sheet.title == "Part variable 2026 ce que vaut"
    assert sheet.freeze_panes == "A6"


def test_an_empty_table_is_still_a_workbook():
    assert [cell.value for cell in opened(pd.DataFrame({"a": []}), "T")[3]] == ["a"]
    assert opened(pd.DataFrame(), "")["A1"].value in {None, ""}


def test_a_table_is_not_changed_by_being_written():
    frame = pd.DataFrame({"a": ["=1", None], "b": [1.5, np.nan]})
    before = frame.copy(deep=True)
    table_workbook(frame, "T")
    table_csv(frame)
    pd.testing.assert_frame_equal(frame, before)
