"""A layout as a small TOML file, that a person can read, correct and use for other files of its shape."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from aci_model import wording
from aci_model.reading.layout.missions import mission_of
from aci_model.reading.layout.plan import (
    IGNORED,
    ROLES,
    SKIP,
    ColumnPlan,
    Layout,
    SheetPlan,
    lacking,
    meaning_name,
    meanings,
)
from aci_model.reading.names import Names, accepted
from aci_model.reading.text import fold, french, letters, position, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from aci_model.reading.tables import Key

VERSION = 1
_HEAD = """\
# Comment lire un classeur qui n'a pas la forme du modèle.
# Une feuille par bloc [[feuille]], une colonne par bloc [[feuille.colonne]].
# contenu : indicateurs, enveloppes, résultats ou ne pas lire. contient : un en-tête du modèle, ou ne pas lire.
# Les colonnes sont retrouvées par leur titre ; la lettre n'est qu'un repère.
"""
_FILE = {"version": int, "feuille": list}
_SHEET: dict[str, type] = {
    "nom": str,
    "contenu": str,
    "ligne_des_titres": int,
    "titres_empiles": int,
    "mission": str,
    "ecarter": list,
    "colonne": list,
    "missions": dict,
}
_COLUMN: dict[str, type] = {"lettre": str, "titre": str, "contient": str, "unite": str}
_UNITS = ("", "%", "k€")
_DEEPEST = 3  # stacked title rows
_LOWEST = 1 << 20  # rows of a sheet


class LayoutError(ValueError):
    """A layout file that cannot be used; `faults` lists all that is wrong, in French."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(*faults)
        self.faults = faults


def dumps(layout: Layout, missions: pd.DataFrame, parts: pd.DataFrame) -> str:
    """Write a layout as TOML.

    Args:
        layout: the layout; scores and reasons are not written, a person has seen them.
        missions: mission, label, short, names.
        parts: part, label, names.
    """
    names = accepted(missions, parts)
    return "\n".join(
        [_HEAD, f"version = {VERSION}", *(_sheet_text(plan, names) for plan in layout.sheets), ""]
    )


def _sheet_text(plan: SheetPlan, names: Names) -> str:
    lines = [
        "\n[[feuille]]",
        f"nom = {_text(plan.sheet)}",
        f"contenu = {_text(ROLES[plan.role])}",
        f"ligne_des_titres = {plan.header}",
        f"titres_empiles = {plan.depth}",
    ]
    if plan.mission:
        lines.append(f"mission = {_text(names.labels['mission'].get(plan.mission, plan.mission))}")
    if plan.leave:
        lines.append(f"ecarter = [{', '.join(_text(word) for word in plan.leave)}]")
    for column in plan.columns if plan.role != IGNORED else ():
        lines += [
            "\n[[feuille.colonne]]",
            f"lettre = {_text(letters(column.column))}",
            f"titre = {_text(column.title)}",
            f"contient = {_text(meaning_name(plan.role, column.meaning, names))}",
        ]
        if column.unit:
            lines.append(f"unite = {_text(column.unit)}")
    if plan.missions:
        lines.append("\n[feuille.missions]")
        lines += [
            f"{_text(text)} = {_text(names.labels['mission'].get(mission, mission))}"
            for text, mission in plan.missions.items()
        ]
    return "\n".join(lines)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def loads(text: str, missions: pd.DataFrame, parts: pd.DataFrame) -> Layout:
    """Read a layout from TOML.

    Args:
        text: what `dumps` wrote, perhaps corrected by hand.
        missions: mission, label, short, names.
        parts: part, label, names.

    Raises:
        LayoutError: it cannot be used; every fault is listed at once.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        where = f" (ligne {line[1]})" if line else ""
        sentence = f"La correspondance n'est pas un TOML lisible{where}. Reprenez celle que l'application ou la commande correspondance a écrite."
        raise LayoutError([sentence]) from fault
    reader = _Reader(accepted(missions, parts))
    layout = reader.layout(data)
    if reader.faults:
        raise LayoutError([french(fault) for fault in reader.faults])
    return layout


class _Reader:
    """Reads one file and gathers its faults."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.faults: list[str] = []

    def layout(self, data: Mapping[str, Any]) -> Layout:
        """Build the layout a file tells; what is wrong in it is added to `faults`."""
        self._keys(data, _FILE, "La correspondance", needed=("version", "feuille"))
        if data.get("version", VERSION) != VERSION:
            self.faults.append(f"La version de la correspondance est {data['version']}, il faut {VERSION}.")
        entries = data.get("feuille", [])
        sheets = [
            self._sheet(entry, rank)
            for rank, entry in enumerate(entries if isinstance(entries, list) else [], 1)
            if isinstance(entry, dict)
        ]
        seen = [fold(plan.sheet) for plan in sheets]
        self.faults += [
            f"La feuille {quoted(plan.sheet)} figure deux fois : gardez un seul bloc."
            for rank, plan in enumerate(sheets)
            if seen[rank] in seen[:rank]
        ]
        return Layout(tuple(sheets))

    def _keys(
        self, entry: Mapping[str, Any], known: Mapping[str, type], where: str, needed: tuple[str, ...]
    ) -> None:
        for key, value in entry.items():
            if key not in known:
                listed = wording.enumeration(list(known), "ou")
                self.faults.append(f"{where} : la clé {quoted(key)} n'est pas connue. Écrivez {listed}.")
            elif type(value) is not known[key]:
                self.faults.append(f"{where} : la clé {quoted(key)} n'a pas une valeur de la bonne forme.")
        self.faults += [f"{where} : il manque la clé {quoted(key)}." for key in needed if key not in entry]

    def _sheet(self, entry: Mapping[str, Any], rank: int) -> SheetPlan:
        name = str(entry.get("nom", ""))
        where = f"Feuille {quoted(name)}" if name else f"Feuille n° {rank}"
        self._keys(entry, _SHEET, where, needed=("nom", "contenu"))
        roles = {fold(word): role for role, word in ROLES.items()}
        role = roles.get(fold(str(entry.get("contenu", ""))), "")
        if not role:
            listed = wording.enumeration(list(ROLES.values()), "ou")
            self.faults.append(
                f"{where} : le contenu {quoted(str(entry.get('contenu', '')))} n'est pas connu. Écrivez {listed}."
            )
        header = self._whole(entry, "ligne_des_titres", where, highest=_LOWEST)
        depth = self._whole(entry, "titres_empiles", where, highest=_DEEPEST)
        columns = self._columns(entry, role or IGNORED, where)
        told = entry.get("missions", {})
        missions = {
            text: self._mission(str(mission), where)
            for text, mission in (told.items() if isinstance(told, dict) else ())
        }
        leave = entry.get("ecarter", [])
        return SheetPlan(
            name,
            role or IGNORED,
            header,
            depth,
            columns,
            mission=self._mission(entry["mission"], where) if isinstance(entry.get("mission"), str) else "",
            missions=missions,
            leave=tuple(str(word) for word in leave) if isinstance(leave, list) else (),
        )

    def _whole(self, entry: Mapping[str, Any], key: str, where: str, highest: int) -> int:
        value = entry.get(key, 1)
        if type(value) is int and 1 <= value <= highest:
            return value
        if type(value) is int:
            self.faults.append(f"{where} : {quoted(key)} vaut {value}, il faut un nombre de 1 à {highest}.")
        return 1

    def _mission(self, text: str, where: str) -> str:
        found = mission_of(text, self.names) if text else ""
        if found is None:
            listed = wording.enumeration(
                [quoted(label) for label in self.names.labels["mission"].values()], "ou"
            )
            self.faults.append(f"{where} : {quoted(text)} n'est pas une mission connue. Écrivez {listed}.")
        return found or ""

    def _columns(self, entry: Mapping[str, Any], role: str, where: str) -> tuple[ColumnPlan, ...]:
        entries = entry.get("colonne", [])
        found: list[ColumnPlan] = []
        for rank, column in enumerate(entries if isinstance(entries, list) else [], 1):
            if not isinstance(column, dict):
                continue
            at = f"{where}, colonne {column.get('lettre', f'n° {rank}')}"
            self._keys(column, _COLUMN, at, needed=("lettre", "contient"))
            place = position(f"{column.get('lettre', '')}1")
            if place is None:
                self.faults.append(f"{at} : la lettre n'est pas celle d'une colonne. Écrivez A, B… AA.")
            unit = str(column.get("unite", ""))
            if unit not in _UNITS:
                self.faults.append(f"{at} : l'unité {quoted(unit)} n'est pas connue. Écrivez % ou k€.")
            title = str(column.get("titre", ""))
            meaning = self._meaning(str(column.get("contient", SKIP)), role, at)
            found.append(ColumnPlan(place[1] if place else rank - 1, title, meaning, unit))
        self._check(found, role, where)
        return tuple(found)

    def _meaning(self, text: str, role: str, where: str) -> Key | None:
        if fold(text) == fold(SKIP) or role == IGNORED:
            return None
        known = {fold(name): key for name, key in meanings(role, self.names).items()}
        numbered = re.fullmatch(r"(.+) ([1-9][0-9]?)", fold(text))
        if fold(text) in known:
            return known[fold(text)]
        if numbered and f"{numbered[1]} 1" in known:
            return known[f"{numbered[1]} 1"][0], numbered[2]
        listed = wording.enumeration(list(meanings(role, self.names)), "ou")
        self.faults.append(f"{where} : {quoted(text)} n'est pas connu. Écrivez {SKIP}, {listed}.")
        return None

    def _check(self, columns: list[ColumnPlan], role: str, where: str) -> None:
        meant = [column.meaning for column in columns if column.meaning]
        for key in dict.fromkeys(meant):
            if meant.count(key) > 1:
                name = meaning_name(role, key, self.names)
                self.faults.append(f"{where} : {quoted(name)} est donné à plusieurs colonnes.")
        for key in lacking(role, meant):
            name = meaning_name(role, key, self.names)
            self.faults.append(f"{where} : aucune colonne ne contient {quoted(name)}.")
