"""What view « Renoncer » says: what giving an objective up leaves and frees, and until when it can still be started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model.foresight import objectives as choosing
from aci_model.report.objectives_say import count_days, shortened
from aci_model.report.sentences import typeset_words
from aci_model.report.words import ABANDONS
from aci_model.wording import count, day, euros, missing, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.report.objectives import Ground


@dataclass(frozen=True, eq=False, slots=True)
class GivingUp:
    """What is said of giving objectives up.

    Attributes:
        headline: what is given up, or the first day of no return.
        finding: what the dates show, without a full stop.
        aloud: the dates for someone who does not see them.
        given_up: candidate, row, label, mission_label, mission_rank, cause_words, abandoned_on, ceiling, expected, freed,
            until, no_return: lines of the contract given up.
        dates: the same columns and takes, of what is still open, the first day of no return first; those whose day
            is unknown last.
        open: candidate -> its words, unlike any other's: lines of the contract that may be given up.
        lacks: what is missing to know the dates, in French; empty when they are known.
    """

    headline: str
    finding: str
    aloud: str
    given_up: pd.DataFrame
    dates: pd.DataFrame
    open: dict[int, str]
    lacks: str


def giving_up(on: Ground) -> GivingUp:
    """Say what was given up, and what may be.

    Args:
        on: from `report.objectives.ground`.
    """
    rows = on.candidates[on.candidates["line"].notna()]
    told = choosing.abandonment(
        rows, on.capacity, on.ends, considered=rows["candidate"].tolist(), signed=on.signed
    )
    about = rows[["candidate", "row", "mission_label", "mission_rank"]]
    told = told.merge(about, on="candidate").assign(cause_words=told["cause"].map(ABANDONS))
    gone = told[told["cause"].notna()].reset_index(drop=True)
    dates = told[told["cause"].isna()].sort_values("no_return", kind="stable").reset_index(drop=True)
    known = dates.dropna(subset="no_return")
    lacks = "" if len(known) else ", ".join(dates["lacks"].dropna().unique()[:1])
    words = told["label"].map(shortened) + " · " + told["mission_label"]
    twice = words.duplicated(keep=False)
    words = words.mask(twice, words + " · " + (told["row"] + 1).astype("str"))
    free = told["cause"].isna()
    return GivingUp(
        headline=_headline(gone, known),
        finding=_finding(known, lacks),
        aloud=_aloud(known, gone),
        given_up=gone,
        dates=dates,
        open=dict(zip(told["candidate"][free].astype("int64"), words[free], strict=True)),
        lacks=lacks,
    )


@typeset_words
def considered(row: Mapping[str, Any]) -> str:
    """Say what giving one objective up would leave and free, and until when it can be started.

    Args:
        row: of `GivingUp.dates`.
    """
    ceiling = "un montant inconnu" if missing(row["ceiling"]) else f"{euros(row['ceiling'])} au plus"
    expected = "chance inconnue" if missing(row["expected"]) else f"{euros(row['expected'])} attendus"
    freed = "un nombre de jours inconnu" if missing(row["freed"]) else count_days(row["freed"])
    told = f"Y renoncer laisse {ceiling} ({expected}) et libère {freed}."
    if missing(row["no_return"]):
        return f"{told} Sa date de non-retour n'est pas connue (à renseigner : {row['lacks']})."
    return f"{told} Commencé après le {day(row['no_return'])}, il ne pourrait plus rapporter."


@typeset_words
def gone_words(row: Mapping[str, Any]) -> str:
    """Say of one objective given up: why, since when, what it leaves and frees.

    Args:
        row: of `GivingUp.given_up`.
    """
    since = "" if missing(row["abandoned_on"]) else f", le {day(row['abandoned_on'])}"
    left = "euros inconnus" if missing(row["ceiling"]) else f"{euros(row['ceiling'])} laissés au plus"
    freed = "jours inconnus" if missing(row["freed"]) else f"{count_days(row['freed'])} pour le reste"
    return f"{row['cause_words']}{since} · {left}, {freed}"


def first_words(row: Mapping[str, Any]) -> str:
    """Say of one objective still open until when it can be started, and what it asks for.

    Args:
        row: of `GivingUp.dates`, its day of no return known.
    """
    return f"{day(row['no_return'])} · {shortened(row['label'])} ({count_days(row['freed'])})"


@typeset_words
def _headline(gone: pd.DataFrame, known: pd.DataFrame) -> str:
    first = (
        ""
        if known.empty
        else f" La première date de non-retour est le {day(known['no_return'].iloc[0])}, pour « {shortened(known['label'].iloc[0])} »."
    )
    if gone.empty:
        return f"Aucun objectif du contrat n'est abandonné.{first}"
    many = len(gone) > 1
    verb = "laissent" if many else "laisse"
    ceiling = (
        "un montant inconnu" if gone["ceiling"].isna().any() else f"{euros(gone['ceiling'].sum())} au plus"
    )
    freed = (
        "un nombre de jours inconnu" if gone["freed"].isna().any() else count_days(float(gone["freed"].sum()))
    )
    frees = "libèrent" if many else "libère"
    return f"{count(len(gone), 'objectif abandonné', 'objectifs abandonnés')} {verb} {ceiling} et {frees} {freed}.{first}"


@typeset_words
def _finding(known: pd.DataFrame, lacks: str) -> str:
    if known.empty:
        return (
            f"Les dates de non-retour ne sont pas connues (à renseigner : {lacks})"
            if lacks
            else "Plus aucun objectif n'est ouvert"
        )
    span = number((known["no_return"].iloc[-1] - known["no_return"].iloc[0]).days, 0)
    if len(known) == 1:
        return f"Un seul objectif est daté, le {day(known['no_return'].iloc[0])}"
    return f"Les {len(known)} dates de non-retour tiennent en {span} jours"


@typeset_words
def _aloud(known: pd.DataFrame, gone: pd.DataFrame) -> str:
    first = [f"{label}, {day(when)}" for label, when in zip(known["label"], known["no_return"], strict=True)]
    left = [
        f"{label}, abandonné : {cause}"
        for label, cause in zip(gone["label"], gone["cause_words"], strict=True)
    ]
    return "Dernier jour pour commencer, objectif par objectif. " + " ; ".join([*first, *left]) + "."
