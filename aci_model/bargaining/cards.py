"""Agreements as cards, each sealed with a hash chained to the one before: memory against turnover.

A community's cards form one chain, in the order of the frame. The seal of a card is the SHA-256, in lowercase
hexadecimal, of this text in UTF-8, its lines separated by one line feed (U+000A) and none after the last:

    carte 1
    community=…
    agreed_on=2026-04-15
    role=…
    mission=…
    label=…
    clause=…
    figure=…
    version=…
    before=<seal of the card before, as written; nothing for the first>

The first line numbers this form. Each value stands on one line, in Unicode NFC, without the characters that
`reading` removes from a cell, its spaces of any kind and number made one; a missing value is written as
nothing. The community is compared by its words (`reading.text.fold`), since a file may spell it otherwise. Where
the card stands in a workbook is no part of it.

The chain shows an altered, moved, inserted or withdrawn card, but cannot show by itself that the last ones were
withdrawn, nor that a whole chain was written anew: `heads` gives what to note outside the workbook (in the minutes,
in the printed dossier), and `verify` checks against it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import frames, wording
from aci_model.bargaining import words
from aci_model.reading.dossier import AGREEMENTS
from aci_model.reading.text import clean, fold, plain_spaces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTACT, BROKEN, UNSEALED = "intacte", "rompue", "non scellée"
_FORM = "carte 1"
_FIELDS = ("community", "agreed_on", "role", "mission", "label", "clause", "figure", "version")
_NEEDED = {
    "agreed_on": "la date de l'accord",
    "role": "le rôle de qui l'a donné",
    "clause": "ce qui a été convenu",
    "version": "la version du contrat ou de l'annexe",
}

VERIFIED: frames.Columns = {
    "card": frames.INTEGER,  # position of the row in the frame of agreements
    "community": frames.TEXT,
    "number": frames.INTEGER,  # 1, 2, 3… within the community
    "state": frames.TEXT,  # intacte | rompue | non scellée
    "reason": frames.TEXT,  # a French sentence, missing for an intact card
    "role_known": frames.FLAG,  # False: the role is not one of the list, it may be a person's name
}

HEADS: frames.Columns = {
    "community": frames.TEXT,
    "cards": frames.INTEGER,  # sealed cards
    "seal": frames.TEXT,  # of the last sealed card, missing without any
}


class CardError(ValueError):
    """A card that cannot be kept; `faults` are French sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class _Chain:
    """One community's cards: positions in the frame, canonical texts without `before`, seals as written."""

    community: str
    places: list[int]
    texts: list[str]
    seals: list[str]

    def length(self) -> int:
        """Count the cards up to the last sealed one."""
        return max((at for at, seal in enumerate(self.seals, 1) if seal), default=0)


def append(agreements: pd.DataFrame, card: Mapping[str, Any]) -> pd.DataFrame:
    """Add a card at the end of its community's chain and seal it.

    Cards that were waiting unsealed before it in this community are sealed on the way; others are left alone.

    Args:
        agreements: dossier.AGREEMENTS columns.
        card: the same, `seal` apart; community, agreed_on, role, clause and version are needed.

    Returns:
        The frame with one row more; its role is spelt as in words.toml.

    Raises:
        CardError: a value is missing, or the role is not one of the list, every fault at once in French.
        KeyError: a column that a card does not have.
    """
    if faults := card_faults(card):
        raise CardError(faults)
    kept = {**card, "role": words.role(str(card["role"])), "seal": None}
    longer = pd.concat([agreements, frames.frame(AGREEMENTS, [kept])], ignore_index=True)
    mine = longer["community"].map(_folded) == _folded(str(card["community"]))
    return sealed(longer, mine)


def card_faults(card: Mapping[str, Any]) -> tuple[str, ...]:
    """Tell in French what keeps a card from being sealed; nothing when it may be."""
    faults = [
        wording.typeset(f"Il manque {what} : sans quoi la carte ne dirait rien à qui reprendra le contrat.")
        for column, what in _NEEDED.items()
        if not _value(column, card.get(column))
    ]
    if not _value("community", card.get("community")):
        faults.append("La carte ne dit pas à quelle communauté elle appartient.")
    role = _value("role", card.get("role"))
    if role and words.role(role) is None:
        listed = wording.enumeration(list(words.labels("role").values()), "ou")
        faults.append(
            wording.typeset(
                f"Le rôle ne se choisit que dans la liste, un nom de personne n'a pas sa place sur une carte : {listed}."
            )
        )
    return tuple(faults)


def sealed(agreements: pd.DataFrame, rows: pd.Series | None = None) -> pd.DataFrame:
    """Seal the cards that come after the last sealed one of their community; a seal once set is never set anew.

    Args:
        agreements: dossier.AGREEMENTS columns, in the order of the chains.
        rows: flags of the cards whose community may be sealed; all of them by default.

    Returns:
        The same rows. A chain already broken is continued from its last seal and stays broken (`verify`): nothing
        is mended in silence.
    """
    allowed = None if rows is None else {int(at) for at in rows.to_numpy().nonzero()[0]}
    seals = [_text(seal) or None for seal in agreements["seal"]]
    for chain in _chains(agreements):
        done = chain.length()
        before = chain.seals[done - 1] if done else ""
        for at, text in zip(chain.places[done:], chain.texts[done:], strict=True):
            if allowed is not None and at not in allowed:
                break
            before = _seal(text, before)
            seals[at] = before
    return agreements.assign(seal=pd.Series(seals, index=agreements.index, dtype=frames.TEXT))


def verify(agreements: pd.DataFrame, heads: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Check every chain; an altered card breaks it, and every card after it.

    Args:
        agreements: dossier.AGREEMENTS columns, in the order of the chains.
        heads: community -> a seal noted outside the workbook (`heads`). When no card of the community bears it
            any more, cards were withdrawn or written anew, nobody can tell which: all of them are broken.

    Returns:
        VERIFIED columns, a row per card in the order of the frame.
    """
    noted = {_folded(name): seal.strip() for name, seal in (heads or {}).items()}
    rows: dict[int, dict[str, Any]] = {}
    for chain in _chains(agreements):
        states = _states(chain)
        expected = noted.get(_folded(chain.community))
        if expected and expected not in chain.seals:
            states = [(BROKEN, _WITHDRAWN)] * len(states)
        for number, (place, (state, reason)) in enumerate(zip(chain.places, states, strict=True), 1):
            rows[place] = {"community": chain.community, "number": number, "state": state, "reason": reason}
    return frames.frame(
        VERIFIED,
        [
            {"card": at, **rows[at], "role_known": words.role(_text(role)) is not None}
            for at, role in enumerate(agreements["role"])
        ],
    )


def heads(agreements: pd.DataFrame) -> pd.DataFrame:
    """Give what to note outside the workbook, per community: how many sealed cards, and the last seal.

    Returns:
        HEADS columns, communities in the order of their first card.
    """
    return frames.frame(
        HEADS,
        [
            {
                "community": chain.community,
                "cards": sum(map(bool, chain.seals)),
                "seal": chain.seals[chain.length() - 1] if chain.length() else None,
            }
            for chain in _chains(agreements)
        ],
    )


_ALTERED = wording.typeset(
    "Cette carte ou sa place a changé depuis qu'elle a été scellée : comparez-la au compte rendu de l'accord."
)
_ERASED = wording.typeset(
    "Cette carte n'a plus de sceau alors que la suivante en porte un : comparez-la au compte rendu de l'accord."
)
_AFTER = wording.typeset("Une carte plus haut a changé : la chaîne ne garantit plus celle-ci.")
_WITHDRAWN = wording.typeset(
    "Le dernier sceau que vous aviez noté ne se retrouve plus : des cartes ont été retirées ou réécrites."
)
_WAITING = wording.typeset("Cette carte n'est pas encore scellée : relisez-la, puis scellez-la.")


def _states(chain: _Chain) -> list[tuple[str, str | None]]:
    states: list[tuple[str, str | None]] = []
    before, broken, done = "", False, chain.length()
    for at, (text, seal) in enumerate(zip(chain.texts, chain.seals, strict=True)):
        if broken:
            states.append((BROKEN, _AFTER))
        elif at >= done:
            states.append((UNSEALED, _WAITING))
        elif seal == _seal(text, before):
            states.append((INTACT, None))
        else:
            broken = True
            states.append((BROKEN, _ALTERED if seal else _ERASED))
        before = seal
    return states


def _chains(agreements: pd.DataFrame) -> list[_Chain]:
    columns = [[_value(name, value) for value in agreements[name]] for name in _FIELDS]
    chains: dict[str, _Chain] = {}
    seals = [_text(seal) for seal in agreements["seal"]]
    for at, (values, seal, name) in enumerate(
        zip(zip(*columns, strict=True), seals, agreements["community"], strict=True)
    ):
        chain = chains.setdefault(values[0], _Chain(_text(name), [], [], []))
        chain.places.append(at)
        chain.texts.append(
            "\n".join([_FORM, *(f"{field}={value}" for field, value in zip(_FIELDS, values, strict=True))])
        )
        chain.seals.append(seal)
    return list(chains.values())


def _seal(text: str, before: str) -> str:
    return hashlib.sha256(f"{text}\nbefore={before}".encode()).hexdigest()


def _value(column: str, value: object) -> str:
    if wording.missing(value):
        return ""
    if column == "agreed_on":
        return pd.Timestamp(str(value)).date().isoformat()
    return _folded(str(value)) if column == "community" else _text(value)


def _text(value: object) -> str:
    return "" if wording.missing(value) else unicodedata.normalize("NFC", plain_spaces(clean(str(value))))


def _folded(name: object) -> str:
    return fold(_text(name))
