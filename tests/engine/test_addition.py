"""Embeddings plus positions: the parts, their lengths and angles, and the cost of keeping them apart."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.engine.addition import add, added_apart, costs, no_addition
from pe_desktop.engine.attention import Head
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.naive import IntegerIndex, NormalizedIndex
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.parameter import ParameterError

TOKENS = ("the", "cat", "sat", "on", "the", "mat")
OTHER = ("a", "dog", "ran", "home")
ADDED = {"sinusoidal", "learned", "integer", "normalized", "binary", "gray", "fourier"}


def test_the_input_is_the_sum_of_both_tables():
    encoding = Sinusoidal(d_model=32)
    found = add(TOKENS, encoding)
    assert (found.positions == encoding.numbers(6).full()).all()
    assert (found.inputs == found.embeddings + found.positions).all()
    assert (found.embeddings[0] == found.embeddings[4]).all()
    assert (found.inputs[0] != found.inputs[4]).any()


def test_the_factor_makes_embeddings_longer_by_the_root_of_d_model():
    with_it, without = (add(TOKENS, Sinusoidal(d_model=64), Head(scale_embeddings=on)) for on in (True, False))
    assert with_it.embeddings == pytest.approx(8 * without.embeddings)
    assert (with_it.positions == without.positions).all()


def test_norms_are_those_of_the_rows():
    embeddings, positions = add(TOKENS, Sinusoidal(d_model=512)).norms
    assert positions == pytest.approx(np.full(6, 16.0))  # √(d_model/2)
    assert embeddings == pytest.approx(np.full(6, np.sqrt(512)), rel=0.1)
    assert (add(TOKENS, IntegerIndex()).norms[1] == np.arange(6)).all()


def test_an_angle_is_that_between_the_two_rows():
    found = add(TOKENS, Sinusoidal(d_model=512))
    for angle, e, p in zip(found.angles, found.embeddings, found.positions, strict=True):
        assert np.cos(np.radians(angle)) == pytest.approx(e @ p / np.linalg.norm(e) / np.linalg.norm(p))
    assert found.angles == pytest.approx(np.full(6, 90.0), abs=12)  # in 512 dimensions nearly everything is orthogonal


def test_where_nothing_is_added_there_is_no_angle():
    angles = add(TOKENS, IntegerIndex()).angles
    assert np.isnan(angles[0])
    assert np.isfinite(angles[1:]).all()


def test_the_same_position_gets_the_same_vector_whatever_the_token_unless_it_depends_on_the_length():
    for encoding, apart in ((Sinusoidal(), 0.0), (NormalizedIndex(), 3 / 3 - 3 / 5)):
        assert added_apart(add(TOKENS, encoding), add(OTHER, encoding)) == pytest.approx(apart)


@pytest.mark.parametrize("name", ENCODINGS)
def test_only_absolute_encodings_of_a_sequence_are_added(name):
    encoding = ENCODINGS[name]()
    assert (no_addition(encoding, 6) == "") == (name in ADDED)
    if name not in ADDED:
        with pytest.raises(ParameterError, match=rf"^encoding: {name} given; allowed: one that is added[^\n]*$"):
            add(TOKENS, encoding)


def test_costs_are_those_of_matrices_written_out():
    added, first, every = costs(512, 64, 10)
    assert (added.parameters, first.parameters, every.parameters) == (3 * 512 * 512, 3 * 576 * 512, 3 * 576 * 576)
    assert [c.multiply_adds for c in (added, first, every)] == [10 * c.parameters for c in (added, first, every)]
    assert [c.formula for c in (added, first, every)] == ["3 · 512²", "3 · (512 + 64) · 512", "3 · (512 + 64)²"]
