"""What the library says of the same files: what every page is held against."""

from __future__ import annotations

from typing import NamedTuple

from aci_model import foresight, funding, law, reading
from tests import contract_a


class Worked(NamedTuple):
    """A dossier and what the library made of it."""

    dossier: reading.Dossier
    whole: funding.Assessment

    def of_year(self, year: int | None, community: str | None = None) -> funding.Assessment:
        """One contract year, of the first community unless told otherwise."""
        return funding.of_year(self.whole, community or self.whole.totals["community"].iloc[0], year)

    def years(self, share: float = 1.0, *, crisis: bool = False):
        """The years under a share of the variable part, and without it."""
        rules = law.load()
        scenarios = [law.scenario(share, crisis=crisis, law=rules), rules.scenarios[foresight.WITHOUT]]
        ahead = foresight.outlook(self.whole, self.dossier, rules)
        return foresight.yearly(foresight.project(ahead, scenarios))


def worked(*files: tuple[str, bytes], **choices) -> Worked:
    """Read files and work them out."""
    rules = law.load()
    dossier = reading.read(files, rules.missions, rules.parts)
    return Worked(dossier, funding.assess(dossier, rules, funding.Choices(**choices)))


def contract(**choices) -> Worked:
    """Work contract A out."""
    return worked((contract_a.WORKBOOK.name, contract_a.WORKBOOK.read_bytes()), **choices)
