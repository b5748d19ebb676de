"""A person's session: files, answers, choices, and what the library made of them.

The only module that says `st.session_state`, and so the only place where anything of a person's is kept:
nothing here is shared between two sessions. What the library made is kept under the files' SHA-256, the
answers and the choices; the reruns of a session share it, and never change it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from aci_model import foresight, funding, reading
from aci_model import law as texts
from pages._shared import arrival, link, loaded, typed
from pages._shared.loaded import Loaded
from pages._shared.shelf import Shelf
from pages._shared.typed import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from aci_model.foresight import Outlook
    from aci_model.funding import Assessment, Choices
    from aci_model.law import Law, Scenario
    from aci_model.reading import Dossier, Understood
    from aci_model.reading.layout import Layout

    Value = TypeVar("Value")
    Cells = Mapping[tuple[int, str], object]

# Keys of the widgets that hold a choice; give each persist_state="session". The first ones are names in a link.
READING = "lecture"
CRISIS = "crise"
SHARE = "part_variable"  # percent, 0–100
COMMON = "cause_commune"  # percent, 0–100: how much lines fail together
INTENSITY = "intensite_"  # followed by the mission; percent, 0–100
COMMUNITY = "communaute"  # from here on never in a link: a link is public
YEAR = "annee"
SHARE_OF = "part_variable_"  # followed by the mission; percent, 0–100, of an année blanche
SHARE_YEARS = "annees_blanches"  # the contract years it lasts
SUM = "somme_a_couvrir"  # euros
SPLIT = "enveloppe_partagee"  # whether a fixed envelope is split over the objectives
OWN_PATH = "contre_soi_meme"  # whether only one's own path is shown
STEP = link.STEP

_LOADED = "loaded"
_BEFORE = "loaded_before"
_DROPS = "drops"
_TYPED = "typed"
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
    return _shelf().once("understood", _loaded().key, lambda: arrival.understood(_loaded(), law()))


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
    """Take the assumptions a link names, once, and keep the page's address saying those in force; see `link`."""
    link.follow(st.session_state, st.query_params, _usual())


def law() -> Law:
    """Give the law that comes with the library."""
    return texts.load()


def dossier() -> Dossier | None:
    """Give what was read from this session's files, with what was typed on the pages; None without files."""
    if _read() is None:
        return None
    read, held = _here()
    return _shelf().once("edited", _typed_key(), lambda: reading.edited(read, _desk().edits(read, held)))


def edit(frame: str, row: int, column: str, value: object) -> None:
    """Change one cell of a frame of `dossier()`; see `Desk.write`."""
    edit_cells(frame, {(row, column): value})


def edit_cells(frame: str, values: Cells, **others: Cells) -> None:
    """Change several cells in one gesture, which one `undo_edit` takes back; see `Desk.write`."""
    _desk().write(*_here(), frame, values, **others)


def add_row(frame: str, record: Mapping[str, object]) -> None:
    """Add a row to a frame of `dossier()`, of the community in view unless it names one; see `Desk.add`."""
    _desk().add(*_here(), frame, {"community": community(), **record})


def drop_row(frame: str, row: int) -> None:
    """Take away the row at this position of a frame of `dossier()`; see `Desk.drop`."""
    _desk().drop(*_here(), frame, row)


def can_undo_edit() -> bool:
    """Tell whether `undo_edit` would take something back."""
    return bool(_desk().live(_loaded()))


def undo_edit() -> None:
    """Take back the last change typed over the files in view."""
    _desk().undo(_loaded())


def edits_count() -> int:
    """Count what is changed on the files in view: cells, rows added, rows taken away."""
    if not can_undo_edit():
        return 0
    return _shelf().once("edits", _typed_key(), lambda: typed.count(_desk().edits(*_here())))


def edits_saved() -> bool:
    """Tell whether the workbook was asked for since the last change."""
    return _desk().saved == _typed_key()


def mark_saved() -> None:
    """Remember that the workbook, as it now is, was asked for (the save button's `on_click`)."""
    _desk().saved = _typed_key()


def choices() -> Choices:
    """Give the choices in force: reading, crisis, intensity per mission."""
    percents = {mission: chosen(INTENSITY + mission, 100) for mission in _missions()}
    return link.choices(chosen(READING, funding.Choices().reading), chosen(CRISIS, False), percents)


def assessment() -> Assessment | None:
    """Give the dossier worked out under the choices in force, or None when nothing is loaded."""
    read, now = dossier(), choices()
    if read is None:
        return None
    return _shelf().once("assessment", _choices_key(now), lambda: funding.assess(read, law(), now))


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
        make: makes it, of anything but what is only put into papers (`typed.PAPERS`); its answer is shared by
            the reruns of this session and never changed.
    """
    key = (*_typed_key(typed.PAPERS), link.key(choices()), community(), contract_year())
    return _shelf().once(name, key, make)


def scenario() -> Scenario:
    """Give the chosen scenario: the slider's share of the variable part, and the crisis switch."""
    return texts.scenario(chosen(SHARE, 100) / 100, crisis=bool(chosen(CRISIS, False)), law=law())


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


def chosen(key: str, default: Value) -> Value:
    """Give the value of a widget, even on a page that does not show it, or what was kept; `default` until then."""
    value: Value | None = st.session_state.get(key)
    return default if value is None else value


def keep(key: str, value: object) -> None:
    """Keep something of this session alone, which `chosen` gives back; None lets go of it."""
    st.session_state[key] = value


def _loaded() -> Loaded:
    held: Loaded = st.session_state.get(_LOADED, Loaded())
    return held


def _usual() -> dict[str, str | bool | int]:
    """Every assumption a link may carry, with its usual value; nothing else ever is in an address."""
    whole = dict.fromkeys([SHARE, *(INTENSITY + mission for mission in _missions())], 100)
    return {READING: funding.Choices().reading, CRISIS: False, COMMON: 0} | whole


def _years() -> Mapping[str, Sequence[int | None]]:
    """The contract years of each community, latest first: what no choice changes, but a change of the dossier may."""
    read = dossier()
    return (
        {}
        if read is None
        else _shelf().once("years", _typed_key(typed.WORDS), lambda: arrival.contract_years(read, law()))
    )


def _read() -> Dossier | None:
    held = _loaded()
    return _shelf().once("dossier", held.key, lambda: arrival.read(held, law())) if held.files else None


def _here() -> tuple[Dossier, Loaded]:
    """The dossier as read and its files: what the desk lays changes over."""
    read = _read()
    if read is None:
        raise LookupError("no file is loaded in this session")
    return read, _loaded()


def _desk() -> Desk:
    desk: Desk = st.session_state.setdefault(_TYPED, Desk())
    return desk


def _typed_key(apart: Collection[tuple[str, str]] = ()) -> tuple[object, ...]:
    """Everything the edited dossier depends on, what is named apart left out."""
    held = _loaded()
    return (held.key, *_desk().turns(held, apart))


def _replace(held: Loaded) -> None:
    st.session_state[_BEFORE] = _loaded()
    st.session_state[_LOADED] = held
    st.session_state[_MADE] = Shelf()


def _choices_key(chosen_: Choices) -> tuple[object, ...]:
    """Everything an assessment depends on."""
    return (*_typed_key(typed.WORDS), link.key(chosen_))


def _shelf() -> Shelf:
    shelf: Shelf = st.session_state.setdefault(_MADE, Shelf())
    return shelf


@functools.cache
def _missions() -> tuple[str, ...]:
    """The ids of the law's missions, asked many times a run."""
    return tuple(law().missions["mission"])
