"""A federation's own lists: whom it invites, and which code it gave to whom."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from aci_model import funding, law, peers, reading
from aci_model.peers.invitations import ListError, codes_for, codes_of, invited_of
from aci_model.reading.refusal import RefusedError
from sample_data.federation import INDICATORS, federation, workbooks
from tests.reading_files import book

REGIONS = ("Région Nord", "Région Sud")


def listed(text, regions=REGIONS):
    return invited_of("liste.csv", text.encode(), regions)


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("1-2", "1-2"),
        ("1", "1-2"),
        ("Taille 2", "1-2"),
        ("3 ou 4", "3-4"),
        ("tailles 3-4", "3-4"),
        ("", None),
    ],
)
def test_a_size_is_understood_however_it_is_typed(typed, group):
    assert listed(f"Repère;Taille\nA;{typed}\n")[0].size_group == group


def test_a_day_a_spreadsheet_made_of_a_group_of_sizes_is_that_group():
    rows = [["Repère", "Taille"], ["A", dt.datetime(2026, 2, 1)], ["B", dt.datetime(2026, 4, 3)]]  # noqa: DTZ001 (a cell has no zone)
    assert [one.size_group for one in invited_of("liste.xlsx", book({"Liste": rows}), REGIONS)] == [
        "1-2",
        "3-4",
    ]


def test_headers_are_found_under_a_title_and_in_any_order_and_empty_lines_are_nobody():
    found = listed(
        "Nos communautés;;\n;;\nRÉGION;Nom;Ancienneté\nregion nord;Îlot;3 ans et plus\n;;\nRégion Sud;Bocage;\n"
    )
    assert [one.mark for one in found] == ["Îlot", "Bocage"]
    assert [one.region for one in found] == ["Région Nord", "Région Sud"]
    assert [one.seniority for one in found] == ["3 ans et plus", None]


def test_a_community_without_a_mark_is_called_by_its_line():
    assert listed("Taille\n1\n")[0].mark == "Ligne 2"


@pytest.mark.parametrize("typed", ["5", "1-3", "grande", "31/12/2026"])
def test_a_size_that_is_none_is_told_with_its_line(typed):
    with pytest.raises(ListError, match="Ligne 2"):
        listed(f"Repère;Taille\nA;{typed}\n")


def test_every_fault_is_told_at_once_up_to_a_dozen():
    with pytest.raises(ListError) as refusal:
        listed("Repère;Région\n" + "A;Ailleurs\n" * 20)
    assert len(str(refusal.value).splitlines()) == 13
    assert "8 autres" in str(refusal.value)


@pytest.mark.parametrize("text", ["Repère;Taille\n", "Un;Deux\nA;1\n", "Repère;Région\n" + "A;\n" * 1_001])
def test_a_list_of_nobody_of_too_many_or_of_something_else_is_refused(text):
    with pytest.raises(ListError):
        listed(text)


def test_a_file_that_is_no_list_is_refused_like_any_other():
    with pytest.raises(RefusedError):
        invited_of("liste.xlsx", b"PK\x03\x04 coupe", REGIONS)


def test_codes_are_read_back_under_their_marks():
    content = book(
        {
            "Codes": [
                ["Codes de contribution"],
                [None],
                ["Repère", "Région", "Code"],
                ["A", None, "-x_1"],
                [7, "R", "y"],
            ]
        }
    )
    assert codes_of("codes.xlsx", content) == {"A": "-x_1", "7": "y"}


@pytest.mark.parametrize(
    "rows", [[["Repère"], ["A"]], [["Code"], ["x"]], [["Repère", "Code"], ["A", "x"], ["A", "y"]]]
)
def test_a_list_without_marks_or_codes_or_with_a_mark_twice_is_refused(rows):
    with pytest.raises(ListError):
        codes_of("codes.xlsx", book({"Codes": rows}))


def test_a_file_takes_the_code_of_the_mark_it_is_named_after():
    codes = {"Îlot Vert": "x", "b.xlsx": "y", "absent": "z"}
    assert codes_for(["dossier/ilot vert.xlsx", "b.xlsx", "c.xlsx"], codes) == {
        "dossier/ilot vert.xlsx": "x",
        "b.xlsx": "y",
    }


def test_two_files_of_one_mark_are_refused_rather_than_one_lost():
    with pytest.raises(ListError, match="Deux fichiers"):
        codes_for(["a/x.xlsx", "b/x.xlsx"], {"x": "code"})


def test_an_invented_workbook_gives_back_what_was_drawn_for_its_community():
    rules = law.load()
    missions = rules.missions["mission"].tolist()[1:]
    asked = peers.asked_of(rules, missions=missions)
    names = dict(
        zip([f"atteinte/{mission}" for mission in missions], [one[0] for one in INDICATORS], strict=False)
    )
    names |= {"part_quantitative": INDICATORS[-2][0], "nombre_objectifs": INDICATORS[-1][0]}
    contributions, attributes, _ = federation()
    drawn = contributions.pivot_table(index="contributor", columns="indicator", values="value")
    for (file, content), (_, about) in zip(islice(workbooks(), 4), attributes.iterrows(), strict=False):
        own = drawn.loc[file.removesuffix(".xlsx")]
        dossier = reading.read([(file, content)], rules.missions, rules.parts)
        assessment = funding.assess(dossier, rules)
        sent = peers.contribution_of(dossier, assessment, asked).set_index("indicator")["value"]
        number = own[INDICATORS[-1][0]]
        for indicator, name in names.items():
            if indicator == "nombre_objectifs":
                # ten bands of six, the middle of the band over sixty
                assert sent[indicator] == pytest.approx((number // 6 + 0.5) * 6 / 60)
            elif indicator == "part_quantitative":
                assert sent[indicator] == pytest.approx(own[name], abs=0.5 / number + 0.006)
            else:
                assert sent[indicator] == pytest.approx(own[name], abs=0.006, nan_ok=True)
        regions = attributes["region"].unique()
        told = peers.attributes_of(dossier, assessment, regions, dt.date(2026, 11, 1))
        assert told == {name: about[name] for name in ("size_group", "region", "seniority")}
