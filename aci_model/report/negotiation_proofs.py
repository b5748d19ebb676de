"""Proofs to gather and questions to close, in French words and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from aci_model.bargaining.words import labels
from aci_model.reading.text import fold
from aci_model.report.negotiation_sheet import PROOFS
from aci_model.report.sentences import typeset_words
from aci_model.wording import count, euros, missing, unbroken

if TYPE_CHECKING:
    from aci_model.bargaining import Evidence, Register


@dataclass(frozen=True, eq=False, slots=True)
class ProofsTold:
    """What is missing before the dialogue, and what is asked.

    Attributes:
        say: the finding.
        gather_say: what is missing, without a full stop.
        entries: the register's entries of this community (`bargaining.register.ENTRIES`), open ones first.
        questions: « Question », « À savoir », « À qui », « État », « Euros », « Échéance », as the entries are.
        questions_say: what is suspended, without a full stop.
    """

    say: str
    gather_say: str
    entries: pd.DataFrame
    questions: pd.DataFrame
    questions_say: str


def proofs(evidence: Evidence, register: Register, community: str) -> ProofsTold:
    """Say what is to gather and to ask before the dialogue.

    Args:
        evidence: of the lines of one contract year.
        register: questions of every community of the dossier.
        community: the one in view.
    """
    todo = evidence.to_gather()
    mine = register.entries["community"].fillna("").map(fold) == fold(community)
    entries = register.entries[mine].reset_index(drop=True)
    whole = register.totals["community"].fillna("").map(fold) == fold(community)
    totals = register.totals[whole & register.totals["addressee"].isna()]
    return ProofsTold(
        say=_finding(todo, totals),
        gather_say=_to_gather(todo, evidence),
        entries=entries,
        questions=questions(entries),
        questions_say=_suspended(totals),
    )


def gather(evidence: Evidence, by: Literal["euros", "deadline"], missions: pd.DataFrame) -> pd.DataFrame:
    """List what is to gather.

    Args:
        evidence: of the lines of one contract year.
        by: which order.
        missions: mission, short (`Law.missions`).

    Returns:
        « Ligne », « À faire », « Mission », « Preuve », « Force », « En jeu », « Échéance ».
    """
    todo = evidence.to_gather(by)
    short = missions.set_index("mission")["short"]
    return pd.DataFrame(
        {
            "Ligne": todo["label"].astype("str"),
            "À faire": todo["todo"].astype("str"),
            "Mission": todo["mission"].map(short),
            "Preuve": todo["state"].map(PROOFS),
            "Force": [
                "à dire" if missing(level) else f"{level} sur 3{'' if origin == 'saisie' else ' (proposée)'}"
                for level, origin in zip(todo["strength"], todo["strength_origin"], strict=True)
            ],
            "En jeu": todo["at_stake"].astype("float64"),
            "Échéance": todo["deadline"],
        }
    )


def questions(entries: pd.DataFrame) -> pd.DataFrame:
    """List questions under French headers; the euros of a closed one are no longer suspended."""
    asked, states = labels("addressee"), labels("status")
    return pd.DataFrame(
        {
            "Question": entries["question"].astype("str").map(unbroken),
            "À savoir": [
                _remark(note, answer, source)
                for note, answer, source in zip(
                    entries["note"], entries["answer"], entries["source"], strict=True
                )
            ],
            "À qui": ["à dire" if missing(to) else asked.get(to, str(to)) for to in entries["addressee"]],
            "État": [
                "à poser" if origin == "calcul" else states.get(status, "ouverte")
                for status, origin in zip(entries["status"], entries["origin"], strict=True)
            ],
            "Euros": entries["suspended"]
            .where(~entries["closed"].astype(bool), entries["euros"])
            .astype("float64"),
            "Échéance": entries["due"],
        }
    )


@typeset_words
def _remark(note: object, answer: object, source: object) -> str:
    told = [] if missing(answer) else [f"Réponse : {answer}" + ("" if missing(source) else f" ({source})")]
    return unbroken(" ".join([*told, *([] if missing(note) else [str(note)])]))


@typeset_words
def _finding(todo: pd.DataFrame, totals: pd.DataFrame) -> str:
    waiting = 0 if totals.empty else int(totals["open"].iloc[0])
    proofs_ = (
        f"{count(len(todo), 'ligne attend', 'lignes attendent')} encore un résultat ou une preuve, "
        f"pour {euros(todo['at_stake'].sum())}"
        if len(todo)
        else "aucune preuve ne manque"
    )
    asked = (
        f"{count(waiting, 'question ouverte suspend', 'questions ouvertes suspendent')} jusqu'à "
        f"{euros(totals['suspended'].iloc[0])}"
        if waiting
        else "aucune question n'est ouverte"
    )
    told = f"{proofs_} ; {asked}."
    return told[0].upper() + told[1:]


@typeset_words
def _to_gather(todo: pd.DataFrame, evidence: Evidence) -> str:
    if todo.empty:
        return "Rien ne manque avant le dialogue"
    ready = int((todo["state"] == "reunie").sum())
    told = f"Avant le dialogue : {count(len(todo), 'ligne', 'lignes')} sur {len(evidence.lines)} à documenter"
    return f"{told}, dont {ready} à transmettre" if ready else told


@typeset_words
def _suspended(totals: pd.DataFrame) -> str:
    if totals.empty:
        return "Aucune question au registre"
    row = totals.iloc[0]
    told = f"Registre : {count(int(row['open']), 'question ouverte', 'questions ouvertes')}"
    if row["closed"]:
        told += f", {count(int(row['closed']), 'close', 'closes')}"
    if row["unpriced"]:
        told += f", {int(row['unpriced'])} sans montant connu"
    return told
