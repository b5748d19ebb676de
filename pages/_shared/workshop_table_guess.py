"""The first round on a phone: a bare estimate, before anything is computed."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import streamlit as st

from aci_model.reading import cells
from aci_model.reading.text import fold, quoted
from aci_model.report.workshop_text import ESTIMATES
from aci_model.wording import euros, number, typeset
from aci_model.workshop.cases import ScenarioError
from aci_model.workshop.scenario import guess_of
from pages._shared import session, workshop_state, workshop_table_parts
from pages._shared import workshop_table_kept as kept

if TYPE_CHECKING:
    from aci_model.workshop.rooms import Workshop
    from pages._shared.workshop_table_kept import Hand

LABELS = {
    "minimal": "Un contrat minimal, en euros par an",
    "ambitious": "Un contrat ambitieux, en euros par an",
}
_NAMES = {"minimal": "Contrat minimal", "ambitious": "Contrat ambitieux"}
_THOUSANDS = frozenset(
    {"k", "k€", "ke", "keuro", "keuros", "k euro", "k euros", "mille", "mille euros", "mille €"}
)
_UNITS = frozenset({"", "€", "e", "eur", "euro", "euros", "€ an", "€ par an", "euros par an"})


def draw(hand: Hand, _workshop: Workshop) -> None:
    """Ask what a minimal contract brings, and an ambitious one.

    Args:
        hand: of this phone.
    """
    if hand.own["sealed_at"] is not None:
        _sealed(hand)
        return
    st.title(typeset("À vue de nez, que rapporte un contrat ?"), anchor=False)
    st.caption(typeset("Sans calcul : votre première idée. Personne ne la lit avant la révélation."))
    shown = hand.record(kept.GUESS)
    for name, label in LABELS.items():
        key = f"atelier_{name}"
        st.markdown(ESTIMATES[name])
        kept.show_text(hand, key, _written(shown.get(name)))
        st.text_input(
            label,
            key=key,
            placeholder="par exemple 12 500",
            autocomplete="off",
            on_change=_keep,
            args=(hand, name, key),
        )
    kept.told(hand)
    if hand.own[kept.GUESS] and not hand.waits and _holds(hand):
        st.caption("Enregistré.")
        st.button(
            "Sceller l’estimation",
            key="atelier_sceller",
            type="primary",
            width="stretch",
            on_click=kept.seal,
            args=(hand,),
        )


def typed(text: str) -> float | None:
    """Read an amount as people type it: « 12 500 », « 12,5 k€ »; None when the field is empty.

    Raises:
        ScenarioError: it is no amount; with what to type instead.
    """
    if not text.strip():
        return None
    read = cells.number(text)
    word = fold(read.word)
    if read.doubt is not None:
        raise ScenarioError(f"{read.doubt.message} {read.doubt.advice.removesuffix('.')}, en euros.")
    if read.sense or math.isnan(read.value) or word not in _UNITS | _THOUSANDS:
        raise ScenarioError(f"{quoted(text)} n'est pas un montant en euros. Saisissez par exemple 12 500.")
    return read.value * 1000 if word in _THOUSANDS else read.value


def _holds(hand: Hand) -> bool:
    """Tell whether the two estimates go together: two phones may have given one each."""
    with workshop_state.told():
        guess_of(hand.own[kept.GUESS])
        return True
    return False


def _keep(hand: Hand, name: str, key: str) -> None:
    """Keep one estimate as soon as it is typed; what cannot be read stays in the field."""
    text = session.chosen(key, "")
    before = {one: value for one, value in hand.record(kept.GUESS).items() if not isinstance(value, str)}
    try:
        value = typed(text)
        guess_of({**before, name: value})
    except ScenarioError as refusal:
        kept.refuse(hand, kept.GUESS, {name: text}, str(refusal))
        return
    others = hand.refused.get(kept.GUESS, {})
    if kept.send(hand, kept.GUESS, {name: value}):
        for other, left in [(one, left) for one, left in others.items() if one != name]:
            _keep_again(hand, other, left)


def _keep_again(hand: Hand, name: str, text: object) -> None:
    """Try a refused estimate again: the other one may have been what was wrong."""
    try:
        value = typed(str(text))
        guess_of({**(hand.own[kept.GUESS] or {}), name: value})
    except ScenarioError as refusal:
        hand.said = str(refusal)
        return
    kept.send(hand, kept.GUESS, {name: value})


def _sealed(hand: Hand) -> None:
    st.title("Estimation scellée", anchor=False)
    guess = hand.record(kept.GUESS)
    workshop_table_parts.figures([(name, _told(guess.get(field))) for field, name in _NAMES.items()])
    st.markdown(
        typeset(
            "Personne d'autre ne la lit avant la révélation. L'animateur va lancer la suite : cet écran avancera."
        )
    )


def _told(value: float | None) -> str:
    return "non estimé" if value is None else euros(value)


@functools.singledispatch
def _written(value: object) -> str:
    """Write what a field holds: an amount as French writes it, what was refused as typed, nothing for nothing."""
    return "" if value is None else str(value)


@_written.register(int)
@_written.register(float)
def _(value: float) -> str:
    return number(value)
