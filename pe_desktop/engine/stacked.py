"""Tables on top of each other: text, then an image, then text again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.field import CHUNK, Edges, Pixels, Table, column_means, rows_at, whole
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.kept import kept

Whole = NDArray[np.int64]

SAMPLES = 3  # pairs of rows of each two parts, where there are too many to take all


@dataclass(frozen=True)
class Part:
    """`count` rows of a table, from row `first` on."""

    table: Table
    first: int
    count: int


@dataclass(frozen=True)
class Stacked(Table):
    """Parts with the same columns, one below the other."""

    parts: tuple[Part, ...]

    LIVE = 1 << 21  # cells whose products are quick enough to follow the hand
    FEW = 1 << 16  # rows of which each is looked at for an envelope; of more, the waves between them

    @property
    def shape(self) -> tuple[int, int]:
        return sum(part.count for part in self.parts), self.parts[0].table.shape[1]

    @property
    def bounds(self) -> tuple[float, float]:
        bounds = [part.table.bounds for part in self.parts]
        return min(low for low, _ in bounds), max(high for _, high in bounds)

    @property
    def exact(self) -> bool:
        return all(part.table.exact for part in self.parts)

    def _starts(self) -> Iterator[tuple[Part, int]]:
        return zip(self.parts, accumulate((part.count for part in self.parts), initial=0), strict=False)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        positions, chosen = whole(rows), whole(columns)
        cells = np.empty((len(positions), len(chosen)))
        for part, start in self._starts():
            here = (positions >= start) & (positions < start + part.count)
            if here.any():
                cells[here] = part.table.at(positions[here] - start + part.first, chosen)
        return cells

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        """Blocks are cut where a part ends; their pieces' means are added by their shares of the rows."""
        first, last = int(column_edges[0]), int(column_edges[-1])
        single = np.arange(first, last + 1)
        means = np.zeros((len(row_edges) - 1, last - first), np.float32)
        for part, start in self._starts():
            edges = np.clip(row_edges, start, start + part.count)
            here = np.flatnonzero(np.diff(edges))
            if len(here):
                these = slice(here[0], here[-1] + 1)
                cut = edges[here[0] : here[-1] + 2]
                found = part.table.mean(cut - start + part.first, single)
                shares = np.diff(cut) / np.diff(row_edges)[these]
                pieces = np.flatnonzero(shares < 1)
                found[pieces] *= shares[pieces, None].astype(np.float32)
                means[these] += found
        return column_means(means, column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the rows ⌊x⌋ for x from edge to edge; where they are many, of what stands between them as well."""
        rows = rows_at(edges, self.shape[0])
        return super().envelope(column, edges) if rows[-1] - rows[0] <= self.FEW else self._envelope(column, rows)

    def _envelope(self, column: int, rows: Whole) -> tuple[Floats, Floats]:
        low, high = np.full(len(rows) - 1, np.inf), np.full(len(rows) - 1, -np.inf)
        for part, start in self._starts():
            here = np.flatnonzero((rows[1:] >= start) & (rows[:-1] < start + part.count))
            if len(here):
                edges = np.clip(rows[here[0] : here[-1] + 2], start, start + part.count - 1) - start + part.first
                least, most = part.table.envelope(column, edges.astype(np.float64))
                low[here], high[here] = np.minimum(low[here], least), np.maximum(high[here], most)
        return low, high

    @property
    def products_exact(self) -> bool:
        return self.shape[0] * self.shape[1] <= self.LIVE

    @property
    def products_cost(self) -> int:
        return 1 if self.products_exact else SAMPLES * self.shape[1]

    def products(self, offsets: ArrayLike) -> Floats:
        """Of all rows where they are few; of more, from a few of those that start in one part and end in another."""
        lags = np.abs(whole(offsets))
        return _written_out(self).products(lags) if self.products_exact else self._few(lags, self.paired_products)

    def products_traced(self, offsets: ArrayLike) -> Floats:
        return self.products(offsets) if self.products_exact else self._few(np.abs(whole(offsets)), self.paired_traced)

    def paired_products(self, p: Whole, q: Whole) -> Floats:
        """row(p) · row(q), element by element."""
        every = np.arange(self.shape[1])
        return np.asarray(np.einsum("ij,ij->i", self.at(p, every), self.at(q, every)), dtype=np.float64)

    def paired_traced(self, p: Whole, q: Whole) -> Floats:
        """The same to 1e-6 of the greatest, as fast as can be."""
        return self.paired_products(p, q)

    def _few(self, lags: Whole, paired: Callable[[Whole, Whole], Floats]) -> Floats:
        sums = np.zeros(len(lags))
        for one, start in self._starts():
            for other, begin in self._starts():
                first = np.maximum(start, begin - lags)
                counts = np.minimum(start + one.count, begin + other.count - lags) - first
                for here in _chunks(np.flatnonzero(counts > 0), max(1, CHUNK // (SAMPLES * self.shape[1]))):
                    sums[here] += counts[here] * _sampled(paired, first[here], counts[here], lags[here])
        return np.asarray(sums / (self.shape[0] - lags), dtype=np.float64)

    def unit(self) -> Stacked:
        return Stacked(tuple(Part(part.table.unit(), part.first, part.count) for part in self.parts))


def _sampled(paired: Callable[[Whole, Whole], Floats], first: Whole, counts: Whole, lags: Whole) -> Floats:
    """Mean of row(p) · row(p + lag) over a few p, evenly spaced over `counts` from `first` on."""
    rows = first[:, None] + (counts[:, None] - 1) * np.arange(SAMPLES) // max(1, SAMPLES - 1)
    products = paired(rows.ravel(), (rows + lags[:, None]).ravel())
    return np.asarray(products.reshape(rows.shape).mean(axis=1), dtype=np.float64)


def _chunks(indices: Whole, step: int) -> Iterator[Whole]:
    return (indices[start : start + step] for start in range(0, len(indices), step))


@kept
def _written_out(table: Stacked) -> ArrayTable:
    return ArrayTable(FrozenArray(table.full()), table.shape[0])
