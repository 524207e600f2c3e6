"""Frequencies of rotary encodings whose context was extended: which rule, with which numbers, gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.estimate import Turning, round_numbers
from pe_desktop.engine.diagnosis.spectra import EXACT, FAMOUS, Spectrum, agrees, base_cost, bases, lines
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.scaling import (
    Ladder,
    Llama3Scaling,
    NtkScaling,
    ProportionalScaling,
    YarnScaling,
)

TRAINED = (4096, 8192, 2048, 32768, 16384, 1024, 65536, 131_072, 262_144, 256_000, 40_960, 512)
"""Lengths that models are trained at, the likeliest first."""
FACTORS = (2.0, 4.0, 8.0, 16.0, 32.0, 40.0, 64.0)
INVERTED = Bug(
    "YaRN ramp inverted", "Fast pairs keep their frequency and slow ones are divided by the factor: exchange the two."
)
LIKELY = 1.0  # what a scaling costs, against a plain ladder


@dataclass(frozen=True)
class _Published:
    """Settings of a model that say how a YaRN setting is meant, where frequencies alone do not."""

    model: str
    base: float
    factor: float
    trained: int
    pairs: int
    truncate: bool = True
    gained: bool = True


PUBLISHED = (
    _Published("gpt-oss", 150_000.0, 32.0, 4096, 32, truncate=False),
    _Published("DeepSeek-V2, V3 and R1", 10000.0, 40.0, 4096, 32, gained=False),
)


def published(base: float, factor: float, trained: int, pairs: int) -> _Published | None:
    return next(
        (p for p in PUBLISHED if (p.base, p.factor, p.trained, p.pairs) == (base, factor, trained, pairs)), None
    )


def scaled(turned: Turning) -> Iterator[Spectrum]:
    """Rules that slow every pair by one factor, stretch the base, or still the last pairs, with round numbers."""
    pairs = len(turned.frequencies)
    yield from _proportional(turned, pairs)
    for height, slope, _, spread in lines(turned):
        raw = float(np.exp(np.clip(-slope * pairs, -700, 700)))
        yield from _stretched(turned, raw, 4 * spread * pairs + EXACT, pairs)
        yield from _linear(turned, raw, 4 * spread * pairs + EXACT, height, pairs)
        break


def _spectrum(
    turned: Turning, frequencies: Floats, cost: float, settings: dict[str, Any], bug: Bug = NO_BUG, **rest: Any
) -> Iterator[Spectrum]:
    agreed = agrees(turned, frequencies)
    if agreed is not False:
        yield Spectrum(frequencies, settings, cost + LIKELY, bug, loose=agreed is None, **rest)


def _linear(turned: Turning, raw: float, spread: float, height: float, pairs: int) -> Iterator[Spectrum]:
    for base, cost in bases(raw, spread):
        factor = float(np.exp(-height))
        for round_factor, digits in list(round_numbers(factor, spread + 0.01))[:2]:
            if round_factor > 1 and digits <= 3:
                frequencies = Ladder(base, 2 * pairs).frequencies / round_factor
                settings = {"base": base, "scaling": "linear", "factor": round_factor}
                yield from _spectrum(turned, frequencies, cost + digits, settings)


def _stretched(turned: Turning, raw: float, spread: float, pairs: int) -> Iterator[Spectrum]:
    """NTK: the base that is found is another one, stretched."""
    if pairs < 2:
        return
    for base in FAMOUS[:3]:
        alpha = (raw / base) ** ((pairs - 1) / pairs)
        for factor, digits in list(round_numbers(alpha, spread))[:1]:
            if 1 < factor <= 1000 and digits <= 2:
                frequencies = NtkScaling(factor).frequencies(Ladder(base, 2 * pairs), 1)
                settings = {"base": base, "scaling": "ntk", "factor": factor}
                remarks = (
                    f"dynamic scaling has the same frequencies at the length at which it stretches by {factor:g}",
                )
                yield from _spectrum(turned, frequencies, base_cost(base, 1) + 1.5 + digits, settings, remarks=remarks)


def _proportional(turned: Turning, pairs: int) -> Iterator[Spectrum]:
    still = np.abs(turned.frequencies) <= turned.spread
    turning = int(np.argmax(still)) if still.any() else pairs
    if turning < 2 or turning == pairs or not still[turning:].all():
        return
    part = turned.of(slice(0, turning))
    steepest = part.frequencies[-1] ** 2 / part.frequencies[-2]  # what the next pair would have, if it turned
    if steepest < 10 * turned.spread[turning]:
        return
    for height, slope, _, spread in lines(part):
        raw = float(np.exp(np.clip(-slope * pairs, -700, 700)))
        for base, cost in bases(raw, 4 * spread * pairs + EXACT):
            if base < 2:
                continue  # frequencies that are all one are no ladder
            for factor, digits in [(1.0, 0), *list(round_numbers(float(np.exp(-height)), 0.01))[:1]]:
                frequencies = ProportionalScaling(turning / pairs, factor).frequencies(Ladder(base, 2 * pairs), 1)
                settings = {"scaling": "proportional", "partial_rotary_factor": turning / pairs, "base": base}
                yield from _spectrum(
                    turned, frequencies, cost + digits, settings if factor == 1 else {**settings, "factor": factor}
                )
        return


def by_parts(turned: Turning) -> Iterator[Spectrum]:
    """Rules that keep fast pairs and slow the others down, by the plain ladder that their fast or slow end lies on."""
    pairs = len(turned.frequencies)
    for base, cost in _plain_bases(turned, pairs).items():
        ladder = Ladder(base, 2 * pairs)
        plain = ladder.frequencies
        for factor, unlikely in _factors(turned, plain):
            start = cost + unlikely
            for place, trained in enumerate(TRAINED):
                yield from _llama3(turned, ladder, factor, trained, start + place / 10)
                yield from _yarn(turned, ladder, factor, trained, start + place / 10)


def _plain_bases(turned: Turning, pairs: int) -> dict[float, float]:
    """Bases of lines that some of the pairs lie on, the straightest lines first, and what each base costs."""
    found: dict[float, float] = {}
    for _, slope, _, spread in sorted(lines(turned), key=lambda line: line[3]):
        raw = float(np.exp(np.clip(-slope * pairs, -700, 700)))
        for base, cost in list(bases(raw, 4 * spread * pairs + 1e-3))[:2]:
            if 1 < base <= 1e9 and cost < 8:
                found.setdefault(base, cost)
    return dict(list(found.items())[:4])


def _factors(turned: Turning, plain: Floats) -> list[tuple[float, float]]:
    """By how much the slowest pair is slowed where that is known, what the gain says, and else what models use."""
    known = turned.frequencies > 5 * turned.spread
    most = float(np.max(plain[known] / turned.frequencies[known], initial=1.0))
    found = {f: 0.0 for f in FACTORS if abs(f / most - 1) < 0.1}
    if known[-1] and most > 1.01:
        found = {**{f: 0.2 for f, digits in list(round_numbers(most, 0.02))[:2] if digits <= 3}, **found}
    elif not known[-1]:
        found = {**{f: 0.5 for f in FACTORS if f >= 0.99 * most}, **found}
    said = float(np.exp((min(turned.gain, 2.0) - 1) / 0.1))
    for factor in FACTORS if abs(turned.gain - 1) > 0.01 and not known[-1] else ():
        if abs(factor / said - 1) < 0.1:
            return [(factor, 0.0)]
    return [(f, cost) for f, cost in found.items() if f > 1]


def _llama3(turned: Turning, ladder: Ladder, factor: float, trained: int, cost: float) -> Iterator[Spectrum]:
    for low, high in ((1.0, 4.0), (1.0, 1.0)):
        frequencies = Llama3Scaling(factor, trained, low, high).frequencies(ladder, 1)
        settings = {"base": ladder.base, "scaling": "llama3", "factor": factor}
        settings |= {"original_max_position_embeddings": trained, "low_freq_factor": low, "high_freq_factor": high}
        yield from _spectrum(turned, frequencies, cost + (high == 1), settings)


def _yarn(turned: Turning, ladder: Ladder, factor: float, trained: int, cost: float) -> Iterator[Spectrum]:
    plain, model = ladder.frequencies, published(ladder.base, factor, trained, ladder.dimensions // 2)
    for truncate in (True, False):
        rule = YarnScaling(factor, trained, truncate=truncate)
        ramp = rule.interpolation(ladder, 1)
        settings = {"base": ladder.base, "scaling": "yarn", "factor": factor}
        settings |= {"original_max_position_embeddings": trained, "truncate": truncate}
        bug, meant = NO_BUG, settings
        if truncate and model is not None and not model.truncate:
            remedy = f"{model.model} sets truncate to false: do not round the ends of the ramp to whole pairs."
            bug, meant = Bug("YaRN truncate ignored", remedy), {**settings, "truncate": False}
        kept, gain = cost + (not truncate) / 2, rule.attention
        yield from _spectrum(turned, rule.frequencies(ladder, 1), kept, meant, bug, gain=gain)
        swapped = plain / factor * (1 - ramp) + plain * ramp
        yield from _spectrum(turned, swapped, kept + 2, settings, INVERTED, gain=gain)
