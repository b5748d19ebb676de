"""Doubts, clauses and method as people read them."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from aci_model import funding, law, reading
from aci_model.law.texts import parse
from aci_model.report import clauses, doubts, method, scale
from tests.building import done, dossier

ACCORD = dt.date(2019, 8, 25)
READINGS = {name: (name, "définition") for name in ("contrat", "tout-ou-rien", "lineaire")}
TABLES = [
    clauses.sizes,
    clauses.deadlines,
    clauses.payments,
    clauses.one_off,
    clauses.parts,
    clauses.sources,
    doubts.conflicts,
    doubts.unknowns,
    doubts.printed_totals,
]


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


def column(table, name):
    return [plain(value) if isinstance(value, str) else value for value in table[name]]


def worked_out(given):
    known = law.load()
    whole = funding.assess(given, known)
    total = whole.totals.iloc[0]
    year = None if pd.isna(total["year"]) else int(total["year"])
    return doubts.overrides(funding.of_year(whole, total["community"], year), known)


def test_two_sources_that_contradict_each_other_stand_side_by_side_with_the_question():
    table = doubts.conflicts(law.load(), None)
    assert column(table, "Désaccord") == ["Accès aux soins, taille 3, part fixe et part variable"] * 2
    assert column(table, "Montant par an") == [120_000, 125_000]
    assert column(table, "Confiance") == ["● officiel", "◐ à confirmer"]
    assert column(table, "Compté ici") == ["non", "oui"]  # in force: 90 000 + 35 000 = 125 000
    assert set(column(table, "État")) == {"à trancher"}
    assert all(question.endswith("?") for question in table["Question à poser"])
    assert plain(doubts.conflict_words(table)).endswith(": 120 000 € ou 125 000 €")


def test_before_the_sources_disagreed_there_was_nothing_to_settle():
    assert doubts.conflicts(law.load(), ACCORD).empty
    assert doubts.unknowns(law.load(), ACCORD).empty
    assert doubts.unknown_amounts(scale.annex(law.load(), ACCORD), law.load()).empty


def test_unknown_amounts_name_the_sizes_that_lack_them():
    table = doubts.unknown_amounts(scale.annex(law.load(), None), law.load())
    assert set(table["Mission"]) == {"Accès aux soins", "Crise sanitaire"}
    assert column(table, "Tailles sans montant") == ["Taille 1, Taille 2 et Taille 4"] * 4


def test_printed_totals_are_compared_with_the_sum_of_their_parts():
    known = law.load()
    accord = doubts.printed_totals(known, ACCORD)
    assert accord["Constat"].eq("la somme retombe juste").all()
    assert accord["Somme des parts"].tolist()[:4] == [220_000, 287_000, 370_000, 450_000]
    today = doubts.printed_totals(known, None).set_index("Total")
    whole = today.loc["Toutes les missions, taille 4"]
    assert whole["Total imprimé"] == 580_000
    assert pd.isna(whole["Somme des parts"])
    assert whole["Constat"] == "la somme contient un inconnu"


def test_a_contract_s_own_amounts_stand_beside_those_of_the_texts():
    # Taille 3 today: the texts give parcours 45 000 fixe and 45 000 variable; this contract says 46 500 and nothing.
    table = worked_out(
        dossier(
            done("parcours", 45_000),
            envelopes={("parcours", "fixe"): 46_500},
            size_class=3,
            signed=dt.date(2024, 4, 15),
        )
    ).set_index("Mission et part")
    fixed, variable = table.loc["Parcours, part fixe"], table.loc["Parcours, part variable"]
    assert (fixed["Montant du texte"], fixed["Montant de votre contrat"], fixed["Écart"]) == (
        45_000,
        46_500,
        1_500,
    )
    assert (fixed["Ce qui est compté"], fixed["Cellule"]) == ("votre contrat", "cas.xlsx, Enveloppes!C2")
    assert variable["Montant du texte"] == 45_000
    assert pd.isna(variable["Montant de votre contrat"])
    assert pd.isna(variable["Écart"])
    assert variable["Ce qui est compté"] == "le texte"


def test_the_finding_counts_what_differs_and_what_fills_a_gap():
    # Two envelopes of their own: one differs (46 500 against 45 000), one the texts do not know (crise, taille 1).
    table = worked_out(
        dossier(
            done("parcours", 25_000),
            envelopes={("parcours", "fixe"): 46_500, ("crise", "fixe"): 12_000},
            size_class=1,
        )
    )
    assert plain(doubts.override_words(table)) == (
        f"2 montants sur {len(table)} viennent de votre contrat, 1 diffère du texte et "
        "1 donne un montant que les textes ne disent pas."
    )


def test_a_file_without_envelopes_is_told_how_to_give_them():
    table = worked_out(dossier(done("parcours", 45_000), size_class=3))
    assert table["Montant de votre contrat"].isna().all()
    assert "feuille Enveloppes" in doubts.override_words(table)


def test_lines_stand_in_where_neither_text_nor_contract_knows():
    # No size, so no amount of the texts; the one line is worth 7 000.
    table = worked_out(dossier(done("parcours", 7_000))).set_index("Mission et part")
    row = table.loc["Parcours, part variable"]
    assert row["Ce qui est compté"] == "la somme de vos lignes"
    assert row["Montant de votre contrat"] == 7_000
    assert pd.isna(row["Montant du texte"])
    assert row["À savoir"].startswith("La taille de la communauté n’est pas connue")


def test_the_four_sizes_and_the_bound_nobody_defined():
    table = clauses.sizes(law.load(), None)
    assert column(table, "Population")[0] == "moins de 40 000 habitants"
    assert [bool(note) for note in table["À savoir"]] == [False, False, True, False]
    assert "80 000 habitants tout juste" in plain(table["À savoir"][2])


def test_deadlines_are_told_in_months_and_a_free_one_says_so():
    table = clauses.deadlines(law.load(), None).set_index("Mission")
    told = {name: [plain(value) for value in row[:2]] for name, row in table.iterrows()}
    assert told["Fonctionnement"] == ["aussitôt", "aussitôt"]
    assert told["Accès aux soins"] == ["6 mois", "18 mois"]
    assert told["Parcours"] == ["12 mois", "24 mois"]
    assert told["Qualité"] == ["libre", "libre"]


def test_a_mission_comes_into_the_deadlines_with_its_first_amount():
    # The crisis mission applies on 3 September 2022.
    assert "Crise sanitaire" not in set(clauses.deadlines(law.load(), dt.date(2022, 9, 2))["Mission"])
    assert "Crise sanitaire" in set(clauses.deadlines(law.load(), dt.date(2022, 9, 3))["Mission"])


def test_a_mission_whose_deadline_no_text_gives_reads_unknown(folder):
    accord = folder / "texts" / "accord_2019.toml"
    blocks = accord.read_text("utf-8").split("\n[[")
    kept = [block for block in blocks if not block.startswith('deadline]]\nmission = "parcours"')]
    assert len(kept) == len(blocks) - 1
    accord.write_text("\n[[".join(kept), "utf-8")
    table = clauses.deadlines(law.load_from(folder), None).set_index("Mission")
    assert table.loc["Parcours"][:2].tolist() == ["inconnu", "inconnu"]
    assert plain(table.loc["Parcours", "Confiance"]) == "○ sans source"


def test_payment_rules_read_as_values_and_a_default_says_it_is_one():
    table = clauses.payments(law.load(), None)
    values = dict(zip(column(table, "Règle"), column(table, "Valeur"), strict=True))
    assert values["Durée du contrat"] == "5 ans"
    assert values["Fonctionnement de la première année, versé à la signature"] == "100 %"
    assert values["Part variable versée d’avance à partir de la deuxième année"] == "0 %"
    assert values["Délai entre l’anniversaire du contrat et le versement du solde"] == "3 mois"
    assert values["Récupération d’un trop-perçu"] == "retenu sur le prochain versement"
    defaults = [words for words in column(table, "Confiance") if "défaut" in words]
    assert defaults == ["○ sans source : valeur par défaut"] * 3


def test_money_paid_once_has_a_column_per_size():
    table = clauses.one_off(law.load(), None)
    assert table.iloc[0, 1:5].tolist() == [15_000, 17_500, 25_000, 30_000]
    assert table.iloc[1, 1:5].tolist() == [87_500, 105_000, 131_250, 157_500]
    assert clauses.one_off(law.load(), dt.date(2018, 1, 1)).empty


def test_each_text_shows_its_four_dates_its_reference_and_its_source():
    (accord, avenant) = law.load().texts
    told = dict(clauses.identity(accord).to_numpy().tolist())
    assert (told["Signé le"], told["Publié le"]) == ("20 juin 2019", "24 août 2019")
    assert (told["En vigueur depuis le"], told["Vérifié le"]) == ("25 août 2019", "21 novembre 2026")
    assert told["Référence"].startswith("Signé le 20 juin 2019")
    assert "À savoir" not in told
    assert "3 septembre 2022" in dict(clauses.identity(avenant).to_numpy().tolist())["À savoir"]
    assert clauses.all_texts(law.load())["Texte"].tolist() == ["Accord de 2019", "Avenant 2"]


def test_sources_are_counted_and_those_on_the_web_can_be_opened():
    table = clauses.sources(law.load(), None)
    assert table["Chiffres"].is_monotonic_decreasing
    assert {
        "https://www.hauts-de-france.paps.sante.fr",
        "https://www.senat.fr/rap/r25-032/r25-0325.html",
    } == set(table["Adresse"].dropna())
    assert not table["Confiance"].eq(str(scale.NOBODY)).any()


def test_parts_that_no_longer_exist_are_not_explained():
    assert len(clauses.parts(law.load(), ACCORD)) == 4  # fixe, variable, compensation, enveloppe fléchée
    assert len(clauses.parts(law.load(), None)) == 3  # fixe, variable, variable si crise


def test_the_three_readings_of_the_example_give_three_amounts():
    # From 50 %, steps 60 -> 100, 70 -> 200, 80 -> 300 euros; result 72 %. As signed: the step of 70, 200 euros.
    # All or nothing: 80 is not reached, 0. Linear: (72 - 50) / (80 - 50) = 22/30 of 300 = 220.
    table = method.readings(READINGS)
    assert table["Dans l’exemple"].tolist() == pytest.approx([200, 0, 220])
    said = plain(method.reading_example())
    assert "part de 50 %, rapporte 100 € à 60 %, 200 € à 70 % et 300 € à 80 %, et arrive à 72 %" in said
    assert "(72 − 50) ÷ (80 − 50), soit 73,3 %" in said


def test_the_glossary_is_in_alphabetical_order_accents_aside():
    words = {"b": ("Écart", "1"), "a": ("Zone", "2"), "c": ("atteinte", "3")}
    assert method.glossary(words)["Mot"].tolist() == ["atteinte", "Écart", "Zone"]


def test_the_model_of_a_new_text_is_one_the_loader_accepts():
    known = law.load()
    text = parse(method.new_text(known), "avenant_3.toml", known.vocabulary)
    assert text.id == "avenant_3"
    assert text.table("amounts")["ceiling"].isna().all()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("day", [ACCORD, None])
def test_every_table_becomes_a_workbook_and_reads_back_its_headers(table, day):
    frame = table(law.load(), day)
    sheet = load_workbook(io.BytesIO(reading.table_workbook(frame, "Barème"))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert tuple(frame.columns) in [row[: len(frame.columns)] for row in rows]
    assert not [value for row in rows for value in row if value in {"nan", "None", "NaT", "<NA>"}]
