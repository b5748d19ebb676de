"""What each line needs as proof, what is there, how strong it is, and what is still to gather before the dialogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from aci_model import frames, law, wording
from aci_model.reading.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

GIVEN, GATHERED, PARTLY, NOTHING, UNSAID = "fournie", "reunie", "partielle", "absente", "inconnue"
TYPED, PROPOSED = "saisie", "proposée"

PIECES: frames.Columns = {
    "line": frames.INTEGER,
    "piece": frames.TEXT,  # as typed
    "expected": frames.FLAG,  # False: at hand, but nothing the contract asks for
    "held": frames.FLAG,
}
PROOFS: frames.Columns = {
    "line": frames.INTEGER,
    "community": frames.TEXT,
    "year": frames.INTEGER,
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "state": frames.TEXT,  # fournie | reunie (all at hand, to be sent) | partielle | absente | inconnue (nobody says which)
    "expected": frames.INTEGER,  # pieces the contract asks for; missing when it names none
    "held": frames.INTEGER,  # how many of them are there
    "todo": frames.TEXT,  # French, missing when there is nothing left to do
    "strength": frames.INTEGER,  # 0–3
    "strength_origin": frames.TEXT,  # saisie | proposée; missing when nobody can tell
    "to_prove": frames.NUMBER,  # euros reached and not proven
    "pending": frames.NUMBER,  # euros without a result yet
    "at_stake": frames.NUMBER,  # their sum, missing when an amount is
    "deadline": frames.DAY,  # as typed, else the last day of the contract year; missing when unknown
}
_PART = re.compile(r"[;\n]")
_LITTLE = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "un", "une"]
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The proofs of a contract.

    Attributes:
        lines: PROOFS columns, a row per line in the order given.
        pieces: PIECES columns: the expected ones in the order of the contract, then the others at hand.
    """

    lines: pd.DataFrame
    pieces: pd.DataFrame

    def to_gather(self, by: Literal["euros", "deadline"] = "euros") -> pd.DataFrame:
        """List what is left to do for lines that still have euros to prove or to wait for.

        Args:
            by: « euros » puts the dearest first, then the earliest deadline; « deadline » the reverse.

        Returns:
            Rows of `lines` that have a `todo` and euros at stake. Unknown euros stay, after the known ones, and
            unknown deadlines after the dated ones.
        """
        kept = self.lines[
            self.lines["todo"].notna() & (self.lines["at_stake"].isna() | (self.lines["at_stake"] > 0))
        ]
        order = ["at_stake", "deadline"] if by == "euros" else ["deadline", "at_stake"]
        rising = [column == "deadline" for column in order]
        return kept.sort_values(order, ascending=rising, kind="stable", na_position="last", ignore_index=True)


def evidence(lines: pd.DataFrame, communities: pd.DataFrame, proposed: pd.Series | None = None) -> Evidence:
    """Work out what is proven, what is at hand and what is missing, line by line.

    A piece at hand stands for an expected one when it says all its words (case, accents and plurals apart):
    « émargements du 3 mai » is « émargement ». Once the proof is given, every expected piece is held.

    Args:
        lines: `Assessment.lines`.
        communities: dossier.COMMUNITIES, whose signatures date the end of the contract years.
        proposed: 0–3, indexed by line: a strength proposed where nobody typed one.

    Returns:
        An Evidence. Euros are those of `Assessment.lines`: where proofs are not tracked, none is to prove.
    """
    given = lines["proof"].fillna(value=False).astype(bool).tolist()
    proofs = [
        _proof(_parts(asked), _parts(there), given=done)
        for asked, there, done in zip(lines["expected_proof"], lines["proof_at_hand"], given, strict=True)
    ]
    rows = [
        {"line": line, "piece": piece, "expected": asked, "held": held}
        for line, proof in zip(lines["line"], proofs, strict=True)
        for piece, asked, held in proof.pieces
    ]
    found = lines[["line", "community", "year", "mission", "label", "to_prove", "pending"]].reset_index(
        drop=True
    )
    strength, origin = _strength(lines, proposed)
    found = found.assign(
        state=_column([proof.state for proof in proofs], frames.TEXT),
        expected=_column([proof.expected or None for proof in proofs], frames.INTEGER),
        held=_column([proof.held for proof in proofs], frames.INTEGER),
        todo=_column([proof.todo for proof in proofs], frames.TEXT),
        strength=strength,
        strength_origin=origin,
        at_stake=found["to_prove"] + found["pending"],
        deadline=_deadlines(lines, communities).to_numpy(),
    )
    return Evidence(found[list(PROOFS)].astype(PROOFS), frames.frame(PIECES, rows))


@dataclass(frozen=True, slots=True)
class _Proof:
    pieces: list[tuple[str, bool, bool]]  # piece, expected, held
    state: str

    @property
    def expected(self) -> int:
        """Count the pieces the contract asks for."""
        return sum(asked for _, asked, _ in self.pieces)

    @property
    def held(self) -> int:
        """Count those of them that are there."""
        return sum(asked and there for _, asked, there in self.pieces)

    @property
    def todo(self) -> str | None:
        """Say what is left to do, in French; None once the proof is given."""
        if self.state == GIVEN:
            return None
        if self.state == UNSAID:
            return wording.typeset("Demander à la CPAM quelle preuve elle attend : le contrat ne le dit pas.")
        if self.state == GATHERED:
            return "Transmettre les pièces réunies."
        lacking = [piece for piece, asked, there in self.pieces if asked and not there]
        return wording.typeset(f"Réunir : {wording.enumeration(lacking)}.")


def _proof(asked: list[str], there: list[str], *, given: bool) -> _Proof:
    needs, holds = [_bare(piece) for piece in asked], [_bare(piece) for piece in there]
    covered = [given or any(need <= held for held in holds) for need in needs]
    extra = [
        piece for piece, held in zip(there, holds, strict=True) if not any(need <= held for need in needs)
    ]
    pieces = [(piece, True, held) for piece, held in zip(asked, covered, strict=True)]
    pieces += [(piece, False, True) for piece in extra]
    return _Proof(pieces, GIVEN if given else _state(covered))


def _state(covered: list[bool]) -> str:
    if not covered:
        return UNSAID
    if all(covered):
        return GATHERED
    return PARTLY if any(covered) else NOTHING


def _parts(text: object) -> list[str]:
    if wording.missing(text):
        return []
    return [piece for part in _PART.split(str(text)) if (piece := clean(part))]


def _bare(piece: str) -> frozenset[str]:
    words = [word for word in fold(piece).split() if word not in _LITTLE]
    return frozenset(word.rstrip("sx") or word for word in words) or frozenset({fold(piece)})


def _strength(lines: pd.DataFrame, proposed: pd.Series | None) -> tuple[pd.Series, pd.Series]:
    typed = lines["strength"].reset_index(drop=True).astype("Int64")
    told = (
        typed
        if proposed is None
        else typed.fillna(lines["line"].map(proposed).reset_index(drop=True).astype("Int64"))
    )
    origin = pd.Series(None, index=typed.index, dtype=frames.TEXT)
    origin = origin.mask(told.notna(), PROPOSED).mask(typed.notna(), TYPED)
    return told, origin


def _deadlines(lines: pd.DataFrame, communities: pd.DataFrame) -> pd.Series:
    """Take the typed deadline, else the eve of the next contract year."""
    following = lines[["community", "year"]].assign(year=lines["year"] + 1)
    eve = law.contract_starts(communities, following) - pd.Timedelta(days=1)
    return lines["deadline"].fillna(eve.astype("datetime64[s]"))


def _column(values: Iterable[Any], kind: str) -> pd.Series:
    return pd.Series(list(values), dtype=kind)
