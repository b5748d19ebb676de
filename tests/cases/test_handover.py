"""« Reprise en une page »: what whoever comes next reads first."""

import datetime as dt

import pytest

from aci_model import law
from aci_model.bargaining.cards import append, heads
from aci_model.bargaining.evidence import evidence
from aci_model.bargaining.handover import handover
from aci_model.bargaining.register import register
from aci_model.frames import frame
from aci_model.funding import assess
from aci_model.reading.dossier import AGREEMENTS, QUESTIONS
from tests.building import COMMUNITY, done, dossier, line, together

LAW = law.load()
MISSION, SHORT = LAW.missions[["mission", "short"]].iloc[1]
AS_OF = dt.date(2026, 10, 1)
PROOF = {"expected_proof": "Bilan", "proof": False}


def card(clause):
    return {
        "community": COMMUNITY,
        "agreed_on": dt.date(2026, 5, 2),
        "role": "CPAM – direction",
        "clause": clause,
        "version": "2026",
    }


def page(*lines, cards=(), questions=(), noted=None):
    held = dossier(
        *lines,
        signed=dt.date(2026, 4, 15),
        questions=[{"addressee": "cpam", **question} for question in questions],
        envelopes={(MISSION, "variable"): 10_000},
    )
    worked = assess(held, LAW)
    columns = {
        name: QUESTIONS[name] for name in ("community", "question", "addressee", "mission", "label", "euros")
    }
    asked = register(held.questions, frame(columns))
    agreements = frame(AGREEMENTS)
    for one in cards:
        agreements = append(agreements, card(one))
    proofs = evidence(worked.lines, held.communities)
    made = handover(worked, proofs, asked, agreements, LAW.missions, as_of=AS_OF, noted=noted)
    return {block.title: block for block in made.blocks}, made


def test_the_page_says_whose_it_is_and_of_what_day():
    _, made = page(done(MISSION, 1000))
    assert made.title == f"Reprise en une page – {COMMUNITY}"
    assert made.dated == "Situation au 1er octobre 2026"
    assert [block.title for block in made.blocks] == [
        "Où en est le contrat",
        "Ce qui a été convenu",
        "Ce qui reste ouvert",
        "Prochaines échéances",
        "Les trois plus gros enjeux",
    ]


def test_where_the_contract_stands_adds_up_to_its_envelope():
    # 1 000 proven, 2 000 to prove; no result: 3 000 pending, and 4 000 no line shares out; 0 lost.
    blocks, _ = page(
        done(MISSION, 1000, result=True, proof=True),
        done(MISSION, 2000, result=True, proof=False),
        done(MISSION, 3000, proof=False),
    )
    told = blocks["Où en est le contrat"].sentences
    assert told[0] == "Année du contrat\u00a0: du 15 avril 2026 au 14 avril 2027."
    plain = told[1].replace("\u00a0", " ").replace("\u202f", " ")
    assert (
        plain
        == "Sur 10 000 € de part variable : 1 000 € acquis, 2 000 € à prouver, 7 000 € en attente, 0 € perdus."
    )


def test_agreements_are_told_with_their_state_the_latest_first():
    blocks, _ = page(done(MISSION, 1), cards=("Un", "Deux"))
    block = blocks["Ce qui a été convenu"]
    assert block.sentences[0] == "2\u00a0accords notés\u00a0: 2\u00a0intactes."
    assert [row[2] for row in block.rows] == ["Deux", "Un"]
    assert len(block.sentences[-1].split()[-1].rstrip(".")) == 64


def test_a_seal_that_is_gone_is_told_at_once():
    blocks, _ = page(done(MISSION, 1), cards=("Un",), noted={COMMUNITY: "f" * 64})
    told = blocks["Ce qui a été convenu"].sentences
    assert told[0].endswith("1\u00a0rompue.")
    assert "comparez-la au compte rendu" in told[1]


def test_open_questions_are_the_dearest_and_say_to_whom():
    blocks, _ = page(
        done(MISSION, 1),
        questions=[
            {"question": f"Question {at} ?", "euros": at * 100, "label": f"Ligne {at}"} for at in range(1, 8)
        ],
    )
    block = blocks["Ce qui reste ouvert"]
    # Seven lines, each counted: 100 + 200 + … + 700 = 2 800.
    assert block.sentences == ("7\u00a0questions ouvertes, jusqu’à 2\u202f800\u00a0€ suspendus.",)
    assert [row[0] for row in block.rows] == [f"Question {at}\u202f?" for at in (7, 6, 5, 4, 3)]
    assert {row[1] for row in block.rows} == {"la CPAM"}


def test_dates_to_come_are_listed_and_past_ones_counted():
    blocks, _ = page(
        done(MISSION, 1000, label="Bilan tardif", deadline=dt.date(2026, 9, 1), **PROOF),
        done(MISSION, 1000, label="Bilan à venir", deadline=dt.date(2026, 12, 1), **PROOF),
        questions=[{"question": "Prorata ?", "due": dt.date(2026, 11, 1)}],
    )
    block = blocks["Prochaines échéances"]
    assert block.sentences == ("1\u00a0échéance est passée.",)
    assert block.rows == (
        ("1er novembre 2026", "Prorata\u202f?", "Obtenir la réponse."),
        ("1er décembre 2026", "Bilan à venir", "Réunir\u00a0: Bilan."),
    )


def test_the_three_biggest_stakes_hold_lines_and_questions_once():
    blocks, _ = page(
        done(MISSION, 900, label="A", result=True, **PROOF),
        line(MISSION, (10, 5000), label="B", **PROOF),
        done(MISSION, 100, label="C", **PROOF),
        questions=[
            {"question": "Et B ?", "label": "b", "mission": MISSION, "euros": 4000},
            {"question": "L'enveloppe ?", "mission": MISSION, "euros": 2500},
        ],
    )
    # B: 5 000 pending, its question of 4 000 is about the same euros; the envelope: 2 500; A: 900 to prove.
    rows = blocks["Les trois plus gros enjeux"].rows
    assert [(row[0], row[1]) for row in rows] == [("B", SHORT), ("L'enveloppe\u202f?", SHORT), ("A", SHORT)]
    assert [row[2] for row in rows] == ["5\u202f000\u00a0€", "2\u202f500\u00a0€", "900\u00a0€"]
    assert rows[0][3] == "Obtenir le résultat. Réunir\u00a0: Bilan. Une question est ouverte."


def test_an_empty_page_says_so_block_by_block():
    blocks, _ = page(done(MISSION, 1000, result=True, proof=True))
    assert blocks["Ce qui a été convenu"].sentences == ("Aucun accord n’est noté.",)
    assert blocks["Ce qui reste ouvert"].sentences == ("Aucune question n’est ouverte.",)
    assert blocks["Prochaines échéances"].sentences == ("Aucune échéance datée à venir.",)
    assert blocks["Les trois plus gros enjeux"].sentences[0].startswith("Aucun euro connu")


def test_a_page_holds_few_rows_and_short_texts_whatever_the_contract():
    long = "Un libellé qui n'en finit pas " * 20
    blocks, _ = page(
        *(
            done(MISSION, 100 + at, label=f"{at} {long}", deadline=dt.date(2026, 12, 1), **PROOF)
            for at in range(30)
        ),
        cards=tuple(f"{long} {at}" for at in range(9)),
        questions=[{"question": f"{long} {at} ?", "euros": 10, "due": AS_OF} for at in range(30)],
    )
    assert max(len(block.rows) for block in blocks.values()) <= 6
    assert max(len(text) for block in blocks.values() for row in block.rows for text in row) <= 130


def test_several_communities_do_not_share_a_page():
    two = together(dossier(done(MISSION, 1)), dossier(done(MISSION, 1), community="Autre"))
    worked = assess(two, LAW)
    proofs = evidence(worked.lines, two.communities)
    asked = register(two.questions, two.questions)
    with pytest.raises(ValueError, match="one community"):
        handover(worked, proofs, asked, two.agreements, LAW.missions, as_of=AS_OF)
    assert heads(two.agreements).empty
