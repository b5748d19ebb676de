"""What a file of the law may say, and how its faults are told to the person who edits it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib

import pytest

from aci_model import law
from aci_model.law.texts import parse
from aci_model.law.vocabulary import parse_vocabulary
from tests.law_copy import AMOUNT, FOLDER, HEAD


def read(text):
    return parse(text, "avenant_9.toml", law.load().vocabulary)


def faults(text):
    with pytest.raises(law.LawError) as caught:
        read(text)
    return caught.value.faults


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_text_is_read_as_it_is_written():
    text = read(HEAD + AMOUNT)
    assert text.label == "Avenant 9"
    assert text.effective == dt.date(2030, 3, 10)
    annex = text.table("amounts")
    assert list(annex["ceiling"]) == [1_000, 2_000, 3_000, 4_000]
    assert list(annex["size_class"]) == [1, 2, 3, 4]
    assert not annex["withdrawn"].any()
    assert len(text.table("payment")) == 0


def test_a_cell_may_have_its_own_source_and_confidence():
    own = 'taille_2 = { amount = 2_500, source = "un contrat", confidence = "B", note = "lu deux fois" }'
    annex = read(HEAD + AMOUNT.replace("taille_2 = 2_000", own)).table("amounts").set_index("size_class")
    assert annex.loc[2, ["ceiling", "source", "confidence", "note"]].tolist() == [
        2_500,
        "un contrat",
        "B",
        "lu deux fois",
    ]
    assert annex.loc[1, ["source", "confidence"]].tolist() == ["inventée", "C"]


def test_an_unknown_amount_is_missing_and_never_sure():
    annex = read(HEAD + AMOUNT.replace("taille_2 = 2_000", 'taille_2 = "inconnu"')).table("amounts")
    assert annex.set_index("size_class").loc[2, "confidence"] == "?"
    assert annex["ceiling"].isna().tolist() == [False, True, False, False]


def test_a_publication_date_may_be_unknown():
    assert read(HEAD.replace("published = 2030-02-10", 'published = "inconnu"')).published is None


def test_a_file_with_many_faults_tells_all_of_them_at_once():
    text = HEAD.replace("published = 2030-02-10", "published = 2029-02-10").replace(
        'label = "Avenant 9"\n', ""
    )
    text += AMOUNT.replace("taille_3 = 3_000\n", "")  # a missing size
    text += AMOUNT.replace('"fixe"', '"variable"').replace("2_000", "-2_000")  # a negative amount
    text += AMOUNT.replace('"parcours"', '"jardinage"')  # an unknown mission
    text += AMOUNT.replace('"fixe"', '"semi_fixe"') + "couleur = 3\n"  # an unknown part, an unknown key
    text += AMOUNT.replace('"parcours"', '"qualite"').replace('confidence = "C"', "")  # no confidence
    text += AMOUNT.replace('"parcours"', '"prevention"').replace("4_000", "4_000.5")  # not whole euros
    text += AMOUNT  # the first row again
    text += '[[bonus]]\nmission = "parcours"\n'  # an unknown section
    told = faults(text)
    expected = [
        "«\u00a0bonus\u00a0» n’existe pas ici",
        "«\u00a0label\u00a0» manque",
        "published (2029-02-10) précède signed (2030-01-10)",
        "[[amount]] n°\u00a01 (parcours, fixe)\u00a0: la clé «\u00a0taille_3\u00a0» manque",
        "«\u00a0taille_2 = -2000\u00a0» ne convient pas",
        "«\u00a0mission = jardinage\u00a0» n’est pas dans missions.toml",
        "«\u00a0part = semi_fixe\u00a0» n’est pas dans missions.toml",
        "«\u00a0couleur\u00a0» n’existe pas ici",
        "[[amount]] n°\u00a05 (qualite, fixe)\u00a0: la clé «\u00a0confidence\u00a0» manque",
        "«\u00a0taille_4 = 4000.5\u00a0» ne convient pas",
        "[[amount]] n°\u00a07 (parcours, fixe)\u00a0: cette ligne est déjà écrite plus haut",
    ]
    for words in expected:
        assert any(words in fault for fault in told), words
    assert len(told) == len(expected)
    assert all(fault.startswith("avenant_9.toml") for fault in told)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("taille_1 = 1_000", "taille_1 = true", "taille_1 = true"),
        ("taille_1 = 1_000", 'taille_1 = "1 000"', "un nombre entier d’euros"),
        (
            "taille_1 = 1_000",
            "taille_1 = { amount = 1_000, colour = 3 }",
            "taille_1\u00a0: la clé «\u00a0colour",
        ),
        (
            "taille_1 = 1_000",
            'taille_1 = { source = "x" }',
            "taille_1\u00a0: la clé «\u00a0amount\u00a0» manque",
        ),
        ("taille_1 = 1_000", "taille_1 = 1_000\ntaille_5 = 5", "taille_5"),
        ('confidence = "C"', 'confidence = "D"', "une de ces valeurs"),
        ('source = "inventée"', 'source = " "', "un texte entre guillemets"),
        ('part = "fixe"', 'part = "fixe"\neffective = 2030-01-01', "effective (2030-01-01) précède"),
        ("2030-03-10", "2030-03-10T10:00:00", "une date"),
        ('kind = "text"', 'kind = "scenario"', "kind = scenario"),
    ],
)
def test_one_fault_is_told_where_it_stands(old, new, words):
    text = AMOUNT if old in AMOUNT else HEAD
    spoiled = HEAD + AMOUNT.replace(old, new, 1) if text is AMOUNT else HEAD.replace(old, new, 1) + AMOUNT
    (told,) = faults(spoiled)
    assert words in told


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (
            '[[deadline]]\nmission = "parcours"\nstart_months = "vite"\nfull_months = 3',
            "«\u00a0start_months = vite",
        ),
        ('[[payment]]\nrule = "x"\nlabel = "y"\nvalue = true\nunit = "z"', "un nombre ou un texte"),
        ('[[size]]\nsize_class = 1\nat_least = 1\nwording = "x"', "toutes et dans cet ordre"),
        (
            (
                '[[conflict]]\nid = "x"\nmission = "parcours"\nparts = ["fixe"]\nsize_class = 1\nstatus = "unresolved"\n'
                'question = "y"\nfigures = [{ amount = 1, source = "s", confidence = "C" }]'
            ),
            "au moins deux montants",
        ),
        ('[[withdrawn]]\nmission = "parcours"\npart = "fixe"', "aussi un montant le même jour"),
    ],
)
def test_every_section_is_checked(section, words):
    (told,) = faults(f'{HEAD}{AMOUNT}{section}\nsource = "inventée"\nconfidence = "C"\n')
    assert words in told


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (("at_least = 1", "at_least = 10", "at_least = 5", "above = 20"), "n’est pas plus haute"),
        (
            ("at_least = 1", "at_least = 10", "at_least = 15\nabove = 15", "above = 20"),
            "une borne et une seule",
        ),
        (
            ("at_least = 1", "at_least = 10\nundefined_at = 10", "at_least = 15", "above = 20"),
            "demande une note",
        ),
    ],
)
def test_size_bounds_rise_and_say_what_no_text_defines(bounds, words):
    rows = [
        f'[[size]]\nsize_class = {size}\n{bound}\nwording = "x"\nsource = "s"\nconfidence = "C"\n'
        for size, bound in enumerate(bounds, start=1)
    ]
    (told,) = faults(HEAD + "".join(rows))
    assert words in told


def test_a_file_that_is_not_toml_says_on_which_line():
    (told,) = faults(HEAD + AMOUNT + 'source = "deux fois"\n')
    assert re.search(r"avenant_9\.toml, ligne \d+, colonne \d+", told)


def test_the_librarys_law_is_read_from_any_folder(folder):
    found = law.load_from(folder)
    assert [text.id for text in found.texts] == ["accord_2019", "avenant_2"]
    assert sorted(found.scenarios) == ["reference", "sans_part_variable"]


def test_the_faults_of_several_files_are_told_together(folder):
    spoil(folder / "texts" / "accord_2019.toml", "taille_1 = 50_000", "taille_1 = -50_000")
    spoil(folder / "texts" / "avenant_2.toml", 'part = "fixe"', 'part = "fixée"')
    spoil(folder / "scenarios" / "reference.toml", "crisis = false", "crisis = 0")
    with pytest.raises(law.LawError) as caught:
        law.load_from(folder)
    assert [fault.split(",")[0].split("\u00a0")[0] for fault in caught.value.faults] == [
        "accord_2019.toml",
        "avenant_2.toml",
        "reference.toml",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        # 10 001 + 10 000 + … no longer makes the printed 220 000
        (
            "texts/accord_2019.toml",
            "taille_1 = 10_000\ntaille_2 = 15_000",
            "taille_1 = 10_001\ntaille_2 = 15_000",
            "220\u202f000",
        ),
        (
            "texts/avenant_2.toml",
            'id = "avenant_2"',
            'id = "accord_2019"',
            "est déjà celui de accord_2019.toml",
        ),
        ("texts/avenant_2.toml", 'id = "avenant_2"', 'id = "avenant_deux"', "aucun texte n’a l’identifiant"),
        (
            "texts/avenant_2.toml",
            'part = "compensation_snp"',
            'part = "variable_si_crise"',
            "aucun texte antérieur",
        ),
    ],
)
def test_files_right_alone_may_contradict_one_another(folder, file, old, new, words):
    spoil(folder / file, old, new)
    with pytest.raises(law.LawError, match=re.escape(words)):
        law.load_from(folder)


def test_a_law_without_size_bounds_is_refused(folder):
    path = folder / "texts" / "accord_2019.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("\n[[size]]"), text.index("\n[[amount]]")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(law.LawError, match="bornes des tailles"):
        law.load_from(folder)


def test_a_missing_or_unreadable_file_is_told_in_a_sentence(folder):
    (folder / "texts" / "avenant_9.toml").write_bytes(HEAD.encode("utf-16"))
    with pytest.raises(law.LawError, match="UTF-8"):
        law.load_from(folder)
    (folder / "missions.toml").unlink()
    with pytest.raises(law.LawError, match="ce fichier manque"):
        law.load_from(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"Parcours de soins"', '"Accès aux soins"', "désigne déjà «\u00a0acces_aux_soins"),
        ('short = "Qualité"', 'short = "Qualité et pertinence des soins"', "dépasse 24 caractères"),
        ('id = "qualite"', 'id = "prevention"', "déjà pris plus haut"),
        ('paid = "attained"', 'paid = "parfois"', "paid = parfois"),
        ('kind = "socle"', 'kind = "secondaire"', "n’est pas un des [[kind]]"),
        ("[[size]]\nid = 4", "[[taille]]\nid = 4", "ce titre n’existe pas ici"),
    ],
)
def test_the_words_of_the_law_are_checked_too(old, new, words):
    text = (FOLDER / "missions.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(law.LawError, match=re.escape(words)):
        parse_vocabulary(text.replace(old, new, 1), "missions.toml")


def test_the_sentences_of_the_law_follow_french_typography():
    files = [FOLDER / "missions.toml", *(FOLDER / "texts").iterdir(), *(FOLDER / "scenarios").iterdir()]
    wrong = re.compile(r" [:;!?%€»]|« |\d \d{3}\b|[a-zéA-Z]'[a-zéèA-Z]")
    seen = 0
    for file in files:
        for text in _sentences(tomllib.loads(file.read_text(encoding="utf-8"))):
            seen += 1
            assert not wrong.search(text), f"{file.name}: {text}"
    assert seen > 100


def _sentences(value, key=""):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _sentences(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _sentences(inner, key)
    elif isinstance(value, str) and key != "names":  # names are spelled as people type them
        yield value
