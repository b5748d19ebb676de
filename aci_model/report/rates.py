"""All that the view of the rates says: each measure's past, where three simple methods lead it, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from aci_model.foresight import bands, bounds, own_values
from aci_model.foresight.bands import CUT, NOTHING, STILL
from aci_model.report.own_path import until
from aci_model.report.sentences import typeset_words
from aci_model.wording import count, enumeration, measure, missing, typeset

if TYPE_CHECKING:
    from aci_model.reading.dossier import Dossier

METHODS = {  # French name, and the rule in a few words
    "naive": ("rien ne change", "la dernière valeur se répète"),
    "drift": ("la tendance continue", "la variation moyenne passée se répète chaque année"),
    "damped": ("la tendance s’amortit", "la variation moyenne passée diminue de moitié chaque année"),
}
AHEAD = 3  # years
HOW_RATES_READ = typeset(
    "Plein : mesuré ; tireté et plus clair : projeté. La bande tient huit fois sur dix, si l'avenir ressemble au passé ; "
    "le trait fin est l'objectif."
)


@dataclass(frozen=True, eq=False, slots=True)
class Rate:
    """One measure.

    Attributes:
        line: its number in the dossier.
        label: its words; mission_rank: its mission's rank in the accord.
        past: year, result. ahead: year, value, low, high (missing without a band), one row per year to come; no row
            where the data carry no projection.
        target: value of the last step, missing without one.
        unit: of the values.
        say: what can be said of it, in one sentence.
        aloud: the picture for someone who does not see it.
    """

    line: int
    label: str
    mission_rank: int
    past: pd.DataFrame
    ahead: pd.DataFrame
    target: float
    unit: str | None
    say: str
    aloud: str


@dataclass(frozen=True, eq=False, slots=True)
class Rates:
    """Every measure with a past.

    Attributes:
        say: how many can be projected.
        rates: those that can be projected first, then in the accord's order.
        table: label, year, kind_words, value_words, low_words, high_words, verdict_words.
    """

    say: str
    rates: list[Rate]
    table: pd.DataFrame


def rates(lines: pd.DataFrame, dossier: Dossier, year: int | None, method: str) -> Rates:
    """Project the measures of one contract year that have a past.

    Args:
        lines: from `tables.lines`.
        dossier: results of every year, and its history.
        year: the contract year of `lines`; later years are left out.
        method: one of METHODS.
    """
    values = own_values(until(dossier, year))
    values = values[values["line"].isin(lines["line"]) & (values["kind"] != "livrable")]
    values = bounds(values.dropna(subset="year").reset_index(drop=True))
    several = values.groupby("line")["year"].transform("count") > 1
    values = values[several].reset_index(drop=True)
    found = bands(values, AHEAD)
    found = found[found["method"] == method]
    about = lines.set_index("line")
    made = [
        _rate(
            int(line), about.loc[line], values[values["line"] == line], found[found["line"] == line], method
        )
        for line in values["line"].unique()
    ]
    made.sort(key=lambda rate: (rate.ahead.empty, rate.mission_rank))
    return Rates(_say(made), made, _table(values, found, about))


def _rate(which: int, line: pd.Series, past: pd.DataFrame, ahead: pd.DataFrame, method: str) -> Rate:
    sure = ahead[ahead["value"].notna()].reset_index(drop=True)
    label, unit = str(line["label"]), None if missing(line["unit"]) else str(line["unit"])
    told = sentence(past, ahead, unit, method)
    seen = enumeration(
        [
            f"{measure(value, unit)} en {year}"
            for value, year in zip(past["result"], past["year"], strict=True)
        ]
    )
    return Rate(
        line=which,
        label=label,
        mission_rank=int(line["mission_rank"]),
        past=past[["year", "result"]].reset_index(drop=True),
        ahead=sure,
        target=float(line["target"]),
        unit=unit,
        say=told,
        aloud=typeset(f"{label} : {seen}. {told}"),
    )


@typeset_words
def sentence(past: pd.DataFrame, ahead: pd.DataFrame, unit: str | None, method: str) -> str:
    """Say where a measure goes next year, or why nobody can tell.

    Args:
        past: its values.
        ahead: rows of `foresight.bands` of one method.
        unit: of the values.
        method: one of METHODS.
    """
    values = count(len(past), "valeur")
    verdict = ahead["verdict"].iloc[0]
    if verdict == NOTHING:
        return f"On ne peut pas conclure : {values}, il en faut quatre."
    first = ahead.iloc[0]
    start = f"Si {METHODS[method][0]}, {measure(round(first['value'], 1), unit)} en {first['year']}"
    if verdict == STILL:
        return f"{start} ; les {values} varient trop régulièrement pour dire de combien on peut s'écarter."
    cut = ", bornée à ce qu'un taux peut être" if verdict == CUT else ""
    return (
        f"{start}, entre {measure(round(first['low'], 1), unit)} et {measure(round(first['high'], 1), unit)} "
        f"huit fois sur dix ({values}{cut})."
    )


@typeset_words
def _say(made: list[Rate]) -> str:
    if not made:
        return "Aucun taux n'a de passé : ajoutez la feuille Historique (année, indicateur, résultat) pour les projeter."
    sure = sum(not rate.ahead.empty for rate in made)
    told = count(len(made), "mesure a un passé", "mesures ont un passé")
    if not sure:
        return f"{told} : trop court, on ne peut pas conclure."
    carried = "toutes peuvent être projetées" if sure == len(made) else f"{sure} peuvent être projetées"
    if sure == 1:
        carried = "elle peut être projetée" if len(made) == 1 else "une seule peut être projetée"
    return f"{told} ; {carried}, avec leur marge." if sure > 1 else f"{told} ; {carried}, avec sa marge."


def _table(values: pd.DataFrame, found: pd.DataFrame, about: pd.DataFrame) -> pd.DataFrame:
    """Past and projected values, one row each."""
    past = values[["line", "year", "result"]].rename(columns={"result": "value"}).assign(kind_words="mesuré")
    ahead = found.assign(kind_words="projeté", verdict_words=found["verdict"])
    every = pd.concat([past, ahead], ignore_index=True).sort_values(
        ["line", "year"], kind="stable", ignore_index=True
    )
    unit = every["line"].map(about["unit"])
    words = {
        f"{name}_words": [
            "" if missing(value) else measure(round(value, 1), None if missing(of) else of)
            for value, of in zip(every[name], unit, strict=True)
        ]
        for name in ("value", "low", "high")
    }
    return every.assign(label=every["line"].map(about["label"]), **words)
