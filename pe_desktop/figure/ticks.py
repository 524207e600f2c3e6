"""Where ticks stand and what they say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


@dataclass(frozen=True)
class Tick:
    """A place of an axis and what it says; `upright`: from bottom to top."""

    value: float
    label: str
    upright: bool = False


SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@lru_cache(maxsize=4096)
def tick_values(low: float, high: float, most: int, *, whole: bool = False, binary: bool = False) -> tuple[float, ...]:
    """Round numbers from low to high, by steps of 1, 2 or 5 × 10ⁿ, `binary`: of a power of two.

    The range holds at most `most` steps, so that labels have a `most`-th of it each.
    """
    span = high - low
    if not (math.isfinite(span) and span > 0) or most < 1:
        return ()
    step = _power_of_two(span, most) if binary else _round_step(span, most)
    if whole:
        step = max(1.0, step)
    slack = 1e-9 * span / step
    first = math.ceil(low / step - slack)
    last = math.floor(high / step + slack)
    return tuple(i * step for i in range(first, min(last, first + 64) + 1))


def thinned(places: tuple[float, ...], low: float, high: float, most: int) -> tuple[float, ...]:
    """Those of the places that lie from low to high: every one, or every second, third …, with at most `most` steps."""
    for every in range(1, len(places) + 1):
        inside = tuple(place for place in places[::every] if low <= place <= high)
        if len(inside) <= most + 1:
            break
    return inside


def _power_of_two(span: float, most: int) -> float:
    return 2.0 ** math.ceil(math.log2(span / most) - 1e-9)


def _round_step(span: float, most: int) -> float:
    rough = span / most
    scale = 10.0 ** math.floor(math.log10(rough))
    return next((m * scale for m in (1, 2, 5, 10) if m * scale >= rough * (1 - 1e-9)), 10 * scale)


@lru_cache(maxsize=4096)
def ticks_at(values: tuple[float, ...], *, log: bool, labels: bool) -> tuple[Tick, ...]:
    """A tick at each of the values, with what it says unless there are no labels; `log`: they are powers of ten."""
    said = (decade_labels if log else tick_labels)(values) if labels else ("",) * len(values)
    return tuple(map(Tick, values, said))


def tick_labels(values: tuple[float, ...]) -> tuple[str, ...]:
    """Each with as many decimals as tell neighbours apart; a true minus sign; 1,024, 2.5M and 5 · 10⁻⁹."""
    if not values:
        return ()
    step = min((b - a for a, b in pairwise(values)), default=abs(values[0]) or 1.0)
    most = max(abs(v) for v in values)
    return tuple(_label(v, step, most) for v in values)


def decade_labels(exponents: tuple[float, ...]) -> tuple[str, ...]:
    """Powers of ten in words: 10, 1,000 and 10⁻⁶, all as powers where one is not short. Between them, as at log₁₀ 2,
    the number itself: 2 and 0.5."""
    if any(e != int(e) for e in exponents):
        return tuple(f"{10**e:,.6g}" for e in exponents)
    short = all(0 <= exponent < 7 for exponent in exponents)
    return tuple(f"{10 ** int(e):,}" if short else "10" + str(int(e)).translate(SUPERSCRIPTS) for e in exponents)


def _label(value: float, step: float, most: float) -> str:
    if most >= 1e9 or most < 1e-3:
        exponent = math.floor(math.log10(most) + 1e-9) if most else 0
        return power_of_ten(value, exponent, _decimals(step / 10.0**exponent)) if abs(value) > step / 2 else "0"
    if most >= 1e6 and step % 1e4 == 0:
        text = f"{value / 1e6:.2f}".rstrip("0").rstrip(".") + ("M" if value else "")
    else:
        text = f"{value:,.{_decimals(step)}f}"
    return minus(text if abs(value) > step / 2 else text.replace("-", ""))


def _decimals(step: float) -> int:
    """How many tell multiples of a step apart."""
    return max(0, -math.floor(math.log10(step) + 1e-9))


def power_of_ten(value: float, exponent: int, decimals: int) -> str:
    """`2.5 · 10⁻⁹`."""
    return minus(f"{value / 10.0**exponent:.{decimals}f}") + f" · 10{str(exponent).translate(SUPERSCRIPTS)}"


def minus(text: str) -> str:
    """With the sign that is as wide as a plus."""
    return text.replace("-", "−")


def number(value: float, digits: int = 4) -> str:
    """A value for reading: so many decimals, or significant digits where it is huge or tiny."""
    size = abs(value)
    if value == int(value) and size < 1e15:
        return minus(f"{int(value):,}")
    if 10.0**-digits <= size < 1e12:
        return minus(f"{value:,.{digits}f}")
    return scientific(value)


def small(value: float, most: float = 1e4) -> str:
    """A magnitude with three digits, or, where it is tiny or not below `most`, as a power of ten."""
    if value and not 1e-3 <= abs(value) < most:
        return scientific(value)
    return minus(f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}")


def scientific(value: float, decimals: int = 1) -> str:
    """`2.5 · 10⁻⁹`: what stands before the power is below 10 when it is rounded too."""
    factor, exponent = f"{value:.{decimals}e}".split("e")
    return f"{minus(factor)} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}"
