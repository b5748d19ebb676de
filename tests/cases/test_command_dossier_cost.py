"""What a day of work costs, in the papers of the command line: as the workbook says, until another is given."""

from __future__ import annotations

from aci_model.commands import dossier as command
from aci_model.commands.line import parser
from aci_model.wording import euros
from tests.reading_files import book


def filled(*words):
    """What the command would fill its papers with."""
    return command.filled(
        parser().parse_args(["dossier", *(str(word) for word in words), "--sortie", "x.docx"])
    )


def test_the_daily_cost_of_the_workbook_counts_until_another_is_given(tmp_path):
    # 0,8 × 1 000 = 800 € for 3 days: at the workbook's 100 €, 800 − 300 = 500 €; at 200 €, 800 − 600 = 200 €.
    path = tmp_path / "a.xlsx"
    lines = [["mission", "indicateur", "type", "palier 1", "montant 1", "chance", "effort"]]
    lines.append(["qualite", "Réunions", "compte", 10, 1_000, 0.8, 3])
    path.write_bytes(
        book({"Indicateurs": lines, "Communauté": [["nom", "coût d'une journée (€)"], ["Rives", 100]]})
    )
    prices = [
        filled(path, "--lignes", "2", *cost).sheets[0].tiles[3].value for cost in ((), ("--cout-jour", "200"))
    ]
    assert prices == [euros(500), euros(200)]
