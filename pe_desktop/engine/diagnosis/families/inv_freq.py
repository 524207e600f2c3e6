"""Vectors of inverse frequencies, and angles that are not wrapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from pe_desktop.engine.diagnosis.bug import Bug
from pe_desktop.engine.diagnosis.estimate import Turning
from pe_desktop.engine.diagnosis.layouts import Layout, repeated, single
from pe_desktop.engine.diagnosis.models import Angles, Row, Waves
from pe_desktop.engine.diagnosis.ropes import Maker, rotary_spectra
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Matrix, Vector
from pe_desktop.engine.diagnosis.waves import IN_FLOAT32, TRIED, Found, rounded_steps
from pe_desktop.engine.formats import FORMATS

READS = (Vector, Matrix)
NARROW = ("bf16", "fp16")


def candidates(sample: Sample) -> Iterator[Candidate]:
    if isinstance(sample.view, Vector):
        yield from _vector(sample)
    elif sample.view.rows > 2 and sample.view.columns > 1:
        yield from _angles(sample)


def _known(frequencies: np.ndarray, exactness: float) -> Turning:
    spread = np.abs(frequencies) * exactness + 1e-300
    return Turning(frequencies, spread, np.zeros(len(frequencies)), 1.0)


def _vector(sample: Sample) -> Iterator[Candidate]:
    """Frequencies as they are. In bf16 or fp16 they turn by other angles than were meant: a bug in itself."""
    values, narrow = sample.values[0], sample.dtype in NARROW
    if not 2 <= len(values) <= 8192 or (values < 0).any():
        return
    turned = _known(values, 2e-6 if not narrow else sample.exactness)
    for spectrum in chain.from_iterable(rotary_spectra(turned, 1)):
        made = Maker("inverse frequencies", 1, gained=False)(
            Found(spectrum, single(len(values)), Waves(spectrum.frequencies, np.zeros(len(values), dtype=bool)))
        )
        if made is None:
            continue
        trivial = np.array_equal(FORMATS[sample.dtype].round(spectrum.frequencies), spectrum.frequencies)
        if narrow and not trivial:
            made = replace(made, bug=made.bug + Bug(f"inv_freq cast to {sample.dtype}", IN_FLOAT32))
        yield replace(made, model=Row(spectrum.frequencies))


def _angles(sample: Sample) -> Iterator[Candidate]:
    """position · frequency: straight lines, perhaps each twice."""
    rows = sample.first
    steps = rows[-1] - rows[0]
    frequencies = steps / (len(rows) - 1)
    largest = float(np.abs(rows).max())
    if largest == 0 or frequencies[0] <= 0 or (frequencies < 0).any():
        return
    allowed = (sample.exactness + 1e-6) * np.abs(rows).max(axis=0)
    line = rows[0] + np.multiply.outer(np.arange(len(rows)), frequencies)
    if (np.abs(line - rows) > 4 * allowed).any():
        return
    columns = sample.view.columns
    doubled = columns % 2 == 0 and np.array_equal(rows[:, : columns // 2], rows[:, columns // 2 :])
    layout = repeated(columns, "half", False) if doubled else single(columns)
    own = frequencies[layout.sines]
    start = rows[0, layout.sines[0]] / own[0]
    yield from _lines(sample, layout, _known(own, 4 * sample.exactness + 2e-6), float(np.rint(start)))


def _lines(sample: Sample, layout: Layout, turned: Turning, start: float) -> Iterator[Candidate]:
    make = Maker("angles", sample.view.rows, layout.pairing, gained=False)
    for spectra in rotary_spectra(turned, sample.view.rows):
        for spectrum in sorted(spectra, key=lambda s: s.cost)[:TRIED]:
            model = Angles(layout.per_column(spectrum.frequencies), layout.cosine, 1.0, start)
            made = make(Found(spectrum, layout, model))
            if made is not None:
                yield made
                if not sample.score(made.model).fits:
                    yield from rounded_steps(sample, made, model)
