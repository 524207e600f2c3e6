"""Biases of buckets of distances: Raffel et al. 2020, T5 (arXiv 1910.10683)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.code import OFFSETS, SYNTHETIC, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, drawing_seed
from pe_desktop.engine.encoding import OfOffset, Reading
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import ParameterError, flag, integer
from pe_desktop.engine.profiles import Steps
from pe_desktop.engine.readings import cell_rows, signed
from pe_desktop.engine.synthetic import normals
from pe_desktop.engine.toeplitz import Integers

STEP = 0.5  # standard deviation from one bucket to the next
NEARLY = 1e-12  # what a logarithm that is a whole number may lack of it


def t5_buckets(relative: ArrayLike, num_buckets: int, max_distance: int, bidirectional: bool) -> Integers:
    """The bucket of each relative position, which is key − query.

    With n buckets a side, distances below n/2 have one each; beyond, n/2 + ⌊n/2 · ln(2d/n) / ln(2 max/n)⌋, at most
    n − 1. Agrees with tensorflow/mesh and transformers' t5.
    """
    ahead = np.asarray(relative, dtype=np.int64)
    side = num_buckets // 2 if bidirectional else num_buckets
    distance = np.abs(ahead) if bidirectional else np.maximum(-ahead, 0)
    single = side // 2
    share = np.log(np.maximum(distance, single) / single) / log(max_distance / single)
    far = single + np.floor(share * (side - single) + NEARLY).astype(np.int64)
    found = np.where(distance < single, distance, np.minimum(far, side - 1))
    return np.asarray(found + side * (ahead > 0) if bidirectional else found, dtype=np.int64)


@dataclass(frozen=True)
class T5(OfOffset):
    """Adds one trained number for each head and bucket of distances; buckets widen with the distance.

    An encoder has half of its buckets for keys after the query, a decoder none.
    """

    id = "t5"
    label = "T5 buckets"
    summary = "Adds a trained number for each bucket of distances, in each head"
    source = "Raffel et al. 2020, Exploring the Limits of Transfer Learning, section 2.1; buckets as in its code"
    order = 220

    num_heads: int = attention_heads("How many heads, each with its own number for a bucket")
    num_buckets: int = integer(
        32,
        4,
        1024,
        "How many buckets, of both sides together",
        log=True,
        aliases=("relative_attention_num_buckets",),
        formula="below n/2 a bucket each, n = num_buckets, or half if bidirectional",
    )
    max_distance: int = integer(
        128,
        2,
        65536,
        "From this distance on all share the last bucket",
        log=True,
        unit="positions",
        aliases=("relative_attention_max_distance",),
        formula="n/2 + ⌊n/2 · ln(2d/n) / ln(2 max_distance/n)⌋ from d = n/2 on, at most n − 1",
    )
    bidirectional: bool = flag(True, "Buckets for keys on both sides, as in the encoder")
    weights_seed: int = drawing_seed("Which synthetic numbers stand in for the trained ones")

    def __post_init__(self) -> None:
        super().__post_init__()
        single = self.num_buckets // (4 if self.bidirectional else 2)
        if self.max_distance <= single:
            raise ParameterError("max_distance", self.max_distance, f"more than {single}, the buckets of one distance")

    @property
    def causal(self) -> bool:
        return not self.bidirectional

    @property
    def remark(self) -> str:
        return f"synthetic bucket values, seed {self.weights_seed}"

    def bucket(self, offset: int) -> int:
        """Of an offset, which is query − key."""
        return int(t5_buckets(-offset, self.num_buckets, self.max_distance, self.bidirectional))

    def values_of(self, head: int) -> Floats:
        """(num_buckets,) what a head adds for each bucket.

        A random walk away from the query to either side: trained values too are alike in neighbouring buckets.
        """
        steps = normals(self.weights_seed, "t5", [head], self.num_buckets)[0] * STEP
        if not self.bidirectional:
            return np.asarray(np.cumsum(steps))
        past, future = np.split(steps[: self.num_buckets // 2 * 2], 2)
        walks = np.concatenate([np.cumsum(past), past[0] + np.cumsum(future)])
        return np.append(walks, steps[len(walks) :])

    def by_offset(self, length: int, head: int) -> Steps:
        borders, buckets = _pieces(self.num_buckets, self.max_distance, self.bidirectional)
        return Steps(length, self.causal, borders, FrozenArray(self.values_of(head)[buckets.values]))

    def code(self, length: int) -> Code:
        both = self.bidirectional
        return Code(
            lines(
                assigned(num_buckets=self.num_buckets, max_distance=self.max_distance, seed=self.weights_seed),
                f"side = num_buckets{' // 2' if both else ''}",
                "single = side // 2",
                OFFSETS,
                f"distance = {'np.abs(offset)' if both else 'np.maximum(offset, 0)'}",
                "# Distances below `single` have a bucket each, those beyond share wider ones",
                "share = np.log(np.maximum(distance, single) / single) / np.log(max_distance / single)",
                "far = single + (share * (side - single) + 1e-12).astype(int)",
                "bucket = np.where(distance < single, distance, np.minimum(far, side - 1))",
                "bucket += side * (offset < 0)" if both else "",
                SYNTHETIC,
                "# Trained numbers, for which a random walk away from the query stands in",
                'step = 0.5 * normals(seed, "t5", heads, num_buckets)',
                _TWO_WALKS if both else "value = np.cumsum(step, axis=1)",
                "bias = value[:, bucket]",
            )
        )

    def borders(self, length: int) -> tuple[int, ...]:
        borders, _ = _pieces(self.num_buckets, self.max_distance, self.bidirectional)
        return tuple(int(b) for b in borders.values if -length < b < length)

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        bucket = self.bucket(query - key)
        return Reading(
            value=float(self.values_of(head)[bucket]),
            formula=f"b[bucket({signed(key - query)}), {head}] = b[{bucket}, {head}]",
            definition="b[bucket(key − query), head]",
            rows=(*cell_rows(self, query, key, head), ("bucket", f"{bucket} of {self.num_buckets}")),
        )


_TWO_WALKS = lines(
    "past, future = step[:, :side], step[:, side : 2 * side]",
    "walks = np.cumsum(past, axis=1), past[:, :1] + np.cumsum(future, axis=1)",
    "value = np.concatenate(walks, axis=1)",
)


@lru_cache(maxsize=8)
def _pieces(num_buckets: int, max_distance: int, bidirectional: bool) -> tuple[FrozenArray, FrozenArray]:
    """Offsets (query − key) at which another bucket begins, ascending, and the buckets between them."""
    offsets = np.arange(-max_distance if bidirectional else 0, max_distance + 1)
    buckets = t5_buckets(-offsets, num_buckets, max_distance, bidirectional)
    begins = np.flatnonzero(np.diff(buckets)) + 1
    return FrozenArray(offsets[begins]), FrozenArray(buckets[np.append(0, begins)])
