"""How similar each patch of an image is to all others: ViT's figure 7."""

from __future__ import annotations

from dataclasses import replace

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.mosaic import Mosaic
from pe_desktop.engine.similarity import round_outwards
from pe_desktop.figure.figure import SQUARE, Figure, Panel, share
from pe_desktop.figure.images import clipped, image, side_by_side
from pe_desktop.figure.marks import Image
from pe_desktop.figure.patches import Patch, Patches, TileAxis, outline, patches
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, ranged, suffix

BELOW = 0.2  # of the range of values: where the colours begin
LONGEST = 2.0  # times as wide as high, or as high as wide, may a panel be


class PatchSimilarity(Picture):
    id = "patches"
    title = "Patches"
    subtitle = "how similar each patch of an image is to every patch"
    formula = "cosine = PE[p] · PE[q] / (‖PE[p]‖ ‖PE[q]‖); of 2-D sinusoids (S(dy) + S(dx)) / (d/2), S(k) = Σ cos(w k)"
    source = "Dosovitskiy et al. 2021, An Image is Worth 16x16 Words (ViT), figure 7, middle"
    attempt = "Click from a corner to the middle; then set the convention to moco-v3 and the grid to 7x14."
    axes = ("row", "column", "key row", "key column")
    order = 90
    moves_by = ("position",)
    explanation = (
        "Each small tile stands at the place of one patch of the image and shows how similar that patch's encoding "
        "is to those of all patches, each at its own place. The strongest colour is the patch itself; the cross "
        "through it says that rows and columns are compared on their own. The large tile is that of the patch "
        "under the cursor."
    )

    def refusal(self, encoding: Encoding) -> str:
        if patches(encoding) is not None:
            return ""
        return (
            f"{encoding.label} has no grid of patches here. Choose 2-D sinusoidal, 2-D RoPE, or a learned table with "
            "a row for each patch of a square image, with or without a class token."
        )

    def figure(self, document: Document, view: View) -> Figure:
        grids = _grids(document)
        panels = [self._mosaic(document, view, i, grid) for i, grid in enumerate(grids)]
        if len(grids) == 1:
            panels.append(self._tile(document, view, grids[0]))
        placed, columns = side_by_side(panels, SQUARE, row=0)
        shapes = {panel.column: _shape(panel) for panel in placed if panel.zooms}
        tracks = (replace(track, aspect=shapes.get(i, 1.0)) for i, track in enumerate(columns))
        return Figure(self.id, self.title, _subtitle(grids), placed, tuple(tracks), (share(),))

    def _mosaic(self, document: Document, view: View, index: int, grid: Patches) -> Panel:
        field, id = grid.mosaic(), self.id + suffix(index)
        across, down = TileAxis(field.across), TileAxis(field.down)
        axes = across.axis("input patch column"), down.axis("" if index else "input patch row", down=True)
        (left, right), (top, bottom) = across.ends, down.ends
        shown = replace(_image(document, field), rect=(left, top, right, bottom))
        row, column = grid.patch(view.position)
        has_tile = row in field.down.shown and column in field.across.shown
        here = outline(across.edges(column), down.edges(row)) if has_tile else ()
        x, y = ranged(view, id, *axes)
        return Panel(id, x, y, (shown, *here), title=letter(document, index), zooms=True, of=index)

    def _tile(self, document: Document, view: View, grid: Patches) -> Panel:
        row, column = patch = grid.patch(view.position)
        axes = cells_axis(grid.wide, "patch", "patch column"), cells_axis(grid.high, "patch", "patch row", down=True)
        x, y = ranged(view, self._large, *axes)
        here = outline((column - 0.5, column + 0.5), (row - 0.5, row + 0.5)) if column >= 0 else ()
        marks = (_image(document, grid.tile(patch)), *here)
        return Panel(self._large, x, y, marks, title=_named(patch), zooms=True)

    def shape(self, document: Document) -> tuple[int, ...]:
        grid = _grids(document)[0]
        return grid.high, grid.wide, grid.high, grid.wide

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        found = zip(("patches", "patches_b"), _grids(document), strict=False)
        return {name: _similarities(grid) for name, grid in found}

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        row, column = _grids(document)[0].patch(view.within(document).position)
        return {"row": float(row), "column": float(column)}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """The patch whose tile was pointed at; in the large tile, the patch itself."""
        inside = view.within(document)
        grid, query, key, _ = self._pointed(document, inside, panel.id, *point)
        position = float(grid.position(*(key if panel.id == self._large else query)))
        return inside.at(position, document.length - 1) if position < document.length else inside

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        if panel not in (self.id, f"{self.id}.b", self._large):
            return None
        grid, query, key, there = self._pointed(document, view.within(document), panel, x, y)
        return _reading(grid, query, key) if there else None

    @property
    def _large(self) -> str:
        """The id of the panel of one patch."""
        return f"{self.id}.tile"

    def _pointed(
        self, document: Document, view: View, panel: str, x: float, y: float
    ) -> tuple[Patches, Patch, Patch, bool]:
        """The grid, the patch whose tile a point is in, the patch that it stands for, and whether it is on one."""
        grid = _grids(document)[at_panel(document, panel)]
        if panel == self._large:
            row, column = min(max(round(y), 0), grid.high - 1), min(max(round(x), 0), grid.wide - 1)
            there = abs(y - row) <= 0.5 and abs(x - column) <= 0.5
            return grid, grid.patch(view.position), (row, column), there
        field = grid.mosaic()
        (row, key_row, in_rows), (column, key_column, in_columns) = (
            TileAxis(field.down).at(y),
            TileAxis(field.across).at(x),
        )
        return grid, (row, column), (key_row, key_column), in_rows and in_columns


def _grids(document: Document) -> list[Patches]:
    return [grid for grid in map(patches, document.encodings) if grid is not None]


def _similarities(grid: Patches) -> Floats:
    """The cosine of every two patches, (rows, columns, rows, columns)."""
    rows = grid.rows().full()[grid.first :]
    sides = grid.high, grid.wide
    return (rows @ rows.T).reshape(*sides, *sides)


def _image(document: Document, field: Mosaic) -> Image:
    """In colours that all that is compared shares, and that begin below the least value: tiles then stand out from
    the gaps."""
    spans = [grid.mosaic().bounds for grid in _grids(document)]
    low, high = min(low for low, _ in spans), max(high for _, high in spans)
    return replace(image(document, field), levels=round_outwards(max(-1.0, low - BELOW * (high - low)), high))


def _shape(panel: Panel) -> float:
    """Width over height that makes patches square, as far as that leaves room for all."""
    field = next(mark.field for mark in panel.marks if isinstance(mark, Image))
    assert isinstance(field, Mosaic)
    across, down = (len(tiling.shown) * tiling.side for tiling in (field.across, field.down))
    return min(max(across / down, 1 / LONGEST), LONGEST)


def _subtitle(grids: list[Patches]) -> str:
    fields = [grid.mosaic() for grid in grids]
    sizes = dict.fromkeys(f"{grid.high} × {grid.wide}" for grid in grids)
    parts = [f"cosine similarity of {' and '.join(sizes)} patches" + clipped(fields)]
    tiles = dict.fromkeys(f"{len(field.down.shown)} × {len(field.across.shown)}" for field in fields)
    if tiles != sizes:
        parts.append(f"tiles for {' and '.join(tiles)}")
    if any(grid.first for grid in grids):
        parts.append("class token left out")
    return ", ".join(parts)


def _named(patch: Patch) -> str:
    row, column = patch
    return f"row {row}, column {column}" if column >= 0 else "class token"


def _reading(grid: Patches, query: Patch, key: Patch) -> Reading:
    table = grid.rows()
    (y, x), (v, u) = query, key
    places = [grid.position(y, x), grid.position(v, u)]
    one, other = table.at(places, range(table.shape[1]))
    step = (("step dy, dx", f"{y - v}, {x - u}"),) if x >= 0 else ()
    return Reading(
        value=float(one @ other),
        formula=f"cosine of PE[{places[0]}] and PE[{places[1]}]",
        definition=_definition(grid),
        rows=(("query patch", _named(query)), ("key patch", _named(key)), *step),
    )


def _definition(grid: Patches) -> str:
    if not grid.mosaic().separable:
        return "p · q / (‖p‖ ‖q‖)"
    return "(Σ cos(w dy) + Σ cos(w dx)) / number of pairs"
