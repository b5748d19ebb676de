"""What must hold of the treasury whatever the contract."""

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aci_model import frames
from aci_model.foresight import costs
from aci_model.foresight.commitments import outlays
from aci_model.law import contract_starts
from aci_model.reading import dossier as shapes

COMMUNITY = "CPTS inventée"
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(dt.date(2024, 1, 1), dt.date(2031, 12, 31))
cents = st.integers(0, 2_000_000).map(lambda amount: amount / 100)

posts = st.fixed_dictionaries(
    {
        "community": st.just(COMMUNITY),
        "post": st.sampled_from(["Coordination", "Local", "Agenda"]),
        "amount": st.none() | cents,
        "rhythm": st.sampled_from(["mensuel", "trimestriel", "annuel", "ponctuel", None]),
        "start": st.none() | days,
        "end": st.none() | days,
        "firm": st.sampled_from([True, False, None]),
        "priority": st.none() | st.integers(1, 5).map(float),
    }
)


def contract(signed, count=4):
    """The contract years of one community, one after the other."""
    described = frames.frame(shapes.COMMUNITIES, [{"community": COMMUNITY, "signed": signed}])
    years = pd.DataFrame({"community": COMMUNITY, "year": range(signed.year, signed.year + count + 1)})
    starts = contract_starts(described, years)
    shown = years.iloc[:-1].assign(
        starts=starts[:-1], ends=starts.shift(-1)[:-1] - pd.Timedelta(days=1), ahead=np.arange(count) - 1
    )
    return shown.assign(span=range(count))


@given(st.lists(posts, min_size=1, max_size=5), st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)))
@quick
def test_the_payments_of_a_contract_year_add_up_to_its_cost(given_, signed):
    expenses, years = frames.frame(shapes.EXPENSES, given_), contract(signed)
    dated = outlays(expenses, years)
    for row in costs(expenses, years).itertuples():
        year = years[years["span"] == row.span].iloc[0]
        mine = dated[(dated["rank"] == row.rank) & dated["day"].between(year["starts"], year["ends"])]
        if np.isnan(row.cost):
            assert mine["amount"].isna().any()
        else:
            assert not mine["amount"].isna().any()
            assert round(mine["amount"].sum() - row.cost, 6) == 0
