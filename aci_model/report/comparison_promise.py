"""What a comparison promises and what it does not, told to anybody: the public page, and the foot of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from aci_model.frames import TEXT
from aci_model.peers import contributions
from aci_model.peers.rules import rules, stated
from aci_model.wording import NBSP, number, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the page.

    Attributes:
        title: in French.
        points: sentences, each its own.
    """

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Promise:
    """The whole page.

    Attributes:
        say: the promise in one sentence.
        passages: what leaves, what is promised, what is not.
        rules: Règle, Valeur, Raison, Source: every parameter, as it is applied.
    """

    say: str
    passages: tuple[Passage, ...]
    rules: pd.DataFrame


def promise() -> Promise:
    """Give what is promised, from the rules in force."""
    return Promise(
        say=summary(),
        passages=(_leaves(), _promised(), _not_promised()),
        rules=pd.DataFrame(
            [(one.label, one.value, one.reason, one.source) for one in stated()],
            columns=["Règle", "Valeur", "Raison", "Source"],
            dtype=TEXT,
        ),
    )


def summary() -> str:
    """Say the promise in one sentence."""
    own = rules()
    return typeset(
        f"Aucun chiffre publié, même recoupé avec tous les autres et avec ceux de {number(own.insiders)} communautés, "
        f"ne situe une autre communauté à mieux que ±{NBSP}{number(own.bracket * 50)} points."
    )


def _leaves() -> Passage:
    rates, counts = contributions.grounds()
    return _passage(
        "Ce qui part de votre classeur",
        (
            "Rien ne part sans votre accord, donné résultat par résultat, et la page montre exactement ce qui partira.",
            f"Partent des taux et des parts, jamais d'euros. {rates} {counts}",
            (
                "Partent aussi trois traits : la taille (1-2 ou 3-4), la région et l'ancienneté (moins de 3 ans, ou 3 ans et "
                "plus), tels que votre fédération les a mis sur votre invitation."
            ),
            "Ne partent ni nom, ni population exacte, ni effectif, ni rien du fichier lui-même.",
            "Tant que la campagne est ouverte, votre contribution se remplace et se retire ; retirée, il n'en reste rien.",
        ),
    )


def _promised() -> Passage:
    own = rules()
    return _passage(
        "Ce qui est promis",
        (
            summary(),
            (
                f"Tout ce qui est publié parle de groupes d'au moins {number(own.least)} communautés, fixés une fois pour "
                "toutes à la première publication ; personne ne peut en composer d'autres."
            ),
            (
                "Avant toute publication, une attaque est menée sur l'ensemble de ce qui va paraître et de ce qui a paru ; "
                "un groupe qui la laisserait réussir est réuni avec un autre."
            ),
            (
                f"D'une campagne à l'autre, un groupe n'est republié que si au moins {number(own.changed)} valeurs y ont "
                "changé ; sinon son chiffre reste celui d'avant."
            ),
            "Un chiffre retenu est dit retenu, avec sa raison ; il n'est jamais remplacé par zéro.",
            (
                "Votre place parmi les autres se calcule dans votre session, à partir de votre classeur ; elle n'est écrite "
                "nulle part. Aucun classement n'est établi."
            ),
            "Les codes et les clés ne sont conservés que sous une forme qui ne permet pas de les retrouver.",
        ),
    )


def _not_promised() -> Passage:
    own = rules()
    more = number(own.insiders + 1)
    return _passage(
        "Ce qui n'est pas promis",
        (
            (
                f"Contre une coalition : {more} communautés ou plus qui mettraient leurs chiffres en commun pourraient en "
                "situer une autre plus finement."
            ),
            (
                "Contre la CPAM et l'ARS : elles connaissent déjà les résultats des contrats qu'elles signent, et savent "
                "souvent qui a répondu."
            ),
            (
                "Contre votre fédération : elle donne les codes, elle sait qui elle a invité, et si elle charge elle-même "
                "les classeurs, elle les voit."
            ),
            (
                "Contre qui lit la base de données (la personne qui tient le serveur, ou qui en a une sauvegarde) : les taux "
                "s'y lisent, sans nom mais avec leurs trois traits, qui suffisent parfois à reconnaître une communauté."
            ),
            (
                "Que deux groupes soient réunis dit un peu de leurs valeurs : qui connaît la méthode sait qu'à part, elles "
                "auraient trahi quelqu'un, et peut parfois, dans une petite campagne, en situer une plus finement."
            ),
            (
                "Le fait de participer n'est pas caché : la liste des groupes dit quelles tailles, régions et anciennetés "
                "ont répondu."
            ),
            (
                "Ce qui a paru ne se reprend pas : une contribution gelée compte dans ce qui est publié, et ce qui a été "
                "téléchargé le reste."
            ),
            (
                "Contre deux campagnes que rien ne relie : ce qui est contrôlé, c'est une campagne avec celles qu'elle suit. "
                "Une fédération qui en ouvre une nouvelle sans dire laquelle elle suit publie deux états qui se recoupent."
            ),
            "Ce que chacun raconte de soi ailleurs, rapport d'activité ou réunion, s'ajoute à ce qui est publié ici.",
        ),
    )


def _passage(title: str, points: Iterable[str]) -> Passage:
    return Passage(typeset(title), tuple(typeset(point) for point in points))
