"""What encodings of an image's patches have in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.encoding import Paired, pair_rows
from pe_desktop.engine.frozen import Floats

ROW, COLUMN = 0, 1
LONGEST_SIDE = 256

Rows = tuple[tuple[str, str], ...]


def circles(positions: Floats | NDArray[np.int64], frequencies: Floats) -> Floats:
    """All sines, then all cosines, (positions, 2 · frequencies)."""
    angles = np.multiply.outer(positions, frequencies)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


def place_rows(position: float, patch: tuple[int, int]) -> Rows:
    """The rows of a reading that tell where a patch is."""
    row, column = patch
    return ("patch", f"row y = {row}, column x = {column}"), ("position", f"{round(position)}")


def band_rows(encoding: Paired, pair: int, length: int) -> Rows:
    """The rows of a reading that tell of a pair, whose positions are patches along one axis."""
    return tuple((name, said.replace("positions", "patches")) for name, said in pair_rows(encoding, pair, length))
