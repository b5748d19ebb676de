"""What the papers of the dialogue hold: the parts asked for, figures that multiply, texts that stay texts."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from aci_model.report import negotiation_document, negotiation_slides
from aci_model.report.documents import Bullets
from aci_model.report.documents.share import share_docx, share_picture
from aci_model.report.documents.slides import to_pptx
from aci_model.report.documents.word import to_docx
from aci_model.report.documents.workbook import to_xlsx
from aci_model.wording import euros
from tests.dialogues import OPEN, PAID, STEPPED, card, matter

HOSTILE = [
    "=1+1",
    "![](http://example.invalid/x.png)",
    "<script>alert(1)</script>",
    "@SUM(A1)",
    "a\tb\u202ec",
]


def texts(content):
    """All the words of an office file, markup apart."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", " ", " ".join(parts))


def test_the_dossier_holds_the_parts_asked_for_and_a_sheet_for_each_line_chosen():
    full = matter(STEPPED, PAID, OPEN, chosen=[0, 2])
    whole = negotiation_document.dossier(full)
    titles = [section.title for section in whole.sections]
    assert titles[0] == "Où en est le contrat"
    assert [title for title in titles if title in {"Dépistage", "Réunions", "Charte"}] == [
        "Dépistage",
        "Réunions",
    ]
    short = negotiation_document.dossier(full, ["questions"])
    assert [section.title for section in short.sections] == ["Où en est le contrat", "Questions à poser"]


def test_without_a_choice_the_ambiguous_lines_get_a_sheet():
    assert list(matter(STEPPED, PAID).sheets) == [0]


def test_the_workbook_multiplies_what_a_step_adds_by_its_chance():
    rests = matter(STEPPED)
    book = negotiation_document.workbook(rests, negotiation_document.dossier(rests, ["fiches"]))
    (steps,) = book.sections[-1].blocks
    # 1 000 × 0,9 = 900 and (3 000 − 1 000) × 0,3 = 600
    assert [row[-1] for row in steps.filled()] == pytest.approx([900, 600])


def test_a_sheet_does_not_repeat_the_name_of_its_line():
    whole = negotiation_document.dossier(matter(STEPPED), ["fiches"])
    sheet = next(section for section in whole.sections if section.level == 2)
    said = [item for block in sheet.blocks if isinstance(block, Bullets) for item in block.items]
    assert said
    assert not [item for item in said if sheet.title in item]
    assert any("la CPAM paie-t-elle" in item for item in said)


def test_five_slides_are_five():
    assert len(negotiation_slides.slides(matter(STEPPED, PAID)).sections) == 5
    assert len(negotiation_slides.slides(matter(PAID)).sections) == 5  # nothing ambiguous, nothing chosen


def test_the_page_to_share_tells_no_euro_unless_asked():
    whole = matter(STEPPED, PAID, OPEN)
    shared = negotiation_slides.share(whole, with_euros=False)
    assert [deed.text for deed in shared.done] == ["Charte"]
    assert [deed.text for deed in shared.reached] == ["Dépistage\u00a0: 68\u00a0%"]
    assert [deed.text for deed in shared.upcoming] == ["Réunions"]
    assert "€" not in texts(share_docx(shared))
    assert "€" not in share_picture(shared).alt
    assert euros(2_000) in texts(share_docx(negotiation_slides.share(whole, with_euros=True)))


def test_invented_results_say_so_on_every_paper():
    whole = matter(STEPPED, PAID, invented=True)
    assert "inventés" in negotiation_document.dossier(whole).subtitle
    assert "inventés" in negotiation_slides.slides(whole).subtitle
    assert "inventés" in negotiation_slides.share(whole, with_euros=False).title


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_the_file_stays_text_in_every_paper(text):
    hostile = STEPPED | dict.fromkeys(("label", "ours", "theirs", "expected_proof", "proof_at_hand"), text)
    whole = matter(
        hostile,
        PAID,
        questions=[{"question": text, "answer": text, "source": text, "status": "repondue"}],
        agreements=[card(clause=text, figure=text)],
        territory=[{"fact": text, "label": text, "value": 3, "unit": "%", "source": text}],
    )
    made = [
        to_docx(negotiation_document.dossier(whole)),
        to_xlsx(negotiation_document.workbook(whole, negotiation_document.dossier(whole))),
        to_pptx(negotiation_slides.slides(whole)),
        share_docx(negotiation_slides.share(whole, with_euros=True)),
    ]
    for content in made:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            raw = "".join(
                package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
            )
        assert "<f>=1" not in raw
        assert "<f>1+1" not in raw
        assert "<script>" not in raw
        assert not re.search(r"<(w:hyperlink|a:hlinkClick|hyperlink|oleObject)\b", raw)
        assert 'TargetMode="External"' not in raw
        assert "\u202e" not in raw
