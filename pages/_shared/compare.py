"""Two contracts compared: another year of the same file, or another file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from aci_model import bargaining, foresight
from aci_model.report import negotiation_kept
from aci_model.report import negotiation_memory as told_of
from aci_model.wording import missing, typeset
from pages._shared import arrival, dialogue, display, loaded, session, sheets, tables
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.bargaining import Diff
    from aci_model.reading import Dossier

HERE, THERE = "une autre année de ce fichier", "un autre fichier"
KINDS = ["xlsx", "ods", "csv", "zip"]
CHANGES = (
    Column("Ligne", "Ligne"),
    Column("Mission", "Mission"),
    Column("Ce qui change", "Ce qui change"),
    Column("Avant", "Avant", blank=""),
    Column("Après", "Après", blank=""),
    Column("Effet attendu", "Effet attendu"),
)
SHOWN = tuple(column for column in CHANGES if column.name not in {"Mission", "Ce qui change"})
_SEEN = 8  # changes shown before the rest is folded
_ADDED = -1  # a line the old contract does not have


class _Other(NamedTuple):
    """The other contract: its dossier, its community and year, whether it is the later one, its file."""

    dossier: Dossier
    its: tuple[str, int | None]
    newer: bool
    file: str | None = None
    digest: str = ""


class _Named(NamedTuple):
    """Two contracts as the workbook names them: one of its own, and the other in words."""

    community: str
    year: int | None
    other: str


def draw() -> None:
    """Draw the choice of the other contract, and what changed."""
    here = dialogue.dossier()
    mine = (session.community() or "", session.contract_year())
    others = [one for one in told_of.contracts(here) if one != mine]
    left, right = st.columns(2, gap="large")
    where = left.segmented_control(
        "Comparer ce contrat avec",
        [HERE, THERE] if others else [THERE],
        default=HERE if others else THERE,
        key="comparer_avec",
        required=True,
    )
    with right:
        found = _other_year(here, others) if where == HERE else _other_file()
    if found is None:
        display.answer(typeset("Choisissez l'autre contrat : l'an dernier, ou celui que propose la CPAM."))
        return
    _compared(here, mine, found)


def _named(mine: tuple[str, int | None], other: _Other) -> _Named:
    """Name two contracts alike whichever of them is in view: when both are of this workbook, the later one first."""
    if other.file is not None:
        return _Named(*mine, f"{other.file}, {told_of.contract_words(*other.its, several=False)}")
    own, its = (other.its, mine) if other.newer else (mine, other.its)
    return _Named(*own, told_of.contract_words(*its, several=own[0] != its[0]))


def _other_year(here: Dossier, others: list[tuple[str, int | None]]) -> _Other:
    several = len({community for community, _ in others}) > 1
    names = {one: told_of.contract_words(*one, several=several) for one in others}
    its = st.selectbox("Autre contrat", others, format_func=names.__getitem__, key="comparer_annee")
    mine = session.contract_year()
    return _Other(here, its, its[1] is not None and mine is not None and its[1] > mine)


def _other_file() -> _Other | None:
    """Read the other file as Accueil does; it is used for the comparison alone."""
    file = st.file_uploader("L’autre contrat", type=KINDS, key="comparer_fichier")
    if file is None:
        return None
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    other = session.remember(
        f"other {file.name} {digest}",
        lambda: arrival.read(loaded.keyed({file.name: content}, {}), session.law()),
    )
    known = told_of.contracts(other)
    if not known:
        _refused(other)
        return None
    its = known[0]
    left, right = st.columns(2)
    if len(known) > 1:
        several = len({community for community, _ in known}) > 1
        its = left.selectbox(
            "Contrat de ce fichier",
            known,
            format_func=lambda one: told_of.contract_words(*one, several=several),
            key=f"comparer_contrat_{digest[:8]}",
        )
    newer = right.toggle(
        "Cet autre contrat est le plus récent", key="comparer_plus_recent", persist_state="session"
    )
    return _Other(other, its, bool(newer), file.name, digest)


def _refused(other: Dossier) -> None:
    """Say why nothing of the other file can be compared."""
    st.markdown("Aucune ligne de contrat n’a pu être lue dans ce fichier.")
    for row in other.problems.head(3).to_dict("records"):
        st.markdown(f"- {plain(row['message'])} {'' if missing(row['done']) else plain(row['done'])}")


def _compared(here: Dossier, mine: tuple[str, int | None], other: _Other) -> None:
    law, named = session.law(), _named(mine, other)
    sides = [
        (here, told_of.contract(here, *mine)),
        (other.dossier, told_of.contract(other.dossier, *other.its)),
    ]
    (old_whole, old), (new_whole, new) = sides if other.newer else reversed(sides)
    corrections = negotiation_kept.corrections(here.pairs, named._asdict(), old.lines, new.lines)

    def diff(pairs: Mapping[int, int | None]) -> Diff:
        def make() -> Diff:
            return bargaining.diff(
                old,
                new,
                law.missions,
                chances=foresight.chances(new_whole, settled=False),
                old_chances=foresight.chances(old_whole, settled=False),
                pairs=pairs,
            )

        which = (other.its, other.newer, other.digest, sorted(pairs.items(), key=repr))
        return session.remember(f"diff {which}", make)

    try:
        found = diff(corrections)
    except ValueError:
        st.markdown(
            typeset(
                "Une ancienne ligne ne peut répondre qu'à une nouvelle : corrigez l'un des deux rapprochements."
            )
        )
        found = diff({})
    said = told_of.compared(found, old, new, law)
    display.answer(said.say)
    if len(said.changes):
        _changes(said.changes)
    if said.silent:
        st.caption(plain(said.silent))
    with st.expander("Lignes rapprochées", icon=":material/link:"):
        _pairs(named, found, old, new, corrections)


def _changes(changes: pd.DataFrame) -> None:
    """Draw the first changes, what changes in small letters under its line; the rest is folded."""
    written = tables.on_screen(changes, SHOWN)
    what = changes["Mission"] + " · " + changes["Ce qui change"]
    written["Ligne"] = list(map(sheets.with_remark, written["Ligne"], what))
    sheets.draw_written(written.head(_SEEN), "Ce qui change", "changements", figures=(4,))
    rest = written.iloc[_SEEN:]
    if len(rest):
        label = f"Voir les {len(rest)} autres changements" if len(rest) > 1 else "Voir le dernier changement"
        sheets.fold(
            label,
            "expand_more",
            "changements_suite",
            lambda: sheets.draw_written(rest, "Ce qui change", "changements_suite", figures=(4,)),
        )
    display.download(changes, CHANGES, title="Ce qui change", name="changements")


def _pairs(
    named: _Named, found: Diff, old: Dossier, new: Dossier, corrections: Mapping[int, int | None]
) -> None:
    table = told_of.pairs(found.pairs, old, new)
    doubtful = found.pairs["how"].isin(["ressemblance", "personne"]) | found.pairs["old"].isna()
    shown = table[doubtful.to_numpy()]
    if shown.empty:
        st.markdown("Toutes les lignes se répondent mot pour mot.")
        return
    sheets.draw_written(shown.map(plain), "Lignes rapprochées", "paires", figures=(3,))
    lines = new.lines.set_index("line")["label"].to_dict()
    one = st.selectbox(
        "Corriger le rapprochement de",
        [int(line) for line in found.pairs.loc[doubtful, "new"].dropna()],
        format_func=lambda line: str(lines[line]),
        key="paire_choisie",
        index=None,
        placeholder="une ligne du nouveau contrat",
    )
    if one is None:
        return
    labels = negotiation_kept.line_names(old.lines)
    key = f"paire_{one}"
    held = None if one not in corrections else _ADDED if corrections[one] is None else corrections[one]
    if session.chosen(key, None) != held:
        session.keep(key, held)
    st.selectbox(
        "Elle reprend l’ancienne ligne",
        [None, _ADDED, *labels],
        format_func=lambda line: (
            "comme proposé"
            if line is None
            else "aucune, elle est nouvelle"
            if line == _ADDED
            else str(labels[line])
        ),
        key=key,
        on_change=_correct,
        args=(named, negotiation_kept.line_names(new.lines)[one], labels, key),
    )


def _correct(named: _Named, new_line: str, labels: Mapping[int, str], key: str) -> None:
    """Keep in the workbook which old line a new one takes up, or nothing any more."""
    chosen = session.chosen(key, None)
    held = negotiation_kept.rows_of(dialogue.dossier().pairs, named._asdict(), new_line)
    old_line = None if chosen is None or chosen == _ADDED else labels[chosen]
    if chosen is None:
        for row in reversed(held):
            session.drop_row("pairs", row)
    elif held:
        session.edit("pairs", held[0], "old_line", old_line)
    else:
        session.add_row("pairs", {**named._asdict(), "new_line": new_line, "old_line": old_line})
