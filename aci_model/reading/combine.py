"""Several files as one dossier: one spelling a community, one number a line, nothing counted twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from aci_model import wording
from aci_model.frames import frame
from aci_model.reading.columns import layout
from aci_model.reading.dossier import COMMUNITIES, KEPT, LINES, RESULTS, TIERS
from aci_model.reading.lines import LineFrames
from aci_model.reading.problems import ERROR, INFO, WARNING, Problem, places
from aci_model.reading.text import fold, position, quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from aci_model.frames import Columns


def stacked(frames: Iterable[pd.DataFrame], columns: Columns) -> pd.DataFrame:
    """Put frames of the same declared columns one under the other."""
    filled = [piece for piece in frames if len(piece)]
    if not filled:
        return blank(columns)
    if len(filled) == 1:
        return filled[0]
    return pd.concat(filled, ignore_index=True).astype(columns)


def blank(columns: Columns) -> pd.DataFrame:
    """Give a frame of the declared columns without rows."""
    return _blank(tuple(columns.items())).copy()


@cache
def _blank(columns: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    return frame(dict(columns))


def join_lines(pieces: Sequence[LineFrames]) -> LineFrames:
    """Number the lines of every sheet in one sequence, and stack their frames."""
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece.lines))

    def shifted(name: str, columns: Columns) -> pd.DataFrame:
        """Stack one frame of every piece, its lines numbered after those of the pieces before."""
        frames = [getattr(piece, name) for piece in pieces]
        moved = [
            rows.assign(line=rows["line"] + start) if start else rows
            for rows, start in zip(frames, starts, strict=False)
        ]
        return stacked(moved, columns)

    return LineFrames(
        shifted("lines", LINES), shifted("tiers", TIERS), shifted("results", RESULTS), shifted("kept", KEPT)
    )


def one_spelling(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give each community the spelling met first, whatever case, accents or spaces come later."""
    typed = list(
        dict.fromkeys(name for rows in frames.values() for name in rows["community"].unique().tolist())
    )
    first: dict[str, str] = {}
    for name in typed:
        first.setdefault(fold(name), name)
    if len(first) == len(typed):
        return dict(frames)
    respelt = {name: first[fold(name)] for name in typed}
    return {title: rows.assign(community=rows["community"].map(respelt)) for title, rows in frames.items()}


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
    described = set(typed["community"])
    named = dict.fromkeys(name for rows in others for name in rows["community"].unique().tolist())
    absent = frame(COMMUNITIES, [{"community": name} for name in named if name not in described])
    merged = typed
    if len(described) < len(typed):
        merged = typed.groupby("community", sort=False).first().reset_index().astype(COMMUNITIES)
        _say_contradictions(typed, merged, origins, problems)
    return stacked([merged, absent], COMMUNITIES)


def _say_contradictions(
    typed: pd.DataFrame, merged: pd.DataFrame, origins: Sequence[tuple[str, str]], problems: list[Problem]
) -> None:
    headers = layout().sheets["communities"].columns
    kept = typed[["community"]].merge(merged, on="community", how="left").to_dict("list")
    said = typed.to_dict("list")
    for column in [name for name in COMMUNITIES if name != "community"]:
        for row, (now, before) in enumerate(zip(said[column], kept[column], strict=True)):
            if not pd.isna(now) and now != before:
                message = f"{quoted(said['community'][row])}{wording.NBSP}: {headers[column].header} déjà donné, autrement."
                done = "La première valeur lue est gardée. Accordez les deux feuilles."
                problems.append(Problem(*origins[row], 0, -1, WARNING, message, done))


def signatures(communities: pd.DataFrame) -> dict[str, dt.date]:
    """Give the day of each known signature, by folded community."""
    known = communities.dropna(subset=["signed"])
    return dict(zip(known["community"].map(fold), known["signed"].dt.date.tolist(), strict=True))


def drop_repeated_lines(lines: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """Count a line present in two files once, and warn of a line typed twice in one file.

    Args:
        lines: a frame of `LINES`, in the order of the files.
        problems: where each repetition is said, with both places.

    Returns:
        The lines to count; `line` keeps its holes.
    """
    if len(lines) < 2:
        return lines
    keys = lines[["community", "year", "mission", "action", "label"]].assign(
        year=pd.to_numeric(lines["year"]).astype(float),
        action=_folded(lines["action"]),
        label=_folded(lines["label"]),
    )
    group = keys.groupby(list(keys), sort=False, dropna=False).ngroup()
    if group.is_unique:
        return lines
    names = ["file", "sheet", "row", "cell", "label"]
    first = _firsts(lines[names], group)
    elsewhere = lines["file"] != first["file"]
    again = group.duplicated() & ~elsewhere
    for rows, say in ((elsewhere, _in_two_files), (again, _twice_in_one)):
        pairs = zip(lines.loc[rows, names].to_dict("records"), first[rows].to_dict("records"), strict=True)
        problems.extend(say(line, before) for line, before in pairs)
    return lines[~elsewhere]


def _folded(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.fillna("").map(fold)


def _firsts(rows: pd.DataFrame, group: pd.Series[int]) -> pd.DataFrame:
    """Give beside each row the first row of its group, holes included."""
    heads = rows[~group.duplicated()].set_axis(group[~group.duplicated()], axis=0)
    return heads.loc[group].set_axis(rows.index, axis=0)


def _at(row: Mapping[Any, Any], severity: str, message: str, done: str) -> Problem:
    line, column = position(str(row["cell"])) or (0, -1)
    return Problem(row["file"], row["sheet"], line, column, severity, message, done)


def _in_two_files(line: Mapping[Any, Any], first: Mapping[Any, Any]) -> Problem:
    where = f"{first['file']}, feuille {first['sheet']}, ligne {first['row']}"
    done = (
        "Cette seconde ligne n'est pas comptée. Retirez-la de l'un des deux fichiers,"
        " ou précisez l'année ou la communauté."
    )
    return _at(line, ERROR, f"{quoted(line['label'])} est déjà dans {where}.", done)


def _twice_in_one(line: Mapping[Any, Any], first: Mapping[Any, Any]) -> Problem:
    where = f"ligne {first['row']}"
    if line["sheet"] != first["sheet"]:
        where = f"feuille {first['sheet']}, {where}"
    message = f"{quoted(line['label'])} figure déjà {where}, avec la même mission et la même action."
    return _at(line, WARNING, message, "Les deux lignes sont comptées. Effacez-en une si c'est la même.")


def renumber(joined: LineFrames, counted: pd.DataFrame, kept: pd.DataFrame) -> LineFrames:
    """Close the holes left in `line` by lines not counted; what was kept of those stays, without a line.

    Args:
        joined: frames of every line read.
        counted: the lines to count.
        kept: everything kept, of these lines and of other sheets.
    """
    if len(counted) == len(joined.lines):
        return joined._replace(lines=counted, kept=kept)
    numbers = pd.Series(range(len(counted)), index=counted["line"].astype("int64"), dtype="Int64")

    def numbered(rows: pd.DataFrame, columns: Columns) -> pd.DataFrame:
        """Keep the rows of the counted lines, under their new numbers."""
        found = rows[rows["line"].isin(counted["line"])]
        return found.assign(line=found["line"].map(numbers)).reset_index(drop=True).astype(columns)

    return LineFrames(
        numbered(counted, LINES),
        numbered(joined.tiers, TIERS),
        numbered(joined.results, RESULTS),
        kept.assign(line=kept["line"].map(numbers)).astype(KEPT),
    )


class Once(NamedTuple):
    """How two rows of a sheet are known to say the same thing."""

    key: tuple[str, ...]  # columns that name the thing
    value: tuple[str, ...]  # columns that say something of it; none: only copies in another file are dropped
    what: str  # the thing, in French, with its article


def drop_repeated(rows: pd.DataFrame, once: Once, problems: list[Problem]) -> pd.DataFrame:
    """Count once what two rows say of the same thing; equal ones are a copy, others a contradiction.

    Args:
        rows: a frame with file, sheet and cell, in the order of the files.
        once: how its rows are compared.
        problems: where each repetition is said.
    """
    if len(rows) < 2:
        return rows
    flat = rows.astype(dict.fromkeys(once.key, object))
    group = flat.groupby(list(once.key), sort=False, dropna=False).ngroup()
    if group.is_unique:
        return rows
    names = [*once.value, "file", "sheet", "cell"]
    first = _firsts(rows[names], group)
    later = group.duplicated() if once.value else rows["file"] != first["file"]
    same = pd.Series(True, index=rows.index)
    for column in once.value:
        equal = (rows[column] == first[column]).fillna(False).astype(bool)
        same &= equal | (rows[column].isna() & first[column].isna())
    pairs = zip(rows[later & ~same].to_dict("records"), first[later & ~same].to_dict("records"), strict=True)
    problems.extend(_contradiction(row, before, once.what) for row, before in pairs)
    copies = rows.loc[later & same, ["file", "sheet", "cell"]]
    for (file, sheet), found in copies.groupby(["file", "sheet"], sort=False):
        message = f"Déjà lu ailleurs, à l'identique{wording.NBSP}: {places(found['cell'].tolist())}."
        done = "Ces cases ne sont comptées qu'une fois."
        problems.append(Problem(str(file), str(sheet), 0, -1, INFO, message, done))
    return rows[~later].reset_index(drop=True)


def _contradiction(row: Mapping[Any, Any], first: Mapping[Any, Any], what: str) -> Problem:
    where = f"{first['file']}, {first['sheet']}!{first['cell']}"
    message = f"{what} est déjà donné ailleurs, autrement{wording.NBSP}: {where}."
    done = "La première valeur lue est gardée, celle-ci n'est pas utilisée. Accordez les deux cases."
    return _at(row, ERROR, message, done)
