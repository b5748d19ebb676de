"""Reading the law's TOML files strictly: every fault of a file is collected, and all are told at once."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aci_model.wording import NBSP, NNBSP, enumeration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONFIDENCES = ("A", "B", "C", "?")
UNKNOWN = "inconnu"  # how a file writes an amount nobody knows
FREE = "libre"  # how a file writes a deadline that does not exist

Record = dict[str, object]


class LawError(Exception):
    """A text of law cannot be used as written.

    Attributes:
        faults: one French sentence per fault, with the file and the key, for whoever edits the file.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be, and how to say so in French."""

    accepts: Callable[[object], bool]
    expected: str


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    kind: Kind
    required: bool = True


def is_count(value: object) -> bool:
    """Tell whether a value is a whole number, 0 or more (true and 1.0 are not)."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_day(value: object) -> bool:
    """Tell whether a value is a date without a time."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_list_of(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(accepts, value))


def one_of(*choices: str | int) -> Kind:
    """Build the kind of a value taken from a closed list."""
    listed = [f"«{NBSP}{choice}{NBSP}»" for choice in choices]
    return Kind(
        lambda value: not isinstance(value, bool) and value in choices,
        f"une de ces valeurs{NBSP}: {', '.join(listed)}",
    )


TEXT = Kind(_is_text, "un texte entre guillemets")
TEXTS = Kind(_is_list_of(_is_text), "une liste de textes")
DAY = Kind(is_day, "une date, par exemple 2019-08-25")
DAY_OR_UNKNOWN = Kind(lambda v: is_day(v) or v == UNKNOWN, f'une date, ou "{UNKNOWN}"')
FLAG = Kind(lambda value: isinstance(value, bool), "true ou false")
COUNT = Kind(is_count, "un nombre entier, sans décimale ni signe moins")
MONTHS = Kind(
    lambda v: is_count(v) or v in {UNKNOWN, FREE},
    f'un nombre entier de mois, "{FREE}" ou "{UNKNOWN}"',
)
RATE = Kind(lambda v: _is_number(v) and 0 <= v <= 1, "un nombre entre 0 et 1")  # type: ignore[operator]  # a number once _is_number holds
SETTING = Kind(lambda v: _is_number(v) or _is_text(v), "un nombre ou un texte")
TABLES = Kind(_is_list_of(lambda value: isinstance(value, dict)), "une liste de tables")
CELL = Kind(
    lambda v: is_count(v) or v == UNKNOWN or isinstance(v, dict),
    f'un nombre entier d’euros, "{UNKNOWN}", ou {{ amount = …, source = …, confidence = … }}',
)
AMOUNT = Kind(lambda v: is_count(v) or v == UNKNOWN, f'un nombre entier d’euros, ou "{UNKNOWN}"')
CONFIDENCE = one_of(*CONFIDENCES)
SOURCED = {"source": Key(TEXT), "confidence": Key(CONFIDENCE)}


@dataclass(slots=True)
class Reader:
    """Checks the tables of one file and keeps every fault it meets."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def fault(self, where: str, sentence: str) -> None:
        """Keep one fault: the file, the place in it, and what to do."""
        place = f", {where}" if where else ""
        self.faults.append(f"{self.origin}{place}{NBSP}: {sentence}")

    def record(self, table: Mapping[str, object], keys: Mapping[str, Key], where: str) -> Record:
        """Return the valid values of a table; an unknown, missing or malformed key is a fault."""
        for name in (name for name in table if name not in keys):
            self.fault(where, f"la clé «{NBSP}{name}{NBSP}» n’existe pas ici. {_expected(keys)}")
        valid: Record = {}
        for name, key in keys.items():
            if name not in table:
                if key.required:
                    self.fault(where, f"la clé «{NBSP}{name}{NBSP}» manque. Écrivez {key.kind.expected}.")
            elif key.kind.accepts(table[name]):
                valid[name] = table[name]
            else:
                found = f"{name} = {_written(table[name])}"
                self.fault(where, f"«{NBSP}{found}{NBSP}» ne convient pas. Écrivez {key.kind.expected}.")
        return valid

    def section(
        self, document: Mapping[str, object], name: str, keys: Mapping[str, Key], naming: tuple[str, ...]
    ) -> list[tuple[str, Record]]:
        """Return the rows of a `[[name]]` section, each with the words that say where it stands."""
        tables = document.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.fault(name, f"écrivez chaque ligne sous un titre [[{name}]].")
            return []
        rows = []
        for rank, table in enumerate(tables, start=1):
            words = [str(table[key]) for key in naming if key in table]
            where = f"[[{name}]] n°{NBSP}{rank}" + (f" ({', '.join(words)})" if words else "")
            rows.append((where, self.record(table, keys, where)))
        return rows

    def close(self) -> None:
        """Raise LawError if anything was wrong."""
        if self.faults:
            raise LawError(self.faults)


def open_toml(source: str, origin: str) -> dict[str, object]:
    """Read TOML text.

    Raises:
        LawError: the text is not TOML; the one fault says where.
    """
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"ligne {place[1]}, colonne {place[2]}" if place else "à la fin"
        cause = f"guillemet ou crochet oublié, clé écrite deux fois{NNBSP}?"
        raise LawError(
            [f"{origin}, {where}{NBSP}: ce fichier ne se lit pas comme du TOML ({cause})."]
        ) from None


def _expected(keys: Mapping[str, Key]) -> str:
    return f"Clés possibles{NBSP}: {enumeration(list(keys))}."


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
