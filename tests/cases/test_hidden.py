"""What a workbook hides is read or left out by the rules of hidden.py, and always announced."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from aci_model.reading import hidden, wire
from tests.reading_files import ods, open_here, read, rewritten, said

HEADER = ["mission", "indicateur", "palier 1", "montant 1", "résultat", "type", "nature", "sens"]
SAID = [
    "seuil",
    "quantitatif",
    "hausse",
]  # so that nothing is left for the reader to announce but what is hidden
SHEET = "xl/worksheets/sheet1.xml"


def lines(*results):
    """Rows of a contract: line A, B, C… each worth 1 000 at 50."""
    return [line(f"Ligne {'ABCDEFGH'[rank]}", result) for rank, result in enumerate(results)]


def line(label, result):
    """One row of a contract."""
    return ["acces", label, 50, 1000, result, *SAID]


def made(rows, change=None, *, more=None, before=None):
    """A workbook of one sheet, Indicateurs; `change` and `before` touch it once filled and while empty."""
    book = openpyxl.Workbook()
    if before:
        before(book)
    sheet = book.active
    sheet.title = "Indicateurs"
    for row in [HEADER, *rows]:
        sheet.append(row)
    if more:
        other = book.create_sheet(more)
        for row in [HEADER, line("Ligne cachée", 80)]:
            other.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def announced(content, name="contrat.xlsx"):
    """The dossier, and the problems of the sheet as severity, message, what was done."""
    dossier = read((name, content))
    told = dossier.problems[dossier.problems["cell"].isna()]
    return dossier, list(zip(told["severity"], told["message"], told["done"], strict=True))


@pytest.mark.parametrize(
    ("state", "severity", "words"),
    [
        ("hidden", "info", "La feuille «\u00a0Brouillon\u00a0» est masquée."),
        (
            "veryHidden",
            "info",
            "La feuille «\u00a0Brouillon\u00a0» est masquée, et votre tableur ne propose pas de l'afficher.",
        ),
    ],
)
def test_a_hidden_sheet_is_not_read_and_is_announced(state, severity, words):
    def hide(book):
        book["Brouillon"].sheet_state = state

    dossier, told = announced(made(lines(60), hide, more="Brouillon"))
    assert dossier.lines["label"].tolist() == ["Ligne A"]
    assert [(one[0], one[1]) for one in told] == [(severity, words)]
    assert told[0][2].startswith("Elle n'est pas lue.")
    assert dossier.problems["sheet"].tolist() == ["Brouillon"]


def test_the_same_sheet_shown_is_read():
    dossier, _ = announced(made(lines(60), more="Brouillon"))
    assert dossier.lines["label"].tolist() == ["Ligne A", "Ligne cachée"]


def test_a_hidden_sheet_that_bears_a_name_of_the_template_is_to_be_checked():
    def hide(book):
        book["Historique"].sheet_state = "hidden"

    _, told = announced(made(lines(60), hide, more="Historique"))
    assert [one[0] for one in told] == ["warning"]


def test_a_workbook_whose_only_contract_is_hidden_is_refused_and_says_why():
    def hide(book):
        book["Indicateurs"].sheet_state = "hidden"
        book.create_sheet("Notes")["A1"] = "rien"

    dossier, told = announced(made(lines(60), hide))
    assert dossier.lines.empty
    assert "refused" in [one[0] for one in told]
    assert any("«\u00a0Indicateurs\u00a0» est masquée" in one[1] for one in told)


def test_hidden_rows_are_read_and_announced_with_their_numbers():
    def hide(book):
        for row in (3, 4, 6, 40):  # 40 is empty: it hides nothing
            book.active.row_dimensions[row].hidden = True

    dossier, told = announced(made(lines(60, 61, 62, 63, 64), hide))
    assert dossier.results["result"].tolist() == [60, 61, 62, 63, 64]
    assert told == [
        (
            "warning",
            "3\u00a0lignes masquées (3 à 4, 6).",
            "Elles sont lues comme les autres. Supprimez-les du classeur si elles ne doivent pas compter.",
        )
    ]


def test_one_hidden_row_is_told_in_the_singular_and_a_row_without_height_is_hidden_too():
    content = rewritten(
        made(lines(60, 61)), SHEET, lambda xml: xml.replace('<row r="3"', '<row r="3" ht="0"')
    )
    dossier, told = announced(content)
    assert dossier.results["result"].tolist() == [60, 61]
    assert told[0][1:] == (
        "1\u00a0ligne masquée (3).",
        "Elle est lue comme les autres. Supprimez-la du classeur si elle ne doit pas compter.",
    )


def filtered_rows(book):
    book.active.auto_filter.ref = "A1:E4"
    book.active.auto_filter.add_filter_column(1, ["Ligne A"])
    for row in (3, 4, 5):  # 5 is below what the filter covers: hidden by hand
        book.active.row_dimensions[row].hidden = True


def test_filtered_rows_are_read_since_a_filter_is_a_view_and_told_apart_from_hidden_ones():
    dossier, told = announced(made(lines(60, 61, 62, 63), filtered_rows))
    assert dossier.results["result"].tolist() == [60, 61, 62, 63]
    assert [one[1] for one in told] == [
        "1\u00a0ligne masquée (5).",
        "2\u00a0lignes cachées par un filtre (3 à 4).",
    ]
    assert told[1][2].startswith("Un filtre ne change que la vue\u00a0: elles sont lues")


def test_a_filter_that_filters_nothing_is_not_announced():
    def offer(book):
        book.active.auto_filter.ref = "A1:E3"

    assert announced(made(lines(60, 61), offer))[1] == []


def test_a_hidden_column_is_read_and_announced():
    def hide(book):
        book.active.column_dimensions["E"].hidden = True
        book.active.column_dimensions["K"].hidden = True  # empty

    dossier, told = announced(made(lines(60, 61), hide))
    assert dossier.results["result"].tolist() == [60, 61]
    assert told[0][:2] == ("info", "1\u00a0colonne masquée (E).")


def test_comments_are_not_read_and_their_cells_are_told():
    def comment(book):
        book.active["E2"].comment = Comment("en fait 80", "Quelqu'un")
        book.active["B3"].comment = Comment("à vérifier", "Quelqu'un")

    dossier, told = announced(made(lines(60, 61), comment))
    assert dossier.results["result"].tolist() == [60, 61]
    assert [one[:2] for one in told] == [("info", "2\u00a0commentaires (E2, B3).")]
    assert "80" not in str(dossier.problems.to_dict())


def test_the_notes_of_the_template_itself_are_not_announced():
    def comment(book):
        book.active["A1"].comment = Comment("Mission du contrat", hidden.TEMPLATE_AUTHOR)

    assert announced(made(lines(60), comment))[1] == []


def test_a_formula_gives_its_saved_value():
    content = rewritten(made(lines(60)), SHEET, lambda xml: xml.replace("<v>60</v>", "<f>30*2</f><v>60</v>"))
    assert read(("a.xlsx", content)).results["result"].tolist() == [60]


def test_a_formula_without_a_saved_value_is_missing_and_an_error_at_its_cell():
    dossier = read(("a.xlsx", made(lines(60, "=30*2"))))
    assert dossier.results["result"].isna().tolist() == [False, True]
    ((cell, message),) = said(dossier, "error")
    assert cell == "E3"
    assert "formule" in message


def test_an_error_cell_is_missing_and_an_error_at_its_cell():
    dossier = read(("a.xlsx", made(lines(60, "#REF!"))))
    assert dossier.results["result"].isna().tolist() == [False, True]
    ((cell, message),) = said(dossier, "error")
    assert cell == "E3"
    assert "#REF!" in message


def test_a_link_to_another_workbook_is_announced_and_its_saved_value_read():
    content = rewritten(
        made(lines(60)),
        SHEET,
        lambda xml: xml.replace("<v>60</v>", "<f>[1]Suivi!$B$2</f><v>60</v>"),
    )
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    dossier = read(("a.xlsx", stream.getvalue()))
    assert dossier.results["result"].tolist() == [60]
    assert any("jamais suivis" in message for _, message in said(dossier, "info"))


def test_dates_counted_since_1904_are_read_at_their_own_day():
    def epoch(book):
        book.epoch = CALENDAR_MAC_1904

    def community(book):
        sheet = book.create_sheet("Communauté")
        sheet.append(["communauté", "population", "date de signature"])
        sheet.append(["CPTS d'essai", 100_000, dt.date(2022, 4, 15)])

    content = made(lines(60), community, before=epoch)
    # 15/04/2022 is day 44 666 since 1900 and 1 462 days less since 1904: 43 204
    assert b"<v>43204</v>" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet2.xml")
    dossier, told = announced(content)
    assert dossier.communities["signed"].dt.date.tolist() == [dt.date(2022, 4, 15)]
    assert [one[:2] for one in told] == [
        ("info", "1\u00a0date comptée depuis 1904, à la manière de ce classeur.")
    ]


def test_numbers_stored_as_text_are_read_as_numbers_and_told_together():
    dossier, told = announced(made(lines("60", "1\u202f331", "72,5 %", "007 bis", 64)))
    assert dossier.results["result"].tolist()[:2] == [60, 1331]
    assert ("info", "3\u00a0nombres enregistrés comme du texte (E2, E3, E4).") in [one[:2] for one in told]


@pytest.mark.parametrize("text", ["007", "15/04/2026", "1.2.3", "A1", "", "-", "NC", "12 34", "0606060606"])
def test_a_code_a_day_or_a_word_is_no_number_stored_as_text(text):
    assert hidden.traces(hidden.Seen(), [[text or None]]) == []


def test_a_csv_has_no_number_stored_as_text():
    text = "\n".join(";".join(map(str, row)) for row in [HEADER, *lines(60, 61)])
    assert read(("a.csv", text)).problems.empty


def test_more_places_than_a_sentence_can_hold_are_cut_short_and_still_counted():
    def hide(book):
        for row in range(2, 16, 2):
            book.active.row_dimensions[row].hidden = True

    _, told = announced(made([line(f"Ligne {rank}", 60) for rank in range(20)], hide))
    assert told[0][1] == "7\u00a0lignes masquées (2, 4, 6, 8, 10, 12, …)."


def test_ranges_that_overlap_or_leave_the_sheet_cost_and_count_nothing_more():
    seen = hidden.Seen(rows=[(1, 10**9), (2, 3), (1, 1)], columns=[(-1, 10**9), (0, 0)])
    assert hidden.traces(seen, [["a", None], [None, "b"]]) == [
        hidden.Trace("rows", 2, "1 à 2"),
        hidden.Trace("columns", 2, "A à B"),
    ]


def ods_cell(value, extra=""):
    text = f"<text:p>{value}</text:p>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string">{extra}{text}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">{extra}{text}</table:table-cell>'
    )


def test_an_opendocument_hides_rows_columns_and_comments_in_the_same_way():
    note = "<office:annotation><text:p>en fait 80</text:p></office:annotation>"
    rows = [[ods_cell(cell) for cell in row] for row in [HEADER, *lines(60, 61, 62)]]
    rows[3][4] = ods_cell(62, note)

    def hide(xml):
        head, first, second, third, tail = xml.split("<table:table-row>")
        collapsed = '<table:table-row table:visibility="collapse">'
        filtered = '<table:table-row table:visibility="filter">'
        columns = '<table:table-column table:number-columns-repeated="4"/><table:table-column table:visibility="collapse"/>'
        return f"{head}{columns}<table:table-row>{first}{collapsed}{second}{filtered}{third}<table:table-row>{tail}"

    dossier, told = announced(rewritten(ods(rows), "content.xml", hide), "contrat.ods")
    assert dossier.results["result"].tolist() == [60, 61, 62]
    assert [one[1] for one in told] == [
        "1\u00a0ligne masquée (2).",
        "1\u00a0ligne cachée par un filtre (3).",
        "1\u00a0colonne masquée (E).",
        "1\u00a0commentaire (E4).",
    ]


def test_what_is_hidden_crosses_to_the_reading_process_and_back_unchanged():
    def hide(book):
        book.active.row_dimensions[3].hidden = True

    sheets = open_here("a.xlsx", made(lines(60, 61), hide))
    assert sheets[0].hidden == [hidden.Trace("rows", 1, "3")]
    assert wire.unpacked(wire.packed(sheets)) == sheets


@pytest.mark.parametrize(
    "junk", [["rows", 1], ["else", 1, ""], ["rows", "1", ""], ["rows", 1, None], [[], 1, ""]]
)
def test_the_reading_process_may_announce_nothing_that_is_not_declared(junk):
    with pytest.raises(wire.WireError):
        wire.unpacked([{"name": "a", "rows": [], "marked": [], "merged": [], "hidden": [junk]}])
