"""A learned function of the distance as a share of the query's position: Li et al. 2024, FIRE (arXiv 2310.04418)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.by_rows import ByRows
from pe_desktop.engine.code import OF_HEADS, OFFSETS, SYNTHETIC, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, drawing_seed
from pe_desktop.engine.encoding import Reading, Relative
from pe_desktop.engine.field import Edges, whole
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import integer, real
from pe_desktop.engine.readings import cell_rows
from pe_desktop.engine.synthetic import uniforms
from pe_desktop.engine.toeplitz import Integers

EPSILON = 1e-6
WRITTEN_OUT = 256  # keys at most of which a frame evaluates every one


@dataclass(frozen=True)
class FireBias(ByRows):
    """g(ln(c · distance + 1) / (ln(c · max(threshold, query) + 1) + ε)), g a broken line with `heights` at `knots`."""

    c: float
    threshold: float
    knots: FrozenArray
    heights: FrozenArray

    @property
    def exact(self) -> bool:
        return self.length <= WRITTEN_OUT

    @property
    def bounds(self) -> tuple[float, float]:
        return float(self.heights.values.min()), float(self.heights.values.max())

    @property
    def bounded(self) -> bool:
        return True

    @property
    def wavelength(self) -> float:
        return np.inf

    def share(self, queries: ArrayLike, keys: ArrayLike) -> Floats:
        """What goes into g, of each query and key that are given side by side: from 0 to 1 where key ≤ query."""
        distance = np.log1p(self.c * np.abs(np.subtract(queries, keys)))
        return np.asarray(distance / (np.log1p(self.c * np.maximum(queries, self.threshold)) + EPSILON))

    def values(self, queries: ArrayLike, keys: ArrayLike) -> Floats:
        return np.asarray(np.interp(self.share(queries, keys), self.knots.values, self.heights.values))

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        """Columns may stand between two keys."""
        return self.values(whole(rows)[:, None], np.atleast_1d(columns))

    def row_sums(self, rows: Integers, edges: Edges) -> Floats:
        """From every key, or, where these are many, from the one in the middle of the allowed keys of a block."""
        if edges[-1] - edges[0] > WRITTEN_OUT:
            ends = self.reach(rows, edges)
            return self.values(rows[:, None], (ends[:, :-1] + ends[:, 1:] - 1) // 2) * np.diff(ends, axis=1)
        keys = np.arange(edges[0], edges[-1])
        cells = np.where(keys <= rows[:, None], self.at(rows, keys), 0.0)
        return np.asarray(np.add.reduceat(cells, edges[:-1] - edges[0], axis=1))


@dataclass(frozen=True)
class Fire(Relative):
    """Adds MLP(ψ(query − key) / ψ(max(threshold, query))) with ψ(x) = ln(c x + 1): the distance as a share of all that
    the query can look back on. So it depends on the query, and on no offset alone.

    The MLP has one hidden layer of rectified units, at the scale of PyTorch's initialisation. Agrees with the
    authors' code.
    """

    id = "fire"
    label = "FIRE"
    summary = "Adds a learned function of the distance as a share of the query's position"
    source = "Li et al. 2024, Functional Interpolation for Relative Positions, equation 19"
    order = 240
    causal = True

    num_heads: int = attention_heads("How many heads, each with its own output of the MLP")
    c: float = real(
        0.1,
        0.001,
        10.0,
        "How soon distances are squeezed together; trained",
        log=True,
        formula="MLP(ψ(query − key) / ψ(max(threshold, query))), ψ(x) = ln(c x + 1)",
    )
    threshold: int = integer(
        512,
        1,
        1_000_000,
        "Up to here all queries divide by the same; trained",
        log=True,
        formula="MLP(ψ(query − key) / ψ(max(threshold, query))), ψ(x) = ln(c x + 1)",
    )
    mlp_width: int = integer(32, 1, 256, "Hidden units", log=True)
    weights_seed: int = drawing_seed("Which synthetic weights stand in for the trained ones")

    @property
    def remark(self) -> str:
        return f"synthetic weights, seed {self.weights_seed}"

    def bias(self, length: int, head: int) -> FireBias:
        return FireBias(length, True, self.c, float(self.threshold), *_corners(self.mlp_width, self.weights_seed, head))

    def code(self, length: int) -> Code:
        return Code(
            lines(
                assigned(c=self.c, threshold=self.threshold, width=self.mlp_width, seed=self.weights_seed),
                OFFSETS,
                "most = np.maximum(position, threshold)[:, None]",
                "share = np.log1p(c * np.abs(offset)) / (np.log1p(c * most) + 1e-6)",
                SYNTHETIC,
                "# Synthetic weights of the MLP stand in for trained ones",
                'slope, start = 2 * uniforms(seed, "hidden", [0, 1], width) - 1',
                "bends = -start / slope",
                "knots = np.unique([0.0, 1.0, *bends[(bends > 0) & (bends < 1)]])",
                "hidden = np.maximum(np.outer(knots, slope) + start, 0.0)",
                "def bias_of(head):  # an MLP of rectified units is a broken line",
                '    last = (2 * uniforms(seed, "output", [head], width + 1)[0] - 1) / np.sqrt(width)',
                "    return np.interp(share, knots, hidden @ last[:-1] + last[-1])",
                OF_HEADS,
            )
        )

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        field = self.bias(length, head)
        share = float(field.share(np.array([query]), np.array([key]))[0])
        most = max(query, self.threshold)
        return Reading(
            value=float(field.at([query], [key])[0, 0]),
            formula=f"MLP(ψ({abs(query - key)}) / ψ({most})) = MLP({share:.4f})",
            definition="MLP(ψ(query − key) / ψ(max(threshold, query))), ψ(x) = ln(c x + 1)",
            rows=(*cell_rows(self, query, key, head), ("share", f"{share:.6f}"), ("normaliser", f"{most:,}")),
        )


Weights = tuple[Floats, Floats, Floats, float]


def _weights(width: int, seed: int, head: int) -> Weights:
    """Weights and biases of the hidden layer, a row and a bias of the last, drawn as PyTorch's Linear draws them."""
    hidden = 2 * uniforms(seed, "hidden", [0, 1], width) - 1
    output = (2 * uniforms(seed, "output", [head], width + 1)[0] - 1) / np.sqrt(width)
    return hidden[0], hidden[1], output[:-1], float(output[-1])


def mlp(shares: ArrayLike, width: int, seed: int, head: int) -> Floats:
    """One output of the MLP for each share."""
    slopes, biases, last, bias = _weights(width, seed, head)
    units = np.maximum(np.multiply.outer(np.asarray(shares, dtype=np.float64), slopes) + biases, 0.0)
    return np.asarray(units @ last + bias, dtype=np.float64)


@lru_cache(maxsize=256)
def _corners(width: int, seed: int, head: int) -> tuple[FrozenArray, FrozenArray]:
    """The MLP as what it is, a broken line: where it bends between 0 and 1, the ends, and its heights there."""
    slopes, biases, _, _ = _weights(width, seed, head)
    bends = -biases / slopes
    knots = np.unique(np.concatenate([[0.0, 1.0], bends[(bends > 0) & (bends < 1)]]))
    return FrozenArray(knots), FrozenArray(mlp(knots, width, seed, head))
