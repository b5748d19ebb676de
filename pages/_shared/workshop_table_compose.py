"""The second round on a phone: a contract composed mission by mission, its own euros in sight, then sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.report.workshop_text import ORIGINS, amount, live
from aci_model.wording import count, euros, missing, number, percent, typeset
from aci_model.workshop.cases import LISTED, ScenarioError
from aci_model.workshop.outcome import HISTORY, PROPOSED, TYPED
from aci_model.workshop.scenario import Count, chosen, counted_on, counts, scenario_of
from aci_model.workshop.scenario import kept as keeps
from aci_model.workshop.themes import settings
from pages._shared import session, workshop_state
from pages._shared import workshop_table_kept as kept
from pages._shared import workshop_table_parts as parts
from pages._shared.wording import labelled, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.workshop.cases import Case
    from aci_model.workshop.outcome import Outcome
    from aci_model.workshop.rooms import Workshop
    from aci_model.workshop.scenario import Scenario
    from pages._shared.workshop_table_kept import Hand
    from pages._shared.workshop_table_parts import Mission, Objective

CHANCES = {0.25: "peu probable", 0.5: "une chance sur deux", 0.75: "probable", 0.95: "presque sûr"}
_MANY = 7  # objectives of one nature in a mission: from there on, all numbers are offered
_STEP = 5  # percent, of the share counted on


def draw(hand: Hand, workshop: Workshop) -> None:
    """Draw where the phone is: a mission, the share counted on, or the whole and its seal.

    Args:
        hand: of this phone.
        workshop: with its case.

    Raises:
        ScenarioError: what the store holds cannot be read.
    """
    case = workshop_state.case_of(workshop)
    scenario, result = parts.worked_out(case, hand)
    if hand.own["sealed_at"] is not None:
        _sealed(hand, case, scenario, result)
        return
    missions = parts.missions(case)
    last = len(missions) + 1
    here = hand.step = min(_begun(hand, missions) if hand.step is None else hand.step, last)
    where = f"Mission {here + 1} sur {len(missions)}" if here < len(missions) else "Pour finir"
    parts.band(where, here + 1, last + 1, result, hand)
    kept.told(hand)
    if here < len(missions):
        _mission(hand, case, scenario, missions[here])
    elif here < last:
        _share(hand, case, scenario, result)
    else:
        whole(hand, case, scenario, result)
    parts.steps(hand, last)


def whole(hand: Hand, case: Case, scenario: Scenario, result: Outcome) -> None:
    """Draw all that a table chose, what it brings, and its seal."""
    st.title(typeset("Tout est là ?"), anchor=False)
    _figures(case, scenario, result)
    st.markdown(live(scenario, result))
    parts.spoken(result.unknown)
    with st.container(key="atelier_choix"):
        for place, mission in enumerate(parts.missions(case)):
            st.button(
                plain(labelled(mission.short, _chosen(case, scenario, mission))),
                key=f"atelier_revoir_{mission.name}",
                on_click=parts.go_to,
                args=(hand, place),
                type="tertiary",
                icon=":material/edit:",
            )
    with st.container(key="atelier_sceau"):
        _seal(hand, scenario)


def _seal(hand: Hand, scenario: Scenario) -> None:
    """Ask once more before what cannot be undone."""
    if not hand.confirming:
        st.button(
            "Sceller",
            key="atelier_sceller",
            type="primary",
            icon=":material/lock:",
            width="stretch",
            on_click=_ask_back,
            args=(hand, scenario),
        )
        return
    st.markdown(
        typeset("Une fois scellé, votre scénario ne change plus. Tout le monde est d'accord à la table ?")
    )
    st.button(
        "Oui, sceller",
        key="atelier_sceller_oui",
        type="primary",
        icon=":material/lock:",
        width="stretch",
        on_click=_sealing,
        args=(hand,),
    )
    st.button("Pas encore", key="atelier_sceller_non", width="stretch", on_click=_not_yet, args=(hand,))


def _ask_back(hand: Hand, scenario: Scenario) -> None:
    """Ask back; a table that chose nothing at all says so by its share, so that there is something to seal."""
    if "share" not in hand.record(kept.SCENARIO):
        kept.send(hand, kept.SCENARIO, counted_on(scenario.share))
    hand.confirming = not hand.moved


def _not_yet(hand: Hand) -> None:
    hand.confirming = False


def _sealing(hand: Hand) -> None:
    if not hand.waits and not hand.moved:
        kept.seal(hand)


def _sealed(hand: Hand, case: Case, scenario: Scenario, result: Outcome) -> None:
    st.title("Scellé", anchor=False)
    late = " Votre table a scellé après la révélation : elle est montrée à part." if hand.own["late"] else ""
    st.markdown(
        typeset(
            "Votre scénario est enregistré et ne change plus. Personne d'autre ne le lit avant la révélation, "
            f"l'animateur non plus.{late}"
        )
    )
    _figures(case, scenario, result)


def _figures(case: Case, scenario: Scenario, result: Outcome) -> None:
    counted = f"Part variable comptée ({percent(scenario.share, 0)})"
    total, bare = "Ce sur quoi vous comptez", "Sans part variable"
    held = result.counted - result.without_variable
    parts.figures(
        [
            ("Fonctionnement", euros(case.operating)),
            ("Part fixe des missions", amount(result, "fixe")),
            (counted, euros(held)),
            (total, amount(result, "counted")),
            ("Attendu dans l’année", amount(result, "expected")),
            ("Huit fois sur dix", _between(result)),
            (bare, amount(result, "without_variable")),
        ],
        strong=(total, bare),
    )


def _between(result: Outcome) -> str:
    low, high = euros(result.low), euros(result.high)
    return high if low == high else f"{number(result.low, 0)} à {high}"


def _mission(hand: Hand, case: Case, scenario: Scenario, mission: Mission) -> None:
    st.title(plain(mission.label), anchor=False)
    sums = [f"part fixe {_amount(mission.fixe)}"]
    if mission.variable != 0:
        sums.append(f"part variable {_amount(mission.variable)} au plus")
    st.caption(typeset(("Obligatoire. " if mission.mandatory else "") + " · ".join(sums).capitalize()))
    if not mission.mandatory:
        key = f"atelier_garder_{mission.name}"
        kept.show(key, mission.name in scenario.missions)
        st.toggle(
            "Nous gardons cette mission", key=key, on_change=_keep, args=(hand, case, mission.name, key)
        )
    if mission.name not in scenario.missions:
        st.caption(typeset("Mise de côté : ni part fixe, ni part variable."))
    elif case.kind == LISTED:
        for objective in mission.objectives:
            _objective(hand, case, scenario, objective)
    elif parts.chooses(case, mission):
        _numbers(hand, case, scenario, mission)


def _objective(hand: Hand, case: Case, scenario: Scenario, objective: Objective) -> None:
    """Draw one line of the contract: chosen or not, and then its chance."""
    key = f"atelier_objectif_{objective.name}"
    taken = objective.name in scenario.objectives
    kept.show(key, taken)
    worth = "montant inconnu" if missing(objective.euros) else f"**{euros(objective.euros)}**"
    told = [plain(objective.label), worth, *([objective.nature] if objective.nature else [])]
    st.toggle(
        " · ".join(told),
        key=key,
        on_change=_choose,
        args=(hand, case, objective.name, key),
    )
    if taken:
        _chance(hand, case, objective.name, scenario.objectives[objective.name], objective.chance)


def _chance(hand: Hand, case: Case, name: str, said: float | None, past: float) -> None:
    """Draw the chance of an objective, of a mission's in an open case: the table's, or whose it is otherwise."""
    key = f"atelier_chance_{name}"
    kept.show(key, said if said in CHANCES else None)
    st.segmented_control(
        typeset(f"Chance d'y arriver : {_odds(said, past)}"),
        list(CHANCES),
        format_func=_percent,
        key=key,
        on_change=_bet,
        args=(hand, case, name, key),
        width="stretch",
    )


def _numbers(hand: Hand, case: Case, scenario: Scenario, mission: Mission) -> None:
    """Draw how many objectives of each nature an open case's mission has."""
    held = scenario.counts.get(mission.name, Count())
    for what, label in (("quanti", "Objectifs quantitatifs"), ("quali", "Objectifs qualitatifs")):
        key = f"atelier_{what}_{mission.name}"
        kept.show(key, getattr(held, what))
        st.segmented_control(
            label,
            _numbers_to(getattr(held, what)),
            format_func=_more if getattr(held, what) < _MANY else str,
            key=key,
            required=True,
            width="stretch",
            on_change=_count,
            args=(hand, case, mission.name, what, key),
        )
    if held.number:
        _chance(hand, case, mission.name, held.chance, float("nan"))


def _numbers_to(held: int) -> range:
    """What may be chosen: on one line of a phone as long as a mission has few objectives."""
    return range((_MANY if held < _MANY else settings().limits.count) + 1)


def _more(offered: int) -> str:
    return str(offered) if offered < _MANY else "+"


def _share(hand: Hand, case: Case, scenario: Scenario, result: Outcome) -> None:
    st.title(typeset("Sur quelle part de la variable osez-vous compter ?"), anchor=False)
    st.caption(
        typeset(
            f"Elle peut rapporter {amount(result, 'variable_ceiling')} ; en moyenne {euros(result.variable)}."
        )
    )
    key = "atelier_part"
    kept.show(key, _STEP * round(100 * scenario.share / _STEP))
    st.slider(
        "Part variable comptée",
        0,
        100,
        step=_STEP,
        format="%d\u00a0%%",
        key=key,
        on_change=_count_on,
        args=(hand, case, key),
    )
    st.markdown(live(scenario, result))


def _begun(hand: Hand, missions: tuple[Mission, ...]) -> int:
    """Where a table that comes back goes on: the first mission it has said nothing of, else the end."""
    record = hand.record(kept.SCENARIO)
    touched = {key.partition("/")[2] for key in record}
    for place, mission in enumerate(missions):
        if not touched & {mission.name, *(one.name for one in mission.objectives)}:
            return place
    return len(missions) + 1


def _keep(hand: Hand, case: Case, mission: str, key: str) -> None:
    _touch(hand, case, keeps(mission, keep=bool(session.chosen(key, False))))


def _choose(hand: Hand, case: Case, objective: str, key: str) -> None:
    _touch(hand, case, chosen(objective, choose=bool(session.chosen(key, False))))


def _bet(hand: Hand, case: Case, name: str, key: str) -> None:
    """Keep a chance; taken back, an objective of the contract has again the one past years propose."""
    chance = session.chosen(key, None)
    if case.kind == LISTED:
        _touch(hand, case, chosen(name, chance=chance))
    elif chance is not None:
        _touch(hand, case, counts(name, chance=chance))


def _count(hand: Hand, case: Case, mission: str, what: str, key: str) -> None:
    _touch(hand, case, counts(mission, **{what: session.chosen(key, 0)}))


def _count_on(hand: Hand, case: Case, key: str) -> None:
    _touch(hand, case, counted_on(session.chosen(key, 0) / 100))


def _touch(hand: Hand, case: Case, changes: Mapping[str, object]) -> None:
    """Write one gesture, if it changes a scenario of this case into another.

    A phone that comes back may say again what its screen shows: that is no gesture.
    """
    try:
        after = scenario_of(case, {**hand.record(kept.SCENARIO), **changes})
        if after == parts.worked_out(case, hand)[0]:
            return
    except ScenarioError as refusal:
        hand.said = str(refusal)
        return
    kept.send(hand, kept.SCENARIO, changes)


def _chosen(case: Case, scenario: Scenario, mission: Mission) -> str:
    """Say what a table does with a mission."""
    if mission.name not in scenario.missions:
        return "mise de côté"
    if case.kind == LISTED:
        of = sum(one.name in scenario.objectives for one in mission.objectives)
    else:
        of = scenario.counts.get(mission.name, Count()).number
    return count(of, "objectif") if of else "aucun objectif"


def _odds(said: float | None, past: float) -> str:
    if said is not None:
        return (
            f"{CHANCES[said]}, {percent(said, 0)}"
            if said in CHANCES
            else f"{percent(said, 0)}, {ORIGINS[TYPED]}"
        )
    if missing(past):
        return f"{percent(settings().chance, 0)}, {ORIGINS[PROPOSED]}"
    return f"{percent(past, 0)}, {ORIGINS[HISTORY]}"


def _percent(chance: float) -> str:
    return percent(chance, 0)


def _amount(value: float) -> str:
    return "inconnue" if missing(value) else euros(value)
