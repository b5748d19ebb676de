"""One page for members and partners: what we did, what we reached, what comes next. As docx and as a picture.

Both say the same, in the same order: `SharePage.shown` chooses once what fits on one A4. Euros are left out unless
asked for, since who reads a partner's page did not ask what the contract pays.
"""

from __future__ import annotations

import io
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.shared import Pt

from aci_model import wording
from aci_model.report.colours import LIGHT, tint
from aci_model.report.documents import drawing
from aci_model.report.documents.package import sealed
from aci_model.report.documents.texts import edition_of, said
from aci_model.report.documents.tree import Picture
from aci_model.report.documents.word import shortened
from aci_model.report.documents.word_look import blank, head_and_foot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from matplotlib.axes import Axes

PARTS = ("Ce que nous avons fait", "Ce que nous avons atteint", "La suite")
MOST = 5  # items of a part
PIXELS = (1240, 1754)  # an A4 at 150 dots per inch
WIDTH, HEIGHT, DOTS = PIXELS[0] * 25.4 / 150, PIXELS[1] * 25.4 / 150, 150
_LONGEST_ITEM, _LONGEST_TITLE = 100, 80  # letters
_EDGE, _TOP, _FOOT = 18.0, 52.0, 22.0  # millimetres of margin, of the band above, of the foot
_LINE, _GAP, _HEAD, _FOLD = 6.0, 3.0, 12.0, 72  # of a line, under an item, of a title; letters of a line
_SCALES = (1.35, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7)  # of the words: the largest with which all of them fit
_SMALLEST = 0.95  # scale of a docx: its letters are narrower than the picture's
_AIR, _MOST_AIR = 5.0, 24.0  # millimetres between the parts
_TITLE, _ITEM = 15.0, 11.5  # points at scale 1
_EUROS = re.compile(r"€|\beuros?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deed:
    """One action or objective, with the euros it brought if known; they are shown only when asked."""

    text: str
    euros: float | None = None


@dataclass(frozen=True, slots=True)
class SharePage:
    """What a community tells of its year.

    Attributes:
        community: its name.
        title: of the page, a finding.
        done: actions held.
        reached: objectives reached.
        upcoming: what comes next.
        date: told by the caller.
        version: of the page.
        with_euros: show the euros of each deed that has some.
    """

    community: str
    title: str
    done: tuple[Deed, ...]
    reached: tuple[Deed, ...]
    upcoming: tuple[Deed, ...]
    date: dt.date
    version: str
    with_euros: bool = False

    @property
    def shown(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Give each part's title and its sentences: the first `MOST`, then how many others there are."""
        return tuple(
            (name, self._told(deeds))
            for name, deeds in zip(PARTS, (self.done, self.reached, self.upcoming), strict=True)
        )

    @property
    def speaks_of_euros(self) -> tuple[str, ...]:
        """List the texts that speak of euros in their own words: shown as typed, for the person to decide."""
        every = (self.title, *(deed.text for deed in (*self.done, *self.reached, *self.upcoming)))
        return tuple(said(text) for text in every if _EUROS.search(text))

    def _told(self, deeds: Sequence[Deed]) -> tuple[str, ...]:
        kept = [self._sentence(deed) for deed in deeds[:MOST]]
        left = len(deeds) - len(kept)
        more = [f"et {wording.count(left, 'autre', 'autres')}"] if left else []
        return tuple(kept + more) or ("À compléter ensemble.",)

    def _sentence(self, deed: Deed) -> str:
        text = shortened(said(deed.text), _LONGEST_ITEM)
        asked = self.with_euros and not wording.missing(deed.euros)
        return f"{text} ({wording.euros(deed.euros)})" if asked else text


def share_docx(page: SharePage) -> bytes:
    """Write the page as a docx of one A4, with real headings and lists."""
    word = blank()
    title = shortened(said(page.title), _LONGEST_TITLE)
    head_and_foot(word.sections[0], said(page.community), edition_of(page.date, page.version))
    word.add_paragraph(title, style="Title")
    word.add_paragraph(said(page.community), style="Subtitle")
    scale = max(_laid(page).scale, _SMALLEST)
    for name, sentences in page.shown:
        heading = word.add_heading(name, 1)
        heading.runs[0].font.size = Pt(_TITLE * scale)
        for sentence in sentences:
            made = word.add_paragraph(sentence, style="List Bullet")
            made.paragraph_format.space_after = Pt(4 * scale)
            made.runs[0].font.size = Pt(_ITEM * scale)
    stream = io.BytesIO()
    word.save(stream)
    return sealed(stream.getvalue(), title, page.date)


def share_picture(page: SharePage) -> Picture:
    """Draw the page as a PNG of 1 240 × 1 754 points; its alternative text says all that it says."""
    title = shortened(said(page.title), _LONGEST_TITLE)
    axes = drawing.sheet(WIDTH, HEIGHT, (0, 0, 1, 1), DOTS)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(HEIGHT, 0)
    drawing.bar(axes, (0, 0, WIDTH, _TOP), "solid", LIGHT.accent)
    drawing.write(axes, _EDGE, 14, page.community, points=12, colour=LIGHT.background, fold=(70, 1))
    drawing.write(
        axes, _EDGE, 33, title, points=21, strong=True, colour=LIGHT.background, fold=(40, 2), linespacing=1.3
    )
    laid = _laid(page)
    y = _TOP + laid.air
    for name, texts in laid.parts:
        y = _draw_part(axes, y, name, texts, laid.scale) + laid.air
    edition = edition_of(page.date, page.version)
    axes.plot([_EDGE, WIDTH - _EDGE], [HEIGHT - 17] * 2, color=LIGHT.rule, linewidth=1)
    drawing.write(axes, _EDGE, HEIGHT - 11, edition, points=9, colour=LIGHT.muted)
    told = " ".join(f"{name}{wording.NBSP}: {' ; '.join(sentences)}." for name, sentences in page.shown)
    alt = said(f"{said(page.community)}. {title}. {told} {edition}.")
    return Picture(drawing.printed(axes), alt, title)


@dataclass(frozen=True, slots=True)
class _Laid:
    """How the words of a page fall: their scale, their lines, the air between parts in millimetres."""

    scale: float
    parts: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    air: float


def _laid(page: SharePage) -> _Laid:
    """Choose the largest words with which everything fits, then spread the parts over the paper."""
    room = HEIGHT - _TOP - _FOOT
    for scale in _SCALES:
        width = round(_FOLD / scale)
        parts = tuple(
            (name, tuple(tuple(textwrap.wrap(text, width)) for text in texts)) for name, texts in page.shown
        )
        left = room - sum(_height(texts, scale) for _, texts in parts)
        if left >= _AIR * (len(parts) + 1):
            break
    return _Laid(scale, parts, min(left / (len(parts) + 1), _MOST_AIR))


def _height(texts: Sequence[Sequence[str]], scale: float) -> float:
    return scale * (_HEAD + sum(len(lines) * _LINE + _GAP for lines in texts))


def _draw_part(axes: Axes, y: float, name: str, texts: Sequence[Sequence[str]], scale: float) -> float:
    """Draw a part from this height down; give where it ends."""
    ground = tint(LIGHT.accent, LIGHT.background, 0.5)
    end = y + _height(texts, scale)
    drawing.bar(axes, (_EDGE, y, 1.4, end - y - _GAP * scale), "solid", ground)
    drawing.write(
        axes, _EDGE + 6, y + 3.5 * scale, name, points=_TITLE * scale, strong=True, colour=LIGHT.accent
    )
    y += _HEAD * scale
    for lines in texts:
        drawing.write(axes, _EDGE + 6, y + _LINE * scale / 2, "–", points=_ITEM * scale)
        for line in lines:
            drawing.write(axes, _EDGE + 11, y + _LINE * scale / 2, line, points=_ITEM * scale)
            y += _LINE * scale
        y += _GAP * scale
    return end
