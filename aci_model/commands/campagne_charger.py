"""`campagne charger`: a folder's workbooks, and the codes an earlier loading gave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aci_model.commands.inputs import Refused
from aci_model.peers.loading import is_workbook
from aci_model.reading.text import clean
from aci_model.wording import typeset

if TYPE_CHECKING:
    from pathlib import Path


def workbooks(folder: Path) -> list[Path]:
    """List a folder's workbooks, by name; what a spreadsheet leaves beside an open file is none.

    Raises:
        Refused: it is no folder, or holds none.
    """
    try:
        found = sorted(path for path in folder.iterdir() if is_workbook(path.name) and path.is_file())
    except OSError:
        raise Refused(
            [typeset(f"{clean(str(folder))} : dossier introuvable ou illisible. Vérifiez son nom.")]
        ) from None
    if not found:
        raise Refused(
            [
                typeset(
                    f"{clean(str(folder))} : ce dossier n'a aucun classeur (.xlsx, .ods, .csv). Vérifiez son nom."
                )
            ]
        )
    return found


def codes_of(report: Path) -> dict[str, str]:
    """Read file -> code from what an earlier loading printed.

    Raises:
        Refused: it is not such a report.
    """
    try:
        files = json.loads(report.read_text(encoding="utf-8-sig"))["files"]
        return {str(one["file"]): str(one["code"]) for one in files if one["code"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            [
                typeset(
                    f"{clean(str(report))} : ce n'est pas la réponse d'un chargement précédent. Donnez le fichier où "
                    "vous l'aviez enregistrée."
                )
            ]
        ) from None
