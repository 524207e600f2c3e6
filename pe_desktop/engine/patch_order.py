"""An image cut into patches and shuffled: one head of attention sees the same set, unless it is told the positions.

    x = patch W_E (+ PE)                  Dosovitskiy et al. 2021, equation 1, without the class token
    output = softmax(q kᵀ / √head_dim) x W_V, q = x W_Q and k = x W_K, turned where the encoding is rotary

The image is computed, or a person's own, and the weights are synthetic: normally distributed, of variance 1/rows.
Everything is float64.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.attention import WIDTH, projection, softmax
from pe_desktop.engine.encoding import Tabular
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.photo import LANDSCAPE, resampled

SIDE = 16
"""Pixels of a patch each way."""


def landscape(high: int, wide: int) -> Floats:
    """(high, wide) grey values of a picture, 0 … 1: mountains, a field, the sun and the sky, at any size."""
    y, x = (np.mgrid[0:high, 0:wide] + 0.5) / np.reshape([high, wide], (2, 1, 1))
    sun = np.hypot((x - 0.72) * wide / high, y - 0.24) < 0.11
    mountains = y > 0.58 - 0.26 * np.abs(np.sin(5 * x + 0.5))
    field = y > 0.8 + 0.05 * np.sin(7 * x)
    shades = [0.3 + 0.12 * np.sin(40 * x) * np.sin(55 * y), 0.9 - 0.75 * y + 0.1 * x, np.ones_like(x)]
    return np.select([field, mountains, sun], shades, 0.5 + 0.35 * y + 0.15 * x)


def cut(image: Floats) -> Floats:
    """(patches, SIDE²) of an image whose sides are multiples of SIDE, row by row."""
    high, wide = (side // SIDE for side in image.shape)
    return image.reshape(high, SIDE, wide, SIDE).transpose(0, 2, 1, 3).reshape(high * wide, SIDE * SIDE)


def joined(patches: Floats, high: int, wide: int) -> Floats:
    """The image that so many patches down and across make, row by row."""
    tiles = patches.reshape(high, wide, SIDE, SIDE).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(tiles.reshape(high * SIDE, wide * SIDE))


def shuffle(count: int, seed: int) -> NDArray[np.int64]:
    """(count,): which patch stands at each place."""
    return np.random.default_rng(seed).permutation(count)


@dataclass(frozen=True, eq=False)
class Shuffled:
    """What becomes of the output of each patch when it stands elsewhere, the greatest difference of its columns.

    order: (patches,) as of `shuffle`. without, placed: (patches,) by patch, without positions and with them.
    """

    order: NDArray[np.int64]
    without: Floats
    placed: Floats


def drawn(picture: str, high: int, wide: int) -> Floats:
    """Grey values, 0 … 1, of the landscape or a photograph, with room for high × wide patches."""
    sides = high * SIDE, wide * SIDE
    return landscape(*sides) if picture == LANDSCAPE else resampled(picture, *sides)


def shuffled(encoding: Tabular, high: int, wide: int, first: int, seed: int, picture: str = LANDSCAPE) -> Shuffled:
    """Of a picture in high × wide patches. `first` is the encoding's row of the first patch."""
    patches = cut(drawn(picture, high, wide)) - 0.5
    order = shuffle(high * wide, seed)
    without, placed = (_moved(encoding, patches, order, first, positions=on) for on in (False, True))
    return Shuffled(order, without, placed)


def _moved(encoding: Tabular, patches: Floats, order: NDArray[np.int64], first: int, *, positions: bool) -> Floats:
    before, after = (_outputs(encoding, seen, first, positions=positions) for seen in (patches, patches[order]))
    found = np.empty(len(order))
    found[order] = np.abs(after - before[order]).max(axis=1)
    return found


def _outputs(encoding: Tabular, patches: Floats, first: int, *, positions: bool) -> Floats:
    """(patches, head_dim) of the head."""
    count, rotary = len(patches), isinstance(encoding, Rope2d)
    table = None if rotary else encoding.numbers(first + count)
    d_model = WIDTH if table is None else table.shape[1]
    head_dim = encoding.head_dim if isinstance(encoding, Rope2d) else WIDTH
    x = patches @ projection("patch", patches.shape[1], d_model, 0)
    if positions and table is not None:
        x = x + table.at(np.arange(first, first + count), np.arange(d_model))
    query, key, value = (x @ projection(name, d_model, head_dim, 0) for name in "qkv")
    if positions and isinstance(encoding, Rope2d):
        query, key = (encoding.rotate(side, np.arange(count)) for side in (query, key))
    return np.asarray(softmax(query @ key.T / np.sqrt(head_dim)) @ value)
