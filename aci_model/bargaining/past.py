"""What a community has already done on each line, and what its territory says about it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from aci_model.frames import DAY, FLAG, INTEGER, NUMBER, TEXT, Columns, frame
from aci_model.reading.text import fold

if TYPE_CHECKING:
    from aci_model.reading.dossier import Dossier

PATH: Columns = {"line": INTEGER, "year": INTEGER, "result": NUMBER}
FACTS: Columns = {
    "line": INTEGER,
    "link": TEXT,  # label: the file says which line | words: the same words | close: some words in common
    "fact": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "as_of": DAY,
    "source": TEXT,
    "rate": FLAG,  # the value is a rate in %
}
LABEL, SAME_WORDS, CLOSE = LINKS = ("label", "words", "close")
_LITTLE = frozenset(
    "a au aux avec d dans de des du en et l la le les ou par pour qui s sur un une ayant n nombre".split()  # noqa: SIM905 - reads as the words it is
)
_COMMON = 2  # words two texts must share to be called close


def past(dossier: Dossier) -> pd.DataFrame:
    """Find the earlier results of each line: earlier years of the same line, and the history.

    A line is the same when community, mission and label are, case and accents apart; a row of the history
    without mission goes by its label. Where both tell a year, the line's own result is kept.

    Returns:
        A frame of PATH sorted by line and year; only years before the line's own, or every year when the
        line names none.
    """
    lines = dossier.lines[["line", "community", "year", "mission", "label"]]
    lines = lines.assign(key=_keys(lines))
    told = lines.merge(dossier.results[["line", "result"]], on="line")
    history = dossier.history.dropna(subset=["label"])
    history = history.assign(key=_keys(history))
    columns = ["community", "mission", "key", "year", "result"]
    every = pd.concat([told[columns].assign(rank=0), history[columns].assign(rank=1)], ignore_index=True)
    every = every.dropna(subset=["year", "result"])
    by_label = ["community", "key"]
    pairs = lines.drop(columns="label").merge(every, on=by_label, suffixes=("", "_past"))
    same = pairs["mission_past"].isna() | (pairs["mission"] == pairs["mission_past"])
    before = pairs["year"].isna() | (pairs["year_past"] < pairs["year"]).fillna(value=True)
    kept = pairs[same & before].sort_values(["line", "year_past", "rank"], kind="stable")
    kept = kept.drop_duplicates(["line", "year_past"])
    found = kept[["line", "year_past", "result"]].rename(columns={"year_past": "year"})
    return found.astype(PATH).reset_index(drop=True)


def facts(dossier: Dossier) -> pd.DataFrame:
    """Find the facts of the territory that bear on each line.

    A fact that names its indicator goes to the lines of that label; one that does not goes to the lines
    made of the same words, or is shown beside those that share at least two.

    Returns:
        A frame of FACTS, in the order of the lines, the surest link first.
    """
    lines = dossier.lines[["line", "community", "label"]]
    pairs = lines.merge(dossier.territory, on="community", suffixes=("_line", ""))
    pairs = pairs.dropna(subset=["value"])
    found = [
        _link(label, given, fact)
        for label, given, fact in zip(
            pairs["label_line"].fillna(""), pairs["label"].fillna(""), pairs["fact"].fillna(""), strict=True
        )
    ]
    linked = pairs.assign(link=pd.Series(found, index=pairs.index, dtype="str"))
    linked = linked.dropna(subset=["link"]).assign(
        rate=lambda table: table["unit"].fillna("").str.strip() == "%",
        rank=lambda table: table["link"].map({link: rank for rank, link in enumerate(LINKS)}),
    )
    ordered = linked.sort_values(["line", "rank"], kind="stable", ignore_index=True)
    return ordered.astype(FACTS)[list(FACTS)] if len(ordered) else frame(FACTS)


@lru_cache(maxsize=16384)
def words(text: str) -> frozenset[str]:
    """Reduce a text to the words that carry it, singular and plural alike, without articles."""
    return frozenset(word.rstrip("sx") or word for word in fold(text).split() if word not in _LITTLE)


def _link(label: str, given: str, fact: str) -> str | None:
    if given:
        return LABEL if fold(given) == fold(label) else None
    ours, theirs = words(label), words(fact)
    if ours and ours == theirs:
        return SAME_WORDS
    return CLOSE if len(ours & theirs) >= _COMMON else None


def _keys(table: pd.DataFrame) -> pd.Series:
    return table["label"].fillna("").map(fold)
