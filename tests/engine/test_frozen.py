"""Values that can be compared, hashed and kept, and never change."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenArray, FrozenMap
from pe_desktop.engine.weights import Weights

from .tables import KINDS, gram


@pytest.mark.parametrize("kind", KINDS)
def test_tables_made_alike_are_equal_and_hash_alike(kind):
    first, second = KINDS[kind](30), KINDS[kind](30)
    assert first is not second
    assert (first, hash(first)) == (second, hash(second))
    assert first != KINDS[kind](31)
    assert gram(first, "dot") == gram(second, "dot")


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings_made_alike_are_equal_hash_alike_and_cannot_be_changed(encoding):
    first, second = encoding(), encoding()
    assert (first, hash(first)) == (second, hash(second))
    for parameter in encoding.parameters():
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(first, parameter.name, parameter.default)


def test_an_array_is_frozen_apart_from_what_it_was_made_of():
    values = np.arange(6.0).reshape(2, 3)
    frozen = FrozenArray(values)
    values[0, 0] = 99
    assert frozen.values[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        frozen.values[0, 0] = 1


@pytest.mark.parametrize(
    "other",
    [
        np.arange(6.0).reshape(3, 2),
        np.arange(6.0, dtype=np.float32).reshape(2, 3),
        np.arange(1.0, 7.0).reshape(2, 3),
        np.arange(6.0).reshape(2, 3)[:, ::-1],
    ],
)
def test_arrays_differ_by_shape_type_and_content(other):
    assert FrozenArray(np.arange(6.0).reshape(2, 3)) != FrozenArray(other)


def test_the_order_of_an_array_in_memory_does_not_matter():
    values = np.arange(6.0).reshape(2, 3)
    assert FrozenArray(values) == FrozenArray(np.asfortranarray(values))


def test_a_view_does_not_keep_the_frozen_array_alive_to_change():
    base = np.arange(10.0)
    frozen = FrozenArray(base[2:5])
    base[:] = 0
    assert frozen.values.tolist() == [2.0, 3.0, 4.0]


def test_a_map_is_changed_in_a_copy():
    first = FrozenMap({"waves": {"pairs": [0, 3]}})
    second = first.put("rotation", 1)
    assert dict(first) == {"waves": FrozenMap({"pairs": (0, 3)})}
    assert second.without("rotation") == first
    assert hash(second.without("rotation")) == hash(first)
    assert second != first


def test_weights_are_equal_by_name_and_content():
    array = np.eye(2)
    assert Weights("a", FrozenArray(array)) == Weights("a", FrozenArray(array.copy()))
    assert Weights("a", FrozenArray(array)) != Weights("b", FrozenArray(array))


@pytest.mark.parametrize("values", [np.eye(2, dtype=int), np.zeros((1,) * 5), np.zeros((0, 3)), np.eye(2) * 1j])
def test_weights_are_floats_of_up_to_four_axes(values):
    with pytest.raises(ValueError, match="an array of floats is expected"):
        Weights("a", FrozenArray(values))
