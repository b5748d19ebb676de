"""Agreements as sealed cards: what is sealed, what a seal shows, what is refused."""

import datetime as dt
import hashlib

import pandas as pd
import pytest

from aci_model.bargaining.cards import CardError, append, heads, sealed, verify
from aci_model.frames import frame
from aci_model.reading.dossier import AGREEMENTS

NAME = "CPTS inventée"


def card(clause="Le prorata est appliqué.", **more):
    return {
        "community": NAME,
        "agreed_on": dt.date(2026, 4, 15),
        "role": "CPAM – direction",
        "mission": "a",
        "label": "Dépistage",
        "clause": clause,
        "figure": "72,4 %",
        "version": "annexe 2026, v2",
        **more,
    }


def agreements(*cards):
    kept = frame(AGREEMENTS)
    for one in cards:
        kept = append(kept, one)
    return kept


def states(kept, noted=None):
    return verify(kept, noted)["state"].tolist()


def test_a_seal_is_the_hash_of_the_card_as_documented():
    text = (
        "carte 1\ncommunity=cpts inventee\nagreed_on=2026-04-15\nrole=CPAM – direction\nmission=a\nlabel=Dépistage\n"
        "clause=Le prorata est appliqué.\nfigure=72,4 %\nversion=annexe 2026, v2\nbefore="
    )
    first = hashlib.sha256(text.encode()).hexdigest()
    kept = agreements(card(), card("Et ensuite."))
    assert kept.loc[0, "seal"] == first
    second = text.replace("Le prorata est appliqué.", "Et ensuite.") + first
    assert kept.loc[1, "seal"] == hashlib.sha256(second.encode()).hexdigest()


def test_sealed_cards_are_intact_and_altering_one_breaks_it_and_those_after():
    kept = agreements(card("Un"), card("Deux"), card("Trois"))
    assert states(kept) == ["intacte"] * 3
    kept.loc[1, "figure"] = "75 %"
    assert states(kept) == ["intacte", "rompue", "rompue"]
    told = verify(kept)["reason"]
    assert pd.isna(told[0])
    assert told[1].startswith("Cette carte ou sa place a changé")
    assert told[2].startswith("Une carte plus haut a changé")


@pytest.mark.parametrize(("order", "expected"), [([0, 2], 1), ([1, 2], 0), ([0, 2, 1], 1), ([0, 1, 1, 2], 2)])
def test_a_card_withdrawn_moved_or_copied_is_seen(order, expected):
    kept = agreements(card("Un"), card("Deux"), card("Trois")).iloc[order].reset_index(drop=True)
    assert states(kept) == ["intacte"] * expected + ["rompue"] * (len(order) - expected)


def test_the_last_card_withdrawn_is_seen_from_the_seal_noted_outside():
    kept = agreements(card("Un"), card("Deux"))
    noted = dict(zip(heads(kept)["community"], heads(kept)["seal"], strict=True))
    assert heads(kept)["cards"].tolist() == [2]
    shorter = kept.iloc[:1]
    assert states(shorter) == ["intacte"]
    assert states(shorter, noted) == ["rompue"]
    longer = append(kept, card("Trois"))
    assert states(longer, noted) == ["intacte"] * 3


def test_a_chain_written_anew_is_seen_from_the_seal_noted_outside():
    kept = agreements(card("Un"), card("Deux"))
    noted = {NAME: kept.loc[1, "seal"]}
    anew = sealed(kept.assign(clause=["Un", "Autre"], seal=pd.Series([None, None], dtype="str")))
    assert states(anew) == ["intacte", "intacte"]
    assert states(anew, noted) == ["rompue", "rompue"]


def test_an_erased_seal_is_broken_unless_no_sealed_card_follows():
    kept = agreements(card("Un"), card("Deux"))
    gone = kept.copy()
    gone.loc[0, "seal"] = None
    assert states(gone) == ["rompue", "rompue"]
    last = kept.copy()
    last.loc[1, "seal"] = None
    assert states(last) == ["intacte", "non scellée"]
    assert sealed(last)["seal"].tolist() == kept["seal"].tolist()


def test_sealing_again_changes_nothing_and_mends_nothing():
    kept = agreements(card("Un"), card("Deux"))
    assert sealed(kept)["seal"].tolist() == kept["seal"].tolist()
    kept.loc[0, "clause"] = "Autre"
    longer = append(kept, card("Trois"))
    assert longer["seal"].iloc[:2].tolist() == kept["seal"].tolist()
    assert states(longer) == ["rompue"] * 3


def test_communities_have_each_their_chain():
    kept = agreements(
        card("Un"), card("Un", community="Autre"), card("Deux"), card("Deux", community="Autre")
    )
    kept.loc[0, "clause"] = "Changé"
    assert states(kept) == ["rompue", "intacte", "rompue", "intacte"]
    assert verify(kept)["number"].tolist() == [1, 1, 2, 2]


def test_what_a_workbook_does_to_spaces_and_spelling_breaks_nothing():
    kept = agreements(card("Réunion  du 3\u00a0mai\nà 9 h"))
    kept["clause"] = "Re\u0301union du 3 mai à 9 h"  # é in two characters, spaces made one
    kept["community"] = "CPTS INVENTÉE"
    kept["file"] = "copie.xlsx"
    assert states(kept) == ["intacte"]


def test_a_missing_label_and_an_empty_one_are_the_same_card():
    kept = agreements(card(label=None))
    kept["label"] = ""
    assert states(kept) == ["intacte"]


def test_a_value_cannot_pass_for_the_field_after_it():
    one = agreements(card(clause="x", figure="figure=1"))
    other = agreements(card(clause="x\nfigure=", figure="1"))
    assert one.loc[0, "seal"] != other.loc[0, "seal"]


def test_a_person_is_never_a_role():
    with pytest.raises(CardError) as refused:
        append(frame(AGREEMENTS), card(role="Madame Untel"))
    assert "un nom de personne n’a pas sa place" in refused.value.faults[0]
    assert "CPAM – direction" in refused.value.faults[0]


def test_a_role_is_kept_as_the_list_spells_it():
    assert agreements(card(role="cpam direction")).loc[0, "role"] == "CPAM – direction"


def test_everything_missing_is_told_at_once():
    with pytest.raises(CardError) as refused:
        append(frame(AGREEMENTS), card(agreed_on=None, clause=" ", version=None, role=None, community=None))
    assert len(refused.value.faults) == 5


def test_a_name_typed_in_a_workbook_is_pointed_out():
    kept = frame(AGREEMENTS, [card(role="Madame Untel"), card(role="Président")])
    assert verify(kept)["role_known"].tolist() == [False, True]


def test_the_frame_given_is_left_as_it_was():
    before = agreements(card("Un"))
    copy = before.copy()
    append(before, card("Deux"))
    pd.testing.assert_frame_equal(before, copy)


def test_no_card_at_all_is_no_trouble():
    assert verify(frame(AGREEMENTS)).empty
    assert heads(frame(AGREEMENTS)).empty
