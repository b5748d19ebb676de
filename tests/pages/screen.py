"""What a person sees of a page and does to it, whatever Streamlit calls it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from streamlit.runtime.state.common import is_keyed_element_id, user_key_from_element_id

from tests import contract_a
from tests.pages.app import go, run

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.testing.v1 import AppTest

PROGRESS, EUROS, YEARS = "pages/1_Avancement.py", "pages/2_Part_variable.py", "pages/3_Projection.py"
OBJECTIVES, DIALOGUE = "pages/4_Objectifs.py", "pages/5_Negociation.py"
ROOM, PEERS = "pages/6_Atelier.py", "pages/7_Comparaison.py"
HOME, SCALE = "dashboard.py", "pages/8_Bareme.py"

_ESCAPED = re.compile(r"\\(?=\W|_)")
_JOINER = "\u2060"


class Chart(NamedTuple):
    """A chart: its words for someone who does not see it, and what is drawn."""

    alt: str
    drawn: dict


def said(text: str) -> str:
    """The words a person reads where the page sends escaped Markdown."""
    return _ESCAPED.sub("", text).replace(_JOINER, "")


def words(app: AppTest) -> str:
    """All sentences of the page, one a line, tables and charts apart."""
    elements = [
        *app.title,
        *app.header,
        *app.subheader,
        *app.markdown,
        *app.caption,
        *app.error,
        *app.warning,
    ]
    return "\n".join(said(element.value) for element in elements)


def answer(app: AppTest) -> str:
    """The page's answer: its one heading of the second level."""
    (element,) = app.header
    return said(element.value)


def findings(app: AppTest) -> list[str]:
    """The headings under the answer."""
    return [said(element.value) for element in app.subheader]


def bar(app: AppTest) -> str:
    """The line that says what is in view."""
    return next(said(element.value) for element in app.main.markdown if " · année " in element.value)


def charts(app: AppTest) -> list[Chart]:
    return [Chart(element.proto.alt, json.loads(element.proto.spec)) for element in app.get("plotly_chart")]


def table(app: AppTest, name: str) -> pd.DataFrame:
    """Unfold the table of a chart, and read it."""
    app.session_state[f"fold_{name}"] = True
    run(app)
    (fold,) = [one for one in app.expander if one.proto.id.endswith(f"fold_{name}")]
    (element,) = fold.table
    return element.value.map(said)


def unfold(app: AppTest) -> AppTest:
    """Open every fold of the page whose content is only drawn once it is open."""
    closed = [fold for fold in app.expander if is_keyed_element_id(fold.proto.id) and not fold.proto.expanded]
    if not closed:
        return app
    for fold in closed:
        app.session_state[user_key_from_element_id(fold.proto.id)] = True
    return run(app)


def rows(frame: pd.DataFrame) -> list[list]:
    return frame.to_numpy().tolist()


def labelled(elements, label: str):
    """The one element of this label."""
    found = [element for element in elements if said(element.label) == label]
    assert len(found) == 1, f"{len(found)} elements are labelled {label}"
    return found[0]


def visit(app: AppTest, page: str) -> AppTest:
    """Go to a page, as its link does.

    The tester lags one run behind a browser in giving a page the choices made on another; what a browser
    shows at once is held in tests/browser.
    """
    return run(go(app, page))


def press(app: AppTest, label: str) -> AppTest:
    return run(labelled(app.button, label).click())


def choose(app: AppTest, label: str, value) -> AppTest:
    """Choose in the one widget of this label: a list, pills, a slider, a switch."""
    widgets = [*app.selectbox, *app.radio, *app.button_group, *app.slider, *app.toggle]
    return run(labelled(widgets, label).set_value(value))


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files, all at once, on the drop zone of Accueil."""
    go(app, HOME)
    zone = app.file_uploader[0]
    for name, content in files:
        zone = zone.upload(name, content)
    return run(app)


def sample(app: AppTest) -> AppTest:
    """Open the project's example."""
    return press(app, "Essayer avec un contrat réel")


def contract(app: AppTest) -> AppTest:
    """Drop the workbook of contract A, as a coordinator drops theirs."""
    return drop(app, (contract_a.WORKBOOK.name, contract_a.WORKBOOK.read_bytes()))
