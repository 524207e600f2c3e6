"""Number formats of the code that models run in: how they round, and which integers they cannot tell apart.

A format with n significant bits holds every integer up to 2ⁿ, and beyond that only multiples of 2, of 4, of 8 …,
one step for each power of two. So bf16 (8 bits) rounds 257 to 256, and fp16 (11 bits) 2049 to 2048.
"""

from __future__ import annotations

from dataclasses import dataclass

import ml_dtypes
import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from pe_desktop.engine.frozen import Floats


@dataclass(frozen=True)
class Format:
    """A binary floating-point format. `bits` are its significant ones, the implicit one among them.

    `greatest` is the largest finite value. Code that goes beyond it gets infinity, and then no number at all;
    here what goes beyond it stays at it, so that there is something to show.
    """

    id: str
    bits: int
    greatest: float

    def round(self, values: ArrayLike) -> Floats:
        """The nearest values of the format, ties to even, as float64.

        Formats narrower than fp32 are reached by way of it, as in hardware and in PyTorch, which multiply in fp32.
        """
        exact = np.asarray(values, dtype=np.float64)
        if self.id == "fp64":
            return exact
        if self.id == "fp16":
            exact = np.clip(exact, -self.greatest, self.greatest)
        single = exact.astype(np.float32)
        return single.astype(_DTYPES[self.id], copy=False).astype(np.float64)

    @property
    def exact_up_to(self) -> int:
        """Every integer from 0 to this one has a value of its own; the next has not."""
        return 1 << self.bits

    @property
    def first_lost(self) -> int | None:
        """The first integer that becomes infinite; None where no position is so large."""
        return 65520 if self.id == "fp16" else None

    def nearest(self, position: int) -> int:
        """What an integer ≥ 0 becomes, in integers alone."""
        step = self._step(position)
        quotient, rest = divmod(position, step)
        up = 2 * rest > step or (2 * rest == step and quotient % 2 == 1)
        return min((quotient + up) * step, int(self.greatest))

    def distinct(self, length: int) -> int:
        """How many values the positions 0 … length − 1 become.

        Rounding keeps the order and leaves what it can hold alone, so they are all values up to that of the last:
        2ⁿ below 2ⁿ, then 2ⁿ⁻¹ in each power of two.
        """
        last = self.nearest(length - 1)
        if last < self.exact_up_to:
            return last + 1
        power = last.bit_length() - 1
        within = (last - (1 << power)) // self._step(last)
        return self.exact_up_to + (power - self.bits) * (self.exact_up_to // 2) + within + 1

    def alike(self, position: int, length: int) -> tuple[int, int]:
        """The first and the last of the positions 0 … length − 1 that become equal to this one."""
        value = self.nearest(position)
        below = self._step(value - 1) if value else 1
        first, last = value - below // 2, value + self._step(value) // 2
        if self.nearest(first) != value:  # halfway, and tied to its other neighbour
            first += 1
        if self.nearest(last) != value:
            last -= 1
        return first, length - 1 if value == self.greatest else min(last, length - 1)

    def _step(self, position: int) -> int:
        """From one integer that the format holds to the next, about a position."""
        return 1 << max(0, position.bit_length() - self.bits)


_DTYPES: dict[str, DTypeLike] = {"fp32": np.float32, "bf16": ml_dtypes.bfloat16, "fp16": np.float16}

FORMATS = {
    format.id: format
    for format in (
        Format("fp64", 53, float(np.finfo(np.float64).max)),
        Format("fp32", 24, float(np.finfo(np.float32).max)),
        Format("bf16", 8, (2 - 2**-7) * 2.0**127),
        Format("fp16", 11, 65504.0),
    )
}
"""By id, the finest first."""
