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
BARS = (
    Column("euros", "À partir de", "euros"),
    Column("chance", "Chance", "percent"),
)
RANGE = (
    Column("mission_label", "Mission"),
    Column("lines", "Lignes", "whole"),
    Column("low", "9 fois sur 10, plus de", "euros"),
    Column("median", "1 fois sur 2, plus de", "euros"),
    Column("high", "1 fois sur 10, plus de", "euros"),
    Column("expected", "En moyenne", "euros"),
    Column("most", "Au plus", "euros"),
)
CHANCES = {
    "chance": st.column_config.NumberColumn("Chance (%)", min_value=0, max_value=100, step=1, width=90),
    "label": st.column_config.TextColumn("Indicateur", width=300),
    "step_words": st.column_config.TextColumn("Palier", width=80),
    "amount": st.column_config.NumberColumn("Il rapporte (€)", format="localized"),
    "origin_words": st.column_config.TextColumn("Origine", width=220),
    "band_words": st.column_config.TextColumn("Marge", width=110),
    "mission_label": st.column_config.TextColumn("Mission"),
}
RATES = (
    Column("label", "Indicateur"),
    Column("year", "Année", "text"),
    Column("kind_words", "État"),
    Column("value_words", "Valeur", blank="–"),
    Column("low_words", "Huit fois sur dix, de", blank=""),
    Column("high_words", "à", blank=""),
    Column("verdict_words", "Ce que l’on peut dire", blank=""),
)
