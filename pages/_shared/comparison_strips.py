"""« Nous situer »: one's own place among published bands, worked out in the session; or one's own path alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from aci_model import peers
from aci_model.peers.campaigns import OPEN, PUBLISHED
from aci_model.peers.publication import EVERYBODY, GROUP, SHOWN, SIZE
from aci_model.report import comparison as strips
from aci_model.report import comparison_letter
from aci_model.report import comparison_words as words
from aci_model.store import StoreError
from aci_model.wording import NBSP, enumeration, typeset
from pages._shared import (
    band_figure,
    comparison_own,
    database,
    display,
    frame,
    own_path,
    papers,
    progress,
    session,
    views,
)
from pages._shared import comparison_door as door
from pages._shared.comparison_door import PUBLISHED_KEY
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from aci_model.peers import Published
    from aci_model.peers.campaigns_own import Own

VIEW = "vue_comparaison"
_LEVEL = "comparaison_niveau"
_NAMED = 2  # strips named one by one beside their reason; of more, « toutes les autres »
LEVELS = {
    GROUP: "Comparables",
    SIZE: "Même taille",
    EVERYBODY: "Toutes",
}  # short: they stand on a phone's one line


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one stands, in one level of comparison.

    Attributes:
        strips: `report.comparison.STRIPS`.
        said: `report.comparison_words.SAID`.
        table: in French words.
        headline: the finding.
    """

    strips: pd.DataFrame
    said: pd.DataFrame
    table: pd.DataFrame
    headline: str


def draw() -> None:
    """Draw the view."""
    if frame.nothing_loaded():
        return
    if own_path.chosen():
        session.keep(PUBLISHED_KEY, None)  # no figure of a peer is left, here nor on another page
        display.answer(typeset("Vous avancez contre vous-même : aucun chiffre d'autrui n'est affiché."))
        own_path.switch()
        progress.draw(views.lines())
        return
    own = door.seen()
    if own is None:
        _at_the_door()
        return
    told = _published(own) if own.campaign.state == PUBLISHED else None
    if told is None:
        _waiting(own)
        return
    said = comparison_own.said(own.campaign)
    if said.answers is None:
        display.answer("Votre classeur ne peut pas être comparé.")
        door.draw_campaign(own)
        st.markdown(plain(said.trouble))
        return
    _compared(own, told, said.answers)


def _at_the_door() -> None:
    if door.who() is None:
        display.answer(typeset("Le code de votre fédération ouvre la comparaison."))
        door.draw()
        st.markdown(
            typeset(
                "Une bande par mission dira où sont les communautés comparables, leur médiane, et votre propre résultat. "
                "Il n'y a ni classement, ni chiffre d'une communauté seule."
            )
        )
        own_path.switch()
    else:
        display.answer("La campagne ne peut pas être lue pour l’instant.")
        own_path.switch()


def _waiting(own: Own) -> None:
    """Say how far a campaign is: nothing of the others, not even how many they are."""
    if own.campaign.state == OPEN:
        display.answer(typeset("La campagne est ouverte : rien n'est encore publié."))
        then = (
            "La comparaison paraîtra ici une fois la campagne gelée, puis publiée par votre fédération. D'ici là, rien "
            "n'est dit des autres, ni leurs chiffres, ni leur nombre."
        )
    elif own.campaign.state == PUBLISHED:
        display.answer(typeset("La campagne est publiée, mais ne peut pas être lue pour l'instant."))
        then = "Rechargez la page dans un instant."
    else:
        display.answer(typeset("La campagne est gelée : sa publication est en préparation."))
        then = "Plus rien ne s'y ajoute ni ne s'en retire. Les bandes paraîtront ici dès la publication."
    door.draw_campaign(own)
    own_path.switch()
    st.markdown(typeset(then))
    if own.campaign.state == OPEN:
        st.button(
            "Voir ce que nous envoyons",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=_contribute,
        )


def _contribute() -> None:
    """Go to the other view."""
    session.keep(VIEW, "Contribuer")


def _published(own: Own) -> Published | None:
    """Give what the campaign published: read once, then kept, for it never changes."""
    who, kept = door.who(), session.chosen(PUBLISHED_KEY, None)
    if kept is None and who is not None:
        try:
            found = peers.published(database.store(), who)
        except StoreError as trouble:
            door.say_trouble(trouble)
            return None
        if found is None:
            return None
        kept = {"published": found, "attributes": own.attributes, "asked": own.campaign.asked}
        session.keep(PUBLISHED_KEY, kept)
    return None if kept is None else kept["published"]


def _compared(own: Own, told: Published, answers: pd.DataFrame) -> None:
    asked, attributes = own.campaign.asked, own.attributes
    # Another code of the same campaign may be of another size or region.
    mark = f"{told.digest} {sorted(attributes.items())}"
    position = session.remember(
        f"position {mark}", lambda: peers.own_position(answers, attributes, asked, told)
    )
    known = session.remember(f"levels {mark}", lambda: strips.levels(position))
    level = session.chosen(_LEVEL, None)
    level = level if level in known else next(iter(known), strips.LEVELS[0])
    placed = session.remember(f"strips {mark} {level}", lambda: _placed(position, told, own, level))
    display.answer(placed.headline)
    door.draw_campaign(own)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if len(known) > 1:
            session.keep(_LEVEL, level)
            st.segmented_control(
                "Comparés à",
                known,
                format_func=LEVELS.__getitem__,
                key=_LEVEL,
                persist_state="session",
                required=True,
                label_visibility="collapsed",
            )
        own_path.switch()
    if placed.strips.empty:
        return
    theme = display.colours()
    display.show(
        session.remember(
            f"bands {mark} {level} {theme.accent}",
            lambda: band_figure.bands(placed.strips, _lines(placed.said), _missions(), theme),
        ),
        title=_finding(placed),
        reading_note=words.how_to_read(),
        alt=" ".join(
            f"{aloud} {say}" for aloud, say in zip(placed.said["aloud"], placed.said["say"], strict=True)
        ),
        table=placed.table,
        columns=[Column(header, header) for header in placed.table],
        name="comparaison",
    )
    _seals(placed.said)
    _offer_letter(placed, own)


def _offer_letter(placed: Placed, own: Own) -> None:
    """Offer the letter, written when asked for and kept nowhere."""
    title, community = own.campaign.title, session.community() or ""
    st.download_button(
        f"Télécharger notre lettre{NBSP}(docx)",
        data=lambda: comparison_letter.letter(placed.strips, title, community, door.today()),
        file_name="lettre_comparaison.docx",
        mime=papers.DOSSIER.mime,
        key="comparaison_lettre",
        icon=":material/mail:",
        on_click="ignore",
        help=typeset("À imprimer : votre place, les bandes, et pourquoi elles peuvent être montrées."),
    )


def _placed(position: pd.DataFrame, told: Published, own: Own, level: str) -> Placed:
    drawn = strips.strips(position, told, own.campaign.asked, session.law(), level)
    return Placed(drawn, words.said(drawn), words.table(drawn), words.headline(drawn))


def _finding(placed: Placed) -> str:
    """The title over the strips: whom one is compared with."""
    who = placed.said["who"].drop_duplicates()
    return (
        typeset(f"Comparés à : {who.iloc[0]}")
        if len(who) == 1
        else "Vous, parmi les communautés de chaque bande"
    )


def _lines(said: pd.DataFrame) -> dict[str, list[str]]:
    """Indicator -> what is written under its strip: how it is read, or why it is withheld.

    The title names whom all strips are about; when they are about several levels, each strip has to.
    """
    alike = len(said["level"].drop_duplicates()) == 1
    return {
        row["indicator"]: _under(row, alike)
        for row in said[["indicator", "state", "say", "brief", "seal"]].to_dict("records")
    }


def _under(row: Mapping[Hashable, str], alike: bool) -> list[str]:
    brief = row["brief"].split("\n")
    if row["state"] != SHOWN:
        return [*brief, row["seal"]]
    return brief if alike else [f"{brief[-1]} {row['say']}"]


def _seals(said: pd.DataFrame) -> None:
    """Write why the figures are shown or withheld: each reason once, with the strips it is the reason of."""
    same = said.groupby(["who", "seal"], sort=False)["label"].agg(list)
    named = same[same.map(len).sort_values(kind="stable").index]
    with st.container(key="comparaison_sceaux", gap="small"):
        for rank, ((who, seal), labels) in enumerate(named.items(), 1):
            of = enumeration([_bare(label) for label in labels])
            if rank == len(named) and len(labels) > _NAMED:
                of = "toutes les bandes" if rank == 1 else "toutes les autres bandes"
            st.markdown(
                f":material/verified_user: :small[**{plain(of[0].upper() + of[1:])}** · {plain(who)}. :gray[{plain(seal)}]]"
            )


def _bare(label: str) -> str:
    """A label without what all of them begin with."""
    return label.rpartition(f"{NBSP}: ")[2]


def _missions() -> dict[str, tuple[int, str]]:
    """Mission -> its place in the accord, which gives its colour, and its name."""
    missions = session.law().missions
    return {
        mission: (rank, label)
        for rank, (mission, label) in enumerate(zip(missions["mission"], missions["short"], strict=True))
    }
