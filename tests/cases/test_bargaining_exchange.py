"""Exchanges at the same expected income, worked by hand."""

import pytest

from aci_model.bargaining.exchange import Priced, proposals, trade_amount, trade_target
from aci_model.foresight.chances import chances
from tests.building import done, dossier, line

RISKY = line("parcours", (1, 5_000), kind="compte", label="Risquée", chances=(0.4,))
SURE = line("parcours", (1, 3_000), kind="compte", label="Sûre", chances=(0.9,))
STEPS = line("parcours", (70, 1_000), (75, 3_500), unit="%", label="Taux", chances=(0.8, 0.3))


def plain(text):
    """A sentence with ordinary spaces and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def of(how, *lines, **more):
    read = dossier(*lines)
    return how(Priced(read.lines, read.tiers, chances(read)), **more)


def amounts(found, number, exchange=0):
    mine = found.tiers[(found.tiers["line"] == number) & (found.tiers["exchange"] == exchange)]
    return mine["amount"].tolist()


def test_euros_move_at_the_rate_of_the_two_chances():
    # 900 € less at 40 % is 360 € less on average; 360 / 0,9 = 400 € more on the other line
    found = of(trade_amount, RISKY, SURE, give=0, take=1, euros_=900)
    row = found.table.iloc[0]
    assert amounts(found, 0) == [4_100]
    assert amounts(found, 1) == [3_400]
    assert row["residue"] == pytest.approx(0)
    assert row["freed"] == 500  # 900 − 400


def test_the_rounding_is_told_in_euros():
    # 1 000 × 0,4 = 400; 400 / 0,9 = 444,44, shown as 450; 450 × 0,9 = 405: 5 € more
    found = of(trade_amount, RISKY, SURE, give=0, take=1, euros_=1_000)
    assert amounts(found, 1) == [3_450]
    assert found.table["residue"].iloc[0] == pytest.approx(5)
    assert "revenu attendu inchangé (+5 € d'arrondi)" in plain(found.table["sentence"].iloc[0])


def test_a_coarser_rounding_is_followed():
    # 444,44 shown as 400: 400 × 0,9 = 360, 40 € less, under the 100
    found = of(trade_amount, RISKY, SURE, give=0, take=1, euros_=1_000, rounding=100)
    assert amounts(found, 1) == [3_400]
    assert found.table["residue"].iloc[0] == pytest.approx(-40)


def test_the_standard_deviations_are_those_of_independent_lines():
    row = of(trade_amount, RISKY, SURE, give=0, take=1, euros_=900).table.iloc[0]
    # before: 5 000² × 0,4 × 0,6 + 3 000² × 0,9 × 0,1 = 6 000 000 + 810 000
    assert row["sd_before"] == pytest.approx(6_810_000**0.5)
    # after: 4 100² × 0,24 + 3 400² × 0,09 = 4 034 400 + 1 040 400
    assert row["sd_after"] == pytest.approx(5_074_800**0.5)
    assert row["drop"] == pytest.approx(6_810_000 - 5_074_800)


def test_steps_of_a_line_move_together():
    # the line of two steps brings 0,8 × 1 000 + 0,3 × 2 500 = 1 550; at 2 800 (× 0,8) its first step is 800:
    # 0,8 × 800 + 0,3 × 2 000 = 1 240, 310 less; 310 / 0,9 = 344,44, shown as 350
    found = of(trade_amount, STEPS, SURE, give=0, take=1, euros_=700)
    assert amounts(found, 0) == [800, 2_800]
    assert amounts(found, 1) == [3_350]
    assert found.table["residue"].iloc[0] == pytest.approx(350 * 0.9 - 310)


def test_an_easier_target_is_paid_for_by_another_line():
    # all 3 500 from 70 % on: 0,8 × 3 500 = 2 800 instead of 1 550, 1 250 more;
    # the sure line brings 0,9 × 3 000 = 2 700, now 1 450: 1 450 / 0,9 = 1 611, shown as 1 600
    found = of(trade_target, STEPS, SURE, give=1, take=0, step=1)
    row = found.table.iloc[0]
    assert row["target"] == 70
    assert row["gives"] == 1_400
    assert row["takes"] == 0
    assert amounts(found, 0) == [3_500]
    assert row["residue"] == pytest.approx(1_600 * 0.9 + 2_800 - 2_700 - 1_550)


def test_where_lower_is_better_the_eased_target_is_in_the_lines_own_unit():
    ald = line("parcours", (100, 1_000), (50, 3_500), direction=-1, unit="patients", chances=(0.8, 0.3))
    found = of(trade_target, ald, SURE, give=1, take=0, step=1)
    assert found.table["target"].iloc[0] == 100
    assert "ramené à 100 patients" in plain(found.table["sentence"].iloc[0])


def test_the_proposal_moves_the_euros_that_leave_the_least_variance():
    found = of(proposals, RISKY, SURE, most=1.0)
    row = found.table.iloc[0]
    # r = 0,4 / 0,9; x = (0,24 × 5 000 − 0,09 × 3 000 × r) / (0,24 + 0,09 × r²) = 1 080 / 0,25778 = 4 190, to 4 200
    assert row["gives"] == 4_200
    assert (row["give"], row["take"]) == (0, 1)


def test_a_line_keeps_at_least_the_share_it_may_not_move():
    # half of 5 000
    assert of(proposals, RISKY, SURE, most=0.5).table["gives"].iloc[0] == 2_500


def test_a_line_serves_in_one_proposal_only():
    risky = [{**RISKY, "label": f"Risquée {n}"} for n in range(4)]
    sure = [{**SURE, "label": f"Sûre {n}"} for n in range(4)]
    many = [*risky, *sure]
    table = of(proposals, *many).table
    assert len(table) == 3
    assert len({*table["give"], *table["take"]}) == 6
    assert table["drop"].is_monotonic_decreasing


def test_lines_of_two_missions_do_not_trade():
    other = done("prevention", 3_000, chances=(0.9,))
    assert of(proposals, RISKY, other).table.empty
    with pytest.raises(ValueError, match="même mission"):
        of(trade_amount, RISKY, other, give=0, take=1, euros_=900)


def test_a_proposal_never_asks_for_more_than_the_envelope():
    # from the sure line to the risky one, 100 € would need 225 €: never proposed
    table = of(proposals, {**RISKY, "steps": ((1, 100),)}, {**SURE, "steps": ((1, 9_000),)}).table
    assert (table["freed"] >= 0).all()


def test_a_line_that_cannot_pay_for_an_easier_target_is_not_proposed():
    # easing the line of steps brings 1 250 more; the small one brings 0,9 × 500 = 450 at most
    small = {**SURE, "steps": ((1, 500),)}
    assert "target" not in set(of(proposals, STEPS, small, most=1.0).table["kind"])
    with pytest.raises(ValueError, match="ne vaut pas assez"):
        of(trade_target, STEPS, small, give=1, take=0, step=1)


def test_an_unknown_chance_keeps_a_line_out_and_is_counted():
    silent = line("parcours", (1, 5_000), kind="compte")
    found = of(proposals, RISKY, silent)
    assert found.table.empty
    assert found.unknown == 1
    with pytest.raises(ValueError, match="Ligne 2"):
        of(trade_amount, RISKY, silent, give=0, take=1, euros_=900)


def test_a_line_given_up_does_not_trade():
    assert of(proposals, {**RISKY, "abandon": "taille"}, SURE).table.empty


@pytest.mark.parametrize("euros_", [0, 5_050])
def test_a_line_cannot_give_more_than_it_is_worth(euros_):
    with pytest.raises(ValueError, match="elle ne peut pas en céder"):
        of(trade_amount, RISKY, SURE, give=0, take=1, euros_=euros_)


@pytest.mark.parametrize("step", [0, 2])
def test_a_target_is_eased_to_a_step_below_it(step):
    with pytest.raises(ValueError, match="plus facile"):
        of(trade_target, STEPS, SURE, give=1, take=0, step=step)
