"""What the page of the dialogue says of clauses: what their ambiguity is worth, and which one comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model import bargaining
from aci_model.report.sentences import CENT, typeset_words
from aci_model.report.tables import names
from aci_model.wording import count, enumeration, euros, measure, number

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.bargaining import Grounds

HOW_GAPS_READ = (
    "Une barre par ligne, de la lecture la moins payée à la mieux payée ; le trait est la lecture du contrat."
)
_ALOUD = 3  # lines told one by one to someone who does not see the picture


@dataclass(frozen=True, eq=False, slots=True)
class Clauses:
    """What is said of the clauses of one contract year.

    Attributes:
        say: the finding, a sentence.
        rest: what the picture leaves out, a sentence.
        drawn: the ambiguous lines, the dearest first: line, label, mission_rank, contrat, lowest, highest, gap,
            settled, at_words.
        drawn_say: the picture's finding, without a full stop.
        aloud: the picture for someone who does not see it.
        table: every line, the dearest first: name, mission_label, at_words, a column of euros per reading, gap.
        names: line -> its mission and its words, unlike any other line's, the dearest first.
    """

    say: str
    rest: str
    drawn: pd.DataFrame
    drawn_say: str
    aloud: str
    table: pd.DataFrame
    names: dict[int, str]


def clauses(on: Grounds, lines: pd.DataFrame) -> Clauses:
    """Say what the clauses of one contract year are worth.

    Args:
        on: `bargaining.grounds` of one contract year.
        lines: `report.tables.lines` of the same year: words, missions, ranks.
    """
    told = lines[["line", "kind", "unit", "mission_label", "mission_rank"]].assign(name=names(lines))
    table = on.worth.drop(columns="mission").merge(told, on="line", how="left", validate="1:1")
    table = table.assign(at_words=_where(table))
    ambiguous = table[table["gap"] > CENT].reset_index(drop=True)
    listed = table["mission_label"] + " · " + table["name"]
    return Clauses(
        say=_finding(bargaining.totals(on.worth), ambiguous),
        rest=_rest(table, ambiguous),
        drawn=ambiguous,
        drawn_say=_weight(ambiguous),
        aloud=_aloud(ambiguous),
        table=table,
        names={int(line): name for line, name in zip(table["line"], listed, strict=True)},
    )


def _where(table: pd.DataFrame) -> list[str]:
    """Say at which result the readings are compared."""
    columns = ("at", "settled", "kind", "unit", "gap")
    return [
        "incalculable"
        if gap != gap  # noqa: PLR0124  missing
        else ("fait" if at >= 1 else "non fait")
        if kind == "livrable"
        else measure(at, unit)
        if settled
        else f"par exemple {measure(at, unit)}"
        for at, settled, kind, unit, gap in zip(*(table[name] for name in columns), strict=True)
    ]


@typeset_words
def _finding(totals: pd.DataFrame, ambiguous: pd.DataFrame) -> str:
    if ambiguous.empty:
        lacking = int(totals["unknown"].sum())
        if lacking == int(totals["lines"].sum()):
            return "Aucune clause ne se compare encore : il manque un montant ou un palier à chacune."
        return "Aucune clause n'est ambiguë : les trois lectures donnent les mêmes euros."
    first = ambiguous.iloc[0]
    whole = euros(ambiguous["gap"].sum())
    return f"L'ambiguïté de vos clauses vaut jusqu'à {whole}, d'abord « {first['label']} » : {euros(first['gap'])}."


@typeset_words
def _rest(table: pd.DataFrame, ambiguous: pd.DataFrame) -> str:
    lacking = int(table["gap"].isna().sum())
    same = len(table) - len(ambiguous) - lacking
    told = []
    if len(ambiguous) and same:
        told.append(
            f"{count(same, 'autre ligne paie', 'autres lignes paient')} autant sous les trois lectures"
        )
    if lacking:
        told.append(
            f"{count(lacking, 'ligne ne se compare', 'lignes ne se comparent')} pas, un montant ou un palier manque"
        )
    return f"{' ; '.join(told)}." if told else ""


@typeset_words
def _weight(ambiguous: pd.DataFrame) -> str:
    known = ambiguous[ambiguous["settled"].astype(bool)]
    still = ambiguous[~ambiguous["settled"].astype(bool)]
    told = []
    if len(known):
        told.append(f"{euros(known['gap'].sum())} déjà en jeu")
    if len(still):
        told.append(f"jusqu'à {euros(still['gap'].sum())} selon les résultats à venir")
    plural = "s" if len(ambiguous) > 1 else ""
    return f"{number(len(ambiguous))} ligne{plural} se li{'sen' if plural else ''}t de plusieurs façons : {enumeration(told)}"


@typeset_words
def _aloud(ambiguous: pd.DataFrame) -> str:
    columns = ("label", "lowest", "highest", "contrat")
    told = [
        f"{label}, de {euros(low)} à {euros(high)}, {euros(signed)} au contrat"
        for label, low, high, signed in zip(*(ambiguous[name].iloc[:_ALOUD] for name in columns), strict=True)
    ]
    more = len(ambiguous) - len(told)
    rest = f" ; et {count(more, 'autre ligne', 'autres lignes')}" if more else ""
    return f"Euros selon la lecture, ligne par ligne : {' ; '.join(told)}{rest}."
