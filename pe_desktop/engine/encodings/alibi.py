"""Attention with linear biases: Press, Smith and Lewis 2022 (arXiv 2108.12409)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pe_desktop.engine.code import OFFSETS, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads
from pe_desktop.engine.encoding import OfOffset, Reading
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import flag, real
from pe_desktop.engine.profiles import Ramp
from pe_desktop.engine.readings import cell_rows


def alibi_slopes(heads: int, bias_max: float = 8.0) -> Floats:
    """(heads,) slopes: 2^(−bias_max · h / heads) for h = 1 … heads, where heads is a power of two.

    Else those of the next lower power of two, then every second one of twice that, which leaves them unsorted.
    Agrees with the paper's code, transformers' bloom and mpt, and llm-foundry.
    """
    lower = 1 << (heads.bit_length() - 1)
    slopes = 2.0 ** (-bias_max * np.arange(1, lower + 1) / lower)
    between = 2.0 ** (-bias_max * np.arange(1, 2 * lower + 1, 2) / (2 * lower))
    return np.concatenate([slopes, between[: heads - lower]])


@dataclass(frozen=True)
class Alibi(OfOffset):
    """Adds −m_h · (query − key) to the score, m_h a slope of each head; nothing is learned.

    BLOOM adds +m_h · key: another number for each query as a whole, which the softmax does not see.
    """

    id = "alibi"
    label = "ALiBi"
    summary = "Takes a fixed slope times the distance off the score, another slope in each head"
    source = "Press, Smith and Lewis 2022, Train Short, Test Long, section 3"
    order = 210

    num_heads: int = attention_heads(
        "How many heads; where not a power of two, slopes are unsorted",
        formula="bias = −slope_h (query − key), slope_h = 2^{−alibi_bias_max · h/num_heads}",
    )
    alibi_bias_max: float = real(
        8.0,
        0.25,
        64.0,
        "The last slope is 2 to the minus this; MPT's name for it",
        log=True,
        formula="slope_h = 2^{−alibi_bias_max · h/num_heads}, h = 1 … num_heads, a power of two",
    )
    bidirectional: bool = flag(False, "Look at keys on both sides, by |query − key|, as an encoder does")

    @property
    def causal(self) -> bool:
        return not self.bidirectional

    def slope(self, head: int) -> float:
        return float(alibi_slopes(self.num_heads, self.alibi_bias_max)[head])

    def by_offset(self, length: int, head: int) -> Ramp:
        return Ramp(length, self.causal, self.slope(head))

    def code(self, length: int) -> Code:
        heads = self.num_heads
        lower = 1 << (heads.bit_length() - 1)
        power = heads == lower
        return Code(
            lines(
                assigned(num_heads=heads, alibi_bias_max=self.alibi_bias_max, lower=lower),
                "slope = 2.0 ** (-alibi_bias_max * np.arange(1, num_heads + 1) / num_heads)" if power else _UNSORTED,
                OFFSETS,
                "bias = -slope[heads, None, None] * np.abs(offset)",
            )
        )

    def head_name(self, head: int) -> str:
        return f"slope {slope_name(self.slope(head))}"

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        slope, distance = self.slope(head), f"|{query} − {key}|" if self.bidirectional else f"({query} − {key})"
        return Reading(
            value=self.value(query, key, head, length),
            formula=f"−{slope_name(slope)} · {distance}",
            definition="−m_h · |query − key|" if self.bidirectional else "−m_h · (query − key)",
            rows=(*cell_rows(self, query, key, head), ("slope", f"{slope:.6g}")),
        )


_UNSORTED = lines(
    "slope = 2.0 ** (-alibi_bias_max * np.arange(1, lower + 1) / lower)",
    "# No power of two: then every second one of twice as many",
    "odd = np.arange(1, 2 * lower + 1, 2)",
    "between = 2.0 ** (-alibi_bias_max * odd / (2 * lower))",
    "slope = np.concatenate([slope, between[: num_heads - lower]])",
)


def slope_name(slope: float) -> str:
    """A slope as a unit fraction where it is one: `1/256`."""
    inverse = Fraction(slope).limit_denominator(1 << 20)
    return f"1/{inverse.denominator}" if inverse == slope and inverse.numerator == 1 else f"{slope:.4g}"
