"""Whatever a reader's process sends, what comes out is sheets or a refusal; what it means to send arrives whole."""

import datetime as dt
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model.reading import wire
from aci_model.reading.marks import Broken, Percent
from aci_model.reading.sheets import RawSheet

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "rows", "marked", "merged", "hidden", "x"]), inner, max_size=6
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=200)
def test_whatever_a_reader_answers_is_sheets_or_is_refused(said):
    try:
        sheets = wire.unpacked(json.loads(json.dumps(said)))
    except wire.WireError:
        return
    assert all(isinstance(found, RawSheet) for found in sheets)


@given(st.binary(max_size=40))
def test_whatever_bytes_a_reader_sends_are_a_message_or_are_refused(content):
    for data in (content, len(content).to_bytes(8, "big") + content):
        try:
            said = wire.receive(io.BytesIO(data), 1_000)
        except wire.WireError:
            continue
        assert isinstance(
            said, dict | list | str | int | float | None
        )  # what JSON has words for, nothing else


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.text(max_size=9),
    st.floats(allow_nan=False).map(Percent),
    st.text(max_size=5).map(Broken),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(dt.timedelta(-9_999), dt.timedelta(9_999)).map(
        lambda d: dt.timedelta(seconds=d.total_seconds())
    ),
)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=4), st.text(max_size=5))
@settings(max_examples=200)
def test_sheets_cross_from_one_process_to_the_other_unchanged(rows, name):
    sent = [RawSheet(name, rows, [(0, 0, 1, 1)])]
    stream = io.BytesIO()
    wire.send(stream, wire.packed(sent))
    stream.seek(0)
    assert (came := wire.unpacked(wire.receive(stream, 10**6))) == sent
    assert [type(c) for r in came[0].rows for c in r] == [type(c) for r in rows for c in r]
