"""Each rule of ARCHITECTURE.md holds over the source, and each is shown able to fail."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.architecture import rules
from tests.architecture.source import Source, law_data, python

if TYPE_CHECKING:
    from collections.abc import Callable

LIBRARY = ("aci_model/",)
SCREENS = ("dashboard.py", "pages/")
PAGES = ("dashboard.py", "pages/0", *(f"pages/{digit}_" for digit in range(1, 10)))
PRODUCT = LIBRARY + SCREENS


class Rule(NamedTuple):
    """A sentence, where it holds, what finds its offences, and a file that breaks it."""

    sentence: str
    where: tuple[str, ...]
    check: Callable
    path: str
    bad: str

    def __repr__(self):
        return self.sentence


def a_mission():
    """Any mission of the data: the planted offences name none themselves."""
    return min(law_data().missions)


def an_amount():
    """The largest amount of the data."""
    return int(max(law_data().amounts))


RULES = [
    Rule("the library knows no screen", LIBRARY, rules.knows_no_screen, "aci_model/a.py", "import streamlit as st"),
    Rule("the library draws nothing", LIBRARY, rules.knows_no_screen, "aci_model/a.py", "def f():\n    import plotly.graph_objects"),
    Rule("the library imports no page", LIBRARY, rules.knows_no_screen, "aci_model/a.py", "from pages._shared import x"),
    Rule("a page is thin", PAGES, rules.stays_thin, "pages/1_A.py", "import pandas as pd"),
    Rule("imports point one way", LIBRARY, rules.imports_downwards, "aci_model/law/a.py", "from aci_model.funding import grid"),
    Rule("law and reading are strangers", LIBRARY, rules.imports_downwards, "aci_model/reading/a.py", "from aci_model import law"),
    Rule("relative imports point one way too", LIBRARY, rules.imports_downwards, "aci_model/funding/a.py", "from ..foresight import cash"),
    Rule("a new part of the library takes its place in the order", LIBRARY, rules.imports_downwards, "aci_model/misc/a.py", ""),
    Rule("only session.py holds session state", PRODUCT, rules.leaves_state_alone, "pages/_shared/a.py", "st.session_state['x'] = 1"),
    Rule("session state is not fetched by name either", PRODUCT, rules.leaves_state_alone, "pages/1_A.py", "getattr(st, 'session_state')"),
    Rule("no raw HTML reaches the screen", PRODUCT, rules.shows_no_raw_html, "pages/1_A.py", "st.markdown('x', unsafe_allow_html=True)"),
    Rule("no tool that slows a chart or a table down", SCREENS, rules.draws_cheaply, "pages/_shared/a.py", "import plotly.express as px"),
    Rule("no Styler", SCREENS, rules.draws_cheaply, "pages/_shared/a.py", "st.dataframe(frame.style.format())"),
    Rule("no function is applied row by row", LIBRARY, rules.walks_no_rows, "aci_model/a.py", "frame.apply(f, axis=1)"),
    Rule("rows are not walked", LIBRARY, rules.walks_no_rows, "aci_model/a.py", "for _, row in frame.iterrows(): pass"),
    Rule("rows are not walked as tuples", LIBRARY, rules.walks_no_rows, "aci_model/a.py", "list(frame.itertuples())"),
    Rule("the library has no clock", LIBRARY, rules.reads_no_clock, "aci_model/a.py", "dt.date.today()"),
    Rule("the library rebinds no global", LIBRARY, rules.reads_no_clock, "aci_model/a.py", "def f():\n    global x"),
    Rule("what is public is explained", LIBRARY, rules.explains_itself, "aci_model/a.py", "'''A.'''\ndef f(): pass"),
    Rule("public methods are explained", LIBRARY, rules.explains_itself, "aci_model/a.py", "'''A.'''\nclass C:\n    '''C.'''\n    def f(self): pass"),
    Rule("what is public under a condition is explained", LIBRARY, rules.explains_itself, "aci_model/a.py", "'''A.'''\nif x:\n    async def f(): pass"),
    Rule("modules are short", (), rules.stays_short, "tests/a.py", "x = 1\n" * 350),
    Rule("functions are short", (), rules.stays_short, "aci_model/a.py", "def f():\n" + "    x = 1\n" * 60),
]  # fmt: skip

# These three read the law's data, and so do the offences planted for them.
LAW_RULES = [
    Rule("no code names a mission", LIBRARY, rules.names_no_mission, "aci_model/a.py", "x = frame['{mission}']"),
    Rule("no code builds a mission's name", LIBRARY, rules.names_no_mission, "aci_model/a.py", "x = f'{mission}_{{y}}'"),
    Rule("no variable is named after a mission", LIBRARY, rules.names_no_mission, "aci_model/a.py", "f({mission}=1)"),
    Rule("no code states an amount", LIBRARY, rules.states_no_law, "aci_model/a.py", "x = {amount}"),
    Rule("no code states an amount as a decimal", LIBRARY, rules.states_no_law, "aci_model/a.py", "x = {amount}.0"),
    Rule("no code states an amount as text", LIBRARY, rules.states_no_law, "aci_model/a.py", "x = '{amount}'"),
    Rule("no code states a rate", LIBRARY, rules.states_no_law, "aci_model/a.py", "x = y * {rate}"),
]  # fmt: skip


def the(rule):
    return rule.sentence


ONCE = list(
    {(rule.check, rule.where): rule for rule in reversed(RULES + LAW_RULES)}.values()
)  # one walk a check


@pytest.mark.parametrize("rule", ONCE, ids=the)
def test_over_the_whole_source(rule):
    offences = [offence for source in python(*rule.where) for offence in rule.check(source)]
    assert not offences, "\n" + "\n".join(offences)


@pytest.mark.parametrize("rule", RULES, ids=the)
def test_a_planted_offence_is_seen(rule):
    assert list(rule.check(Source(rule.path, rule.bad)))


@pytest.mark.parametrize("rule", LAW_RULES, ids=the)
def test_an_offence_planted_from_the_data_is_seen(rule):
    planted = rule.bad.format(mission=a_mission(), amount=an_amount(), rate=max(law_data().rates))
    assert list(rule.check(Source(rule.path, planted)))


@pytest.mark.parametrize("rule", ONCE, ids=the)
def test_innocent_code_is_left_alone(rule):
    innocent = textwrap.dedent('''
        """Fund the missions of a community: fonctionnement, prévention."""

        from __future__ import annotations


        def share(part: float, whole: float) -> float:
            """Give the part's share of the whole."""
            return part / whole if whole else 12 * part
    ''')
    assert (
        list(rule.check(Source("aci_model/funding/shares.py", innocent))) == []
        or rule.check is rules.stays_thin
    )


def test_the_source_is_really_walked():
    paths = {source.path for source in python(*PRODUCT)}
    assert {
        "dashboard.py",
        "aci_model/frames.py",
        "pages/_shared/session.py",
        "pages/1_Avancement.py",
    } <= paths


def test_the_law_data_is_really_read():
    # Seven missions (ACI.md §1); among the amounts 90 000 (taille 4) and the bound 40 000; the 75 % advance.
    law = law_data()
    assert len(law.missions) == 7
    assert {90_000, 40_000} <= law.amounts
    assert 0.75 in law.rates


def test_the_library_has_no_circle_of_imports():
    assert rules.circles(python(*LIBRARY)) == []


def test_a_planted_circle_is_seen():
    pair = [
        Source("aci_model/a.py", "from aci_model.b import x"),
        Source("aci_model/b.py", "import aci_model.a"),
    ]
    assert rules.circles(pair) == ["aci_model.a → aci_model.b → aci_model.a"]
