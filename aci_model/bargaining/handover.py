"""« Reprise en une page »: what whoever comes next must know, as titles, sentences and short tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model import law, wording
from aci_model.bargaining import words
from aci_model.bargaining.cards import BROKEN, INTACT, UNSEALED, heads, verify
from aci_model.reading.text import fold, plain_spaces

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from aci_model.bargaining.evidence import Evidence
    from aci_model.bargaining.register import Register
    from aci_model.funding import Assessment

# What one A4 page holds beside its sentences.
_CARDS, _QUESTIONS, _DATES, _STAKES = 5, 5, 6, 3
_LONGEST = 110  # characters of a text in a table


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the page: a title, sentences, and a table of texts when it has headers."""

    title: str
    sentences: tuple[str, ...]
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """The content of the page."""

    title: str
    dated: str
    blocks: tuple[Block, ...]


def handover(
    assessment: Assessment,
    evidence: Evidence,
    register: Register,
    agreements: pd.DataFrame,
    missions: pd.DataFrame,
    *,
    as_of: dt.date,
    noted: Mapping[str, str] | None = None,
) -> Handover:
    """Write the page for one community and one contract year.

    Args:
        assessment: of this community and year alone (`funding.of_year`).
        evidence: of the lines of `assessment`.
        register: its entries of other communities are left out.
        agreements: dossier.AGREEMENTS columns; cards of other communities are left out.
        missions: columns mission, short (`Law.missions`).
        as_of: the day the page speaks of; dates before it are told as past.
        noted: seals noted outside the workbook, see `cards.verify`.

    Returns:
        Five blocks, every text ready to be read: where the contract stands, what was agreed, what is open, the
        next dates, and the three biggest stakes.

    Raises:
        ValueError: the assessment holds several community-years, or none.
    """
    if len(assessment.totals) != 1:
        raise ValueError("a page speaks of one community and one contract year")
    total: dict[str, Any] = {str(name): value for name, value in assessment.totals.iloc[0].items()}
    community = str(total["community"])
    entries = _of(register.entries, community)
    waiting = entries[~entries["closed"].astype(bool)]
    names = {
        str(mission): str(short)
        for mission, short in zip(missions["mission"], missions["short"], strict=True)
    }
    return Handover(
        title=f"Reprise en une page – {community}",
        dated=f"Situation au {wording.day(as_of)}",
        blocks=(
            _standing(total),
            _agreed(_of(agreements, community).reset_index(drop=True), noted),
            _open(waiting, _of(register.totals, community)),
            _dates(evidence, waiting, pd.Timestamp(as_of)),
            _stakes(evidence, waiting, names),
        ),
    )


def _standing(total: Mapping[str, Any]) -> Block:
    told = []
    if not wording.missing(total["starts"]):
        first, last = law.contract_span(total["starts"])
        told.append(f"Année du contrat : du {wording.day(first)} au {wording.day(last)}.")
    if wording.missing(total["variable_ceiling"]):
        told.append("Le montant de la part variable est inconnu, il manque au moins une enveloppe.")
    else:
        split = {name: total[f"variable_{name}"] for name in ("earned", "to_prove", "pending", "lost")}
        told.append(
            f"Sur {wording.euros(total['variable_ceiling'])} de part variable : {wording.euros(split['earned'])} acquis, "
            f"{wording.euros(split['to_prove'])} à prouver, {wording.euros(split['pending'])} en attente, "
            f"{wording.euros(split['lost'])} perdus."
        )
    if not wording.missing(total["fixed_due"]):
        told.append(f"Part fixe due : {wording.euros(total['fixed_due'])}.")
    elif not wording.missing(total["fixed_known"]):
        told.append(f"Part fixe due : au moins {wording.euros(total['fixed_known'])}.")
    if total["unknown"]:
        told.append(f"Montants inconnus : {wording.enumeration(total['unknown'])}.")
    return Block("Où en est le contrat", _typeset(told))


def _agreed(cards: pd.DataFrame, noted: Mapping[str, str] | None) -> Block:
    title = "Ce qui a été convenu"
    if cards.empty:
        return Block(title, ("Aucun accord n’est noté.",))
    state = verify(cards, noted)["state"]
    kinds = {
        INTACT: ("intacte", "intactes"),
        BROKEN: ("rompue", "rompues"),
        UNSEALED: ("non scellée", "non scellées"),
    }
    counts = [
        wording.count(int((state == name).sum()), *kinds[name]) for name in kinds if (state == name).any()
    ]
    told = [f"{wording.count(len(cards), 'accord noté', 'accords notés')} : {wording.enumeration(counts)}."]
    if (state == BROKEN).any():
        told.append(
            "Une carte rompue a changé, ou suit une carte qui a changé : comparez-la au compte rendu avant de vous y fier."
        )
    last = heads(cards)["seal"].iloc[0]
    if not wording.missing(last):
        told.append(f"Dernier sceau, à noter hors du classeur : {last}.")
    recent = cards.assign(state=state).sort_values("agreed_on", kind="stable", na_position="first").iloc[::-1]
    columns = ("agreed_on", "role", "clause", "figure", "state")
    rows = [
        (wording.day(day) if not wording.missing(day) else "sans date", *(_short(text) for text in texts))
        for day, *texts in zip(*(recent[name].iloc[:_CARDS] for name in columns), strict=True)
    ]
    return Block(
        title, _typeset(told), ("Date", "Rôle", "Ce qui est convenu", "Chiffre", "État"), tuple(rows)
    )


def _open(waiting: pd.DataFrame, totals: pd.DataFrame) -> Block:
    title = "Ce qui reste ouvert"
    if waiting.empty:
        return Block(title, ("Aucune question n’est ouverte.",))
    whole = totals[totals["addressee"].isna()].iloc[0]
    counted = wording.count(len(waiting), "question ouverte", "questions ouvertes")
    told = [f"{counted}, jusqu'à {wording.euros(whole['suspended'])} suspendus."]
    if whole["unpriced"]:
        told.append(f"Sans montant connu : {wording.count(int(whole['unpriced']), 'question')}.")
    asked = words.labels("addressee")
    rows = [
        (_short(question), asked.get(str(to), _short(to)), wording.euros(euros), _date(due))
        for question, to, euros, due in zip(
            *(waiting[name].iloc[:_QUESTIONS] for name in ("question", "addressee", "suspended", "due")),
            strict=True,
        )
    ]
    return Block(title, _typeset(told), ("Question", "À qui", "Euros suspendus", "Échéance"), tuple(rows))


def _dates(evidence: Evidence, waiting: pd.DataFrame, as_of: pd.Timestamp) -> Block:
    """Deadlines of what is left to do and to ask, from that day on."""
    title = "Prochaines échéances"
    todo = evidence.to_gather("deadline")
    dated = pd.concat(
        [
            pd.DataFrame({"day": todo["deadline"], "what": todo["label"], "todo": todo["todo"]}),
            pd.DataFrame({"day": waiting["due"], "what": waiting["question"], "todo": "Obtenir la réponse."}),
        ]
    ).dropna(subset="day")
    past, ahead = dated[dated["day"] < as_of], dated[dated["day"] >= as_of]
    ahead = ahead.sort_values("day", kind="stable")
    told = []
    if len(past):
        told.append(f"{wording.count(len(past), 'échéance est passée', 'échéances sont passées')}.")
    if ahead.empty:
        told.append("Aucune échéance datée à venir.")
        return Block(title, _typeset(told))
    if len(ahead) > _DATES:
        told.append(f"Les {_DATES} premières sur {len(ahead)}.")
    rows = [
        (wording.day(day), _short(what), _short(next_))
        for day, what, next_ in zip(
            *(ahead[name].iloc[:_DATES] for name in ("day", "what", "todo")), strict=True
        )
    ]
    return Block(title, _typeset(told), ("Date", "Objet", "À faire"), tuple(rows))


def _stakes(evidence: Evidence, waiting: pd.DataFrame, names: Mapping[str, str]) -> Block:
    """The dearest lines and questions; a question about a line is told with it, its euros are not counted twice."""
    title = "Les trois plus gros enjeux"
    every = [*_line_stakes(evidence, waiting), *_question_stakes(evidence, waiting)]
    biggest = sorted((stake for stake in every if stake.euros > 0), key=lambda stake: -stake.euros)[:_STAKES]
    if not biggest:
        return Block(title, ("Aucun euro connu n’est à prouver, en attente ou suspendu.",))
    rows = [
        (_short(stake.what), names.get(stake.mission, ""), wording.euros(stake.euros), stake.step)
        for stake in biggest
    ]
    return Block(title, (), ("Enjeu", "Mission", "Euros", "À faire"), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Stake:
    what: object
    mission: str
    euros: float  # unknown ones are left out: they cannot be among the biggest known
    step: str


def _line_stakes(evidence: Evidence, waiting: pd.DataFrame) -> list[_Stake]:
    asked: dict[str, float] = {}
    for label, euros in zip(waiting["label"], waiting["suspended"], strict=True):
        if not wording.missing(label):
            asked[_key(label)] = max(asked.get(_key(label), 0.0), _known(euros))
    columns = (evidence.lines[name] for name in ("label", "mission", "at_stake", "todo", "pending"))
    return [
        _Stake(
            label,
            str(mission),
            max(_known(euros), asked.get(_key(label), 0.0)),
            _step(todo, _known(pending), asked=_key(label) in asked),
        )
        for label, mission, euros, todo, pending in zip(*columns, strict=True)
    ]


def _question_stakes(evidence: Evidence, waiting: pd.DataFrame) -> list[_Stake]:
    told = {_key(label) for label in evidence.lines["label"]}
    columns = (waiting[name] for name in ("question", "mission", "label", "suspended"))
    return [
        _Stake(question, str(mission), _known(euros), "Obtenir la réponse.")
        for question, mission, label, euros in zip(*columns, strict=True)
        if wording.missing(label) or _key(label) not in told
    ]


def _key(label: object) -> str:
    return "" if wording.missing(label) else fold(str(label))


def _known(euros: float) -> float:
    return 0.0 if wording.missing(euros) else float(euros)


def _step(todo: object, pending: float, *, asked: bool) -> str:
    steps = ["Obtenir le résultat."] if pending else []
    steps += [] if wording.missing(todo) else [str(todo)]
    return " ".join([*steps, *(["Une question est ouverte."] if asked else [])])


def _of(frame: pd.DataFrame, community: str) -> pd.DataFrame:
    mine: pd.DataFrame = frame[frame["community"].fillna("").map(fold) == fold(community)]
    return mine


def _date(day: dt.date | None) -> str:
    return "sans date" if wording.missing(day) else wording.day(day)


def _short(text: object) -> str:
    if wording.missing(text):
        return ""
    whole = plain_spaces(str(text)) if len(str(text)) > _LONGEST else str(text)
    return wording.unbroken(whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip() + "…")


def _typeset(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(wording.typeset(sentence) for sentence in sentences)
