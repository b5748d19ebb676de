"""What a campaign published, and what the gate decided and why, as its federation reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from aci_model.peers import campaigns_published
from aci_model.report import comparison_federation as told
from aci_model.report.comparison import STATISTICS
from aci_model.wording import NBSP, typeset
from pages._shared import display, federation_ruling, federation_tables, own_path, session
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store
    from pages._shared.federation_ruling import Ruling

_LABEL, _GROUP, _LEVEL, _FEW, _NAME, _READ, _STATE, _WHY = (
    *("Résultat", "Groupe", "Niveau", "Communautés", "Statistique", "Lu", "État", "Raison"),
)
SEEN = ("quartile_1", "mediane", "quartile_3")  # on screen; the workbook has every one
PUBLISHED = tuple(
    Column(name, name, kind)
    for name, kind in (
        *((name, "text") for name in (_LABEL, _LEVEL, _GROUP, _FEW, _NAME, _READ)),
        *((name, "number") for name in ("Valeur", "Au moins", "Moins de")),
        *((name, "text") for name in (_STATE, _WHY)),
    )
)
DECIDED = tuple(Column(name, name) for name in (_LABEL, _GROUP, "Décision", "Pourquoi"))


GROUPS = (
    Column(_GROUP, "Groupe"),
    Column(_FEW, "Combien"),
    *(
        Column(name, header, blank="–")
        for name, header in zip(
            SEEN, ("Un quart est sous", "Médiane", "Un quart est au-dessus de"), strict=True
        )
    ),
)
SHOWN = "publié"


class Results(NamedTuple):
    """What is read of a publication, once a session: it never changes."""

    campaign: str
    figures: pd.DataFrame  # comparison_federation.aggregates
    decisions: pd.DataFrame  # comparison_federation.decisions
    say: str
    digest: str


def draw_published(base: Store, ruling: Ruling, own: Campaign) -> None:
    """Draw what was published, a result at a time, and all of it as a workbook; nothing of it against oneself."""
    if own_path.chosen():
        st.markdown(
            typeset(
                "Vous avancez contre vous-même : aucun chiffre d'autrui n'est affiché, pas même à qui tient la campagne."
            )
        )
        own_path.switch()
        return
    results = _results(base, ruling, own)
    if results is None:
        return
    labels = list(dict.fromkeys(results.figures[_LABEL]))
    chosen = st.selectbox("Résultat", labels, key="federation_resultat", persist_state="session")
    rows = results.figures[results.figures[_LABEL] == chosen]
    withheld = rows[(rows[_NAME] == STATISTICS["mediane"]) & (rows[_STATE] != SHOWN)]
    st.subheader(plain(_finding(rows, withheld)), anchor=False)
    federation_tables.draw(_by_group(rows), GROUPS, title=f"{chosen}, par groupe", name="federation_groupes")
    for why in _reasons(rows):
        st.caption(plain(why))
    display.download(results.figures, PUBLISHED, title="Ce que la campagne a publié", name="campagne_publiee")
    st.caption(
        typeset(f"Empreinte de la publication : {results.digest[:12]}. Un chiffre retenu n'est pas un zéro.")
    )


def draw_decisions(base: Store, ruling: Ruling, own: Campaign) -> None:
    """Draw what the gate decided, and why; for the federation alone."""
    results = _results(base, ruling, own)
    if results is None:
        return
    st.subheader(plain(results.say.rstrip(".")), anchor=False)
    st.caption(
        typeset(
            "Ces décisions ne sont montrées qu'ici. Elles reposent sur le nombre de contributions et sur ce que les "
            "chiffres auraient laissé retrouver : ne les diffusez pas."
        )
    )
    if len(results.decisions):
        federation_tables.show(
            results.decisions, DECIDED, title="Décisions du contrôle", name="decisions_du_controle"
        )


def _results(base: Store, ruling: Ruling, own: Campaign) -> Results | None:
    """Read a publication once a session."""
    held: Results | None = session.chosen(federation_ruling.RESULTS, None)
    if held is not None and held.campaign == own.id:
        return held
    published = campaigns_published.published(base, ruling.administrator)
    if published is None:
        st.warning(typeset("Cette campagne n'a encore rien publié."), icon=":material/hourglass_empty:")
        return None
    found = campaigns_published.decisions(base, ruling.administrator)
    made = Results(
        own.id,
        told.aggregates(published, own.asked),
        told.decisions(found, own.asked),
        told.decided(found),
        published.digest,
    )
    session.keep(federation_ruling.RESULTS, made)
    return made


def _finding(rows: pd.DataFrame, withheld: pd.DataFrame) -> str:
    groups = rows[_GROUP].nunique()
    if withheld.empty:
        return "Chaque groupe a sa médiane" if groups > 1 else "La médiane est publiée"
    if len(withheld) == groups:
        return typeset("Rien n'est montré de ce résultat")
    return typeset(f"{len(withheld)} groupes sur {groups} n'ont pas de chiffre montré")


def _by_group(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a group: how many they are, quartiles and median as people read them; withheld is a word, never a 0."""
    told = rows.assign(said=rows[_READ].where(rows[_STATE] == SHOWN, rows[_STATE]))
    names = {STATISTICS[name]: name for name in SEEN}
    wide = told.pivot_table(
        index=[_LEVEL, _GROUP, _FEW], columns=_NAME, values="said", aggfunc="first", sort=False
    )
    return wide.rename(columns=names).reindex(columns=list(SEEN)).reset_index()


def _reasons(rows: pd.DataFrame) -> list[str]:
    """Why what is on screen is shown, and why the rest is withheld, each said once."""
    seen = rows[rows[_NAME].isin([STATISTICS[name] for name in SEEN])]
    shown, withheld = (seen[(seen[_STATE] == SHOWN) == state][_WHY].unique() for state in (True, False))
    return [
        *(f"Montré{NBSP}: {why}." for why in shown),
        *(f"{why[:1].upper()}{why[1:]}." for why in withheld),
    ]
