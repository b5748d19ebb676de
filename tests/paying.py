"""Dues and payment calendars, written as a contract reads, for cases worked by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from aci_model import frames, law
from aci_model.funding.payments import payments, terms
from aci_model.reading import dossier as shapes
from tests.building import COMMUNITY, dossier

# Signed on 15/04/2022: contract years from 15 April to 14 April. Rules: 100 % at the signature, then 75 %; the balance
# comes three months after the anniversary, on 15 July, with the variable part of the year that ended.
SIGNED = dt.date(2022, 4, 15)


def due(year, mission="prevention", signed=SIGNED, **more):
    """One due; `starts` and `ends` follow the signature."""
    starts = pd.Timestamp(year, signed.month, signed.day)
    ends = pd.Timestamp(year + 1, signed.month, signed.day) - pd.Timedelta(days=1)
    given = {
        "scenario": "reference",
        "community": COMMUNITY,
        "span": year,
        "year": year,
        "starts": starts,
        "ends": ends,
        "mission": mission,
        "deployed_from": pd.Timestamp(SIGNED),
        "fixed": 0.0,
        "variable": 0.0,
        "crisis": 0.0,
        "first": year == signed.year,
    }
    return {**given, **more}


def calendar(*dues, paid=(), **told):
    """The payments of some dues, with the community's own terms and what was really paid."""
    return payments(*inputs(dues, paid, told))


def inputs(dues, paid=(), told=None):
    """What `payments` and `settlements` take."""
    table = pd.DataFrame(list(dues)).astype({"year": "Int64", "deployed_from": "datetime64[s]"})
    given = frames.frame(shapes.PAYMENTS, [{"community": COMMUNITY, **row} for row in paid])
    return table, given, terms(dossier(**(told or {})), law.load()), law.load()


def rows(flows, *columns):
    """The flows as plain tuples of day, flow and amount, or of the columns asked for."""
    told = flows.assign(day=flows["day"].dt.strftime("%d/%m/%Y"))
    return list(told[list(columns) or ["day", "flow", "amount"]].itertuples(index=False, name=None))
