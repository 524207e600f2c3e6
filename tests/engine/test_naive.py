"""Naive encodings, measured: against every pair of rows, and against what is known of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from pe_desktop.engine import nearest
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.attention import attend
from pe_desktop.engine.encodings.fourier import Fourier
from pe_desktop.engine.encodings.gray import GrayCode
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.naive import BinaryCode, IntegerIndex, NormalizedIndex
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.naive import (
    aliased_pairs,
    d_model_that_repeats,
    d_model_without_moire,
    entropies,
    gradient_norms,
    measures,
    step_at,
)
from pe_desktop.engine.nearest import nearest_rows
from pe_desktop.engine.parameter import ParameterError

from .tables import KINDS, kinds, lengths

MEASURED = [IntegerIndex(), NormalizedIndex(), BinaryCode(), GrayCode(), Sinusoidal(), Learned()]
every_one = pytest.mark.parametrize("encoding", MEASURED, ids=lambda e: e.id)


def all_distances(rows):
    apart = np.linalg.norm(rows[:, None] - rows, axis=2)
    np.fill_diagonal(apart, np.inf)
    return apart


# Nearest rows


@settings(max_examples=60, deadline=None)
@given(kinds, lengths)
def test_the_nearest_row_is_that_of_all_pairs(kind, length):
    table = KINDS[kind](length)
    rows, (distances, places) = table.full(), nearest_rows(table)
    expected = all_distances(rows)
    scale = float(np.linalg.norm(rows, axis=1).max())
    assert distances == pytest.approx(expected.min(axis=1), abs=1e-7 * scale)
    if length > 1:
        assert distances == pytest.approx(expected[np.arange(length), places], abs=1e-12 * (1 + scale))


def test_parts_of_a_table_give_what_the_whole_does(monkeypatch):
    table = Sinusoidal(d_model=8).numbers(300)
    whole = nearest_rows(table)
    monkeypatch.setattr(nearest, "CHUNK", 8 * 17)
    for one, other in zip(nearest_rows(table), whole, strict=True):
        assert one == pytest.approx(other)
    assert nearest_rows(table, np.array([290, 4]))[0] == pytest.approx(whole[0][[290, 4]])


def test_equal_rows_are_at_distance_zero():
    rows = np.random.default_rng(0).normal(size=(50, 9)) * 1e3
    rows[31] = rows[7]
    distances, places = nearest_rows(ArrayTable(FrozenArray(rows), 50))
    assert distances[7] == distances[31] == 0
    assert (places[7], places[31]) == (31, 7)


def test_the_nearest_row_of_narrow_sinusoids_is_far_away():
    far = [np.unique(np.abs(nearest_rows(Sinusoidal(d_model=d).numbers(5000))[1] - np.arange(5000))) for d in (8, 512)]
    assert [f.tolist() for f in far] == [[63], [1]]


# Measures


@every_one
@pytest.mark.parametrize("length", [2, 7, 64])
def test_measures_are_those_of_the_table_written_out(encoding, length):
    rows, found = encoding.numbers(length).full(), measures(encoding, length)
    steps = np.linalg.norm(np.diff(rows, axis=0), axis=1)
    assert (found.low, found.high) == (rows.min(), rows.max())
    assert (found.least_step, found.greatest_step) == pytest.approx((steps.min(), steps.max()))
    assert found.distances == pytest.approx(all_distances(rows).min(axis=1))
    pairs = np.square(rows[:, None] - rows).sum(axis=2).mean()
    assert found.smoothness == pytest.approx(1 - np.square(steps).mean() / pairs)


def test_a_single_position_has_no_steps():
    found = measures(Sinusoidal(), 1)
    assert np.isnan([found.least_step, found.greatest_step, found.smoothness, found.neighbours]).all()
    assert found.least_distance == np.inf


def test_what_is_said_of_each_is_so():
    integer, normalized, binary, gray, sinusoidal, learned = (measures(e, 512) for e in MEASURED)
    assert integer.high == 511
    assert integer.least_distance == 1
    assert normalized.high == 1
    assert normalized.least_distance == pytest.approx(1 / 511)
    assert binary.greatest_step == 3  # from 255 to 256 nine bits change
    assert gray.greatest_step == 1
    assert sinusoidal.greatest_step == pytest.approx(sinusoidal.least_step)
    assert sinusoidal.neighbours == 1
    assert learned.least_distance > 0
    assert binary.smoothness < gray.smoothness < sinusoidal.smoothness < integer.smoothness < 1


def test_positions_that_repeat_are_at_distance_zero():
    assert measures(BinaryCode(bits=3), 20).least_distance == 0


def test_the_step_of_a_normalized_index_depends_on_the_length_and_others_do_not():
    assert [step_at(NormalizedIndex(), length) for length in (5, 11)] == pytest.approx([1 / 4, 1 / 10])
    for encoding in (IntegerIndex(), Sinusoidal()):
        assert step_at(encoding, 5) == step_at(encoding, 11)


# Saturation


def test_entropies_are_those_of_even_weights_and_of_a_single_one():
    assert entropies(Rope(), 1).tolist() == [0.0]
    first = entropies(IntegerIndex(), 64, multiplied=True)
    assert first[0] == pytest.approx(6.0)  # its query is zero, so all keys count alike
    assert first[-1] < 1e-6


def test_an_index_saturates_the_softmax_and_what_is_bounded_does_not():
    integer, normalized, sinusoidal = (entropies(e, 512) for e in [*MEASURED[:2], Sinusoidal()])
    assert integer[-64:].max() < 0.01
    assert np.median(normalized) > 8  # of 9 bits
    assert np.median(sinusoidal) > 7


def test_the_norm_of_a_gradient_is_that_of_finite_differences():
    tokens, random = tuple(map(str, range(3))), np.random.default_rng(0)
    x = attend(tokens, Sinusoidal(d_model=4)).inputs[2]
    weights, error = random.normal(size=(3, 4)), np.array([0.6, 0.0, 0.8])
    slopes = np.empty_like(weights)
    for place in np.ndindex(weights.shape):
        moved = weights.copy()
        moved[place] += 1e-6
        slopes[place] = error @ (moved @ x - weights @ x) / 1e-6
    assert gradient_norms(Sinusoidal(d_model=4), 3)[2] == pytest.approx(np.linalg.norm(slopes), rel=1e-6)


def test_the_gradient_of_an_index_swells_with_the_position():
    added, multiplied = (gradient_norms(IntegerIndex(), 1000, multiplied=m) for m in (False, True))
    assert added[-1] / added[0] > 50
    assert multiplied[0] == 0
    assert multiplied[-1] / multiplied[1] > 500
    bounded = gradient_norms(Sinusoidal(), 1000)
    assert bounded.max() / bounded.min() < 2


def test_only_a_single_column_can_be_multiplied_by():
    with pytest.raises(ParameterError, match="encoding: sinusoidal given; allowed: one of a single column"):
        entropies(Sinusoidal(), 8, multiplied=True)
    with pytest.raises(ParameterError, match="length: 2049 given"):
        entropies(Sinusoidal(), 2049)


# Aliasing


def test_no_sinusoid_aliases_from_position_to_position_but_fourier_features_do():
    assert [aliased_pairs(Sinusoidal(d_model=d, base=b), 64) for d in (2, 512) for b in (1.0, 1e9)] == [0, 0, 0, 0]
    assert [aliased_pairs(Fourier(bands=10), length) for length in (1100, 1000, 100)] == [0, 1, 4]


@pytest.mark.parametrize("length", [16, 128, 512])
@pytest.mark.parametrize("base", [100.0, 10000.0])
def test_below_the_least_d_model_the_angle_turns_by_more_than_half_a_turn_a_pair(length, base):
    least = d_model_without_moire(length, base)

    def steepest(d_model):
        pairs = np.array([0.0, 1e-6])
        return -np.diff((length - 1) * base ** (-2 * pairs / d_model))[0] / 1e-6

    assert least % 2 == 0
    assert steepest(least) <= np.pi < steepest(least - 2)


def test_the_greatest_d_model_that_repeats_is_that_of_the_tables():
    def repeats(d_model, length):
        apart = all_distances(Sinusoidal(d_model=d_model).numbers(length).full())
        return (apart[0][2:] < apart[0][1]).any()

    found = d_model_that_repeats(128)
    assert found == max(d for d in range(2, 66, 2) if repeats(d, 128))
    assert d_model_that_repeats(3) == 0
