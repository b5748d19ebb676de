"""What the tables of a workshop agree on and what divides them, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.report.sentences import typeset_words
from aci_model.report.workshop_words import capital, quoted, tables_say, verb, word
from aci_model.wording import count, enumeration, missing
from aci_model.workshop.reveal import ACCORD, DIVIDED, MAJORITY, OF_OBJECTIVE

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.reveal import Reveal

_NAMED = 3  # lines named in a sentence; of more, the count


@typeset_words
def divided(reveal: Reveal) -> str:
    """Say how many lines divide the tables, as the title of their picture."""
    rows = reveal.agreements
    some, leaning = (int((rows["verdict"] == verdict).sum()) for verdict in (DIVIDED, MAJORITY))
    noun = "ligne" if rows["kind"].eq(OF_OBJECTIVE).any() else "mission"
    of = f"{noun}{'' if some < 2 else 's'} sur {word(len(rows))}"
    if not some and leaning:
        return (
            f"{count(leaning, noun)} en débat, une majorité sur {'celle-ci' if leaning == 1 else 'chacune'}"
        )
    if not some:
        return f"Aucune {noun} ne partage les tables"
    return f"{capital(word(some))} {of} {verb(some, 'partage', 'partagent')} les tables"


def agreement(reveal: Reveal) -> str:
    """State the dearest agreement that is not unanimous, and what divides the room most."""
    rows = _dearest(reveal.agreements)
    mixed = rows[rows["chosen"].between(1, rows["of"] - 1)]
    close = mixed[mixed["verdict"] == ACCORD]
    close = mixed[mixed["verdict"] == MAJORITY] if close.empty else close
    torn = rows[rows["verdict"] == DIVIDED]
    parts = []
    if len(close):
        first = close.iloc[0]
        most = int(max(first["chosen"], first["of"] - first["chosen"]))
        who = tables_say(most, int(first["of"]))
        parts.append(
            f"{capital(who)} {_does(first, most, kept=bool(first['kept']))} {quoted(first['label'])}"
        )
    if len(torn):
        parts.append(f"{_named(torn)} {'les partage' if len(torn) == 1 else 'les partagent'}")
    return " ; ".join(parts) + "." if parts else ""


def unanimous(reveal: Reveal, *, kept: bool) -> str:
    """State what all tables keep, or what none keeps."""
    rows = reveal.agreements
    dropped = rows.loc[(rows["kind"] != OF_OBJECTIVE) & (rows["chosen"] == 0), "mission"]
    inside = (rows["kind"] == OF_OBJECTIVE) & rows["mission"].isin(dropped)  # told with their mission
    same = _dearest(rows[(rows["chosen"] == (rows["of"] if kept else 0)) & ~inside])
    if same.empty:
        return ""
    who, many = ("Toutes les tables", 2) if kept else ("Aucune table", 1)
    does = _does(same.iloc[0], many, kept=True)
    if not kept:
        does = f"ne {does}".replace("fixe des objectifs", "fixe d'objectif")
    return f"{who} {does} {_named(same)}."


def _does(row: pd.Series, tables: int, *, kept: bool) -> str:
    """Say what tables do with a line, with a mission, or with a mission in which they count their objectives."""
    if not missing(row["most"]):  # an open case
        return verb(tables, "se fixe", "se fixent") + (
            " des objectifs dans" if kept else " zéro objectif dans"
        )
    return verb(tables, "garde", "gardent") if kept else verb(tables, "laisse", "laissent")


def _dearest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("euros", ascending=False, kind="stable", na_position="last")


def _named(rows: pd.DataFrame) -> str:
    labels = [quoted(label) for label in rows["label"].tolist()[:_NAMED]]
    left = len(rows) - len(labels)
    return enumeration([*labels, *([count(left, "autre")] if left else [])])
