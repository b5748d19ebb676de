"""Whatever is altered, wherever it is, the chain breaks from there on and not before."""

import datetime as dt

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aci_model.bargaining.cards import append, sealed, verify
from aci_model.bargaining.words import labels
from aci_model.frames import frame
from aci_model.reading.dossier import AGREEMENTS

WORDS = st.text(alphabet="abcé =\n;|0123456789€%", min_size=1, max_size=8)
CARD = st.fixed_dictionaries(
    {
        "community": st.sampled_from(["Rives", "Monts"]),
        "agreed_on": st.dates(dt.date(2019, 6, 20), dt.date(2040, 1, 1)),
        "role": st.sampled_from(sorted(labels("role").values())),
        "mission": st.none() | st.just("a"),
        "label": st.none() | WORDS,
        "clause": WORDS.filter(str.strip),
        "figure": st.none() | WORDS,
        "version": WORDS.filter(str.strip),
    }
)
FIELDS = ["agreed_on", "role", "mission", "label", "clause", "figure", "version", "seal"]


def chains(cards):
    kept = frame(AGREEMENTS)
    for card in cards:
        kept = append(kept, card)
    return kept


def shown(value):
    return " ".join(str(value).split())


@settings(max_examples=40, deadline=None)
@given(st.lists(CARD, min_size=1, max_size=6), st.data())
def test_altering_any_field_of_any_card_breaks_the_chain_from_there_on(cards, data):
    kept = chains(cards)
    row = data.draw(st.integers(0, len(kept) - 1))
    field = data.draw(st.sampled_from(FIELDS))
    value = data.draw(st.dates(dt.date(2041, 1, 1)) if field == "agreed_on" else WORDS)
    old = kept.loc[row, field]
    # A workbook keeps neither line breaks nor double spaces, and an empty text is a missing one.
    assume(shown(value) != ("" if pd.isna(old) else shown(old)))
    kept.loc[row, field] = pd.Timestamp(value) if field == "agreed_on" else value
    state = verify(kept)["state"]
    mine = kept["community"] == kept.loc[row, "community"]
    after = mine & (kept.index >= row)
    # An erased seal on the last card of a chain reads as a card still to be sealed.
    assert (state[after] != "intacte").all()
    assert (state[~after] == "intacte").all()


@settings(max_examples=20, deadline=None)
@given(st.lists(CARD, min_size=1, max_size=6), st.data())
def test_a_card_given_to_another_community_is_seen(cards, data):
    kept = chains(cards)
    row = data.draw(st.integers(0, len(kept) - 1))
    kept.loc[row, "community"] = "Vallons"
    assert verify(kept).loc[row, "state"] == "rompue"


@settings(max_examples=20, deadline=None)
@given(st.lists(CARD, min_size=2, max_size=6), st.data())
def test_any_card_withdrawn_before_the_last_is_seen(cards, data):
    kept = chains([{**card, "community": "Rives"} for card in cards])
    gone = data.draw(st.integers(0, len(kept) - 2))
    state = verify(kept.drop(index=gone).reset_index(drop=True))["state"].tolist()
    assert state == ["intacte"] * gone + ["rompue"] * (len(kept) - 1 - gone)


@settings(max_examples=20, deadline=None)
@given(st.lists(CARD, min_size=1, max_size=6))
def test_sealing_together_or_one_by_one_gives_the_same_seals(cards):
    one_by_one = chains(cards)
    blank = pd.Series(None, index=one_by_one.index, dtype="str")
    together = sealed(one_by_one.assign(seal=blank))
    assert together["seal"].tolist() == one_by_one["seal"].tolist()
    assert (verify(together)["state"] == "intacte").all()
