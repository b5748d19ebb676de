"""Whatever is typed, a cell is a finite number, missing, or a doubt; never an exception, never a silent guess."""

import datetime as dt
import math

from hypothesis import given
from hypothesis import strategies as st

from aci_model.reading import cells
from aci_model.reading.text import a1, position

SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])
TYPED = st.text(alphabet=st.sampled_from("0123456789 .,%€-+≥≤<>=/eEnNcCo'\u00a0\u202f"), max_size=14)


def grouped(whole, space):
    digits = str(whole)
    head = len(digits) % 3 or 3
    return space.join([digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))])


@given(whole=st.integers(0, 10**12), decimals=st.integers(0, 99), space=SPACES, minus=st.booleans())
def test_a_french_number_is_read_back_exactly(whole, decimals, space, minus):
    text = f"{'-' if minus else ''}{grouped(whole, space)},{decimals:02d}"
    read = cells.number(text)
    assert read.doubt is None
    assert read.value == float(f"{'-' if minus else ''}{whole}.{decimals:02d}")


@given(whole=st.integers(1000, 10**12), decimals=st.integers(0, 9999))
def test_dots_between_thousands_and_a_comma_are_read_like_commas_and_a_dot(whole, decimals):
    french = f"{grouped(whole, '.')},{decimals}"
    english = f"{grouped(whole, ',')}.{decimals}"
    assert cells.number(french).value == cells.number(english).value == float(f"{whole}.{decimals}")


@given(head=st.integers(1, 999), tail=st.integers(0, 999))
def test_one_dot_before_three_digits_is_always_asked(head, tail):
    read = cells.number(f"{head}.{tail:03d}")
    assert math.isnan(read.value)
    assert read.doubt is not None


@given(st.one_of(TYPED, st.text(max_size=30)))
def test_any_text_gives_a_finite_number_or_none_and_a_word_about_it(text):
    read = cells.number(text)
    assert not math.isinf(read.value)
    if math.isnan(read.value):
        assert read.doubt is not None or read.said or not text.strip().strip("'").strip()
    if read.doubt is not None and read.doubt.severity == "error":
        assert math.isnan(read.value)


@given(TYPED)
def test_a_number_read_never_has_a_digit_the_text_has_not(text):
    read = cells.number(text)
    if not math.isnan(read.value) and "e" not in text.lower():
        shown = f"{abs(read.value):.15g}".replace(".", "").strip("0")
        assert shown in "".join(character for character in text if character.isdigit())


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_is_read_back_in_every_spelling(day):
    months = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ]
    spellings = [
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d.%m.%y}",
        f"{day.day} {months[day.month - 1]} {day.year}",
    ]
    assert [cells.day(text) for text in spellings] == [day] * 4


@given(st.text(max_size=30))
def test_any_text_gives_a_day_nothing_or_a_doubt(text):
    assert isinstance(cells.day(text), dt.date | cells.Doubt | None)
    assert cells.yes_or_no(text) in {True, False, None}


@given(st.integers(1, 1_048_576), st.integers(0, 16_383))
def test_an_address_leads_back_to_its_cell(row, column):
    assert position(a1(row, column)) == (row, column)
