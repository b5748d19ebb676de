"""Where the figures come from: amounts, doubts, texts, rules, contract, method and glossary, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report import clauses, doubts, method, periods, scale
from aci_model.wording import NBSP, day, euros
from pages._shared import display, frame, session, tables, views
from pages._shared.glossary import TERMS, tip
from pages._shared.tables import Column
from pages._shared.wording import READINGS, STATES, plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence

    import pandas as pd

    from aci_model.law import Law

EVERY_SIZE = 0
TERM_OF_STATE = {"earned": "acquis", "to_prove": "a_prouver", "pending": "en_attente", "lost": "perdu"}
NAMES = {  # of the terms whose id does not spell their name
    "aci": "ACI",
    "cpts": "CPTS",
    "socle": "Mission socle",
    "complementaire": "Mission complémentaire",
    "resultat": "Résultat",
    "lecture_contrat": "Lecture du contrat",
    "lecture_tout_ou_rien": "Lecture tout ou rien",
    "lecture_lineaire": "Lecture linéaire",
    "a_prouver": "À prouver",
    "intensite": "Intensité des moyens",
    "crise": "Crise reconnue",
    "annee_du_contrat": "Année du contrat",
    "projete": "Projeté",
}


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the law on a day, and the size of the community in view when it is known."""

    law: Law
    on: dt.date
    size: int | None


def choose_rules() -> View:
    """Draw the choice of the rules; those of the contract year in view come first, else the latest."""
    law = session.law()
    known, size, wanted = periods.periods(law), None, None
    if session.files():
        size, wanted = scale.size_of(views.case()), _contract_day()
    default = periods.period_of(known, wanted)
    rank = st.selectbox(
        "Règles en vigueur",
        range(len(known)),
        index=default,
        format_func=lambda place: periods.period_words(known[place]),
        key=f"bareme_periode_{default}",  # another contract year starts from its own rules
        persist_state="session",
        width=420,
    )
    return View(law, known[rank].first, size)


def amounts(view: View) -> None:
    """Draw the annex as it reads, and where each amount was read."""
    law, on = view.law, view.on
    rows = session.remember(f"annexe {on}", lambda: scale.annex(law, on))
    sizes = {EVERY_SIZE: "Toutes", **scale.size_labels(law)}
    wanted = st.segmented_control(
        "Taille de la communauté",
        list(sizes),
        default=view.size or EVERY_SIZE,
        format_func=sizes.__getitem__,
        required=True,
        key=f"bareme_taille_{view.size}",
        persist_state="session",
        help=tip("taille"),
    )
    marks = scale.legend(rows)
    st.caption(
        " · ".join(plain(mark) for mark in marks),
        help="\n\n".join(f"{plain(mark)}{NBSP}: {plain(mark.meaning)}." for mark in marks),
    )
    name = "annexe"
    if wanted == EVERY_SIZE:
        written = scale.wide(rows, law, _head, _cell)
        _static(written, "Montants par an, mission par mission", name, figures=range(2, 2 + len(sizes)))
    else:
        written = scale.of_size(rows, wanted, _head)
        _static(written, "Montants par an, mission par mission", name, figures=[2])
    _download(scale.annex_for_people(rows, law), "Montants par mission, part et taille", "bareme_montants")
    st.markdown(_bullets(scale.notes(rows)))
    with st.expander("D’où vient chaque montant", icon=":material/source:"):
        _table(scale.origins(rows, law), "Source de chaque montant", "bareme_origines")
    with st.expander("Ce que finance chaque part", icon=":material/info:"):
        _table(clauses.parts(law, on), "Ce que finance chaque part", "bareme_parts", hidden={"Source"})
    with st.expander("Vérifier avec les totaux publiés", icon=":material/fact_check:"):
        totals = doubts.printed_totals(law, on)
        _table(totals, "Totaux publiés et sommes des parts", "bareme_totaux", hidden={"Source"})


def open_questions(view: View) -> None:
    """Draw what sources contradict and what nobody knows."""
    law, on = view.law, view.on
    conflicts = doubts.conflicts(law, on)
    for name in conflicts["Désaccord"].unique():
        _conflict(conflicts[conflicts["Désaccord"] == name])
    if conflicts.empty:
        st.markdown("Aucune source lue n’en contredit une autre pour cette période.")
    else:
        _download(conflicts, "Sources en désaccord", "bareme_desaccords")
    unknowns = doubts.unknowns(law, on)
    st.subheader("Ce que l’on ne sait pas", anchor=False)
    if unknowns.empty:
        st.markdown("Aucun inconnu n’est signalé pour cette période.")
    else:
        _table(unknowns, "Ce que l’on ne sait pas", "bareme_inconnus", hidden={"Texte"})
    lacking = doubts.unknown_amounts(session.remember(f"annexe {on}", lambda: scale.annex(law, on)), law)
    if not lacking.empty:
        st.subheader("Montants qu’aucune source ne donne", anchor=False)
        _table(lacking, "Montants inconnus", "bareme_montants_inconnus", hidden={"Source"})


def texts(view: View) -> None:
    """Draw each text, the latest first: its identity, and the amounts it writes; then what was read."""
    for text in reversed(view.law.texts):
        st.subheader(plain(text.label), anchor=False)
        identity = clauses.identity(text)
        written = tables.on_screen(identity, _columns(identity))
        written["Rubrique"] = [f"**{heading}**" for heading in written["Rubrique"]]
        _static(written, f"Fiche du texte {text.label}", f"fiche_{text.id}", header=False)
        with st.expander(
            plain(f"Les montants écrits dans le texte {text.label}"), icon=":material/table_rows:"
        ):
            rows = scale.annex_of(text, view.law)
            annex = scale.wide(rows, view.law, _head, _cell)
            _static(annex, text.title, f"montants_{text.id}", figures=range(2, len(annex.columns) + 1))
            _download(scale.annex_for_people(rows, view.law), text.label, f"bareme_{text.id}")
    st.subheader("Tous les textes en un tableau", anchor=False)
    _download(clauses.all_texts(view.law), "Textes", "bareme_textes")
    st.subheader("Sources lues", anchor=False)
    sources = clauses.sources(view.law, view.on)
    _table(sources, "Sources lues", "bareme_sources", hidden={"Adresse"})
    for address in sources["Adresse"].dropna().unique():
        st.link_button(plain(address), address, icon=":material/open_in_new:", type="tertiary")


def rules(view: View) -> None:
    """Draw sizes, deadlines, payments and money paid once."""
    law, on = view.law, view.on
    sizes = clauses.sizes(law, on)
    st.subheader("Les tailles, selon la population", anchor=False)
    said = [note for note in sizes["À savoir"] if note]
    _table(sizes, "Tailles", "bareme_tailles", hidden={"À savoir", "Source"}, notes=said)
    st.subheader("Quand chaque mission doit commencer", anchor=False)
    _table(
        clauses.deadlines(law, on),
        "Échéances",
        "bareme_echeances",
        hidden={"À savoir", "Source"},
        notes=[
            "Délais comptés depuis la signature du contrat, au plus tard. Une mission en option est libre de délai."
        ],
    )
    st.subheader("Quand l’argent arrive", anchor=False)
    _table(clauses.payments(law, on), "Règles de versement", "bareme_versements", hidden={"Source"})
    once = clauses.one_off(law, on)
    if not once.empty:
        st.subheader("Ce qui n’est versé qu’une fois", anchor=False)
        _table(once, "Versements uniques", "bareme_versements_uniques", hidden={"Source"}, below="Confiance")


def contract(view: View) -> None:
    """Draw what the contract in view puts in the place of the texts."""
    st.markdown(
        "Le montant de votre contrat l’emporte toujours sur celui des textes : écrivez-le dans la feuille Enveloppes de "
        "votre classeur, et il remplace la case correspondante, pour une année ou pour toutes."
    )
    if frame.nothing_loaded():
        return
    table = session.remember("bareme contrat", lambda: doubts.overrides(views.case(), view.law))
    st.subheader(plain(doubts.override_words(table)), anchor=False)
    wanted = _contract_day()
    said = (
        f"au {day(wanted)}, premier jour retenu pour cette année"
        if wanted
        else "tels que les derniers les fixent"
    )
    notes = [f"Montants des textes {said}.", *dict.fromkeys(note for note in table["À savoir"] if note)]
    hidden = {"Texte", "Cellule", "À savoir"}
    _table(table, "Montants du texte et du contrat", "bareme_contrat", hidden=hidden, notes=notes)


def how(view: View) -> None:
    """Draw how the figures are made, and how a text is added."""
    st.subheader("Trois lectures d’une même ligne", anchor=False)
    st.markdown(plain(tip("lecture")))
    read = {
        name: (word.capitalize(), tip(f"lecture_{name.replace('-', '_')}")) for name, word in READINGS.items()
    }
    _table(method.readings(read), "Lectures", "bareme_lectures", notes=[method.reading_example()])
    st.subheader("Quatre états d’un euro", anchor=False)
    states = {name: (word.capitalize(), tip(TERM_OF_STATE[name])) for name, word in STATES.items()}
    _table(method.states(states), "États", "bareme_etats")
    st.markdown(_bullets(method.state_rules()))
    st.subheader("L’intensité des moyens", anchor=False)
    st.markdown(plain(f"{tip('intensite')} {method.INTENSITY}"))
    st.subheader("D’une année à l’autre", anchor=False)
    _table(method.years(), "Années", "bareme_annees")
    st.markdown(_bullets(method.year_rules()))
    with st.expander("Ajouter un avenant (pour qui entretient l’application)", icon=":material/note_add:"):
        st.markdown(_bullets(method.guide()))
        st.code(method.new_text(view.law), language="toml")


def glossary(_view: View) -> None:
    """Draw every term of art with its definition."""
    words = {
        term: (NAMES.get(term, term.replace("_", " ").capitalize()), said) for term, said in TERMS.items()
    }
    _table(method.glossary(words), "Lexique", "bareme_lexique")


SECTIONS: dict[str, Callable[[View], None]] = {
    "Montants": amounts,
    "Doutes": open_questions,
    "Textes": texts,
    "Règles": rules,
    "Votre contrat": contract,
    "Méthode": how,
    "Lexique": glossary,
}


def _contract_day() -> dt.date | None:
    """Give the day whose texts hold for the contract year in view."""
    return periods.reference_day(views.case().totals["starts"].iloc[0], session.contract_year())


def _conflict(figures: pd.DataFrame) -> None:
    """Draw the figures of one disagreement side by side, and the question it leaves."""
    st.subheader(plain(doubts.conflict_words(figures)), anchor=False)
    boxes = st.columns(len(figures), border=True)
    columns = (figures[name] for name in ("Montant par an", "Confiance", "Source", "Compté ici"))
    for box, amount, sure, source, counted in zip(boxes, *columns, strict=True):
        box.metric(plain(sure), euros(amount))
        box.markdown(plain(source))
        box.caption("C’est le montant compté ici." if counted == "oui" else "Ce montant n’est pas compté.")
    st.markdown(f"**À demander à votre CPAM**{NBSP}: {plain(figures['Question à poser'].iloc[0])}")


def _table(
    rows: pd.DataFrame,
    title: str,
    name: str,
    *,
    hidden: Collection[str] = (),
    below: str = "",
    notes: Sequence[str] = (),
) -> None:
    """Draw a table under its own headers, with notes, and offer it whole as a workbook.

    Args:
        rows: the table, all its columns.
        title: what it shows.
        name: see `display.show_table`.
        hidden: columns the screen leaves to the workbook.
        below: column written in small letters below the first, to spare a phone its width.
        notes: sentences under the table.
    """
    shown = [column for column in _columns(rows) if column.header not in {*hidden, below}]
    written = tables.on_screen(rows, shown)
    if below:
        first = shown[0].header
        written[first] = list(map(_with_remark, written[first], rows[below]))
    _static(written, title, name, figures=tables.figures(shown))
    for note in notes:
        st.caption(plain(note))
    _download(rows, title, name)


def _static(
    written: pd.DataFrame, title: str, name: str, *, figures: Sequence[int] = (), header: bool = True
) -> None:
    """Draw written cells; look.css sets to the right the columns whose rank stands in the key."""
    right = "".join(f"r{rank}_" for rank in figures)
    with st.container(key=f"table_{name}_{right}"):
        st.table(written, border="horizontal", hide_index=True, hide_header=not header, alt=title)


def _download(rows: pd.DataFrame, title: str, name: str) -> None:
    display.download(rows, _columns(rows), title=title, name=name)


def _columns(rows: pd.DataFrame) -> list[Column]:
    """Amounts are the only decimal numbers of these tables, and counts the only whole ones."""
    kinds = {"f": "euros", "i": "whole", "M": "day"}
    return [Column(header, header, kinds.get(rows[header].dtype.kind, "text")) for header in rows]


def _head(level: str, label: str, remark: str) -> str:
    """Write the head of a line of the annex: a mission in bold, its parts below it, set back."""
    name = f"\u2003{plain(label)}" if level in {scale.PART, scale.CRISIS} else f"**{plain(label)}**"
    return _with_remark(name, remark, " ")


def _cell(figure: str, remark: str) -> str:
    return _with_remark(plain(figure), remark)


def _with_remark(written: str, remark: str, between: str = "  \n") -> str:
    """Put a remark beside or below what is written, in small grey letters."""
    return f"{written}{between}:gray[:small[{plain(remark)}]]" if remark else written


def _bullets(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)
