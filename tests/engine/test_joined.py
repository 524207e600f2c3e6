"""Points joined by straight lines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.joined import Joined

values = st.lists(st.floats(-5, 5), min_size=1, max_size=20)


@given(values, st.integers(0, 9))
def test_a_line_goes_through_its_points(points, first):
    curve = Joined(FrozenArray(np.array(points)), float(first))
    assert curve.at(first + np.arange(float(len(points)))).tolist() == points
    assert curve.domain == (first, first + len(points) - 1)


def test_between_two_points_it_is_straight():
    assert Joined(FrozenArray([1.0, 3.0])).at(np.array([0.25])).tolist() == [1.5]


@given(values, st.data())
def test_its_strip_holds_all_that_lies_between_two_edges(points, data):
    curve = Joined(FrozenArray(np.array(points)))
    a, b = sorted(data.draw(st.floats(0, len(points) - 1)) for _ in range(2))
    low, high, exact = curve.envelope(np.array([a, b]))
    found = curve.at(np.append(np.linspace(a, b, 200), np.arange(np.ceil(a), np.floor(b) + 1)))
    assert exact
    assert low[0] == pytest.approx(found.min(), abs=1e-9)
    assert high[0] == pytest.approx(found.max(), abs=1e-9)
