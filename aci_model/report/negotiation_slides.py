"""Five slides for the dialogue, and one page to share with members and partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.report.documents import Bullets, Section, Sentence, Table
from aci_model.report.negotiation_matter import (
    asked_note,
    document,
    gaps_picture,
    missions_picture,
    past_note,
    territory_note,
)
from aci_model.wording import NBSP, count, missing

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.report.documents import Document
    from aci_model.report.documents.share import SharePage
    from aci_model.report.negotiation_matter import Matter

_CLAUSES = 5  # on a slide: more would be too small to read from a seat


def slides(matter: Matter) -> Document:
    """Fill five slides: where we stand, what clauses are worth, what we can hold, what stands against, what we ask."""
    shown = [(one.title, one.tiles[0], one.tiles[1], one.tiles[3]) for one in matter.sheets.values()]
    held = Table(
        ("Ligne", *(tile.name for tile in shown[0][1:])) if shown else ("Ligne",),
        tuple((title, *(tile.value for tile in tiles)) for title, *tiles in shown),
        "Demandé, tenable, prix du non",
        note=past_note(matter),
    )
    findings = tuple(matter.exchanges.findings["Ce qui s’y oppose"].head(4))
    asked = matter.questions[matter.questions["État"] != "répondue"].head(5)[["Question", "À qui", "Euros"]]
    firm = sum(one.holds is True for one in matter.sheets.values())
    among = count(len(shown), "objectif choisi", "objectifs choisis")
    told = (
        f"{among}, dont {count(firm, 'tenable', 'tenables')}." if shown else "Aucune ligne n’a été choisie."
    )
    return document(
        matter,
        "Dialogue de gestion",
        [
            Section("Où nous en sommes", (Sentence(matter.headline, strong=True), *missions_picture(matter))),
            Section(
                "Ce que valent les clauses",
                (Sentence(matter.clauses.say, strong=True), *gaps_picture(matter, _CLAUSES)),
            ),
            Section(
                "Ce que nous pouvons tenir",
                (
                    Sentence(told, strong=True),
                    *([held] if shown else []),
                ),
            ),
            Section(
                "Ce que disent les chiffres du territoire",
                (
                    Sentence(matter.exchanges.feasible_say + ".", strong=True),
                    Bullets(
                        findings or ("Aucun chiffre connu ne s’oppose à un objectif.",), territory_note()
                    ),
                ),
            ),
            Section(
                "Ce que nous demandons",
                (
                    Table.of(asked, "Questions à trancher", {"Euros": "euros"}, note=asked_note())
                    if len(asked)
                    else Sentence("Aucune question n’est ouverte."),
                ),
            ),
        ],
    )


def share(matter: Matter, *, with_euros: bool) -> SharePage:
    """Fill the page for members and partners: actions held, objectives reached, what comes next.

    Args:
        matter: what it is filled with.
        with_euros: show what each brought.
    """
    from aci_model.report.documents.share import Deed, SharePage  # noqa: PLC0415 - what draws is slow to load

    lines = matter.lines
    won = lines["status"].isin(["earned", "partial", "to_prove"])
    action = lines["kind"] == "livrable"

    def deeds(rows: pd.DataFrame, *, result: bool) -> tuple[Deed, ...]:
        """Tell lines as deeds, with their result or without."""
        columns = (rows[name] for name in ("label", "result_words", "earned"))
        return tuple(
            Deed(
                f"{label}{NBSP}: {words}" if result else str(label),
                None if missing(earned) else float(earned),
            )
            for label, words, earned in zip(*columns, strict=True)
        )

    coming = lines[(lines["status"] == "pending")].assign(earned=float("nan"))
    held, reached = int((won & action).sum()), int((won & ~action).sum())
    said = f"{count(held, 'action menée', 'actions menées')}, {count(reached, 'objectif atteint', 'objectifs atteints')}"
    invented = ", résultats inventés" if matter.invented else ""
    return SharePage(
        community=matter.community,
        title=f"{matter.year_words[0].upper()}{matter.year_words[1:]}{NBSP}: {said}{invented}",
        done=deeds(lines[won & action], result=False),
        reached=deeds(lines[won & ~action], result=True),
        upcoming=deeds(coming, result=False),
        date=matter.date,
        version=matter.version,
        with_euros=with_euros,
    )
