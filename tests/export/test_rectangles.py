"""Cells as rectangles: each in its colour, nothing over what is blank, no more shapes than there are runs."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pe_desktop.export.primitives import Cells
from pe_desktop.export.rectangles import MOST, rectangles
from pe_desktop.export.request import ExportError
from pe_desktop.figure.layout import Rect

from .states import bytes_of, state

OPAQUE = np.zeros((256, 3), np.uint8)
HOLLOW = np.concatenate([OPAQUE, np.full((256, 1), 255, np.uint8)], axis=1)
HOLLOW[0, 3] = 0
FINE = 8  # places of a cell that are looked at, each way


def painted(cells: Cells) -> np.ndarray:
    """(rows, columns, FINE, FINE) the index that is seen at places of each cell; −1 where nothing is."""
    rows, columns = cells.index.shape
    rect = cells.rect
    x = rect.x + (np.arange(columns * FINE) + 0.5) * rect.width / (columns * FINE)
    y = rect.y + (np.arange(rows * FINE) + 0.5) * rect.height / (rows * FINE)
    seen = np.full((rows * FINE, columns * FINE), -1)
    for shape, index in rectangles(cells):
        down = (y >= shape.y) & (y <= shape.bottom)
        across = (x >= shape.x) & (x <= shape.right)
        seen[np.ix_(down, across)] = index
    return seen.reshape(rows, FINE, columns, FINE).swapaxes(1, 2)


@given(
    arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=7), elements=st.integers(0, 3)),
    st.sampled_from([OPAQUE, HOLLOW]),
    st.floats(0.5, 40),
)
def test_every_cell_is_seen_in_its_colour_and_what_is_blank_is_not_painted(index, palette, side):
    cells = Cells(Rect(3.0, 5.0, side * index.shape[1], 1.7 * side * index.shape[0]), index, palette)
    wanted = index.astype(int) if palette is OPAQUE else np.where(index == 0, -1, index.astype(int))
    assert (painted(cells) == wanted[:, :, None, None]).all()


@given(arrays(np.uint8, (5, 6), elements=st.integers(0, 2)))
def test_no_shape_leaves_the_image_and_equal_neighbours_are_one(index):
    rect = Rect(10.0, 20.0, 120.0, 50.0)
    found = list(rectangles(Cells(rect, index, OPAQUE)))
    assert len(found) == 5 + int((np.diff(index.astype(int), axis=1) != 0).sum()) or len(found) <= index.size
    for shape, _ in found:
        assert rect.x - 1e-9 <= shape.x
        assert shape.right <= rect.right + 1e-9
        assert shape.bottom <= rect.bottom + 1e-9


def test_a_row_of_one_colour_is_one_shape():
    assert len(list(rectangles(Cells(Rect(0, 0, 90, 30), np.ones((3, 9), np.uint8), OPAQUE)))) == 3


def test_too_many_cells_are_refused_in_one_line():
    index = np.zeros((MOST // 64 + 1, 64), np.uint8)
    with pytest.raises(ExportError, match=r"^cells: vector given for 65 × 64 cells; allowed: image, or .*64 × 64"):
        list(rectangles(Cells(Rect(0, 0, 90, 30), index, OPAQUE)))
    with pytest.raises(ExportError, match=r"^cells: vector given for 128 × 64 cells"):
        bytes_of("svg", "heatmap", state(length=128, d_model=64), cells="vector")


def test_a_drawing_with_cells_as_shapes_has_no_image():
    drawing = bytes_of("svg", "similarity", state(length=64, d_model=64), cells="vector").decode()
    assert "<image" not in drawing
    assert 'shape-rendering="crispEdges"' in drawing
    assert len(re.findall("<rect", drawing)) > 64
