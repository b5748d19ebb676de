"""Page 3's slider and figure in Dash: the same library calls, the same figure, nothing else on the page.

`python -m benchmarks.dash_app PORT`. What no slider moves (the file read, the contract computed, the years laid out)
is done once at the start, as the app's session cache does; a move asks the library for the rest, as page 3 does.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, dcc, html

from aci_model import foresight, law, reading
from aci_model.funding import assess
from aci_model.report import tables
from benchmarks.read_and_compute import sample
from pages._shared import figure_style, year_figure
from pages._shared.palette import palette

if TYPE_CHECKING:
    from collections.abc import Callable

LABEL = "Part variable comptée"


def picture() -> Callable[[float], dict[str, Any]]:
    """Prepare the sample; give the function from a share of the variable part (0–100) to page 3's figure."""
    path, rules = sample(), law.load()
    dossier = reading.read([(path.name, path.read_bytes())], rules.missions, rules.parts)
    ahead = foresight.outlook(assess(dossier, rules), dossier, rules)
    priced = foresight.costs(dossier.expenses, ahead.spans)
    colours = palette("light")

    def drawn(percent: float) -> dict[str, Any]:
        """Draw the years with this share (0–100) of the variable part."""
        scenarios = [law.scenario(percent / 100), rules.scenarios[foresight.WITHOUT]]
        years = foresight.yearly(foresight.project(ahead, scenarios))
        years = years.assign(label=tables.year_labels(years)).reset_index(drop=True)
        frames = tables.years_drawn(years, foresight.coverage(priced, years))
        return year_figure.years(frames.chosen, frames.without, frames.commitments, colours)

    return drawn


def app() -> Dash:
    """The page: a slider over a figure."""
    drawn, made = picture(), Dash(__name__)
    made.layout = html.Div(
        [
            html.Label(LABEL),
            dcc.Slider(0, 100, 5, value=100, id="share", updatemode="drag"),
            dcc.Graph(id="figure", figure=drawn(100), config=figure_style.CONFIG),
        ]
    )
    made.callback(Output("figure", "figure"), Input("share", "value"))(drawn)
    return made


if __name__ == "__main__":
    app().run(port=int(sys.argv[1]), debug=False)
