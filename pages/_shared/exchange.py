"""« Échanges »: trades at constant expected income, and what arithmetic stands against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import bargaining
from aci_model.report import negotiation_bands, negotiation_exchanges
from aci_model.wording import euros, measure, missing, typeset
from pages._shared import dialogue, display, exchange_figure, session, sheets, views
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from aci_model.report.negotiation_bands import Bands
    from aci_model.report.negotiation_exchanges import ExchangesTold, Trade

MONEY, TARGET = "Des euros", "Un objectif plus facile"
BANDS = (
    Column("name", "Sur quoi"),
    Column("lines", "Lignes", blank=""),
    Column("expected", "Revenu attendu", "euros"),
    Column("low_before", "Bas aujourd’hui", "euros"),
    Column("high_before", "Haut aujourd’hui", "euros"),
    Column("low_after", "Bas après", "euros"),
    Column("high_after", "Haut après", "euros"),
)
_SEEN = 4  # findings shown before the rest is folded
_PACE = 50  # euros: what the field moves by


def told() -> ExchangesTold:
    """Give what is said of exchanges and feasibility; see `report.negotiation_exchanges`."""
    on = dialogue.grounds()
    return session.remember(
        "exchanges", lambda: negotiation_exchanges.exchanges(on, views.lines(), dialogue.chances())
    )


def draw() -> None:
    """Draw the view."""
    said = told()
    display.answer(said.say)
    left, right = st.columns([6, 5], gap="large")
    with left:
        if said.bands is not None:
            _bands(said.bands, "proposed", "echanges")
        for rank, trade in enumerate(said.trades, 1):
            st.markdown(f"{rank}. {plain(trade.title)}  \n   :small[{plain(trade.effect)}]")
        if said.trades:
            sheets.fold(
                "Les barèmes avant et après",
                "compare_arrows",
                "baremes",
                lambda: _schedules(said.trades, "echange"),
            )
        st.caption(plain(" ".join(filter(None, [said.left_out, negotiation_exchanges.HOW_EXCHANGES_READ]))))
    with right:
        st.subheader(plain(said.feasible_say), anchor=False)
        _findings(said.findings)
    if said.partners:
        _own(said)


def _bands(told_: Bands, mark: str, name: str) -> None:
    """Draw a range before and after; the mark is unlike that of any other exchange."""
    theme = display.colours()
    display.show(
        session.remember(f"bands {theme.accent} {mark}", lambda: exchange_figure.bands(told_.drawn, theme)),
        title=told_.say,
        reading_note=negotiation_bands.HOW_BANDS_READ,
        alt=told_.aloud,
        table=told_.drawn,
        columns=BANDS,
        name=f"{name}_fourchettes",
    )


def _schedules(trades: Sequence[Trade], name: str) -> None:
    for rank, trade in enumerate(trades, 1):
        if len(trades) > 1:
            st.caption(f"Échange {rank}")
        sheets.draw_written(_written(trade.table), trade.title, f"{name}_{rank}", figures=(2, 3))


def _written(table: pd.DataFrame) -> pd.DataFrame:
    step, before, after = table.columns
    gone = ["plus de palier" if missing(value) else euros(value) for value in table[after]]
    return table.assign(**{step: table[step].map(plain), before: table[before].map(euros), after: gone})


def _findings(found: pd.DataFrame) -> None:
    if found.empty:
        st.markdown(
            "Ajoutez des faits à la feuille Territoire (patients éligibles, professionnels présents) pour confronter "
            "vos objectifs à votre territoire."
        )
        return
    _listed(found.head(_SEEN))
    if len(found) > _SEEN:
        rest = found.iloc[_SEEN:]
        sheets.fold(f"Voir les {len(rest)} autres", "expand_more", "faisabilite", lambda: _listed(rest))


def _listed(found: pd.DataFrame) -> None:
    first, second = found.columns
    told_ = [
        f"- **{plain(word)}** · {plain(why)}" for word, why in zip(found[first], found[second], strict=True)
    ]
    st.markdown("\n".join(told_))


def _own(said: ExchangesTold) -> None:
    """Let a person try an exchange of their own."""
    st.subheader("Votre échange", anchor=False)
    first, second = st.columns(2, gap="large")
    give = first.selectbox(
        "Cette ligne cède",
        list(said.partners),
        format_func=said.names.__getitem__,
        key="echange_cede",
        persist_state="session",
    )
    take = second.selectbox(
        "Celle-ci reprend",
        said.partners[int(give)],
        format_func=said.names.__getitem__,
        key=f"echange_reprend_{give}",
        persist_state="session",
    )
    first, second = st.columns(2, gap="large")
    with first:
        kind = st.segmented_control(
            "Ce qu’elle reprend",
            [MONEY, TARGET],
            default=MONEY,
            key="echange_nature",
            persist_state="session",
            required=True,
        )
    with second:
        asked = _money() if kind == MONEY else _easier(int(take))
    if asked is None:
        return
    try:
        trade, range_ = session.remember(
            f"own exchange {give} {take} {kind} {asked}", lambda: _traded(int(give), int(take), kind, asked)
        )
    except ValueError as refusal:  # its sentence is for people
        st.markdown(plain(refusal))
        return
    st.markdown(plain(trade.effect))
    left, right = st.columns(2, gap="large")
    with left:
        _bands(range_, f"votre_echange {give} {take} {kind} {asked}", "votre_echange")
    with right:
        _schedules([trade], "votre_echange")


def _traded(give: int, take: int, kind: str | None, asked: float) -> tuple[Trade, Bands]:
    """Work out the exchange a person tries."""
    on, chances = dialogue.grounds(), dialogue.chances()
    priced, rounding = bargaining.Priced(on.lines, on.tiers, chances), on.settings.rounding
    found = (
        bargaining.trade_amount(priced, give=give, take=take, euros_=asked, rounding=rounding)
        if kind == MONEY
        else bargaining.trade_target(priced, give=give, take=take, step=int(asked), rounding=rounding)
    )
    ranks = negotiation_exchanges.mission_ranks(views.lines())
    (trade,) = negotiation_exchanges.trades(found, on)
    return trade, negotiation_bands.bands(found, on, chances, ranks)


def _money() -> float:
    moved = st.number_input(
        "Euros cédés",
        min_value=_PACE,
        value=10 * _PACE,
        step=_PACE,
        key="echange_euros",
        persist_state="session",
    )
    return float(moved)


def _easier(take: int) -> int | None:
    """Let a person choose the step that becomes the target of a line; None when it has one alone."""
    row = views.lines().set_index("line").loc[take]
    steps = [float(step) for step in row["tiers"]][:-1]
    if not steps:
        st.markdown(typeset("Cette ligne n'a qu'un palier : aucun n'est plus facile."))
        return None
    easier = st.selectbox(
        "Objectif ramené à",
        range(1, len(steps) + 1),
        format_func=lambda step: measure(steps[step - 1], None if missing(row["unit"]) else row["unit"]),
        key=f"echange_palier_{take}",
    )
    return int(easier)
