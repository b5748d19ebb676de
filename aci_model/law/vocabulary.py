"""The words of the law: missions in the accord's order, the parts of their money, the four sizes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from aci_model import frames
from aci_model.law.faults import COUNT, SOURCED, TEXT, TEXTS, Key, Reader, Record, one_of, open_toml
from aci_model.wording import NBSP

PAID = ("deployed", "attained", "crisis")  # what makes a part owed
SHORT_LENGTH = 24  # characters a chart's axis has room for

Rows = list[tuple[str, Record]]  # where a row stands, and its values

MISSIONS: frames.Columns = {
    "mission": frames.TEXT,
    "label": frames.TEXT,
    "short": frames.TEXT,
    "kind": frames.TEXT,  # an id of the file's [[kind]]
    "kind_label": frames.TEXT,
    "rank": frames.INTEGER,  # 0, 1, 2… in the accord's order
    "since": frames.TEXT,  # the text from which the mission is owed
    "source": frames.TEXT,
    "confidence": frames.TEXT,
}

PARTS: frames.Columns = {
    "part": frames.TEXT,
    "label": frames.TEXT,
    "short": frames.TEXT,
    "paid": frames.TEXT,  # one of PAID
    "definition": frames.TEXT,
    "rank": frames.INTEGER,
    "source": frames.TEXT,
    "confidence": frames.TEXT,
}

SIZES: frames.Columns = {"size_class": frames.INTEGER, "label": frames.TEXT}

_NAMED = {"id": Key(TEXT), "label": Key(TEXT), "short": Key(TEXT), "names": Key(TEXTS), **SOURCED}
_MISSION_KEYS = {**_NAMED, "kind": Key(TEXT), "since": Key(TEXT)}
_PART_KEYS = {**_NAMED, "paid": Key(one_of(*PAID)), "definition": Key(TEXT)}
_KIND_KEYS = {"id": Key(TEXT), "label": Key(TEXT)}
_SIZE_KEYS = {"id": Key(COUNT), "label": Key(TEXT)}
_SECTIONS = {"kind": _KIND_KEYS, "mission": _MISSION_KEYS, "part": _PART_KEYS, "size": _SIZE_KEYS}


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """The ids every text must use.

    Attributes:
        missions: MISSIONS columns and `names`, a list of accepted spellings.
        parts: PARTS columns and `names`.
        sizes: SIZES columns.
    """

    missions: pd.DataFrame
    parts: pd.DataFrame
    sizes: pd.DataFrame


def parse_vocabulary(source: str, origin: str) -> Vocabulary:
    """Read missions.toml.

    Args:
        source: the file's text.
        origin: its name, for messages.

    Raises:
        LawError: with every fault of the file, among them a spelling claimed by two missions or two parts.
    """
    reader = Reader(origin)
    document = open_toml(source, origin)
    for name in (name for name in document if name not in _SECTIONS):
        reader.fault(name, f"ce titre n’existe pas ici. Titres possibles{NBSP}: {', '.join(_SECTIONS)}.")
    rows = {name: reader.section(document, name, keys, ("id",)) for name, keys in _SECTIONS.items()}
    for name, found in rows.items():
        if not found:
            reader.fault(f"[[{name}]]", "il n’y en a aucune. Écrivez-en au moins une.")
        _check_unique(reader, found)
    for named in (rows["mission"], rows["part"]):
        _check_names(reader, named)
        _check_short(reader, named)
    _label_kinds(reader, rows["mission"], rows["kind"])
    reader.close()
    return Vocabulary(
        _frame(MISSIONS, "mission", rows["mission"]),
        _frame(PARTS, "part", rows["part"]),
        _frame(SIZES, "size_class", rows["size"]),
    )


def plain(words: str) -> str:
    """Write a spelling without case, accents, punctuation or repeated spaces, to compare it."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _check_names(reader: Reader, rows: Rows) -> None:
    owners: dict[str, object] = {}
    for where, row in rows:
        names = row.get("names")
        spellings = [
            row.get("id"),
            row.get("label"),
            row.get("short"),
            *(names if isinstance(names, list) else []),
        ]
        for spelling in filter(None, spellings):
            owner = owners.setdefault(plain(str(spelling)), row.get("id"))
            if owner != row.get("id"):
                sentence = (
                    f"«{NBSP}{spelling}{NBSP}» désigne déjà «{NBSP}{owner}{NBSP}». Retirez l’un des deux."
                )
                reader.fault(where, sentence)


def _check_short(reader: Reader, rows: Rows) -> None:
    for where, row in rows:
        if len(str(row.get("short", ""))) > SHORT_LENGTH:
            reader.fault(where, f"«{NBSP}short{NBSP}» dépasse {SHORT_LENGTH} caractères. Raccourcissez-le.")


def _label_kinds(reader: Reader, missions: Rows, kinds: Rows) -> None:
    labels = {kind.get("id"): kind.get("label") for _, kind in kinds}
    for where, mission in missions:
        if "kind" in mission and mission["kind"] not in labels:
            reader.fault(
                where, f"«{NBSP}kind = {mission['kind']}{NBSP}» n’est pas un des [[kind]]. Corrigez-le."
            )
        mission["kind_label"] = labels.get(mission.get("kind"))


def _check_unique(reader: Reader, rows: Rows) -> None:
    seen: set[object] = set()
    for where, row in rows:
        if "id" in row and row["id"] in seen:
            reader.fault(where, "cet identifiant est déjà pris plus haut. Gardez une seule des deux lignes.")
        seen.add(row.get("id"))


def _frame(columns: frames.Columns, key: str, rows: Rows) -> pd.DataFrame:
    records = [{**row, key: row["id"], "rank": rank} for rank, (_, row) in enumerate(rows)]
    table = frames.frame(columns, ({name: r[name] for name in columns} for r in records))
    if "rank" in columns:
        table["names"] = pd.Series([list(r["names"]) for r in records], dtype="object")  # type: ignore[call-overload]  # a list of text, checked
    return table
