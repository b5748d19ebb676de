"""A figure that Streamlit may send as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plotly.basedatatypes import BaseFigure

if TYPE_CHECKING:
    from pages._shared.figure_style import Figure


class Drawn(BaseFigure):  # type: ignore[misc]  # plotly is not typed
    """A figure dict in the shape `st.plotly_chart` takes without checking it again.

    Streamlit rebuilds and checks a bare dict on every run: 3 to 10 ms a chart, which is most of what a page
    may take. Our builders write figures that hold; a test has Plotly check each of them once.
    """

    def __init__(self, figure: Figure) -> None:
        # BaseFigure's own constructor is the check, and its setattr refuses names it does not know.
        object.__setattr__(self, "_figure", figure)

    def to_dict(self) -> Figure:
        """Give the dict as the builder wrote it."""
        figure: Figure = object.__getattribute__(self, "_figure")
        return figure
