"""Trained vectors of clipped distances: Shaw, Uszkoreit and Vaswani 2018 (arXiv 1803.02155)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.by_rows import ByRows
from pe_desktop.engine.code import OF_HEADS, OFFSETS, SYNTHETIC, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, drawing_seed
from pe_desktop.engine.encoding import Reading, Relative, plain
from pe_desktop.engine.field import Edges, whole
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import integer
from pe_desktop.engine.readings import cell_rows, signed
from pe_desktop.engine.synthetic import normals
from pe_desktop.engine.toeplitz import Integers


def shaw_index(relative: ArrayLike, clip: int) -> Integers:
    """The row of the table for each relative position, which is key − query: 0 … 2 clip.

    Agrees with tensor2tensor's `_generate_relative_positions_matrix`.
    """
    return np.clip(np.asarray(relative, dtype=np.int64), -clip, clip) + clip


@dataclass(frozen=True)
class ShawBias(ByRows):
    """q_i · a[clip(j − i)] / √head_dim for seeded queries and table."""

    clip: int
    head_dim: int
    head: int
    seed: int

    def scores(self, queries: Integers) -> Floats:
        """Of each query with each row of the table, (len(queries), 2 clip + 1)."""
        table = normals(self.seed, "table", np.arange(2 * self.clip + 1), self.head_dim)
        vectors = normals(self.seed, f"q{self.head}", queries, self.head_dim)
        return np.asarray(vectors @ table.T / np.sqrt(self.head_dim), dtype=np.float64)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        queries, keys = whole(rows), whole(columns)
        index = shaw_index(np.subtract.outer(keys, queries).T, self.clip)
        return np.asarray(np.take_along_axis(self.scores(queries), index, axis=1), dtype=np.float64)

    def row_sums(self, rows: Integers, edges: Edges) -> Floats:
        """From the sums along the table, and what lies beyond its two ends."""
        scores = self.scores(rows)
        sums = np.concatenate([np.zeros((len(rows), 1)), np.cumsum(scores, axis=1)], axis=1)
        ahead = np.subtract.outer(edges, rows).T
        inside = np.clip(ahead, -self.clip, self.clip + 1)
        beyond = ahead - inside
        ends = np.where(beyond < 0, scores[:, :1], scores[:, -1:]) * beyond
        return np.diff(np.take_along_axis(sums, inside + self.clip, axis=1) + ends, axis=1)


@dataclass(frozen=True)
class Shaw(Relative):
    """Adds q_i · a[clip(key − query, −k, k)] to the score: beyond k all distances are one.

    It depends on the query's vector, so each row is another one; the same division by √head_dim as of the score
    itself applies. The values' own table, which the paper adds as an option, is left out.
    """

    id = "shaw"
    label = "Shaw"
    summary = "Adds the product of the query and a trained vector of the clipped distance"
    source = "Shaw, Uszkoreit and Vaswani 2018, Self-Attention with Relative Position Representations, section 3"
    order = 260

    max_relative_position: int = integer(
        16,
        1,
        512,
        "k: beyond it all distances share a vector",
        log=True,
        unit="positions",
        aliases=("clip",),
        formula="q_i · a[clip(key − query, −k, k)] / √head_dim",
    )
    num_heads: int = attention_heads("How many heads, each with its own queries")
    head_dim: int = integer(64, 1, 256, "Width of one head's query", log=True, unit="dimensions")
    weights_seed: int = drawing_seed("Which synthetic queries and table")

    @property
    def remark(self) -> str:
        return f"synthetic queries and table, seed {self.weights_seed}"

    def code(self, length: int) -> Code:
        return Code(
            lines(
                assigned(k=self.max_relative_position, head_dim=self.head_dim, seed=self.weights_seed),
                SYNTHETIC,
                "# Synthetic queries and table stand in for trained ones",
                'table = normals(seed, "table", np.arange(2 * k + 1), head_dim)',
                OFFSETS,
                "index = np.clip(-offset, -k, k) + k",
                "def bias_of(head):",
                '    query = normals(seed, f"q{head}", position, head_dim)',
                "    score = query @ table.T / np.sqrt(head_dim)",
                "    return np.take_along_axis(score, index, axis=1)",
                OF_HEADS,
            ),
            exact=False,
        )

    def bias(self, length: int, head: int) -> ShawBias:
        return ShawBias(length, False, self.max_relative_position, self.head_dim, head, self.weights_seed)

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        clipped = int(shaw_index(key - query, self.max_relative_position)) - self.max_relative_position
        return Reading(
            value=self.value(query, key, head, length),
            formula=f"q · a[{signed(clipped)}] / √{plain(self.head_dim)}, q of position {query}",
            definition="q_i · a[clip(key − query, −k, k)] / √head_dim",
            rows=(*cell_rows(self, query, key, head), ("clipped key − query", signed(clipped))),
        )
