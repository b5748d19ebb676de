"""The project's workbook: the empty template, or a dossier written back as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from aci_model import wording
from aci_model.frames import frame
from aci_model.reading import dossier as shapes
from aci_model.reading.columns import Column, Sheet, layout
from aci_model.reading.dossier import Dossier
from aci_model.reading.exports import saved
from aci_model.reading.hidden import TEMPLATE_AUTHOR
from aci_model.reading.marks import Percent
from aci_model.reading.tables import typed
from aci_model.reading.template_rows import Rows, columns_of, rows_of, unknown_columns
from aci_model.reading.text import french, letters
from aci_model.reading.writing import INK, PALE, fit_rows, fit_to_page, put, put_column, put_header, put_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from aci_model.reading.tables import Key

_WRAPPED = frozenset({"text", "prose", "mission"})
_SPARE_ROWS = 300  # rows under the last one where lists are still offered
_NUMBER_FORMATS = {"euros": '#,##0.##"\u00a0€"', "year": "0", "number": "#,##0.##", "measure": "#,##0.##"}
_README = (
    "Ce classeur décrit un contrat ACI : ce qu'il demande, ce qu'il rapporte, où vous en êtes.",
    "Seule la feuille Indicateurs est nécessaire pour commencer. L'ordre des colonnes est libre, une colonne peut manquer, et les vôtres sont gardées.",
    "Chaque en-tête porte une note : passez dessus pour savoir ce qu'on y met, avec un exemple.",
    "Un résultat inconnu se laisse vide, ou s'écrit NC : ses euros restent en attente, ils ne sont pas perdus.",
    "Une ligne marquée EXEMPLE n'est jamais comptée. Effacez-la quand vous voulez.",
    "Ce que l'application n'a pas compris est dit case par case ; rien n'est deviné en silence.",
)


def template(missions: pd.DataFrame, parts: pd.DataFrame) -> bytes:
    """Write the empty workbook, with one example row a sheet that is never counted.

    Args:
        missions: mission, label, short.
        parts: part, label.

    Returns:
        The bytes of an xlsx file.
    """
    return _book(_empty(), missions, parts, examples=True)


def workbook(dossier: Dossier, missions: pd.DataFrame, parts: pd.DataFrame) -> bytes:
    """Write a dossier as the project's workbook; reading it back gives the same dossier.

    Args:
        dossier: what to write. Unknown columns are written back beside their rows; rows that do not count
            are listed in a last sheet, « Non repris ».
        missions: mission, label, short.
        parts: part, label.

    Returns:
        The bytes of an xlsx file.
    """
    return _book(dossier, missions, parts, examples=False)


def _empty() -> Dossier:
    return Dossier(
        communities=frame(shapes.COMMUNITIES),
        starts=frame(shapes.STARTS),
        envelopes=frame(shapes.ENVELOPES),
        lines=frame(shapes.LINES),
        tiers=frame(shapes.TIERS),
        results=frame(shapes.RESULTS),
        expenses=frame(shapes.EXPENSES),
        history=frame(shapes.HISTORY),
        payments=frame(shapes.PAYMENTS),
        objectives=frame(shapes.OBJECTIVES),
        territory=frame(shapes.TERRITORY),
        questions=frame(shapes.QUESTIONS),
        agreements=frame(shapes.AGREEMENTS),
        pairs=frame(shapes.PAIRS),
        kept=frame(shapes.KEPT),
        problems=frame(shapes.PROBLEMS),
    )


def _book(dossier: Dossier, missions: pd.DataFrame, parts: pd.DataFrame, *, examples: bool) -> bytes:
    book = Workbook()
    _write_readme(book.active)
    rows = rows_of(dossier, missions, parts)
    lists = _lists(missions, parts)
    proofs = examples or bool(dossier.results["proof_tracked"].any())
    left = set(range(len(dossier.kept)))
    for sheet in layout().sheets.values():
        if sheet.optional and not rows[sheet.id]:
            continue
        columns = columns_of(sheet, rows[sheet.id], missions, proofs=proofs)
        target = book.create_sheet(sheet.title)
        if examples:
            rows[sheet.id] = [_example(columns, missions, parts)]
        _write_sheet(target, sheet, columns, rows[sheet.id], example=examples)
        headers, texts, written = unknown_columns(dossier, sheet.id)
        _write_unknown(target, len(columns), headers, texts)
        _offer_lists(target, columns, len(rows[sheet.id]), lists)
        left -= written
    _write_lists(book.create_sheet("Listes"), lists)
    if left:
        _write_kept(book.create_sheet("Non repris"), dossier.kept.iloc[sorted(left)])
    return saved(book)


def _write_readme(sheet: Worksheet) -> None:
    sheet.title = "Lisez-moi"
    put_text(sheet.cell(1, 1), "Le contrat ACI de votre communauté")
    sheet.cell(1, 1).font = Font(bold=True, size=16, color=INK)
    for row, sentence in enumerate(_README, 3):
        put_text(sheet.cell(row, 1), french(sentence))
    sheets = [(declared.title, declared.purpose) for declared in layout().sheets.values()]
    row = _write_list(sheet, len(_README) + 4, ("feuille", "ce qu'elle contient"), sheets)
    more = [
        (f"{declared.title}{wording.NBSP}: {column.header}{' 1' if column.per else ''}", column.note)
        for declared in layout().sheets.values()
        for column in declared.columns.values()
        if column.optional and column.id != "community"
    ]
    _write_list(sheet, row + 1, ("colonne à ajouter si elle vous sert", "ce qu'on y met"), more)
    sheet.column_dimensions["A"].width = 40
    sheet.column_dimensions["B"].width = 110
    fit_to_page(sheet)


def _write_list(sheet: Worksheet, top: int, headers: tuple[str, str], rows: Sequence[tuple[str, str]]) -> int:
    """Write a list of two columns under its headers; give the first row after it."""
    for column, header in enumerate(headers, 1):
        put_header(sheet.cell(top, column), header)
    for row, texts in enumerate(rows, top + 1):
        for column, text in enumerate(texts, 1):
            put_text(sheet.cell(row, column), text)
    return top + len(rows) + 1


def _write_sheet(
    target: Worksheet, sheet: Sheet, columns: Sequence[tuple[Key, Column, str]], rows: Rows, *, example: bool
) -> None:
    for at, (key, column, header) in enumerate(columns, 1):
        cell = target.cell(1, at)
        put_header(cell, header)
        note = Comment(_note(column, key), TEMPLATE_AUTHOR)
        note.width, note.height = 320, 130
        cell.comment = note
        target.column_dimensions[letters(at - 1)].width = column.width
        number_format = "0.0#%" if column.kind == "percent" else _NUMBER_FORMATS.get(column.kind)
        if column.kind == "percent":
            target.column_dimensions[letters(at - 1)].number_format = number_format
        put_column(
            target,
            2,
            at,
            [values.get(key) for values in rows],
            alignment=Alignment(vertical="top", wrap_text=column.kind in _WRAPPED),
            font=Font(italic=True, color=PALE) if example else None,
            number_format=number_format,
        )
    wrapped = [(key, column) for key, column, _ in columns if column.kind in _WRAPPED]
    fit_rows(target, 2, [(column.width, [values.get(key) for values in rows]) for key, column in wrapped])
    target.row_dimensions[1].height = 34
    target.freeze_panes = "A2"
    target.print_title_rows = "1:1"
    target.sheet_properties.tabColor = INK if sheet.id == "lines" else None
    fit_to_page(target)


def _note(column: Column, key: Key) -> str:
    example = column.example
    if isinstance(example, list):
        rank = min(int(key[1] or 1), len(example))
        example = example[rank - 1]
    if example == "" or column.kind in {"mission", "part"}:
        return column.note
    shown = typed(Percent(example * 100)) if column.kind == "percent" else typed(example)
    shown = shown.removeprefix("EXEMPLE – ")
    return f"{column.note}\nExemple{wording.NBSP}: {shown}"


def _example(
    columns: Sequence[tuple[Key, Column, str]], missions: pd.DataFrame, parts: pd.DataFrame
) -> dict[Key, Any]:
    """Make the example row of a sheet from the examples of its columns."""
    row: dict[Key, Any] = {}
    for key, column, _ in columns:
        value = column.example
        if isinstance(value, list):
            value = value[int(key[1]) - 1] if int(key[1]) <= len(value) else ""
        elif column.kind in {"mission", "part"}:
            names = missions["label"] if column.kind == "mission" else parts["label"]
            value = names.iloc[min(value, len(names) - 1)] if len(names) else ""
        elif column.kind == "percent":
            value = Percent(value * 100)
        if value != "":
            row[key] = value
    return row


def _lists(missions: pd.DataFrame, parts: pd.DataFrame) -> dict[str, list[str]]:
    """Gather the lists offered under the columns: header of the list -> its words."""
    lists = {
        "mission": missions["label"].tolist(),
        "part": parts["label"].tolist(),
        "oui ou non": ["oui", "non"],
    }
    for sheet in layout().sheets.values():
        for column in sheet.columns.values():
            if column.options:
                lists[column.header] = list(column.options)
    return lists


def _list_name(column: Column) -> str | None:
    if column.kind in {"mission", "part"}:
        return column.kind
    if column.kind == "flag":
        return "oui ou non"
    return column.header if column.options else None


def _offer_lists(
    target: Worksheet, columns: Sequence[tuple[Key, Column, str]], rows: int, lists: dict[str, list[str]]
) -> None:
    names = list(lists)
    for at, (_, column, _) in enumerate(columns):
        name = _list_name(column)
        if name is None:
            continue
        source = letters(names.index(name))
        offered = DataValidation(
            type="list",
            formula1=f"Listes!${source}$2:${source}${len(lists[name]) + 1}",
            allow_blank=True,
            # A person may still type « fait » for oui: the reader understands it, so this only advises.
            errorStyle="warning",
            errorTitle="Hors de la liste",
            error=french("Ce mot n'est pas dans la liste. Le garder quand même ?"),
        )
        offered.add(f"{letters(at)}2:{letters(at)}{rows + 1 + _SPARE_ROWS}")
        target.add_data_validation(offered)


def _write_unknown(
    target: Worksheet, after: int, headers: Sequence[str], texts: dict[int, dict[str, str]]
) -> None:
    for at, header in enumerate(headers, after + 1):
        put_header(target.cell(1, at), header)
        target.column_dimensions[letters(at - 1)].width = 20
        for row, words in texts.items():
            if header in words:
                put_text(target.cell(row + 2, at), words[header])


def _write_lists(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    for at, (header, words) in enumerate(lists.items(), 1):
        put_header(sheet.cell(1, at), header)
        sheet.column_dimensions[letters(at - 1)].width = 26
        for row, word in enumerate(words, 2):
            put_text(sheet.cell(row, at), word)
    sheet.sheet_state = "hidden"


def _write_kept(sheet: Worksheet, kept: pd.DataFrame) -> None:
    columns = {"file": "fichier", "sheet": "feuille", "row": "ligne", "column": "colonne", "text": "contenu"}
    for at, (name, header) in enumerate(columns.items(), 1):
        put_header(sheet.cell(1, at), header)
        sheet.column_dimensions[letters(at - 1)].width = 30
        for row, value in enumerate(kept[name].tolist(), 2):
            put(sheet.cell(row, at), value, "0")
    sheet.freeze_panes = "A2"
