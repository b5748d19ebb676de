"""An avenant nobody signed, added to a copy of the law: what it changes, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import re

from aci_model import law
from tests.law_copy import AMOUNT, HEAD, added


def test_a_later_text_patches_only_what_it_says(folder):
    found = law.load_from(added(folder, HEAD + AMOUNT))
    eve = law.fold(found, dt.date(2030, 3, 9)).ceilings.set_index(["mission", "part", "size_class"])[
        "ceiling"
    ]
    day = law.fold(found, dt.date(2030, 3, 10)).ceilings.set_index(["mission", "part", "size_class"])[
        "ceiling"
    ]
    assert day.index.equals(eve.index)
    changed = eve.index[eve.fillna(-1) != day.fillna(-1)]
    assert list(changed) == [("parcours", "fixe", size) for size in (1, 2, 3, 4)]
    assert list(day[changed]) == [1_000, 2_000, 3_000, 4_000]


def test_an_amount_made_unknown_does_not_run_on(folder):
    unknown = re.sub(r"= \d_000", '= "inconnu"', AMOUNT)
    found = law.load_from(added(folder, HEAD + unknown))
    rows = law.fold(found, None).ceilings.query("mission == 'parcours' and part == 'fixe'")
    assert rows["ceiling"].isna().tolist() == [True] * 4
    assert set(rows["text"]) == {"avenant_9"}


def test_a_row_may_apply_later_than_its_text(folder):
    later = AMOUNT.replace('part = "fixe"', 'part = "fixe"\neffective = 2031-01-01')
    found = law.load_from(added(folder, HEAD + later))
    asked = "mission == 'parcours' and part == 'fixe' and size_class == 1"
    assert law.fold(found, dt.date(2030, 12, 31)).ceilings.query(asked)["ceiling"].item() == 25_000
    assert law.fold(found, dt.date(2031, 1, 1)).ceilings.query(asked)["ceiling"].item() == 1_000


def test_a_later_amount_ends_the_dispute_about_the_earlier_one(folder):
    access = AMOUNT.replace('"parcours"', '"acces_aux_soins"')
    found = law.load_from(added(folder, HEAD + access))
    disputed = law.fold(found, None).ceilings.query("disputed")
    assert disputed["part"].tolist() == ["variable"]


def test_a_printed_total_does_not_outlive_a_change_of_its_parts(folder):
    found = law.load_from(added(folder, HEAD + AMOUNT))
    printed = {
        day: set(law.fold(found, day).totals.query("size_class == 1")["mission"].dropna())
        for day in (dt.date(2030, 3, 9), dt.date(2030, 3, 10))
    }
    assert printed[dt.date(2030, 3, 9)] == {"acces_aux_soins", "parcours"}
    assert printed[dt.date(2030, 3, 10)] == {"acces_aux_soins"}


def test_a_resolved_conflict_no_longer_marks_any_amount(folder):
    settled = """
[[conflict]]
id = "acces_aux_soins_taille_3"
mission = "acces_aux_soins"
parts = ["fixe", "variable"]
size_class = 3
status = "resolved"
question = "Réglé."
source = "inventée"
confidence = "C"
figures = [
  { amount = 120_000, source = "a", confidence = "A" },
  { amount = 125_000, source = "b", confidence = "B" },
]
"""
    found = law.load_from(added(folder, HEAD + settled))
    assert law.fold(found, dt.date(2030, 3, 9)).ceilings["disputed"].sum() == 2
    rules = law.fold(found, None)
    assert not rules.ceilings["disputed"].any()
    assert set(rules.conflicts["status"]) == {"resolved"}
    assert len(rules.conflicts) == 4  # two parts × two figures
