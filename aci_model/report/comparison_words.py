"""What is said of a comparison: the finding of the page, the sentence that reads a band, its seal, its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.frames import INTEGER, TEXT, Columns, frame
from aci_model.peers.aggregates import HIGH, LOW, MEDIAN, QUARTILES, catalogue
from aci_model.peers.publication import EVERYBODY, GROUP, SHOWN, SIZE
from aci_model.peers.rules import rules
from aci_model.report.comparison import BESIDE, OVER, RATE, UNDER, WITHHELD_WORD, band_of, written
from aci_model.report.sentences import typeset_words
from aci_model.wording import NBSP, count, enumeration, missing, number, percent, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = Mapping[Any, Any]

SAID: Columns = {
    "rank": INTEGER,
    "indicator": TEXT,
    "label": TEXT,
    "level": TEXT,
    "who": TEXT,  # whom one is compared with, and how many they are
    "state": TEXT,  # publie: a band can be drawn | retenu: nothing can
    "say": TEXT,  # the sentence that reads the band
    "brief": TEXT,  # the same on one or two short lines, where whom one is compared with is named beside
    "seal": TEXT,  # why each of its figures is shown or withheld
    "aloud": TEXT,  # the strip for someone who does not see it
}

LEVEL_WORDS = {
    GROUP: "communautés comparables",
    SIZE: "communautés de votre taille",
    EVERYBODY: "communautés de la campagne",
}
_FIRST, _THIRD = (f"{QUARTILES}_{part}" for part in (1, 3))
_STANDING = {OVER: "au-dessus", BESIDE: "au niveau", UNDER: "en dessous"}
_ORDER = [quantile.name for quantile in catalogue(rules())]


def said(strips: pd.DataFrame) -> pd.DataFrame:
    """Say each strip in words.

    Args:
        strips: from `comparison.strips`.

    Returns:
        SAID, one row per indicator, in the order to draw.
    """
    rows = []
    for told in _by_indicator(strips):
        first = told[MEDIAN]
        rows.append(
            {
                **{name: first[name] for name in ("rank", "indicator", "label", "level")},
                "who": _who(first),
                "state": first["state"],
                "say": _say(told),
                "brief": "\n".join(typeset(line) for line in _brief(told)),
                "seal": _seal(told),
                "aloud": _aloud(told),
            }
        )
    return frame(SAID, rows)


@typeset_words
def headline(strips: pd.DataFrame) -> str:
    """Say in one sentence where one stands: on how many medians, above, level, below.

    Args:
        strips: from `comparison.strips`.
    """
    medians = strips[strips["statistic"] == MEDIAN]
    shown = medians[medians["state"] == SHOWN]
    if medians.empty:
        return "Cette campagne n'a encore rien publié qui vous compare."
    if shown.empty:
        return "Aucun chiffre ne peut être montré sans risquer de situer une communauté."
    at = shown["own_at"].dropna()
    if at.empty:
        return f"Votre classeur ne donne encore rien qui se compare ; {_compared(len(shown))} vous attendent."
    counts = {name: int((at == name).sum()) for name in _STANDING}
    words = {name: word for name, word in _STANDING.items() if counts[name]}
    named = next(iter(words))  # the median is named once
    parts = [
        f"{word}{' de la médiane' if name == named else ''} pour {number(counts[name])}"
        for name, word in words.items()
    ]
    left = len(shown) - len(at)
    tail = (
        f" ; {count(left, 'autre attend votre résultat', 'autres attendent votre résultat')}" if left else ""
    )
    return f"Sur {_compared(len(at))}, vous êtes {enumeration(parts)}{tail}."


def _compared(quantity: int) -> str:
    return count(quantity, "résultat comparé", "résultats comparés")


@typeset_words
def how_to_read() -> str:
    """Say how to read a band, in two sentences."""
    step = number(rules().rounding * 100)
    return (
        "La bande va du premier au troisième quartile : une communauté sur quatre est plus bas, une sur quatre plus "
        "haut ; le trait est la médiane, qui les partage en deux, et la marque est votre propre résultat. Les taux sont "
        f"arrondis à {step} points, et une bande ouverte à un bout dit « ou moins », « ou plus »."
    )


def table(strips: pd.DataFrame) -> pd.DataFrame:
    """Give the table under the strips, in French words: one row per indicator, its headers as people read them.

    Args:
        strips: from `comparison.strips`.
    """
    headers = (
        "Résultat",
        "Comparé à",
        "Un quart est sous",
        "Médiane",
        "Un quart est au-dessus de",
        "Vous",
        "Pourquoi",
    )
    rows = []
    for told in _by_indicator(strips):
        first = told[MEDIAN]
        figures = [told[name]["value_words"] for name in (_FIRST, MEDIAN, _THIRD)]
        rows.append((first["label"], _who(first), *figures, first["own_words"], _seal(told)))
    return pd.DataFrame(rows, columns=list(headers), dtype=TEXT)


def seals(strips: pd.DataFrame) -> tuple[str, ...]:
    """Give every reason a figure is shown or withheld for, each once, as sentences.

    Args:
        strips: from `comparison.strips`.
    """
    order = {name: rank for rank, name in enumerate(_ORDER)}
    return _reasons(sorted(strips.to_dict("records"), key=lambda row: order[row["statistic"]]))


def _by_indicator(strips: pd.DataFrame) -> list[dict[str, Row]]:
    """Statistic -> its row, for each indicator."""
    found: dict[str, dict[str, Row]] = {}
    for row in strips.to_dict("records"):
        found.setdefault(row["indicator"], {})[row["statistic"]] = row
    return list(found.values())


def _who(row: Row) -> str:
    told = band_of(row["count_low"], row["count_high"])
    return typeset(f"{row['group_label']} ({told})" if told else row["group_label"])


@typeset_words
def _say(told: Mapping[str, Row]) -> str:
    """La moitié des communautés comparables sont entre 40 % et 70 % ; vous êtes au-dessus de la médiane."""
    median, first, third = (told[name] for name in (MEDIAN, _FIRST, _THIRD))
    if median["state"] != SHOWN:
        return "Rien ne peut être montré ici."
    if first["state"] == SHOWN and third["state"] == SHOWN:
        band = _band(first, third, LEVEL_WORDS[median["level"]])
    else:
        band = _middle(median, LEVEL_WORDS[median["level"]])
    return f"{band} ; {_standing(told)}."


def _band(first: Row, third: Row, who: str) -> str:
    """What the quartiles say; a class that is open on the side of the others holds three quarters of them."""
    scale = first["scale"]
    are = "sont à" if scale == RATE else "ont"
    low, high = first["read_low"], third["read_high"]
    if first["end"] == HIGH or third["end"] == LOW:
        return f"Les trois quarts au moins des {who} {are} {written(low, high, scale)}"
    if first["end"] == LOW or third["end"] == HIGH:
        ends = (written(one["read_low"], one["read_high"], scale) for one in (first, third))
        return f"La moitié des {who} vont de {' à '.join(ends)}"
    if scale == RATE and low == high:
        return f"La moitié des {who} sont autour de {written(low, high, scale)}"
    if scale == RATE:
        return f"La moitié des {who} sont entre {percent(low, 0)} et {percent(high, 0)}"
    return f"La moitié des {who} ont {written(low, high, scale)}"


def _middle(median: Row, who: str) -> str:
    """What the median alone says."""
    value = written(median["read_low"], median["read_high"], median["scale"])
    if not missing(median["end"]):
        are = "sont à" if median["scale"] == RATE else "ont"
        return f"La moitié au moins des {who} {are} {value}"
    return f"La médiane des {who} est {'de ' if median['scale'] == RATE else ''}{value}"


def _brief(told: Mapping[str, Row]) -> list[str]:
    """La moitié d'entre elles : de 40 % à 70 %. Vous : 60 %, au-dessus de la médiane."""
    median = told[MEDIAN]
    own = f"Vous : {median['own_words']}"
    if median["state"] != SHOWN:
        return [f"{own}."]
    where = "" if missing(median["own_at"]) else f", {_place(told)}"
    return [f"{_theirs(told)}.", f"{own}{where}."]


def _theirs(told: Mapping[str, Row]) -> str:
    """Their share or their median, without a verb."""
    median, first, third = (told[name] for name in (MEDIAN, _FIRST, _THIRD))
    scale = median["scale"]
    if first["state"] != SHOWN or third["state"] != SHOWN:
        value = written(median["read_low"], median["read_high"], scale)
        return f"Leur médiane : {value}" if missing(median["end"]) else f"La moitié au moins : {value}"
    low, high = first["read_low"], third["read_high"]
    if first["end"] == HIGH or third["end"] == LOW:
        return f"Les trois quarts au moins : {written(low, high, scale)}"
    half = "La moitié d'entre elles"
    if first["end"] == LOW or third["end"] == HIGH:
        ends = (written(one["read_low"], one["read_high"], scale) for one in (first, third))
        return f"{half} : de {' à '.join(ends)}"
    if scale == RATE:
        same = low == high
        return f"{half} : " + (
            f"autour de {percent(low, 0)}" if same else f"de {percent(low, 0)} à {percent(high, 0)}"
        )
    return f"{half} : {written(low, high, scale)}"


def _standing(told: Mapping[str, Row]) -> str:
    """Where one stands, as a sentence."""
    if missing(told[MEDIAN]["own_at"]):
        return "votre classeur ne dit pas encore où vous êtes"
    return f"vous êtes {_place(told)}"


def _place(told: Mapping[str, Row]) -> str:
    """Where one stands: outside the share that was just told, else beside the median."""
    median, first, third = (told[name] for name in (MEDIAN, _FIRST, _THIRD))
    share = "ces trois quarts" if first["end"] == HIGH or third["end"] == LOW else "cette moitié"
    if third["own_at"] == OVER:
        return f"au-dessus de {share}"
    if first["own_at"] == UNDER:
        return f"en dessous de {share}"
    alone = first["state"] != SHOWN and missing(median["end"])  # the median is what was just told
    if median["own_at"] == BESIDE:
        return "au même niveau" if alone else "au niveau de la médiane"
    return f"{_STANDING[median['own_at']]}" + ("" if alone else " de la médiane")


def _seal(told: Mapping[str, Row]) -> str:
    """Why its figures are shown, then why some are withheld."""
    return " ".join(_reasons(told[name] for name in _ORDER))


def _reasons(rows: Iterable[Row]) -> tuple[str, ...]:
    """Each reason once, as a sentence: what is shown first."""
    found = {row["reason"]: row["state"] == SHOWN for row in rows}
    words = [
        f"montré{NBSP}: {reason}" if found[reason] else reason
        for reason in sorted(found, key=lambda reason: not found[reason])
    ]
    return tuple(f"{word[0].upper()}{word[1:]}." for word in words)


def _aloud(told: Mapping[str, Row]) -> str:
    median = told[MEDIAN]
    figures = [
        f"{row['statistic_words']} {row['value_words']}" for row in told.values() if row["state"] == SHOWN
    ]
    shown = ", ".join(figures) or WITHHELD_WORD
    return typeset(f"{median['label']}, {_who(median)} : {shown} ; vous : {median['own_words']}.")
