"""Whatever is in the files, reading gives the declared frames, says its doubts, and loses nothing."""

import io
import random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from aci_model.reading import dossier as shapes
from aci_model.reading.text import position
from tests.reading_files import read

FRAMES = {
    "communities": shapes.COMMUNITIES,
    "starts": shapes.STARTS,
    "envelopes": shapes.ENVELOPES,
    "lines": shapes.LINES,
    "tiers": shapes.TIERS,
    "results": shapes.RESULTS,
    "expenses": shapes.EXPENSES,
    "history": shapes.HISTORY,
    "territory": shapes.TERRITORY,
    "kept": shapes.KEPT,
    "problems": shapes.PROBLEMS,
}
HEADERS = [
    "année",
    "mission",
    "action",
    "indicateur",
    "type",
    "nature",
    "unité",
    "sens",
    "valeur initiale",
    "palier 1",
    "montant 1",
    "palier 2",
    "montant 2",
    "résultat",
    "preuve fournie",
    "chance d'atteinte",
    "effort (jours)",
    "note à nous",
]
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "acces",
            "Prévention",
            "voirie",
            "livrable",
            "compte",
            "paliers",
            "hausse",
            "baisse",
            "patients",
            "%",
            "NC",
            "sans objet",
            "oui",
            "non",
            "x",
            "Fait / non fait",
            "≥ 50",
            "≤ 100",
            "69,70 %",
            "0,697",
            "1.234",
            "12 500 €",
            "62,5 %%",
            "2026",
            "5",
            "15/04/2026",
            "Total",
            "EXEMPLE – A",
            "-3",
            "8 ateliers",
            "130 %",
            "#REF!",
        ]
    ),
    st.integers(-5, 10**6).map(str),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
)
LABELS = st.sampled_from(["", "Ateliers", "Taux de dépistage", "Annuaire", "Total", "EXEMPLE – B"])
ROW = st.fixed_dictionaries({name: LABELS if name == "indicateur" else CELLS for name in HEADERS})


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def as_csv(rows, headers=HEADERS):
    lines = [headers, *([row[name] for name in headers] for row in rows)]
    return "\n".join(";".join(quoted(cell) for cell in line) for line in lines)


def misshapen(dossier):
    """What is not as declared: [] of a sound dossier."""
    read_as = {name: getattr(dossier, name) for name in FRAMES}
    numbers, problems = dossier.lines["line"].tolist(), dossier.problems
    sound = {
        "lines are numbered from 0": numbers == list(range(len(numbers))),
        "each line has its result": dossier.results["line"].tolist() == numbers,
        "tiers are those of lines": set(dossier.tiers["line"]) <= set(numbers),
        "what is kept is of lines": set(dossier.kept["line"].dropna()) <= set(numbers),
        "severities": set(problems["severity"]) <= {"refused", "error", "warning", "info"},
        "cells": all(position(cell) for cell in problems["cell"].dropna()),
        "every problem says what and what was done": not problems[["message", "done"]].isna().any(axis=None),
    }
    for name, frame in read_as.items():
        sound[f"columns of {name}"] = {c: str(kind) for c, kind in frame.dtypes.items()} == FRAMES[name]
        sound[f"index of {name}"] = frame.index.equals(pd.RangeIndex(len(frame)))
    return [what for what, holds in sound.items() if not holds]


@given(st.lists(ROW, max_size=5))
@settings(max_examples=25)
def test_any_cells_under_the_headers_give_the_declared_frames(rows):
    assert misshapen(read(("a.csv", as_csv(rows)))) == []


@given(st.lists(ROW, min_size=1, max_size=5))
@settings(max_examples=25)
def test_every_row_is_a_line_or_is_kept_and_said(rows):
    dossier = read(("a.csv", as_csv(rows)))
    filled = {number for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row.values())}
    aside = set(dossier.kept.loc[dossier.kept["line"].isna(), "row"])
    assert set(dossier.lines["row"]) | aside == filled
    assert not set(dossier.lines["row"]) & aside


@given(st.lists(ROW, min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_the_columns_changes_nothing(rows, order):
    shuffled = list(HEADERS)
    order.shuffle(shuffled)
    one, two = read(("a.csv", as_csv(rows))), read(("a.csv", as_csv(rows, shuffled)))
    for name in ("lines", "tiers", "results"):
        columns = [column for column in FRAMES[name] if column != "cell"]
        pd.testing.assert_frame_equal(getattr(one, name)[columns], getattr(two, name)[columns])
    assert sorted(one.problems["message"].map(len)) == sorted(two.problems["message"].map(len))


@given(st.lists(ROW, min_size=1, max_size=4), st.integers(0, 10**6))
@settings(max_examples=25)
def test_blank_rows_anywhere_change_nothing_but_the_row_numbers(rows, seed):
    chance = random.Random(seed)  # noqa: S311 - places of blank rows, not a secret
    lines = as_csv(rows).split('\n"')
    spaced = lines[0] + "".join("\n" * chance.randint(1, 3) + '"' + line for line in lines[1:])
    one, two = read(("a.csv", as_csv(rows))), read(("a.csv", "\n\n" + spaced))
    pd.testing.assert_frame_equal(
        one.lines.drop(columns=["row", "cell"]), two.lines.drop(columns=["row", "cell"])
    )
    pd.testing.assert_frame_equal(one.results, two.results)


@given(
    st.sampled_from(["", "NC", "sans objet", "-", "n/a", "Fait / non fait", "?"]),
    st.sampled_from(["livrable", "compte", "seuil", "paliers"]),
)
def test_a_result_nobody_gave_is_missing_and_never_zero(typed, kind):
    text = f"mission;indicateur;type;palier 1;montant 1;résultat\nacces;A;{kind};1;100;{typed}"
    assert read(("a.csv", text)).results["result"].isna().all()


@given(st.binary(max_size=400))
@settings(max_examples=25)
def test_any_bytes_are_read_or_refused(content):
    dossier = read(("a.xlsx", content))
    assert misshapen(dossier) == []
    assert len(dossier.lines) or "refused" in set(dossier.problems["severity"]) or len(dossier.problems)


@given(st.text(max_size=200))
@settings(max_examples=25)
def test_any_text_under_the_headers_of_a_csv_is_read_or_refused(text):
    assert misshapen(read(("a.csv", "mission;indicateur;palier 1;montant 1\n" + text))) == []


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(-1e9, 1e9).map(lambda value: round(value, 4)),
    st.dates(),
    st.sampled_from(["acces", "oui", "NC", "≥ 50 %", "1.234", "=1+1", "#REF!", "Total"]),
)


@given(
    st.lists(st.lists(VALUES, min_size=len(HEADERS), max_size=len(HEADERS)), max_size=4), st.integers(0, 17)
)
@settings(max_examples=25)
def test_any_cells_of_a_workbook_give_the_declared_frames(rows, rated):
    made = Workbook()
    sheet = made.active
    sheet.title = "Indicateurs"
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
        sheet.cell(sheet.max_row, rated + 1).number_format = "0.0%"
    stream = io.BytesIO()
    made.save(stream)
    assert misshapen(read(("a.xlsx", stream.getvalue()))) == []
