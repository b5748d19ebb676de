"""What slides show of a document, and what they leave to the notes of who speaks."""

import io

import pptx

from aci_model.report.documents import Bullets, Section, Sentence, Table
from aci_model.report.documents.slides import to_pptx
from aci_model.wording import NBSP, NNBSP
from tests.documents import READINGS, document, states


def deck(*sections):
    return pptx.Presentation(io.BytesIO(to_pptx(document(*sections)))).slides


def notes(slide):
    return slide.notes_slide.notes_text_frame.text


def test_five_sections_are_five_slides_each_with_its_title_its_date_and_its_rank():
    made = deck(*(Section(f"Constat {rank}", (Sentence("t"),)) for rank in range(1, 6)))
    assert [slide.shapes.title.text_frame.text for slide in made] == [
        f"Constat {rank}" for rank in range(1, 6)
    ]
    for rank, slide in enumerate(made, 1):
        told = [
            "".join(text.text for text in shape.element.iter(f"{{{A}}}t")) for shape in slide.placeholders
        ]
        assert "22 novembre 2026 · version 3" in told
        assert "Dossier — CPTS inventée" in told
        assert f"{rank} sur 5" in told
        languages = {one.get("lang") for one in slide.element.iter() if one.get("lang")}
        assert languages == {"fr-FR"}


A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_a_slide_shows_one_picture_and_its_notes_say_the_rest_and_where_figures_come_from():
    (slide,) = deck(Section("s", (Sentence("phrase", "source"), states("autre source"), states(), READINGS)))
    assert [shape.name for shape in slide.shapes if shape.name.startswith(("Image", "Tableau"))] == ["Image"]
    told = notes(slide).split("\n")
    assert told[0].startswith("Une barre par mission")
    assert told[2] == f"Dans le dossier{NBSP}: Ce que vaut chaque ligne."
    assert told[3:] == [
        f"D’où vient ce chiffre{NNBSP}?",
        "source",
        "autre source",
        "Feuille Indicateurs, lignes 2 à 4.",
    ]


def test_rows_a_slide_cannot_hold_are_counted_on_it_and_its_sums_stay_those_of_every_row():
    long = Table(
        ("Ligne", "Euros"), tuple((f"Ligne {rank}", 10.0) for rank in range(41)), "c", totals=("Euros",)
    )
    (slide,) = deck(Section("s", (long,)))
    table = next(shape for shape in slide.shapes if shape.has_table).table
    shown = len(table.rows) - 2
    assert 8 <= shown < 41
    assert table.cell(len(table.rows) - 1, 1).text_frame.text == "410"  # 41 × 10
    assert any(
        shape.has_text_frame and shape.text_frame.text == f"{41 - shown}{NBSP}autres lignes dans le dossier."
        for shape in slide.shapes
    )
    bottom = max(shape.top + shape.height for shape in slide.shapes if shape.has_table)
    assert bottom <= pptx.util.Mm(178)  # above the foot


def test_words_a_slide_cannot_hold_are_in_its_notes_and_the_slide_says_so():
    items = tuple(f"Demande {rank}" for rank in range(30))
    (slide,) = deck(Section("s", (Bullets(items),)))
    shown = slide.placeholders[1].text_frame.text.split("\n")
    assert shown[-1] == "La suite est dans les notes."
    assert tuple(shown[:-1]) + tuple(notes(slide).split("\n")) == items


def test_each_shape_of_a_slide_has_an_identity_of_its_own():
    for slide in deck(Section("s", (Sentence("t"), states())), Section("s", (READINGS,))):
        known = [one.get("id") for one in slide.element.xpath(".//p:cNvPr")]
        assert len(known) == len(set(known)) >= 6
