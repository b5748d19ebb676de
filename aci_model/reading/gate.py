"""The gate: what a stranger's bytes are, by their content, and whether a reader may see them.

Nothing here opens a spreadsheet. A zip is expanded within bounds, its XML searched as bytes, and what is let
through is a new, plain zip of the checked parts: the readers never see the stranger's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from defusedxml.ElementTree import ParseError, fromstring

from aci_model import wording
from aci_model.reading import archive, markup
from aci_model.reading.refusal import BINARY_BOOK, DAMAGED, NOT_A_SPREADSHEET, PROTECTED, RefusedError
from aci_model.reading.signs import ZIP, refused_at_sight
from aci_model.reading.text import french

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.reading.archive import Entry
    from aci_model.reading.limits import Limits

BOOK, TEXT, BUNDLE = "book", "text", "bundle"


class Checked(NamedTuple):
    """What may be read."""

    kind: str  # BOOK, TEXT or BUNDLE
    content: bytes  # of a workbook, written anew; of a text, as it came
    files: dict[str, bytes]  # of a bundle: name inside the zip -> content, not checked yet
    notices: list[str]  # French sentences: what was left out


_ODS_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHER_DOCUMENTS = re.compile(r"^(?:word/|ppt/|visio/|index/document\.iwa|meta-inf/manifest\.mf)")
_MACROS = re.compile(r"(?:^|/)vbaproject[^/]*\.bin$|^xl/macrosheets/|^(?:basic|scripts)/.")
_OBJECTS = re.compile(r"^xl/(?:embeddings|activex)/.")
_LINKS = re.compile(r"^xl/externallinks/[^/]+\.xml$")
_MARKUP = (".xml", ".rels")
_LEFTOVERS = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNS_OF_MACROS = re.compile(rb"macroEnabled|ms-office\.vbaProject|intlMacrosheet", re.IGNORECASE)

MACROS = french(
    "Ce fichier contient des macros ; il n'est pas ouvert, car une macro est un programme."
    " Enregistrez-le au format .xlsx sans macro."
)
OBJECTS = french(
    "Ce classeur contient un autre document incorporé ou un contrôle actif ; il n'est pas ouvert, car il pourrait"
    " cacher un programme. Supprimez cet objet, puis enregistrez le classeur."
)
LINKS = french(
    "Ce classeur renvoie à d'autres fichiers ; ces liens ne sont jamais suivis, les dernières valeurs"
    " enregistrées sont lues."
)


def check(content: bytes, limits: Limits) -> Checked:
    """Decide what a file is and whether it may be read.

    Args:
        content: the whole file.
        limits: how large, how many, how far.

    Raises:
        RefusedError: it may not; the sentence says what to do.
    """
    if len(content) > limits.file.largest:
        raise RefusedError(too_heavy(len(content), limits))
    sentence = refused_at_sight(content)
    if sentence is not None:
        raise RefusedError(sentence)
    if not content.startswith(ZIP):
        _check_text(content, limits)
        return Checked(TEXT, content, {}, [])
    found = archive.entries(content, limits.archive)
    names = {entry.name.lower() for entry in found}
    _check_document(names)
    if "xl/workbook.xml" in names or "mimetype" in names:
        return _book(content, found, limits)
    return _bundle(content, found, limits)


def too_heavy(size: int, limits: Limits) -> str:
    """Say that a file is too large, and what to do."""
    most = wording.number(limits.file.largest // 1_000_000, 0)
    return (
        f"Ce fichier pèse {wording.number(size / 1_000_000, 1)}{wording.NBSP}Mo, plus que les {most}{wording.NBSP}Mo"
        " acceptés. Gardez les seules feuilles du contrat, sans image, ou découpez-le."
    )


def _check_text(content: bytes, limits: Limits) -> None:
    """Refuse a text whose lines no table has: too long, or cut in too many cells.

    Raises:
        RefusedError: one line is out of bounds, or all of them together.
    """
    cells = 0
    for line in content.splitlines():
        columns = max(line.count(sign) for sign in (b";", b",", b"\t")) + 1
        cells += columns
        if len(line) > limits.text.line:
            raise RefusedError(
                f"Une ligne de ce fichier dépasse {wording.number(limits.text.line, 0)} signes{wording.NBSP}: ce n'est pas"
                " un tableau. Enregistrez-le de nouveau en .csv ou en .xlsx depuis votre tableur."
            )
        if columns > limits.text.columns:
            raise RefusedError(
                f"Une ligne de ce fichier a plus de {wording.number(limits.text.columns, 0)} colonnes, trop pour un contrat."
                " Supprimez les colonnes vides, puis enregistrez-le de nouveau."
            )
    if cells > limits.text.cells:
        raise RefusedError(_too_many_cells(limits.text.cells))


def _too_many_cells(most: int) -> str:
    return (
        f"Ce fichier a plus de {wording.number(most, 0)} cases, trop pour être lu d'un coup."
        " Découpez-le en plusieurs fichiers."
    )


def _check_document(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise RefusedError(BINARY_BOOK)
    book, opened = "xl/workbook.xml" in names, "mimetype" in names
    if not book and not opened:
        if "[content_types].xml" in names or any(map(_OTHER_DOCUMENTS.search, names)):
            raise RefusedError(NOT_A_SPREADSHEET)
        return
    if book and opened:
        raise RefusedError(DAMAGED)  # one reader would see a workbook, another one something else
    if any(map(_MACROS.search, names)):
        raise RefusedError(MACROS)
    if any(map(_OBJECTS.search, names)):
        raise RefusedError(OBJECTS)


def _book(content: bytes, found: Sequence[Entry], limits: Limits) -> Checked:
    parts: dict[str, bytes] = {}
    for name, data in archive.expanded(content, found, limits.archive):
        if data.startswith(_OLE):
            raise RefusedError(OBJECTS)
        if data.startswith(ZIP):
            raise RefusedError(
                french(
                    "Ce classeur contient une autre archive ; il n'est pas ouvert, car elle pourrait cacher un"
                    " programme. Enregistrez-le de nouveau depuis votre tableur."
                )
            )
        if name == "mimetype" or name.lower().endswith(_MARKUP):
            if name != "mimetype":
                markup.check_markup(data, limits.sheet)
            parts[name] = data
    if "mimetype" in parts:
        _check_ods(parts, limits)
    else:
        _check_xlsx(parts, limits)
    notices = [LINKS] if any(_LINKS.search(name.lower()) for name in parts) else []
    return Checked(BOOK, archive.plain_zip(parts), {}, notices)


def _check_xlsx(parts: Mapping[str, bytes], limits: Limits) -> None:
    if _SIGNS_OF_MACROS.search(parts.get("[Content_Types].xml", b"")):
        raise RefusedError(MACROS)
    titles = _titles(parts, limits)
    paths = [name for name, data in parts.items() if b"sheetData" in data]  # wherever it says it is
    _check_count(len(paths), limits)
    area = 0
    for rank, path in enumerate(paths, 1):
        sheet = titles.get(path.lower(), f"n° {rank}")
        area += markup.check_extent(sheet, markup.xlsx_extent(parts[path]), limits)
        if markup.count_merges(parts[path]) > limits.sheet.merges:
            raise RefusedError(
                f"Une feuille de ce classeur a plus de {wording.number(limits.sheet.merges, 0)} cases fusionnées, trop"
                " pour un tableau. Annulez les fusions, puis enregistrez-le."
            )
    if area > limits.book.cells:
        raise RefusedError(_too_many_cells(limits.book.cells))


def _check_ods(parts: Mapping[str, bytes], limits: Limits) -> None:
    if not parts["mimetype"].strip().startswith(_ODS_KIND):
        raise RefusedError(NOT_A_SPREADSHEET)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise RefusedError(PROTECTED)
    extents = markup.ods_extents(parts.get("content.xml", b""))
    _check_count(len(extents), limits)
    area = sum(markup.check_extent(sheet, extent, limits) for sheet, extent in extents)
    if area > limits.book.cells:
        raise RefusedError(_too_many_cells(limits.book.cells))


def _check_count(sheets: int, limits: Limits) -> None:
    if sheets > limits.sheet.count:
        raise RefusedError(
            f"Ce classeur a {wording.number(sheets, 0)} feuilles, plus que les {wording.number(limits.sheet.count, 0)}"
            " acceptées. Gardez les seules feuilles du contrat."
        )


def _titles(parts: Mapping[str, bytes], limits: Limits) -> dict[str, str]:
    """Give the name people know a sheet by, for each path in lower case; no two names share a path."""
    try:
        relations = fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), forbid_dtd=True)
        book = fromstring(parts.get("xl/workbook.xml", b"<none/>"), forbid_dtd=True)
    except ParseError as fault:
        raise RefusedError(DAMAGED) from fault
    targets = {
        entry.get("Id", ""): "xl/" + entry.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
        for entry in relations
    }
    named = [
        (targets.get(value, "").lower(), entry.get("name", ""))
        for entry in book.iter()
        for key, value in entry.attrib.items()
        if entry.tag.rpartition("}")[2] == "sheet" and key.endswith("}id")
    ]
    _check_count(len(named), limits)
    if len(dict(named)) < len(named):
        raise RefusedError(DAMAGED)  # one sheet under many names would be read many times
    return dict(named)


def _bundle(content: bytes, found: Sequence[Entry], limits: Limits) -> Checked:
    """Take the files of a zip apart; each is checked on its own afterwards."""
    wanted = [entry for entry in found if not entry.folder and not _LEFTOVERS.search(entry.name)]
    if not wanted:
        raise RefusedError("Cette archive ne contient aucun fichier. Déposez les fichiers eux-mêmes.")
    if len(wanted) > limits.batch.files:
        raise RefusedError(
            f"Cette archive contient {wording.number(len(wanted), 0)} fichiers, plus que les"
            f" {wording.number(limits.batch.files, 0)} lus d'un coup. Répartissez-les en plusieurs archives."
        )
    return Checked(BUNDLE, b"", dict(archive.expanded(content, wanted, limits.archive)), [])
