"""Files being read, while a person sees how far it is; and the years they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from aci_model import funding, reading
from aci_model.wording import NBSP, count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aci_model.law import Law
    from aci_model.reading import Dossier, Understood
    from pages._shared.loaded import Loaded

_SEVERAL = 2  # files from which a bar says more than a turning sign


def read(held: Loaded, law: Law) -> Dossier:
    """Read what a person gave, with a bar when there are several files or a zip of them.

    Args:
        held: files, answers and layouts.
        law: its missions and parts are the words known in the files.
    """
    with st.spinner("Lecture de vos fichiers…"):
        bar = st.empty()

        def tell(name: str, done: int, known: int) -> None:
            """Move the bar on, and name the file being read."""
            if known >= _SEVERAL:
                text = f"{count(done, 'fichier ouvert', 'fichiers ouverts')} sur {known}{NBSP}: `{_as_text(name)}`"
                bar.progress(done / known, text=text)

        dossier = reading.read(
            list(held.files.items()),
            law.missions,
            law.parts,
            held.answers,
            layouts=held.layouts,
            on_file=tell,
        )
        bar.empty()
    return dossier


def understood(held: Loaded, law: Law) -> Sequence[Understood]:
    """Give what is understood of the files that are not in the template's layout; see `read`."""
    return reading.understand(list(held.files.items()), law.missions, law.parts, layouts=held.layouts)


def contract_years(read: Dossier, law: Law) -> Mapping[str, Sequence[int | None]]:
    """List the contract years of each community, latest first; None stands for a year nobody named."""
    every = funding.contract_years(read, law)
    known: dict[str, list[int]] = {community: [] for community in every["community"].unique()}
    for community, year in zip(every["community"], every["year"], strict=True):
        known[community] += [] if pd.isna(year) else [int(year)]
    return {community: sorted(years, reverse=True) or [None] for community, years in known.items()}


def _as_text(name: str) -> str:
    """Keep a name from being read as markdown: inside backquotes, all but a backquote is text."""
    return name.replace("`", "'")
