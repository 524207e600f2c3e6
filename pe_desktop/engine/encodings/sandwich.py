"""The sinusoids' own products as a bias: Chi et al. 2023, Sandwich (arXiv 2212.10356)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pe_desktop.engine.code import OFFSETS, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, wavelength_base
from pe_desktop.engine.encoding import OfOffset, Reading, plain
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import integer
from pe_desktop.engine.profiles import CosineSum
from pe_desktop.engine.readings import cell_rows, signed


@dataclass(frozen=True)
class Sandwich(OfOffset):
    """Adds (Σ cos(offset · base^(−2i/d)) − d/2) / (8h/H) over i = 1 … d/2, for heads h = 1 … H; nothing is learned.

    Agrees with NVIDIA NeMo; the paper's appendix leaves out −d/2, which the softmax does not see.
    Keys after the query are masked.
    """

    id = "sandwich"
    label = "Sandwich"
    summary = "Adds the product of the two positions' sinusoids, weaker from head to head"
    source = "Chi et al. 2023, Dissecting Transformer Length Extrapolation, section 5; as in NVIDIA NeMo"
    order = 250
    causal = True

    num_heads: int = attention_heads(
        "How many heads; head h of H divides by 8h/H", formula="(Σ cos(offset · w_i) − d_model/2) / (8h/num_heads)"
    )
    d_model: int = integer(
        128,
        2,
        1024,
        "Width of the sinusoids whose product it is",
        multiple=2,
        log=True,
        unit="dimensions",
        formula="(Σ cos(offset · w_i) − d_model/2) / (8h/num_heads), i = 1 … d_model/2",
    )
    base: float = wavelength_base("w_i = base^{−2i/d_model}")

    def factor(self, head: int) -> float:
        """8h/H, h counted from 1."""
        return 8 * (head + 1) / self.num_heads

    def by_offset(self, length: int, head: int) -> CosineSum:
        return CosineSum(length, True, _frequencies(self.d_model, self.base), 1 / self.factor(head))

    def code(self, length: int) -> Code:
        return Code(
            lines(
                assigned(num_heads=self.num_heads, d_model=self.d_model, base=self.base),
                "frequency = base ** (-2 * np.arange(1, d_model // 2 + 1) / d_model)",
                OFFSETS,
                "by_distance = np.cos(np.outer(position, frequency)).sum(axis=1) - d_model // 2",
                "scale = 1 / (8 * (heads + 1) / num_heads)",
                "bias = scale[:, None, None] * by_distance[np.abs(offset)]",
            )
        )

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        half, factor = self.d_model // 2, self.factor(head)
        return Reading(
            value=self.value(query, key, head, length),
            formula=f"(Σ cos({signed(query - key)} w_i) − {half}) / {plain(factor)}",
            definition="(Σ cos((query − key) base^{−2i/d}) − d/2) / (8h/H)",
            rows=(*cell_rows(self, query, key, head), ("divisor 8h/H", plain(factor))),
        )


@lru_cache(maxsize=8)
def _frequencies(d_model: int, base: float) -> FrozenArray:
    return FrozenArray(base ** (-2 * np.arange(1, d_model // 2 + 1) / d_model))
