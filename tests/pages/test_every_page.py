"""What holds for every page, whatever is loaded: one question, one answer, French, figures that stand."""

from __future__ import annotations

import re
from types import SimpleNamespace

import plotly.graph_objects as go_figures
import pytest

from tests import contract_a
from tests.pages import screen
from tests.pages.app import enter

PAGES = [screen.HOME, screen.PROGRESS, screen.EUROS, screen.YEARS, screen.SCALE]
FILES = {
    "nothing": [],
    "contract A": [contract_a.WORKBOOK],
    "a dirty file": [contract_a.DIRTY],
    "lines alone": [contract_a.LINES],
    "three at once": [contract_a.WORKBOOK, contract_a.DIRTY, contract_a.LINES],
}
TABLES = ["missions", "part_variable_missions", "lectures", "avancement", "projection_annees", "tresorerie"]
# An ordinary space where French has a no-break one, or none at all.
BREAKABLE = re.compile(r"[\w%€)»] [:;!?»](?=[\s.,]|$)|« |\d [%€]")
QUOTED = re.compile(r" — \d+\u00a0% sûr")  # beside cells of the file, shown as they were typed
MACHINE = re.compile(r"\b(nan|NaN|None|NaT|<NA>|True|False|Traceback|Error)\b")


@pytest.fixture(scope="module", params=FILES, ids=str)
def walked(request):
    """Every page with some files loaded, all its tables unfolded, as it stood."""
    app = enter()
    paths = FILES[request.param]
    if paths:
        screen.drop(app, *[(path.name, path.read_bytes()) for path in paths])
    for name in TABLES:
        app.session_state[f"fold_{name}"] = True
    seen = {}
    for page in PAGES:
        screen.visit(app, page)
        seen[page] = SimpleNamespace(
            titles=[element.value for element in app.title],
            answers=[element.value for element in app.header],
            words=_words(app),
            charts=screen.charts(app),
            tables=[(table.proto.alt, table.value) for table in app.table],
        )
    return request.param, seen


def _words(app):
    """Every piece of text of the page: sentences, labels, choices, help."""
    pieces = screen.words(app).splitlines()
    for widget in [*app.button, *app.selectbox, *app.radio, *app.toggle, *app.slider, *app.button_group]:
        pieces += [widget.label, widget.help]
    pieces += [option for widget in [*app.radio, *app.button_group] for option in widget.options]
    pieces += [piece for metric in app.metric for piece in (metric.label, metric.value)]
    pieces += [fold.label for fold in app.expander]
    return [screen.said(piece) for piece in pieces if piece]


def _everywhere(walked, piece_of):
    files, seen = walked
    return [(files, page, piece) for page, there in seen.items() for piece in piece_of(there)]


def test_each_page_asks_one_question(walked):
    _, seen = walked
    assert all(len(there.titles) == 1 and there.titles[0].endswith("\u202f?") for there in seen.values())


def test_each_page_gives_one_answer_once_files_are_loaded(walked):
    files, seen = walked
    for page, there in seen.items():
        expected = 1 if files != "nothing" or page == screen.SCALE else 0
        assert len(there.answers) == expected, page


def test_the_walk_saw_what_it_is_meant_to_judge(walked):
    files, seen = walked
    charts = [len(there.charts) for there in seen.values()]
    readings = files != "lines alone"  # without a result no reading can be told from another
    spent = files != "lines alone"  # without expenses nothing can be followed month by month
    assert charts == ([0] * 5 if files == "nothing" else [1, 1, 1 + readings, 1 + spent, 0])
    if files != "nothing":
        assert all(there.tables for there in seen.values())
        assert all(len(there.words) > 10 for there in seen.values())


def test_the_eye_for_spaces_sees_a_plain_one():
    assert all(BREAKABLE.search(wrong) for wrong in ("oui : non", "non ?", "« non", "non »", "5 %", "5 €"))
    assert not BREAKABLE.search("oui\u00a0: «\u00a0non\u00a0»\u202f?")


def test_every_sentence_has_french_spaces(walked):
    said = _everywhere(walked, lambda there: there.words)
    offences = [place for place in said if BREAKABLE.search(place[2]) and not QUOTED.search(place[2])]
    assert offences == []


def test_no_word_of_the_machine_reaches_the_screen(walked):
    offences = [place for place in _everywhere(walked, lambda there: there.words) if MACHINE.search(place[2])]
    assert offences == []


def test_tables_hold_no_word_of_the_machine(walked):
    def cells(there):
        return [str(cell) for _, frame in there.tables for cell in frame.to_numpy().ravel()]

    assert [place for place in _everywhere(walked, cells) if MACHINE.search(place[2])] == []


def test_every_chart_and_table_has_words_for_someone_who_does_not_see_it(walked):
    def aloud(there):
        return [chart.alt for chart in there.charts] + [alt for alt, _ in there.tables]

    assert all(len(place[2].split()) > 1 for place in _everywhere(walked, aloud))


def test_every_chart_is_one_that_plotly_understands(walked):
    for _, _, drawn in _everywhere(walked, lambda there: [chart.drawn for chart in there.charts]):
        go_figures.Figure(drawn)  # raises on any key or value it does not know


def test_the_alternative_text_of_a_chart_is_well_set(walked):
    alts = _everywhere(walked, lambda there: [chart.alt for chart in there.charts])
    assert [place for place in alts if BREAKABLE.search(place[2]) or MACHINE.search(place[2])] == []
