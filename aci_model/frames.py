"""Long frames with declared columns: the one shape in which data travels through the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TEXT = "str"
NUMBER = "float64"
INTEGER = "Int64"
FLAG = "boolean"
DAY = "datetime64[s]"

Columns = dict[str, str]


def frame(columns: Columns, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Build a frame that has exactly the declared columns, in order and of the declared types.

    Args:
        columns: column name -> dtype, one of this module's constants.
        rows: records; an absent key is a missing value, an undeclared key is an error.

    Returns:
        A frame with a fresh RangeIndex. Missing stays missing (NaN, NA or NaT), never 0 or "".

    Raises:
        KeyError: a record holds a column that is not declared.
    """
    records = list(rows)
    undeclared = {key for record in records for key in record} - columns.keys()
    if undeclared:
        raise KeyError(f"undeclared columns: {sorted(undeclared)}")
    return pd.DataFrame(
        {
            name: pd.Series([record.get(name) for record in records], dtype=dtype)
            for name, dtype in columns.items()
        }
    )
