"""No positional encoding at all: Haviv et al. 2022 (arXiv 2203.16634), Kazemnejad et al. 2023 (arXiv 2305.19466)."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.code import Code
from pe_desktop.engine.encoding import OfOffset, Reading
from pe_desktop.engine.profiles import Ramp
from pe_desktop.engine.readings import cell_rows


@dataclass(frozen=True)
class Nope(OfOffset):
    """Adds nothing. With the causal mask a model can still tell positions apart: each query sees another number of
    keys. Without the mask, attention could not tell one order from another."""

    id = "nope"
    label = "NoPE"
    summary = "Adds nothing: the causal mask alone tells positions apart"
    source = "Haviv et al. 2022; Kazemnejad et al. 2023, The Impact of Positional Encoding on Length Generalization"
    order = 290
    num_heads = 1
    causal = True
    remark = "the causal mask alone carries position"

    def by_offset(self, length: int, head: int) -> Ramp:
        return Ramp(length, True, 0.0)

    def code(self, length: int) -> Code:
        return Code("bias = np.zeros((len(heads), length, length))\n")

    def head_name(self, head: int) -> str:
        return "every head"

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        seen = ("keys it sees", f"{query + 1:,}")
        return Reading(0.0, "0", "0, and the causal mask", (*cell_rows(self, query, key, head), seen))
