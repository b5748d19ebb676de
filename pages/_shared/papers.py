"""The papers of the dialogue as files: which ones, made one after the other, kept until something changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages._shared.display import WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aci_model.report.negotiation_matter import Matter

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Paper:
    """A file one may take: its name, what it is, its kind for people and for the browser."""

    file: str
    label: str
    kind: str
    mime: str


DOSSIER = Paper("dossier_dialogue.docx", "le dossier", "docx", f"{_OFFICE}wordprocessingml.document")
BOOK = Paper("dossier_dialogue.xlsx", "ses tableaux", "xlsx", WORKBOOK)
SLIDES = Paper(
    "dialogue_cinq_diapositives.pptx", "cinq diapositives", "pptx", f"{_OFFICE}presentationml.presentation"
)
SHARED = Paper("page_a_partager.docx", "une page à partager", "docx", f"{_OFFICE}wordprocessingml.document")
PICTURE = Paper("page_a_partager.png", "la même page en image", "png", "image/png")
PAPERS = (DOSSIER, BOOK, SLIDES, SHARED, PICTURE)


class Drawer:
    """The last papers made, under the mark of the choices they were made from.

    It lives on the session's shelf: once the file or what was typed changes, there is a new, empty one.
    """

    def __init__(self) -> None:
        self._mark: str | None = None
        self._made: Mapping[str, bytes] = {}

    def fill(self, mark: str, made: Mapping[str, bytes]) -> None:
        """Keep these papers, instead of those before."""
        self._mark, self._made = mark, made

    def of(self, mark: str) -> Mapping[str, bytes] | None:
        """Give the papers made from these choices; None when they were made from others, or never."""
        return self._made if mark == self._mark else None


def written(
    matter: Matter, parts: Sequence[str], *, with_euros: bool, tell: Callable[[float, str], object]
) -> dict[str, bytes]:
    """Write every paper.

    Args:
        matter: what they are filled with.
        parts: of the dossier, keys of `negotiation_document.PARTS`.
        with_euros: whether the page to share shows euros.
        tell: told before each paper the share already done (0–1) and the paper's name.

    Returns:
        File name -> content.
    """
    # What writes documents takes half a second to load: nobody pays for it who asks for none.
    from aci_model.report import negotiation_document, negotiation_slides  # noqa: PLC0415
    from aci_model.report.documents import share, slides, word, workbook  # noqa: PLC0415

    page = negotiation_slides.share(matter, with_euros=with_euros)
    tell(0.0, "Le dossier…")
    whole = negotiation_document.dossier(matter, parts)
    makers: dict[Paper, Callable[[], bytes]] = {
        DOSSIER: lambda: word.to_docx(whole),
        BOOK: lambda: workbook.to_xlsx(negotiation_document.workbook(matter, whole)),
        SLIDES: lambda: slides.to_pptx(negotiation_slides.slides(matter)),
        SHARED: lambda: share.share_docx(page),
        PICTURE: lambda: share.share_picture(page).png,
    }
    made: dict[str, bytes] = {}
    for rank, (paper, make) in enumerate(makers.items()):
        tell(rank / len(makers), f"{paper.label[0].upper()}{paper.label[1:]}…")
        made[paper.file] = make()
    tell(1.0, "")
    return made
