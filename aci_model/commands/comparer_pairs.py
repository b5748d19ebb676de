"""Which line is which, when a person knows better than the words: by the rows of both spreadsheets."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from typing import TYPE_CHECKING

from aci_model.commands.inputs import Refused
from aci_model.reading.text import clean
from aci_model.wording import number, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

Rows = tuple[int | None, int]  # row of the old contract, None for an added line; row of the new one
_PAIR = re.compile(r"([0-9]{1,7})?=([0-9]{1,7})")


def paired(parser: argparse.ArgumentParser) -> None:
    """Add --rapprocher."""
    parser.add_argument(
        "--rapprocher",
        action="append",
        default=[],
        type=pair,
        metavar="ANCIENNE=NOUVELLE",
        help="deux lignes qui se répondent, par leurs numéros dans les tableurs ; « =20 » : la ligne 20 est nouvelle ; "
        "à répéter",
    )


def pair(text: str) -> Rows:
    """Read two rows: « 102=20 », or « =20 » for a line the old contract does not have.

    Raises:
        ArgumentTypeError: it is neither.
    """
    found = _PAIR.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(text)
    return (None if found[1] is None else int(found[1]), int(found[2]))


def lines_of(pairs: Sequence[Rows], old: pd.DataFrame, new: pd.DataFrame) -> dict[int, int | None]:
    """Turn rows of the spreadsheets into lines, as `bargaining.diff` takes them.

    Args:
        pairs: as typed.
        old: lines of the old contract.
        new: lines of the new one.

    Returns:
        Line of the new contract -> line of the old one, or None.

    Raises:
        Refused: no line of the contract, or more than one, stands at a row; or a row is paired twice.
    """
    for rows in ([before for before, _ in pairs], [after for _, after in pairs]):
        twice = [row for row, times in Counter(rows).items() if row is not None and times > 1]
        if twice:
            raise Refused(
                [
                    typeset(
                        f"La ligne {number(twice[0], 0)} est rapprochée de deux lignes. N'en gardez qu'une avec "
                        "--rapprocher."
                    )
                ]
            )
    return {_at(new, after): None if before is None else _at(old, before) for before, after in pairs}


def _at(lines: pd.DataFrame, row: int) -> int:
    found = lines.loc[lines["row"] == row, "line"].tolist()
    if len(found) != 1:
        what = "n'est pas une ligne de ce contrat" if not found else "désigne plusieurs lignes de ce contrat"
        low, high = (number(edge, 0) for edge in (lines["row"].min(), lines["row"].max()))
        raise Refused(
            [
                clean(str(lines["file"].iloc[0]))
                + typeset(f" : la ligne {number(row, 0)} {what}. Les siennes vont de {low} à {high}.")
            ]
        )
    return int(found[0])
