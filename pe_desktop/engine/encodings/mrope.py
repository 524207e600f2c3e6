"""Multimodal rotary positions: Wang et al. 2024, Qwen2-VL (arXiv 2409.12191), section 2.1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.declarations import head_width, wavelength_base
from pe_desktop.engine.encoding import Paired, Reading, pair_rows, plain
from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.kept import kept
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.parameter import ParameterError, choice, grid, integer, integers
from pe_desktop.engine.sinusoids import cosine_sum, cosines, drawn_cosine_sum, paired
from pe_desktop.engine.stacked import Part, Stacked

LAYOUTS = ("chunked", "interleaved")
STREAMS = ("t", "h", "w")
Places = NDArray[np.int64]
MANY = 100_000_000  # positions of the formulas that the text is cut from


@dataclass(frozen=True)
class Mrope(Paired):
    """Each token has three positions: time t, row h, column w. Each pair turns by one of them, at RoPE's frequency.

    Text has t = h = w, so that it is turned as by RoPE. An image has a constant t, or that of the frame, and its
    rows and columns count on from where it starts; the text after it goes on at the greatest of all, plus 1.
    `chunked` (Qwen2-VL): the first pairs take t, the next h, the last w, as many as mrope_section says.
    `interleaved` (Qwen3-VL): pair i takes h where i mod 3 = 1, w where i mod 3 = 2, while i is below three times
    their number, and t elsewhere. Pairs are (i, i + head_dim/2). Agrees with transformers 5.23.
    """

    id = "mrope"
    label = "M-RoPE"
    summary = "RoPE for text with images: pairs turn by time, by row or by column"
    source = "Wang et al. 2024, Qwen2-VL, section 2.1; Qwen team 2025, Qwen3-VL"
    order = 66
    family = "Rotary"
    column = "pair"

    head_dim: int = head_width(default=128)
    base: float = wavelength_base("θ_i = base^{−2i/head_dim}", "Called rope_theta in models' files", default=1e6)
    layout: str = choice("chunked", LAYOUTS, "Pairs of time, row and column one after the other, or in turn")
    mrope_section: tuple[int, ...] = integers(
        "How many pairs take time, row and column; auto: the shares of the model",
        maximum=8192,
    )
    text_before: int = integer(16, 0, 100_000, "Tokens of text before the image", unit="tokens")
    frames: int = integer(1, 1, 256, "Images after each other: the frames of a film", unit="frames")
    grid: tuple[int, int] = grid((8, 8), 256, "Rows and columns of the tokens of an image, such as 8x8")

    def __post_init__(self) -> None:
        super().__post_init__()
        section = self.mrope_section
        if section and (len(section) != 3 or sum(section) != self.head_dim // 2):
            allowed = f"auto, or three integers that add up to head_dim / 2 = {self.head_dim // 2}"
            raise ParameterError("mrope_section", ",".join(map(str, section)), allowed)

    @property
    def sections(self) -> tuple[int, ...]:
        """How many pairs take t, h and w: those given, or the shares of the published models."""
        if self.mrope_section:
            return self.mrope_section
        pairs = self.head_dim // 2
        side = 3 * pairs // 8 if self.layout == "chunked" else 5 * pairs // 16
        return pairs - 2 * side, side, side

    @property
    def streams(self) -> NDArray[np.int64]:
        """(pairs,) the position by which each pair turns: 0 time, 1 row, 2 column."""
        if self.layout == "chunked":
            return np.repeat(np.arange(3), self.sections)
        pair = np.arange(self.head_dim // 2)
        limits = 3 * np.array([0, *self.sections[1:]])
        return np.where(pair < limits[pair % 3], pair % 3, 0)

    @property
    def image(self) -> tuple[int, int, int]:
        """Frames, rows and columns."""
        return self.frames, *self.grid

    def frequencies(self, length: int) -> Floats:
        return self.base ** (-2 * np.arange(self.head_dim // 2) / self.head_dim)

    def position_ids(self, tokens: ArrayLike) -> NDArray[np.int64]:
        """t, h and w of each token, (3, tokens)."""
        index = np.asarray(tokens, dtype=np.int64)
        start, count = self.text_before, prod(self.image)
        place = np.unravel_index(np.clip(index - start, 0, count - 1), self.image)
        after = index - count + max(self.image)
        text = np.where(index < start, index, after)
        inside = (index >= start) & (index < start + count)
        return np.where(inside, start + np.array(place), text)

    def angles(self, position_ids: ArrayLike) -> Floats:
        """(tokens, pairs) radians of tokens whose t, h and w are given, (3, tokens)."""
        places = np.asarray(position_ids, dtype=np.float64)[self.streams]
        return np.asarray(places.T * self.frequencies(1), dtype=np.float64)

    def numbers(self, length: int) -> Stacked:
        """Unwrapped angles in radians, (length, pairs)."""
        return self._stacked(length, _angles(self))

    def picture(self, length: int) -> Stacked:
        """The cosine of each angle."""
        return self._stacked(length, _cosines(self))

    def vectors(self, length: int) -> Stacked:
        """Their products are Σ cos of the difference of the angles: the score of equal unit query and key."""
        return Circles(self._stacked(length, _circles(self)).parts, self)

    def _stacked(self, length: int, tables: tuple[Table, GridTable]) -> Stacked:
        text, image = tables
        before = min(length, self.text_before)
        inside = min(length - before, prod(self.image))
        parts = (
            Part(text, 0, before),
            Part(image, 0, inside),
            Part(text, self.text_before + max(self.image), length - before - inside),
        )
        return Stacked(tuple(part for part in parts if part.count))

    def code(self, length: int) -> Code:
        chunked = self.layout == "chunked"
        source = lines(
            assigned(head_dim=self.head_dim, base=self.base, text_before=self.text_before),
            f"frames, rows, columns = {', '.join(map(str, self.image))}",
            "pair = np.arange(head_dim // 2)",
            "frequency = base ** (-2 * pair / head_dim)",
            "# t, h and w of each token: equal in text, frame, row and column in the image",
            "before = np.tile(np.arange(text_before), (3, 1))",
            "image = text_before + np.indices((frames, rows, columns)).reshape(3, -1)",
            "after = np.arange(length) + text_before + max(frames, rows, columns)",
            "token = np.concatenate([before, image, np.tile(after, (3, 1))], axis=1)[:, :length]",
            f"sections = {', '.join(map(str, self.sections))}",
            "stream = np.repeat([0, 1, 2], sections)  # by which each pair turns" if chunked else "",
            "" if chunked else "limit = 3 * np.array([0, *sections[1:]])[pair % 3]",
            "" if chunked else "stream = np.where(pair < limit, pair % 3, 0)  # by which each pair turns",
            "angles = token[stream].T * frequency",
            "circles = np.stack([np.sin(angles), np.cos(angles)], axis=2)",
        )
        return Code(source, "angles", "np.cos(angles)", "circles.reshape(length, -1)")

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        return np.arange(self.head_dim // 2)

    def columns_of(self, pair: int) -> tuple[int]:
        return (pair,)

    def reading(self, position: float, column: int, length: int) -> Reading:
        token = round(position)
        places = self.position_ids([token])
        stream, frequency = int(self.streams[column]), float(self.frequencies(length)[column])
        angle = float(self.angles(places)[0, column])
        named = ", ".join(f"{name} = {int(place)}" for name, place in zip(STREAMS, places[:, 0], strict=True))
        turned = ("angle", f"{angle:,.6g} rad"), ("turns by", STREAMS[stream])
        return Reading(
            value=float(np.cos(angle)),
            formula=f"cos({int(places[stream, 0])} · {plain(self.base)}^{{−{2 * column}/{self.head_dim}}})",
            definition=f"cos θ, θ = {STREAMS[stream]} · base^{{−2i/d}}, w_i = {plain(frequency)}",
            rows=(("position", plain(token)), ("token", named), *turned, *pair_rows(self, column, length)),
        )


@dataclass(frozen=True)
class Circles(Stacked):
    """The sine and cosine of every angle, times `scale`: the product of two tokens is Σ cos(w (p − q)), where p and q
    are their times, rows or columns, by what each pair turns by."""

    encoding: Mrope
    scale: float = 1.0

    def paired_products(self, p: Places, q: Places) -> Floats:
        return self._summed(p, q, cosine_sum)

    def paired_traced(self, p: Places, q: Places) -> Floats:
        return self._summed(p, q, drawn_cosine_sum)

    def _summed(self, p: Places, q: Places, summed: Callable[[ArrayLike, Floats], Floats]) -> Floats:
        frequencies, streams, sums = self.encoding.frequencies(1), self.encoding.streams, np.zeros(len(p))
        apart = np.abs(self.encoding.position_ids(p) - self.encoding.position_ids(q))
        for stream, offsets in enumerate(apart):
            distinct, place = np.unique(offsets, return_inverse=True)
            sums += summed(distinct, frequencies[streams == stream])[place]
        return sums * self.scale**2

    def unit(self) -> Circles:
        """Every row has the norm √(pairs) · scale."""
        return Circles(super().unit().parts, self.encoding, 1 / np.sqrt(self.encoding.head_dim / 2))


# Text and image, each once for all lengths: their arrays are then the same objects, and quick to compare.


@kept
def _angles(encoding: Mrope) -> tuple[Table, GridTable]:
    text = Linear(MANY, FrozenArray(encoding.frequencies(1)))
    last = (encoding.text_before + max(encoding.image) - 1) * float(encoding.frequencies(1).max())
    return text, _image(encoding, lambda angles: angles, (0.0, last or 1.0))


@kept
def _cosines(encoding: Mrope) -> tuple[Table, GridTable]:
    return cosines(MANY, encoding.frequencies(1)), _image(encoding, np.cos, (-1.0, 1.0))


@kept
def _circles(encoding: Mrope) -> tuple[Table, GridTable]:
    def both(angles: Floats) -> Floats:
        return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(len(angles), -1)

    return paired(MANY, encoding.frequencies(1), interleaved=True), _image(encoding, both, (-1.0, 1.0), 2)


def _image(encoding: Mrope, of: Callable[[Floats], Floats], limits: tuple[float, float], columns: int = 1) -> GridTable:
    """What is made of the angles of an image's tokens, so many columns a pair."""
    axes, streams = [], encoding.streams
    for stream, side in enumerate(encoding.image):
        places = encoding.text_before + np.arange(side, dtype=np.float64)
        axes.append(FrozenArray(of(np.multiply.outer(places, encoding.frequencies(1)[streams == stream]))))
    place = np.argsort(np.argsort(streams, kind="stable"))  # of each pair among those of t, then h, then w
    order = (columns * place[:, None] + np.arange(columns)).ravel()
    return GridTable(prod(encoding.image), tuple(axes), FrozenArray(order), limits)
