"""Heatmap cells in drawings, as five programs show them: no seam between cells, no colour off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pe_desktop.export.composing import composed, print_density
from pe_desktop.export.primitives import Cells, Clip
from pe_desktop.export.request import Request
from pe_desktop.export.writing import export, render

from .states import drawn_by_qt, pixels, state, told, tool

WIDTH, COUNT = 1273, 24
REQUEST = Request(state(length=COUNT, d_model=COUNT), "heatmap", cursor=False, caption=False)


def _librsvg(folder: Path) -> Path:
    program = tool("rsvg-convert")
    export(REQUEST, folder / "a.svg")
    told(program, "-w", str(WIDTH), "-o", folder / "a.png", folder / "a.svg")
    return folder / "a.png"


def _librsvg_shapes(folder: Path) -> Path:
    program = tool("rsvg-convert")
    export(REQUEST.replace(cells="vector"), folder / "a.svg")
    told(program, "-w", str(WIDTH), "-o", folder / "a.png", folder / "a.svg")
    return folder / "a.png"


def _qt_shapes(folder: Path) -> Path:
    return _shown_by_qt(REQUEST.replace(cells="vector"), folder)


def _qt(folder: Path) -> Path:
    return _shown_by_qt(REQUEST, folder)


def _shown_by_qt(request: Request, folder: Path) -> Path:
    shown = drawn_by_qt(render(request, "svg"), WIDTH, round(WIDTH * 540 / 960))
    Image.fromarray(shown).save(folder / "a.png")
    return folder / "a.png"


def _poppler(folder: Path) -> Path:
    program = tool("pdftoppm")
    export(REQUEST, folder / "a.pdf")
    told(program, "-png", "-singlefile", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", folder / "a.pdf", folder / "a")
    return folder / "a.png"


def _cairo(folder: Path) -> Path:
    program = tool("pdftocairo")
    export(REQUEST, folder / "a.pdf")
    told(program, "-png", "-singlefile", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", folder / "a.pdf", folder / "a")
    return folder / "a.png"


def _mupdf(folder: Path) -> Path:
    program = tool("mutool")
    export(REQUEST, folder / "a.pdf")
    told(program, "draw", "-q", "-w", str(WIDTH), "-o", folder / "a.png", folder / "a.pdf")
    return folder / "a.png"


def _png(folder: Path) -> Path:
    request = REQUEST.replace(size=(WIDTH, 716))
    export(request, folder / "a.png")
    return folder / "a.png"


def _cells() -> Cells:
    """The heatmap's own cells on the page, in points."""
    clips = (item for item in composed(REQUEST, print_density(REQUEST)).items if isinstance(item, Clip))
    images = (item for clip in clips for item in clip.items if isinstance(item, Cells))
    return next(cells for cells in images if cells.index.shape == (COUNT, COUNT))


def _edges(start: float, size: float) -> NDArray[np.float64]:
    return (start + size * np.arange(COUNT + 1) / COUNT) * WIDTH / 960


@pytest.mark.parametrize("show", [_librsvg, _librsvg_shapes, _qt, _qt_shapes, _poppler, _cairo, _mupdf, _png])
def test_every_cell_has_its_colour_and_no_seam_shows_between_cells(
    show: Callable[[Path], Path], tmp_path: Path
) -> None:
    shown = pixels(show(tmp_path).read_bytes()).astype(int)
    cells = _cells()
    wanted = cells.palette[cells.index].astype(int)
    x, y = _edges(cells.rect.x, cells.rect.width), _edges(cells.rect.y, cells.rect.height)
    for row in range(COUNT):
        for column in range(COUNT):
            block = shown[_inside(y, row), _inside(x, column)]
            assert np.abs(block - wanted[row, column]).max() <= 1, (row, column)
    middle = shown[:, int((x[3] + x[4]) / 2)]
    for row in range(1, COUNT):
        _assert_between(middle[int(y[row]) - 1 : int(y[row]) + 3], wanted[row - 1, 3], wanted[row, 3])
    middle = shown[int((y[3] + y[4]) / 2)]
    for column in range(1, COUNT):
        _assert_between(middle[int(x[column]) - 1 : int(x[column]) + 3], wanted[3, column - 1], wanted[3, column])


def _inside(edges: NDArray[np.float64], cell: int) -> slice:
    """The pixels that certainly lie in a cell."""
    return slice(int(np.ceil(edges[cell] + 1.2)), int(np.floor(edges[cell + 1] - 1.2)))


def _assert_between(seen: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64]) -> None:
    """No pixel at an edge is lighter or darker than both of its cells."""
    low, high = np.minimum(one, other) - 2, np.maximum(one, other) + 2
    assert ((seen >= low) & (seen <= high)).all(), (seen.tolist(), one.tolist(), other.tolist())
