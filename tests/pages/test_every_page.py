"""What holds for every page, whatever is loaded: one question, one answer, French, figures that stand."""

from __future__ import annotations

import re
from types import SimpleNamespace

import plotly.graph_objects as go_figures
import pytest

from pages._shared import comparison, memory, negotiation, objectives, projection, provenance
from tests import contract_a
from tests.pages import screen
from tests.pages.app import ROOT, enter, go

VIEWS = [  # of each page, and what is chosen there to see it
    (screen.HOME, {}),
    (screen.PROGRESS, {}),
    (screen.EUROS, {}),
    *[(screen.YEARS, {"Vue": name}) for name in projection.VIEWS],
    *[(screen.OBJECTIVES, {"Vue": name}) for name in objectives.VIEWS],
    *[(screen.DIALOGUE, {"Vue": name}) for name in negotiation.VIEWS if name != "Mémoire"],
    *[(screen.DIALOGUE, {"Vue": "Mémoire", "Partie": name}) for name in memory.PARTS],
    (screen.ROOM, {}),  # its door; what is behind has its own tests
    *[(screen.PEERS, {"Vue": name}) for name in comparison.VIEWS],
    *[(screen.SCALE, {"Sujet": name}) for name in provenance.SECTIONS],
    (screen.PROGRESS, {"Contre soi-même": True}),
]
RATES = (screen.YEARS, "taux")
FILES = {
    "nothing": [],
    "contract A": [contract_a.WORKBOOK],
    "a dirty file": [contract_a.DIRTY],
    "lines alone": [contract_a.LINES],
    "three at once": [contract_a.WORKBOOK, contract_a.DIRTY, contract_a.LINES],
}
WHOLE = {  # how many pictures each view draws of a contract that says everything
    (screen.HOME,): 1,
    (screen.PROGRESS,): 1,
    (screen.EUROS,): 2,
    (screen.YEARS, "tresorerie"): 2,
    (screen.YEARS, "blanche"): 1,
    (screen.YEARS, "fourchette"): 2,
    RATES: 17,  # one a rate
    (screen.OBJECTIVES, "combien"): 1,
    (screen.OBJECTIVES, "renoncer"): 1,
    (screen.OBJECTIVES, "natures"): 1,
    (screen.DIALOGUE, "Clauses"): 2,
    (screen.DIALOGUE, "Échanges"): 2,
    (screen.PROGRESS, True): 1,
}
DRAWN = {
    "nothing": {},
    "contract A": WHOLE,
    "three at once": WHOLE,
    "a dirty file": {  # without rates, nor a day of no return, nor a past for a line to be shown beside
        **{
            view: count
            for view, count in WHOLE.items()
            if view not in {RATES, (screen.OBJECTIVES, "renoncer")}
        },
        (screen.DIALOGUE, "Clauses"): 1,
    },
    "lines alone": {  # no result tells a reading from another; no expense is followed, no chance is known
        (screen.HOME,): 1,
        (screen.PROGRESS,): 1,
        (screen.EUROS,): 1,
        (screen.YEARS, "tresorerie"): 1,
        (screen.OBJECTIVES, "natures"): 1,
        (screen.DIALOGUE, "Clauses"): 1,
    },
}
# An ordinary space where French has a no-break one, or none at all.
BREAKABLE = re.compile(r"[\w%€)»] [:;!?»](?=[\s.,]|$)|« |\d [%€]")
QUOTED = re.compile(r" — \d+\u00a0% sûr")  # beside cells of the file, shown as they were typed
TYPED = re.compile(r"Motif\u00a0: .*")  # a reason is shown as the person typed it
MACHINE = re.compile(r"\b(nan|NaN|None|NaT|<NA>|True|False|Traceback|Error)\b")


@pytest.fixture(scope="module", params=FILES, ids=str)
def walked(request):
    """Every view of every page with some files loaded, all that is folded open, as it stood."""
    app = enter()
    paths = FILES[request.param]
    if paths:
        screen.drop(app, *[(path.name, path.read_bytes()) for path in paths])
    seen = {}
    for page, choices in VIEWS:
        go(app, page)
        if paths or page == screen.SCALE:
            for label, value in choices.items():
                screen.choose(app, label, value)
        screen.unfold(app)
        seen[page, *choices.values()] = SimpleNamespace(
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
    chosen = [*app.selectbox, *app.radio, *app.toggle, *app.slider, *app.button_group]
    typed = [*app.number_input, *app.date_input, *app.text_input, *app.text_area]
    for widget in [*app.button, *chosen, *typed]:
        pieces += [widget.label, widget.help]
    pieces += [
        line for field in [*app.text_input, *app.text_area] for line in (field.value or "").splitlines()
    ]
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
    for view, there in seen.items():
        asks_only = view[0] == screen.ROOM  # a door answers nothing
        expected = 1 if (files != "nothing" or view[0] == screen.SCALE) and not asks_only else 0
        assert len(there.answers) == expected, view


def test_the_walk_goes_through_every_page():
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "pages").glob("[0-9]*.py")}
    assert {page for page, _ in VIEWS} == {screen.HOME, *there}


def test_the_walk_saw_what_it_is_meant_to_judge(walked):
    files, seen = walked
    charts = {view: len(there.charts) for view, there in seen.items() if there.charts}
    assert charts == DRAWN[files]
    silent = [view for view, there in seen.items() if len(there.words) <= 10]
    assert silent in ([], [(screen.ROOM,)]) or files == "nothing"  # a door says little


def test_every_chart_has_its_table_under_it(walked):
    _, seen = walked
    lacking = [view for view, there in seen.items() if len(there.tables) < len(there.charts)]
    assert set(lacking) <= {RATES}
    assert seen[RATES].tables or not seen[RATES].charts  # a picture for each rate, and one table of them all


def test_the_eye_for_spaces_sees_a_plain_one():
    assert all(BREAKABLE.search(wrong) for wrong in ("oui : non", "non ?", "« non", "non »", "5 %", "5 €"))
    assert not BREAKABLE.search("oui\u00a0: «\u00a0non\u00a0»\u202f?")


def test_every_sentence_has_french_spaces(walked):
    said = _everywhere(walked, lambda there: there.words)
    ours = [(*place, TYPED.sub("", words)) for *place, words in said if not QUOTED.search(words)]
    offences = [place for place in ours if BREAKABLE.search(place[-1])]
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
    for _, view, drawn in _everywhere(walked, lambda there: [chart.drawn for chart in there.charts]):
        figure = go_figures.Figure(drawn)  # raises on any key or value it does not know
        assert len(figure.data) == len(drawn["data"]) > 0, view


def test_the_alternative_text_of_a_chart_is_well_set(walked):
    alts = _everywhere(walked, lambda there: [chart.alt for chart in there.charts])
    assert [place for place in alts if BREAKABLE.search(place[2]) or MACHINE.search(place[2])] == []
