"""« Preuves et questions »: what is missing before the dialogue, and the register of open questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model.bargaining.words import labels
from aci_model.report import negotiation_proofs
from aci_model.wording import missing, typeset
from pages._shared import dialogue, display, session, sheets, tables, views
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.report.negotiation_proofs import ProofsTold

ORDERS = {"Par euros": "euros", "Par échéance": "deadline"}
GATHER = (
    Column("Ligne", "Ce qui manque"),
    Column("En jeu", "En jeu", "euros"),
    Column("Échéance", "Échéance", "day", blank="sans date"),
)
QUESTIONS = (
    Column("Question", "Question"),
    Column("Euros", "Euros", "euros"),
    Column("Échéance", "Échéance", "day", blank="sans date"),
)
_SEEN = 5  # rows shown before the rest is folded
_NEW = "question_neuve_"
_ANSWER = "question_reponse_"
_LABEL = 90  # characters of a question in a list of choices


def told() -> ProofsTold:
    """Give what is to gather and to ask; see `report.negotiation_proofs`."""
    proofs, register = dialogue.evidence(), dialogue.register()
    community = session.community() or ""
    return session.remember("proofs", lambda: negotiation_proofs.proofs(proofs, register, community))


def draw() -> None:
    """Draw the view."""
    said = told()
    display.answer(said.say)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(plain(said.gather_say), anchor=False)
        _gather()
    with right:
        st.subheader(plain(said.questions_say), anchor=False)
        _questions(said.questions)
    left, right = st.columns(2, gap="large")
    with left, st.expander("Ajouter une question", icon=":material/add:"):
        _add()
    with right, st.expander("Noter une réponse", icon=":material/edit:"):
        _answer(said.entries)


def _gather() -> None:
    order = st.segmented_control(
        "Ordre",
        list(ORDERS),
        default="Par euros",
        key="preuves_ordre",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    by = ORDERS[str(order)]
    proofs, missions = dialogue.evidence(), session.law().missions
    rows = session.remember(
        f"gather {by}",
        lambda: negotiation_proofs.gather(proofs, by, missions),  # type: ignore[arg-type]  # one of ORDERS
    )
    if rows.empty:
        st.markdown("Toutes les lignes qui ont encore des euros en jeu ont leur preuve.")
        return
    under = [
        " ".join(pair) for pair in zip(rows["À faire"], rows["Force"].map("Preuve {}.".format), strict=True)
    ]
    _rows(rows, GATHER, under, "Ce qui manque avant le dialogue", "preuves")


def _questions(rows: pd.DataFrame) -> None:
    if rows.empty:
        st.markdown("Le contrat ne laisse aucune question ouverte, et vous n’en avez noté aucune.")
        return
    under = [
        " ".join([f"{state[0].upper()}{state[1:]} · {to}.", remark])
        for state, to, remark in zip(rows["État"], rows["À qui"], rows["À savoir"], strict=True)
    ]
    _rows(rows, QUESTIONS, under, "Registre des questions", "questions")


def _rows(rows: pd.DataFrame, columns: Sequence[Column], under: Sequence[str], title: str, name: str) -> None:
    """Draw the first rows, their remark in small letters under their first column; the rest is folded."""
    written = tables.on_screen(rows, columns)
    first = written.columns[0]
    written[first] = list(map(sheets.with_remark, written[first], under))
    figures = tables.figures(columns)
    sheets.draw_written(written.head(_SEEN), title, name, figures=figures)
    rest = written.iloc[_SEEN:]
    if len(rest):
        sheets.fold(
            f"Voir les {len(rest)} autres" if len(rest) > 1 else "Voir la dernière",
            "expand_more",
            f"{name}_suite",
            lambda: sheets.draw_written(rest, title, f"{name}_suite", figures=figures),
        )
    sheets.offer(rows, title, name)


def _add() -> None:
    names = {None: "tout le contrat"} | {int(row["line"]): row["name"] for row in _named()}
    with st.form("question_neuve", clear_on_submit=True, border=False):
        st.text_area("Question", key=f"{_NEW}texte", height=90, max_chars=1_000)
        left, right = st.columns(2)
        with left:
            st.selectbox("À qui", list(_TO), format_func=_TO.__getitem__, key=f"{_NEW}a_qui")
            st.number_input(
                "Euros en jeu", min_value=0.0, value=None, step=100.0, format="%.0f", key=f"{_NEW}euros"
            )
        with right:
            st.selectbox("Sur", list(names), format_func=names.__getitem__, key=f"{_NEW}ligne")
            st.date_input("Réponse attendue le", value=None, format="DD/MM/YYYY", key=f"{_NEW}echeance")
        st.form_submit_button("Ajouter au registre", on_click=_added)


def _named() -> list[dict[str, Any]]:
    lines = views.lines()
    return lines.assign(name=lines["mission_label"] + " · " + lines["label"])[["line", "name"]].to_dict(
        "records"
    )


def _added() -> None:
    text = str(session.chosen(f"{_NEW}texte", "")).strip()
    if not text:
        st.toast("Écrivez d’abord la question.", icon=":material/info:")
        return
    line = session.chosen(f"{_NEW}ligne", None)
    about = (
        {}
        if line is None
        else dialogue.dossier().lines.iloc[dialogue.place_of(line)][["mission", "label"]].to_dict()
    )
    session.add_row(
        "questions",
        {
            **{str(name): value for name, value in about.items()},
            "question": text,
            "addressee": session.chosen(f"{_NEW}a_qui", None),
            "status": "ouverte",
            "euros": session.chosen(f"{_NEW}euros", None),
            "due": session.chosen(f"{_NEW}echeance", None),
        },
    )


def _answer(entries: pd.DataFrame) -> None:
    """Let an answer be noted; one the software raised enters the register with it."""
    if entries.empty:
        st.markdown("Aucune question à laquelle répondre.")
        return
    questions = entries["question"].tolist()
    at = st.selectbox(
        "Question",
        range(len(questions)),
        format_func=lambda place: _cut(str(questions[place])),
        key="question_choisie",
    )
    row = {str(name): value for name, value in entries.iloc[int(at)].to_dict().items()}
    mark = f"{_ANSWER}{at}_{row['status']}_"
    with st.form(f"reponse_{at}_{row['status']}", border=False):
        states = labels("status")
        left, right = st.columns(2)
        with left:
            _pick("État", states, row["status"], f"{mark}etat")
        with right:
            _pick("À qui", _TO, row["addressee"], f"{mark}a_qui")
        st.text_area("Réponse", _held(row["answer"]), key=f"{mark}reponse", height=80, max_chars=2_000)
        left, right = st.columns(2)
        left.text_input(
            "Source",
            _held(row["source"]),
            key=f"{mark}source",
            placeholder="courriel de la CPAM du…, compte rendu du…",
        )
        right.date_input(
            "Réponse attendue le",
            value=None if missing(row["due"]) else row["due"],
            format="DD/MM/YYYY",
            key=f"{mark}echeance",
        )
        st.caption(typeset("Une question n'est close qu'avec une réponse et sa source."))
        st.form_submit_button("Enregistrer la réponse", on_click=_answered, args=(row, mark))


def _pick(label: str, words: Mapping[str, str], held: object, key: str) -> None:
    """Offer a list of words, what is held chosen; the first of them when it is none of the list."""
    at = list(words).index(str(held)) if held in words else 0
    st.selectbox(label, list(words), index=at, format_func=words.__getitem__, key=key)


def _answered(row: dict[str, Any], mark: str) -> None:
    given = {
        "status": session.chosen(f"{mark}etat", None),
        "addressee": session.chosen(f"{mark}a_qui", None),
        "answer": str(session.chosen(f"{mark}reponse", "")).strip() or None,
        "source": str(session.chosen(f"{mark}source", "")).strip() or None,
        "due": session.chosen(f"{mark}echeance", None),
    }
    if missing(row["row"]):
        kept = {
            name: None if missing(row[name]) else row[name]
            for name in ("question", "mission", "label", "euros")
        }
        session.add_row("questions", kept | given)
    else:
        session.edit_cells("questions", {(int(row["row"]), name): value for name, value in given.items()})


def _held(value: object) -> str:
    return "" if missing(value) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


_TO = labels("addressee")
