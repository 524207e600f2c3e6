"""Axes hold all of a curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.curve import Column, MeanByOffset
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.similarity import METRICS, compared, round_outwards
from pe_desktop.figure.extents import FEW, extents
from pe_desktop.figure.pictures.rotation import RotationOptions, turned

from .documents import SMALL, served

sinusoids = st.builds(
    ENCODINGS["sinusoidal"],
    d_model=st.integers(1, 64).map(lambda half: 2 * half),
    base=st.sampled_from([1.0, 100.0, 10000.0, 1e6]),
    layout=st.sampled_from(["interleaved", "half-split"]),
)


def reach(curve, points=6001):
    """The curve's extent, by brute force."""
    low, high = curve.domain
    x = np.linspace(low, high, points) if curve.continuous else np.arange(low, high + 1)
    values = curve.at(x)
    return values.min(), values.max()


@settings(max_examples=60, deadline=None)
@given(sinusoids, st.integers(1, 700), st.sampled_from(METRICS))
def test_an_axis_rounded_from_them_holds_the_mean_similarity(encoding, length, metric):
    curve = MeanByOffset(compared(encoding.vectors(length), metric))
    low, high = round_outwards(*extents(curve))
    least, most = reach(curve)
    slack = 2e-3 * (high - low)
    assert low - slack <= least
    assert most <= high + slack


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([2, 8, 64, 128]), st.integers(0, 99), st.integers(2, 300))
def test_an_axis_rounded_from_them_holds_the_score_of_random_vectors(width, seed, length):
    part = turned(ENCODINGS["rope"](head_dim=width), length, RotationOptions(vectors="random", seed=seed))
    curve = part.curve(float(length - 1))
    low, high = round_outwards(*extents(curve))
    least, most = reach(curve)
    slack = 0.02 * (high - low)
    assert low - slack <= least
    assert most <= high + slack


@pytest.mark.parametrize("name", served("waves", SMALL))
def test_those_of_a_column_are_its_least_and_greatest_value(name: str):
    document = SMALL[name]
    table = document.encoding.picture(document.length)
    for column in range(min(4, table.shape[1])):
        low, high = extents(Column(table, column))
        least, most = reach(Column(table, column))
        assert low <= least + 1e-9
        assert most - 1e-9 <= high
        if not table.continuous:
            assert (low, high) == (least, most)


@pytest.mark.parametrize("name", ["learned", "binary"])
def test_those_of_a_curve_of_integers_are_exact(name):
    curve = MeanByOffset(ENCODINGS[name]().vectors(100))
    assert curve.domain[1] < FEW
    assert extents(curve) == reach(curve)


def test_the_greatest_similarity_is_that_at_no_offset_and_not_more():
    curve = MeanByOffset(ENCODINGS["sinusoidal"](d_model=64).vectors(100_000))
    assert extents(curve)[1] == 32.0


def test_a_dip_near_the_middle_of_a_million_offsets_is_not_missed():
    curve = MeanByOffset(ENCODINGS["sinusoidal"](d_model=256, base=1e9).vectors(1_000_000))
    near = curve.at(np.linspace(0, 3000, 30001)).min()
    assert extents(curve)[0] <= near
