"""What every bias answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.kerple import Kerple
from pe_desktop.engine.field import block_edges

from .biases import BY_ROWS, RELATIVE

encodings = st.sampled_from(sorted(RELATIVE))
slow = settings(max_examples=60, deadline=None)


@slow
@given(encodings, st.sampled_from([1, 2, 3, 1000, 10_000_000]), st.data())
def test_biases_are_finite_everywhere(name, length, data):
    encoding = RELATIVE[name]
    head = data.draw(st.integers(0, encoding.num_heads - 1))
    places = np.unique(np.linspace(0, length - 1, 9).astype(int))
    field = encoding.bias(length, head)
    assert field.shape == (length, length)
    assert np.isfinite(field.at(places, places)).all()
    assert np.isfinite(field.bounds).all()
    drawn = field.mean(block_edges(0, length, 9), block_edges(0, length, 7))
    assert np.isfinite(drawn).all() or encoding.causal
    assert not np.isinf(drawn).any()


@slow
@given(encodings, st.integers(1, 200), st.data())
def test_a_bias_by_offset_is_that_of_every_query_and_key_so_far_apart(name, length, data):
    encoding = RELATIVE[name]
    head = data.draw(st.integers(0, encoding.num_heads - 1))
    curve, cells = encoding.by_offset(length, head), encoding.bias(length, head).full()
    if curve is None:
        assert name in BY_ROWS
        return
    query, key = np.indices(cells.shape)
    first, last = curve.domain
    inside = (query - key >= first) & (query - key <= last)
    assert inside.all() or encoding.causal
    assert cells[inside] == pytest.approx(curve.at((query - key)[inside].astype(float)), abs=1e-12)


@pytest.mark.parametrize("name", sorted(RELATIVE))
def test_a_reading_says_what_stands_in_its_cell(name):
    encoding = RELATIVE[name]
    for length, query, key in ((1, 0, 0), (50, 40, 7), (50, 3, 3), (50, 7, 40), (10_000_000, 9_999_999, 5)):
        reading = encoding.reading(query, key, encoding.num_heads - 1, length)
        assert reading.value == encoding.bias(length, encoding.num_heads - 1).at([query], [key])[0, 0]
        assert dict(reading.rows)["offset"] == f"{query - key:,}".replace("-", "−")
        assert reading.formula
        assert reading.definition


@pytest.mark.parametrize("name", sorted(RELATIVE))
def test_borders_are_where_the_bias_changes(name):
    encoding = RELATIVE[name]
    for border in encoding.borders(60):
        curve = encoding.by_offset(60, 0)
        before, at = curve.at(np.array([border - 1.0, float(border)]))
        assert before != at


@pytest.mark.parametrize("name", ["t5", "fire", "shaw", "transformer-xl", "kerple"])
def test_a_synthetic_encoding_says_so_and_another_seed_gives_another_bias(name):
    encoding = RELATIVE[name]
    assert f"seed {encoding.weights_seed}" in encoding.remark
    one, other = (encoding.replace(weights_seed=seed).bias(9, 0).full() for seed in (0, 1))
    assert np.abs(one - other).max() > 1e-3
    assert encoding.bias(9, 0).full().tolist() == one.tolist()


def test_kerple_with_given_p_and_a_is_not_synthetic():
    assert Kerple(p=1.0, a=1.0).remark == ""
    assert "drawn" in Kerple(p=1.0).remark


def test_every_relative_encoding_of_this_family_is_offered():
    names = {encoding.id for encoding in RELATIVE.values()}
    assert names <= {id for id, made in ENCODINGS.items() if issubclass(made, Relative)}
