"""What a click picks in the bias figure, and what the mouse reads there."""

from __future__ import annotations

import numpy as np
import pytest

from pe_desktop.document import View
from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.pictures import PICTURES

from .documents import build, of

BIAS = PICTURES["bias"]
VIEW = View(position=20, key=4)
BIASED = [name for name, made in ENCODINGS.items() if issubclass(made, Relative)]


def panel(document, id="bias"):
    return build("bias", document, VIEW).panel(id)


def test_a_click_into_the_matrix_sets_query_and_key():
    shown = panel(of("alibi"))
    assert BIAS.pick(of("alibi"), VIEW, shown, (7.2, 11.9), 1.0) == VIEW.replace(position=12.0, key=7.0)


def test_a_click_onto_a_line_picks_its_head_and_one_beside_all_lines_an_offset():
    document, shown = of("alibi"), panel(of("alibi"), "bias.offset")
    on_line = BIAS.pick(document, VIEW, shown, (20.0, -5.0), 1.0)
    assert (on_line.head, on_line.key) == (1, 4.0)
    beside = BIAS.pick(document, VIEW, shown, (5.0, -11.0), 1.0)
    assert (beside.head, beside.position - beside.key) == (0, 5.0)


def test_a_click_into_a_small_matrix_picks_its_head_and_its_query_and_key():
    document = of("t5").choosing("bias", all_heads=True)
    found = BIAS.pick(document, VIEW, panel(document, "bias.h6"), (3.0, 9.0), 1.0)
    assert found == VIEW.replace(head=6, position=9.0, key=3.0)


@pytest.mark.parametrize("name", BIASED)
def test_the_mouse_reads_the_cell_that_it_is_over(name):
    document, encoding = of(name), ENCODINGS[name]()
    reading = BIAS.read(document, VIEW, "bias", 4.3, 19.6)
    assert reading == encoding.reading(20, 4, 0, document.length)
    assert BIAS.read(document, VIEW, "bias", document.length + 0.6, 3.0) is None
    assert BIAS.read(document, VIEW, "bias", 3.0, -0.7) is None
    assert BIAS.read(document, VIEW, "bias.scale", 0.5, 0.0) is None


def test_the_mouse_reads_the_line_that_is_nearest_and_both_sides_of_it():
    document = of("t5", length=200)
    value = ENCODINGS["t5"]().by_offset(200, 5).at(np.array([-31.0]))[0]
    reading = BIAS.read(document, VIEW, "bias.offset", -31.0, float(value))
    assert reading.value == value
    assert dict(reading.rows)["offset"] == "−31"
    assert dict(reading.rows)["head"] == "5 of 8"
    assert BIAS.read(of("alibi"), VIEW, "bias.offset", -3.0, 0.0) is None


def test_the_mouse_reads_b_in_its_matrix_a_tile_by_its_head_and_a_row_by_its_query():
    pair = of("alibi", compare="t5")
    assert BIAS.read(pair, VIEW, "bias.b", 3.0, 9.0).value == ENCODINGS["t5"]().bias(24, 0).at([9], [3])[0, 0]
    tile = BIAS.read(of("alibi").choosing("bias", all_heads=True), VIEW, "bias.h2", 3.0, 9.0)
    assert tile.value == -6 / 8
    row = BIAS.read(of("shaw"), VIEW, "bias.row", 3.0, 9.0)
    assert row.value == ENCODINGS["shaw"]().bias(24, 0).at([20], [3])[0, 0]


def test_a_masked_cell_says_so():
    rows = dict(BIAS.read(of("alibi"), VIEW, "bias", 9.0, 3.0).rows)
    assert rows["masked"] == "the key comes after the query"
    assert "masked" not in dict(BIAS.read(of("t5"), VIEW, "bias", 9.0, 3.0).rows)
