"""A text of a file stays a text in every output: never a formula, an order to a terminal, or words turned backwards."""

import csv
import io
import json
import os
import re
import tomllib
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aci_model import reading
from aci_model.reading import layout
from aci_model.reading.layout import ColumnPlan, Layout, SheetPlan
from aci_model.reading.layout.plan import IGNORED, LINES
from tests.command_line import answered, refused
from tests.reading_files import MISSIONS, PARTS, book, read, rewritten

# As typed -> as read: what acts is gone, every other sign is there.
TEXTS = {
    "=1+1": "=1+1",
    "@SUM(A1)": "@SUM(A1)",
    "+1": "+1",
    "-1": "-1",
    "\t=2+2": "=2+2",
    "\r=3+3": "=3+3",
    "＝4+4": "＝4+4",
    '=HYPERLINK("http://example.invalid";"x")': '=HYPERLINK("http://example.invalid";"x")',
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "http://example.invalid/lien": "http://example.invalid/lien",
    "**gras** [a](b) ![c](d) :red[x] $y$ <b>z</b>": "**gras** [a](b) ![c](d) :red[x] $y$ <b>z</b>",
    "_x0041_ _x000D_": "_x0041_ _x000D_",
    "gauche\u202edroite\u202c": "gauchedroite",
    "isolé\u2066à droite\u2069": "isoléà droite",
    "a\u200bb\u2060c\ufeffd\u00ade": "abcde",
    "rouge\x1b[31m": "rouge[31m",
    "titre\x1b]0;pris\x07": "titre]0;pris",
    "c1\x9b31m\x85fin": "c131mfin",
    "deux\nlignes\u2028trois": "deux lignes trois",
    "é" * 5_000: "é" * 5_000,
    "#REF!": "#REF!",
    "famille 👩‍👧 e\u0301": "famille 👩‍👧 e\u0301",
}
ACTS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
LEADING = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
)  # what a spreadsheet may take for a formula
HEADER = [
    *("communauté", "mission", "action", "indicateur", "type", "nature", "sens"),
    *("palier 1", "montant 1", "résultat", "commentaire", "à nous =5+5"),
]


def contract():
    """A csv whose lines, their actions, comments and unknown column are these texts."""
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, delimiter=";")
    rows.writerow(HEADER)
    for text in TEXTS:
        rows.writerow(
            [
                "CPTS =6+6\u202e",
                "acces",
                text,
                text,
                "seuil",
                "quantitatif",
                "hausse",
                50,
                1000,
                60,
                text,
                text,
            ]
        )
    return stream.getvalue().encode()


@pytest.fixture(scope="module")
def dossier():
    return read(("contrat.csv", contract()))


def cells_of(content):
    return [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_a_text_is_read_as_typed_without_what_would_act(dossier):
    assert dossier.lines["label"].tolist() == list(TEXTS.values())
    assert dossier.lines["comment"].tolist() == list(TEXTS.values())
    assert dossier.communities["community"].tolist() == ["CPTS =6+6"]


def test_two_names_that_look_the_same_are_the_same_community():
    names = ["CPTS Nord", "CPTS\u200b Nord", "CPTS Nord\u202c", "\ufeffCPTS\u00a0Nord"]
    rows = [f"{name};acces;Ligne;50;1000;60" for name in names[:3]]
    dossier = read(("a.csv", "\n".join(["communauté;mission;indicateur;palier 1;montant 1;résultat", *rows])))
    assert dossier.communities["community"].tolist() == ["CPTS Nord"]


def test_a_mission_pasted_with_characters_of_no_width_is_recognised():
    dossier = read(
        ("a.csv", "mission;indicateur;palier 1;montant 1;résultat\nac\u200bces\u00ad;L;50;1000;60")
    )
    assert dossier.lines["mission"].tolist() == ["acces"]


def test_a_workbook_that_escapes_control_characters_gives_none_of_them():
    content = rewritten(
        book(
            {"Indicateurs": [["mission", "indicateur", "palier 1", "montant 1"], ["acces", "ICI", 50, 1000]]}
        ),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("ICI", "a_x001B_[31mb_xD800_&#x9b;c&#x202e;d"),
    )
    (label,) = read(("a.xlsx", content)).lines["label"]
    assert not ACTS.search(label)
    assert label.startswith("a")
    assert label.endswith("cd")


def test_the_dossier_written_back_as_a_workbook_holds_texts_alone_and_reads_the_same(dossier):
    content = reading.workbook(dossier, MISSIONS, PARTS)
    cells = cells_of(content)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    shown = {
        cell.value.replace("_x005F_", "_") for cell in texts
    }  # as a spreadsheet shows it; openpyxl does not
    assert set(TEXTS.values()) <= shown
    assert not [cell.value for cell in texts if ACTS.search(cell.value)]
    assert all(cell.quotePrefix for cell in texts if cell.value.startswith(LEADING))
    inside = zipfile.ZipFile(io.BytesIO(content))
    sheets = [inside.read(name) for name in inside.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    again = read(("contrat.xlsx", content))
    assert again.lines["label"].tolist() == dossier.lines["label"].tolist()
    assert again.kept["text"].tolist() == dossier.kept["text"].tolist()


def test_any_table_written_as_a_workbook_or_a_csv_holds_texts_alone(dossier):
    frame = dossier.lines[["community", "label", "comment"]]
    cells = cells_of(reading.table_workbook(frame, "Titre =1\u202e", ["note =1\x1b"]))
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if ACTS.search(cell.value)]
    for row in csv.reader(io.StringIO(reading.table_csv(frame)), delimiter=";"):
        assert not [cell for cell in row if cell.startswith(LEADING) or ACTS.search(cell)]


@pytest.mark.parametrize("command", ["calculer", "projeter", "verifier"])
@pytest.mark.parametrize("form", ["texte", "json", "csv"])
def test_what_a_command_prints_never_acts_on_a_terminal_or_a_spreadsheet(capsys, written, command, form):
    path = written("\x1b[31mrouge\u202e.csv", contract().replace(b";acces;", b";acces_aux_soins;"))
    printed = answered(capsys, command, path, "--format", form)
    assert printed
    assert not ACTS.search(printed)
    if form == "json":
        json.loads(printed)
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(printed), delimiter=";") for cell in row]
        assert not [
            cell for cell in cells if cell.startswith(LEADING) and not re.fullmatch(r"-?[0-9,e+-]+", cell)
        ]


def test_json_gives_every_label_letter_for_letter(capsys, written):
    path = written("a.csv", contract().replace(b";acces;", b";acces_aux_soins;"))
    (told,) = json.loads(answered(capsys, "calculer", path, "--format", "json"))["communities"]
    labels = [line["label"] for mission in told["missions"] for line in mission["lines"]]
    assert labels == list(TEXTS.values())


def test_a_file_whose_name_is_no_text_is_read_or_refused_like_any_other(capsys, tmp_path):
    name = os.fsdecode(b"caf\xe9.csv")  # as an old disk keeps « café »: no UTF-8, so half a character here
    path = tmp_path / name
    path.write_bytes(b"mission;indicateur;palier 1;montant 1\nqualite;RCP;50;1000")
    assert "caf" in answered(capsys, "verifier", path, "--format", "json")
    assert "introuvable" in refused(capsys, "verifier", tmp_path / f"non{name}\x1b[31m")
    assert "est prêt" in answered(capsys, "modele", path.with_suffix(".xlsx"))


def test_the_name_of_a_file_in_a_zip_is_told_as_text():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a\u202ecod.csv", "rien")
        archive.writestr("=1+1.csv", "mission;indicateur;palier 1;montant 1\nacces;A;50;1000")
    problems = read(("lot\u202e.zip", stream.getvalue())).problems
    exported = cells_of(reading.table_workbook(problems, "Points"))
    assert not [cell.value for cell in exported if ACTS.search(cell.value)]
    assert {cell.data_type for cell in exported} == {"s"}


@given(
    sheet=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    titles=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1, max_size=4),
)
def test_a_layout_file_keeps_any_name_as_a_text_of_toml(sheet, titles):
    columns = tuple(ColumnPlan(rank, title, None) for rank, title in enumerate(titles))
    told = Layout((SheetPlan(sheet, LINES, 1, 1, columns), SheetPlan(sheet + "'", IGNORED, 1, 1, ())))
    data = tomllib.loads(layout.dumps(told, MISSIONS, PARTS))
    assert [entry["nom"] for entry in data["feuille"]] == [sheet, sheet + "'"]
    assert [column["titre"] for column in data["feuille"][0]["colonne"]] == titles
