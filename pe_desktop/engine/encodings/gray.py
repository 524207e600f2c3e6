"""The position in Gray code: Gray 1953, US patent 2,632,058."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.bits import Bits, coded, decoded
from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.encodings.naive import BinaryCode


@dataclass(frozen=True)
class GrayCode(BinaryCode):
    """PE[p, k] = bit k of p xor ⌊p/2⌋, the least significant first.

    Neighbours differ in exactly one bit, where in binary 255 and 256 differ in nine: so the code changes
    little from one position to the next, as a sinusoid does. Positions beyond 2^bits repeat.
    """

    id = "gray"
    label = "Gray code"
    summary = "A binary code in which neighbours differ in one bit, a column a bit"
    source = "Gray 1953, Pulse code communication, US patent 2,632,058"
    order = 45

    def numbers(self, length: int) -> Bits:
        return Bits(length, self.bits_for(length), gray=True)

    def code(self, length: int) -> Code:
        return Code(
            lines(
                assigned(bits=self.bits_for(length)),
                "position = np.arange(length) % 2**bits",
                "code = position ^ (position >> 1)  # neighbours differ in one bit",
                "table = (code[:, None] >> np.arange(bits) & 1).astype(float)",
            )
        )

    def codes(self, positions: list[int], length: int) -> list[int]:
        """The code of each position, as an integer."""
        found: list[int] = coded(np.array(positions, dtype=np.int64), self.bits_for(length), gray=True).tolist()
        return found

    def positions(self, codes: list[int], length: int) -> list[int]:
        """The first position that has each code: the inverse of `codes`."""
        found: list[int] = decoded(np.array(codes, dtype=np.int64), self.bits_for(length), gray=True).tolist()
        return found

    def reading(self, position: float, column: int, length: int) -> Reading:
        row, bits = round(position), self.bits_for(length)
        code = self.codes([row], length)[0]
        within = row % 2**bits
        return Reading(
            value=float(code >> column & 1),
            formula=f"({within} xor {within // 2}) div 2^{{{column}}} mod 2",
            definition="bit k of p xor ⌊p/2⌋",
            rows=(
                ("position", f"{row}"),
                ("bit", f"{column} of {bits}"),
                ("in Gray code", f"{code:0{bits}b}"),
                ("in binary", f"{within:0{bits}b}"),
                ("read back", f"{self.positions([code], length)[0]}"),
            ),
        )
