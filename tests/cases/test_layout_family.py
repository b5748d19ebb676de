"""Many layouts of one contract: nearly every line imports rightly, and nothing wrong goes unsaid."""

import functools

import pytest

from aci_model import law, reading
from tests.layouts import clean, family, workbook

FAMILY = family()
MEASURES = ["kind", "direction", "baseline"]


def opened(name, content):
    rules = law.load()
    return reading.read([(name, content)], rules.missions, rules.parts)


def by_label(dossier):
    """Each line by its mission and words: what it measures, its steps in euros, its result."""
    steps = {
        line: list(zip(rows["threshold"], rows["amount"], strict=True))
        for line, rows in dossier.tiers.groupby("line")
    }
    results = dossier.results["result"].fillna(-1).tolist()
    lines = dossier.lines.fillna({"baseline": -1})
    return {
        (row["mission"], row["label"]): (
            [row[name] for name in MEASURES],
            steps.get(row["line"], []),
            results[row["line"]],
        )
        for row in lines.to_dict("records")
    }


@functools.cache
def expected():
    return by_label(opened("clean.csv", clean()))


@functools.cache
def imported(choice):
    return opened("annexe.xlsx", workbook(choice))


def right(choice):
    found = by_label(imported(choice))
    return [key for key, value in expected().items() if found.get(key) == value]


def test_over_95_percent_of_lines_import_rightly_without_correction(capsys):
    shares = {choice: len(right(choice)) / len(expected()) for choice in FAMILY}
    share = sum(shares.values()) / len(shares)
    with capsys.disabled():
        print(f"\n{len(FAMILY)} layouts, {share:.1%} of lines imported rightly without correction")  # noqa: T201  the share is asked for
        for choice, own in shares.items():
            if own < 1:
                print(f"  {own:.0%} {choice}")  # noqa: T201  and the layouts that need a person
    assert share > 0.95


@pytest.mark.parametrize("choice", FAMILY, ids=str)
def test_a_wrong_amount_never_stands_without_a_problem_beside_it(choice):
    dossier = imported(choice)
    found = by_label(dossier)
    wrong = [key for key, value in expected().items() if key not in found or found[key][1] != value[1]]
    strays = [key for key in found if key not in expected()]
    if wrong or strays:
        said = dossier.problems[dossier.problems["severity"].isin(["warning", "error", "refused"])]
        assert not said.empty, f"{len(wrong)} wrong lines, {len(strays)} strays, and nothing said"


def test_no_total_is_counted_as_a_line_in_any_layout():
    for choice in FAMILY:
        labels = imported(choice).lines["label"].str.lower()
        assert not labels.str.contains("total").any(), str(choice)
