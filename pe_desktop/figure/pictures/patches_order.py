"""An image whose patches are shuffled: without positions attention sees the same set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.declarations import drawing_seed
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import Parametrised, declare
from pe_desktop.engine.patch_order import SIDE, Shuffled, cut, drawn, joined, shuffle, shuffled
from pe_desktop.engine.photo import LANDSCAPE, Photograph
from pe_desktop.figure.figure import SQUARE, Axis, Figure, Panel, share
from pe_desktop.figure.images import image, side_by_side
from pe_desktop.figure.marks import Image, Mark, Path
from pe_desktop.figure.patches import Patch, Patches, outline, patches
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, ranged, suffix
from pe_desktop.figure.ticks import number

MOST, MOST_NUMBERS = 1024, 1 << 20
"""Patches at most, and numbers of their vectors: of more, attention takes too long to follow the hand."""
LONGEST = 2.0  # times as wide as high, or as high as wide, may a panel be
ORDERS = ("image", "shuffled")


@dataclass(frozen=True)
class PatchesOrderOptions(Parametrised):
    picture: str = declare(
        Photograph(), LANDSCAPE, "What is cut: a computed landscape, or a picture of your own, in grey"
    )
    seed: int = drawing_seed("Which order the patches are shuffled to")


class PatchesOrder(Picture):
    id = "patches-order"
    title = "Patch order"
    subtitle = "an image, its patches shuffled, and what attention notices of it"
    formula = "x = patch W_E (+ PE), output = softmax(x W_Q (x W_K)ᵀ / √head_dim) x W_V, before and after shuffling"
    source = "Dosovitskiy et al. 2021, An Image is Worth 16x16 Words (ViT), equations 1 and 2; weights are synthetic"
    attempt = "Click a patch and find it in the shuffled image; then compare 2-D sinusoidal with 2-D RoPE."
    axes = ("pixel row", "pixel column")
    order = 95
    moves_by = ("position",)
    Options = PatchesOrderOptions
    explanation = (
        "An image is cut into patches of 16 × 16 pixels, which are the tokens of a Transformer. Shuffled they make no "
        "sense to us, but attention without positions gives every patch the very same output, wherever it stands: it "
        "sees a set. A 2-D encoding ties each patch to its row and column, and the third panel shows by how much each "
        "patch's output then changes."
    )

    def refusal(self, encoding: Encoding) -> str:
        grid = patches(encoding)
        if grid is None:
            return (
                f"{encoding.label} has no grid of patches here. Choose 2-D sinusoidal, 2-D RoPE, or a learned table "
                "with a row for each patch of a square image, with or without a class token."
            )
        width = grid.encoding.numbers(1).shape[1]
        if grid.count > MOST or grid.count * width > MOST_NUMBERS:
            return (
                f"{encoding.label} has {grid.count:,} patches of {width:,} columns here, and attention compares all. "
                f"Choose up to {MOST:,} patches, or a smaller d_model."
            )
        return ""

    def figure(self, document: Document, view: View) -> Figure:
        grid, options = _grids(document)[0], self.options(document)
        found = [(each, _found(each, options)) for each in _grids(document)]
        changed = [self._changed(document, view, i, *each) for i, each in enumerate(found)]
        beside, tracks = side_by_side(changed, SQUARE, row=0)
        tops = [replace(self._image(view, name, grid, options), column=i) for i, name in enumerate(ORDERS)]
        tops += [replace(panel, column=panel.column + len(ORDERS)) for panel in beside]
        columns = (replace(t, aspect=_aspect(grid)) if t.square else t for t in (SQUARE, SQUARE, *tracks))
        return Figure(self.id, self.title, _said(found), tuple(tops), tuple(columns), (share(),))

    def _image(self, view: View, name: str, grid: Patches, options: PatchesOrderOptions) -> Panel:
        id, seed = f"{self.id}.{name}", options.seed
        pixels = _pixels(options.picture, grid.high, grid.wide, seed if name == "shuffled" else None)
        x, y = _axes(grid, *self._labels(grid, options)[name])
        rect = (-0.5, -0.5, grid.wide - 0.5, grid.high - 0.5)
        mark = Image(ArrayTable(pixels, len(pixels.values)), "grey", (0.0, 1.0), rect)
        place = _place(grid, grid.patch(view.position), seed if name == "shuffled" else None)
        x, y = ranged(view, id, x, y)
        return Panel(id, x, y, (mark, *_borders(grid), *_around(place)), title=name.capitalize(), zooms=True)

    def _labels(self, grid: Patches, options: PatchesOrderOptions) -> dict[str, tuple[str, str]]:
        """What stands at the axes of the image and of the shuffled one: what it is, and what it does."""
        still = _most(_found(grid, options).without)
        size = f"{grid.high} × {grid.wide} patches"
        return {"image": (size, "patch row"), "shuffled": (f"no PE: {still}", "")}

    def _changed(self, document: Document, view: View, index: int, grid: Patches, found: Shuffled) -> Panel:
        """By how much the output of each patch changes with the positions of one encoding."""
        id = f"{self.id}.changed{suffix(index)}"
        values = FrozenArray(found.placed.reshape(grid.high, grid.wide))
        most = float(values.values.max()) or 1.0
        mark = replace(image(document, ArrayTable(values, grid.high)), levels=(0.0, most))
        x, y = ranged(view, id, *_axes(grid, f"PE: {_most(found.placed)}"))
        title = letter(document, index) or "Change"
        return Panel(id, x, y, (mark, *_around(grid.patch(view.position))), title=title, zooms=True, of=index)

    def shape(self, document: Document) -> tuple[int, ...]:
        grid = _grids(document)[0]
        return grid.high * SIDE, grid.wide * SIDE

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        grids, options = _grids(document), self.options(document)
        shown = _pixels(options.picture, grids[0].high, grids[0].wide, options.seed)
        arrays = {"shuffled": np.array(shown.values)}
        for grid, end in zip(grids, ("", "_b"), strict=False):
            found, sides = _found(grid, options), (grid.high, grid.wide)
            arrays[f"order{end}"] = found.order.astype(np.float64).reshape(sides)
            arrays[f"change_without_positions{end}"] = found.without.reshape(sides)
            arrays[f"change_with_positions{end}"] = found.placed.reshape(sides)
        return arrays

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        options = self.options(document)
        values: dict[str, float] = {}
        for grid, end in zip(_grids(document), ("", "_b"), strict=False):
            found = _found(grid, options)
            values[f"difference_without_positions{end}"] = float(found.without.max())
            values[f"difference_with_positions{end}"] = float(found.placed.max())
        return values

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """The patch that was pointed at, wherever it stands now."""
        inside = view.within(document)
        grid, patch, _ = self._pointed(document, panel.id, *point)
        return inside.at(float(grid.position(*patch)), document.length - 1) if patch is not None else inside

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        grid, patch, there = self._pointed(document, panel, x, y)
        if patch is None or not there:
            return None
        options = self.options(document)
        found, place = _found(grid, options), grid.position(*patch) - grid.first
        moved = _place(grid, patch, options.seed)
        rows = (
            ("patch", f"row {patch[0]}, column {patch[1]}"),
            ("shuffled to", f"row {moved[0]}, column {moved[1]}"),
            ("change without positions", number(float(found.without[place]))),
            ("change with positions", number(float(found.placed[place]))),
        )
        return Reading(float(found.placed[place]), f"change of output {place}", "max |output after − before|", rows)

    def _pointed(self, document: Document, panel: str, x: float, y: float) -> tuple[Patches, Patch, bool]:
        """The grid, the patch that a panel shows at a point or nearest to it, and whether it is there."""
        grid = _grids(document)[at_panel(document, panel)]
        name = panel.removeprefix(f"{self.id}.").removesuffix(".b")
        row, column = min(max(round(y), 0), grid.high - 1), min(max(round(x), 0), grid.wide - 1)
        there = name in (*ORDERS, "changed") and abs(y - row) <= 0.5 and abs(x - column) <= 0.5
        if name != "shuffled":
            return grid, (row, column), there
        order = shuffle(grid.count, self.options(document).seed)
        found = divmod(int(order[row * grid.wide + column]), grid.wide)
        return grid, found, there


def _grids(document: Document) -> list[Patches]:
    return [grid for grid in map(patches, document.encodings) if grid is not None]


@lru_cache(maxsize=16)
def _found(grid: Patches, options: PatchesOrderOptions) -> Shuffled:
    return shuffled(grid.encoding, grid.high, grid.wide, grid.first, options.seed, options.picture)


@lru_cache(maxsize=8)
def _pixels(picture: str, high: int, wide: int, seed: int | None) -> FrozenArray:
    """The image, shuffled where there is a seed."""
    image = drawn(picture, high, wide)
    return FrozenArray(image if seed is None else joined(cut(image)[shuffle(high * wide, seed)], high, wide))


def _place(grid: Patches, patch: Patch, seed: int | None) -> Patch:
    """Where a patch stands in the image, or in the shuffled one."""
    if seed is None or patch[1] < 0:
        return patch
    places = np.argsort(shuffle(grid.count, seed))
    row, column = divmod(int(places[patch[0] * grid.wide + patch[1]]), grid.wide)
    return row, column


def _axes(grid: Patches, across: str, down: str = "") -> tuple[Axis, Axis]:
    return cells_axis(grid.wide, "patch", across), cells_axis(grid.high, "patch", down, down=True)


def _around(patch: Patch) -> tuple[Path, ...]:
    """The outline of a patch; none of the class token."""
    row, column = patch
    return outline((column - 0.5, column + 0.5), (row - 0.5, row + 0.5)) if column >= 0 else ()


def _borders(grid: Patches) -> list[Mark]:
    """Thin lines between patches."""
    across, down = (-0.5, grid.wide - 0.5), (-0.5, grid.high - 0.5)
    upright = [Path(((x - 0.5, down[0]), (x - 0.5, down[1])), "card", 0.8) for x in range(1, grid.wide)]
    level = [Path(((across[0], y - 0.5), (across[1], y - 0.5)), "card", 0.8) for y in range(1, grid.high)]
    return [*upright, *level]


def _aspect(grid: Patches) -> float:
    return min(max(grid.wide / grid.high, 1 / LONGEST), LONGEST)


def _most(changes: Floats) -> str:
    return _few(float(changes.max()))


def _few(change: float) -> str:
    """With three digits, or as a power of ten."""
    return f"{change:.3f}" if change == 0 or change >= 1e-3 else number(change)


def _said(found: list[tuple[Patches, Shuffled]]) -> str:
    placed = (f"by {_most(change.placed)} with {grid.encoding.label}" for grid, change in found)
    still = f"outputs change by {_most(found[0][1].without)} without positions"
    return ", ".join((still, *placed))
