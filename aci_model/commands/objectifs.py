"""`objectifs`: how many objectives to take on, which ones, and what the next one brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aci_model.commands import inputs, objectifs_text, outputs, typed
from aci_model.commands.chances import to_cover
from aci_model.commands.exercises import latest, named, of_community, stacked
from aci_model.foresight import objectives
from aci_model.funding import assess
from aci_model.report.objectives import BEST, OWN, Ground, HowMany, ground, how_many

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from aci_model.commands.exercises import Exercise
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

HELP = "Dire combien d'objectifs se fixer, lesquels, et ce qu'apporte le suivant."
TABLES = ("courbe", "candidats", "choix")
CANDIDATE = [
    *(
        "candidate",
        "origin",
        "mission",
        "label",
        "nature",
        "amount",
        "chance",
        "expected",
        "effort",
        "weight",
    ),
    *("choice", "standing", "lacks", "abandon", "strength", "cell"),
]
STEP = [
    *("k", "candidate", "mission", "label", "amount", "expected", "low", "median", "high", "sd", "marginal"),
    *("per_day", "days", "diluted", "over_envelope", "beyond_capacity", "exact"),
]
CHOICE = [
    *("choice", "number", "days", "expected", "low", "median", "high", "sd", "covers", "risk", "chosen"),
    *("without", "unpriced", "beyond_capacity", "exact_choice", "exact"),
]
NEXT = ["candidate", "mission", "label", "brings", "days", "per_day", "nothing", "diluted", "fits"]
_NAMES = {"low": "p10", "median": "p50", "high": "p90", "effort": "days", "covers": "cover"}


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """One contract year's objectives.

    Attributes:
        exercise: which.
        ground: what may be chosen.
        answer: what is said of it.
        listed: the candidates with their standing and what they lack.
        following: what could be added to the person's own choice, or to the best one; the next objective first.
        cover: euros the variable part has to cover.
    """

    exercise: Exercise
    ground: Ground
    answer: HowMany
    listed: pd.DataFrame
    following: pd.DataFrame
    cover: float


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser, several=False)
    parser.add_argument(
        "--capacite",
        type=typed.days,
        metavar="JOURS",
        help="jours de l'équipe, à la place de ceux du classeur",
    )
    parser.add_argument(
        "--partage",
        action="store_true",
        help="partager l'enveloppe de chaque mission entre ses objectifs, au lieu des montants écrits",
    )
    to_cover(parser, "aux engagements fermes")
    parser.add_argument(
        "--table", choices=TABLES, default="courbe", help="ce que le csv détaille (courbe par défaut)"
    )
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """Work out and print."""
    opened, law = inputs.opened(options.files, options.correspondance)
    dossier = _told(opened, options)
    exercises = latest(assess(dossier, law), dossier, law)
    answers = [
        _answer(exercise, of_community(dossier, exercise.community), law, options) for exercise in exercises
    ]
    if options.format == "json":
        print(outputs.as_json(document(answers, options, outputs.problems_of(dossier.problems))))
    elif options.format == "csv":
        print(outputs.as_csv(_table(answers, options.table)), end="")
    else:
        print("\n".join(objectifs_text.text(told) for told in answers) or outputs.NOTHING)
    return 0


def document(
    answers: list[Told], options: argparse.Namespace, problems: list[dict[str, Any]]
) -> dict[str, Any]:
    """Lay the objectives out as the json of this command (its keys are in README.md)."""
    return {
        "split": options.partage,
        "common_cause": options.cause_commune,
        "communities": [
            {
                "community": told.exercise.community,
                "year": told.exercise.year,
                "capacity": told.ground.capacity,
                "sum": told.cover,
                "sentence": told.answer.headline,
                "next": next(iter(told.following[NEXT].to_dict("records")), None),
                "candidates": _candidates(told).to_dict("records"),
                "curve": _curve(told).to_dict("records"),
                "choices": _choices(told).to_dict("records"),
            }
            for told in answers
        ],
        "problems": problems,
    }


def _told(dossier: Dossier, options: argparse.Namespace) -> Dossier:
    """Put the capacity typed after the option in place of the files' own."""
    if options.capacite is None:
        return dossier
    return replace(dossier, communities=dossier.communities.assign(capacity=options.capacite))


def _answer(exercise: Exercise, dossier: Dossier, law: Law, options: argparse.Namespace) -> Told:
    on = ground(exercise.case, dossier, exercise.span, law)
    euros = on.lack if options.somme is None else options.somme
    answer = how_many(on, split=options.partage, common=options.cause_commune, cover=euros)
    stand = objectives.standing(on.candidates, split=options.partage, envelopes=on.envelopes)
    base = answer.choices.loc[answer.choices["choice"] == (OWN if on.locked else BEST), "chosen"].iloc[0]
    following = objectives.additions(
        on.candidates,
        on.steps,
        list(base),
        split=options.partage,
        envelopes=on.envelopes,
        capacity=on.capacity,
    )
    return Told(
        exercise=exercise,
        ground=on,
        answer=answer,
        listed=on.candidates.assign(
            standing=stand["standing"], lacks=stand["lacks"], cell=_places(on.candidates, dossier)
        ),
        following=following,
        cover=euros,
    )


def _places(candidates: pd.DataFrame, dossier: Dossier) -> list[str]:
    """Sheet and cell of each candidate, in whichever frame it stands."""
    frames = {name: getattr(dossier, name) for name in ("lines", "objectives")}
    places = {name: (frame["sheet"] + "!" + frame["cell"]).tolist() for name, frame in frames.items()}
    return [places[name][row] for name, row in zip(candidates["frame"], candidates["row"], strict=True)]


def _candidates(told: Told) -> pd.DataFrame:
    return told.listed[CANDIDATE].rename(columns=_NAMES)


def _curve(told: Told) -> pd.DataFrame:
    return told.answer.curve[STEP].rename(columns=_NAMES)


def _choices(told: Told) -> pd.DataFrame:
    return told.answer.choices[CHOICE].rename(columns=_NAMES)


def _table(answers: list[Told], name: str) -> pd.DataFrame:
    if name == "candidats":
        return stacked([named(told.exercise, _candidates(told)) for told in answers], _renamed(CANDIDATE))
    if name == "choix":
        tables = [_choices(told).pipe(_in_words, told) for told in answers]
        pairs = zip(answers, tables, strict=True)
        return stacked([named(told.exercise, table) for told, table in pairs], _renamed(CHOICE))
    return stacked([named(told.exercise, _curve(told)) for told in answers], _renamed(STEP))


def _in_words(choices: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Write lists as one cell: the objectives by their words, the missions by their ids."""
    words = told.ground.candidates.set_index("candidate")["label"].fillna("")
    return choices.assign(
        chosen=[" ; ".join(words[list(members)]) for members in choices["chosen"]],
        without=[" ; ".join(missions) for missions in choices["without"]],
    )


def _renamed(columns: list[str]) -> list[str]:
    return [_NAMES.get(name, name) for name in columns]
