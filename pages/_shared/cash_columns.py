"""Which columns the tables of page Projection show, in French."""

from __future__ import annotations

import streamlit as st

from pages._shared.tables import Column

MONTHS = (
    Column("month_words", "Mois"),
    Column("inflow", "Reçu", "euros"),
    Column("firm", "Postes fermes", "euros"),
    Column("soft", "Postes souples", "euros"),
    Column("balance", "Reste", "euros"),
    Column("balance_without", "Sans part variable", "euros"),
    Column("balance_without_firm", "Sans part variable, fermes seuls", "euros"),
)
FLOWS = (
    Column("day", "Jour", "day"),
    Column("flow_words", "Versement"),
    Column("year_label", "Au titre de"),
    Column("mission_label", "Mission"),
    Column("amount", "Montant", "euros"),
    Column("basis", "État"),
    Column("reason", "Motif", blank=""),
)
STOPS = {
    "priority": st.column_config.NumberColumn("Priorité", min_value=1, max_value=99, step=1, width=80),
    "post": st.column_config.TextColumn("Poste", width=260),
    "stops_words": st.column_config.TextColumn("S’arrête en", width=120),
    "saved": st.column_config.NumberColumn("N’est plus dépensé (€)", format="localized"),
    "gained": st.column_config.NumberColumn("Mois gagnés", format="localized"),
}
BLANK = (
    Column("year_label", "Année"),
    Column("mission_label", "Mission"),
    Column("reference", "Référence", "euros"),
    Column("chosen", "Année blanche", "euros"),
    Column("removed", "En moins", "euros"),
    Column("felt_words", "Se sent à partir de", blank=""),
)
BLANK_POSTS = (
    Column("post", "Poste"),
    Column("firm_words", "Engagement"),
    Column("state_words", "Avec l’année blanche"),
    Column("reference_words", "Référence"),
    Column("chosen_words", "Année blanche"),
)
