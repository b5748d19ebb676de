"""What a table says: its bare estimate, then the contract it composes; one flat record, one entry a gesture.

The record of a scenario is flat so that two phones of one table may each send what they touched, and the store
merge it key by key: `share`, `mission/<id>` (kept or not), `objective/<id>` (false, true, or its chance 0–1),
`quanti/<mission>`, `quali/<mission>` (how many objectives) and `chance/<mission>` (of each of them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aci_model.workshop import checks
from aci_model.workshop.checks import ScenarioError
from aci_model.workshop.shape import LISTED
from aci_model.workshop.themes import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.workshop.shape import Case

__all__ = [
    "Count",
    "Guess",
    "Scenario",
    "ScenarioError",
    "chosen",
    "counted_on",
    "counts",
    "empty",
    "guess_of",
    "kept",
    "scenario_of",
]

SHARE, MISSION, OBJECTIVE, QUANTI, QUALI, CHANCE = (
    "share",
    "mission",
    "objective",
    "quanti",
    "quali",
    "chance",
)
_GUESS, _SCENARIO = "L'estimation", "Le scénario"
_GUESSES = ("minimal", "ambitious")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a table thinks a contract brings before any computing.

    Attributes:
        minimal: euros a year of a minimal contract, everything included; None: not said.
        ambitious: euros a year of an ambitious one.
    """

    minimal: float | None = None
    ambitious: float | None = None

    def record(self) -> dict[str, float]:
        """Write it as plain values; what is not said is left out."""
        told = {"minimal": self.minimal, "ambitious": self.ambitious}
        return {key: value for key, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Count:
    """How many objectives a table sets itself in one mission of an open case.

    Attributes:
        quanti: quantitative ones.
        quali: qualitative ones.
        chance: 0–1 of reaching each of them; None: not said.
    """

    quanti: int = 0
    quali: int = 0
    chance: float | None = None

    @property
    def number(self) -> int:
        """Of both natures."""
        return self.quanti + self.quali


@dataclass(frozen=True, slots=True)
class Scenario:
    """The contract a table composes.

    Attributes:
        missions: ids of those it keeps, in the case's order; the mandatory ones always are.
        objectives: listed case: id -> chance it gives (0–1), None when it says none; what is chosen in a mission
            set aside is kept in mind, and counts for nothing until the mission is back.
        counts: open case: mission -> how many objectives.
        share: 0–1 of the variable part the table dares to count on.
    """

    missions: tuple[str, ...]
    objectives: Mapping[str, float | None]
    counts: Mapping[str, Count]
    share: float

    def record(self) -> dict[str, object]:
        """Write it as plain values, ready for JSON: `scenario_of` reads the same scenario back."""
        told: dict[str, object] = {SHARE: self.share}
        told |= {f"{MISSION}/{mission}": True for mission in self.missions}
        told |= {
            f"{OBJECTIVE}/{name}": True if chance is None else chance
            for name, chance in self.objectives.items()
        }
        for mission, count in self.counts.items():
            told |= counts(mission, quanti=count.quanti, quali=count.quali, chance=count.chance)
        return told


def empty(case: Case) -> Scenario:
    """Give where every table starts: the mandatory missions, no objective, nothing counted on."""
    return scenario_of(case, {})


def guess_of(record: object) -> Guess:
    """Read an estimate: minimal and ambitious in euros, each from 0 or null.

    Raises:
        ScenarioError: anything else, or a minimal contract said to bring more than an ambitious one.
    """
    told = checks.mapping({} if record is None else record, _GUESS)
    checks.only(told, _GUESSES, _GUESS)
    most = settings().limits.euros
    low, high = (checks.optional_number(told, key, _GUESS, most) for key in _GUESSES)
    if low is not None and high is not None and low > high:
        raise ScenarioError(
            "Le contrat minimal rapporterait plus que l'ambitieux. Vérifiez les deux estimations."
        )
    return Guess(low, high)


def scenario_of(case: Case, record: object) -> Scenario:
    """Read a scenario.

    Args:
        case: what the workshop works on.
        record: flat, see the module; an absent key is: a mandatory mission kept, an optional one not, an objective
            not chosen, no count, nothing counted on.

    Raises:
        ScenarioError: a key or an id the case does not know, a value out of range, a mandatory mission set aside.
    """
    told = checks.mapping({} if record is None else record, _SCENARIO)
    mandatory = dict(zip(case.missions["mission"].tolist(), case.missions["mandatory"].tolist(), strict=True))
    on = {mission for mission, must in mandatory.items() if must}
    objectives: dict[str, float | None] = {}
    found: dict[str, dict[str, int | float]] = {}
    listed = case.kind == LISTED
    known = set(case.objectives["objective"].tolist()) if listed else set()
    share = 0.0
    for key, value in told.items():
        what, _, name = key.partition("/")
        if key == SHARE:
            share = checks.number(value, "La part sur laquelle compter", 0, 1)
        elif what == MISSION and name in mandatory:
            if checks.truth(value, "Une mission"):
                on.add(name)
            elif mandatory[name]:
                raise ScenarioError("Cette mission est obligatoire : elle reste dans le contrat.")
            else:
                on.discard(name)
        elif what == OBJECTIVE and name in known:
            if value is not False:
                objectives[name] = None if value is True else checks.number(value, "Une chance", 0, 1)
        elif what in {QUANTI, QUALI, CHANCE} and name in mandatory and not listed:
            found.setdefault(name, {})[what] = _counted(what, value)
        else:
            checks.only({key: value}, (), _SCENARIO)
    return Scenario(
        missions=tuple(mission for mission in mandatory if mission in on),
        objectives={name: objectives[name] for name in case.objectives["objective"] if name in objectives},
        counts=_in_order(found, mandatory),
        share=share,
    )


def kept(mission: str, *, keep: bool) -> dict[str, object]:
    """The change of a table that keeps or sets aside a mission."""
    return {f"{MISSION}/{mission}": keep}


def chosen(objective: str, *, choose: bool = True, chance: float | None = None) -> dict[str, object]:
    """The change of a table that chooses an objective, with or without a chance of its own, or leaves it."""
    taken: object = True if chance is None else chance
    return {f"{OBJECTIVE}/{objective}": taken if choose else False}


def counts(
    mission: str, *, quanti: int | None = None, quali: int | None = None, chance: float | None = None
) -> dict[str, object]:
    """The change of a table that says how many objectives a mission has, or their chance; None is not touched."""
    told = {QUANTI: quanti, QUALI: quali, CHANCE: chance}
    return {f"{what}/{mission}": value for what, value in told.items() if value is not None}


def counted_on(share: float) -> dict[str, object]:
    """The change of a table that dares to count on this share (0–1) of the variable part."""
    return {SHARE: share}


def _counted(what: str, value: object) -> int | float:
    if what == CHANCE:
        return checks.number(value, "Une chance", 0, 1)
    return checks.whole(value, "Le nombre d'objectifs", 0, settings().limits.count)


def _in_order(
    found: Mapping[str, Mapping[str, int | float]], order: Mapping[str, object]
) -> dict[str, Count]:
    """Counts in the case's order; a mission of which nothing is said has none."""
    return {
        mission: Count(
            int(found[mission].get(QUANTI, 0)),
            int(found[mission].get(QUALI, 0)),
            found[mission].get(CHANCE),
        )
        for mission in order
        if mission in found
    }
