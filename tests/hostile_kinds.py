"""Files nobody should send, each with the start or heart of the sentence it gets."""

from __future__ import annotations

import bz2
import gzip
import random
from typing import TYPE_CHECKING, NamedTuple

from tests.hostile_zips import (
    BOOK,
    SHEET,
    STRINGS,
    Part,
    book_changed,
    book_with,
    ods_cells,
    ods_with,
    parts_of,
    raw_zip,
    sheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = b"\x00" * 30_000_000
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "' + f"&{chr(97 + n)};" * 10 + '">' for n in range(9))
    + f']><sst xmlns="{SPACE}"><si><t>&j;</t></si></sst>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><workbook>&e;</workbook>'
)


class Kind(NamedTuple):
    """One kind of file, how it is made, and what its sender is told."""

    name: str
    make: Callable[[], bytes]
    sentence: str

    def __repr__(self):
        return self.name


def streams(*names):
    """Write the look of an old container that names these streams."""
    return OLE + bytes(600) + b"".join(name.encode("utf-16-le") + b"\x00\x00" for name in names) + bytes(600)


def cells(*addresses):
    """Write one row that has a number at each address."""
    return "<row>" + "".join(f'<c r="{address}"><v>1</v></c>' for address in addresses) + "</row>"


def book_of_sheets(count, *, shared=False):
    """Write a workbook of many sheets, all of one file when shared."""
    names = "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{relation}/worksheet" Target="worksheets/sheet{1 if shared else n}.xml"/>'
        for n in range(1, count + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return book_with(
        {
            "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{relation}"><sheets>{names}</sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{targets}</Relationships>'.encode(),
        }
    )


def overlapping():
    """Write two entries whose data overlap, each with its own header, one inside the data of the other."""
    inner = raw_zip(Part("b.csv", b"x;y\n" * 40, method=0))
    header = inner[: inner.index(b"PK\x01\x02")]
    outer = Part("a.csv", header, method=0)
    return raw_zip(outer, Part("b.csv", b"x;y\n" * 40, method=0, offset=30 + len("a.csv"), packed=None))


def amplified():
    """Write one long text used by many cells: small packed, huge read."""
    text = "x" * 900_000
    strings = f'<sst xmlns="{SPACE}"><si><t>{text}</t></si></sst>'.encode()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    return book_with({STRINGS: strings, SHEET: sheet(rows)})


def secret_book():
    """Write a workbook whose entries say they are encrypted."""
    return raw_zip(
        Part("[Content_Types].xml", b"x" * 40, flags=1), Part("xl/workbook.xml", b"y" * 40, flags=1)
    )


def secret_ods():
    """Write a LibreOffice file whose manifest says that its content is encrypted."""
    return ods_with(**{"META-INF/manifest.xml": b"<m:manifest><m:encryption-data/></m:manifest>"})


def seen_twice():
    """Write a workbook that also says it is a LibreOffice file: each reader would see another one."""
    return raw_zip(Part("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), *parts_of(BOOK))


def linked():
    """Write a zip whose entry is a link to a file of the machine."""
    return raw_zip(Part("contrat.csv", b"/etc/passwd", attributes=0o120777 << 16))


def bzipped():
    """Write an entry compressed in a way spreadsheets never use."""
    data = b"mission;indicateur\n"
    return raw_zip(Part("a.csv", data, method=12, packed=bz2.compress(data)))


def deep():
    """Write elements inside elements, a hundred thousand times."""
    return book_with({SHEET: b"<worksheet><sheetData>" + b"<row>" * 100_000})


# fmt: off
KINDS = [
    Kind("nothing at all", lambda: b"", "Ce fichier est vide."),
    Kind("blanks only", lambda: b" \r\n\t\n", "Ce fichier est vide."),
    Kind("a pdf", lambda: b"%PDF-1.7\n1 0 obj", "Ce fichier est un PDF"),
    Kind("a png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(40), "mais une image."),
    Kind("a jpeg", lambda: b"\xff\xd8\xff\xe0" + bytes(40), "mais une image."),
    Kind("a gif", lambda: b"GIF89a\x01\x00\x01\x00" + bytes(40), "mais une image."),
    Kind("a webp", lambda: b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), "mais une image."),
    Kind("a program of Windows", lambda: b"MZ\x90\x00" + bytes(60), "Ce fichier est un programme"),
    Kind("a program of Linux", lambda: b"\x7fELF\x02\x01\x01" + bytes(60), "Ce fichier est un programme"),
    Kind("a gzip", lambda: gzip.compress(b"mission;indicateur\n"), "d'un autre format que zip"),
    Kind("a 7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(40), "d'un autre format que zip"),
    Kind("a rar", lambda: b"Rar!\x1a\x07\x00" + bytes(40), "d'un autre format que zip"),
    Kind("a page under the name of a workbook", lambda: b"<html><table><tr><td>mission", "une page web"),
    Kind("a page with a script", lambda: b"<!DOCTYPE html><script>alert(1)</script>", "une page web"),
    Kind("an XML spreadsheet of 2003", lambda: b'<?xml version="1.0"?><Workbook/>', "une page web"),
    Kind("a rich text", lambda: rb"{\rtf1\ansi mission}", "un texte mis en forme"),
    Kind("an old workbook", lambda: streams("Workbook"), "un ancien format (.xls), qui peut cacher des macros"),
    Kind("an old document", lambda: streams("WordDocument"), "ancien format (.xls, .doc)"),
    Kind("a workbook under a password", lambda: streams("EncryptionInfo", "EncryptedPackage"), "mot de passe"),
    Kind("an encrypted zip", secret_book, "protégé par un mot de passe"),
    Kind("a LibreOffice file under a password", secret_ods, "protégé par un mot de passe"),
    Kind("zero bytes", lambda: bytes(5000), "Ce fichier n'est pas un tableur."),
    Kind("noise", lambda: random.Random(3).randbytes(5000), "Ce fichier n'est"),  # noqa: S311 - noise, not a secret
    Kind("a binary workbook", lambda: raw_zip(Part("xl/workbook.bin", b"x")), "classeur binaire (.xlsb)"),
    Kind("a text document", lambda: raw_zip(Part("word/document.xml", b"<a/>")), "Ce fichier n'est pas un tableur."),
    Kind("a text of LibreOffice", lambda: ods_with(mimetype=b"application/vnd.oasis.opendocument.text"), "Ce fichier n'est pas un tableur."),
    Kind("two formats at once", seen_twice, "abîmé ou incomplet"),
    # macros and objects
    Kind("macros", lambda: book_with(None, Part("xl/vbaProject.bin", OLE)), "contient des macros"),
    Kind("macros under another name", lambda: book_with(None, Part("xl/other/VBAPROJECT2.BIN", b"x")), "contient des macros"),
    Kind("macros announced", lambda: book_changed("[Content_Types].xml", "sheet.main+xml", "sheet.macroEnabled.main+xml"), "contient des macros"),
    Kind("macros of the old kind", lambda: book_with(None, Part("xl/macrosheets/sheet1.xml", b"<a/>")), "contient des macros"),
    Kind("macros of LibreOffice", lambda: ods_with(**{"Basic/Standard/Module1.xml": b"<a/>"}), "contient des macros"),
    Kind("an embedded object", lambda: book_with(None, Part("xl/embeddings/oleObject1.bin", OLE)), "un autre document incorporé"),
    Kind("an embedded object under another name", lambda: book_with(None, Part("xl/media/image1.png", OLE)), "un autre document incorporé"),
    Kind("an active control", lambda: book_with(None, Part("xl/activeX/activeX1.xml", b"<a/>")), "un autre document incorporé"),
    Kind("a zip in a workbook", lambda: book_with(None, Part("xl/media/image1.png", BOOK)), "contient une autre archive"),
    # zips that lie
    Kind("half a workbook", lambda: BOOK[: len(BOOK) // 2], "abîmé ou incomplet"),
    Kind("a wrong sum", lambda: book_with(None, Part("xl/x.xml", b"<a/>", crc=1)), "abîmé ou incomplet"),
    Kind("broken compression", lambda: book_with(None, Part("xl/x.xml", b"<a/>", packed=b"\xff" * 9)), "abîmé ou incomplet"),
    Kind("bytes before the zip", lambda: raw_zip(Part("a.csv", b"x"), before=b"PK\x03\x04" + bytes(40)), "abîmé ou incomplet"),
    Kind("bytes after the zip", lambda: BOOK + b"<script>", "abîmé ou incomplet"),
    Kind("two zips in one", lambda: BOOK + raw_zip(Part("a.csv", b"x")), "abîmé ou incomplet"),
    Kind("a directory that counts wrong", lambda: raw_zip(Part("a.csv", b"x"), count=7), "abîmé ou incomplet"),
    Kind("another name inside", lambda: raw_zip(Part("a.csv", b"x", inner_name="b.csv")), "abîmé ou incomplet"),
    Kind("thirty megabytes in thirty kilobytes", lambda: book_with(None, Part("xl/x.xml", BOMB)), "se déploie en plus de 30"),
    Kind("a picture that is a bomb", lambda: book_with(None, Part("xl/media/image1.png", BOMB)), "se déploie en plus de 30"),
    Kind("a bomb that says it is small", lambda: book_with(None, Part("xl/x.xml", BOMB, size=100)), "annonce une taille qui n'est pas la sienne"),
    Kind("a size beyond any zip", lambda: raw_zip(Part("a.csv", b"x", size=0xFFFFFFFF)), "annonce une taille qui n'est pas la sienne"),
    Kind("entries over one another", overlapping, "se recouvrent"),
    Kind("too many entries", lambda: raw_zip(*(Part(f"{n}.csv", b"x") for n in range(2_001))), "contient 2\u202f001 fichiers"),
    Kind("one name twice", lambda: book_with(None, Part(SHEET, sheet(""))), "contient deux fois"),
    Kind("one name twice but for its case", lambda: book_with(None, Part(SHEET.upper(), sheet(""))), "contient deux fois"),
    Kind("a path that climbs", lambda: raw_zip(Part("../../etc/cron.d/x.csv", b"x")), "un chemin qui sort"),
    Kind("a path from the root", lambda: raw_zip(Part("/etc/passwd", b"x")), "un chemin qui sort"),
    Kind("a path of Windows", lambda: raw_zip(Part("C:\\x.csv", b"x")), "un chemin qui sort"),
    Kind("a link", linked, "un chemin qui sort"),
    Kind("a rare compression", bzipped, "compressé d'une façon inhabituelle"),
    Kind("an empty zip", raw_zip, "Cette archive est vide."),
    Kind("a zip of folders", lambda: raw_zip(Part("a/", b""), Part("__MACOSX/a", b"x")), "ne contient aucun fichier"),
    # XML
    Kind("a billion laughs", lambda: book_with({STRINGS: LAUGHS.encode()}), "définitions cachées"),
    Kind("an entity from the machine", lambda: book_with({"xl/workbook.xml": OUTSIDE.encode()}), "définitions cachées"),
    Kind("a DTD in a LibreOffice file", lambda: ods_with(b"<!DOCTYPE x>" + ods_cells("")), "définitions cachées"),
    Kind("a DTD hidden in UTF-16", lambda: book_with({STRINGS: LAUGHS.encode("utf-16")}), "codage inhabituel"),
    Kind("a DTD hidden in UTF-7", lambda: book_with({STRINGS: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-x/>'}), "codage inhabituel"),
    Kind("XML that never closes", deep, "abîmé ou incomplet"),
    Kind("XML that is not", lambda: book_with({"xl/workbook.xml": b"<workbook"}), "abîmé ou incomplet"),
    # cells out of bounds
    Kind("two cells far apart", lambda: book_with({SHEET: sheet(cells("A1", "XFD1048576"))}), "remplie jusqu'en XFD1048576"),
    Kind("a cell far to the right", lambda: book_with({SHEET: sheet(cells("XFD1"))}), "remplie jusqu'en XFD1,"),
    Kind("a cell far down, on a row that says so alone", lambda: book_with({SHEET: sheet('<row r="1048576"><c><v>1</v></c></row>')}), "remplie jusqu'en A1048576"),
    Kind("a far cell behind a quoted sign", lambda: book_with({SHEET: sheet('<row><c x=">" r="XFD1048576"><v>1</v></c></row>')}), "remplie jusqu'en XFD1048576"),
    Kind("a far cell in a sheet put elsewhere", lambda: book_with(None, Part("xl/other/s.xml", sheet(cells("XFD1048576")))), "remplie jusqu'en XFD1048576"),
    Kind("a rectangle too large", lambda: book_with({SHEET: sheet(cells("A1", "ZZ99999"))}), "remplie jusqu'en ZZ99999"),
    Kind("an address in disguise", lambda: book_with({SHEET: sheet(cells("&#88;FD1048576"))}), "abîmé ou incomplet"),
    Kind("merged ranges without end", lambda: book_with({SHEET: sheet("") + b'<mergeCell ref="A1:B2"/>' * 50_001}), "cases fusionnées"),
    Kind("too many sheets", lambda: book_of_sheets(301), "a 301 feuilles"),
    Kind("one sheet under many names", lambda: book_of_sheets(200, shared=True), "abîmé ou incomplet"),
    Kind("a text without end", lambda: book_with({STRINGS: f"<sst><si><t>{'x' * 1_000_001}</t></si></sst>".encode()}), "dépasse 1\u202f000\u202f000 caractères"),
    Kind("one long text in many cells", amplified, "plus de mémoire que permis"),
    Kind("a LibreOffice row repeated without end", lambda: ods_with(ods_cells('<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>')), "remplie jusqu'en A1048576"),
    Kind("a LibreOffice cell repeated without end", lambda: ods_with(ods_cells('<table:table-row><table:table-cell table:number-columns-repeated="99999999999" office:value-type="float" office:value="1"/></table:table-row>')), "remplie jusqu'en"),
    Kind("LibreOffice cells repeated both ways", lambda: ods_with(ods_cells('<table:table-row table:number-rows-repeated="9999"><table:table-cell table:number-columns-repeated="999" office:value-type="float" office:value="1"/></table:table-row>')), "remplie jusqu'en ALK9999"),
    # texts
    Kind("a line without end", lambda: b"mission;indicateur\n" + b"x" * 100_001, "dépasse 100\u202f000 signes"),
    Kind("columns without end", lambda: b"mission;indicateur\n" + b"a;" * 2_001, "plus de 2\u202f000 colonnes"),
    Kind("cells without end", lambda: (b";" * 1_000 + b"\n") * 2_000, "plus de 2\u202f000\u202f000 cases"),
    Kind("zero bytes in a csv", lambda: b"mission;indicateur;" + b"a" * 300 + b"\x00", "Ce fichier n'est pas un tableur."),
    Kind("a quote never closed", lambda: b'mission;indicateur\nacces;"A\nacces;B\n', "n'est jamais refermé"),
    Kind("too heavy a file", lambda: b"x;y\n" * 5_000_001, "pèse 20"),
]
# fmt: on
