"""Where a parameter's values stand between its ends, on a slider or in a film, and which of them the hand can reach.

A slider runs from 0 to 1. Between its ends stand useful values: round numbers for lengths and bases,
a sixteenth of an octave for widths. Powers of two (of ten, for real numbers) attract.
"""

from __future__ import annotations

import bisect
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from pe_desktop.engine.kinds import Integer, Kind, Real

Number = int | float


@dataclass(frozen=True)
class Scale(ABC):
    """The values from `minimum` to `maximum`, spread evenly, or by their logarithm with `log`."""

    minimum: Number
    maximum: Number
    log: bool

    def fraction(self, value: Number) -> float:
        """Where a value stands: 0 at the minimum, 1 at the maximum, no further."""
        first, last = self._bent(self.minimum), self._bent(self.maximum)
        inside = min(max(value, self.minimum), self.maximum)
        return (self._bent(inside) - first) / (last - first) if last > first else 0.0

    def at(self, fraction: float) -> float:
        """The number that stands there, useful or not: the inverse of `fraction`."""
        first, last = self._bent(self.minimum), self._bent(self.maximum)
        inside = min(max(fraction, 0.0), 1.0)
        return self._straight(first + inside * (last - first))

    def pick(self, fraction: float, reach: float = 0.0) -> Number:
        """The useful value there, or the attracting one (an end, too) within `reach` of it."""
        value = self.useful(self.at(fraction))
        if not self.log:
            return value
        place = self.fraction(value)
        attracting = (*self.detents(), *self.ends())
        distance, nearest = min((abs(self.fraction(a) - place), a) for a in attracting)
        return nearest if distance <= reach else value

    def _bent(self, value: Number) -> float:
        if not self.log:
            return float(value)
        return math.log(value) if self.minimum > 0 else math.log1p(value - self.minimum)

    def _straight(self, bent: float) -> float:
        if not self.log:
            return bent
        return math.exp(bent) if self.minimum > 0 else math.expm1(bent) + self.minimum

    @abstractmethod
    def useful(self, number: float) -> Number:
        """The useful value nearest to a number."""

    @abstractmethod
    def ends(self) -> tuple[Number, Number]:
        """The least and the greatest value."""

    @abstractmethod
    def detents(self) -> tuple[Number, ...]:
        """The values that attract, in order."""

    @abstractmethod
    def step(self, value: Number, steps: int) -> Number:
        """As an arrow key moves: by the smallest step."""

    @abstractmethod
    def nudge(self, value: Number, steps: int) -> Number:
        """As a notch of the wheel moves: to the next useful value."""

    @abstractmethod
    def page(self, value: Number, steps: int) -> Number:
        """As Page Up and Page Down move: to the next attracting value."""

    @abstractmethod
    def marks(self) -> tuple[Number, ...]:
        """The values to write below: both ends first, then what stands between if there is room."""


@dataclass(frozen=True)
class Whole(Scale):
    """Multiples of `multiple`; the hand and the keys reach those of `step`, where that is given, and both ends."""

    minimum: int
    maximum: int
    multiple: int = 1
    step_size: int = 0

    @property
    def _stride(self) -> int:
        return self.step_size or self.multiple

    def ends(self) -> tuple[int, int]:
        return -(-self.minimum // self.multiple) * self.multiple, self.maximum // self.multiple * self.multiple

    def useful(self, number: float) -> int:
        grid = self._grid(number)
        rounded = self._inside(math.floor(number / grid + 0.5) * grid)
        return min((rounded, *self.ends()), key=lambda value: abs(value - number))

    def _grid(self, number: float) -> int:
        """The distance between useful values: two digits of a length, a sixteenth of a width's octave."""
        stride = self._stride
        if not self.log:
            return stride
        if stride == 1:
            digits = math.floor(math.log10(number) + 1e-9) if number >= 1 else 0
            return int(10 ** max(0, digits - 1))
        octaves = math.floor(math.log2(number / stride) + 1e-9) if number > stride else 0
        return stride << max(0, octaves - 4)

    def _inside(self, value: int) -> int:
        first, last = self.ends()
        return min(max(value, first), last)

    def detents(self) -> tuple[int, ...]:
        first, last = self.ends()
        powers = (1 << n for n in range(max(last, 0).bit_length()))
        return tuple(p for p in powers if first <= p <= last and p % self.multiple == 0)

    def step(self, value: Number, steps: int) -> int:
        stride = self._stride
        near = -(-int(value) // stride) if steps < 0 else int(value) // stride
        return self._inside((near + steps) * stride)

    def nudge(self, value: Number, steps: int) -> int:
        here = int(value)
        for _ in range(abs(steps)):
            here = self._above(here) if steps > 0 else self._below(here)
        return here

    def _above(self, value: int) -> int:
        grid = self._grid(value)
        return min(self._inside((value // grid + 1) * grid), self.page(value, 1))

    def _below(self, value: int) -> int:
        grid = self._grid(value - self._stride)
        return max(self._inside((-(-value // grid) - 1) * grid), self.page(value, -1))

    def page(self, value: Number, steps: int) -> int:
        ladder = sorted({*self.ends(), *self.detents()})
        place = bisect.bisect_right(ladder, value) - 1 if steps > 0 else bisect.bisect_left(ladder, value)
        return ladder[min(max(place + steps, 0), len(ladder) - 1)]

    def marks(self) -> tuple[int, ...]:
        if not self.log or self.minimum < 1:
            return self.ends()
        if self._stride == 1:
            return (*self.ends(), *(int(m) for m in _decades(*self.ends())))
        return (*self.ends(), *self.detents()[4::4])


@dataclass(frozen=True)
class Continuous(Scale):
    """Real numbers; the useful ones have two digits, or a hundredth of an even scale between them."""

    def ends(self) -> tuple[float, float]:
        return float(self.minimum), float(self.maximum)

    def useful(self, number: float) -> float:
        rounded = float(f"{number:.1e}") if self.log else _tidy(round(number / self._grid) * self._grid)
        return min((self._inside(rounded), *self.ends()), key=lambda value: abs(value - number))

    @property
    def _grid(self) -> float:
        """The round number nearest below a hundredth of an even scale."""
        span = float(self.maximum - self.minimum)
        return 10.0 ** math.floor(math.log10(span / 100) + 1e-9) if span > 0 else 1.0

    def _inside(self, value: float) -> float:
        return float(min(max(value, self.minimum), self.maximum))

    def detents(self) -> tuple[float, ...]:
        if not self.log or self.minimum <= 0:
            return ()
        exponents = range(math.floor(math.log10(self.minimum)), math.ceil(math.log10(self.maximum)) + 1)
        return tuple(10.0**e for e in exponents if self.minimum <= 10.0**e <= self.maximum)

    def step(self, value: Number, steps: int) -> float:
        return self.nudge(value, steps)

    def nudge(self, value: Number, steps: int) -> float:
        here = float(value)
        for _ in range(abs(steps)):
            here = self._next(here, 1 if steps > 0 else -1)
        return here

    def _next(self, value: float, way: int) -> float:
        grid = self._grid_at(value, way)
        place = math.floor(value / grid + 1e-6) + 1 if way > 0 else math.ceil(value / grid - 1e-6) - 1
        return self._inside(_tidy(place * grid))

    def _grid_at(self, value: float, way: int) -> float:
        if not self.log or value <= 0:
            return self._grid
        return 10.0 ** (math.floor(math.log10(value) + way * 1e-9) - 1)  # 10 is left downwards by 0.1

    def page(self, value: Number, steps: int) -> float:
        if self.log:
            return self._inside(_tidy(float(value) * 10.0**steps))
        return self.nudge(value, 10 * steps)

    def marks(self) -> tuple[float, ...]:
        return (*self.ends(), *_decades(*self.ends())) if self.log and self.minimum > 0 else self.ends()


def scale_of(kind: Kind) -> Scale:
    """The scale of a kind of number. Raises TypeError for what is no number."""
    if isinstance(kind, Integer):
        return Whole(kind.minimum, kind.maximum, kind.log, kind.multiple, kind.step)
    if isinstance(kind, Real):
        return Continuous(kind.minimum, kind.maximum, kind.log)
    raise TypeError(f"{kind!r} has no scale")


def _decades(first: float, last: float) -> tuple[float, ...]:
    """Powers of a thousand between the ends, or of ten where those are few."""
    by = 3 if math.log10(last / first) >= 4 else 1
    exponents = range(math.floor(math.log10(first) / by) * by, math.ceil(math.log10(last)) + 1, by)
    return tuple(10.0**e for e in exponents if first < 10.0**e < last)


def _tidy(value: float) -> float:
    """Without the dust of binary arithmetic: 0.3, not 0.30000000000000004."""
    return float(f"{value:.12g}")
