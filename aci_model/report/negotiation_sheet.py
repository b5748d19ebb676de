"""One sheet per indicator in French words: what is brought to the table, on screen, on paper and in documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.bargaining.evidence import GATHERED, GIVEN, NOTHING, PARTLY, UNSAID
from aci_model.foresight.vocabulary import vocabulary
from aci_model.law.years import FIRST_YEAR
from aci_model.report.negotiation_page import fitted
from aci_model.report.words import READINGS
from aci_model.wording import (
    NBSP,
    UNKNOWN,
    count,
    day,
    euros,
    measure,
    missing,
    number,
    percent,
    typeset,
    unbroken,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.bargaining.sheet import Sheet

PROOFS = {  # states of `bargaining.evidence`
    GIVEN: "fournie",
    GATHERED: "réunie, à transmettre",
    PARTLY: "réunie en partie",
    NOTHING: "à réunir",
    UNSAID: "non précisée par le contrat",
}
_DELIVERABLE = "livrable"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the sheet: its name, its value, and the sentence that explains it, or asks to type what it lacks."""

    name: str
    value: str
    sentence: str
    to_type: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class SheetTold:
    """A sheet, every text ready to be read.

    Attributes:
        title: the indicator, as typed.
        under: mission, contract year and amount.
        tiles: asked, tenable, red line, price of « no ».
        offer: the counter-offer, a sentence.
        done: what the community did, a sentence.
        history: « Année », « Résultat », « Le hasard seul » ; the present year last.
        steps: « Palier », « Montant ».
        readings: « Lecture », « Montant », at the result `read_at`.
        read_at: where the readings are compared, a sentence.
        questions: what to ask, the dearest first.
        findings: what stands against the target, sentences.
        facts: of the territory, each with its source and its date.
        ours, theirs: what each side understands, in its own words; None when nobody wrote it.
        differences: « Sur », « La CPTS », « La CPAM ou l’ARS »; no row when there is none to tell.
        holds: the target asked can be held; None: nobody can conclude.
        proof: expected, at hand, strength: « Preuve » and « Où nous en sommes ».
    """

    title: str
    under: str
    tiles: tuple[Tile, ...]
    offer: str
    done: str
    history: pd.DataFrame
    steps: pd.DataFrame
    readings: pd.DataFrame
    read_at: str
    questions: tuple[str, ...]
    findings: tuple[str, ...]
    facts: tuple[str, ...]
    ours: str | None
    theirs: str | None
    differences: pd.DataFrame
    holds: bool | None
    proof: pd.DataFrame


def told(sheet: Sheet, line: Mapping[str, Any], proof: Mapping[str, Any], level: float) -> SheetTold:
    """Put a sheet into words.

    Args:
        sheet: from `bargaining.sheet`.
        line: the same line in `report.tables.lines`: kind, direction, mission_label, result_words.
        proof: the same line in `bargaining.Evidence.lines`: state, expected, held, strength, strength_origin.
        level: 0–1, the chance a tenable target must have.
    """
    wording_of = measured(sheet.unit, line["kind"], line["direction"])
    history = _history(sheet, wording_of)
    whole = SheetTold(
        title=sheet.label,
        under=_under(sheet, str(line["mission_label"])),
        tiles=_tiles(sheet, wording_of, level),
        offer=sheet.offer.sentence,
        done=_done(sheet, str(line["result_words"])),
        history=history,
        steps=pd.DataFrame(
            {
                "Palier": [wording_of.step(value) for value in sheet.steps["threshold"]],
                "Montant": sheet.steps["amount"].astype("float64"),
            }
        ),
        readings=pd.DataFrame(
            {
                "Lecture": [READINGS[name].capitalize() for name in sheet.readings],
                "Montant": pd.Series(list(sheet.readings.values()), dtype="float64"),
            }
        ),
        read_at=_read_at(sheet, wording_of),
        questions=tuple(unbroken(asked) for asked in sheet.questions["question"]),
        findings=tuple(unbroken(said) for said in sheet.findings["sentence"]),
        facts=tuple(_facts(sheet)),
        ours=_whole(sheet.ours),
        theirs=_whole(sheet.theirs),
        differences=_differences(sheet),
        holds=sheet.held.asked_is_held,
        proof=_proof(sheet, proof),
    )
    return fitted(whole)


@dataclass(frozen=True, slots=True)
class Measured:
    """How the values of one line are written."""

    unit: str | None
    kind: str
    rises: bool

    def value(self, value: float | None) -> str:
        """Write a result or a target."""
        if value is None or missing(value):
            return UNKNOWN
        if self.kind == _DELIVERABLE:
            return "fait" if value >= 1 else "non fait"
        return measure(value, self.unit)

    def step(self, value: float | None) -> str:
        """Write a threshold with its direction."""
        if value is None or missing(value) or self.kind == _DELIVERABLE:
            return self.value(value)
        return f"{'≥' if self.rises else '≤'}{NBSP}{measure(value, self.unit)}"


def measured(unit: object, kind: object, direction: Any) -> Measured:  # noqa: ANN401  cells of a frame
    """Tell how the values of a line are written, from its own unit, kind and direction (missing: it rises)."""
    return Measured(
        None if missing(unit) else str(unit), str(kind), bool(missing(direction) or direction > 0)
    )


def _under(sheet: Sheet, mission: str) -> str:
    told_ = [mission]
    if sheet.year is not None:
        told_.append(
            f"année {sheet.year}-{sheet.year + 1}"
            if _is_calendar(sheet.year)
            else f"année {sheet.year} du contrat"
        )
    told_.append("montant inconnu" if sheet.ceiling is None else f"{euros(sheet.ceiling)} au plus")
    return typeset(" · ".join(told_))


def _is_calendar(year: int) -> bool:
    """Tell a calendar year from a rank in the contract."""
    return year >= FIRST_YEAR


def _tiles(sheet: Sheet, write: Measured, level: float) -> tuple[Tile, ...]:
    held, red, refusal = sheet.held, sheet.red_line, sheet.refusal
    asked = "Ce que le contrat demande pour payer la ligne entière."
    tenable = (
        write.step(held.target)
        if held.target is not None
        else "aucun"
        if held.asked_is_held is not None
        else "on ne sait pas"
    )
    line = (
        write.step(red.result)
        if red.result is not None
        else {"free": "aucune", "never": "jamais payé"}.get(red.state, "à chiffrer")
    )
    cost = refusal.net if refusal.net is not None else refusal.expected
    return (
        Tile("Objectif demandé", write.step(sheet.asked), asked),
        Tile(f"Tenable à {percent(level)}", tenable, held.sentence),
        Tile("Ligne rouge", line, red.sentence, to_type=red.cost is None),
        Tile(
            typeset("Prix du « non »"),
            _price(cost),
            refusal.sentence,
        ),
    )


def _price(net: float | None) -> str:
    return UNKNOWN if net is None else euros(net) if net >= 0 else f"{euros(-net)} gagnés"


def _done(sheet: Sheet, result: str) -> str:
    past = sheet.history[sheet.history["year"] != sheet.year] if sheet.year is not None else sheet.history
    year = f" en {sheet.year}" if sheet.year is not None and _is_calendar(sheet.year) else " cette année"
    now = f"Résultat{year} : {result}" if sheet.result is not None else f"Aucun résultat connu{year}"
    if past.empty:
        return typeset(f"{now}. Aucune année passée n'est connue.")
    return typeset(f"{now}. {count(len(past), 'année passée connue', 'années passées connues')}.")


def _history(sheet: Sheet, write: Measured) -> pd.DataFrame:
    columns = ("year", "result", "low", "high")
    rows = [
        {
            "Année": UNKNOWN if missing(year) else str(year),
            "Résultat": write.value(result),
            "Le hasard seul": ""
            if missing(low) or write.kind == _DELIVERABLE
            else f"de {number(low, 1)} à {number(high, 1)}",
        }
        for year, result, low, high in zip(*(sheet.history[name] for name in columns), strict=True)
    ]
    return pd.DataFrame(rows, columns=["Année", "Résultat", "Le hasard seul"], dtype="str")


def _read_at(sheet: Sheet, write: Measured) -> str:
    if sheet.gap is None:
        return typeset(
            "Un montant, un palier ou la valeur initiale manque : les lectures ne se comparent pas."
        )
    if write.kind == _DELIVERABLE:
        return typeset("Fait ou non : toutes les lectures paient de même.")
    known = "Au résultat connu" if sheet.result is not None else "Là où elles s'écartent le plus"
    return typeset(f"{known}, {write.value(sheet.read_at)} : {euros(sheet.gap)} d'écart.")


def _facts(sheet: Sheet) -> list[str]:
    columns = ("fact", "value", "unit", "source", "as_of", "link")
    return [
        typeset(
            f"{fact} : {measure(value, unit)} ({_origin(source, as_of)}){'' if link != 'close' else ', fait voisin'}"
        )
        for fact, value, unit, source, as_of, link in zip(
            *(sheet.facts[name] for name in columns), strict=True
        )
    ]


def _origin(source: object, as_of: Any) -> str:  # noqa: ANN401  a cell of the frame
    told_ = ["source à préciser" if missing(source) else str(source)]
    return ", ".join([*told_, "date à préciser" if missing(as_of) else day(as_of)])


def _whole(text: object) -> str | None:
    """A typed text, its figures whole; None when nobody wrote it."""
    return None if missing(text) else unbroken(str(text))


def _differences(sheet: Sheet) -> pd.DataFrame:
    words = {"figure": "un chiffre", "words": "des mots"}
    rows = [
        {
            "Sur": words[kind],
            "La CPTS": _whole(ours) or "",
            "La CPAM ou l’ARS": _whole(theirs) or "",
        }
        for kind, ours, theirs in zip(
            *(sheet.differences[name] for name in ("kind", "ours", "theirs")), strict=True
        )
    ]
    return pd.DataFrame(rows, columns=["Sur", "La CPTS", "La CPAM ou l’ARS"], dtype="str")


def _proof(sheet: Sheet, proof: Mapping[str, Any]) -> pd.DataFrame:
    strength = proof["strength"]
    strong = (
        "à dire, de 0 à 3"
        if missing(strength)
        else f"{strength} sur 3, {vocabulary().strengths[int(strength)]}{'' if proof['strength_origin'] == 'saisie' else ' (proposée)'}"
    )
    return pd.DataFrame(
        {
            "Preuve": ["Attendue", "Réunie", "Où nous en sommes", "Force"],
            "Ce qu’il en est": [
                _whole(sheet.expected_proof) or "le contrat ne le dit pas",
                _whole(sheet.proof_at_hand) or "rien de noté",
                PROOFS[proof["state"]],
                strong,
            ],
        },
        dtype="str",
    )
