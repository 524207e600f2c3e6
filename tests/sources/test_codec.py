"""Tables to JSON and back: the same numbers, or a reason."""

from __future__ import annotations

import base64
import json
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import BUNDLED, Weights, bundled
from pe_desktop.sources.codec import EMBEDDED, weights_from_json, weights_to_json
from pe_desktop.sources.error import MissingSource, SourceError


def weights(shape=(4, 3), dtype="float32", name="mine", seed=0):
    values = np.random.default_rng(seed).normal(size=shape).astype(dtype)
    return Weights(name, FrozenArray(values))


def packed(raw):
    return base64.b64encode(zlib.compress(raw)).decode()


def through_text(table):
    return weights_from_json(json.loads(json.dumps(weights_to_json(table))))


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(1, 20), st.integers(1, 20)),
    st.sampled_from(["float16", "float32", "float64"]),
    st.integers(0, 10**6),
)
def test_a_small_table_comes_back_with_every_bit(shape, dtype, seed):
    table = weights(shape, dtype, seed=seed)
    assert through_text(table) == table


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_table_is_written_by_name_and_comes_back(name):
    content = weights_to_json(bundled(name))
    assert content.keys() == {"name", "sha256", "shape", "dtype"}
    assert through_text(bundled(name)) is bundled(name)


def test_a_table_that_only_has_the_name_of_a_bundled_one_keeps_its_own_numbers():
    table = weights(name=BUNDLED[0])
    assert through_text(table) == table


@pytest.mark.parametrize(("columns", "embedded"), [(256, True), (257, False)])
def test_up_to_a_megabyte_is_embedded(columns, embedded):
    table = weights((1024, columns))
    assert (table.array.values.nbytes <= EMBEDDED) == embedded
    assert ("data" in weights_to_json(table)) == embedded


def test_numbers_that_are_neither_bundled_nor_embedded_are_asked_for():
    table = weights((1024, 300))
    with pytest.raises(MissingSource, match=r"^mine: this table of 1024 × 300 is not in the document; open") as caught:
        through_text(table)
    missing = caught.value
    assert (missing.name, missing.sha256, missing.shape) == ("mine", table.array.sha256, (1024, 300))


def test_a_bundled_name_with_another_sha256_is_asked_for():
    content = {**weights_to_json(bundled(BUNDLED[0])), "sha256": "0" * 64}
    with pytest.raises(MissingSource):
        weights_from_json(content)


FAULTS = {
    "no name": ({"name": None}, "it has no name"),
    "name is a number": ({"name": 5}, "it has no name"),
    "no sha256": ({"sha256": None}, "it has no sha256"),
    "short sha256": ({"sha256": "abc"}, "it has no sha256"),
    "sha256 in capitals": ({"sha256": "A" * 64}, "it has no sha256"),
    "another sha256": ({"sha256": "0" * 64}, "its numbers are not those"),
    "no shape": ({"shape": None}, "its shape is not a list of integers"),
    "other axes": ({"shape": [12]}, "its numbers are not those"),
    "no axes": ({"shape": []}, "its shape is a single number, and 1 to 4 axes are read"),
    "five axes": ({"shape": [1, 1, 1, 4, 3]}, "1 to 4 axes are read"),
    "fractions": ({"shape": [4.0, 3]}, "its shape is not a list of integers"),
    "booleans": ({"shape": [True, 3]}, "its shape is not a list of integers"),
    "negative": ({"shape": [-4, -3]}, "its shape is out of range"),
    "4001 digits": ({"shape": [10**4001, 3]}, "its shape is out of range"),
    "texts": ({"shape": ["4", "3"]}, "its shape is not a list of integers"),
    "empty": ({"shape": [0, 3]}, "the array is empty"),
    "a terabyte": ({"shape": [10**7, 13421]}, "at most 10000000 rows"),
    "too wide": ({"shape": [1, 10**8]}, "at most 16384 are read"),
    "larger than embedded": ({"shape": [1024, 1024]}, "it is larger than a document holds"),
    "another shape of the same size": ({"shape": [3, 4]}, "its numbers are not those"),
    "a smaller shape": ({"shape": [4, 2]}, "32 bytes are announced, others are there"),
    "a greater shape": ({"shape": [4, 4]}, "64 bytes are announced, others are there"),
    "objects": ({"dtype": "object"}, "its type is none of"),
    "integers": ({"dtype": "int64"}, "its type is none of"),
    "type is a list": ({"dtype": ["float32"]}, "its type is none of"),
    "data is a number": ({"data": 5}, "it is larger than a document holds"),
    "data is null": ({"data": None}, "it is larger than a document holds"),
    "not base64": ({"data": "@@@@"}, "its data are not base64 of zlib"),
    "not ASCII": ({"data": "θθθθ"}, "its data are not base64 of zlib"),
    "not zlib": ({"data": base64.b64encode(b"hello").decode()}, "its data are not base64 of zlib"),
    "cut zlib": ({"data": base64.b64encode(zlib.compress(bytes(48))[:-2]).decode()}, "others are there"),
    "more after zlib": ({"data": base64.b64encode(zlib.compress(bytes(48)) + b"x").decode()}, "others are there"),
    "too much text": ({"data": "A" * (2 * EMBEDDED + 1)}, "it is larger than a document holds"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_table_is_refused_in_one_line(fault):
    changes, message = FAULTS[fault]
    with pytest.raises(SourceError) as caught:
        weights_from_json({**weights_to_json(weights()), **changes})
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 200
    assert not isinstance(caught.value, MissingSource)


@pytest.mark.parametrize("content", [None, [], "mine", 5, {}])
def test_what_is_no_object_is_refused(content):
    with pytest.raises(SourceError, match="it has no name"):
        weights_from_json(content)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_none_are_refused_even_with_their_own_sha256(value):
    table = Weights("mine", FrozenArray(np.array([[1.0, value]])))
    with pytest.raises(SourceError, match="1 of 2 values are nan or infinite"):
        through_text(table)


def test_data_that_would_inflate_to_gigabytes_are_not_inflated():
    content = {**weights_to_json(weights()), "data": packed(bytes(300_000_000))}
    tracemalloc.start()
    with pytest.raises(SourceError, match="others are there"):
        weights_from_json(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_name_is_cleaned_when_it_is_read():
    content = {**weights_to_json(weights()), "name": "<b>\x1b[1m\n" + "x" * 100}
    assert weights_from_json(content).name == "<b>[1m " + "x" * 52 + "…"
