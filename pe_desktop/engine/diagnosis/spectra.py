"""Which formula gives the frequencies that were found: ladders, right and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.estimate import Turning, apart, fitted_line, round_numbers
from pe_desktop.engine.frozen import Floats

USUAL = 10000.0
FAMOUS = (10000.0, 500_000.0, 1e6, 1e5, 150_000.0, 160_000.0, 5e6, 1e7)
FINER = 4  # bases tried, each with one digit more
GREATEST = 1e9  # base that an encoding takes
EXACT = 1e-6  # that logarithms of bases and scales may differ by, however well they are known
COARSE = 2.0**-8, 6e-8
"""What bf16 leaves of a frequency, as a share of it, and fp16 of one that is near its smallest."""


@dataclass(frozen=True, eq=False)
class Rung:
    """A ladder w_i = base^(−i/steps), with the settings of an encoding that it stands for, or the bug that it is."""

    steps: float
    settings: Mapping[str, Any]
    bug: Bug = NO_BUG
    cost: float = 0.0


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Frequencies that a formula gives. `cost` is the less the likelier; `gain` what cosine and sine are multiplied by.

    `loose`: it agrees only as far as frequencies kept in bf16 or fp16 would.
    """

    frequencies: Floats
    settings: Mapping[str, Any]
    cost: float
    bug: Bug = NO_BUG
    remarks: tuple[str, ...] = ()
    gain: float = 1.0
    loose: bool = False


def agrees(turned: Turning, expected: Floats) -> bool | None:
    """True where all frequencies are these, None where they may be after rounding to bf16 or fp16, else False."""
    finite = np.isfinite(expected)
    off = apart(turned.frequencies, expected)[finite]
    allowed = (1.5 * turned.spread + EXACT * np.abs(expected))[finite]
    if (off <= allowed).all():
        return True
    coarse = np.abs(expected[finite]) * COARSE[0] + COARSE[1]
    return None if finite.any() and (off <= allowed + coarse).all() else False


def lines(turned: Turning) -> Iterator[tuple[float, float, float, float]]:
    """Lines through the logarithms of frequencies that are known: all, those at the end, those at the start."""
    w, spread = turned.frequencies, turned.spread
    known = np.flatnonzero((w > 5 * spread) & (w < 3.0))
    count = len(known)
    parts = [known, *(known[-m:] for m in _sizes(count)), *(known[:m] for m in _sizes(count))]
    for part in parts:
        if len(part) >= 2:
            yield fitted_line(part.astype(np.float64), np.log(w[part]), spread[part] / w[part])


def _sizes(count: int) -> list[int]:
    return [m for m in dict.fromkeys((3 * count // 4, count // 2, count // 4, count // 8, 4)) if 3 <= m < count]


def base_cost(base: float, digits: int) -> float:
    """How unlikely a base is: the usual one, those of models, then by digits; more so where it is small or great."""
    if base == USUAL:
        return 0.0
    extreme = 0.75 * (not 100 <= base <= 2e7)
    return 0.5 if base in FAMOUS else {1: 1.0, 2: 2.0, 3: 4.0, 4: 5.0, 5: 6.0}.get(digits, 7.0) + extreme


def bases(base: float, spread: float) -> Iterator[tuple[float, float]]:
    """The roundest bases near one, and how unlikely each is; the number itself where none is round."""
    if base <= 0 or not np.isfinite(base):
        return
    found = list(round_numbers(base, min(spread, 0.7)))
    if abs(np.log(USUAL / base)) <= spread:
        yield USUAL, 0.0
    for number, digits in found[:FINER]:
        if number != USUAL:
            yield number, base_cost(number, digits)
    if not found:
        yield base, 9.0


def ladders(turned: Turning, rungs: tuple[Rung, ...], scales: Mapping[Bug, float]) -> Iterator[Spectrum]:
    """Geometric ladders from 1 on, and those that are multiplied by one of the scales."""
    if len(turned.frequencies) == 1:
        yield from _single(turned, rungs, scales)
    seen: set[tuple[int, float, Bug]] = set()
    for height, slope, _, loose_slope in lines(turned):
        for place, rung in enumerate(rungs):
            raw, spread = np.exp(np.clip(-slope * rung.steps, -700, 700)), 4 * loose_slope * rung.steps + EXACT
            for base, cost in bases(float(raw), spread):
                for bug, scale in scales.items():
                    if (place, base, bug) not in seen and _near(height, scale):
                        seen.add((place, base, bug))
                        yield from _checked(turned, rung, base, cost, bug, scale)


def _near(height: float, scale: float) -> bool:
    return bool(abs(height - np.log(scale)) < 0.25)


def _single(turned: Turning, rungs: tuple[Rung, ...], scales: Mapping[Bug, float]) -> Iterator[Spectrum]:
    for bug, scale in scales.items():
        yield from _checked(turned, rungs[0], USUAL, 0.0, bug, scale, ("one pair alone: its base cannot be told",))


def _checked(
    turned: Turning, rung: Rung, base: float, cost: float, bug: Bug, scale: float, remarks: tuple[str, ...] = ()
) -> Iterator[Spectrum]:
    meant, exact, wrong = _meant(base)
    powers = scale * exact ** (-np.arange(len(turned.frequencies)) / rung.steps)
    agreed = agrees(turned, powers)
    if agreed is False:
        return
    settings = {**rung.settings, "base": min(max(meant, 1.0), GREATEST)}
    cost = 1.5 if wrong else cost
    cost += rung.cost + 2 * bool(bug)
    yield Spectrum(powers, settings, cost, bug or rung.bug or wrong, remarks, loose=agreed is None)


def _meant(base: float) -> tuple[float, float, Bug]:
    """The base that was meant, the one that a bug made of it, which is near, and the bug."""
    for usual in FAMOUS[:3]:
        for bug, made in (
            (_LOG10, np.exp(np.log10(usual))),
            (_LOG2, np.exp(np.log2(usual))),
            (_NO_LOG, np.e),
            (_DOUBLED, usual**2),
        ):
            if abs(np.log(base / made)) < 1e-3 and (base > GREATEST or base not in FAMOUS):
                return usual, float(made), bug
    if base < 1:
        return 1 / base, base, _SIGN
    return base, base, _TOO_GREAT if base > GREATEST else NO_BUG


_LOG10 = Bug("log10 in place of ln in the exponent", "exp(x · log(base)) needs the natural logarithm.")
_LOG2 = Bug("log2 in place of ln in the exponent", _LOG10.remedy)
_NO_LOG = Bug("ln(base) left out of the exponent", "exp(−2i/d) lacks its factor: use exp(−2i/d · ln(base)).")
_DOUBLED = Bug(
    "exponent doubled", "Take base^(−2i/d) with i = 0, 1, 2 …, or base^(−j/d) with j = 0, 2, 4 …, not both twos."
)
_SIGN = Bug("exponent's sign: base^(+2i/d)", "The frequency of pair i is 1 divided by base^(2i/d).")
_TOO_GREAT = Bug("base out of range", "Use a base from 1 to 1e9.")

_PLAIN_POSITIONS = "Use the positions 0, 1, 2 … as they are."


def scales(length: int) -> dict[Bug, float]:
    """What positions are known to be multiplied by: 1, or what a bug makes of that."""
    from_degrees = "Sine and cosine take radians: leave out the conversion from degrees."
    to_degrees = "Sine and cosine take radians: leave out the conversion to degrees."
    turns = "The frequency is base^(−2i/d) radians a position: leave out the factor 2π."
    factors = {
        NO_BUG: 1.0,
        Bug("degrees factor: π/180", from_degrees): np.pi / 180,
        Bug("degrees factor: 180/π", to_degrees): 180 / np.pi,
        Bug("factor 2π", turns): 2 * np.pi,
        Bug("positions divided by the length", _PLAIN_POSITIONS): 1 / max(length, 1),
        Bug("positions divided by the length − 1", _PLAIN_POSITIONS): 1 / max(length - 1, 1),
    }
    return {bug: factor for bug, factor in factors.items() if not bug or abs(factor - 1) > 0.5}


def wrong_formulas(turned: Turning, rung: Rung) -> Iterator[Spectrum]:
    """Formulas with the base in the wrong place. Frequencies far above π are told by what is left of them."""
    i = np.arange(len(turned.frequencies), dtype=np.float64)
    share, pairs = i / rung.steps, len(i)
    for base in (*FAMOUS[:4], 1000.0):
        with np.errstate(divide="ignore", over="ignore"):
            formulas = {
                "exponent's sign: base^(+2i/d)": base**share,
                "base in the wrong place: (2i/d)/base": share / base,
                "base in the wrong place: base · 2i/d": share * base,
                "base in the wrong place: 1/(base · 2i/d)": 1 / (base * share),
                "base in the wrong place: d/base^(2i)": 2 * pairs * base ** (-2 * i),
                "base in the wrong place: 1/(d base^(2i))": base ** (-2 * i) / (2 * pairs),
                "exponent not divided by d: base^(−2i)": base ** (-2 * i),
                "exponent not divided by d: base^(−i)": base**-i,
                "base in the wrong place: 1 − (2i/d) ln(base)": 1 - share * np.log(base),
            }
        for name, frequencies in formulas.items():
            told = pairs > 2 and np.isfinite(frequencies).all() and np.abs(frequencies).max() < 1e9
            if told and agrees(turned, frequencies) is not False:
                bug = Bug(name, "The frequency of pair i is base^(−2i/d): 1 divided by base to the power 2i/d.")
                yield Spectrum(frequencies, {**rung.settings, "base": base}, 3 + base_cost(base, 2), bug)
