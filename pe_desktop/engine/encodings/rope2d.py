"""Rotary positions of an image's patches: some pairs turn by the row, the others by the column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.declarations import head_width
from pe_desktop.engine.encoding import Paired, Reading, plain
from pe_desktop.engine.field import of_length
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.kept import kept
from pe_desktop.engine.parameter import auto_real, choice, grid
from pe_desktop.engine.patches import COLUMN, LONGEST_SIDE, ROW, band_rows, circles, place_rows


@dataclass(frozen=True)
class Style:
    """A published variant. `first` is the axis of the first half of the pairs; `pairing` says which dimensions turn
    together. `shared`: band k of the row and band k of the column have one frequency; else the even ones of a
    common ladder are the row's, the odd ones the column's. `relative`: coordinates go from −1 to 1."""

    base: float
    first: int
    pairing: str
    shared: bool = True
    relative: bool = False


STYLES = {
    "qwen2-vl": Style(10000.0, ROW, "half"),
    "rope-vit": Style(100.0, COLUMN, "interleaved"),
    "pixtral": Style(10000.0, ROW, "half", shared=False),
    "dinov3": Style(100.0, ROW, "half", relative=True),
}


@dataclass(frozen=True)
class Rope2d(Paired):
    """Half of the pairs of each query and key turn by the row y of the patch, half by its column x.

    Styles: `qwen2-vl` (Qwen2-VL's vision tower; transformers 5.23) bands base^(−4k/head_dim), those of y first;
    `rope-vit` (Heo et al. 2024, axial) the same bands with base 100, those of x first, neighbours turn together;
    `pixtral` (Pixtral, transformers) the even bands of base^(−2i/head_dim) for y, the odd ones for x;
    `dinov3` (timm, DINOv3) 2π c / base^(4k/head_dim), c the centre of the patch between −1 and 1.
    """

    id = "rope2d"
    label = "2-D RoPE"
    summary = "Turns some pairs of a query and a key by the row of a patch, the others by its column"
    source = "Heo et al. 2024, Rotary Position Embedding for Vision Transformer; Wang et al. 2024, Qwen2-VL"
    order = 64
    family = "Rotary"
    whole = True
    column = "pair"

    grid: tuple[int, int] = grid((14, 14), LONGEST_SIDE, "Rows and columns of patches, such as 14x14 or 224/16")
    head_dim: int = head_width(multiple=4)
    style: str = choice("qwen2-vl", tuple(STYLES), "Whose bands, and whose order of the axes")
    base: float | None = auto_real(
        1.0,
        1e9,
        "Ratio of the slowest to the fastest wavelength; auto: that of the style",
        log=True,
        aliases=("rope_theta",),
        formula="qwen2-vl, rope-vit: w_k = base^{−4k/head_dim}; pixtral: base^{−2i/head_dim}",
    )

    @property
    def longest(self) -> int:
        return self.grid[0] * self.grid[1]

    @property
    def ratio(self) -> float:
        """The base that counts."""
        return STYLES[self.style].base if self.base is None else self.base

    def bands(self, axis: int) -> Floats:
        """(head_dim / 4,) radians a patch, along the rows (0) or the columns (1)."""
        style, count = STYLES[self.style], np.arange(self.head_dim // 4)
        if not style.shared:
            return self.ratio ** (-2 * (2 * count + axis) / self.head_dim)
        bands = self.ratio ** (-4 * count / self.head_dim)
        return bands * 4 * np.pi / self.grid[axis] if style.relative else bands

    def coordinates(self, axis: int) -> Floats:
        """Of each row or column of patches, in patches: from 0, or from the middle where they are relative."""
        side = self.grid[axis]
        places = np.arange(side, dtype=np.float64)
        return places - (side - 1) / 2 if STYLES[self.style].relative else places

    def frequencies(self, length: int) -> Floats:
        """Pair 2k is band k of the row, pair 2k + 1 that of the column."""
        return np.stack([self.bands(ROW), self.bands(COLUMN)], axis=1).ravel()

    def numbers(self, length: int) -> GridTable:
        """Unwrapped angles in radians, (patches, pairs), the pairs in the order of the style."""
        return of_length(_angles(self), length)

    def picture(self, length: int) -> GridTable:
        """The cosine of each angle."""
        return of_length(_cosines(self), length)

    def vectors(self, length: int) -> GridTable:
        """Their products are Σ cos of the difference of the angles: the score of equal unit query and key."""
        return of_length(_circles(self), length)

    def code(self, length: int) -> Code:
        style, (high, wide) = STYLES[self.style], self.grid
        y, x = ("y - (rows - 1) / 2", "x - (columns - 1) / 2") if style.relative else ("y", "x")
        per_y, per_x = (" * 4 * np.pi / rows", " * 4 * np.pi / columns") if style.relative else ("", "")
        shared = lines(
            "frequency = base ** (-4 * band / head_dim)",
            f"frequency_y = frequency{per_y}",
            f"frequency_x = frequency{per_x}",
        )
        source = lines(
            assigned(rows=high, columns=wide, head_dim=self.head_dim, base=self.ratio),
            "y, x = np.divmod(np.arange(length), columns)",
            "band = np.arange(head_dim // 4)",
            shared if style.shared else _ONE_LADDER,
            f"angle_y = np.outer({y}, frequency_y)",
            f"angle_x = np.outer({x}, frequency_x)",
            f"angles = np.concatenate([{'angle_y, angle_x' if style.first == ROW else 'angle_x, angle_y'}], axis=1)",
            "circles = np.sin(angle_y), np.cos(angle_y), np.sin(angle_x), np.cos(angle_x)",
            "vectors = np.concatenate(circles, axis=1)",
        )
        frequencies = "np.stack([frequency_y, frequency_x], axis=1).ravel()"
        return Code(source, "angles", "np.cos(angles)", "vectors", frequencies)

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        bands, first = 2 * np.arange(self.head_dim // 4), STYLES[self.style].first
        return np.concatenate([bands + first, bands + 1 - first])

    def columns_of(self, pair: int) -> tuple[int]:
        band, axis = divmod(pair, 2)
        return (band + (axis != STYLES[self.style].first) * (self.head_dim // 4),)

    def dimensions_of(self, column: int) -> tuple[int, int]:
        """The two dimensions of the head that turn together by the angle of a column."""
        if STYLES[self.style].pairing == "interleaved":
            return 2 * column, 2 * column + 1
        return column, column + self.head_dim // 2

    def rotate(self, vectors: ArrayLike, positions: ArrayLike) -> Floats:
        """Queries or keys (patches, head_dim) turned to their positions (patches,) in raster order."""
        turned = np.array(vectors, dtype=np.float64)
        angles = self.numbers(self.longest).at(positions, np.arange(self.head_dim // 2))
        first, second = np.array([self.dimensions_of(c) for c in range(self.head_dim // 2)]).T
        x, y = turned[..., first].copy(), turned[..., second].copy()
        turned[..., first] = x * np.cos(angles) - y * np.sin(angles)
        turned[..., second] = y * np.cos(angles) + x * np.sin(angles)
        return turned

    def reading(self, position: float, column: int, length: int) -> Reading:
        angle = float(self.numbers(length).at([position], [column])[0, 0])
        pair, patch = self.pair_of(column), divmod(round(position), self.grid[1])
        axis, (first, second) = pair % 2, self.dimensions_of(column)
        coordinate, frequency = float(self.coordinates(axis)[patch[axis]]), float(self.frequencies(length)[pair])
        turned = ("angle", f"{angle:,.6g} rad"), ("turned dimensions", f"{first} and {second} of {self.head_dim:,}")
        return Reading(
            value=float(np.cos(angle)),
            formula=f"cos({plain(coordinate)} · {plain(frequency)})",
            definition=f"cos θ, θ = {'yx'[axis]} · w",
            rows=(*place_rows(position, patch), *turned, *band_rows(self, pair, length)),
        )


_ONE_LADDER = lines(
    "# The even ones of a common ladder turn by the row, the odd ones by the column",
    "frequency_y = base ** (-2 * (2 * band) / head_dim)",
    "frequency_x = base ** (-2 * (2 * band + 1) / head_dim)",
)


# One table for all lengths: its arrays are then the same objects, and quick to compare.


@kept
def _angles(encoding: Rope2d) -> GridTable:
    axes = tuple(
        FrozenArray(np.multiply.outer(encoding.coordinates(axis), encoding.bands(axis))) for axis in (ROW, COLUMN)
    )
    values = [axis.values for axis in axes]
    limits = min(0.0, *(float(v.min()) for v in values)), max(float(v.max()) for v in values) or 1.0
    return GridTable(encoding.longest, axes, _order(encoding), limits)


@kept
def _cosines(encoding: Rope2d) -> GridTable:
    axes = tuple(FrozenArray(np.cos(axis.values)) for axis in _angles(encoding).axes)
    return GridTable(encoding.longest, axes, _order(encoding))


@kept
def _circles(encoding: Rope2d) -> GridTable:
    axes = tuple(FrozenArray(circles(encoding.coordinates(axis), encoding.bands(axis))) for axis in (ROW, COLUMN))
    return GridTable(encoding.longest, axes, FrozenArray(np.arange(encoding.head_dim)))


def _order(encoding: Rope2d) -> FrozenArray:
    """The columns of the axes, rows' bands then columns', in the order of the style."""
    bands = np.arange(encoding.head_dim // 4)
    return FrozenArray(np.concatenate([bands + axis * len(bands) for axis in encoding.column_pairs[:: len(bands)] % 2]))
