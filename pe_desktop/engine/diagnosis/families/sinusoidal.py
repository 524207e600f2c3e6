"""Sinusoidal tables: of the paper, of tensor2tensor, fairseq, Marian and Whisper, and of ports that went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from pe_desktop.engine.diagnosis.bug import Bug
from pe_desktop.engine.diagnosis.estimate import backwards
from pe_desktop.engine.diagnosis.layouts import Layout, half_split, interleaved
from pe_desktop.engine.diagnosis.models import Model, Powers, Waves
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.spectra import FAMOUS, USUAL, Rung, Spectrum, ladders, scales, wrong_formulas
from pe_desktop.engine.diagnosis.views import Matrix
from pe_desktop.engine.diagnosis.waves import Found, offset_bug, wave_candidates, zero_rows
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.frozen import Floats

READS = (Matrix,)
FORM = "table"
ODD = Bug(
    "odd d_model handled differently",
    "Of an odd d_model either compute d_model + 1 columns and cut the last, or d_model − 1 and add one of zeros, or "
    "divide by d_model itself with one sine more than there are cosines: the exponent has to go with the columns.",
)


def candidates(sample: Sample) -> Iterator[Candidate]:
    """Layouts whose sines and cosines lie on circles; the plain table, which is the nearest of many; known bugs."""
    columns, length = sample.view.columns, sample.view.rows
    if not 2 <= columns <= 16384:
        return
    blank = zero_rows(sample)
    for layout in _layouts(sample):
        turned = layout.turning(sample.first, sample.exactness)
        if turned is not None and not backwards(turned):
            rungs, factors = _rungs(columns, layout), scales(length)
            spectra = [*ladders(turned, rungs, factors), *wrong_formulas(turned, rungs[0])]
            yield from wave_candidates(sample, turned, layout, spectra, partial(_candidate, sample), blank)
    yield from _plain(sample)
    if columns % 2 == 0 and length > 1:
        yield from _without_pairs(sample)


def _layouts(sample: Sample) -> list[Layout]:
    columns = sample.view.columns
    zeros = int(columns % 2 == 1 and columns > 2 and not sample.values[:, -1].any())
    return [interleaved(columns, zeros), half_split(columns, zeros)]


def _rungs(columns: int, layout: Layout) -> tuple[Rung, ...]:
    """The ladders of a width: of an odd one, what each way to fill it has in the exponent."""
    waves = layout.pairs
    code = Rung(max(waves - 1, 1), {"ladder": "tensor2tensor"}, cost=0.5)
    if columns % 2 == 0:
        return Rung(columns / 2, {"ladder": "vaswani"}), code
    zeros = bool((layout.pair < 0).any())
    right = {columns - 1: "zero"} if zeros else {columns + 1: "crop", columns: "sine"}
    other = [d for d in (columns - 1, columns, columns + 1) if d not in right]
    filled = next(iter(right.values()))
    return (
        *(Rung(d / 2, {"ladder": "vaswani", "odd": odd}) for d, odd in right.items()),
        Rung(code.steps, {**code.settings, "odd": filled}, cost=0.5),
        *(Rung(d / 2, {"ladder": "vaswani", "odd": filled}, ODD, 2.0) for d in other),
    )


def _candidate(sample: Sample, found: Found) -> Candidate | None:
    spectrum, waves = found.spectrum, found.waves
    offset = int(waves.offset)
    encoding = Sinusoidal(d_model=sample.view.columns, layout=found.layout.name, **spectrum.settings)
    bug, remarks = spectrum.bug, list(spectrum.remarks)
    if offset == -1 and waves.blank == (0,):
        remarks.append("row 0 is zeros, as for a class token; positions start in row 1")
    elif encoding.ladder == "tensor2tensor" and encoding.layout == "half-split" and offset == 2:
        encoding = encoding.replace(offset=2)
        remarks.append("positions start in row 2, as in fairseq and M2M100")
    elif offset in (-1, 1, 2):
        bug += offset_bug(offset)
    elif 0 < offset <= 10_000_000 - sample.view.rows:
        encoding = encoding.replace(offset=offset)
        remarks.append(f"row 0 holds position {offset:,}: a part of a longer table")
    elif offset:
        return None
    if waves.blank and offset != -1:
        encoding = encoding.replace(padding_row=waves.blank[0] + encoding.offset)
        remarks.append(f"row {waves.blank[0]} is zeros, for padding")
    extra = () if waves.gain == 1 else (("gain", f"{waves.gain:.6g}"),)
    if extra:
        told = _gain(waves.gain, sample.view.columns)
        remarks.append(f"every value is multiplied by {waves.gain:.6g}{told}")
    if encoding.ladder == "tensor2tensor" and not bug:
        remarks.append("the (h − 1) ladder, i/(d/2 − 1) in the exponent: another spectrum than the paper's 2i/d")
    if encoding.base == 100:
        remarks.append("base 100 with 2i/d is base 10000 with i/d: a factor 2 may be missing from the exponent")
    cost = spectrum.cost + (2 if offset else 0) + (waves.gain != 1)
    length = sample.view.rows
    return Candidate(waves, encoding, length, FORM, cost, extra, bug, tuple(remarks))


def _gain(gain: float, d_model: int) -> str:
    named = {"√d_model": d_model**0.5, "1/√d_model": d_model**-0.5, "1/d_model": 1 / d_model}
    near = [name for name, value in named.items() if abs(gain / value - 1) < 0.004]
    return f", which is {near[0]}" if near else ""


def _plain(sample: Sample) -> Iterator[Candidate]:
    """The table of the paper: where nothing fits, the nearest that one may ask about."""
    for layout in _layouts(sample):
        for rung in _rungs(sample.view.columns, layout)[:2]:
            frequencies = USUAL ** (-np.arange(layout.pairs) / rung.steps)
            waves = Waves(layout.per_column(frequencies), layout.cosine)
            spectrum = Spectrum(frequencies, {**rung.settings, "base": USUAL}, 1 + rung.cost)
            found = _candidate(sample, Found(spectrum, layout, waves))
            if found is not None:
                yield found


_OWN_COLUMN = Bug(
    "cos exponent (2i+1)/d",
    "Sine and cosine of pair i share the exponent 2i/d: 2i, not the column's own number, in both.",
)
_MIXED = Bug(
    "half against interleaved", "Take frequencies and functions in one layout: both side by side, or both in halves."
)
_POWER_OF_ALL = Bug(
    "base in the wrong place: (p/base)^(2i/d)", "Divide the position by base^(2i/d); the power is of the base alone."
)


def _without_pairs(sample: Sample) -> Iterator[Candidate]:
    """Bugs that leave a sine and a cosine without a common frequency. Row 1 of the sines tells the base."""
    half, row = sample.view.columns // 2, sample.first[1]
    place = np.arange(2 * half)
    for name, pair, cosine in (
        ("interleaved", place // 2, place % 2 == 1),
        ("half-split", place % half, place >= half),
    ):
        for base in _bases(row[~cosine], half):
            exact = {"layout": name, "base": base}
            share = np.where(cosine, (2 * pair + 1) / (2 * half), pair / half)
            yield _bug(sample, Waves(base**-share, cosine), exact, _OWN_COLUMN)
            other = place % half if name == "interleaved" else place // 2
            yield _bug(sample, Waves(base ** -(other / half), cosine), exact, _MIXED)
            yield _bug(sample, Powers(base, pair / half, cosine), exact, _POWER_OF_ALL)


def _bases(sines: Floats, half: int) -> list[float]:
    """The base by the sines of position 1, to three digits, and the usual ones."""
    known = (sines > 1e-7) & (sines < 0.999)
    if known.sum() < 3:
        return list(FAMOUS[:3])
    slope = np.polyfit(np.flatnonzero(known), np.log(np.arcsin(sines[known])), 1)[0]
    found = float(f"{np.exp(np.clip(-slope * half, 0, 20)):.1e}")
    return list(dict.fromkeys((*FAMOUS[:3], *((found,) if 1 < found <= 1e9 else ()))))


def _bug(sample: Sample, model: Model, settings: dict[str, object], bug: Bug) -> Candidate:
    encoding = Sinusoidal(d_model=sample.view.columns, **settings)  # type: ignore[arg-type]
    return Candidate(model, encoding, sample.view.rows, FORM, 4.0, (), bug)
