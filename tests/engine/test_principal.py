"""Principal components, against the singular value decomposition of the rows written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.bits import Bits
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.principal import COUNT, WIDEST, all_scores, exact_components, sampled_components
from pe_desktop.engine.sinusoids import paired

from .tables import KINDS, LADDER, kinds, lengths


def sampled(table):
    return sampled_components(table)[0]


either = pytest.mark.parametrize("components", [exact_components, sampled])


def array(values):
    return ArrayTable(FrozenArray(values), len(values))


def noise(rows, columns):
    return array(np.random.default_rng(3).normal(size=(rows, columns)) * np.geomspace(8, 0.5, columns))


@either
@pytest.mark.parametrize("shape", [(60, 9), (9, 60), (40, 40), (3, 2), (2, 5)])
def test_components_are_those_of_the_singular_value_decomposition(components, shape):
    table = noise(*shape)
    centred = table.full() - table.full().mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    count = min(COUNT, shape[0] - 1, shape[1])
    found = components(table)
    scores = found.scores(table.full())[:, :count]
    assert np.abs(scores) == pytest.approx(np.abs(left * values)[:, :count], abs=1e-9)
    assert found.shares[:count] == pytest.approx((values**2 / (values**2).sum())[:count])


@settings(max_examples=80, deadline=None)
@given(kinds, lengths)
def test_both_ways_agree_where_every_row_is_looked_at(kind, length):
    table = KINDS[kind](length)
    one, other = sampled(table), exact_components(table)
    assert one.shares == pytest.approx(other.shares, abs=1e-9)
    assert len(one.rows) == length


@settings(max_examples=80, deadline=None)
@given(kinds, lengths)
def test_axes_are_orthonormal_or_zero_and_scores_never_stranger_than_numbers(kind, length):
    found = sampled(KINDS[kind](length))
    there = (found.shares > 0).astype(float)
    assert found.axes.T @ found.axes == pytest.approx(np.diag(there), abs=1e-6)
    assert np.isfinite(all_scores(KINDS[kind](length), found)).all()
    assert 0 <= found.shares.sum() <= 1 + 1e-9


@either
def test_the_shares_are_the_variances_of_the_scores(components):
    table = noise(50, 6)
    scores = components(table).scores(table.full())
    total = np.square(table.full() - table.full().mean(axis=0)).sum()
    assert np.square(scores).sum(axis=0) / total == pytest.approx(components(table).shares)
    assert scores.T @ scores == pytest.approx(np.diag(np.square(scores).sum(axis=0)), abs=1e-8)


@either
def test_position_zero_stands_on_the_positive_side_of_every_axis(components):
    for seed in range(8):
        values = np.random.default_rng(seed).normal(size=(30, 7))
        for table in (array(values), array(-values)):
            assert (components(table).scores(table.full())[0] > 0).all()


@either
@pytest.mark.parametrize(
    ("table", "there"),
    [
        (Linear(20, FrozenArray([1.0])), 1),
        (Bits(64, 2), 2),
        (array(np.full((30, 4), 0.1)), 0),
        (array(np.zeros((1, 5))), 0),
        (array(np.full((6, 9), 1 / 3)), 0),
    ],
)
def test_components_that_are_not_there_are_zero(components, table, there):
    found = components(table)
    assert (found.shares > 0).tolist() == [i < there for i in range(COUNT)]
    assert not found.scores(table.full())[:, there:].any()


def test_an_axis_does_not_flip_while_a_parameter_moves():
    before = None
    for base in np.geomspace(9000, 11000, 60):
        table = paired(96, base ** (-np.arange(16) / 16), interleaved=True)
        found = sampled(table)
        scores = found.scores(table.full())
        if before is not None:
            assert np.abs(scores - before).max() < 0.05
        before = scores


@pytest.mark.parametrize(
    ("columns", "most"), [(64, 512), (384, 512), (386, 256), (1024, 256), (2048, 128), (16384, 64)]
)
def test_a_long_table_is_looked_at_in_evenly_spaced_rows_with_both_ends(columns, most):
    found = sampled(paired(100_000, np.ones(columns // 2), interleaved=True))
    assert len(found.rows) == most
    assert (found.rows[0], found.rows[-1]) == (0, 99_999)
    assert np.ptp(np.diff(found.rows)) <= 1


def test_sampled_components_come_with_the_scores_of_their_rows():
    table = paired(3000, LADDER, interleaved=True)
    found, scores = sampled_components(table)
    assert scores == pytest.approx(found.scores(table.at(found.rows, range(10))), abs=1e-12)


def test_sampled_components_of_a_long_table_are_near_the_exact_ones():
    table = paired(20_000, LADDER, interleaved=True)
    assert sampled(table).shares == pytest.approx(exact_components(table).shares, abs=0.02)


def test_exact_scores_have_a_row_for_every_position():
    table = paired(3000, LADDER, interleaved=True)
    found = exact_components(table)
    assert all_scores(table, found) == pytest.approx(found.scores(table.full()), abs=1e-12)
    assert all_scores(table, found).shape == (3000, 3)


def test_a_table_too_wide_for_its_components_is_refused():
    table = paired(WIDEST + 1, np.ones(WIDEST // 2 + 1), interleaved=True)
    with pytest.raises(ValueError, match="smaller side may have at most 4,096"):
        exact_components(table)
