"""Sinusoids of the distance: Dai et al. 2019, Transformer-XL (arXiv 1901.02860)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.by_rows import ByRows
from pe_desktop.engine.code import OF_HEADS, SYNTHETIC, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, drawing_seed, wavelength_base
from pe_desktop.engine.encoding import Reading, Relative, plain
from pe_desktop.engine.field import Edges, whole
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import integer
from pe_desktop.engine.readings import cell_rows, signed
from pe_desktop.engine.sinusoids import paired
from pe_desktop.engine.synthetic import normals
from pe_desktop.engine.toeplitz import Integers


@dataclass(frozen=True)
class XlBias(ByRows):
    """(q_i + v) · W R(i − j) / √d with R(k) = (sin w k, cos w k), for seeded q, v and W.

    By the theorems of addition, sin w(i − j) and cos w(i − j) are products of what depends on i and what depends on
    j, so the cells are one matrix product.
    """

    width: int
    base: float
    head: int
    seed: int

    @property
    def frequencies(self) -> Floats:
        return np.asarray(self.base ** (-2 * np.arange(self.width // 2) / self.width))

    @property
    def wavelength(self) -> float:
        return 2 * np.pi

    def weights(self, queries: Integers) -> tuple[Floats, Floats]:
        """What each query makes of the sines and of the cosines of the distance, (len(queries), pairs) each."""
        q = normals(self.seed, f"q{self.head}", queries, self.width)
        v = normals(self.seed, f"v{self.head}", [0], self.width)
        projection = normals(self.seed, f"w{self.head}", np.arange(self.width), self.width) / np.sqrt(self.width)
        sines, cosines = np.split((q + v) @ projection / np.sqrt(self.width), 2, axis=1)
        return sines, cosines

    def _turned(self, queries: Integers) -> Floats:
        """What each query makes of sin w j and of cos w j, (len(queries), width)."""
        sines, cosines = self.weights(queries)
        angles = np.multiply.outer(queries.astype(np.float64), self.frequencies)
        sin, cos = np.sin(angles), np.cos(angles)
        return np.concatenate([cosines * sin - sines * cos, sines * sin + cosines * cos], axis=1)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        """Columns may stand between two keys."""
        table = paired(self.length, self.frequencies, interleaved=False)
        return self._turned(whole(rows)) @ table.at(columns, np.arange(self.width)).T

    def row_sums(self, rows: Integers, edges: Edges) -> Floats:
        table = paired(self.length, self.frequencies, interleaved=False)
        means = table.mean(edges, np.arange(self.width + 1))
        sums = np.asarray(self._turned(rows).astype(np.float32) @ means.T * np.diff(edges), dtype=np.float64)
        ends = self.reach(rows, edges)
        sums[ends[:, :-1] == ends[:, 1:]] = 0.0
        cut, block = np.nonzero((ends[:, 1:] < edges[1:]) & (ends[:, 1:] > ends[:, :-1]))
        sums[cut, block] = self._nearest(rows[cut], rows[cut] + 1 - edges[block])
        return sums

    def _nearest(self, rows: Integers, counts: Integers) -> Floats:
        """The sum of each row over its last `counts` allowed keys: over the distances 0 … counts − 1.

        Σ sin(w k) over 0 ≤ k < n is sin(w (n − 1)/2) sin(n w/2) / sin(w/2), and likewise for the cosine.
        """
        half = self.frequencies / 2
        height = np.sin(np.multiply.outer(counts, half)) / np.sin(half)
        middle = np.multiply.outer(counts - 1.0, half)
        sines, cosines = self.weights(rows)
        return np.asarray((height * (sines * np.sin(middle) + cosines * np.cos(middle))).sum(axis=1))


@dataclass(frozen=True)
class TransformerXl(Relative):
    """Adds (q + v) · W R(query − key): the query, and a trained v, against a projected sinusoid of the distance.

    What is shown is the part of the score that knows positions; the other, (q + u) · k, is the content's. R has all
    sines before all cosines; keys after the query are masked.
    """

    id = "transformer-xl"
    label = "Transformer-XL"
    summary = "Adds the product of the query and a projected sinusoid of the distance"
    source = "Dai et al. 2019, Transformer-XL, section 3.3 and appendix B"
    order = 270
    causal = True

    num_heads: int = attention_heads("How many heads, each with its own queries and projection")
    head_dim: int = integer(
        64,
        2,
        256,
        "Width of one head's query, and here of R as well",
        multiple=2,
        log=True,
        unit="dimensions",
        formula="(q + v) · W R(query − key) / √head_dim",
    )
    base: float = wavelength_base("R(k) = (sin w_i k, cos w_i k), w_i = base^{−2i/head_dim}")
    weights_seed: int = drawing_seed("Which synthetic queries, v and projection")

    @property
    def remark(self) -> str:
        return f"synthetic queries and projection, seed {self.weights_seed}"

    def code(self, length: int) -> Code:
        return Code(
            lines(
                assigned(head_dim=self.head_dim, base=self.base, seed=self.weights_seed),
                "frequency = base ** (-2 * np.arange(head_dim // 2) / head_dim)",
                "position = np.arange(length)",
                "angle = np.outer(position, frequency)",
                "sin, cos = np.sin(angle), np.cos(angle)",
                SYNTHETIC,
                "# Synthetic queries, v and W stand in for trained ones",
                "def bias_of(head):",
                '    query = normals(seed, f"q{head}", position, head_dim)',
                '    v = normals(seed, f"v{head}", [0], head_dim)',
                '    w = normals(seed, f"w{head}", np.arange(head_dim), head_dim) / np.sqrt(head_dim)',
                "    a, b = np.split((query + v) @ w / np.sqrt(head_dim), 2, axis=1)",
                "    # a sin(w (i - j)) + b cos(w (i - j)), by the theorems of addition",
                "    turned = np.concatenate([b * sin - a * cos, a * sin + b * cos], axis=1)",
                "    return turned @ np.concatenate([sin, cos], axis=1).T",
                OF_HEADS,
            ),
            exact=False,
        )

    def bias(self, length: int, head: int) -> XlBias:
        return XlBias(length, True, self.head_dim, self.base, head, self.weights_seed)

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        return Reading(
            value=self.value(query, key, head, length),
            formula=f"(q + v) · W R({signed(query - key)}) / √{plain(self.head_dim)}, q of position {query}",
            definition="(q_i + v) · W R(query − key) / √head_dim",
            rows=cell_rows(self, query, key, head),
        )
