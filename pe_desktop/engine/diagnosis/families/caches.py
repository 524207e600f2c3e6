"""Caches of cosines and sines: either alone, each frequency twice, both side by side, stacked or complex."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pe_desktop.engine.diagnosis.estimate import Turning, backwards, from_single
from pe_desktop.engine.diagnosis.layouts import Layout, half_split, interleaved, repeated, single
from pe_desktop.engine.diagnosis.ropes import Maker, rope_candidates
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Matrix, Stack
from pe_desktop.engine.frozen import Floats

READS = (Matrix, Stack)
STARTS = (0.0, 1.0, 2.0)


def candidates(sample: Sample) -> Iterator[Candidate]:
    if sample.view.rows < 2 or not 1 <= sample.view.columns <= 2 * 16384:
        return
    if isinstance(sample.view, Stack) or sample.view.columns % 2 == 0:
        yield from _both(sample)
    if isinstance(sample.view, Matrix):
        yield from _alone(sample)


def _same(first: Floats, second: Floats) -> bool:
    return first.shape == second.shape and bool(np.array_equal(first, second))


def _pairing(rows: Floats) -> str:
    """In which way every number stands twice; empty where it does not."""
    width = rows.shape[1]
    if width % 2 or width < 2:
        return ""
    if _same(rows[:, : width // 2], rows[:, width // 2 :]):
        return "half"
    return "interleaved" if _same(rows[:, ::2], rows[:, 1::2]) else ""


def _both(sample: Sample) -> Iterator[Candidate]:
    """Cosines and sines, in halves or in turn. Sines first is a table too, and said to be one unless it is stacked."""
    rows, columns = sample.first, sample.view.columns
    pairing = _pairing(rows[:, : columns // 2])
    doubled = pairing if pairing and _pairing(rows[:, columns // 2 :]) == pairing else ""
    layouts = [repeated(columns, doubled, True)] if doubled else [half_split(columns), interleaved(columns)]
    for layout in layouts:
        turned = layout.turning(rows, sample.exactness)
        if turned is None:
            continue
        if backwards(turned):
            layout = layout.swapped()
            turned = layout.turning(rows, sample.exactness)
            form = "cache of cosines and sines"
        elif isinstance(sample.view, Stack) or doubled:
            form = "cache of sines and cosines"
        else:
            continue
        if turned is not None:
            yield from _candidates(sample, turned, layout, f"{form}, {_told(sample, layout)}")


def _told(sample: Sample, layout: Layout) -> str:
    if isinstance(sample.view, Stack):
        return "stacked"
    return "in turn" if layout.name == "interleaved" else "side by side"


def _alone(sample: Sample) -> Iterator[Candidate]:
    """Only cosines, or only sines."""
    rows, columns = sample.first, sample.view.columns
    doubled = _pairing(rows)
    layout = repeated(columns, doubled, False) if doubled else single(columns)
    limit = float(np.abs(rows).max())
    if not 0 < limit < 4:
        return
    for cosine, name in ((True, "cosines"), (False, "sines")):
        if abs(rows[0, -1]) < 0.9 * limit if cosine else abs(rows[0, -1]) > 0.5:
            continue  # the slowest pair starts with a cosine of 1, and a sine of 0
        filled = Layout(layout.name, layout.pair, np.full(columns, cosine), layout.sines, layout.cosines, doubled)
        for start in STARTS:
            turned = from_single(rows[:, layout.sines], cosine, start, sample.exactness)
            if not _retraced(rows[:16, layout.sines], turned, cosine, start):
                continue
            turned = Turning(turned.frequencies, turned.spread, start * turned.frequencies, turned.gain)
            found = list(_candidates(sample, turned, filled, f"cache of {name}"))
            yield from found
            if any(sample.score(candidate.model).fits for candidate in found):
                break


def _retraced(rows: Floats, turned: Turning, cosine: bool, start: float) -> bool:
    """Whether nearly all columns begin as the waves that were found in them."""
    angles = np.multiply.outer(np.arange(len(rows)) + start, turned.frequencies)
    waves = turned.gain * (np.cos(angles) if cosine else np.sin(angles))
    return bool((np.abs(waves - rows).max(axis=0) < 0.1 * turned.gain).mean() > 0.8)


def _candidates(sample: Sample, turned: Turning, layout: Layout, form: str) -> Iterator[Candidate]:
    make = Maker(form, sample.view.rows, layout.pairing)
    yield from rope_candidates(sample, turned, layout, sample.view.rows, make)
