"""What every encoding answers, and the simple and learned ones in particular."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.assets import asset
from pe_desktop.engine.encoding import Rotating, Tabular
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.naive import BinaryCode, IntegerIndex, NormalizedIndex
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.similarity import METRICS
from pe_desktop.engine.weights import BUNDLED, Weights, bundled
from tests.engine.tables import gram

TABLES = {name: e() for name, e in ENCODINGS.items() if issubclass(e, Tabular)}
every_encoding = pytest.mark.parametrize("encoding", TABLES.values(), ids=TABLES)
rotating = pytest.mark.parametrize("encoding", [e() for e in ENCODINGS.values() if issubclass(e, Rotating)])


def test_encodings_are_found_by_themselves_and_offered_in_order():
    first = ["sinusoidal", "integer", "normalized", "binary", "learned", "rope"]
    assert [name for name in ENCODINGS if name in first] == first
    orders = [e.order for e in ENCODINGS.values()]
    assert orders == sorted(set(orders))


def fitting(encoding, length):
    """A length that it has positions for; a whole has one only."""
    return encoding.longest if encoding.whole else min(length, encoding.longest)


@every_encoding
@pytest.mark.parametrize("length", [1, 2, 300])
def test_an_encoding_has_a_row_for_every_position(encoding, length):
    length = fitting(encoding, length)
    for table in (encoding.numbers(length), encoding.picture(length), encoding.vectors(length)):
        assert table.shape[0] == length
        assert table.full().shape == table.shape
        assert np.isfinite(table.full()).all()


@every_encoding
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("length", [1, 2, 300])
def test_positions_of_every_encoding_can_be_compared(encoding, metric, length):
    field = gram(encoding.vectors(fitting(encoding, length)), metric)
    assert np.isfinite(field.full()).all()
    assert field.bounds[0] < field.bounds[1]


@every_encoding
def test_no_value_of_a_formula_lies_outside_the_bounds_of_its_picture(encoding):
    table = encoding.picture(fitting(encoding, 300))
    low, high = table.bounds
    assert low < high
    if not isinstance(encoding, Learned):  # whose outliers are clipped
        assert low <= table.full().min()
        assert table.full().max() <= high


@every_encoding
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_reading_is_the_value_in_the_picture(encoding, data):
    length = fitting(encoding, 300)
    table = encoding.picture(length)
    row, column = data.draw(st.integers(0, length - 1)), data.draw(st.integers(0, table.shape[1] - 1))
    position = float(row) + (data.draw(st.floats(0, 0.9)) if table.continuous and row < length - 1 else 0)
    reading = encoding.reading(position, column, length)
    assert reading.value == pytest.approx(table.at([position], [column])[0, 0], rel=1e-15, abs=0)
    assert dict(reading.rows)["position"]
    assert reading.formula
    assert reading.definition


@rotating
def test_a_column_belongs_to_the_pair_that_lists_it(encoding):
    columns = np.arange(encoding.picture(1).shape[1])
    assert all(c in encoding.columns_of(encoding.pair_of(int(c))) for c in columns)
    assert set(encoding.column_pairs) == set(range(encoding.pairs))


@rotating
def test_a_wavelength_is_a_turn_at_its_frequency(encoding):
    assert encoding.wavelengths(1) * encoding.frequencies(1) == pytest.approx(2 * np.pi)


@pytest.mark.parametrize(
    ("encoding", "position", "column", "formula"),
    [
        (Sinusoidal(), 37, 12, "sin(37 · 10000^{−12/64})"),
        (Sinusoidal(), 37.5, 13, "cos(37.5 · 10000^{−12/64})"),
        (Sinusoidal(layout="half-split"), 37, 33, "cos(37 · 10000^{−2/64})"),
        (Sinusoidal(ladder="tensor2tensor"), 37, 62, "sin(37 · 10000^{−31/31})"),
        (Sinusoidal(base=1234.5), 3, 2, "sin(3 · 1234.5^{−2/64})"),
        (Rope(), 37, 12, "cos(37 · 10000^{−24/64})"),
        (Rope(partial_rotary_factor=0.5), 37, 12, "cos(37 · 10000^{−24/32})"),
        (IntegerIndex(), 37, 0, "37"),
        (NormalizedIndex(), 37, 0, "37 / 127"),
        (BinaryCode(), 37, 3, "37 div 2^{3} mod 2"),
        (Learned(), 37, 12, "W[37, 12]"),
    ],
)
def test_the_formula_of_a_cell_has_its_numbers_filled_in(encoding, position, column, formula):
    assert encoding.reading(position, column, 128).formula == formula


@pytest.mark.parametrize(
    ("encoding", "length", "table"),
    [
        (IntegerIndex(), 4, [[0], [1], [2], [3]]),
        (NormalizedIndex(), 5, [[0], [0.25], [0.5], [0.75], [1]]),
        (NormalizedIndex(), 1, [[0]]),
        (BinaryCode(), 5, [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1]]),
        (BinaryCode(), 1, [[0]]),
        (BinaryCode(bits=1), 3, [[0], [1], [0]]),
        (BinaryCode(bits=4), 2, [[0, 0, 0, 0], [1, 0, 0, 0]]),
    ],
)
def test_simple_tables_are_what_one_expects(encoding, length, table):
    assert encoding.numbers(length).full().tolist() == table


@pytest.mark.parametrize(
    ("length", "bits"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (256, 8), (257, 9), (10_000_000, 24)]
)
def test_as_many_bits_are_taken_as_tell_all_positions_apart(length, bits):
    assert BinaryCode().numbers(length).shape == (length, bits)


@pytest.mark.parametrize("unit", [False, True])
def test_a_bit_repeats_after_twice_its_worth(unit):
    table = BinaryCode().numbers(300)
    table = table.unit() if unit else table
    assert [table.wavelength(k) for k in (0, 1, 8)] == [2, 4, 512]


def test_a_reading_of_a_bit_shows_the_whole_code():
    assert dict(BinaryCode().reading(37, 3, 128).rows) == {"position": "37", "bit": "3 of 7", "in binary": "0100101"}
    assert dict(BinaryCode(bits=3).reading(37, 2, 128).rows)["in binary"] == "101"


def test_the_step_of_the_normalized_index_depends_on_the_length():
    steps = [NormalizedIndex().reading(1, 0, length).value for length in (11, 101)]
    assert steps == [0.1, 0.01]


@pytest.mark.parametrize(("name", "shape"), [("all-MiniLM-L6-v2", (512, 384)), ("rxnmapper-albert", (512, 128))])
def test_a_bundled_table_has_the_shape_of_its_model(name, shape):
    table = bundled(name)
    assert (table.name, table.shape, table.array.values.dtype) == (name, shape, np.float32)


@pytest.mark.parametrize(
    ("name", "cosines"), [("all-MiniLM-L6-v2", [0.851, 0.320, 0.154]), ("rxnmapper-albert", [0.780, 0.450, -0.016])]
)
def test_a_bundled_table_holds_the_trained_numbers(name, cosines):
    products = Learned(table=name).vectors(512).unit().products([1, 10, 100])
    assert products == pytest.approx(cosines, abs=5e-4)


def test_there_is_no_bundled_table_of_another_name():
    with pytest.raises(KeyError):
        bundled("../tables/rxnmapper-albert")


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_table_comes_with_its_licence(name):
    assert len(asset("tables", f"{name}.LICENSE.txt").read_text()) > 1000
    assert name in asset("tables", "README.md").read_text()


def test_a_learned_table_has_its_own_rows_and_none_beyond():
    weights = Weights("mine", FrozenArray(np.arange(12.0).reshape(4, 3)))
    encoding = Learned(table=weights)
    assert encoding.longest == 4
    assert encoding.numbers(3).full().tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    with pytest.raises(ParameterError, match="length: 5 given; allowed: an integer from 1 to 4, the rows of the table"):
        encoding.numbers(5)


def test_a_reading_of_a_learned_cell_names_its_table():
    rows = dict(Learned(table="rxnmapper-albert").reading(37, 12, 128).rows)
    assert rows == {"position": "37", "dimension": "12 of 128", "table": "rxnmapper-albert"}


def test_outliers_of_a_learned_table_do_not_set_its_colours():
    low, high = Learned().picture(512).bounds
    values = Learned().picture(512).full()
    assert (low, high) == (-high, high)
    assert 0.99 < (np.abs(values) <= high).mean() < 1
