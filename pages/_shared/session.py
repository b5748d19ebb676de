"""A person's session: files, answers, choices, and what the library made of them.

The only module that says `st.session_state`. Nothing here is shared between two sessions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Files = dict[str, bytes]


def files() -> Mapping[str, bytes]:
    """Give the files of this session: name -> content, in the order they came."""
    kept: Files = st.session_state.get("files", {})
    return kept


def load_files(arrived: Iterable[tuple[str, bytes]]) -> None:
    """Replace this session's files; what was there can be restored once."""
    _replace(dict(arrived))


def add_files(arrived: Iterable[tuple[str, bytes]]) -> None:
    """Add files to this session's; a file of the same name takes its predecessor's place."""
    _replace({**files(), **dict(arrived)})


def forget() -> None:
    """Forget every file of this session; `restore_last` brings them back."""
    _replace({})


def restore_last() -> None:
    """Bring back the files that the last load, addition or removal replaced."""
    _replace(st.session_state.get("files_before", {}))


def can_restore() -> bool:
    """Tell whether `restore_last` would bring something back."""
    return bool(st.session_state.get("files_before"))


def _replace(chosen: Files) -> None:
    st.session_state["files_before"] = dict(files())
    st.session_state["files"] = chosen
