"""The files `dossier` writes: which name makes which paper, and how none is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from aci_model.commands.inputs import Refused
from aci_model.reading.text import clean
from aci_model.report.negotiation_document import PARTS
from aci_model.wording import enumeration, typeset

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from aci_model.report.documents.share import SharePage
    from aci_model.report.negotiation_matter import Matter

PAPERS = {".docx": "le dossier", ".xlsx": "ses tableaux", ".pptx": "cinq diapositives"}
SHARED = {".docx": "la page à partager", ".png": "la page à partager, en image"}


def kind(path: Path, *, sharing: bool) -> str:
    """Say what a file of this name is."""
    return _kinds(sharing=sharing)[path.suffix.lower()]


def shown(path: Path) -> str:
    """Write a name as it is, apart from what would act on a terminal."""
    return clean(str(path))


def check(options: argparse.Namespace) -> None:
    """Find out before any work whether every file can be written.

    Raises:
        Refused: a name does not say what to write, or its file must not be touched.
    """
    if options.euros and not options.partage:
        raise Refused(
            [
                typeset(
                    "--euros ne concerne que la page à partager : ajoutez --partage, ou retirez cette option."
                )
            ]
        )
    read = [given for given in (*options.files, options.correspondance) if given]
    seen: set[Path] = set()
    for path in options.sortie:
        _named(path, sharing=options.partage)
        try:
            where = path.resolve()
            if where in seen:
                raise _refused(path, " : ce nom est donné deux fois. Donnez un nom à chaque fichier.")
            if where in {given.resolve() for given in read}:
                raise _refused(
                    path, " est le fichier à lire : il n'a pas été touché. Choisissez un autre nom."
                )
            if path.exists() and not options.remplacer:
                raise _refused(
                    path,
                    " existe déjà et n'a pas été touché. Choisissez un autre nom, ou ajoutez --remplacer.",
                )
            if not where.parent.is_dir():
                raise _unwritable(path)
        except OSError:  # a name no disk takes
            raise _unwritable(path) from None
        seen.add(where)


def content(path: Path, matter: Matter, options: argparse.Namespace) -> bytes:
    """Write one paper, as its name asks.

    Args:
        path: `check` has accepted it.
        matter: what it is filled with.
        options: of the command.
    """
    # What writes documents takes half a second to load: no other command pays for it.
    from aci_model.report import negotiation_document, negotiation_slides  # noqa: PLC0415
    from aci_model.report.documents import share, slides, word, workbook  # noqa: PLC0415

    ending = path.suffix.lower()
    if options.partage:
        shared = page(matter, options)
        return share.share_docx(shared) if ending == ".docx" else share.share_picture(shared).png
    parts = [part for part in PARTS if part not in options.sans]
    if ending == ".docx":
        return word.to_docx(negotiation_document.dossier(matter, parts))
    if ending == ".xlsx":
        whole = negotiation_document.dossier(matter, parts)
        return workbook.to_xlsx(negotiation_document.workbook(matter, whole))
    return slides.to_pptx(negotiation_slides.slides(matter))


def page(matter: Matter, options: argparse.Namespace) -> SharePage:
    """Fill the page to share."""
    from aci_model.report import negotiation_slides  # noqa: PLC0415 - as above

    return negotiation_slides.share(matter, with_euros=options.euros)


def write(path: Path, made: bytes, *, replacing: bool) -> None:
    """Put a file in its place, whole or not at all.

    Args:
        path: where.
        made: its content.
        replacing: an existing file gives way; otherwise it is left alone.

    Raises:
        Refused: it cannot be written, or one of that name came meanwhile.
    """
    try:
        if replacing and path.exists():
            _replace(path.resolve(), made)
        else:
            with path.open("xb") as file:
                file.write(made)
    except OSError:
        raise _unwritable(path) from None


def _replace(path: Path, made: bytes) -> None:
    """Write beside a file, then take its place: a full disk loses neither the old nor the new."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(made)
            file.close()
            shutil.copymode(path, beside)
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise


def _named(path: Path, *, sharing: bool) -> None:
    known = _kinds(sharing=sharing)
    ending = path.suffix.lower()
    if ending in known:
        return
    if ending in SHARED:
        advice = "seule la page à partager s'écrit en image. Ajoutez --partage, ou donnez un nom"
    else:
        advice = "ce nom ne dit pas quoi écrire. Donnez un nom"
    raise _refused(path, f" : {advice} qui finit par {enumeration(list(known), 'ou')}.")


def _kinds(*, sharing: bool) -> Mapping[str, str]:
    return SHARED if sharing else PAPERS


def _refused(path: Path, sentence: str) -> Refused:
    return Refused([shown(path) + typeset(sentence)])


def _unwritable(path: Path) -> Refused:
    return _refused(path, " ne peut pas être écrit. Vérifiez le dossier et vos droits.")
