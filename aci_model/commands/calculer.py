"""`calculer`: what the files are worth, per community-year, mission and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.commands import inputs, outputs
from aci_model.funding import SPLIT, Assessment, assess, of_year
from aci_model.wording import euros, missing, percent

if TYPE_CHECKING:
    import argparse

    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

HELP = "Calculer l'atteinte et les euros de chaque mission et de chaque ligne."
LINE = ["label", "ceiling", "result", "attainment", *SPLIT, "status", "cell"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.files(parser)
    inputs.readings(parser)
    inputs.layouts(parser)
    inputs.formats(parser)


def run(options: argparse.Namespace) -> int:
    """Compute and print."""
    dossier, law = inputs.opened(options.files, options.correspondance)
    assessment = assess(dossier, law, inputs.choices(options))
    if options.format == "json":
        print(outputs.as_json(document(assessment, dossier, law)))
    elif options.format == "csv":
        print(outputs.as_csv(assessment.lines[["community", "year", "mission", *LINE]]), end="")
    else:
        print(text(assessment, dossier, law))
    return 0


def document(assessment: Assessment, dossier: Dossier, law: Law) -> dict[str, Any]:
    """Lay an assessment out as the json of this command (its keys are in README.md)."""
    return {
        "communities": [_year(total, assessment, law) for total in assessment.totals.to_dict("records")],
        "problems": outputs.problems_of(_problems(assessment, dossier)),
    }


def text(assessment: Assessment, dossier: Dossier, law: Law) -> str:
    """Write an assessment for a person: a table per community-year, then the points to check."""
    shorts = dict(zip(law.missions["mission"], law.missions["short"], strict=True))
    blocks = [_block(total, assessment, shorts) for total in assessment.totals.to_dict("records")]
    return "\n".join([*blocks, *outputs.problem_lines(outputs.problems_of(_problems(assessment, dossier)))])


def _problems(assessment: Assessment, dossier: Dossier) -> pd.DataFrame:
    return pd.concat([dossier.problems, assessment.notices[dossier.problems.columns]])


def _year(total: dict[Any, Any], assessment: Assessment, law: Law) -> dict[str, Any]:
    case = of_year(assessment, total["community"], None if missing(total["year"]) else int(total["year"]))
    missions, parts = case.missions, case.parts
    lines = case.lines.assign(cell=case.lines["sheet"] + "!" + case.lines["cell"])
    paid_on_results = set(law.parts.loc[law.parts["paid"] == "attained", "part"])
    return {
        "community": total["community"],
        "year": total["year"],
        "size_class": total["size_class"],
        "missions": [
            {
                "mission": row["mission"],
                "attainment": row["attainment"],
                "parts": {
                    part["part"]: {
                        "ceiling": part["ceiling"],
                        **(
                            {name: part[name] for name in SPLIT}
                            if part["part"] in paid_on_results
                            else {"due": part["due"]}
                        ),
                        "origin": part["origin"],
                        "text": part["text_label"],
                        "confidence": part["confidence"],
                    }
                    for part in parts[parts["mission"] == row["mission"]].to_dict("records")
                },
                "lines": lines.loc[lines["mission"] == row["mission"], LINE].to_dict("records"),
            }
            for row in missions.to_dict("records")
        ],
        "totals": {
            "fixed_due": total["fixed_due"],
            "fixed_known": total["fixed_known"],
            "variable_ceiling": total["variable_ceiling"],
            **{f"variable_{name}": total[f"variable_{name}"] for name in SPLIT},
            "unknown": total["unknown"],
        },
    }


def _block(total: dict[Any, Any], assessment: Assessment, shorts: dict[str, str]) -> str:
    year = "année non renseignée" if missing(total["year"]) else str(total["year"])
    case = of_year(assessment, total["community"], None if missing(total["year"]) else int(total["year"]))
    by_result = set(case.parts.loc[case.parts["paid"] == "attained", "mission"])
    rows = [
        _row(shorts[row["mission"]], row, row["attainment"], by_result=row["mission"] in by_result)
        for row in case.missions.to_dict("records")
    ]
    rows.append(_row("Total", total, float("nan"), by_result=bool(by_result)))
    headers = ["Mission", "Fixe dû", "Variable", "Acquis", "À prouver", "En attente", "Perdu", "Atteinte"]
    unknown = f"\nMontants inconnus : {', '.join(total['unknown'])}." if total["unknown"] else ""
    return f"{total['community']}, {year}\n\n{outputs.as_table(headers, rows)}{unknown}\n"


def _row(name: str, row: dict[Any, Any], attainment: float, *, by_result: bool) -> list[str]:
    variable = [row["variable_ceiling"], *(row[f"variable_{part}"] for part in SPLIT)]
    told = [euros(figure) if by_result else "" for figure in variable]
    return [name, euros(row["fixed_due"]), *told, "" if missing(attainment) else percent(attainment)]
