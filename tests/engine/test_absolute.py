"""The ways in which published tables of positions differ: where they start, what is zero, and an odd width."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.blanked import Blanked
from pe_desktop.engine.encodings.fourier import Fourier, random_matrix
from pe_desktop.engine.encodings.gray import GrayCode
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.sinusoidal import LADDERS, LAYOUTS, ODD, Sinusoidal
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.sinusoids import Sinusoids
from pe_desktop.engine.weights import Weights, bundled
from tests.engine.fourier import nerf_features, random_features
from tests.engine.golden import GOLDEN, tolerance

quick = settings(max_examples=60, deadline=None)
T2T = {"layout": "half-split", "ladder": "tensor2tensor"}
PUBLISHED_ODD = {
    "sinusoidal.interleaved.5x7": Sinusoidal(d_model=7, odd="crop"),
    "sinusoidal.tensor2tensor.5x7": Sinusoidal(d_model=7, odd="zero", **T2T),
}


def full(encoding, length):
    return encoding.numbers(length).full()


@pytest.mark.parametrize("name", PUBLISHED_ODD)
def test_a_table_of_odd_width_agrees_with_its_reference(arrays, name):
    assert full(PUBLISHED_ODD[name], 5) == pytest.approx(arrays[name], abs=tolerance(5))


@pytest.mark.parametrize("name", PUBLISHED_ODD)
def test_a_table_of_odd_width_filled_in_another_way_does_not(arrays, name):
    right = PUBLISHED_ODD[name]
    for odd in set(ODD) - {right.odd}:
        assert np.abs(full(right.replace(odd=odd), 5) - arrays[name]).max() > 0.01


def marian(length, d_model):
    """transformers' MarianSinusoidalPositionalEmbedding, as its source has it."""
    exponents = np.array([2 * (j // 2) / d_model for j in range(d_model)])
    angles = np.arange(length)[:, None] / 10000.0**exponents
    return np.hstack([np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])])


@pytest.mark.parametrize("d_model", [1, 3, 7, 65])
def test_one_sine_more_is_what_marian_has(d_model):
    assert full(Sinusoidal(d_model=d_model, layout="half-split", odd="sine"), 40) == pytest.approx(
        marian(40, d_model), abs=1e-12
    )


def test_a_cut_pair_is_what_the_next_even_width_has_without_its_last_column():
    for layout in LAYOUTS:
        for ladder in LADDERS:
            odd = Sinusoidal(d_model=9, layout=layout, ladder=ladder, odd="crop")
            assert (full(odd, 30) == full(odd.replace(d_model=10), 30)[:, :9]).all()


def test_a_column_of_zeros_stands_after_the_last_even_width():
    for layout in LAYOUTS:
        for ladder in LADDERS:
            odd = Sinusoidal(d_model=9, layout=layout, ladder=ladder, odd="zero")
            assert (full(odd, 30)[:, :8] == full(odd.replace(d_model=8), 30)).all()
            assert not full(odd, 30)[:, 8].any()


@quick
@given(st.integers(0, 40).map(lambda h: 2 * h + 1), st.sampled_from(LADDERS), st.sampled_from(LAYOUTS))
def test_rows_with_a_column_of_zeros_have_the_norm_of_half_the_width_rounded_down(d_model, ladder, layout):
    rows = full(Sinusoidal(d_model=d_model, ladder=ladder, layout=layout, odd="zero"), 30)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.sqrt(d_model // 2), rel=1e-14)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ladder", LADDERS)
@pytest.mark.parametrize("d_model", [1, 2, 3, 4, 5])
def test_no_width_is_too_narrow(d_model, ladder, layout, odd):
    encoding = Sinusoidal(d_model=d_model, ladder=ladder, layout=layout, odd=odd)
    table = encoding.numbers(20)
    assert table.shape == (20, d_model)
    assert np.isfinite(table.full()).all()
    assert len(encoding.column_pairs) == d_model
    for column in range(d_model):
        assert column in encoding.columns_of(encoding.pair_of(column))
        reading = encoding.reading(7, column, 20)
        assert reading.value == table.at([7], [column])[0, 0]
        assert encoding.name_of(column).startswith({"s": "sin", "c": "cos", "0": "zeros"}[reading.formula[0]])


@pytest.mark.parametrize("d_model", [2, 3])
def test_a_ladder_of_one_step_divides_by_no_zero(d_model):
    assert Sinusoidal(d_model=d_model, odd="zero", **T2T).frequencies(1)[0] == 1.0


@quick
@given(st.integers(1, 20), st.sampled_from(ODD), st.sampled_from(LAYOUTS), st.integers(0, 5000), st.integers(1, 60))
def test_an_offset_moves_the_table_up(d_model, odd, layout, offset, length):
    plain = Sinusoidal(d_model=d_model, odd=odd, layout=layout)
    rows = plain.numbers(offset + length).at(np.arange(offset, offset + length), range(d_model))
    assert full(plain.replace(offset=offset), length) == pytest.approx(rows, abs=1e-11)


def m2m100(rows, d_model, padding_idx=1):
    """The weights of transformers' M2M100SinusoidalPositionalEmbedding: the ladder, and a row of zeros."""
    frequencies = 10000.0 ** (-np.arange(d_model // 2) / (d_model // 2 - 1))
    angles = np.outer(np.arange(rows), frequencies)
    weights = np.hstack([np.sin(angles), np.cos(angles), np.zeros((rows, d_model % 2))])
    weights[padding_idx] = 0
    return weights


@pytest.mark.parametrize("d_model", [8, 9])
def test_the_tables_of_fairseq_have_a_row_for_the_padding_and_start_after_it(d_model):
    weights = m2m100(60, d_model)
    whole = Sinusoidal(d_model=d_model, odd="zero", padding_row=1, **T2T)
    assert full(whole, 60) == pytest.approx(weights, abs=1e-12)
    assert full(whole.replace(offset=2), 58) == pytest.approx(weights[2:], abs=1e-12)
    assert np.abs(full(whole.replace(padding_row=None), 60) - weights).max() > 0.9
    assert np.abs(full(whole.replace(offset=1), 58) - weights[2:]).max() > 0.5


@pytest.mark.parametrize(
    ("offset", "padding_row", "length", "blank"),
    [(0, None, 10, None), (0, 1, 10, 1), (2, 1, 10, None), (2, 3, 10, 1), (0, 10, 10, None), (5, 14, 10, 9)],
)
def test_only_the_row_of_the_padding_is_zero(offset, padding_row, length, blank):
    table = Sinusoidal(d_model=8, offset=offset, padding_row=padding_row).numbers(length)
    zero = np.flatnonzero(~table.full().any(axis=1))
    assert zero.tolist() == ([] if blank is None else [blank])
    assert isinstance(table, Blanked) == (blank is not None)


def test_a_plain_table_is_one_of_sinusoids_only():
    table = Sinusoidal().numbers(100)
    assert type(table) is Sinusoids
    assert table.start == 0


@pytest.mark.parametrize(
    ("encoding", "position", "column", "formula"),
    [
        (Sinusoidal(offset=2), 37, 12, "sin((37 + 2) · 10000^{−12/64})"),
        (Sinusoidal(padding_row=37), 37, 12, "0"),
        (Sinusoidal(offset=2, padding_row=39), 37, 13, "0"),
        (Sinusoidal(d_model=63), 37, 62, "sin(37 · 10000^{−62/64})"),
        (Sinusoidal(d_model=63, odd="sine"), 37, 61, "cos(37 · 10000^{−60/63})"),
        (Sinusoidal(d_model=63, odd="zero"), 37, 62, "0"),
        (Sinusoidal(d_model=63, odd="zero", **T2T), 37, 33, "cos(37 · 10000^{−2/30})"),
        (Sinusoidal(d_model=63, **T2T), 37, 33, "cos(37 · 10000^{−1/31})"),
        (Learned(offset=2), 37, 12, "W[39, 12]"),
        (GrayCode(), 37, 3, "(37 xor 18) div 2^{3} mod 2"),
        (Fourier(), 32, 5, "cos(2^{2} · π · -0.496063)"),
        (Fourier(pi=False, include_input=True, coordinates="unit"), 127, 5, "sin(2^{2} · 1)"),
        (Fourier(include_input=True, coordinates="unit"), 127, 0, "1"),
    ],
)
def test_the_formula_of_a_cell_has_its_numbers_filled_in(encoding, position, column, formula):
    reading = encoding.reading(position, column, 128)
    assert reading.formula == formula
    assert reading.value == pytest.approx(encoding.numbers(128).at([position], [column])[0, 0], abs=0)


def test_the_way_of_filling_an_odd_width_counts_only_where_it_is_odd():
    names = [{p.name for p in Sinusoidal(d_model=d).counting()} for d in (64, 63)]
    assert names[1] - names[0] == {"odd"}


@pytest.mark.parametrize(
    ("encoding", "turns"),
    [
        (Sinusoidal(), True),
        (Sinusoidal(offset=7), True),
        (Sinusoidal(offset=2, padding_row=1), True),
        (Sinusoidal(padding_row=1), False),
        (Sinusoidal(d_model=63), False),
    ],
)
def test_a_table_of_lone_waves_or_with_a_blank_row_is_no_rotation(encoding, turns):
    assert (not encoding.obstacle) == turns


def test_a_learned_table_starts_at_its_offset():
    weights = Weights("mine", FrozenArray(np.arange(12.0).reshape(4, 3)))
    encoding = Learned(table=weights, offset=2)
    assert encoding.longest == 2
    assert full(encoding, 2).tolist() == [[6, 7, 8], [9, 10, 11]]
    assert dict(encoding.reading(1, 0, 2).rows)["row"] == "3"
    with pytest.raises(ParameterError, match="offset: 4 given; allowed: an integer from 0 to 3, the last row"):
        Learned(table=weights, offset=4)


def test_a_learned_table_without_offset_is_no_copy():
    assert Learned().numbers(7).array is bundled("all-MiniLM-L6-v2").array
    assert Learned(offset=2).numbers(7).array is Learned(offset=2).numbers(9).array


# Gray code


@quick
@given(st.integers(2, 3000))
def test_neighbours_in_gray_code_differ_in_one_bit_and_no_two_codes_are_one(length):
    codes = full(GrayCode(), length)
    assert (np.abs(np.diff(codes, axis=0)).sum(axis=1) == 1).all()
    assert len(np.unique(codes, axis=0)) == length


@quick
@given(st.integers(1, 10_000_000), st.data())
def test_a_gray_code_can_be_read_back(length, data):
    positions = data.draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=20))
    encoding = GrayCode()
    assert encoding.positions(encoding.codes(positions, length), length) == positions


def test_gray_codes_are_as_published():
    codes = full(GrayCode(), 8).astype(int)[:, ::-1]
    written = ["".join(map(str, code)) for code in codes]
    assert written == ["000", "001", "011", "010", "110", "111", "101", "100"]


def test_a_gray_code_goes_round():
    codes = full(GrayCode(bits=4), 33)
    assert (codes[:16] == codes[16:32]).all()
    assert np.abs(codes[15] - codes[16]).sum() == 1


def test_a_bit_of_a_gray_code_repeats_half_as_often_but_the_last():
    table = GrayCode().numbers(256)
    assert [table.wavelength(k) for k in (0, 1, 6, 7)] == [4, 8, 256, 256]
    assert table.unit().wavelength(1) == 8


def test_a_reading_of_a_gray_code_shows_it_whole():
    rows = dict(GrayCode().reading(37, 3, 128).rows)
    assert (rows["in Gray code"], rows["in binary"], rows["read back"]) == ("0110111", "0100101", "37")
    assert dict(GrayCode(bits=3).reading(37, 2, 128).rows)["read back"] == "5"


# Fourier features


def coordinates(encoding, length):
    ends = (-1.0, 1.0) if encoding.coordinates == "signed" else (0.0, 1.0)
    return np.linspace(*ends, length)[:, None] if length > 1 else np.zeros((1, 1))


fouriers = st.builds(
    Fourier,
    variant=st.sampled_from(["nerf", "random"]),
    coordinates=st.sampled_from(["signed", "unit"]),
    bands=st.integers(1, 12),
    pi=st.booleans(),
    include_input=st.booleans(),
    features=st.integers(1, 20),
    sigma=st.floats(0.01, 100),
    first=st.sampled_from(["cosine", "sine"]),
    frequency_seed=st.integers(0, 9),
)


@quick
@given(fouriers, st.integers(1, 300))
def test_a_table_of_fourier_features_is_the_published_function_of_its_coordinate(encoding, length):
    v = coordinates(encoding, length)
    if encoding.variant == "nerf":
        expected = nerf_features(v, encoding.bands, pi=encoding.pi, include_input=encoding.include_input)
    else:
        matrix = random_matrix(encoding.features, encoding.sigma, encoding.frequency_seed)
        expected = random_features(v, matrix, cosine_first=encoding.first == "cosine")
    assert full(encoding, length) == pytest.approx(expected, abs=1e-10)


@quick
@given(fouriers, st.integers(1, 300))
def test_every_column_of_fourier_features_belongs_to_a_pair_of_its_frequency(encoding, length):
    table, frequencies = encoding.numbers(length), encoding.frequencies(length)
    assert (np.diff(frequencies) <= 0).all()
    assert encoding.pairs == len(frequencies)
    for column in range(0, table.shape[1], 3):
        pair = encoding.pair_of(column)
        assert column in encoding.columns_of(pair)
        wavelength = 2 * np.pi / frequencies[pair] if frequencies[pair] else np.inf
        assert table.wavelength(column) == pytest.approx(wavelength)
        reading = encoding.reading(length // 2, column, length)
        assert reading.value == table.at([length // 2], [column])[0, 0]


def test_random_features_agree_with_sam(arrays):
    name = "fourier.sam.2x8"
    features = random_features(2 * arrays[f"{name}.x"] - 1, arrays[f"{name}.B"], cosine_first=False)
    assert GOLDEN[name]["parameters"]["order"] == "sin then cos of 2 pi (2x-1) B"
    assert features == pytest.approx(arrays[name], abs=3e-6)  # float32 angles of some twenty radians


def test_random_features_in_another_order_or_of_another_coordinate_do_not(arrays):
    name = "fourier.sam.2x8"
    x, matrix = arrays[f"{name}.x"], arrays[f"{name}.B"]
    for v, cosine_first in ((2 * x - 1, True), (x, False)):
        assert np.abs(random_features(v, matrix, cosine_first=cosine_first) - arrays[name]).max() > 0.5


def test_features_of_nerf_stand_band_by_band_with_all_coordinates_in_each():
    x = np.array([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]])
    features = nerf_features(x, 10, pi=False, include_input=True)
    assert features.shape == (2, 63)
    assert (features[:, :3] == x).all()
    assert features[:, 3:6] == pytest.approx(np.sin(x))
    assert features[:, 6:9] == pytest.approx(np.cos(x))
    assert features[:, 9:12] == pytest.approx(np.sin(2 * x))
    assert nerf_features(x, 4, pi=True, include_input=False)[:, -3:] == pytest.approx(np.cos(8 * np.pi * x))
    assert nerf_features(x, 0, pi=True, include_input=False).shape == (2, 0)


@pytest.mark.parametrize("variant", ["nerf", "random"])
@pytest.mark.parametrize("where", ["signed", "unit"])
def test_one_position_has_the_coordinate_zero(variant, where):
    encoding = Fourier(variant=variant, coordinates=where, include_input=True)
    table = full(encoding, 1)[0]
    assert set(np.unique(table)) == {0.0, 1.0}
    assert dict(encoding.reading(0, 0, 1).rows)["coordinate v"] == "0"


def test_random_features_say_that_they_are_drawn():
    assert Fourier(variant="random", frequency_seed=7).remark == "frequencies drawn at random, seed 7"
    assert Fourier().remark == ""
    first, second = (full(Fourier(variant="random", frequency_seed=s), 9) for s in (0, 1))
    assert np.abs(first - second).max() > 0.5


def test_only_the_parameters_of_the_chosen_features_count():
    names = {p.name for p in Fourier().counting()}
    assert {"bands", "pi", "include_input"} <= names
    assert not {"sigma", "frequency_seed", "features", "first"} & names
