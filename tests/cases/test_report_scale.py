"""The annex as people read it: totals worked by hand, doubts told, and a text nobody wrote code for."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from aci_model import law, reading
from aci_model.report import periods, scale
from tests.law_copy import added, head

ACCORD, SPRING, CRISIS = dt.date(2019, 8, 25), dt.date(2022, 4, 1), dt.date(2022, 9, 3)
AVENANT = (
    head(published='"inconnu"')
    + """
[[amount]]
mission = "parcours"
part = "fixe"
taille_1 = 51_000
taille_2 = 52_000
taille_3 = "inconnu"
taille_4 = 54_000
source = "Annexe de l’avenant 9"
confidence = "C"

[[withdrawn]]
mission = "parcours"
part = "variable"
source = "Annexe de l’avenant 9"
confidence = "C"
"""
)


@pytest.fixture
def later(folder):
    """The library's law with one more text dropped into its folder."""
    return law.load_from(added(folder, AVENANT))


def named(level, label, remark):
    return f"{level}: {label}" + (f" ({remark})" if remark else "")


def cell(figure, remark):
    return f"{figure} [{remark}]" if remark else figure


def lines(known, on):
    """The annex of a day: head of a line -> its cells."""
    table = scale.wide(scale.annex(known, on), known, named, cell).astype(object)
    assert list(table.columns) == ["Mission et part", "Taille 1", "Taille 2", "Taille 3", "Taille 4"]
    return [tuple(row) for row in table.to_numpy().tolist()]


def line(known, on, start):
    """The one line of the annex whose head starts so."""
    (found,) = [row for row in lines(known, on) if row[0].startswith(start)]
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in found[1:]]


def test_the_published_ceilings_close_the_annex_of_2019():
    # Le Quotidien du médecin, 21/11/2019: 220, 287, 370 and 450 k€, all missions together.
    assert line(law.load(), ACCORD, "whole: Toutes les missions") == [
        "220 000 € [◐ à confirmer]",
        "287 000 € [◐ à confirmer]",
        "370 000 € [◐ à confirmer]",
        "450 000 € [◐ à confirmer]",
    ]


def test_a_total_over_an_unknown_is_unknown_and_tells_what_is_known_of_it():
    # Known in taille 1: fonctionnement 50 000, parcours 25 000 + 25 000, prévention 10 000 + 10 000,
    # qualité 7 500 + 7 500, accompagnement 5 000 + 5 000: 145 000. Accès aux soins and crise: unknown.
    # Taille 3: 75 000 + 90 000 + 35 000 + 45 000 x 2 + 17 500 x 2 + 22 500 + 67 500 + 15 000 x 2 + 10 000 x 2 = 465 000.
    total = line(law.load(), None, "whole: ")
    assert total[0] == "inconnu [○ dont 145 000 € connus]"
    assert total[2] == "465 000 € [≠ en désaccord]"


def test_a_mission_nobody_knows_anything_of_has_no_known_part():
    assert line(law.load(), None, "mission: Crise sanitaire")[0] == "inconnu [○ sans source]"


def test_what_only_a_crisis_brings_is_told_apart_from_the_whole():
    assert line(law.load(), None, "crisis: ")[2] == "67 500 € [◐ à confirmer]"
    assert not [row for row in lines(law.load(), ACCORD) if row[0].startswith("crisis")]


def test_the_annex_reads_in_the_accord_s_order_each_mission_before_its_parts():
    heads = [row[0] for row in lines(law.load(), SPRING)]
    assert heads[:6] == [
        "mission: Fonctionnement",
        "part: Part fixe",
        "mission: Accès aux soins (Mission socle, obligatoire)",
        "part: Part fixe",
        "part: Part variable",
        "mission: Parcours (Mission socle, obligatoire)",
    ]
    assert heads[-1] == "whole: Toutes les missions"


def test_each_total_is_the_sum_of_its_parts_on_every_period():
    known = law.load()
    for period in periods.periods(known):
        rows = scale.annex(known, period.first)
        parts = rows[rows["level"] == scale.PART]
        for level, keys in ((scale.MISSION, ["mission_label", "size_class"]), (scale.WHOLE, ["size_class"])):
            told = rows[rows["level"] == level].set_index(keys)["ceiling"]
            summed = parts.groupby(keys)["ceiling"].sum(skipna=False).reindex(told.index)
            pd.testing.assert_series_equal(told, summed)


def test_one_size_gives_the_same_figures_as_its_column():
    known = law.load()
    rows = scale.annex(known, None)
    narrow = scale.of_size(rows, 3, named)
    figures, _ = scale.words(rows[rows["size_class"] == 3])
    assert narrow["Montant par an"].tolist() == figures
    assert narrow["Mission et part"].tolist() == [row[0] for row in lines(known, None)]
    assert (
        narrow.loc[
            narrow["Mission et part"] == "mission: Parcours (Mission socle, obligatoire)", "Texte"
        ].item()
        == ""
    )


def test_a_text_dropped_into_the_folder_shows_without_a_line_of_code(later):
    day = dt.date(2030, 3, 10)
    newest = periods.periods(later)[0]
    assert (newest.first, newest.last, newest.texts) == (day, None, ("Avenant 9",))
    # The variable part is withdrawn and the fixe of taille 3 unknown: the mission is worth its fixe alone.
    assert line(later, day, "mission: Parcours") == [
        "51 000 € [◔ déduit]",
        "52 000 € [◔ déduit]",
        "inconnu [○ sans source]",
        "54 000 € [◔ déduit]",
    ]
    assert scale.in_force(later, day).endswith("Accord de 2019, Avenant 2 et Avenant 9.")
    assert scale.in_force(later, CRISIS).endswith("Accord de 2019 et Avenant 2.")


def test_the_annex_of_one_text_holds_what_it_writes_and_what_it_ends(later):
    (text,) = [text for text in later.texts if text.id == "avenant_9"]
    rows = scale.annex_of(text, later)
    table = scale.wide(rows, later, named, cell)
    assert table["Mission et part"].tolist() == ["part: Parcours, part fixe", "part: Parcours, part variable"]
    assert table["Taille 3"].tolist() == ["inconnu [○\xa0sans\xa0source]", "supprimée"]


def test_an_amount_that_applies_later_than_its_text_says_so():
    known = law.load()
    (text,) = [text for text in known.texts if text.id == "avenant_2"]
    table = scale.wide(scale.annex_of(text, known), known, named, cell)
    assert (
        "part: Crise sanitaire, part fixe (à partir du 3 septembre 2022)" in table["Mission et part"].tolist()
    )
    assert "part: Accès aux soins, part fixe" in table["Mission et part"].tolist()


def test_the_answer_counts_what_is_sure_what_is_not_and_what_nobody_knows():
    # Official: fonctionnement 1 x 4 sizes + parcours 2 x 4 = 12. To confirm: prévention, qualité, accompagnement
    # 2 x 4 each + accès and crise in taille 3, 2 each = 28. Unknown: accès and crise, 2 x 3 sizes each = 12.
    said = scale.answer(law.load(), None).replace("\xa0", " ").replace("\u202f", " ")
    assert said == (
        "12 montants sur 52 viennent d’une source officielle, 28 sont à confirmer avec votre contrat et "
        "12 restent inconnus ; 1 désaccord reste à trancher."
    )


def test_the_answer_of_one_size_leaves_the_doubts_of_the_others_out():
    # Taille 1: fonctionnement and parcours x 2 are official, six more to confirm, accès x 2 and crise x 2 unknown.
    said = scale.answer(law.load(), None, 1).replace("\xa0", " ")
    assert said == (
        "3 montants sur 13 viennent d’une source officielle, 6 sont à confirmer avec votre contrat et "
        "4 restent inconnus."
    )


def test_the_legend_explains_the_marks_in_use_and_no_other():
    def marks(rows):
        return [sure.mark for sure in scale.legend(rows)]

    assert marks(scale.annex(law.load(), ACCORD)) == ["●", "◐"]
    today = scale.annex(law.load(), None)
    assert marks(today) == ["●", "◐", "○", "≠"]
    assert marks(today[today["size_class"] == 1]) == ["●", "◐", "○"]


def test_every_amount_says_where_it_was_read():
    rows = scale.annex(law.load(), None)
    table = scale.origins(rows, law.load())
    access = table[table["Mission et part"] == "Accès aux soins, part fixe"]
    assert access["Tailles"].tolist() == ["1, 2 et 4", "3"]
    assert access["Confiance"].tolist() == [str(scale.NOBODY), str(scale.CONFIDENCES["B"])]
    parcours = table[table["Mission et part"] == "Parcours, part fixe"]
    assert parcours["Tailles"].tolist() == ["toutes"]
    assert table["Source"].str.len().gt(0).all()


def test_what_must_be_known_of_an_amount_is_told_once_for_the_parts_it_concerns():
    (first, *_) = scale.notes(scale.annex(law.load(), None))
    assert first.startswith("Accès aux soins, part fixe et part variable\xa0: Les deux contrats")


def test_the_workbook_of_amounts_keeps_numbers_as_numbers_and_the_unknown_empty():
    known = law.load()
    table = scale.annex_for_people(scale.annex(known, None), known)
    assert len(table) == 52  # 13 parts x 4 sizes
    sheet = load_workbook(io.BytesIO(reading.table_workbook(table, "Montants"))).active
    headers, *rows = [row for row in sheet.iter_rows(values_only=True) if row[1] is not None]
    column = headers.index("Montant par an")
    by_place = {row[:3]: row[column] for row in rows}
    assert by_place["Fonctionnement", "Part fixe", "Taille 3"] == 75_000
    assert by_place["Crise sanitaire", "Part fixe", "Taille 1"] is None


def test_periods_follow_one_another_without_gap_and_the_latest_comes_first():
    known = periods.periods(law.load())
    assert [period.first for period in known] == [CRISIS, SPRING, ACCORD]
    assert [period.last for period in known] == [None, dt.date(2022, 9, 2), dt.date(2022, 3, 31)]
    assert periods.period_words(known[0]) == "Depuis le 3 septembre 2022 (Avenant 2)"
    assert periods.period_words(known[2]) == "Du 25 août 2019 au 31 mars 2022 (Accord de 2019)"


def test_a_day_falls_in_its_period():
    known = periods.periods(law.load())
    assert periods.period_of(known, None) == 0
    assert periods.period_of(known, CRISIS) == 0
    assert periods.period_of(known, dt.date(2022, 9, 2)) == 1
    assert periods.period_of(known, ACCORD) == 2
    assert periods.period_of(known, dt.date(2018, 1, 1)) == 2  # before any text: the earliest there is


def test_the_day_of_a_contract_year_is_the_one_its_ceilings_are_read_on():
    assert periods.reference_day(pd.Timestamp(2026, 4, 15), 2026) == dt.date(2026, 4, 15)
    assert periods.reference_day(pd.NaT, 2022) == dt.date(2022, 12, 31)
    assert periods.reference_day(pd.NaT, None) is None
    assert periods.reference_day(pd.NaT, 5) is None  # a rank in the contract, not a calendar year


@pytest.mark.parametrize(
    ("signed", "year"), [(dt.date(2019, 10, 1), 2021), (None, 2021), (None, 2022), (None, None)]
)
def test_the_page_and_the_ceilings_read_the_same_rules(signed, year):
    known = law.load()
    years = pd.DataFrame(
        {
            "community": ["A"],
            "year": pd.array([year], dtype="Int64"),
            "size_class": pd.array([3], dtype="Int64"),
            "starts": [pd.NaT if signed is None else pd.Timestamp(year, signed.month, signed.day)],
        }
    ).astype({"starts": "datetime64[s]"})
    day = periods.reference_day(years["starts"].iloc[0], year)
    rows = scale.annex(known, day)
    shown = rows[(rows["level"] == scale.PART) & (rows["size_class"] == 3)]["ceiling"].tolist()
    assert shown == law.ceilings(known, years)["ceiling"].tolist()
