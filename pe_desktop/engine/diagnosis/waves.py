"""Candidates of tables and caches of sines and cosines, once it is known how each pair turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.estimate import Turning, start_of
from pe_desktop.engine.diagnosis.layouts import Layout
from pe_desktop.engine.diagnosis.models import Model, Waves
from pe_desktop.engine.diagnosis.sample import RIVAL, Candidate, Sample
from pe_desktop.engine.diagnosis.spectra import Spectrum
from pe_desktop.engine.formats import FORMATS

TRIED = 16  # spectra, the likeliest
ROUNDED_TOO = 4  # of them, those tried in narrower formats
SAME_GAIN = 0.004  # bf16 rounds by half of that
ROUNDED = ("fp64", "bf16", "fp16")
IN_FLOAT32 = "Keep positions, inv_freq and angles in float32, and cast cosine and sine alone."


@dataclass(frozen=True, eq=False)
class Found:
    """A spectrum in a layout, with the model of it: from this an encoding is made."""

    spectrum: Spectrum
    layout: Layout
    waves: Waves


Make = Callable[[Found], Candidate | None]
Wrap = Callable[[Waves], Model]


def same(waves: Waves) -> Model:
    """Waves as they stand in the array."""
    return waves


def wave_candidates(
    sample: Sample,
    turned: Turning,
    layout: Layout,
    spectra: Sequence[Spectrum],
    make: Make,
    blank: tuple[int, ...] = (),
    wrap: Wrap = same,
) -> Iterator[Candidate]:
    """One for each spectrum and start; those that do not fit also with each step rounded to bf16 or fp16."""
    start = start_of(turned)
    near = round(start) if abs(start - round(start)) < 0.2 else 0
    enough = np.inf  # the cost beyond which there is no rival of what fits
    tried = sorted(spectra, key=lambda s: s.cost + 2 * (abs(turned.gain / s.gain - 1) > SAME_GAIN))[:TRIED]
    for place, (spectrum, offset) in enumerate(product(tried, {near: 0, 0: 0})):
        gain = _told_gain(turned.gain, spectrum.gain)
        frequencies = layout.per_column(spectrum.frequencies)
        waves = Waves(frequencies, layout.cosine, gain, float(offset), blank=blank)
        found = make(Found(spectrum, layout, waves))
        if found is None:
            continue
        found = replace(found, remarks=(*found.remarks, *_untold(turned, spectrum)))
        if found.cost > enough:
            break
        yield found
        if sample.score(found.model).fits:
            enough = min(enough, found.cost + RIVAL)
        elif enough == np.inf and place < ROUNDED_TOO:
            yield from rounded_steps(sample, found, waves, wrap)


def _told_gain(found: float, meant: float) -> float:
    """The gain that is meant, where the one that was found may be it."""
    near = [g for g in (1.0, meant, meant**0.5, meant**2) if abs(found / g - 1) < SAME_GAIN]
    return near[0] if near else found


def _untold(turned: Turning, spectrum: Spectrum) -> tuple[str, ...]:
    count = int((turned.spread > 0.1 * np.abs(spectrum.frequencies)).sum())
    said = f"the {count} slowest pairs turn too little in these positions for their frequencies to be told"
    return (said,) if count > 1 else ()


def rounded_steps(sample: Sample, found: Candidate, waves: Waves, wrap: Wrap = same) -> Iterator[Candidate]:
    """The candidate with positions, frequencies or angles kept in a narrower format: as few of them as are needed."""
    longest = sample.view.rows + waves.offset
    steps = [s for s in product(ROUNDED, ROUNDED, ROUNDED) if len({f for f in s if f != "fp64"}) == 1]
    fitting = 3
    for inv_freq, positions, angles in sorted(steps, key=_narrowed):
        narrowed = _narrowed((inv_freq, positions, angles))
        lossless = positions != "fp64" and FORMATS[positions].exact_up_to >= longest
        if lossless or narrowed > fitting:
            continue
        model = wrap(replace(waves, inv_freq=inv_freq, positions=positions, angles=angles))
        bug = found.bug + _rounding_bug(inv_freq, positions, angles)
        made = replace(found, model=model, cost=found.cost + 3 + narrowed / 2, bug=bug)
        fitting = narrowed if sample.score(model).fits else fitting
        yield made


def _narrowed(steps: tuple[str, ...]) -> int:
    return sum(kept != "fp64" for kept in steps)


def _rounding_bug(inv_freq: str, positions: str, angles: str) -> Bug:
    narrow = next(kept for kept in (inv_freq, positions, angles) if kept != "fp64")
    cast = [name for name, kept in (("inv_freq", inv_freq), ("positions", positions)) if kept != "fp64"]
    said = [f"{' and '.join(cast)} cast to {narrow}"] if cast else []
    said += [f"angles computed in {narrow}"] if angles != "fp64" else []
    return Bug(", ".join(said), IN_FLOAT32)


def offset_bug(offset: float) -> Bug:
    """A wrong start; none where the rows are a part of a longer table."""
    if offset == -1:
        return Bug("offset by −1", "Row 1 holds position 0: start in row 0.")
    if offset in (1, 2):
        return Bug(f"offset by {offset:.0f}", f"Row 0 holds position {offset:.0f}: start positions at 0.")
    return NO_BUG


def zero_rows(sample: Sample) -> tuple[int, ...]:
    """Of the first rows, those of zeros alone."""
    rows = np.flatnonzero(~sample.first.any(axis=1))
    return tuple(int(row) for row in rows) if len(rows) <= 2 else ()
