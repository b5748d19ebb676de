"""The whole dossier of contract A, its 41 lines each on its sheet, written in the three formats."""

from __future__ import annotations

import datetime as dt

from aci_model import law, reading
from aci_model.funding import assess, of_year
from aci_model.report import negotiation_document, negotiation_slides
from aci_model.report.documents import share, slides, word, workbook
from aci_model.report.negotiation_gathering import gathered, worked
from aci_model.wording import number
from benchmarks.measure import goal, milliseconds, spread, table, taking_turns
from benchmarks.read_and_compute import sample

TIMES = 3
GOAL_MS = 5000


def main() -> None:
    """Measure and print."""
    path, rules = sample(), law.load()
    dossier = reading.read([(path.name, path.read_bytes())], rules.missions, rules.parts)
    assessment = assess(dossier, rules)
    last = assessment.totals.iloc[-1]
    case = of_year(assessment, last["community"], last["year"])
    lines = case.lines["line"].tolist()

    def gather() -> negotiation_slides.Matter:
        """Gather what the documents say of the last year."""
        rests = worked(case, dossier, rules)
        return gathered(case, dossier, rules, rests, date=dt.date(2026, 4, 15), version="1", chosen=lines)

    matter = gather()
    gathering = milliseconds(gather, 1)
    makers = {
        "docx": lambda: word.to_docx(negotiation_document.dossier(matter)),
        "xlsx": lambda: workbook.to_xlsx(
            negotiation_document.workbook(matter, negotiation_document.dossier(matter))
        ),
        "pptx": lambda: slides.to_pptx(negotiation_slides.slides(matter)),
    }
    page = negotiation_slides.share(matter, with_euros=False)
    first = milliseconds(lambda: [make() for make in makers.values()], 1)
    sizes = {name: len(make()) / 1024 for name, make in makers.items()}
    taken = taking_turns(
        {
            "les trois formats": lambda: [make() for make in makers.values()],
            **makers,
            "page à partager, docx et image": lambda: (share.share_docx(page), share.share_picture(page)),
        },
        TIMES,
    )
    table(
        f"Dossier de {len(lines)} lignes, {', '.join(f'{name} {number(size, 0)} ko' for name, size in sizes.items())}, "
        f"médiane de {TIMES}",
        [
            *((name, spread(times)) for name, times in taken.items()),
            ("objectif", goal(taken["les trois formats"], GOAL_MS)),
            ("la toute première fois", spread(first)),
            ("rassembler ce qu’ils disent, une fois", spread(gathering)),
        ],
    )


if __name__ == "__main__":
    main()
