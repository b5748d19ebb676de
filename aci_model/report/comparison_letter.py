"""The letter a contributor prints: where it stands, why each figure may be shown, and what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.peers.publication import SHOWN
from aci_model.report.comparison_promise import summary
from aci_model.report.comparison_words import headline, how_to_read, said, table
from aci_model.report.documents import Bullets, Document, Section, Sentence, Table
from aci_model.wording import typeset

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from aci_model.report.documents.tree import Block


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
    told = said(strips)
    shown = told[told["state"] == SHOWN]
    withheld = told[told["state"] != SHOWN]
    blocks: list[Block] = [Sentence(headline(strips), strong=True)]
    if len(shown):
        figures = table(strips)
        figures = figures[figures["Résultat"].isin(shown["label"])]
        blocks += [
            Table.of(figures.drop(columns=["Comparé à", "Pourquoi"]), "Vous et les communautés comparées"),
            Sentence(how_to_read()),
            Bullets(tuple(f"{one['label']}. {one['say']}" for one in shown.to_dict("records"))),
        ]
    if len(withheld):
        blocks.append(Bullets(tuple(f"{one['label']}. {one['seal']}" for one in withheld.to_dict("records"))))
    seals = list(dict.fromkeys(shown["seal"]))
    with_whom = [
        f"{who} : {', '.join(labels)}."
        for who, labels in shown.groupby("who", sort=False)["label"].agg(list).items()
    ]
    return [
        Section("Votre place", tuple(blocks)),
        *(
            [Section("Avec qui vous êtes comparé", (Bullets(tuple(map(typeset, with_whom))),))]
            if with_whom
            else []
        ),
        Section(
            "Pourquoi ces chiffres peuvent être montrés",
            (
                *(Sentence(seal) for seal in seals),
                Sentence(summary()),
                Sentence(
                    typeset(
                        "Votre place a été calculée dans votre session, à partir de votre classeur : personne d'autre ne "
                        "la connaît, et elle n'est écrite que dans cette lettre. Ce qui n'est pas promis (une coalition, "
                        "la CPAM, la fédération, qui lit la base) se lit à la page Comparaison."
                    )
                ),
            ),
        ),
    ]
