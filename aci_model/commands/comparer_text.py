"""What `comparer` says to a person: the finding, each change under its line, and the lines that were brought together."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any

from aci_model.commands.outputs import WIDTH, wrapped
from aci_model.report.negotiation_memory import contract_words
from aci_model.wording import missing, number, typeset

if TYPE_CHECKING:
    from aci_model.commands.comparer import Side, Told

_SAME = "mêmes mots"  # lines that answer each other word for word need no checking
_NOTE = (
    "Effet attendu : la différence de ce que les deux contrats rapporteraient en moyenne. « Au plus », « entre » : "
    "la chance d'un palier qui a changé n'est pas connue."
)


def text(told: Told) -> str:
    """Write a comparison for a person.

    Args:
        told: from the command.
    """
    head = [
        f"{typeset('Avant :')} {_contract(told.old)}",
        f"{typeset('Après :')} {_contract(told.new)}",
    ]
    blocks = ["\n".join(map(wrapped, head)), wrapped(told.said.say)]
    if len(told.said.changes):
        blocks += [*_changes(told), wrapped(typeset(_NOTE))]
    blocks += [*_pairs(told), *([wrapped(told.said.silent)] if told.said.silent else [])]
    return "\n\n".join(blocks) + "\n"


def _contract(side: Side) -> str:
    community, year = side.contract
    return f"{contract_words(community, year, several=True)} ({side.alone.lines['file'].iloc[0]})"


def _changes(told: Told) -> list[str]:
    """Each line that changed, and what changed in it."""
    rows = told.said.changes.to_dict("records")
    return [
        "\n".join([wrapped(f"{mission} · {label}"), *map(_change, mine)])
        for (mission, label), mine in groupby(rows, key=lambda row: (row["Mission"], row["Ligne"]))
    ]


def _change(row: dict[Any, Any]) -> str:
    sides = [row["Avant"] or "rien", row["Après"] or "rien"]
    what = f"{row['Ce qui change']} : {' → '.join(sides)}"
    if not row["Avant"] or not row["Après"]:  # the label already says which line came or went
        alone = {row["Avant"], row["Après"]} == {row["Ligne"], ""}
        what = row["Ce qui change"] if alone else what
    return _folded(typeset(f"- {what} ; effet attendu : {row['Effet attendu']}"))


def _pairs(told: Told) -> list[str]:
    """The pairs that words alone do not make, with their rows, for a person to check."""
    before, after = (side.alone.lines.set_index("line")["row"] for side in (told.old, told.new))
    pairs = told.found.pairs
    rows = told.said.pairs.assign(old=pairs["old"].map(before), new=pairs["new"].map(after)).to_dict(
        "records"
    )
    doubtful = [row for row in rows if row["Trouvée par"] != _SAME]
    if not doubtful:
        return []
    first = f"Lignes rapprochées : {len(rows) - len(doubtful)} par leurs mots ; à vérifier :"
    last = "Un rapprochement se corrige par les numéros de ligne : --rapprocher ANCIENNE=NOUVELLE."
    return ["\n".join([wrapped(typeset(first)), *map(_pair, doubtful), wrapped(typeset(last))])]


def _pair(row: dict[Any, Any]) -> str:
    old, new, how = row["Ancienne ligne"], row["Nouvelle ligne"], row["Trouvée par"]
    if missing(row["old"]) or missing(row["new"]):
        place = row["new"] if missing(row["old"]) else row["old"]
        return _folded(typeset(f"- {old or new} ({how}, ligne {number(place, 0)})"))
    alike = f"{how}, {row['Ressemblance']}, lignes {number(row['old'], 0)} et {number(row['new'], 0)}"
    return _folded(typeset(f"- {old} → {new} ({alike})"))


def _folded(sentence: str) -> str:
    return textwrap.fill(
        sentence, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
