"""What `chances` says to a person: the range, each mission's, and where every chance comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aci_model import foresight
from aci_model.commands import outputs
from aci_model.commands.exercises import title
from aci_model.commands.outputs import cut, wrapped
from aci_model.commands.ranges import known
from aci_model.report.chance import answer, covering, inexact, otherwise
from aci_model.report.sentences import CENT
from aci_model.wording import count, euros, measure, missing, percent, typeset

if TYPE_CHECKING:
    import argparse

    from aci_model.commands.ranges import Range
    from aci_model.foresight import Distribution

ORIGINS = {
    "saisie": "saisie",
    "resultat": "résultat connu",
    "abandon": "abandonnée",
    "inconnue": "inconnue",
}
_LABEL, _STEP = 38, 18  # characters of the widest columns


def text(told: Range, options: argparse.Namespace, shorts: dict[str, str]) -> str:
    """Write one contract year's chances for a person.

    Args:
        told: the chances and what they make.
        options: of the command.
        shorts: mission -> its short name.
    """
    if told.steps.empty:
        return f"{title(told.exercise)}\n\nAucune ligne de contrat pour cette année.\n"
    found = told.within.total
    sentences = [
        *_sums(told, options.exercice),
        _together(options.cause_commune),
        _left_out(found),
    ]
    blocks = [
        title(told.exercise),
        "\n".join(wrapped(sentence) for sentence in sentences if sentence),
        _missions(told, shorts),
        _steps(told, shorts),
    ]
    return "\n\n".join(blocks) + "\n"


def _sums(told: Range, exercise: str) -> list[str]:
    """The range, a sum to cover, and how far they may be trusted."""
    found = told.within.total
    said = [answer(found, "Cette année" if exercise == "en-cours" else "L'an prochain")]
    if not found.lines:
        return said
    if told.cover > CENT:
        said += [covering(found, told.cover, told.cover_words) + ".", otherwise(found, told.cover)]
    said.append(inexact(found))
    return [typeset(sentence) for sentence in said]


def _together(common: float) -> str:
    if common == 0:
        return typeset(f"Cause commune à {percent(0)} : chaque ligne réussit ou échoue pour elle-même.")
    return typeset(
        f"Cause commune à {percent(common, 0)} : les lignes réussissent ou échouent en partie ensemble."
    )


def _left_out(found: Distribution) -> str:
    if not found.unknown:
        return ""
    most = "un montant inconnu" if missing(found.unknown_euros) else f"au plus {euros(found.unknown_euros)}"
    lines = count(found.unknown, "ligne laissée", "lignes laissées")
    they = "elle pourrait" if found.unknown < 2 else "elles pourraient"
    return typeset(f"{lines} de côté, faute de chance ou de montant : {they} rapporter {most}.")


def _missions(told: Range, shorts: dict[str, str]) -> str:
    rows = [
        _row(shorts.get(row["mission"], row["mission"]), row)
        for row in known(told.within.missions).to_dict("records")
    ]
    (whole,) = known(foresight.summary([told.within.total])).to_dict("records")
    bounds = told.within.missions["envelope"]
    rows.append(_row("Total", {**whole, "envelope": bounds.sum(skipna=False)}))
    headers = ["Mission", "Lignes", "P10", "Médiane", "P90", "Moyenne", "Enveloppe"]
    return f"{outputs.as_table(headers, rows)}\n{outputs.RANGE}"


def _row(name: str, row: dict[Any, Any]) -> list[str]:
    lines = str(row["lines"]) + (f" + {count(row['unknown'], 'inconnue')}" if row["unknown"] else "")
    sums = [euros(row[key]) for key in ("low", "median", "high", "expected", "envelope")]
    return [name, lines, *sums]


def _steps(told: Range, shorts: dict[str, str]) -> str:
    blocks = []
    for mission, mine in told.steps.groupby("mission", sort=False):
        rows = [
            [
                "" if again else cut(str(row["label"]), _LABEL),
                cut(_step(row), _STEP),
                euros(row["amount"]),
                percent(row["chance"], 0),
                _origin(row),
            ]
            for row, again in zip(mine.to_dict("records"), mine["line"].duplicated(), strict=True)
        ]
        name = shorts.get(str(mission), str(mission))
        kept = "" if mine["counted"].all() else " (n'est pas payée sur ses résultats : non comptée)"
        headers = ["Ligne", "Palier", "Cumul", "Chance", "D’où elle vient"]
        blocks.append(f"{typeset(name + kept)}\n{outputs.as_table(headers, rows)}")
    return "\n\n".join(blocks)


def _step(row: dict[Any, Any]) -> str:
    if row["kind"] == "livrable":
        return "fait"
    sign = "≤" if row["direction"] == -1 else "≥"
    return f"{sign} {measure(row['threshold'], row['unit'])}"


def _origin(row: dict[Any, Any]) -> str:
    """Where a chance comes from; a proposal says its band and on how many past results it rests."""
    known = ORIGINS.get(row["origin"])
    if known:
        return known
    seen = count(row["observations"], "résultat passé", "résultats passés")
    whose = "" if row["origin"] == "historique" else " de lignes du même type"
    return typeset(f"{percent(row['low'], 0)} à {percent(row['high'], 0)}, {seen}{whose}")
