"""One indicator: the question its clause raises, then the sheet that prints on one page."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import streamlit as st

from aci_model import bargaining
from aci_model.foresight.vocabulary import vocabulary
from aci_model.report import negotiation_sheet, negotiation_targets
from aci_model.report.negotiation_peers import Comparison, Practice, practice
from aci_model.wording import NBSP, euros, missing, typeset
from pages._shared import (
    dialogue,
    display,
    kept,
    own_figure,
    own_path,
    session,
    sheets,
    views,
)
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.report.negotiation_sheet import SheetTold

SIDES = {"ours": "Ce que nous comprenons", "theirs": "Ce que la CPAM ou l’ARS comprend"}
PROOF = "proof_at_hand"
# Where Comparaison keeps what its campaign published; its own module would load the database with this page.
COMPARED = "comparaison_publiee"


def told(line: int) -> SheetTold:
    """Give the sheet of a line in words; see `report.negotiation_sheet`."""
    on, proofs = dialogue.grounds(), dialogue.evidence()
    return session.remember(
        f"sheet {line}",
        lambda: negotiation_sheet.told(
            bargaining.sheet(line, on), _row(views.lines(), line), _row(proofs.lines, line), on.settings.level
        ),
    )


def asked(line: int) -> None:
    """Draw the question a clause raises, what each reading pays, and what to do with the line."""
    on, one = dialogue.grounds(), told(line)
    open_ = on.questions[on.questions["line"] == line]
    if open_.empty:
        st.markdown("Cette clause ne laisse aucune question ouverte.")
    for row in open_.head(1).to_dict("records"):
        with st.container(key="a_demander"):
            st.markdown(plain(row["question"]))
    sheets.draw_written(_written(one.readings), "Ce que paie chaque lecture", "fiche_lectures", figures=(2,))
    st.caption(plain(one.read_at))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not open_.empty:
            _put(line, open_.iloc[0].to_dict())
        kept.line_switch(line, "Au dossier", held=line in kept.lines())


def _put(line: int, raised: dict[str, Any]) -> None:
    """Offer to put the question on the register, once."""
    entries = dialogue.register().entries
    mine = entries[(entries["origin"] != "calcul") & (entries["question"] == raised["question"])]
    if len(mine):
        st.markdown(":material/check: Au registre")
        return
    record = {name: raised[name] for name in ("question", "addressee", "mission", "label")}
    amount = raised["euros"]
    record |= {"status": "posee", "euros": None if missing(amount) else round(float(amount), 2)}
    st.button(
        "Poser la question",
        icon=":material/contact_support:",
        on_click=session.add_row,
        args=("questions", record),
        key=f"poser_{line}",
        help=typeset(
            "L'ajoute au registre, comme posée. Le registre se tient dans « Preuves et questions »."
        ),
    )


def draw(line: int) -> None:
    """Draw the sheet of a line, then what completes it."""
    one = told(line)
    with st.container(key="fiche", border=True, gap="small"):
        st.subheader(plain(one.title), anchor=False)
        st.caption(plain(one.under))
        with st.container(key="fiche_chiffres"):
            for column, tile in zip(st.columns(4), one.tiles, strict=True):
                with column:
                    st.markdown(f":small[{plain(tile.name)}]  \n**{plain(tile.value)}**")
                    st.caption(plain(tile.sentence))
        left, right = st.columns(2, gap="large")
        with left:
            _done(line, one)
        with right:
            _grounds(one)
        _understood(one)
    _completed(line)


def _done(line: int, one: SheetTold) -> None:
    st.markdown(f"**Ce que nous avons fait.** {plain(one.done)}")
    rows = views.lines()
    path = views.own_path(rows[rows["line"] == line]).path
    if len(path) > 1:
        theme = display.colours()
        figure = session.remember(f"past {line} {theme.accent}", lambda: own_figure.paths(path, theme))
        st.plotly_chart(
            display.Drawn(figure),
            theme=None,
            config=display.figure_style.CONFIG,
            key="figure_fiche_histoire",
            alt=views.own_path(rows[rows["line"] == line]).aloud,
        )
        st.caption(f"La barre pâle{NBSP}: ce que le hasard seul pourrait donner, quatre fois sur cinq.")
    st.markdown("**Ce qui est demandé.**")
    sheets.draw_written(_written(one.steps), "Paliers et montants", "fiche_paliers", figures=(2,))


def _grounds(one: SheetTold) -> None:
    st.markdown(f"**Notre contre-proposition.** {plain(one.offer)}")
    if one.findings:
        st.markdown("**Ce qui s’y oppose.**\n" + sheets.bullets(one.findings))
    st.markdown(
        "**Faits du territoire.**" + ("" if one.facts else " Aucun fait noté ne porte sur cette ligne.")
    )
    if one.facts:
        st.markdown(sheets.bullets(one.facts))
    if one.questions:
        st.markdown("**Questions à poser.**\n" + sheets.bullets(one.questions))


def _understood(one: SheetTold) -> None:
    sides = {"ours": one.ours, "theirs": one.theirs}
    for column, (side, name) in zip(st.columns(2, gap="large"), SIDES.items(), strict=True):
        column.markdown(f"**{name}.** " + (plain(sides[side]) if sides[side] else ":gray[Rien de noté.]"))
    if len(one.differences):
        sheets.draw_written(sheets_written(one.differences), "Ce qui diffère", "fiche_differences")
    elif one.ours and one.theirs:
        st.caption("Les deux textes disent la même chose, mot pour mot.")
    sheets.draw_written(sheets_written(one.proof), "Preuves de cette ligne", "fiche_preuve", header=False)


def _completed(line: int) -> None:
    """Offer to type what the sheet lacks; each change is kept in the workbook."""
    with st.expander("Compléter la fiche", icon=":material/edit:"):
        columns = st.columns(2, gap="large")
        for column, (side, name) in zip(columns, SIDES.items(), strict=True):
            with column:
                _text(line, side, name, _cell(line, side))
        left, right = st.columns(2, gap="large")
        with left:
            _text(line, PROOF, "Preuves réunies", _cell(line, PROOF))
        with right:
            _strength(line)
            _daily_cost()
    with st.expander("Trois façons de fixer la cible", icon=":material/tune:"):
        _targets(line)
    st.caption(
        typeset(
            "La fiche s'imprime seule, sur une page : Ctrl + P, ou « Imprimer » dans le menu du navigateur."
        )
    )


def _text(line: int, column: str, label: str, value: str | None) -> None:
    held = value or ""
    # The value is in the key: what was undone, or read from another file, is what the field then shows.
    key = f"{column}_{line}_{zlib.crc32(held.encode())}"
    st.text_area(
        label,
        held,
        key=key,
        height=110,
        max_chars=2_000,
        on_change=_write,
        args=(line, column, key),
        placeholder="pièces séparées par des points-virgules" if column == PROOF else None,
    )


def _strength(line: int) -> None:
    held = _cell(line, "strength")
    words = vocabulary().strengths
    known = None if held is None else int(held)
    key = f"strength_{line}_{known}"
    st.selectbox(
        "Force de la preuve attendue",
        list(words),
        index=None if known is None else list(words).index(known),
        format_func=lambda level: f"{level} · {words[level]}",
        key=key,
        on_change=_write,
        args=(line, "strength", key),
        placeholder="à dire, de 0 à 3",
    )


def _daily_cost() -> None:
    held = dialogue.daily_cost()
    key = f"cout_journee_{held}"  # another cost, also one taken back, is another field
    st.number_input(
        "Coût d’une journée de travail (€)",
        min_value=0.0,
        step=10.0,
        format="%.4g",
        value=held,
        key=key,
        on_change=_price_days,
        args=(key,),
        placeholder="à dire",
        help=typeset(
            "Il donne la ligne rouge et le prix du « non » de chaque fiche. Saisi ici, il va dans votre classeur."
        ),
    )


def _price_days(key: str) -> None:
    session.edit("communities", dialogue.own_row(), "daily_cost", session.chosen(key, None))


def _targets(line: int) -> None:
    row = _row(views.lines(), line)
    steps = [float(step) for step in row["tiers"] if not missing(step)]
    start = row["baseline"]
    bounds = None
    if row["kind"] != "livrable" and steps:
        left, right = st.columns(2)
        first = left.number_input(
            "Rien jusqu’à", value=0.0 if missing(start) else float(start), key=f"seuil_bas_{line}"
        )
        last = right.number_input("Tout à partir de", value=steps[-1], key=f"seuil_haut_{line}")
        bounds = (first, last)
    ways = session.remember(
        f"targets {line} {bounds} {_digest()}",
        lambda: negotiation_targets.targets(
            bargaining.sheet(line, dialogue.grounds()), row, bounds, _practice(row)
        ),
    )
    sheets.draw_written(sheets_written(ways), "Façons de fixer la cible", "fiche_cibles")


def _practice(row: dict[str, Any]) -> Practice:
    """Place comparable communities on the line's scale, unless one's own path alone is to be seen."""
    seen = session.chosen(COMPARED, None)
    if own_path.chosen():
        return Practice(
            None,
            typeset(
                "Vous ne vous comparez qu'à vous-même : aucun chiffre d'autres communautés n'est montré."
            ),
        )
    return practice(row, None if seen is None else Comparison(**seen))


def _digest() -> str:
    """Tell which comparison is seen: another one is another answer."""
    seen = session.chosen(COMPARED, None)
    return f"{own_path.chosen()} {'' if seen is None else seen['published'].digest}"


def _write(line: int, column: str, key: str) -> None:
    value = session.chosen(key, None)
    session.edit("lines", dialogue.place_of(line), column, None if value == "" else value)


def _cell(line: int, column: str) -> Any:  # noqa: ANN401  a cell of any column
    value = dialogue.dossier().lines[column].iloc[dialogue.place_of(line)]
    return None if missing(value) else value


def _row(frame: pd.DataFrame, line: int) -> dict[str, Any]:
    row = frame[frame["line"] == line].iloc[0].to_dict()
    return {str(name): value for name, value in row.items()}


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """Write a table of a text and an amount, safe to show."""
    first, second = frame.columns
    return frame.assign(**{first: frame[first].map(plain), second: frame[second].map(euros)})


def sheets_written(frame: pd.DataFrame) -> pd.DataFrame:
    """Write a table of texts, safe to show."""
    return frame.map(plain)
