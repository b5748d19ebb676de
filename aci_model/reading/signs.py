"""What a file is, by its first bytes: the kinds that are refused at sight, each with its sentence."""

from __future__ import annotations

from aci_model.reading.refusal import NOT_A_SPREADSHEET, PROTECTED
from aci_model.reading.text import french

ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_LOOKED_AT = 512  # bytes of a text searched for what it is

_PICTURE = "Ce fichier n'est pas un tableur mais une image. Recopiez ses lignes dans le modèle."
_PROGRAM = french(
    "Ce fichier est un programme, pas un tableur ; il n'est pas ouvert. Déposez un fichier .xlsx, .ods ou .csv."
)
_ARCHIVE = "Ce fichier est une archive d'un autre format que zip. Déposez les fichiers eux-mêmes, ou une archive .zip."
_SENTENCES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "Ce fichier est un PDF, pas un tableur. Recopiez ses lignes dans le modèle."),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"BM", _PICTURE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xfe\xed\xfa", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"#!", _PROGRAM),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"SQLite format 3", NOT_A_SPREADSHEET),
    (
        b"{\\rtf",
        "Ce fichier est un texte mis en forme (.rtf), pas un tableur. Recopiez ses lignes dans le modèle.",
    ),
    (b"PK\x05\x06", "Cette archive est vide. Déposez les fichiers eux-mêmes."),
    (b"PK\x07\x08", "Cette archive est en plusieurs morceaux. Déposez les fichiers eux-mêmes."),
)
# « BM » and « MZ » also start words: a text is told by the absence of zero bytes, which these formats have.
_ALSO_WORDS = frozenset({b"BM", b"MZ", b"BZh", b"#!", b"GIF8", b"Rar!"})


def refused_at_sight(content: bytes) -> str | None:
    """Give the sentence that refuses a file for what its first bytes say it is; None when they do not.

    Args:
        content: the whole file.
    """
    if not content.strip():
        return "Ce fichier est vide. Enregistrez-le de nouveau depuis votre tableur."
    if content.startswith(_OLE):
        return _ole_sentence(content)
    for sign, sentence in _SENTENCES:
        if content.startswith(sign) and (sign not in _ALSO_WORDS or b"\x00" in content[:_LOOKED_AT]):
            return sentence
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _PICTURE
    return None


def _ole_sentence(content: bytes) -> str:
    """Tell the documents that share one old container apart, by the streams their directory names."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PROTECTED
    if any(name.encode("utf-16-le") + b"\x00\x00" in content for name in ("Workbook", "Book")):
        return french(
            "Ce classeur est dans un ancien format (.xls), qui peut cacher des macros ; il n'est pas ouvert."
            " Enregistrez-le en .xlsx."
        )
    return "Ce fichier est dans un ancien format (.xls, .doc). Enregistrez-le en .xlsx."
