"""A layout kept in a file: written, corrected by hand, refused with all its faults, used for other files."""

import io

import openpyxl
import pytest

from aci_model import law, reading
from aci_model.commands.line import main
from aci_model.reading import layout
from tests.contract_a import FOLDER
from tests.reading_files import book, said

ANNEX = FOLDER / "annexe_brute.xlsx"
RULES = law.load()


def understood(content, name="annexe.xlsx", layouts=None):
    return reading.understand([(name, content)], RULES.missions, RULES.parts, layouts)[0]


def text_of(content):
    return layout.dumps(understood(content).layout, RULES.missions, RULES.parts)


def loads(text):
    return layout.loads(text, RULES.missions, RULES.parts)


def opened(content, text):
    told = {reading.ANY: loads(text)}
    return reading.read([("annexe.xlsx", content)], RULES.missions, RULES.parts, layouts=told)


def changed(change):
    workbook = openpyxl.load_workbook(ANNEX)
    change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def shape(plan):
    return [(column.column, column.title, column.meaning, column.unit) for column in plan.columns]


def test_a_layout_written_and_read_again_is_the_same_layout():
    before = understood(ANNEX.read_bytes()).layout
    after = loads(text_of(ANNEX.read_bytes()))
    for old, new in zip(before.sheets, after.sheets, strict=True):
        assert (old.sheet, old.role, old.header, old.depth, old.leave) == (
            new.sheet,
            new.role,
            new.header,
            new.depth,
            new.leave,
        )
        assert shape(old) == shape(new)


def test_a_layout_serves_another_file_of_its_shape_whose_titles_stand_lower():
    def lower(workbook):
        sheet = workbook.worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        workbook.remove(sheet)
        made = workbook.create_sheet("Annexe indicateurs", 0)
        for row in [["Une ligne de plus"], [None], *rows]:
            made.append(row)

    dossier = opened(changed(lower), text_of(ANNEX.read_bytes()))
    assert len(dossier.lines) == 41
    assert dossier.tiers.groupby("line")["amount"].max().sum() == 122_500
    assert any("d'après votre correspondance" in message for _, message in said(dossier))


def test_a_corrected_meaning_is_obeyed():
    text = text_of(ANNEX.read_bytes()).replace('contient = "résultat"', 'contient = "ne pas lire"')
    dossier = opened(ANNEX.read_bytes(), text)
    assert "Résultat constaté" in set(dossier.kept["column"])
    assert not any("non connus" in message for _, message in said(dossier))


def test_a_layout_of_another_shape_is_not_forced_on_a_file():
    text = text_of(ANNEX.read_bytes()).replace('titre = "Objectif cible"', 'titre = "But"')
    dossier = opened(ANNEX.read_bytes(), text)
    warned = [message for _, message in said(dossier, "warning")]
    assert any("« But »" in message.replace("\u00a0", " ") for message in warned)
    assert dossier.tiers.groupby("line")["amount"].max().sum() == 122_500


def test_a_block_whose_mission_was_told_is_counted_there():
    rows = [["Mission", "Indicateur", "Objectif", "Montant"], ["Volet local", "Ateliers", "≥ 8", "4 000 €"]]
    content = book({"Annexe": rows})
    text = text_of(content) + '\n[feuille.missions]\n"Volet local" = "Prévention"\n'
    assert opened(content, text).lines["mission"].tolist() == ["prevention"]
    untold = reading.read([("a.xlsx", content)], RULES.missions, RULES.parts)
    assert untold.lines.empty
    assert any("Volet local" in message for _, message in said(untold, "error"))


def test_every_fault_of_a_layout_is_said_at_once_in_french():
    text = text_of(ANNEX.read_bytes())
    text = text.replace("version = 1", "version = 9").replace('contient = "palier 2"', 'contient = "pallier"')
    text = text.replace('lettre = "K"', 'lettre = "?"').replace(
        'contient = "montant 3"', 'contient = "montant 1"'
    )
    text = text.replace('contenu = "enveloppes"', 'contenu = "budget"\ncouleur = "bleu"')
    with pytest.raises(layout.LayoutError) as refused:
        loads(text)
    faults = "\n".join(refused.value.faults).replace("\u00a0", " ")
    for word in ["version", "« pallier »", "la lettre", "« montant 1 »", "« budget »", "« couleur »"]:
        assert word in faults
    assert len(refused.value.faults) == 6


def test_what_is_not_toml_is_one_french_sentence_with_its_line():
    with pytest.raises(layout.LayoutError) as refused:
        loads("version = 1\nversion = 1\n")
    assert len(refused.value.faults) == 1
    assert "ligne 2" in refused.value.faults[0]


def test_a_text_with_quotes_and_controls_survives_the_file():
    title = 'Objectif "cible" \\ 100 % \t fin'
    rows = [["Mission", "Indicateur", title, "Montant"], ["Prévention", "Ateliers", "≥ 8", "4 000 €"]]
    content = book({'Feuille "1"': rows})
    assert (
        loads(text_of(content)).sheets[0].columns[2].title
        == understood(content).layout.sheets[0].columns[2].title
    )


def test_the_command_writes_a_layout_that_calculer_then_takes(tmp_path, capsys):
    output = tmp_path / "correspondance.toml"
    assert main(["correspondance", str(ANNEX), "--sortie", str(output)]) == 0
    capsys.readouterr()
    assert main(["calculer", str(ANNEX), "--correspondance", str(output), "--format", "csv"]) == 0
    rows = capsys.readouterr().out.strip().splitlines()
    assert len(rows) == 42  # titles and 41 lines


@pytest.mark.parametrize("command", ["calculer", "projeter", "verifier"])
def test_a_layout_that_cannot_be_used_ends_with_2_and_its_faults(command, tmp_path, capsys):
    path = tmp_path / "faux.toml"
    path.write_text('version = 1\n[[feuille]]\nnom = "A"\ncontenu = "budget"\n', encoding="utf-8")
    assert main([command, str(ANNEX), "--correspondance", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "faux.toml" in printed.err
    assert "budget" in printed.err


def test_the_command_refuses_a_template_and_an_existing_output(tmp_path, capsys):
    output = tmp_path / "c.toml"
    assert main(["correspondance", str(FOLDER / "contrat_a.xlsx"), "--sortie", str(output)]) == 2
    assert "déjà la forme du modèle" in capsys.readouterr().err
    output.write_text("à moi", encoding="utf-8")
    assert main(["correspondance", str(ANNEX), "--sortie", str(output)]) == 2
    assert output.read_text(encoding="utf-8") == "à moi"
