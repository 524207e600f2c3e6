"""Files of the bias figure: every encoding in every format, and arrays of three dimensions."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.encodings import ENCODINGS

from .states import DRAWN, bytes_of, pixels, state

BIASED = [name for name, made in ENCODINGS.items() if issubclass(made, Relative)]


@pytest.mark.parametrize("format", DRAWN)
@pytest.mark.parametrize("encoding", BIASED)
def test_every_bias_is_drawn_in_every_format(encoding: str, format: str) -> None:
    assert bytes_of(format, "bias", state(encoding), size=(480, 270))


@pytest.mark.parametrize("encoding", BIASED)
@pytest.mark.parametrize("length", [1, 2, 1_000_000, 10_000_000])
def test_a_bias_is_drawn_at_any_length_that_its_encoding_has(encoding: str, length: int) -> None:
    longest = ENCODINGS[encoding]().longest
    assert bytes_of("png", "bias", state(encoding, min(length, longest)), size=(320, 180))


@pytest.mark.parametrize("compare", BIASED)
def test_a_bias_is_compared_with_every_other(compare: str) -> None:
    if not ENCODINGS[compare]().whole:
        assert bytes_of("png", "bias", state("alibi", compare=compare), size=(480, 270))


def test_the_array_in_npy_has_a_matrix_for_each_head() -> None:
    array = np.load(io.BytesIO(bytes_of("npy", "bias", state("alibi", 64, num_heads=12))))
    assert array.shape == (12, 64, 64)
    assert array.dtype == np.float64
    assert array[0, 40, 30] == -5.0
    assert np.isfinite(array).all()


def test_the_table_in_csv_begins_with_head_and_query() -> None:
    text = bytes_of("csv", "bias", state("t5", 5)).decode()
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    assert rows[0] == ["head", "query", "key 0", "key 1", "key 2", "key 3", "key 4"]
    assert len(rows) == 1 + 8 * 5
    assert [row[:2] for row in rows[1:8:6]] == [["0", "0"], ["1", "1"]]


def test_json_names_slopes_heads_and_the_bias_by_offset() -> None:
    content = json.loads(bytes_of("json", "bias", state("alibi", 6)))
    assert content["arrays"]["slopes"] == [0.5**h for h in range(1, 9)]
    assert content["arrays"]["by_offset"][1] == [0.0, -0.25, -0.5, -0.75, -1.0, -1.25]
    assert content["scalars"]["bias_at_cursor"] == 0.0


def test_masked_cells_have_the_colour_of_the_card_and_others_are_darker_the_farther() -> None:
    drawn = pixels(bytes_of("png", "bias", state("alibi", 100), size=(1600, 900), title=False, caption=False))
    ground = drawn[0, 0].astype(int)
    upper, lower = drawn[200, 500].astype(int), drawn[600, 200].astype(int)
    assert np.abs(upper - ground).max() == 0
    assert (ground - lower).max() > 60
