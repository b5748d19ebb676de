"""The pictures of a reveal, as light HTML that a wall and a phone both read: one mark a table, with its name.

Nothing here is drawn by a script: a hall's projector shows them at once, and they keep their proportions at any width.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from aci_model.report.colours import of_mission
from aci_model.report.workshop_text import amount
from aci_model.report.workshop_titles import compared
from aci_model.wording import NBSP, count, euros, missing, number, typeset
from aci_model.workshop.reveal import ACCORD, OF_OBJECTIVE
from pages._shared.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.shape import Case
    from pages._shared.palette import Palette

NAMED = 24  # tables whose names are all written; of more, marks alone, and the names in the table
ROWS = 12  # tables drawn one a row; of more, a distribution
LINES = 7  # lines of a contract in each half of the picture of agreements
_COLUMNS = 12
_CLASSES = 7  # of euros, about
_EUROS = (("expected", "attendu"), ("without_variable", "sans part variable"))
_LEGEND = {
    "incomes": (
        ("point", "attendu"),
        ("bande", "huit fois sur dix"),
        ("losange", "compté"),
        ("trait", "sans part variable"),
    ),
    "guesses": (("rond", "minimal, estimé"), ("point", "ambitieux, estimé")),
}


def objectives(reveal: Reveal) -> str:
    """Draw how many objectives each table sets: its name stacked over its number.

    Args:
        reveal: with at least one table compared.
    """
    own = compared(reveal).sort_values("objectives", kind="stable")  # names are in order already
    values = own["objectives"].astype("float64").tolist()
    edges, step = _whole_edges(values)
    labels = [
        number(edge, 0) if step == 1 else f"{number(edge, 0)} à {number(edge + step - 1, 0)}"
        for edge in edges
    ]
    return _columns(own["name"].tolist(), values, list(zip(edges, labels, strict=True)), "Nombre d'objectifs")


def incomes(reveal: Reveal) -> str:
    """Draw what each table expects, in which range, and what is left to it without the variable part.

    Args:
        reveal: with at least one table compared.
    """
    own = compared(reveal).sort_values("expected", ascending=False, kind="stable")
    if len(own) > ROWS:
        return _pair(_spread(own, column, words) for column, words in _EUROS)
    fields = ["low", "high", "without_variable", "counted", "expected"]
    values = own[fields].to_numpy(dtype="float64").tolist()
    least, most = _ends([euro for row in values for euro in row])
    place = _scale(least, most)
    rows = [
        _row(
            name,
            f'<i class="bande" style="left:{place(low):.1f}%;width:{place(high) - place(low):.1f}%"></i>'
            + _marks({"trait": without, "losange": counted, "point": expected}, place),
            f"{euros(expected)}<small>sans part variable {euros(without)}</small>",
        )
        for name, (low, high, without, counted, expected) in zip(own["name"].tolist(), values, strict=True)
    ]
    told = [
        f"{name} : {euros(row[4])} attendus, {euros(row[2])} sans part variable"
        for name, row in zip(own["name"].tolist(), values, strict=True)
    ]
    return _rows("incomes", rows, (least, most), "Revenu d'une année selon chaque table. " + " ; ".join(told))


def guesses(reveal: Reveal) -> str:
    """Draw each table's two estimates beside what is computed; empty when none was given."""
    own = compared(reveal)
    own = own[own[["guess_minimal", "guess_ambitious"]].notna().any(axis=1)]
    if own.empty:
        return ""
    computed = {"minimal": reveal.minimal.without_variable, "ambitieux": reveal.ambitious.expected}
    if len(own) > ROWS:
        pairs = (("guess_minimal", "minimal"), ("guess_ambitious", "ambitieux"))
        return _pair(
            _spread(own[own[column].notna()], column, f"contrat {word}, estimé", computed[word])
            for column, word in pairs
            if own[column].notna().any()
        )
    values = own[["guess_minimal", "guess_ambitious"]].astype("float64").to_numpy().tolist()
    least, most = _ends([*(euro for row in values for euro in row), *computed.values()])
    place = _scale(least, most)
    lines = _marks({f"calcul {word}": value for word, value in computed.items()}, place)
    rows = [
        _row(
            name,
            lines + _between(low, high, place) + _marks({"rond": low, "point": high}, place),
            _two(low, high),
        )
        for name, (low, high) in zip(own["name"].tolist(), values, strict=True)
    ]
    told = [
        f"{name} : {_two(low, high, ' et ')}"
        for name, (low, high) in zip(own["name"].tolist(), values, strict=True)
    ]
    found = [amount(reveal.minimal, "without_variable"), amount(reveal.ambitious, "expected")]
    opening = f"Le calcul donne {found[0]} pour un contrat minimal et {found[1]} pour un contrat ambitieux. "
    key = f'<span><i class="calcul"></i>le calcul{NBSP}: {found[0]} et {found[1]}</span>'
    return _rows("guesses", rows, (least, most), f"{opening}Estimations : {' ; '.join(told)}", key)


def agreements(case: Case, reveal: Reveal, colours: Palette) -> str:
    """Draw what divides the tables on one side, what brings them together on the other; empty without any line.

    Args:
        case: gives missions their rank, hence their colour.
        reveal: with at least one table compared.
        colours: the set for the current theme.
    """
    rank = case.missions.set_index("mission")["rank"]
    rows = reveal.agreements[reveal.agreements["of"] > 0]
    rows = rows.assign(away=(rows["share"] - 0.5).abs(), rank=rows["mission"].map(rank))
    apart = rows[rows["verdict"] != ACCORD].sort_values("away", kind="stable")
    together = rows[rows["verdict"] == ACCORD].sort_values("euros", ascending=False, kind="stable")
    halves = [("Ce qui fait débat", apart), ("Ce qui les rassemble", together)]
    drawn = "".join(_half(title, half, colours) for title, half in halves if len(half))
    return f'<div class="at-deux">{drawn}</div>' if drawn else ""


def arrivals(names: Sequence[str], done: Sequence[bool]) -> str:
    """Draw the tables that are there; those that have answered are filled. No value of theirs is known here.

    Args:
        names: of the tables, in order of arrival.
        done: whether each has done what the round asks.
    """
    chips = "".join(
        f'<li class="{"fait" if one else "attend"}">{_safe(name)}<span class="at-dit">, {"fait" if one else "en cours"}</span></li>'
        for name, one in zip(names, done, strict=True)
    )
    return f'<ul class="at-tables{" serre" if len(names) > NAMED else ""}">{chips}</ul>'


def _columns(
    names: Sequence[str],
    values: Sequence[float],
    bins: Sequence[tuple[float, str]],
    words: str,
    here: float | None = None,
) -> str:
    """Stack names, or dots when they are too many, over what they fall in.

    Args:
        names: of the tables.
        values: one a table.
        bins: where each column begins, and what it is called.
        words: what is measured.
        here: a value to point at, if any.
    """
    edges = [edge for edge, _ in bins]
    last = len(edges) - 1
    places = [max(rank for rank in range(last + 1) if value >= edges[rank] or not rank) for value in values]
    named = len(names) <= NAMED
    told, drawn = [], []
    for rank, label in enumerate(label for _, label in bins):
        inside = [name for name, at in zip(names, places, strict=True) if at == rank]
        marks = "".join(
            f"<span>{_safe(name)}</span>" if named else f'<span class="point" title="{_safe(name)}"></span>'
            for name in inside
        )
        holds = here is not None and rank == max(at for at in range(last + 1) if here >= edges[at] or not at)
        under = "" if here is None else f"<em>{f'le calcul{NBSP}: {euros(here)}' if holds else ''}</em>"
        drawn.append(f'<div class="colonne"><div class="pile">{marks}</div><b>{label}</b>{under}</div>')
        told += [f"{label} : {', '.join(inside) if named else count(len(inside), 'table')}"] if inside else []
    aloud = escape(typeset(one_line(f"{words}. {' ; '.join(told)}.")))
    tallest = max(places.count(rank) for rank in range(last + 1))
    return f'<div class="at-colonnes" style="--n:{tallest}" role="img" aria-label="{aloud}">{"".join(drawn)}</div>'


def _spread(own: pd.DataFrame, column: str, words: str, here: float | None = None) -> str:
    """Draw many tables' euros as a distribution."""
    values = own[column].astype("float64").tolist()
    edges, step = _euro_edges([*values, *([] if here is None else [here])])
    labels = [f"{number(edge, 0)} à {euros(edge + step)}" for edge in edges]
    return f"<h4>{escape(typeset(words[0].upper() + words[1:]))}</h4>" + _columns(
        own["name"].tolist(), values, list(zip(edges, labels, strict=True)), words, here
    )


def _pair(drawn: Iterable[str]) -> str:
    return f'<div class="at-paire">{"".join(drawn)}</div>'


def _row(name: str, track: str, value: str) -> str:
    return f'<div class="rang"><span class="nom">{_safe(name)}</span><div class="piste">{track}</div><span class="valeur">{value}</span></div>'


def _rows(which: str, rows: Sequence[str], ends: tuple[float, float], words: str, more: str = "") -> str:
    keys = "".join(f'<span><i class="{mark}"></i>{word}</span>' for mark, word in _LEGEND[which]) + more
    axis = f'<div class="rang axe"><span class="nom"></span><div class="piste"><span>{euros(ends[0])}</span><span>{euros(ends[1])}</span></div><span class="valeur"></span></div>'
    return (
        f'<div class="at-legende" aria-hidden="true">{keys}</div>'
        f'<div class="at-rangs" style="--n:{len(rows)}" role="img" aria-label="{escape(typeset(one_line(words)))}.">{"".join(rows)}{axis}</div>'
    )


def _half(title: str, rows: pd.DataFrame, colours: Palette) -> str:
    fields = ["kind", "label", "rank", "chosen", "of", "share", "least", "most"]
    drawn = []
    for kind, label, rank, chosen, of, share, least, most in rows[fields].head(LINES).to_numpy().tolist():
        words = f"{int(chosen)} sur {count(int(of), 'table')}"
        if not missing(most):
            words += f", de {number(least, 0)} à {count(int(most), 'objectif')}"
        what = _safe(label) if kind == OF_OBJECTIVE else f"<em>Mission</em> {_safe(label)}"
        drawn.append(
            f'<li><span class="quoi">{what}</span><span class="combien">{words}</span>'
            f'<div class="barre"><i style="width:{100 * share:.0f}%;background:{of_mission(colours, int(rank))}"></i></div></li>'
        )
    left = len(rows) - len(drawn)
    rest = f"<p>{count(left, 'autre ligne', 'autres lignes')}, dans le tableau.</p>" if left else ""
    return f"<section><h4>{title}</h4><ul>{''.join(drawn)}</ul>{rest}</section>"


def _marks(euros_of: dict[str, float | None], place: Callable[[float], float]) -> str:
    return "".join(
        f'<i class="{mark}" style="left:{place(value):.1f}%"></i>'
        for mark, value in euros_of.items()
        if not missing(value) and value is not None
    )


def _between(low: float, high: float, place: Callable[[float], float]) -> str:
    if missing(low) or missing(high):
        return ""
    return f'<i class="lien" style="left:{place(low):.1f}%;width:{place(high) - place(low):.1f}%"></i>'


def _two(low: float, high: float, between: str = "<br>") -> str:
    return between.join("non estimé" if missing(one) else euros(one) for one in (low, high))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Round ends that hold all the euros, so that the axis can be read."""
    known = [value for value in values if not missing(value)]
    step = _nice((max(known) - min(known)) / 4 or max(*known, 1.0) / 4)
    return math.floor(min(known) / step) * step, (math.floor(max(known) / step) + 1) * step


def _scale(least: float, most: float) -> Callable[[float], float]:
    return lambda value: 100 * (value - least) / (most - least)


def _whole_edges(values: Sequence[float]) -> tuple[list[float], int]:
    low, high = int(min(values)), int(max(values))
    step = max(1, math.ceil((high - low + 1) / _COLUMNS))
    return [float(edge) for edge in range(low, high + 1, step)], step


def _euro_edges(values: Sequence[float]) -> tuple[list[float], float]:
    step = _nice((max(values) - min(values)) / _CLASSES or 1_000.0)
    first, last = math.floor(min(values) / step), math.floor(max(values) / step)
    return [rank * step for rank in range(first, last + 1)], step


def _nice(raw: float) -> float:
    """The round step that follows: 1, 2 or 5 times a power of ten."""
    unit = 10.0 ** math.floor(math.log10(raw))
    return next(unit * times for times in (1, 2, 5, 10) if unit * times >= raw * (1 - 1e-9))


def _safe(text: object) -> str:
    return escape(one_line(str(text)))
