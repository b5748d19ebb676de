"""Numbers as people type them after an option: « 41 200,50 € », « 60 % », « 120 jours »."""

from __future__ import annotations

import argparse
import math

from aci_model.reading.cells import number

_MOST_YEARS, _MOST_MONTHS = 20, 120


def share(typed: str) -> float:
    """Read a percentage 0–100 as a share 0–1.

    Raises:
        ArgumentTypeError: it is not one.
    """
    value = _number(typed, "%")
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(typed)
    return value / 100


def euros(typed: str) -> float:
    """Read an amount in euros, below 0 for an overdraft.

    Raises:
        ArgumentTypeError: it is not one.
    """
    return _number(typed, "€", "euro", "euros")


def sum_to_cover(typed: str) -> float:
    """Read an amount in euros of 0 or more.

    Raises:
        ArgumentTypeError: it is not one.
    """
    return _from_zero(euros(typed), typed)


def days(typed: str) -> float:
    """Read a number of days of 0 or more.

    Raises:
        ArgumentTypeError: it is not one.
    """
    return _from_zero(_number(typed, "j", "jour", "jours"), typed)


def years(typed: str) -> int:
    """Read a whole number of years.

    Raises:
        ArgumentTypeError: it is not one, or it is beyond what a projection can mean.
    """
    return _whole(_number(typed, "an", "ans"), typed, _MOST_YEARS)


def months(typed: str) -> int:
    """Read a whole number of months.

    Raises:
        ArgumentTypeError: it is not one.
    """
    return _whole(_number(typed, "mois"), typed, _MOST_MONTHS)


def _number(typed: str, *units: str) -> float:
    read = number(typed)
    if math.isnan(read.value) or read.doubt is not None or read.sense or read.word not in {"", *units}:
        raise argparse.ArgumentTypeError(typed)
    return read.value


def _from_zero(value: float, typed: str) -> float:
    if value < 0:
        raise argparse.ArgumentTypeError(typed)
    return value


def _whole(value: float, typed: str, most: int) -> int:
    if not 0 <= value <= most or value != int(value):
        raise argparse.ArgumentTypeError(typed)
    return int(value)
