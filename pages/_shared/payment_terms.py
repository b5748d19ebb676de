"""The rules of payment that no text says: visible, with where their value comes from, and changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from pages._shared import session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.report.cash import Alone

WAYS = {"retenu": "retenu sur les versements suivants", "rembourse": "remboursé en une fois"}


def draw(mine: Alone) -> None:
    """Draw the three rules.

    Args:
        mine: the community in view, with its terms.
    """
    with st.expander("Règles de versement que les textes ne disent pas", icon=":material/rule:"):
        if mine.spent.terms.empty:
            return
        told = mine.spent.terms.iloc[0]
        row = mine.rows["communities"][0]
        first, second, third = st.columns(3)
        with first:
            key = f"delai_{told['balance_delay']}"
            st.number_input(
                "Mois avant le solde",
                min_value=0,
                max_value=24,
                value=int(told["balance_delay"]),
                key=key,
                on_change=_keep,
                args=(row, "balance_delay", key, 1.0),
                help="Entre l’anniversaire du contrat et le solde de l’année écoulée.",
            )
            _origin(told["balance_delay_origin"])
        with second:
            percent = round(told["variable_advance"] * 100)
            key = f"avance_variable_{percent}"
            st.number_input(
                "Part variable avancée (%)",
                min_value=0,
                max_value=100,
                step=session.STEP,
                value=percent,
                key=key,
                on_change=_keep,
                args=(row, "variable_advance", key, 100.0),
                help="Part de l’enveloppe variable versée d’avance, dès la deuxième année.",
            )
            _origin(told["variable_advance_origin"])
        with third:
            key = f"trop_percu_{told['overpayment']}"
            st.selectbox(
                "Un trop-perçu est",
                list(WAYS),
                format_func=WAYS.__getitem__,
                index=list(WAYS).index(told["overpayment"]),
                key=key,
                on_change=_keep,
                args=(row, "overpayment", key, None),
            )
            _origin(told["overpayment_origin"])
        st.caption(f"Une valeur de départ est une supposition{french.NBSP}: demandez la règle à votre CPAM.")


def _origin(origin: str) -> None:
    st.caption(plain(origin))


def _keep(row: int, column: str, key: str, over: float | None) -> None:
    value = session.chosen(key, None)
    session.edit("communities", row, column, value / over if over and value is not None else value)
