"""Several files as one dossier: one spelling a community, one number a line, nothing counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model import wording
from aci_model.frames import DAY, frame
from aci_model.reading.dossier import COMMUNITIES, KEPT, LINES, RESULTS, TIERS
from aci_model.reading.problems import ERROR, INFO, WARNING, Problem, places
from aci_model.reading.text import fold, position, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aci_model.frames import Columns
    from aci_model.reading.lines import LineFrames


def stacked(frames: Iterable[pd.DataFrame], columns: Columns) -> pd.DataFrame:
    """Put frames of the same columns one under the other."""
    filled = [piece for piece in frames if len(piece)]
    if not filled:
        return frame(columns)
    return pd.concat(filled, ignore_index=True).astype(columns)


def join_lines(pieces: Sequence[LineFrames]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Number the lines of every sheet in one sequence and stack their frames.

    Returns:
        Frames of `LINES`, `TIERS`, `RESULTS` and `KEPT`, `line` counting over the whole dossier.
    """
    lines, tiers, results, kept = [], [], [], []
    count = 0
    for piece in pieces:
        lines.append(piece.lines.assign(line=piece.lines["line"] + count))
        tiers.append(piece.tiers.assign(line=piece.tiers["line"] + count))
        results.append(piece.results.assign(line=piece.results["line"] + count))
        kept.append(piece.kept.assign(line=piece.kept["line"] + count))
        count += len(piece.lines)
    return stacked(lines, LINES), stacked(tiers, TIERS), stacked(results, RESULTS), stacked(kept, KEPT)


def one_spelling(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give each community the spelling met first, whatever case, accents or spaces come later."""
    spellings: dict[str, str] = {}
    for piece in frames.values():
        for name in piece["community"].unique():
            spellings.setdefault(fold(name), name)
    return {
        title: piece.assign(
            community=piece["community"].map(lambda name: spellings[fold(name)]).astype("str")
        )
        for title, piece in frames.items()
    }


def gather_communities(
    typed: pd.DataFrame,
    origins: Sequence[tuple[str, str]],
    others: Iterable[pd.DataFrame],
    problems: list[Problem],
) -> pd.DataFrame:
    """Make one row a community, from every sheet Communauté and every community named elsewhere.

    Args:
        typed: rows of `COMMUNITIES`, in the order of the files; a later one fills what an earlier left out.
        origins: file and sheet of each of these rows.
        others: frames whose `community` must have a row too.
        problems: where contradictions between files are said.
    """
    named = [piece["community"] for piece in others]
    absent = pd.DataFrame({"community": pd.concat(named).unique()}) if named else pd.DataFrame()
    every = stacked([typed, absent.reindex(columns=list(COMMUNITIES)).astype(COMMUNITIES)], COMMUNITIES)
    grouped = every.groupby("community", sort=False)
    first = grouped.first().reset_index()
    merged = first.reindex(columns=list(COMMUNITIES)).astype(COMMUNITIES)
    if len(typed) > typed["community"].nunique():
        _say_contradictions(typed, merged, origins, problems)
    return merged


def _say_contradictions(
    typed: pd.DataFrame, merged: pd.DataFrame, origins: Sequence[tuple[str, str]], problems: list[Problem]
) -> None:
    kept = typed[["community"]].merge(merged, on="community", how="left")
    differs = (typed.ne(kept) & typed.notna()).fillna(False)
    for column in [name for name in COMMUNITIES if name != "community" and differs[name].any()]:
        for row in differs.index[differs[column]].tolist():
            file, sheet = origins[row]
            problems.append(
                Problem(
                    file,
                    sheet,
                    0,
                    -1,
                    WARNING,
                    f"{quoted(typed.loc[row, 'community'])} est décrite deux fois, différemment.",
                    "La première description est gardée. Accordez les deux feuilles Communauté.",
                )
            )


def signatures(communities: pd.DataFrame) -> dict[str, int]:
    """Give the calendar year of each known signature, by folded community."""
    known = communities.dropna(subset=["signed"])
    years = known["signed"].astype(DAY).dt.year
    return dict(zip(known["community"].map(fold), years.tolist(), strict=True))


def drop_repeated_lines(lines: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """Count a line present in two files once, and warn of a line typed twice in one file.

    Args:
        lines: a frame of `LINES`, in the order of the files.
        problems: where each repetition is said, with both places.

    Returns:
        The lines to count; `line` keeps its holes.
    """
    if lines.empty:
        return lines
    keys = pd.DataFrame(
        {
            "community": lines["community"],
            "year": lines["year"].astype("float64"),
            "mission": lines["mission"],
            "action": _folded(lines["action"]),
            "label": _folded(lines["label"]),
        }
    )
    group = keys.groupby(list(keys), sort=False, dropna=False).ngroup()
    if group.is_unique:
        return lines
    first = lines.groupby(group)[["file", "sheet", "row"]].transform("first")
    elsewhere = lines["file"] != first["file"]
    again = group.duplicated() & ~elsewhere
    for row in lines.index[elsewhere].tolist():
        problems.append(_in_two_files(lines.loc[row], first.loc[row]))
    for row in lines.index[again].tolist():
        problems.append(_twice_in_one(lines.loc[row], first.loc[row]))
    return lines[~elsewhere]


def _folded(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.fillna("").map(fold)


def _in_two_files(line: pd.Series[str], first: pd.Series[str]) -> Problem:
    row, column = position(str(line["cell"])) or (0, -1)
    where = f"{first['file']}, feuille {first['sheet']}, ligne {first['row']}"
    return Problem(
        line["file"],
        line["sheet"],
        row,
        column,
        ERROR,
        f"{quoted(line['label'])} est déjà dans {where}.",
        "Cette seconde ligne n'est pas comptée. Retirez-la de l'un des deux fichiers, ou précisez l'année ou la communauté.",
    )


def _twice_in_one(line: pd.Series[str], first: pd.Series[str]) -> Problem:
    row, column = position(str(line["cell"])) or (0, -1)
    return Problem(
        line["file"],
        line["sheet"],
        row,
        column,
        WARNING,
        f"{quoted(line['label'])} figure déjà ligne {first['row']}, avec la même mission et la même action.",
        "Les deux lignes sont comptées. Effacez-en une si c'est la même.",
    )


def renumber(
    lines: pd.DataFrame, tiers: pd.DataFrame, results: pd.DataFrame, kept: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Close the holes left in `line` by lines not counted; their unknown columns stay kept without a line."""
    numbers = pd.Series(range(len(lines)), index=lines["line"].astype("int64"), dtype="Int64")

    def numbered(piece: pd.DataFrame, columns: Columns) -> pd.DataFrame:
        found = piece[piece["line"].isin(lines["line"])]
        return found.assign(line=found["line"].map(numbers)).reset_index(drop=True).astype(columns)

    return (
        numbered(lines, LINES),
        numbered(tiers, TIERS),
        numbered(results, RESULTS),
        kept.assign(line=kept["line"].map(numbers)).astype(KEPT),
    )


def drop_repeated(
    piece: pd.DataFrame, key: Sequence[str], value: Sequence[str], what: str, problems: list[Problem]
) -> pd.DataFrame:
    """Count once what two rows say of the same thing.

    Args:
        piece: a frame with file, sheet and cell, in the order of the files.
        key: columns that name the thing.
        value: columns that say something of it; equal ones are a harmless copy, others a contradiction.
            Without any, only copies in another file are dropped: one file may well repeat a row.
        what: the thing, in French, with its article.
        problems: where each repetition is said.
    """
    if piece.empty:
        return piece
    flat = piece.astype(dict.fromkeys(key, object))
    group = flat.groupby(list(key), sort=False, dropna=False).ngroup()
    first = piece.groupby(group)[[*value, "file", "sheet", "cell"]].transform("first")
    later = group.duplicated() if value else piece["file"] != first["file"]
    if not later.any():
        return piece
    same = pd.Series(True, index=piece.index)
    for column in value:
        equal = (piece[column] == first[column]).fillna(False).astype(bool)
        same &= equal | (piece[column].isna() & first[column].isna())
    for row in piece.index[later & ~same].tolist():
        problems.append(_contradiction(piece.loc[row], first.loc[row], what))
    for (file, sheet), rows in piece[later & same].groupby(["file", "sheet"], sort=False):
        message = f"Déjà lu ailleurs, à l'identique{wording.NBSP}: {places(rows['cell'].tolist())}."
        problems.append(Problem(file, sheet, 0, -1, INFO, message, "Ces cases ne sont comptées qu'une fois."))
    return piece[~later].reset_index(drop=True)


def _contradiction(row: pd.Series[str], first: pd.Series[str], what: str) -> Problem:
    line, column = position(str(row["cell"])) or (0, -1)
    where = f"{first['file']}, {first['sheet']}!{first['cell']}"
    return Problem(
        row["file"],
        row["sheet"],
        line,
        column,
        ERROR,
        f"{what} est déjà donné ailleurs, autrement{wording.NBSP}: {where}.",
        "La première valeur est gardée, celle-ci n'est pas utilisée. Accordez les deux cases.",
    )
