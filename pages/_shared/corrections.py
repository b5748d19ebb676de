"""« Un versement a été différent ? » : what was really paid, what it moves, and a form to add one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from aci_model.report import corrections
from aci_model.report.cash import FLOWS
from pages._shared import session
from pages._shared.wording import plain, question

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.foresight.treasury import Treasury
    from aci_model.report.cash import Alone


def draw(mine: Alone, found: Treasury, labels: pd.Series) -> None:
    """Draw the payments that were corrected, and the form.

    Args:
        mine: the community in view.
        found: its treasury.
        labels: span -> name of its contract year.
    """
    known = mine.dossier.payments
    # The label is the fold's identity: with a count in it, adding a payment would close it.
    fold = st.expander(
        question("Un versement a été différent"),
        icon=":material/receipt_long:",
        key="corrections",
        on_change="rerun",
    )
    if not fold.open:
        return
    spans = mine.outlook.spans.dropna(subset="year")
    names = {int(year): str(labels[span]) for year, span in zip(spans["year"], spans["span"], strict=True)}
    with fold:
        if len(known):
            _listed(mine, found, names)
        _form(mine, names)


def _listed(mine: Alone, found: Treasury, names: dict[int, str]) -> None:
    chosen = session.scenario()
    told = session.remember(
        f"corrections {chosen!r}",
        lambda: corrections.corrections(found, mine, chosen, _years(mine, names), session.law()),
    )
    for row in told.to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_told(row))
            st.button(
                "Retirer",
                icon=":material/delete:",
                type="tertiary",
                key=f"retirer_{row['row']}_{session.edits_count()}",
                on_click=session.drop_row,
                args=("payments", row["row"]),
            )


def _years(mine: Alone, names: dict[int, str]) -> pd.Series:
    years = mine.outlook.spans["year"].dropna().drop_duplicates()
    return years.map(names).set_axis(years)


def _told(row: dict[str, object]) -> str:
    of = "toutes les missions" if french.missing(row["mission_label"]) else plain(row["mission_label"])
    what = "versement" if french.missing(row["flow_words"]) else plain(row["flow_words"])
    reason = "" if french.missing(row["reason"]) else f" Motif{french.NBSP}: {plain(row['reason'])}."
    when = "" if french.missing(row["paid_on"]) else f", {plain(french.day(row['paid_on']))}"
    return f"**{plain(row['year_label'])}, {what}, {of}**{when}. {plain(row['moves'])}{reason}"


def _form(mine: Alone, names: dict[int, str]) -> None:
    """A form that is new again once its payment is added or taken back."""
    missions = session.law().missions.set_index("mission")["short"]
    here = [mission for mission in missions.index if mission in set(mine.outlook.money["mission"])]
    turn = f"{session.edits_count()}_{len(mine.dossier.payments)}"
    with st.form(f"versement_{turn}", border=False, enter_to_submit=False):
        first, second, third = st.columns(3)
        year = first.selectbox(
            "Au titre de l’année", list(names), format_func=names.__getitem__, key=f"v_annee_{turn}"
        )
        flow = second.selectbox(
            "Quel versement", list(corrections.TYPED), format_func=FLOWS.__getitem__, key=f"v_flux_{turn}"
        )
        mission = third.selectbox(
            "Mission",
            here,
            format_func=missions.__getitem__,
            index=None,
            placeholder="toutes",
            key=f"v_mission_{turn}",
        )
        amount = first.number_input(
            "Montant versé (€)",
            value=None,
            step=100.0,
            format="%.2f",
            placeholder="inconnu",
            key=f"v_montant_{turn}",
        )
        on = second.date_input("Jour du versement", value=None, format="DD/MM/YYYY", key=f"v_jour_{turn}")
        reason = third.text_input("Motif", key=f"v_motif_{turn}", placeholder="d’où vient l’écart")
        if st.form_submit_button("Ajouter ce versement", icon=":material/add:"):
            if amount is None:
                st.warning(
                    "Indiquez le montant versé : sans lui, la courbe ne change pas.".replace(
                        " :", f"{french.NBSP}:"
                    )
                )
                return
            session.add_row(
                "payments",
                {
                    "year": year,
                    "mission": mission,
                    "flow": flow,
                    "paid_on": on,
                    "amount": amount,
                    "reason": reason or None,
                },
            )
            st.rerun()
