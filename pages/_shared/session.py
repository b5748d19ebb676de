"""A person's session: files, answers, choices, and what the library made of them.

The only module that says `st.session_state`, and so the only place where anything of a person's is kept:
nothing here is shared between two sessions. What the library made is kept under the files' SHA-256, the
answers and the choices; the reruns of a session share it, and never change it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import streamlit as st

from aci_model import foresight, funding, reading
from aci_model import law as texts
from pages._shared import arrival, loaded
from pages._shared.loaded import Loaded
from pages._shared.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from aci_model.foresight import Outlook
    from aci_model.funding import Assessment, Choices
    from aci_model.law import Law, Scenario
    from aci_model.reading import Dossier, Understood
    from aci_model.reading.layout import Layout

    Value = TypeVar("Value")

# Keys of the widgets that hold a choice. The first three, and the intensities, are also names in a link.
READING = "lecture"
CRISIS = "crise"
SHARE = "part_variable"  # percent, 0–100
INTENSITY = "intensite_"  # followed by the mission; percent, 0–100
COMMUNITY = "communaute"  # never in a link: a link is public
YEAR = "annee"  # nor this one
STEP = 5  # percent: what a slider of shares moves by

_LOADED = "loaded"
_BEFORE = "loaded_before"
_DROPS = "drops"
_MADE = "made"


def files() -> Mapping[str, bytes]:
    """Give the files of this session: name -> content, in the order they came."""
    return _loaded().files


def loaded_key() -> str:
    """Give a key that changes with the files and the answers: a form on them starts afresh when it does."""
    return _loaded().key


def is_sample() -> bool:
    """Tell whether what is loaded is the project's example."""
    return _loaded().sample


def load_files(arrived: Iterable[tuple[str, bytes]], *, sample: bool = False) -> None:
    """Replace this session's files and forget the answers given to the former ones."""
    _replace(loaded.keyed(loaded.distinct(arrived), {}, sample=sample))


def add_files(arrived: Iterable[tuple[str, bytes]]) -> None:
    """Add files; one that has a loaded file's name takes its place, and the example gives way to both."""
    _replace(loaded.added(_loaded(), arrived))


def remove_file(name: str) -> None:
    """Remove one file, and the answers given to its problems."""
    _replace(loaded.without(_loaded(), name))


def forget() -> None:
    """Forget every file and answer of this session; `restore_last` brings them back."""
    _replace(Loaded())


def restore_last() -> None:
    """Bring back what the last load, addition, removal or oblivion replaced; done twice, it undoes itself."""
    _replace(st.session_state.get(_BEFORE, Loaded()))


def can_restore() -> bool:
    """Tell whether `restore_last` would bring files back."""
    before: Loaded = st.session_state.get(_BEFORE, Loaded())
    return bool(before.files) and before.key != _loaded().key


def answers() -> Mapping[tuple[str, str, str], str]:
    """Give what the person typed instead of some cells: (file, sheet, A1 cell) -> text."""
    return _loaded().answers


def answer(place: tuple[str, str, str], text: str) -> None:
    """Read `text` instead of a cell; an empty text gives the cell back to the file.

    Args:
        place: (file, sheet, A1 cell), as a problem names them.
        text: what the person typed.
    """
    st.session_state[_LOADED] = loaded.answered(_loaded(), place, text)


def understood() -> Sequence[Understood]:
    """Give what is understood of the files that are not in the template's layout."""
    return _shelf().once("understood", _loaded().key, lambda: _understood_of(_loaded()))


def lay_out(file: str, layout: Layout) -> None:
    """Read a file under this layout from now on."""
    st.session_state[_LOADED] = loaded.laid_out(_loaded(), file, layout)


def drop_zone_key() -> str:
    """Give the key of the drop zone; it changes with each drop, so that the zone is empty again."""
    return f"depot_{st.session_state.get(_DROPS, 0)}"


def take_dropped() -> None:
    """Add what was just dropped (the drop zone's `on_change`)."""
    dropped = st.session_state.get(drop_zone_key()) or []
    if dropped:
        add_files((file.name, file.getvalue()) for file in dropped)
        st.session_state[_DROPS] = st.session_state.get(_DROPS, 0) + 1


def follow_link() -> None:
    """Take the assumptions a link names, once, and keep the page's address saying those in force.

    Reading, crisis, share of the variable part, intensities: whatever differs from the usual is in the address
    of every page, drawn there or not, and nothing else ever is. What a link says wrongly is ignored. Streamlit's
    own binding forgets what the page does not draw, and writes the words on screen, which may change.
    """
    for key, usual in _usual().items():
        if key not in st.session_state:
            st.session_state[key] = _understood(key, st.query_params.get(key), usual)
        value = st.session_state[key]
        said = None if value == usual else str(value).lower()
        if said is None and key in st.query_params:
            del st.query_params[key]
        elif said is not None and st.query_params.get(key) != said:
            st.query_params[key] = said


def law() -> Law:
    """Give the law that comes with the library."""
    return texts.load()


def dossier() -> Dossier | None:
    """Give what was read from this session's files, or None when there are none."""
    held = _loaded()
    return _shelf().once("dossier", held.key, lambda: arrival.read(held, law())) if held.files else None


def choices() -> Choices:
    """Give the choices in force: reading, crisis, intensity per mission."""
    percents = {mission: chosen(INTENSITY + mission, 100) for mission in _missions()}
    return funding.Choices(
        reading=chosen(READING, funding.Choices().reading),
        crisis=chosen(CRISIS, False),
        intensity={mission: percent / 100 for mission, percent in percents.items() if percent != 100},
    )


def assessment() -> Assessment | None:
    """Give the dossier worked out under the choices in force, or None when nothing is loaded."""
    read = dossier()
    return None if read is None else assessment_under(choices())


def assessment_under(chosen_: Choices) -> Assessment:
    """Give the dossier worked out under other choices than those in force.

    Raises:
        LookupError: nothing is loaded.
    """
    read = dossier()
    if read is None:
        raise LookupError("no file is loaded in this session")
    return _shelf().once("assessment", _choices_key(chosen_), lambda: funding.assess(read, law(), chosen_))


def outlook(years: int | None = None) -> Outlook | None:
    """Give the years ahead under the choices in force, before any scenario; None when nothing is loaded.

    Args:
        years: how many years to come; to the end of the contract by default.
    """
    read, worked_out = dossier(), assessment()
    if read is None or worked_out is None:
        return None
    return _shelf().once(
        "outlook", (_choices_key(choices()), years), lambda: foresight.outlook(worked_out, read, law(), years)
    )


def remember(name: str, make: Callable[[], Value]) -> Value:
    """Make something of what is in view once, and give it back until files, answers, choices or view change.

    Args:
        name: what is made, unlike any other name.
        make: makes it; its answer is shared by the reruns of this session and never changed.
    """
    return _shelf().once(name, (_choices_key(choices()), community(), contract_year()), make)


def variable_share() -> float:
    """Give the share of the variable part that the chosen scenario counts, 0–1."""
    return float(chosen(SHARE, 100)) / 100


def scenario() -> Scenario:
    """Give the chosen scenario: the slider's share of the variable part, and the crisis switch."""
    return texts.scenario(variable_share(), crisis=bool(chosen(CRISIS, False)), law=law())


def communities() -> list[str]:
    """List the communities of the dossier, in the files' order."""
    return list(_years())


def community() -> str | None:
    """Give the community in view: the chosen one, else the first; None when nothing is loaded."""
    known = communities()
    wanted = chosen(COMMUNITY, None)
    return wanted if wanted in known else next(iter(known), None)


def contract_years() -> list[int | None]:
    """List the contract years of the community in view, latest first; None stands for a year nobody named."""
    return list(_years().get(community() or "", ()))


def contract_year() -> int | None:
    """Give the contract year in view: the chosen one, else the latest; None when nobody named it."""
    known = contract_years()
    wanted = chosen(YEAR, None)
    return wanted if wanted in known else next(iter(known), None)


def missions_in_play() -> list[tuple[str, str]]:
    """List the missions the dossier has lines for, as (id, short label), in the accord's order."""
    read = dossier()
    missions = law().missions
    if read is None:
        return []
    known = missions[missions["mission"].isin(read.lines["mission"])]
    return list(zip(known["mission"], known["short"], strict=True))


def is_invented() -> bool:
    """Tell whether the file of the community in view says that its results are invented."""
    read = dossier()
    if read is None:
        return False
    said = read.communities.loc[read.communities["community"] == community(), "invented"]
    return bool(said.fillna(value=False).any())


def in_view(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of the community and the contract year in view.

    Args:
        frame: has a `community` column, and may have a `year` column.
    """
    kept = frame["community"] == community()
    if "year" in frame:
        year = contract_year()
        kept &= (
            frame["year"].isna() if year is None else (frame["year"] == year).fillna(value=False).astype(bool)
        )
    return frame[kept]


def chosen(key: str, default: Value) -> Value:
    """Give the value of a widget, even on a page that does not show it; `default` until it was shown once."""
    value: Value | None = st.session_state.get(key)
    return default if value is None else value


def _loaded() -> Loaded:
    held: Loaded = st.session_state.get(_LOADED, Loaded())
    return held


def _usual() -> dict[str, str | bool | int]:
    """Every assumption a link may carry, with its usual value."""
    intensities = {INTENSITY + mission: 100 for mission in _missions()}
    return {READING: funding.Choices().reading, CRISIS: False, SHARE: 100} | intensities


def _understood(key: str, said: str | None, usual: str | bool | int) -> str | bool | int:
    """Read one assumption of a link; the usual value when it says nothing, or nothing that makes sense."""
    if key == READING:
        return said if said in funding.READINGS else usual
    if key == CRISIS:
        return said == "true"
    percents = {str(percent): percent for percent in range(0, 101, STEP)}
    return percents.get(said or "", usual)


def _years() -> Mapping[str, Sequence[int | None]]:
    """The contract years of each community, latest first: what no choice changes."""
    read = dossier()
    return {} if read is None else _shelf().once("years", _loaded().key, lambda: _by_community(read))


def _replace(held: Loaded) -> None:
    st.session_state[_BEFORE] = _loaded()
    st.session_state[_LOADED] = held
    st.session_state[_MADE] = Shelf()


def _choices_key(chosen_: Choices) -> tuple[object, ...]:
    """Everything an assessment depends on."""
    return (_loaded().key, chosen_.reading, chosen_.crisis, *sorted(chosen_.intensity.items()))


def _shelf() -> Shelf:
    shelf: Shelf = st.session_state.setdefault(_MADE, Shelf())
    return shelf


def _understood_of(held: Loaded) -> Sequence[Understood]:
    return reading.understand(list(held.files.items()), law().missions, law().parts, layouts=held.layouts)


def _by_community(read: Dossier) -> Mapping[str, Sequence[int | None]]:
    every = funding.contract_years(read, law())
    known: dict[str, list[int]] = {community: [] for community in every["community"].unique()}
    for community, year in zip(every["community"], every["year"], strict=True):
        known[community] += [] if pd.isna(year) else [int(year)]
    return {community: sorted(years, reverse=True) or [None] for community, years in known.items()}


@functools.cache
def _missions() -> tuple[str, ...]:
    """The ids of the law's missions, asked many times a run."""
    return tuple(law().missions["mission"])
