"""What one would try first: the position as it is, as a share of the length, and in binary."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.bits import Bits
from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.encoding import Reading, Tabular, plain
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.parameter import integer


@dataclass(frozen=True)
class IntegerIndex(Tabular):
    """PE[p] = p: one column that grows without bound, and soon outweighs the embedding it is added to."""

    id = "integer"
    label = "Integer index"
    summary = "The position itself, as one number"
    source = "Folklore"
    order = 20
    column = "index"

    def numbers(self, length: int) -> Linear:
        return Linear(length, FrozenArray([1.0]))

    def code(self, length: int) -> Code:
        return Code("table = np.arange(float(length))[:, None]\n")

    def reading(self, position: float, column: int, length: int) -> Reading:
        return Reading(
            value=float(position),
            formula=plain(position),
            definition="position",
            rows=(("position", plain(position)),),
        )


@dataclass(frozen=True)
class NormalizedIndex(Tabular):
    """PE[p] = p / (length − 1): bounded, but the step between neighbours depends on the length.

    A sequence of one position has the value 0.
    """

    id = "normalized"
    label = "Normalized index"
    summary = "The position as a share of the sequence, from 0 to 1"
    source = "Folklore"
    order = 30
    column = "share"

    def numbers(self, length: int) -> Linear:
        return Linear(length, FrozenArray([1 / (length - 1) if length > 1 else 0.0]))

    def code(self, length: int) -> Code:
        step = "1 / (length - 1)" if length > 1 else "0.0"
        return Code(f"step = {step}\ntable = step * np.arange(length)[:, None]\n")

    def reading(self, position: float, column: int, length: int) -> Reading:
        last = max(length - 1, 1)
        return Reading(
            value=float(position) / last,
            formula=f"{plain(position)} / {plain(last)}",
            definition="position / (length − 1)",
            rows=(("position", plain(position)), ("length", f"{length:,}"), ("step", f"{1 / last:.6g}")),
        )


@dataclass(frozen=True)
class BinaryCode(Tabular):
    """PE[p, k] = bit k of p, the least significant first.

    Neighbours may differ in every bit, as 255 and 256 do; a sinusoid is its smooth analogue.
    """

    id = "binary"
    label = "Binary code"
    summary = "The position in binary, a column a bit, the least significant first"
    source = "Folklore"
    order = 40
    column = "bit"

    bits: int = integer(0, 0, 24, "How many bits; 0 takes as many as tell all positions apart", unit="bits")

    def bits_for(self, length: int) -> int:
        """The number of columns: with `bits` 0, ceil(log2 length), at least 1."""
        return self.bits or max(1, (length - 1).bit_length())

    def numbers(self, length: int) -> Bits:
        return Bits(length, self.bits_for(length))

    def code(self, length: int) -> Code:
        return Code(
            lines(
                assigned(bits=self.bits_for(length)),
                "position = np.arange(length)",
                "table = (position[:, None] >> np.arange(bits) & 1).astype(float)",
            )
        )

    def reading(self, position: float, column: int, length: int) -> Reading:
        row, bits = round(position), self.bits_for(length)
        return Reading(
            value=float(row >> column & 1),
            formula=f"{row} div 2^{{{column}}} mod 2",
            definition="bit k of the position, position div 2^{k} mod 2",
            rows=(
                ("position", f"{row}"),
                ("bit", f"{column} of {bits}"),
                ("in binary", f"{row % 2**bits:0{bits}b}"),
            ),
        )
