"""Where the figures come from: amounts, doubts, texts, rules, contract, method and glossary, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from aci_model.report import clauses, doubts, method, periods, scale
from aci_model.wording import NBSP, day, euros
from pages._shared import frame, session, sheets, tables, views
from pages._shared.glossary import TERMS, tip
from pages._shared.sheets import Sheet, bullets, sheet
from pages._shared.tables import Column
from pages._shared.wording import READINGS, STATES, plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pandas as pd

    from aci_model.law import Law, Text

    Made = TypeVar("Made")

EVERY_SIZE = 0
SOURCES = {"À savoir", "Source"}  # long; a phone leaves them to the workbook
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
    "abandonnee": "Ligne abandonnée",
    "contre_soi_meme": "Contre soi-même",
    "reste_a_gagner": "Ce qui reste à gagner",
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
    if session.community() is not None:
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


def answer(view: View) -> str:
    """Say how sure the amounts are, those of the size in view when it is known."""
    return _kept(view, f"answer {view.size}", lambda: scale.answer(view.law, view.on, view.size))


def amounts(view: View) -> None:
    """Draw the annex as it reads, and where each amount was read."""
    rows = _annex(view)
    sizes = {EVERY_SIZE: "Toutes", **scale.size_labels(view.law)}
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
    marks, written, notes = _kept(view, f"annex {wanted}", lambda: _as_it_reads(view, wanted))
    st.caption(
        " · ".join(f"{plain(mark.mark)}{NBSP}{plain(mark.legend)}" for mark in marks),
        help="\n\n".join(f"{plain(mark)}{NBSP}: {plain(mark.meaning)}." for mark in marks),
    )
    figures = range(2, 2 + len(sizes)) if wanted == EVERY_SIZE else (2,)
    sheets.draw_written(written, "Montants par an, mission par mission", "annexe", figures=figures)
    kept = _kept(view, "amounts", lambda: scale.annex_for_people(rows, view.law))
    sheets.offer(kept, "Montants par mission, part et taille", "bareme_montants")
    st.markdown(bullets(notes))
    origins, parts, totals = _kept(view, "origins", lambda: _origins(view))
    sheets.fold("D’où vient chaque montant", "source", origins.name, lambda: sheets.draw(origins))
    sheets.fold("Ce que finance chaque part", "info", parts.name, lambda: sheets.draw(parts))
    sheets.fold("Vérifier avec les totaux publiés", "fact_check", totals.name, lambda: sheets.draw(totals))


def open_questions(view: View) -> None:
    """Draw what sources contradict and what nobody knows."""
    conflicts, unknowns, lacking = _kept(view, "doubts", lambda: _doubts(view))
    for name in conflicts["Désaccord"].unique():
        _conflict(conflicts[conflicts["Désaccord"] == name])
    if conflicts.empty:
        st.markdown("Aucune source lue n’en contredit une autre pour cette période.")
    else:
        sheets.offer(conflicts, "Sources en désaccord", "bareme_desaccords")
    st.subheader("Ce que l’on ne sait pas", anchor=False)
    if unknowns.rows.empty:
        st.markdown("Aucun inconnu n’est signalé pour cette période.")
    else:
        sheets.draw(unknowns)
    if not lacking.rows.empty:
        st.subheader("Montants qu’aucune source ne donne", anchor=False)
        sheets.draw(lacking)


def texts(view: View) -> None:
    """Draw each text, the latest first: its identity, and the amounts it writes; then what was read."""
    for text in reversed(view.law.texts):
        identity = _kept(view, f"identity {text.id}", partial(_identity, text))
        st.subheader(plain(text.label), anchor=False)
        sheets.draw_written(identity, f"Fiche du texte {text.label}", f"fiche_{text.id}", header=False)
        label = plain(f"Montants que ce texte écrit ({text.label})")
        sheets.fold(label, "table_rows", f"texte_{text.id}", partial(_own_amounts, view, text))
    every, sources = _kept(view, "sources", lambda: _sources(view))
    st.subheader("Tous les textes en un tableau", anchor=False)
    sheets.offer(every, "Textes", "bareme_textes")
    st.subheader("Sources lues", anchor=False)
    sheets.draw(sources)
    for address in sources.rows["Adresse"].dropna().unique():
        st.link_button(plain(address), address, icon=":material/open_in_new:", type="tertiary")


def rules(view: View) -> None:
    """Draw sizes, deadlines, payments and money paid once."""
    sizes, deadlines, payments, once = _kept(view, "rules", lambda: _rules(view))
    st.subheader("Les tailles, selon la population", anchor=False)
    sheets.draw(sizes, notes=[note for note in sizes.rows["À savoir"] if note])
    st.subheader("Quand chaque mission doit commencer", anchor=False)
    terms = "Au plus tard, à compter de la signature du contrat. Libre : aucun délai n’est imposé."
    sheets.draw(deadlines, notes=[terms])
    st.subheader("Quand l’argent arrive", anchor=False)
    sheets.draw(payments)
    if not once.rows.empty:
        st.subheader("Ce qui n’est versé qu’une fois", anchor=False)
        sheets.draw(once)


def contract(view: View) -> None:
    """Draw what the contract in view puts in the place of the texts."""
    st.markdown(
        "Le montant de votre contrat l’emporte toujours sur celui des textes : écrivez-le dans la feuille Enveloppes de "
        "votre classeur, et il remplace la case correspondante, pour une année ou pour toutes."
    )
    if frame.nothing_loaded():
        return
    finding, overrides = session.remember("overrides", lambda: _overrides(view))
    wanted = _contract_day()
    said = f"Montants des textes au {day(wanted)}." if wanted else "Montants des textes les plus récents."
    st.subheader(plain(finding), anchor=False)
    sheets.draw(overrides, notes=[said, *dict.fromkeys(note for note in overrides.rows["À savoir"] if note)])


def how(view: View) -> None:
    """Draw how the figures are made, and how a text is added."""
    readings, states, years = _kept(view, "method", _method)
    st.subheader("Trois lectures d’une même ligne", anchor=False)
    st.markdown(plain(tip("lecture")))
    sheets.draw(readings, notes=[method.reading_example()])
    st.subheader("Quatre états d’un euro", anchor=False)
    sheets.draw(states)
    st.markdown(bullets(method.state_rules()))
    st.subheader("L’intensité des moyens", anchor=False)
    st.markdown(plain(f"{tip('intensite')} {method.INTENSITY}"))
    st.subheader("D’une année à l’autre", anchor=False)
    sheets.draw(years)
    st.markdown(bullets(method.year_rules()))
    label = "Ajouter un avenant (pour qui entretient l’application)"
    sheets.fold(label, "note_add", "avenant", partial(_guide, view.law))


def glossary(view: View) -> None:
    """Draw every term of art with its definition."""
    words = {
        term: (NAMES.get(term, term.replace("_", " ").capitalize()), said) for term, said in TERMS.items()
    }
    sheets.draw(
        _kept(view, "glossary", lambda: sheet(method.glossary(words), "Mots du lexique", "bareme_lexique"))
    )


SECTIONS: dict[str, Callable[[View], None]] = {
    "Montants": amounts,
    "Doutes": open_questions,
    "Textes": texts,
    "Règles": rules,
    "Votre contrat": contract,
    "Méthode": how,
    "Lexique": glossary,
}


def _kept(view: View, name: str, make: Callable[[], Made]) -> Made:
    """Make something of the rules in view once a session."""
    return session.remember(f"provenance {view.on} {name}", make)


def _contract_day() -> dt.date | None:
    """Give the day whose texts hold for the contract year in view."""
    return periods.reference_day(views.case().totals["starts"].iloc[0], session.contract_year())


def _annex(view: View) -> pd.DataFrame:
    return _kept(view, "annex", lambda: scale.annex(view.law, view.on))


def _as_it_reads(view: View, size: int) -> tuple[list[scale.Confidence], pd.DataFrame, list[str]]:
    """Write the annex for one size or all: its marks, its lines, its notes."""
    rows = _annex(view)
    if size == EVERY_SIZE:
        return scale.legend(rows), scale.wide(rows, view.law, _head, _cell), scale.notes(rows)
    marks = scale.legend(rows[rows["size_class"] == size])
    return marks, scale.of_size(rows, size, _head), scale.notes(rows)


def _origins(view: View) -> tuple[Sheet, Sheet, Sheet]:
    origins = scale.origins(_annex(view), view.law)
    parts, totals = clauses.parts(view.law, view.on), doubts.printed_totals(view.law, view.on)
    return (
        sheet(origins, "Source de chaque montant", "bareme_origines"),
        sheet(parts, "Ce que finance chaque part", "bareme_parts", hidden=SOURCES),
        sheet(totals, "Totaux publiés et sommes des parts", "bareme_totaux", hidden=SOURCES),
    )


def _doubts(view: View) -> tuple[pd.DataFrame, Sheet, Sheet]:
    unknowns = doubts.unknowns(view.law, view.on)
    lacking = doubts.unknown_amounts(_annex(view), view.law)
    return (
        doubts.conflicts(view.law, view.on),
        sheet(unknowns, "Ce que l’on ne sait pas", "bareme_inconnus", hidden={"Texte"}),
        sheet(lacking, "Montants inconnus", "bareme_montants_inconnus", hidden=SOURCES),
    )


def _identity(text: Text) -> pd.DataFrame:
    fields = clauses.identity(text)
    identity = tables.on_screen(fields, [Column(name, name) for name in fields])
    identity["Rubrique"] = "**" + identity["Rubrique"] + "**"
    return identity


def _own_amounts(view: View, text: Text) -> None:
    """Draw the amounts one text writes."""
    rows = _kept(view, f"text {text.id}", lambda: scale.annex_of(text, view.law))
    written = scale.wide(rows, view.law, _head, _cell)
    figures = range(2, len(written.columns) + 1)
    sheets.draw_written(written, text.title, f"montants_{text.id}", figures=figures)
    sheets.offer(scale.annex_for_people(rows, view.law), text.label, f"bareme_{text.id}")


def _sources(view: View) -> tuple[pd.DataFrame, Sheet]:
    sources = clauses.sources(view.law, view.on)
    return clauses.all_texts(view.law), sheet(sources, "Sources lues", "bareme_sources", hidden={"Adresse"})


def _rules(view: View) -> tuple[Sheet, Sheet, Sheet, Sheet]:
    law, on = view.law, view.on
    deadlines, once = clauses.deadlines(law, on), clauses.one_off(law, on)
    small = "" if once.empty else "Confiance"
    return (
        sheet(clauses.sizes(law, on), "Tailles des communautés", "bareme_tailles", hidden=SOURCES),
        sheet(deadlines, "Échéances des missions", "bareme_echeances", hidden=SOURCES, below="Confiance"),
        sheet(clauses.payments(law, on), "Règles de versement", "bareme_versements", hidden=SOURCES),
        sheet(once, "Versements uniques", "bareme_versements_uniques", hidden=SOURCES, below=small),
    )


def _overrides(view: View) -> tuple[str, Sheet]:
    table = doubts.overrides(views.case(), view.law)
    hidden = {"Texte", "Cellule", "À savoir"}
    laid_out = sheet(table, "Montants du texte et du contrat", "bareme_contrat", hidden=hidden)
    return doubts.override_words(table), laid_out


def _method() -> tuple[Sheet, Sheet, Sheet]:
    read = {
        name: (word.capitalize(), tip(f"lecture_{name.replace('-', '_')}")) for name, word in READINGS.items()
    }
    states = {name: (word.capitalize(), tip(TERM_OF_STATE[name])) for name, word in STATES.items()}
    return (
        sheet(method.readings(read), "Lectures des paliers", "bareme_lectures"),
        sheet(method.states(states), "États d’un euro", "bareme_etats"),
        sheet(method.years(), "Années du contrat", "bareme_annees"),
    )


def _guide(law: Law) -> None:
    """Draw how a text is added."""
    st.markdown(bullets(method.guide()))
    st.code(method.new_text(law), language="toml")


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


def _head(level: str, label: str, remark: str) -> str:
    """Write the head of a line of the annex: a mission in bold, its parts below it, set back."""
    name = f"\u2003{plain(label)}" if level in {scale.PART, scale.CRISIS} else f"**{plain(label)}**"
    return sheets.with_remark(name, remark, " ")


def _cell(figure: str, remark: str) -> str:
    return sheets.with_remark(plain(figure), remark)
