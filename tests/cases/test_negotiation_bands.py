"""What exchanges do to the range of the income, worked by hand."""

import pandas as pd
import pytest

from aci_model import bargaining
from aci_model.report import negotiation_exchanges
from aci_model.report.negotiation_bands import WHOLE, bands
from tests.building import done
from tests.dialogues import worked

RANKS = pd.Series({"prevention": 3})
LINES = [
    done("prevention", 2_000, label="Charte", chance=0.5),
    done("prevention", 1_000, label="Bilan", chance=0.9),
]


def test_two_lines_keep_what_is_expected_and_lose_some_of_their_spread():
    _, _, rests, _ = worked(*LINES)
    on, chances = rests.on, rests.chances
    found = bargaining.trade_amount(
        bargaining.Priced(on.lines, on.tiers, chances), give=0, take=1, euros_=450.0
    )
    told = bands(found, on, chances, RANKS)
    (drawn,) = told.drawn.to_dict("records")
    # 2 000 × 0,5 + 1 000 × 0,9 = 1 900 € attendus
    assert drawn["expected"] == pytest.approx(1_900)
    # √(2 000² × 0,25 + 1 000² × 0,09) = √1 090 000
    assert drawn["sd_before"] == pytest.approx(1_090_000**0.5)
    # 450 € cédés valent 225 € attendus, soit 250 € à 0,9 : √(1 550² × 0,25 + 1 250² × 0,09) = √741 250
    assert drawn["sd_after"] == pytest.approx(741_250**0.5)
    assert drawn["low_after"] + drawn["high_after"] == pytest.approx(2 * 1_900)
    assert drawn["lines"] == "Charte ↔ Bilan"
    # 1 − √741 250 / √1 090 000 = 17,5 %
    assert told.say == "Le hasard de ces deux lignes recule de 18\u00a0%"


def test_an_exchange_that_widens_the_range_is_not_said_to_narrow_it():
    _, _, rests, _ = worked(*LINES)
    found = bargaining.trade_amount(
        bargaining.Priced(rests.on.lines, rests.on.tiers, rests.chances), give=1, take=0, euros_=500.0
    )
    told = bands(found, rests.on, rests.chances, RANKS)
    assert told.drawn["sd_after"].iloc[0] > told.drawn["sd_before"].iloc[0]
    assert told.say.startswith("Le hasard de ces deux lignes augmente de")


def test_all_exchanges_together_are_told_before_each_of_them_and_lose_what_each_loses():
    _, _, rests, lines = worked(
        *LINES,
        done("qualite", 3_000, label="Revue", chance=0.4),
        done("qualite", 1_500, label="Journée", chance=0.9),
    )
    told = negotiation_exchanges.exchanges(rests.on, lines, rests.chances).bands
    assert told.drawn["name"].tolist() == [WHOLE, "Échange 1", "Échange 2"]
    # Lines are independent, their variances add up: what each exchange takes away, the whole loses.
    drop = told.drawn["sd_before"] ** 2 - told.drawn["sd_after"] ** 2
    assert drop.iloc[0] == pytest.approx(drop.iloc[1:].sum())
    assert (told.drawn["sd_after"] < told.drawn["sd_before"]).all()
    # 2 000 × 0,5 + 1 000 × 0,9 + 3 000 × 0,4 + 1 500 × 0,9 = 4 450 €
    assert told.drawn["expected"].iloc[0] == pytest.approx(4_450)


def test_without_any_exchange_there_is_nothing_to_draw():
    _, _, rests, lines = worked(LINES[0])
    assert negotiation_exchanges.exchanges(rests.on, lines, rests.chances).bands is None
