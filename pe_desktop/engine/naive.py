"""What one would try first, measured: indices that grow, shares that depend on the length, bits that jump; and beside
them sinusoids and learned tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log, pi

import numpy as np

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.attention import Head, added, attend_to, embedded
from pe_desktop.engine.encoding import Encoding, Paired, Tabular
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.nearest import nearest_rows, parts
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.sinusoids import cosine_sum

MOST_TOKENS = 2048
"""Of which attention is computed: it is a matrix of tokens × tokens."""
WIDEST_SEARCHED = 128
TIE = 1e-9
"""Distances that differ by no more of themselves are equal."""


@dataclass(frozen=True, eq=False)
class Measures:
    """A table of positions in numbers; nan where there are too few positions to tell.

    low, high: the least and the greatest number in it.
    least_step, greatest_step: the Euclidean distance from a position to the next.
    distances: (rows,) from each row to the nearest other row. least_distance: 0 where two positions are one.
    neighbours: the share of the positions to which no row is nearer than the one before or after them.
    smoothness: 1 − (mean squared step) / (mean squared distance of two rows drawn at random with replacement), which
    is 1 − half of von Neumann's ratio (1941): 1 where neighbours are all but equal, 0 where they are as unlike as any
    two positions, below 0 where they are more so.
    """

    low: float
    high: float
    least_step: float
    greatest_step: float
    distances: Floats
    neighbours: float
    smoothness: float

    @property
    def least_distance(self) -> float:
        return float(self.distances.min())


def measures(encoding: Tabular, length: int, rows: int | None = None) -> Measures:
    """Of every row of its table, or of the first `rows`. The time is rows² × columns: thousands take a second."""
    table = encoding.numbers(length)
    if rows is not None and rows < length:
        few = table.at(np.arange(rows), np.arange(table.shape[1]))
        table, length = ArrayTable(FrozenArray(few), rows), rows
    low, high, steps = _extent(table)
    distances = nearest_rows(table)[0]
    if length == 1:
        return Measures(low, high, np.nan, np.nan, distances, np.nan, np.nan)
    beside = np.minimum(np.append(steps, np.inf), np.append(np.inf, steps))
    near = float((beside <= distances * (1 + TIE)).mean())
    return Measures(low, high, float(steps.min()), float(steps.max()), distances, near, _smoothness(table, steps))


def _extent(table: Table) -> tuple[float, float, Floats]:
    """The least and the greatest number, and (length − 1,) the steps."""
    lows, highs, steps = [], [], []
    for _, rows in parts(table, overlap=1):
        lows.append(rows.min())
        highs.append(rows.max())
        steps.append(np.linalg.norm(np.diff(rows, axis=0), axis=1))
    return float(min(lows)), float(max(highs)), np.concatenate(steps)


def _smoothness(table: Table, steps: Floats) -> float:
    length = table.shape[0]
    middle = sum(rows.sum(axis=0) for _, rows in parts(table)) / length
    variance = sum(float(np.square(rows - middle).sum()) for _, rows in parts(table)) / length
    return 1 - float(np.square(steps).mean()) / (2 * variance) if variance else 1.0


def step_at(encoding: Tabular, length: int) -> float:
    """The distance from position 0 to position 1 in a sequence of that length, 2 or more: 1/(length − 1) where the
    index is normalized, so that two sentences have different numbers for the same distance."""
    table = encoding.numbers(length)
    first, second = table.at([0, 1], np.arange(table.shape[1]))
    return float(np.linalg.norm(second - first))


def entropies(encoding: Encoding, length: int, choices: Head | None = None, *, multiplied: bool = False) -> Floats:
    """(length,) bits of each query's attention over a sentence of different synthetic words; log2 length where all
    keys count alike, 0 where the softmax is saturated and one key has everything.

    Positions are added as in `pe_desktop.engine.attention`; `multiplied`: each embedding times its index, for an
    encoding of one column. Raises ParameterError for more than 2,048 tokens, or more columns than one to multiply by.
    """
    if length > MOST_TOKENS:
        raise ParameterError("length", length, f"an integer from 1 to {MOST_TOKENS}, as attention has length² weights")
    choices = choices or Head()
    tokens = tuple(map(str, range(length)))
    inputs = _inputs(encoding, length, choices, multiplied)
    weights = attend_to(tokens, inputs, encoding, choices, 0, positions=True).weights
    logs = np.log2(weights, out=np.zeros_like(weights), where=weights > 0)
    return np.asarray(-(weights * logs).sum(axis=1) + 0.0)


def gradient_norms(encoding: Encoding, length: int, choices: Head | None = None, *, multiplied: bool = False) -> Floats:
    """(length,) the Frobenius norm of ∂loss/∂W of a linear layer y = W x that reads each position, where ∂loss/∂y has
    the norm 1: ∂loss/∂W = ∂loss/∂y xᵀ, so it is |x|. Inputs as for `entropies`."""
    return np.asarray(np.linalg.norm(_inputs(encoding, length, choices or Head(), multiplied), axis=1))


@lru_cache(maxsize=2)
def _inputs(encoding: Encoding, length: int, choices: Head, multiplied: bool) -> Floats:
    """(length, d_model): the sentence with its positions; kept, since both of its measures are asked for in turn."""
    embeddings = embedded(tuple(map(str, range(length))), encoding, choices)
    if not multiplied:
        return embeddings + added(encoding, length)
    if not isinstance(encoding, Tabular) or encoding.numbers(length).shape[1] != 1:
        raise ParameterError("encoding", encoding.id, "one of a single column, integer or normalized, to multiply by")
    return embeddings * encoding.numbers(length).full()


def aliased_pairs(encoding: Paired, length: int) -> int:
    """How many pairs have a wavelength below 2 positions: sampled at whole positions they look like slower ones
    (Shannon 1949). None in a sinusoidal encoding, whose shortest is 2π; some in Fourier features of few positions."""
    return int((encoding.wavelengths(length) < 2).sum())


def d_model_without_moire(length: int, base: float = 10000.0) -> int:
    """The least even d_model at which no row of sinusoids aliases from pair to pair.

    At position p the angle is p base^(−2i/d_model), so along the pairs i it turns by up to 2 p ln(base) / d_model a
    pair, most at i = 0; the wavelength is below 2 pairs where that exceeds π. At the last position, d_model has to
    be 2 (length − 1) ln(base) / π. Below it the fast columns of the heatmap show patterns that are not there.
    """
    least = 2 * (length - 1) * log(base) / pi
    return max(2, 2 * ceil(least / 2))


@lru_cache(maxsize=16)
def d_model_that_repeats(length: int, base: float = 10000.0) -> int:
    """The greatest even d_model, up to 128, at which a far position is nearer to some position than its neighbour;
    0 where that never happens. The paper's sinusoids have only sums of cosines to tell offsets apart by: with few
    pairs, offsets that are whole turns of the fast ones come close to offset 0. The time is length × 2,000."""
    offsets = np.arange(1, length)
    for d_model in range(WIDEST_SEARCHED, 0, -2):
        products = cosine_sum(offsets, Sinusoidal(d_model=d_model, base=base).frequencies(length))
        if (products[1:] > products[:1]).any():
            return d_model
    return 0
