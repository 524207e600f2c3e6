"""Fourier features as they are published, of any number of coordinates: what the encoding is judged by."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.frozen import Floats


def nerf_features(x: ArrayLike, bands: int, *, pi: bool, include_input: bool) -> Floats:
    """(n, D) coordinates to [x, sin 2⁰x, cos 2⁰x, sin 2¹x, …]: band by band, each block all D coordinates.

    x itself stands in front with `include_input`; each angle is multiplied by π with `pi`. Mildenhall et al. 2020,
    equation 4, has π and no input; bmild/nerf's `Embedder` has the input and no π.
    """
    coordinates = np.atleast_2d(np.asarray(x, dtype=np.float64))
    blocks = [coordinates] if include_input else []
    for band in range(bands):
        angles = coordinates * (2.0**band * (np.pi if pi else 1.0))
        blocks += [np.sin(angles), np.cos(angles)]
    return np.hstack(blocks) if blocks else np.empty((len(coordinates), 0))


def random_features(v: ArrayLike, matrix: ArrayLike, *, cosine_first: bool) -> Floats:
    """(n, D) coordinates and B (D, m) to (n, 2m): the cosines and the sines of 2π v B.

    Tancik et al. 2020, section 5, has the cosines first. SAM's `PositionEmbeddingRandom` has the sines first, and
    v = 2x − 1 for x in 0 … 1.
    """
    angles = 2 * np.pi * (np.atleast_2d(np.asarray(v, dtype=np.float64)) @ np.asarray(matrix, dtype=np.float64))
    halves = (np.cos(angles), np.sin(angles)) if cosine_first else (np.sin(angles), np.cos(angles))
    return np.hstack(halves)
