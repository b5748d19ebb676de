"""What a workshop found, as French tables: for its screens, its report and its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.workshop.reveal import ACCORD, DIVIDED, MAJORITY, OF_OBJECTIVE
from aci_model.workshop.sheets import FIELDS

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.report.documents.tree import Format
    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.shape import Case

VERDICTS = {ACCORD: "accord", MAJORITY: "majorité", DIVIDED: "partagé"}
FORMATS: dict[str, Format] = {  # of every column of these tables that is not words
    "Objectifs": "integer",
    "Attendu": "euros",
    "P10": "euros",
    "P90": "euros",
    "Sans part variable": "euros",
    "Part comptée": "rate",
    "Compté": "euros",
    "Chance d’y arriver": "rate",
    "Minimal, estimé": "euros",
    "Écart au calcul (minimal)": "euros",
    "Ambitieux, estimé": "euros",
    "Écart au calcul (ambitieux)": "euros",
    "Montant": "euros",
    "Tables pour": "integer",
    "sur": "integer",
    "Le moins": "number",
    "Médiane": "number",
    "Le plus": "number",
    "Dû sans résultat": "euros",
    "Part variable": "euros",
    "Euros suspendus": "euros",
    "Chance": "rate",
    "Le plus bas": "number",
    "Le plus haut": "number",
    "Tables": "integer",
}
_HALF = 0.5


def outcomes_table(reveal: Reveal) -> pd.DataFrame:
    """Lay the sealed tables out: French headers, plain values; euros, rates and counts stay numbers."""
    rows = reveal.outcomes[reveal.outcomes["expected"].notna()]
    named = {
        "name": "Table",
        "objectives": "Objectifs",
        "expected": "Attendu",
        "low": "P10",
        "high": "P90",
        "without_variable": "Sans part variable",
        "share": "Part comptée",
        "counted": "Compté",
        "cover": "Chance d’y arriver",
    }
    late = rows["late"].map({True: "scellé après la révélation", False: ""}).astype("str")
    made = rows[list(named)].rename(columns=named).reset_index(drop=True)
    return made.assign(Remarque=late.to_numpy()) if (late != "").any() else made


def guesses_table(reveal: Reveal) -> pd.DataFrame:
    """Lay the estimates out beside what is computed: Table, the two guesses, the two errors (guess − computed)."""
    rows = reveal.outcomes[reveal.outcomes[["guess_minimal", "guess_ambitious"]].notna().any(axis=1)]
    named = {
        "name": "Table",
        "guess_minimal": "Minimal, estimé",
        "error_minimal": "Écart au calcul (minimal)",
        "guess_ambitious": "Ambitieux, estimé",
        "error_ambitious": "Écart au calcul (ambitieux)",
    }
    return rows[list(named)].rename(columns=named).reset_index(drop=True)


def agreements_table(case: Case, reveal: Reveal) -> pd.DataFrame:
    """Lay agreements out, line by line, the most divided first within each mission."""
    rows = reveal.agreements
    short = case.missions.set_index("mission")["short"]
    made = rows.assign(
        Mission=rows["mission"].map(short),
        Objet=rows["label"].where(rows["kind"] == OF_OBJECTIVE, "la mission"),
        Verdict=rows["verdict"].map(VERDICTS),
        away=(rows["share"] - _HALF).abs(),
        rank=rows["mission"].map(case.missions.set_index("mission")["rank"]),
    ).sort_values(["rank", "away"], kind="stable")
    named = {
        "Mission": "Mission",
        "Objet": "Objet",
        "euros": "Montant",
        "chosen": "Tables pour",
        "of": "sur",
        "Verdict": "Verdict",
    }
    if rows["median"].notna().any():
        named |= {"least": "Le moins", "median": "Médiane", "most": "Le plus"}
    return made[list(named)].rename(columns=named).reset_index(drop=True)


def spread_table(reveal: Reveal) -> pd.DataFrame:
    """Lay the spread out: what is compared, how many tables, lowest, median, highest."""
    words = {
        "objectives": "Nombre d’objectifs",
        "expected": "Revenu attendu (€)",
        "counted": "Revenu compté (€)",
        "without_variable": "Sans part variable (€)",
        "guess_minimal": "Contrat minimal, estimé (€)",
        "guess_ambitious": "Contrat ambitieux, estimé (€)",
    }
    named = {
        "measure": "Ce qui est comparé",
        "tables": "Tables",
        "low": "Le plus bas",
        "median": "Médiane",
        "high": "Le plus haut",
    }
    rows = reveal.spread
    told = ["low", "median", "high"]
    whole = rows[told].where(rows["measure"] == "objectives", rows[told].round(0))
    made = rows.assign(measure=rows["measure"].map(words), **{name: whole[name] for name in told})
    return made[list(named)].rename(columns=named)


def missions_table(case: Case) -> pd.DataFrame:
    """Lay the case's missions out."""
    must = case.missions["mandatory"].map({True: "obligatoire", False: "en option"})
    named = {"label": "Mission", "Statut": "Statut", "fixe": "Dû sans résultat", "variable": "Part variable"}
    return case.missions.assign(Statut=must)[list(named)].rename(columns=named)


def parking_table(parked: pd.DataFrame) -> pd.DataFrame:
    """Lay the questions left open out: question, to whom, about what, euros suspended, who asks."""
    about = parked["label"].fillna("").astype("str")
    made = parked.assign(
        addressee_label=parked["addressee_label"].fillna("à décider"),
        about=about.where(about != "", "tout le contrat").where(
            parked["label"].notna() | parked["mission"].isna(), "une mission"
        ),
        name=parked["name"].fillna("animateur"),
    )
    named = {
        "question": "Question",
        "addressee_label": "À qui",
        "about": "Au sujet de",
        "euros": "Euros suspendus",
        "name": "Posée par",
    }
    return made[list(named)].rename(columns=named)


def objectives_table(case: Case) -> pd.DataFrame:
    """Lay a contract's lines out as the tables saw them."""
    short = case.missions.set_index("mission")["short"]
    made = case.objectives.assign(mission=case.objectives["mission"].map(short))
    named = {
        "mission": "Mission",
        "label": "Ligne",
        "nature": "Nature",
        "euros": "Montant",
        "chance": "Chance",
    }
    return made[list(named)].rename(columns=named)


def returns_table(returns: pd.DataFrame) -> pd.DataFrame:
    """Lay grouped returns out: theme, table, what it is, text."""
    fields = {field: name for field, (name, _) in FIELDS.items()} | {"question": "Question en suspens"}
    made = returns.assign(field=returns["field"].map(fields), name=returns["name"].fillna("animateur"))
    named = {"theme_label": "Thème", "name": "Table", "field": "Champ", "text": "Texte"}
    return made[list(named)].rename(columns=named)
