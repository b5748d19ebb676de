"""A real annex in its own layout is the same contract as its clean csv, amount by amount."""

import pandas as pd

from aci_model import law, reading
from aci_model.reading.layout import propose
from tests.contract_a import FOLDER, LINES
from tests.reading_files import open_here, said

ANNEX = FOLDER / "annexe_brute.xlsx"
ENVELOPES = FOLDER / "contrat_a_enveloppes.csv"


def opened(*paths):
    rules = law.load()
    return reading.read([(path.name, path.read_bytes()) for path in paths], rules.missions, rules.parts)


def test_the_raw_annex_gives_the_lines_of_the_clean_csv():
    annex, clean = opened(ANNEX), opened(LINES)
    columns = [
        "mission",
        "action",
        "label",
        "kind",
        "nature",
        "unit",
        "direction",
        "baseline",
        "expected_proof",
    ]
    assert len(annex.lines) == 41
    pd.testing.assert_frame_equal(annex.lines[columns], clean.lines[columns])


def test_the_raw_annex_gives_the_schedules_and_amounts_of_the_clean_csv():
    annex, clean = opened(ANNEX), opened(LINES)
    columns = ["line", "tier", "threshold", "amount"]
    pd.testing.assert_frame_equal(annex.tiers[columns], clean.tiers[columns])
    # 35 000 + 45 000 + 17 500 + 15 000 + 10 000: the variable part of the contract.
    last = annex.tiers.groupby("line")["amount"].max()
    assert last.groupby(annex.lines["mission"].tolist(), sort=False).sum().to_dict() == {
        "acces_aux_soins": 35_000,
        "parcours": 45_000,
        "prevention": 17_500,
        "qualite": 15_000,
        "accompagnement": 10_000,
    }


def test_the_wide_envelopes_of_the_raw_annex_are_those_of_the_clean_csv():
    annex, clean = opened(ANNEX).envelopes, opened(LINES, ENVELOPES).envelopes
    columns = ["mission", "part", "ceiling"]
    assert len(annex) == 13
    order = ["mission", "part"]
    pd.testing.assert_frame_equal(
        annex[columns].sort_values(order, ignore_index=True),
        clean[columns].sort_values(order, ignore_index=True),
    )


def test_what_was_understood_of_the_annex_is_announced_and_nothing_of_it_is_doubtful():
    dossier = opened(ANNEX)
    assert set(dossier.problems["severity"]) == {"info"}
    messages = [message for _, message in said(dossier)]
    assert any(
        message.startswith("Cette feuille est dans une autre forme que le modèle") for message in messages
    )
    assert any("6\u00a0lignes de total" in message for message in messages)


def test_the_annex_written_as_the_template_reads_the_same():
    rules = law.load()
    annex = opened(ANNEX)
    again = reading.read(
        [("modele.xlsx", reading.workbook(annex, rules.missions, rules.parts))], rules.missions, rules.parts
    )
    columns = ["mission", "label", "kind", "unit", "direction", "baseline"]
    pd.testing.assert_frame_equal(again.lines[columns], annex.lines[columns])
    steps = ["line", "tier", "threshold", "amount"]
    pd.testing.assert_frame_equal(again.tiers[steps], annex.tiers[steps])


def test_each_guess_of_the_annex_has_a_score_and_a_reason():
    rules = law.load()
    sheets = open_here(ANNEX.name, ANNEX.read_bytes())
    layout = propose(sheets, rules.missions, rules.parts)
    assert [(plan.sheet, plan.role, plan.header) for plan in layout.sheets] == [
        ("Annexe indicateurs", "lines", 4),
        ("Enveloppes", "envelopes", 1),
    ]
    assert not layout.confirmed
    assert all(
        0.8 <= column.score <= 1 and column.reason for plan in layout.sheets for column in plan.columns
    )
