"""The letter a contributor prints: where it stands, why each figure may be shown, and what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.peers.publication import SHOWN
from aci_model.report.comparison_promise import summary
from aci_model.report.comparison_words import headline, how_to_read, said, seals, table
from aci_model.report.documents import Bullets, Document, Section, Sentence, Table
from aci_model.wording import typeset

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from aci_model.report.documents.tree import Block


_OWN_PLACE = (
    "Votre place a été calculée dans votre session, à partir de votre classeur : personne d'autre ne la connaît, et elle "
    "n'est écrite que dans cette lettre. Ce qui n'est pas promis (contre une coalition, la CPAM, la fédération, qui lit "
    "la base) se lit à la page Comparaison."
)


def letter(strips: pd.DataFrame, campaign: str, community: str, date: dt.date) -> bytes:
    """Write a community's own letter, on one or two sheets of A4.

    Args:
        strips: from `comparison.strips`, the community's own.
        campaign: its title, as the federation typed it.
        community: its name, from its own workbook: written in its letter and nowhere else.
        date: of the letter.

    Returns:
        The bytes of a docx file.
    """
    from aci_model.report.documents.word import to_docx  # noqa: PLC0415 - what writes is slow to load

    return to_docx(
        Document(
            title="Où nous situons-nous ?",
            subtitle=campaign,
            community=community,
            date=date,
            version="1",
            sections=tuple(_sections(strips)),
        )
    )


def _sections(strips: pd.DataFrame) -> list[Section]:
    from aci_model.report.comparison_picture import bands  # noqa: PLC0415 - what draws is slow to load

    told = said(strips)
    shown = told["state"] == SHOWN
    picture = bands(strips, "Vous et les communautés comparées")
    place: list[Block] = [Sentence(headline(strips), strong=True)]
    if picture is not None:
        place += [picture, Sentence(how_to_read())]
    place.append(_list(told[shown], "say"))
    figures = table(strips)[shown.to_numpy()].drop(columns="Pourquoi")
    drawn = strips[strips["indicator"].isin(told.loc[shown, "indicator"])]
    why: list[Block] = [Bullets(seals(drawn))] if len(drawn) else []
    if len(figures):
        why.append(Table.of(figures, "Les mêmes chiffres en un tableau"))
    if not shown.all():
        why += [Sentence("Ce qui est retenu", strong=True), _list(told[~shown], "seal")]
    return [
        Section("Votre place", tuple(place)),
        Section("Pourquoi ces chiffres peuvent être montrés", tuple(why)),
        Section("Ce qui vous est promis", (Sentence(summary()), Sentence(typeset(_OWN_PLACE)))),
    ]


def _list(told: pd.DataFrame, what: str) -> Bullets:
    return Bullets(tuple(f"{one['label']}. {one[what]}" for one in told.to_dict("records")))
