"""« Contre soi-même » in words: what a line's own past lets one conclude, and what it does not."""

import datetime as dt

from aci_model import law
from aci_model.funding import assess, of_year
from aci_model.report import own_path, tables
from tests.building import COMMUNITY, done, dossier, line

BREAST = ((69.7, 1_000), (75, 3_500))


def own(*lines, year=2026, **more):
    rules = law.load()
    read = dossier(*lines, signed=dt.date(2022, 4, 15), **more)
    case = of_year(assess(read, rules), COMMUNITY, year)
    return own_path.own(tables.lines(case, read, rules), read, year)


def count_of(result, year, label="Ateliers"):
    return line(
        "prevention", (100, 1_000), result=result, kind="compte", label=label, unit="ateliers", year=year
    )


def test_a_line_of_one_year_says_that_a_progress_cannot_be_told_from_chance():
    told = own(line("prevention", *BREAST, result=72.5, unit="%"))
    assert told.say == "Prévention\u00a0: trop peu d’années pour distinguer un progrès du hasard."
    assert told.path["result_words"].tolist() == ["72,5\u00a0%"]
    assert told.path["low_words"].tolist() == [""]  # no band is known: it is blank, not zero


def test_lines_without_any_value_are_counted_and_nothing_is_drawn():
    told = own(done("prevention", 500))
    assert told.path.empty
    assert told.say == "Prévention\u00a0: trop peu d’années pour distinguer un progrès du hasard."


def test_a_count_that_grew_beyond_chance_is_a_progress_and_a_small_move_is_not():
    # 80 % of the counts whose mean is unknown: 10 lies in 6,2 to 15,4, 40 in 32,0 to 49,4: they do not touch;
    # 10 and 12 (7,8 to 17,8) do.
    told = own(
        count_of(10, 2025),
        count_of(40, 2026),
        count_of(10, 2025, "Réunions"),
        count_of(12, 2026, "Réunions"),
        count_of(3, 2026, "Neuf"),
    )
    assert told.say == (
        "Prévention, sur 3\u00a0lignes\u00a0: 1 en progrès et 1 sans différence visible\u202f; "
        "pour 1, trop peu d’années pour distinguer un progrès du hasard."
    )
    verdicts = told.path.drop_duplicates("label").set_index("label")["verdict"]
    assert verdicts.to_dict() == {
        "Ateliers": "progrès",
        "Réunions": "pas de différence visible",
        "Neuf": "trop peu d’années",
    }


def test_a_year_after_the_one_in_view_is_left_out():
    lines = (count_of(10, 2024), count_of(40, 2025), count_of(2, 2026))
    assert own(*lines, year=2025).path["year"].tolist() == [2024, 2025]
    assert own(*lines, year=2026).path["year"].tolist() == [2024, 2025, 2026]


def test_a_deliverable_is_done_or_not_and_has_no_band():
    told = own(
        done("prevention", 500, result=False, label="Charte", year=2025),
        done("prevention", 500, result=True, label="Charte", year=2026),
    )
    assert told.path["result_words"].tolist() == ["non fait", "fait"]
    assert told.path["low_words"].tolist() == ["", ""]
    assert told.path["verdict"].unique().tolist() == ["progrès"]


def test_neither_target_nor_euros_nor_attainment_are_said():
    told = own(count_of(10, 2025), count_of(40, 2026))
    assert not {"ceiling", "earned", "attainment", "target"} & set(told.path.columns)
    assert "€" not in told.say + told.aloud
    assert "Ateliers\u00a0: 2025 10\u00a0ateliers et 2026 40\u00a0ateliers, progrès" in told.aloud
