"""Attention heads: which are shown, in what colours, and how several stand beside each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.field import Field
from pe_desktop.figure.figure import Panel, Track, share
from pe_desktop.figure.images import BAR, LEAST, bar
from pe_desktop.figure.marks import Image, Path

WIDE, HIGH = 870.0, 480.0  # points that a slide or a window has for small matrices
ASIDE, ABOVE = 8.0, 34.0  # of these, what is between two and what stands above one
STAIRS = 24  # positions at most whose mask is outlined cell by cell


def relative(document: Document) -> tuple[Relative, ...]:
    """A, and B when two are compared, of a document of biases."""
    biases = tuple(e for e in document.encodings if isinstance(e, Relative))
    assert len(biases) == len(document.encodings)
    return biases


def looked_at(document: Document, view: View) -> tuple[int, ...]:
    """The head of A, and of B, that the view looks at, or the last."""
    return tuple(min(view.head, encoding.num_heads - 1) for encoding in relative(document))


def spread(heads: tuple[int, ...], most: int, kept: int) -> tuple[int, ...]:
    """Up to `most` of the heads, evenly chosen; `kept` is one of them, for the one nearest to it."""
    if len(heads) > most:
        heads = tuple(heads[i] for i in np.linspace(0, len(heads) - 1, most).round().astype(int))
    if kept in heads:
        return heads
    if len(heads) < most:
        return tuple(sorted((*heads, kept)))
    nearest = min(heads, key=lambda head: abs(head - kept))
    return tuple(sorted((*(head for head in heads if head != nearest), kept)))


def head_image(document: Document, field: Field, span: tuple[float, float] | None = None) -> Image:
    """A bias with nothing in the colour of paper, and what is taken off and what is added in two hues."""
    low, high = span or field.bounds
    if document.colormap != "theme":
        return Image(field, document.colormap, (low, high) if high - low > LEAST else (low, low + 1.0))
    most = max(-low, high)
    most = most if most > LEAST else 1.0
    return Image(field, "signed", (-most, most))


def head_bar(id: str, image: Image, row: int, span: tuple[float, float]) -> Panel:
    """The colours that the bias takes on: one side only, where nothing is added or nothing taken off."""
    low, high = span
    low, high = min(low, 0.0), max(high, 0.0)
    return bar(id, image, row, (low, high) if high - low > LEAST else image.levels)


def beside(images: list[tuple[Panel, tuple[float, float]]]) -> tuple[tuple[Panel, ...], tuple[Track, ...]]:
    """Matrices in columns, each followed by its colours; one bar for all that share a scale."""
    marks = [image_of(panel) for panel, _ in images]
    panels: list[Panel] = []
    tracks: list[Track] = []
    for i, ((panel, span), mark) in enumerate(zip(images, marks, strict=True)):
        panels.append(replace(panel, column=len(tracks)))
        tracks.append(share(1.5 if len(images) == 1 else 1.2))
        after = marks[i + 1] if i + 1 < len(marks) else None
        if after is None or (after.levels, after.colours) != (mark.levels, mark.colours):
            panels.append(replace(head_bar(f"{panel.id}.scale", mark, 0, span), column=len(tracks)))
            tracks.append(BAR)
    return tuple(panels), tuple(tracks)


def grid_of(count: int, blocks: int = 1) -> int:
    """How many columns leave blocks of so many matrices nearly square, and few places empty."""

    def waste(columns: int) -> float:
        rows = -(-count // columns)
        wide, high = WIDE / columns - ASIDE, max(1.0, HIGH / (blocks * rows) - ABOVE)
        return abs(float(np.log(wide / high))) + (1 - count / (columns * rows))

    return min(range(1, count + 1), key=waste)


def in_grid(tiles: list[Panel], columns: int, first: int) -> list[Panel]:
    """Tiles in their places from row `first` on; numbers stand beside the outer ones only."""
    placed = []
    for i, tile in enumerate(tiles):
        below, left = i + columns >= len(tiles), i % columns == 0
        x, y = replace(tile.x, ticks=below), replace(tile.y, ticks=left)
        placed.append(replace(tile, column=i % columns, row=first + i // columns, x=x, y=y))
    return placed


def image_of(panel: Panel) -> Image:
    return next(mark for mark in panel.marks if isinstance(mark, Image))


def mask_edge(length: int) -> Path:
    """Where the keys after the query begin: along the cells, or, where there are many, along the diagonal."""
    if length > STAIRS:
        return Path(((-0.5, -0.5), (length - 0.5, length - 0.5)), "muted", 1.0)
    corners = [(i + x, i + y) for i in range(length) for x, y in ((-0.5, -0.5), (0.5, -0.5))]
    return Path((*corners, (length - 0.5, length - 0.5)), "muted", 1.0)
