"""What `questions` says to a person: what is suspended, then every question with its euros."""

from __future__ import annotations

import textwrap
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.commands.outputs import WIDTH, wrapped
from aci_model.reading.text import fold
from aci_model.report.negotiation_proofs import questions
from aci_model.wording import count, day, euros, missing, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.commands.questions import Told

_INDENT = "   "


def texts(told: Sequence[Told]) -> list[str]:
    """Write each community's register for a person.

    Args:
        told: from the command.
    """
    if not told:
        return []
    # Laid out once for all of them: a federation has hundreds, and a frame costs as much for one row as for many.
    every = pd.concat([one.entries for one in told], ignore_index=True)
    rows = zip(questions(every).to_dict("records"), every.to_dict("records"), strict=True)
    return [_text(one, list(islice(rows, len(one.entries)))) for one in told]


def _text(told: Told, rows: Sequence[tuple[dict[Any, Any], dict[Any, Any]]]) -> str:
    name = told.community if told.year is None else f"{told.community}, {told.year}"
    blocks = [_asked(rank, row, entry) for rank, (row, entry) in enumerate(rows, 1)]
    return "\n\n".join([name, "\n".join(map(wrapped, _finding(told))), *blocks]) + "\n"


def _finding(told: Told) -> list[str]:
    """Say how many questions wait, and for how much at least."""
    whole = told.totals[told.totals["addressee"].isna()].to_dict("records")
    if not whole:
        return ["Aucune question n’est posée, ni par vous ni par les clauses du contrat."]
    row = whole[0]
    closed = f" ; {count(row['closed'], 'close', 'closes')}" if row["closed"] else ""
    if not row["open"]:
        return [typeset(f"Aucune question n'est ouverte{closed}.")]
    asked = count(row["open"], "question ouverte suspend", "questions ouvertes suspendent")
    told_ = [typeset(f"{asked} jusqu'à {euros(row['suspended'])}, chaque euro compté une fois{closed}.")]
    if row["unpriced"]:
        lacking = count(row["unpriced"], "question ouverte n'a", "questions ouvertes n'ont")
        told_.append(typeset(f"{lacking} pas de montant connu : il n'est pas dans cette somme."))
    return told_


def _asked(rank: int, row: dict[Any, Any], entry: dict[Any, Any]) -> str:
    """Write a question: its euros, to whom, where it stands; then its words and what is to know of it.

    Args:
        rank: its number in the list.
        row: under French headers (`report.negotiation_proofs.questions`).
        entry: the same in the register.
    """
    amount = "montant inconnu" if missing(row["Euros"]) else euros(row["Euros"])
    due = (
        "" if missing(row["Échéance"]) or entry["closed"] else f", à trancher avant le {day(row['Échéance'])}"
    )
    to = row["À qui"] if missing(entry["addressee"]) else f"à {row['À qui']}"
    head = f"{rank}. {amount}, {to}, {row['État']}{due}"
    # The software names the line in its own questions; a person may not.
    named = missing(entry["label"]) or fold(str(entry["label"])) in fold(row["Question"])
    told = [row["Question"], "" if named else f"Ligne : {entry['label']}", row["À savoir"]]
    return "\n".join([typeset(head), *(_folded(typeset(sentence)) for sentence in told if sentence)])


def _folded(sentence: str) -> str:
    return textwrap.fill(
        sentence,
        WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
