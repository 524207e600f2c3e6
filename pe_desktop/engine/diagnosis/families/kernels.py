"""KERPLE and Sandwich: functions of the distance, with trained or fixed numbers in each head."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pe_desktop.engine.diagnosis.biases import Offsets, offsets
from pe_desktop.engine.diagnosis.models import Model
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Heads
from pe_desktop.engine.encoding import Relative
from pe_desktop.engine.encodings.kerple import Kerple
from pe_desktop.engine.encodings.sandwich import Sandwich
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError

READS = (Heads,)
WIDTHS = (128, 64, 32, 16, 96, 48, 80, 160, 192, 256, 384, 512, 768, 1024)
HALVINGS = 60
LEAST = 1e-3  # of p and a, and their greatest: its inverse


def candidates(sample: Sample) -> Iterator[Candidate]:
    found = offsets(sample)
    if found is None or found.heads > 128 or found.past.shape[1] < 6 or not (found.past[:, 1:] < 0).all():
        return
    yield from _kerple(sample, found)
    yield from _sandwich(sample, found)


def _candidate(sample: Sample, found: Offsets, past: Floats, encoding: Relative, **rest: object) -> Candidate:
    view = sample.view
    assert isinstance(view, Heads)
    future = found.future if not found.masked else None
    model: Model = found.model(
        past, None if future is None else np.where(np.isnan(future), 0, future), view.queries, view.columns
    )
    return Candidate(model, encoding, view.columns, "bias", 2.0, **rest)  # type: ignore[arg-type]


def _kerple(sample: Sample, found: Offsets) -> Iterator[Candidate]:
    distance = np.arange(1, found.past.shape[1], dtype=np.float64)
    for kernel, fit in (("power", _power), ("log", _logarithm)):
        numbers = np.array([fit(-head[1:], distance) for head in found.past])
        p, a = numbers.T[..., None]
        past = -a * distance**p if kernel == "power" else -p * np.log1p(a * distance)
        past = np.concatenate([np.zeros((found.heads, 1)), past], axis=1)
        if kernel == "power" and (np.abs(p - 1) < 1e-4 + 4 * sample.exactness).all():
            continue  # that is ALiBi
        if not (a > LEAST).all() or not (a < 1 / LEAST).all() or not (p < 1 / LEAST).all():
            continue
        same = {n: float(f"{values[0]:.6g}") for n, values in (("p", p[:, 0]), ("a", a[:, 0])) if np.ptp(values) < 1e-5}
        told = tuple(
            (n, ", ".join(f"{v:.5g}" for v in values))
            for n, values in (("p", p[:, 0]), ("a", a[:, 0]))
            if n not in same
        )
        try:
            encoding = Kerple(kernel=kernel, num_heads=found.heads, **same)  # type: ignore[arg-type]
        except ParameterError:
            encoding = Kerple(kernel=kernel, num_heads=found.heads)
        yield _candidate(sample, found, past, encoding, extra=told)


def _power(fall: Floats, distance: Floats) -> tuple[float, float]:
    """p and a of a · distance^p."""
    slope, height = np.polyfit(np.log(distance), np.log(fall), 1)
    return float(slope), float(np.exp(height))


def _logarithm(fall: Floats, distance: Floats) -> tuple[float, float]:
    """p and a of p ln(1 + a · distance), by the ratio of the last and the first: it falls as a grows."""
    ratio, low, high = fall[-1] / fall[0], 1e-6, 1e6
    for _ in range(HALVINGS):
        a = np.sqrt(low * high)
        low, high = (a, high) if np.log1p(a * distance[-1]) / np.log1p(a) > ratio else (low, a)
    shape = np.log1p(a * distance)
    return float(fall @ shape / (shape @ shape)), float(a)


def _sandwich(sample: Sample, found: Offsets) -> Iterator[Candidate]:
    ratios = found.past[0, 1] / found.past[:, 1]
    if not np.allclose(ratios, np.arange(1, found.heads + 1), rtol=0.02):
        return
    for width in WIDTHS:
        encoding = Sandwich(num_heads=found.heads, d_model=width)
        near = float(encoding.bias(8, 0).at([1], [0])[0, 0])
        if abs(found.past[0, 1] / near - 1) < 0.02:
            places = np.arange(found.past.shape[1], dtype=np.float64)
            past = np.stack([encoding.by_offset(len(places), h).at(places) for h in range(found.heads)])
            yield _candidate(sample, found, past, encoding)
