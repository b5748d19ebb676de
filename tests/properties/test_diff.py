"""The diff of contract A against an edited copy of it finds exactly the edits."""

import dataclasses
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import law, reading
from aci_model.bargaining.diff import diff
from aci_model.reading.dossier import Dossier
from tests.contract_a import with_results

LINES = 41
REWORDINGS = (
    lambda label: f"{label} sur le territoire",
    lambda label: f"Nombre total : {label.lower()}",
    lambda label: f"Suivi annuel – {label}",
    lambda label: label.replace(" ", " (hors EHPAD) ", 1),
)
# Words that no line of the contract knows, so that an added line is nobody's rewording.
FRESH = ["Astronomie nocturne", "Kiosque fluvial", "Verger pédagogique", "Zoothérapie équine"]


@cache
def contract():
    rules = law.load()
    return reading.read(
        [("contrat_a.csv", with_results(lambda _: None))], rules.missions, rules.parts
    ), rules.missions


@st.composite
def edits(draw):
    """Which lines get which edit; a dropped line gets no other."""
    lines = st.sets(st.integers(0, LINES - 1), max_size=8)
    dropped = draw(lines)
    kinds = ("seuil", "montant", "preuve", "libellé", "valeur initiale", "sens")
    return {
        **{kind: sorted(draw(lines) - dropped) for kind in kinds},
        "dropped": sorted(dropped),
        "added": draw(st.lists(st.sampled_from(FRESH), unique=True)),
        "rewording": draw(st.sampled_from(REWORDINGS)),
        "tier": draw(st.integers(0, 2)),
        "shuffle": draw(st.integers(0, 2**16)),
    }


def edited(dossier, plan):
    """Make the edits, and list them as (what, old line, tier)."""
    lines, tiers = dossier.lines.copy(), dossier.tiers.copy()
    made = set()
    measured = set(lines.loc[lines["kind"] != "livrable", "line"])
    for what, column in (("seuil", "threshold"), ("montant", "amount")):
        for line in plan[what]:
            own = tiers.index[tiers["line"] == line]
            if what == "seuil" and line not in measured:
                continue
            at = own[min(plan["tier"], len(own) - 1)]
            # One hundredth leaves the steps of every line of the contract in their order.
            tiers.loc[at, column] *= 1.01
            made.add((what, line, _rank(dossier, line, at)))
    for what, column, change in (
        ("preuve", "expected_proof", lambda text: f"{text} ; attestation"),
        ("libellé", "label", plan["rewording"]),
        ("valeur initiale", "baseline", lambda value: 12.5 if pd.isna(value) else value * 1.02),
    ):
        for line in plan[what]:
            lines.loc[line, column] = change(lines.loc[line, column])
            made.add((what, line, None))
    for line in plan["sens"]:
        lines.loc[line, "direction"] *= -1
        made.add(("sens", line, None))
    return lines, tiers, made


def _rank(dossier, line, at):
    """Number of a step, from the easiest."""
    own = dossier.tiers[dossier.tiers["line"] == line]
    hardness = own["threshold"] * int(dossier.lines.loc[line, "direction"])
    return int(hardness.rank().astype(int)[at])


def assembled(dossier, lines, tiers, plan):
    """Drop and add lines, shuffle them and number them anew."""
    fresh = [
        {**lines.iloc[0].to_dict(), "line": 100 + at, "label": label, "mission": lines.iloc[-1]["mission"]}
        for at, label in enumerate(plan["added"])
    ]
    steps = [{"line": 100 + at, "tier": 1, "threshold": 1.0, "amount": 700.0} for at in range(len(fresh))]
    kept = (
        pd.concat([lines[~lines["line"].isin(plan["dropped"])], pd.DataFrame(fresh)])
        if fresh
        else lines[~lines["line"].isin(plan["dropped"])]
    )
    kept = kept.sample(frac=1, random_state=plan["shuffle"])
    number = {old: new for new, old in enumerate(kept["line"])}
    more = pd.concat([tiers, pd.DataFrame(steps)]) if steps else tiers
    more = more[more["line"].isin(number)]
    made = dataclasses.replace(
        dossier,
        lines=kept.assign(line=kept["line"].map(number)).astype(dossier.lines.dtypes),
        tiers=more.assign(line=more["line"].map(number)).astype(dossier.tiers.dtypes),
    )
    return made, number


@settings(max_examples=20, deadline=None)
@given(edits())
def test_the_diff_finds_exactly_the_edits(plan):
    old, missions = contract()
    lines, tiers, made = edited(old, plan)
    new, number = assembled(old, lines, tiers, plan)
    found = diff(old, new, missions)
    seen = {
        (what, None if pd.isna(line) else int(line), None if pd.isna(tier) else int(tier))
        for what, line, tier in found.changes[["what", "old", "tier"]].itertuples(index=False)
    }
    assert seen == made | {("ligne supprimée", line, None) for line in plan["dropped"]} | (
        {("ligne ajoutée", None, None)} if plan["added"] else set()
    )
    assert (found.changes["what"] == "ligne ajoutée").sum() == len(plan["added"])
    both = found.pairs.dropna(subset=["new", "old"])
    assert all(
        number[old_line] == new_line for new_line, old_line in zip(both["new"], both["old"], strict=True)
    )


@settings(max_examples=12, deadline=None)
@given(edits(), st.integers(0, 2**16))
def test_effects_and_interactions_add_up_to_the_whole_difference(plan, seed):
    old, missions = contract()
    plan = {**plan, "sens": []}  # a turned direction gives a threshold two chances
    lines, tiers, _ = edited(old, plan)
    new, number = assembled(old, lines, tiers, plan)
    falling = falling_chances(old.tiers, seed)
    moved = falling.assign(line=falling["line"].map(number)).dropna()
    added = new.tiers.loc[~new.tiers["line"].isin(moved["line"]), ["line", "tier"]].assign(chance=0.5)
    found = diff(old, new, missions, chances=pd.concat([moved, added]), old_chances=falling)
    apart = found.changes["effect"].sum(skipna=False) + found.lines["interaction"].sum(skipna=False)
    total = found.totals.loc[0]
    assert apart == pytest.approx(total["effect"])
    assert total["after_low"] - total["before_low"] == pytest.approx(total["effect"])


@settings(max_examples=6, deadline=None)
@given(edits(), st.integers(0, 2**16), st.integers(0, 2**16))
def test_the_bounds_hold_the_effect_whatever_the_new_chances(plan, seed, later):
    old, missions = contract()
    plan = {**plan, "sens": []}
    lines, tiers, _ = edited(old, plan)
    new, _ = assembled(old, lines, tiers, plan)
    known = falling_chances(old.tiers, seed)
    bounded = diff(old, new, missions, old_chances=known)
    # Chances of the moved and added steps, drawn between what their neighbours allow.
    told = diff(old, new, missions, chances=drawn_between(new, bounded, known, later), old_chances=known)
    exact = told.lines["effect"]
    assert (bounded.lines["low"] - 0.01 <= exact).all()
    assert (exact <= bounded.lines["high"] + 0.01).all()


def falling_chances(tiers, seed):
    """Random chances, never rising along the steps of a line."""
    drawn = np.random.default_rng(seed).random(len(tiers))
    made = tiers[["line", "tier"]].assign(chance=drawn)
    return made.assign(chance=made.groupby("line")["chance"].cummin())


def drawn_between(new, bounded, known, seed):
    """For each step of the new contract a chance between those of its easier and harder neighbours in the old one."""
    rng = np.random.default_rng(seed)
    old, _ = contract()
    before = old.tiers.merge(known, on=["line", "tier"], suffixes=("_typed", ""))
    partner = bounded.pairs.dropna(subset="new").set_index("new")["old"]
    way = new.lines.set_index("line")["direction"]
    rows = []
    for line, own in new.tiers.groupby("line"):
        ladder = before[before["line"] == partner[line]] if not pd.isna(partner[line]) else before.iloc[:0]
        turned = own["threshold"] * way[line]
        above = 1.0
        for tier, hardness in sorted(zip(own["tier"], turned, strict=True), key=lambda step: step[1]):
            easier = ladder.loc[ladder["threshold"] * way[line] <= hardness + 1e-9, "chance"].min()
            harder = ladder.loc[ladder["threshold"] * way[line] >= hardness - 1e-9, "chance"].max()
            top = min(above, 1.0 if pd.isna(easier) else easier)
            low = 0.0 if pd.isna(harder) else harder
            above = low + (top - low) * rng.random()
            rows.append({"line": line, "tier": tier, "chance": above})
    return pd.DataFrame(rows)


def test_a_contract_compared_with_itself_is_empty():
    old, missions = contract()
    assert isinstance(old, Dossier)
    found = diff(old, old, missions)
    assert found.changes.empty
    assert found.totals.loc[0, "effect"] == 0
