"""Sines and cosines of a patch's row and column: He et al. 2021, MAE (arXiv 2111.06377), and its relatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.declarations import wavelength_base
from pe_desktop.engine.encoding import Paired, Reading, plain
from pe_desktop.engine.field import of_length
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.kept import kept
from pe_desktop.engine.parameter import choice, grid, integer
from pe_desktop.engine.patches import COLUMN, LONGEST_SIDE, ROW, band_rows, circles, place_rows


@dataclass(frozen=True)
class Convention:
    """Where each quarter of the columns comes from: (cosine, ROW or COLUMN of the patch).

    `by_column`: successive rows of the table go down a column of patches. `to_the_end`: the slowest frequency is
    1 / base itself, since exponents are k/(m − 1), not k/m.
    """

    quarters: tuple[tuple[bool, int], ...]
    by_column: bool = False
    to_the_end: bool = False


SIN, COS = False, True
X_THEN_Y = ((SIN, COLUMN), (COS, COLUMN), (SIN, ROW), (COS, ROW))
CONVENTIONS = {
    "mae": Convention(X_THEN_Y),
    "moco-v3": Convention(X_THEN_Y, by_column=True),
    "timm": Convention(((SIN, ROW), (SIN, COLUMN), (COS, ROW), (COS, COLUMN))),
    "timm-interleave": Convention(((SIN, ROW), (COS, ROW), (SIN, COLUMN), (COS, COLUMN))),
    "timm-reverse": Convention(((SIN, COLUMN), (SIN, ROW), (COS, COLUMN), (COS, ROW)), by_column=True),
    "big-vision": Convention(X_THEN_Y, to_the_end=True),
}
REMARKS = {
    "mae": "published for square grids",
    "moco-v3": "made for square grids: here rows go to other patches",
    "timm-reverse": "rows go down the columns: here to other patches than those read along the rows",
}


@dataclass(frozen=True)
class Sincos2d(Paired):
    """Half of the columns tell the row y of a patch, half its column x: sines and cosines of base^(−k/m), m = d/4.

    Conventions, each as its own code computes it: `mae` [sin x, cos x, sin y, cos y] (its names say the reverse);
    `moco-v3` the same with table rows that go down the columns, since torch.meshgrid counts the first axis slowest,
    which on a square grid is [sin y, cos y, sin x, cos x]; `timm` [sin y, sin x, cos y, cos x],
    `timm-interleave` [sin y, cos y, sin x, cos x], `timm-reverse` x and y exchanged with rows that go down the
    columns; `big-vision` (SimpleViT) as MAE with exponents k/(m − 1). timm 1.0.31 was run for the golden tables.
    """

    id = "sincos2d"
    label = "2-D sinusoidal"
    summary = "Sines and cosines of the row and of the column of an image's patch, side by side"
    source = "He et al. 2021, Masked Autoencoders (MAE); Chen et al. 2021, MoCo v3; Beyer et al. 2022, SimpleViT"
    order = 57
    family = "Two-dimensional"
    whole = True

    grid: tuple[int, int] = grid((14, 14), LONGEST_SIDE, "Rows and columns of patches, such as 14x14 or 224/16")
    d_model: int = integer(
        768,
        4,
        16384,
        "Width of the model: a quarter each for two sines and two cosines",
        multiple=4,
        log=True,
        formula="sin and cos of y w_k and of x w_k, k < d_model/4",
    )
    convention: str = choice(
        "mae", tuple(CONVENTIONS), "Whose order of the columns and of the patches", aliases=("order",)
    )
    base: float = wavelength_base(
        "w_k = base^{−k/m}, m = d_model/4; big-vision: base^{−k/(m − 1)}", alias="temperature"
    )

    @property
    def longest(self) -> int:
        return self.grid[0] * self.grid[1]

    @property
    def remark(self) -> str:
        return "" if self.grid[0] == self.grid[1] else REMARKS.get(self.convention, "")

    @property
    def bands(self) -> Floats:
        """(d_model / 4,) radians a patch, along each axis."""
        count = self.d_model // 4
        divisor = max(count - 1, 1) if CONVENTIONS[self.convention].to_the_end else count
        return self.base ** (-np.arange(count) / divisor)

    def frequencies(self, length: int) -> Floats:
        """Pair 2k is band k of the row, pair 2k + 1 that of the column."""
        return np.repeat(self.bands, 2)

    def numbers(self, length: int) -> GridTable:
        return of_length(_table(self), length)

    def code(self, length: int) -> Code:
        chosen, (high, wide) = CONVENTIONS[self.convention], self.grid
        steps = "(bands - 1)" if chosen.to_the_end and self.d_model > 4 else "bands"
        names = [f"np.{'cos' if cosine else 'sin'}(angle_{'yx'[axis]})" for cosine, axis in chosen.quarters]
        source = lines(
            assigned(rows=high, columns=wide, d_model=self.d_model, base=self.base),
            "bands = d_model // 4",
            f"frequency = base ** (-np.arange(bands) / {steps})",
            "x, y = np.divmod(np.arange(length), rows)" if chosen.by_column else "",
            "" if chosen.by_column else "y, x = np.divmod(np.arange(length), columns)",
            "angle_y, angle_x = np.outer(y, frequency), np.outer(x, frequency)",
            f"quarters = {', '.join(names)}",
            "table = np.concatenate(quarters, axis=1)",
        )
        return Code(source, frequencies="np.repeat(frequency, 2)")

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        bands = np.arange(self.d_model // 4)
        return np.concatenate([2 * bands + axis for _, axis in CONVENTIONS[self.convention].quarters])

    def columns_of(self, pair: int) -> tuple[int, int]:
        """Sine, then cosine."""
        band, axis = divmod(pair, 2)
        quarters = CONVENTIONS[self.convention].quarters
        sine, cosine = (quarters.index((function, axis)) * (self.d_model // 4) + band for function in (SIN, COS))
        return sine, cosine

    def patch(self, position: float) -> tuple[int, int]:
        """Row and column of the patch that the table's row at a position is computed of."""
        high, wide = self.grid
        if CONVENTIONS[self.convention].by_column:
            x, y = divmod(round(position), high)
            return y, x
        return divmod(round(position), wide)

    def reading(self, position: float, column: int, length: int) -> Reading:
        pair, patch = self.pair_of(column), self.patch(position)
        band, axis = divmod(pair, 2)
        function = "sin" if column == self.columns_of(pair)[0] else "cos"
        to_the_end = CONVENTIONS[self.convention].to_the_end
        divisor = max(self.d_model // 4 - 1, 1) if to_the_end else self.d_model // 4
        letter, exponent = "yx"[axis], "−k/(m − 1)" if to_the_end else "−k/m"
        dimension = ("dimension", f"{column} of {self.d_model:,}")
        return Reading(
            value=float(self.numbers(length).at([position], [column])[0, 0]),
            formula=f"{function}({patch[axis]} · {plain(self.base)}^{{−{band}/{divisor}}})",
            definition=f"{function}({letter} · base^{{{exponent}}}), m = d_model/4",
            rows=(*place_rows(position, patch), dimension, *band_rows(self, pair, length)),
        )


@kept
def _table(encoding: Sincos2d) -> GridTable:
    """One table for all lengths: its arrays are then the same objects, and quick to compare."""
    chosen = CONVENTIONS[encoding.convention]
    slowest_first = (COLUMN, ROW) if chosen.by_column else (ROW, COLUMN)
    axes = tuple(FrozenArray(circles(np.arange(encoding.grid[axis]), encoding.bands)) for axis in slowest_first)
    count = encoding.d_model // 4
    starts = [(2 * slowest_first.index(axis) + cosine) * count for cosine, axis in chosen.quarters]
    order = np.concatenate([start + np.arange(count) for start in starts])
    return GridTable(encoding.longest, axes, FrozenArray(order))
