"""`dossier`: the papers of the dialogue, the very ones of the page, and no file lost on the way."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import re
import zipfile

import docx
import openpyxl
import pptx
import pytest

from aci_model import law, reading
from aci_model.bargaining import Settings
from aci_model.commands import dossier as command
from aci_model.commands import dossier_options
from aci_model.commands.line import parser
from aci_model.funding import assess, of_year
from aci_model.report import negotiation_document, negotiation_slides
from aci_model.report.documents import share, slides, word, workbook
from aci_model.report.negotiation_gathering import gathered, worked
from tests import contract_a
from tests.building import done, dossier, line
from tests.command_line import answered, refused

NAME = "CPTS du contrat A"
DAY = dt.date(2026, 11, 22)
SAME_DAY = ["--date", "2026-11-22"]
HEADER = "mission;indicateur;type;valeur initiale;palier 1;montant 1;résultat\n"
# At 4 of 10 the readings differ: « Réunions » is ambiguous, « Fiches » is not.
SMALL = HEADER + "qualite;Réunions;compte;0;10;1000;4\nqualite;Fiches;compte;0;10;2000;10\n"


@pytest.fixture(scope="module")
def matter():
    """What the library makes of contract A, as the page calls it."""
    rules = law.load()
    read = reading.read(
        [(contract_a.WORKBOOK.name, contract_a.WORKBOOK.read_bytes())], rules.missions, rules.parts
    )
    case = of_year(assess(read, rules), NAME, 2026)
    return gathered(case, read, rules, worked(case, read, rules), date=DAY, version="2")


@pytest.fixture
def small(written):
    return written("petit.csv", SMALL.encode())


def filled(*words):
    """What the command would fill its papers with."""
    return command.filled(
        parser().parse_args(["dossier", *(str(word) for word in words), "--sortie", "x.docx"])
    )


def titles(path):
    return [one.text for one in docx.Document(path).paragraphs if one.style.name.startswith("Heading")]


def text_of(path):
    """Every XML part of a package."""
    with zipfile.ZipFile(path) as package:
        return {
            name: package.read(name).decode() for name in package.namelist() if name.endswith(("xml", "rels"))
        }


# --- the papers ---


def test_the_papers_of_contract_a_are_those_of_the_library(capsys, tmp_path, matter):
    made = {
        "d.docx": word.to_docx(negotiation_document.dossier(matter)),
        "d.xlsx": workbook.to_xlsx(
            negotiation_document.workbook(matter, negotiation_document.dossier(matter))
        ),
        "d.pptx": slides.to_pptx(negotiation_slides.slides(matter)),
    }
    outputs = [word for name in made for word in ("--sortie", tmp_path / name)]
    printed = answered(capsys, "dossier", contract_a.WORKBOOK, *outputs, *SAME_DAY, "--version", "2")
    assert [line.partition(" est prêt")[0] for line in printed.splitlines()] == [
        str(tmp_path / name) for name in made
    ]
    for name, content in made.items():
        assert (tmp_path / name).read_bytes() == content, name


def test_the_page_to_share_is_that_of_the_library(capsys, tmp_path, matter):
    page = negotiation_slides.share(matter, with_euros=False)
    outputs = ["--sortie", tmp_path / "p.docx", "--sortie", tmp_path / "p.png"]
    answered(capsys, "dossier", contract_a.WORKBOOK, "--partage", *outputs, *SAME_DAY, "--version", "2")
    assert (tmp_path / "p.docx").read_bytes() == share.share_docx(page)
    assert (tmp_path / "p.png").read_bytes() == share.share_picture(page).png


def test_the_dossier_opens_with_a_sheet_for_each_ambiguous_clause(capsys, tmp_path, matter):
    path = tmp_path / "d.docx"
    printed = answered(capsys, "dossier", contract_a.WORKBOOK, "--sortie", path, *SAME_DAY)
    assert "8\u00a0fiches, 22 novembre 2026, version 1" in printed
    headings = titles(path)
    assert set(negotiation_document.PARTS.values()) <= set(headings)
    sheets = [one.title.replace("'", "’") for one in matter.sheets.values()]
    assert [one.replace("'", "’") for one in headings if one.replace("'", "’") in sheets] == sheets
    foot = docx.Document(path).sections[0].footer
    assert "22 novembre 2026" in "".join(one.text for one in foot.paragraphs)


def test_slides_are_five_and_the_workbook_opens(capsys, tmp_path, small):
    outputs = [tmp_path / "d.pptx", tmp_path / "d.xlsx"]
    answered(capsys, "dossier", small, "--sortie", outputs[0], "--sortie", outputs[1])
    assert len(pptx.Presentation(outputs[0]).slides) == 5
    assert openpyxl.load_workbook(outputs[1]).sheetnames


def test_the_page_to_share_shows_euros_only_when_asked(capsys, tmp_path, small):
    page, paid = tmp_path / "p.docx", tmp_path / "e.docx"
    answered(capsys, "dossier", small, "--partage", "--sortie", page)
    answered(capsys, "dossier", small, "--partage", "--euros", "--sortie", paid)
    told, shown = ("\n".join(one.text for one in docx.Document(path).paragraphs) for path in (page, paid))
    assert "Fiches" in told
    assert "€" not in told
    assert "2\u202f000\u00a0€" in shown


def test_a_person_whose_words_speak_of_euros_is_told_before_sharing_them(capsys, tmp_path, written):
    path = written("a.csv", (HEADER + "qualite;Primes de 300 euros;compte;0;10;1000;10\n").encode())
    printed = answered(capsys, "dossier", path, "--partage", "--sortie", tmp_path / "p.docx")
    assert "Primes de 300 euros" in " ".join(printed.split())
    asked = answered(capsys, "dossier", path, "--partage", "--euros", "--sortie", tmp_path / "e.docx")
    assert "Primes" not in asked


# --- what is chosen ---


def test_the_lines_asked_for_by_their_row_get_a_sheet_the_dearest_first(small):
    assert [one.title for one in filled(small).sheets.values()] == ["Réunions"]
    assert [one.title for one in filled(small, "--lignes", "3").sheets.values()] == ["Fiches"]
    assert [one.title for one in filled(small, "--lignes", "3,2").sheets.values()] == ["Réunions", "Fiches"]


def test_rows_are_typed_one_by_one_as_a_range_or_all_together():
    assert dossier_options.rows("3,2") == ((3, 3), (2, 2))
    assert dossier_options.rows("84 ; 90-95") == ((84, 84), (90, 95))
    ((first, last),) = dossier_options.rows("Toutes")
    assert first == 1
    assert last >= 1_000_000


@pytest.mark.parametrize("words", ["9", "1", "4-8"])
def test_a_row_that_holds_no_line_is_refused_with_those_that_do(capsys, tmp_path, small, words):
    sentence = refused(capsys, "dossier", small, "--lignes", words, "--sortie", tmp_path / "d.docx")
    assert "de 2 à 3" in sentence.replace("\u00a0", " ")
    assert list(tmp_path.glob("*.docx")) == []


def test_a_part_left_aside_is_not_in_the_dossier(capsys, tmp_path, small):
    path = tmp_path / "d.docx"
    answered(capsys, "dossier", small, "--sans", "echanges", "--sans", "accords", "--sortie", path)
    assert not {"Échanges possibles", "Accords notés"} & set(titles(path))
    assert "Questions à poser" in titles(path)


def test_the_daily_cost_sets_the_price_of_no(written):
    # 0,8 × 1 000 = 800 € expected for 3 days at 200 €: saying no gives up 800 − 600 = 200 €.
    head = "mission;indicateur;type;palier 1;montant 1;chance;effort\n"
    path = written("a.csv", (head + "qualite;Réunions;compte;10;1000;80 %;3\n").encode())
    (free,) = filled(path, "--lignes", "2").sheets.values()
    (paid,) = filled(path, "--lignes", "2", "--cout-jour", "200").sheets.values()
    assert free.tiles != paid.tiles
    rules = law.load()
    read = reading.read([("a.csv", path.read_bytes())], rules.missions, rules.parts)
    case = of_year(assess(read, rules), "a", None if read.lines["year"].isna().all() else 2026)
    refusal = worked(case, read, rules, Settings(daily_cost=200)).on.stakes
    assert refusal["net"].tolist() == pytest.approx([200])


def test_another_year_of_the_contract_can_be_asked_for():
    assert "2025" in filled(contract_a.WORKBOOK, "--annee", "2025").year_words
    assert "2026" in filled(contract_a.WORKBOOK).year_words


def test_a_file_of_several_communities_asks_which_one(capsys, tmp_path, written):
    text = "communauté;mission;indicateur;type;montant 1\nRives;qualite;A;livrable;5\nMonts;qualite;B;livrable;7\n"
    path = written("deux.csv", text.encode())
    assert "Rives" in refused(capsys, "dossier", path, "--sortie", tmp_path / "d.docx")
    assert filled(path, "--communaute", "MONTS").community == "Monts"


# --- the day ---


def test_papers_are_of_the_day_the_file_was_saved_unless_another_is_given(capsys, tmp_path, small):
    noon = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC).timestamp()
    os.utime(small, (noon, noon))
    printed = answered(capsys, "dossier", small, "--sortie", tmp_path / "d.docx")
    assert "5 mars 2026" in printed
    assert "--date" in printed
    assert docx.Document(tmp_path / "d.docx").core_properties.created.date() == dt.date(2026, 3, 5)
    asked = answered(capsys, "dossier", small, "--sortie", tmp_path / "e.docx", *SAME_DAY)
    assert "22 novembre 2026" in asked
    assert "--date" not in asked


def test_a_file_saved_just_after_midnight_in_paris_is_of_the_new_day(small):
    late = dt.datetime(2026, 3, 5, 23, 30, tzinfo=dt.UTC).timestamp()  # 0 h 30 on the 6th in Paris
    os.utime(small, (late, late))
    assert dossier_options.saved_on(small) == dt.date(2026, 3, 6)


@pytest.mark.parametrize("words", ["2026-11-22", "22/11/2026", "22 novembre 2026"])
def test_a_day_is_typed_as_people_type_it(words):
    assert dossier_options.day(words) == DAY


@pytest.mark.parametrize("words", ["", "NC", "demain", "2026-13-01", "31/02/2026"])
def test_what_is_not_a_day_is_refused(words):
    with pytest.raises(argparse.ArgumentTypeError):
        dossier_options.day(words)


@pytest.mark.parametrize("words", ["", "deux", "3-2", "-3", "2;", "1.5", "99999999"])
def test_what_is_not_rows_is_refused(words):
    with pytest.raises(argparse.ArgumentTypeError):
        dossier_options.rows(words)


# --- no file lost ---


def test_a_file_that_exists_is_replaced_only_when_asked(capsys, tmp_path, written, small):
    path = written("mien.docx", b"mon travail")
    other = tmp_path / "autre.docx"
    assert "--remplacer" in refused(capsys, "dossier", small, "--sortie", other, "--sortie", path)
    assert path.read_bytes() == b"mon travail"
    assert not other.exists()  # all of them, or none
    answered(capsys, "dossier", small, "--sortie", path, "--remplacer")
    assert titles(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mien.docx", "petit.csv"]


def test_the_file_that_is_read_is_never_written_over(capsys, tmp_path):
    path = tmp_path / "a.xlsx"
    content = contract_a.WORKBOOK.read_bytes()
    path.write_bytes(content)
    again = tmp_path / "." / "a.xlsx"
    assert "fichier à lire" in refused(capsys, "dossier", path, "--sortie", again, "--remplacer")
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("d.odt", [], ".docx, .xlsx ou .pptx"),
        ("d", [], ".docx, .xlsx ou .pptx"),
        ("d.png", [], "--partage"),
        ("d.xlsx", ["--partage"], ".docx ou .png"),
        ("d.docx", ["--euros"], "--partage"),
        ("absent/d.docx", [], "dossier"),
        ("x" * 300 + ".docx", [], "ne peut pas être écrit"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(capsys, tmp_path, name, words, told):
    # The file to read is not even there: the output is looked at first.
    assert told in refused(capsys, "dossier", tmp_path / "absent.xlsx", "--sortie", tmp_path / name, *words)


def test_one_name_given_twice_is_refused(capsys, tmp_path, small):
    twice = [tmp_path / "d.docx", tmp_path / "." / "d.docx"]
    assert "deux fois" in refused(capsys, "dossier", small, "--sortie", twice[0], "--sortie", twice[1])


def test_a_file_without_lines_makes_no_paper(capsys, tmp_path):
    answered(capsys, "modele", tmp_path / "modele.xlsx")
    out = tmp_path / "d.docx"
    assert "aucune ligne" in refused(capsys, "dossier", tmp_path / "modele.xlsx", "--sortie", out)
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--cout-jour", "-1"],
        ["--cout-jour", "cher"],
        ["--version", ""],
        ["--version", "v" * 21],
        ["--sans", "x"],
    ],
)
def test_an_option_of_dossier_that_makes_no_sense_is_refused(capsys, tmp_path, small, words):
    assert "--help" in refused(capsys, "dossier", small, "--sortie", tmp_path / "d.docx", *words)


def test_dossier_without_an_output_is_refused(capsys, small):
    assert "--help" in refused(capsys, "dossier", small)


# --- text is text ---

HOSTILE = ["=1+1", "@SUM(A1)", "![](http://example.invalid/i.png)", "<script>x</script>", "\t=2+2\u202e"]


@pytest.fixture
def hostile(written):
    rules = law.load()
    told = dossier(
        *(line("qualite", (10, 500), kind="compte", label=text, baseline=0, result=4) for text in HOSTILE),
        done("qualite", 100, label="Fait"),
        questions=[{"question": text, "euros": 5} for text in HOSTILE],
        territory=[{"fact": text, "value": 3, "source": text} for text in HOSTILE],
        community="=CPTS",
    )
    return written("\x1b[31mh.xlsx", reading.workbook(told, rules.missions, rules.parts))


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pptx"])
def test_a_text_of_the_file_stays_a_text_in_every_paper(capsys, tmp_path, hostile, ending):
    path = tmp_path / f"\x1b[31md{ending}"
    printed = answered(capsys, "dossier", hostile, "--sortie", path, "--lignes", "toutes", "--version", "=9")
    assert "\x1b" not in printed
    parts = text_of(path)
    whole = "".join(parts.values())
    assert "&lt;script&gt;" in whole
    assert "<script" not in whole
    assert 'TargetMode="External"' not in whole
    assert not re.search(r"hlinkClick|<w:hyperlink|<hyperlink", whole)
    assert "\u202e" not in whole
    if ending == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [
            cell.value
            for cell in cells
            if cell.data_type == "f" and re.search(r"1\+1|2\+2|@", str(cell.value))
        ]
        assert [cell for cell in cells if cell.value == "=1+1" and cell.data_type == "s"]
