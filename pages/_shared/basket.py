"""« Dossier »: what goes into the papers of the dialogue, and the papers themselves, made when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import negotiation_gathering
from aci_model.report.negotiation_document import PARTS
from aci_model.report.negotiation_gathering import Worked
from aci_model.wording import NBSP, count, enumeration, typeset
from pages._shared import dialogue, display, kept, papers, session, sheets, views
from pages._shared.papers import PAPERS
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.report.negotiation_matter import Matter
    from pages._shared.papers import Paper

_MANY = 12  # lines named before the rest is folded


def draw() -> None:
    """Draw the view."""
    rows, chosen = views.lines(), kept.lines()
    by_default = negotiation_gathering.ambiguous(dialogue.clauses())
    taken = chosen or by_default
    display.answer(_say(chosen, by_default))
    left, right = st.columns([6, 5], gap="large")
    with left:
        st.subheader("Les fiches", anchor=False)
        _toggles(chosen, by_default, [int(line) for line in rows["line"]])
    with right:
        st.subheader("Le reste du dossier", anchor=False)
        first, second = st.columns(2)
        half = len(PARTS) // 2
        with first:
            for part in list(PARTS)[:half]:
                kept.part_box(part)
        with second:
            for part in list(PARTS)[half:]:
                kept.part_box(part)
        first, second = st.columns(2)
        with first:
            kept.day_field("Date")
        with second:
            kept.version_field()
        kept.euros_switch()
        _papers(taken)


def _say(chosen: Sequence[int], by_default: Sequence[int]) -> str:
    if chosen:
        return f"Votre dossier tient en {count(len(chosen), 'fiche choisie', 'fiches choisies')}."
    if by_default:
        which = "celle de la clause ambiguë" if len(by_default) == 1 else "celles des clauses ambiguës"
        return typeset(
            f"Vous n'avez choisi aucune ligne : le dossier compte {count(len(by_default), 'fiche', 'fiches')}, {which}."
        )
    return typeset("Aucune clause n'est ambiguë : choisissez les lignes dont vous voulez une fiche.")


def _toggles(chosen: Sequence[int], by_default: Sequence[int], every: Sequence[int]) -> None:
    """Name the lines one may take, the likely ones first; the others once someone unfolds them."""
    shown = list(dict.fromkeys([*chosen, *by_default]))[:_MANY]
    rest = [line for line in every if line not in shown]
    _switches(shown, chosen)
    if rest:
        title = (
            f"Les {len(rest)} autres lignes du contrat" if len(rest) > 1 else "La dernière ligne du contrat"
        )
        sheets.fold(title, "expand_more", "autres_lignes", lambda: _switches(rest, chosen))


def _switches(lines: Sequence[int], chosen: Sequence[int]) -> None:
    names = session.remember(
        "line names", lambda: dict(zip(views.lines()["line"], views.lines()["label"], strict=True))
    )
    for line in lines:
        kept.line_switch(line, plain(names[line]), held=line in chosen)


def matter(taken: Sequence[int]) -> Matter:
    """Give what the papers are filled with; see `report.negotiation_gathering`."""
    return negotiation_gathering.gathered(
        views.case(),
        dialogue.dossier(),
        session.law(),
        Worked(dialogue.grounds(), dialogue.evidence(), dialogue.register(), dialogue.chances()),
        date=kept.day(),
        version=kept.version(),
        chosen=taken,
    )


def _papers(taken: Sequence[int]) -> None:
    """Make the papers when asked, with a bar, and offer those that were made from what is now on screen."""
    drawer = session.remember("papers", papers.Drawer)
    parts, with_euros = kept.parts(), kept.with_euros()
    mark = repr((tuple(taken), tuple(parts), kept.day(), kept.version(), with_euros))
    if st.button("Préparer les documents", icon=":material/description:", type="primary"):
        with st.status("Rédaction des documents…", expanded=True) as status:
            bar = st.progress(0.0)
            drawer.fill(
                mark,
                papers.written(
                    matter(taken),
                    parts,
                    with_euros=with_euros,
                    tell=lambda done, name: bar.progress(done, text=name),
                ),
            )
            status.update(label="Documents prêts.", state="complete", expanded=False)
    made = drawer.of(mark)
    if made is None:
        st.caption(
            typeset(
                f"Ils ne sont écrits qu'à votre demande : {enumeration([paper.label for paper in PAPERS])}."
            )
        )
        return
    with st.container(horizontal=True, gap="small"):
        for paper in PAPERS:
            _offer(paper, made[paper.file])


def _offer(paper: Paper, content: bytes) -> None:
    st.download_button(
        f"{paper.label[0].upper()}{paper.label[1:]}{NBSP}({paper.kind})",
        data=content,
        file_name=paper.file,
        mime=paper.mime,
        icon=":material/download:",
        key=f"papier_{paper.file}",
        on_click="ignore",
    )
