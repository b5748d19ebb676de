"""What a table reports, what the room leaves open: the reporter's sheet, grouped returns, the parking list."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from aci_model import frames
from aci_model.reading.dossier import QUESTIONS
from aci_model.reading.text import clean, fold
from aci_model.wording import NBSP, missing
from aci_model.workshop import checks
from aci_model.workshop.drafts import draft
from aci_model.workshop.themes import settings, sorted_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from aci_model.workshop.shape import Case

__all__ = [
    "FIELDS",
    "PARKED",
    "RETURNS",
    "draft",
    "euros_of",
    "grouped",
    "merged",
    "parked",
    "question_of",
    "register_rows",
    "sheet_of",
]

FIELDS = {  # of a sheet -> its name, and the theme it belongs to
    "choices": ("Nos choix", "combien"),
    "arguments": ("Nos arguments", "elements"),
    "refused": ("Ce que nous avons refusé", "refus"),
    "why": ("Pourquoi", "refus"),
}
_SORTED = "arguments"  # the one field whose paragraphs may belong elsewhere
_OF_QUESTIONS = "communication"  # what a question with no word of any theme is about

RETURNS: frames.Columns = {
    "theme": frames.TEXT,
    "theme_label": frames.TEXT,
    "table": frames.TEXT,
    "name": frames.TEXT,
    "field": frames.TEXT,  # a key of FIELDS, or « question »
    "text": frames.TEXT,
}

PARKED: frames.Columns = {
    "question": frames.TEXT,
    "addressee": frames.TEXT,  # cpam | ars | cpts | federation; missing: nobody yet
    "addressee_label": frames.TEXT,
    "mission": frames.TEXT,
    "label": frames.TEXT,  # of the line it is about, if any
    "euros": frames.NUMBER,  # suspended: the line's amount, the mission's variable part; missing when unknown
    "name": frames.TEXT,  # of the table that asks; missing: the facilitator
}


def sheet_of(record: object) -> dict[str, str]:
    """Read a sheet, or the changes of one: any of its fields, on several lines if need be, none required.

    Raises:
        ScenarioError: a field nobody knows, something else than a text, a text too long (nothing is cut).
    """
    told = checks.mapping({} if record is None else record, "La fiche")
    checks.only(told, FIELDS, "La fiche")
    return {
        field: checks.paragraphs_of(told[field], f"« {FIELDS[field][0]} »", settings().limits.answer)
        for field in FIELDS
        if field in told
    }


def merged(drafted: Mapping[str, str], written: object) -> dict[str, str]:
    """Lay what the reporter wrote over the draft.

    A field it wrote, even empty, is its own; the others follow the draft. Another refusal than the draft's does not
    keep the draft's reason.

    Raises:
        ScenarioError: as for `sheet_of`.
    """
    own = sheet_of(written)
    if own.get("refused", drafted["refused"]) != drafted["refused"]:
        own = {"why": "", **own}
    return {**drafted, **own}


def grouped(
    case: Case, sheets: Iterable[Mapping[str, Any]], questions: Iterable[Mapping[str, Any]]
) -> pd.DataFrame:
    """Group what the tables report, and the questions they leave open, under the workshop's themes.

    An argument, paragraph by paragraph, and a question go under the theme most of whose words they have; without
    any, and for the other fields, where the field belongs.

    Args:
        case: what they worked on.
        sheets: table, name, sheet (a whole sheet's record, or None). One that cannot be read is left out.
        questions: as for `parked`.

    Returns:
        RETURNS columns, in the order of the themes, then by table's name.
    """
    rows = []
    named = tuple(f"{short}{NBSP}:" for short in case.missions["short"])
    for sheet in sheets:
        for field, text in _readable(sheet.get("sheet")).items():
            # What is chosen mission by mission stays on the sheet: grouped, it would bury what tables say.
            paragraphs = [line for line in text.split("\n") if line.strip() and not line.startswith(named)]
            otherwise = FIELDS[field][1]
            rows += [
                _return(sheet, field, line, sorted_under(line, otherwise) if field == _SORTED else otherwise)
                for line in paragraphs
            ]
    for question in parked(case, questions).to_dict("records"):
        told = {"table": None, "name": question["name"]}
        text = str(question["question"])
        rows.append(_return(told, "question", text, sorted_under(text, _OF_QUESTIONS)))
    rank = {theme.theme: place for place, theme in enumerate(settings().themes)}
    rows.sort(
        key=lambda row: (rank[str(row["theme"])], row["field"] == "question", fold(str(row["name"] or "")))
    )
    return frames.frame(RETURNS, rows)


def euros_of(case: Case, *, objective: str | None = None, mission: str | None = None) -> float | None:
    """Tell what a question suspends: its objective's amount, else its mission's variable part; None when unknown."""
    table, key, column, wanted = (
        (case.objectives, "objective", "euros", objective)
        if objective is not None
        else (case.missions, "mission", "variable", mission)
    )
    found = table.loc[table[key] == wanted, column]
    return None if found.empty or missing(found.iloc[0]) else float(found.iloc[0])


def question_of(case: Case, record: object) -> dict[str, Any]:
    """Read a question somebody leaves open.

    Args:
        case: what the workshop works on.
        record: text; addressee, objective, mission: optional.

    Returns:
        text, addressee, objective, mission (of the objective when it has one), euros: ready for `parking.ask`; None
        where nothing is said or known.

    Raises:
        ScenarioError: no text, one too long, somebody or something nobody knows.
    """
    told = checks.mapping(record, "La question")
    checks.only(told, ("text", "addressee", "objective", "mission"), "La question")
    addressee = told.get("addressee") or None
    if addressee is not None and addressee not in list(settings().addressees):
        raise checks.ScenarioError(
            "Ce destinataire n'est pas proposé. Choisissez-en un dans la liste, ou aucun."
        )
    objective = _one_of(told.get("objective"), case.objectives["objective"], "Cette ligne")
    mission = _one_of(told.get("mission"), case.missions["mission"], "Cette mission")
    if objective is not None:
        mission = str(case.objectives.set_index("objective")["mission"][objective])
    return {
        "text": checks.paragraphs_of(
            told.get("text"), "La question", settings().limits.question, empty=False
        ),
        "addressee": addressee,
        "objective": objective,
        "mission": mission,
        "euros": euros_of(case, objective=objective, mission=mission),
    }


def parked(case: Case, questions: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Lay out the questions left open, once each, the dearest first.

    Args:
        case: what the workshop works on; the euros are read from it, whatever the store says.
        questions: text, addressee, objective, mission, name; others are left out. One that cannot be read is too.

    Returns:
        PARKED columns; a question several tables ask is told once, with their names.
    """
    rows: dict[tuple[object, ...], dict[str, Any]] = {}
    for question in questions:
        try:
            told = question_of(
                case, {key: question.get(key) for key in ("text", "addressee", "objective", "mission")}
            )
        except checks.ScenarioError:
            continue
        key = (fold(told["text"]), told["objective"], told["mission"])
        name = None if missing(question.get("name")) else clean(str(question["name"]))
        row = rows.setdefault(key, {**told, "names": []})
        row["addressee"] = row["addressee"] or told["addressee"]
        if name and name not in row["names"]:
            row["names"].append(name)
    ordered = sorted(rows.values(), key=lambda row: -math.inf if row["euros"] is None else -row["euros"])
    known, unknown = ([row for row in ordered if (row["euros"] is None) is lost] for lost in (False, True))
    return frames.frame(PARKED, [_parked(case, row) for row in (*known, *unknown)])


def register_rows(
    case: Case, questions: Iterable[Mapping[str, Any]], community: str | None = None
) -> pd.DataFrame:
    """Write the questions left open as rows of a dossier's own, for the register of the negotiation page.

    Args:
        case: what the workshop worked on.
        questions: as for `parked`.
        community: whose register they join; None: nobody's yet.

    Returns:
        dossier.QUESTIONS columns, all open, without answer nor due day.
    """
    rows = parked(case, questions)
    told = rows[["question", "addressee", "mission", "label", "euros"]].assign(
        community=community, status="ouverte"
    )
    return told.reindex(columns=list(QUESTIONS)).astype(QUESTIONS)


def _readable(record: object) -> dict[str, str]:
    try:
        return sheet_of(record)
    except checks.ScenarioError:
        return {}


def _return(sheet: Mapping[str, Any], field: str, text: str, theme: str) -> dict[str, Any]:
    label = next(one.label for one in settings().themes if one.theme == theme)
    table, name = (None if missing(sheet.get(key)) else clean(str(sheet[key])) for key in ("table", "name"))
    return {"theme": theme, "theme_label": label, "table": table, "name": name, "field": field, "text": text}


def _one_of(value: object, known: pd.Series, what: str) -> str | None:
    """Take an id of the case, None where nothing is said."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in known.tolist():
        raise checks.ScenarioError(f"{what} n'est pas de ce cas. Rechargez la page.")
    return value


def _parked(case: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    labels = case.objectives.set_index("objective")["label"]
    return {
        "question": " ".join(row["text"].split("\n")),
        "addressee": row["addressee"],
        "addressee_label": settings().addressees.get(row["addressee"]),
        "mission": row["mission"],
        "label": None if row["objective"] is None else labels[row["objective"]],
        "euros": row["euros"],
        "name": ", ".join(row["names"]) or None,
    }
