"""Queries or keys with what they were before they were turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.bug import Bug
from pe_desktop.engine.diagnosis.estimate import Turning, turning
from pe_desktop.engine.diagnosis.layouts import Layout, single
from pe_desktop.engine.diagnosis.models import Model, Turned, Waves
from pe_desktop.engine.diagnosis.ropes import Maker, rope_candidates, usual
from pe_desktop.engine.diagnosis.sample import CONSECUTIVE, Candidate, Sample
from pe_desktop.engine.diagnosis.views import Rotated
from pe_desktop.engine.diagnosis.waves import Found, wave_candidates
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import Floats

READS = (Rotated,)
FORM = "rotated queries or keys"
SHARES = (1.0, 0.75, 0.5, 0.4, 0.25)
VECTORS = 8  # of leading axes, at most, that an estimate takes
STILL = Bug("not rotated", "Nothing turns: apply the rotation.")
BACKWARDS = Bug(
    "turned backwards: the sine has the wrong sign",
    "x' = x cos − y sin and y' = y cos + x sin: exchange the signs of the sines.",
)


@dataclass(frozen=True, eq=False)
class _Pairing:
    """Which column each one is mixed with, and with which sign, among the first `turning` of `columns`."""

    name: str
    turning: int
    columns: int

    @cached_property
    def dimensions(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        pairs = np.arange(self.turning // 2)
        return (2 * pairs, 2 * pairs + 1) if self.name == "interleaved" else (pairs, pairs + self.turning // 2)

    @property
    def partner(self) -> NDArray[np.int64]:
        first, second = self.dimensions
        found = np.arange(self.columns)
        found[first], found[second] = second, first
        return found

    @property
    def sign(self) -> Floats:
        first, second = self.dimensions
        found = np.zeros(self.columns)
        found[first], found[second] = -1.0, 1.0
        return found

    @property
    def layout(self) -> Layout:
        """Every column with its frequency, all of them cosines; none for those at rest."""
        pair = np.full(self.columns, -1, dtype=np.int64)
        first, second = self.dimensions
        pair[first] = pair[second] = np.arange(self.turning // 2)
        return Layout(self.name, pair, np.zeros(self.columns, dtype=bool), first, second, self.name)


def candidates(sample: Sample) -> Iterator[Candidate]:
    view = sample.view
    assert isinstance(view, Rotated)
    if view.columns < 2 or view.columns > 16384 or view.length < 2:
        return
    after, before = _vectors(view)
    if np.array_equal(after, FORMATS[sample.dtype].round(before)):
        yield _still(view)
        return
    for pairing in _pairings(after, FORMATS[sample.dtype].round(before)):
        turned = _turning(after, before, pairing, sample.exactness)
        backwards = turned is not None and _backwards(turned)
        if turned is not None and backwards:
            turned = Turning(-turned.frequencies, turned.spread, -turned.phases, turned.gain)
        yield from _turned(sample, view, pairing, turned, -1.0 if backwards else 1.0)
        yield from _mixed(view, pairing)


def _still(view: Rotated) -> Candidate:
    waves = Waves(np.zeros(view.columns), np.zeros(view.columns, dtype=bool))
    model = Turned(view, waves, np.arange(view.columns), np.zeros(view.columns))
    encoding = Rope(head_dim=view.columns // 2 * 2)
    return Candidate(model, encoding, view.length, FORM, 0.0, (), STILL)


def _vectors(view: Rotated) -> tuple[Floats, Floats]:
    """(vectors, positions, columns) of both, the first ones."""
    length, vectors = min(view.length, CONSECUTIVE), min(VECTORS, view.rows // view.length)
    rows = (np.arange(vectors)[:, None] * view.length + np.arange(length)).ravel()
    shape = (vectors, length, view.columns)
    return view.read(rows).reshape(shape), view.read_before(rows).reshape(shape)


def _pairings(after: Floats, before: Floats) -> Iterator[_Pairing]:
    """Both, for each share of the columns that may turn: all that changed, at least."""
    columns = after.shape[-1]
    changed = np.flatnonzero((after != before).any(axis=(0, 1)))
    least = int(changed.max(initial=1)) // 2 * 2 + 2
    widths = {int(columns * share) // 2 * 2 for share in SHARES} | {least, columns // 2 * 2}
    for width in sorted(w for w in widths if least <= w <= columns):
        for name in ("half", "interleaved"):
            yield _Pairing(name, width, columns)


def _turning(after: Floats, before: Floats, pairing: _Pairing, exactness: float) -> Turning | None:
    """How the pairs turn, from all vectors together; None where they do not only turn."""
    first, second = pairing.dimensions
    turned, rested = (x[..., first] + 1j * x[..., second] for x in (after, before))
    sizes = (np.abs(rested) ** 2).sum(axis=0)
    if (sizes == 0).any():
        return None
    return turning((turned * rested.conj()).sum(axis=0) / sizes, exactness)


def _backwards(turned: Turning) -> bool:
    slow = (np.abs(turned.frequencies) > 5 * turned.spread) & (np.abs(turned.frequencies) < 1.5)
    return bool(slow.any() and (np.sign(turned.frequencies[slow]) < 0).mean() > 0.5)


def _turned(
    sample: Sample, view: Rotated, pairing: _Pairing, turned: Turning | None, way: float
) -> Iterator[Candidate]:
    def wrap(waves: Waves) -> Model:
        return Turned(view, waves, pairing.partner, way * pairing.sign)

    make = Maker(FORM, view.length, pairing.name, head_dim=view.columns)
    pairs = pairing.turning // 2
    plain = Turning(np.zeros(pairs), np.full(pairs, np.inf), np.zeros(pairs), 1.0)

    def made(found: Found) -> Candidate | None:
        candidate = make(found)
        if candidate is None:
            return None
        share = 0.01 * (view.columns - pairing.turning) / view.columns
        candidate = replace(candidate, model=wrap(found.waves), cost=candidate.cost + share)
        if way > 0:
            return candidate
        return replace(candidate, bug=candidate.bug + BACKWARDS, cost=candidate.cost + 1)

    if turned is None:
        yield from wave_candidates(sample, plain, pairing.layout, [usual(pairs)], made, wrap=wrap)
    else:
        yield from rope_candidates(sample, turned, pairing.layout, view.length, made, wrap)


def _mixed(view: Rotated, pairing: _Pairing) -> Iterator[Candidate]:
    """One pairing with the cache of the other: the two of a pair turn by different angles."""
    pairs = pairing.turning // 2
    other = _Pairing("interleaved" if pairing.name == "half" else "half", pairing.turning, pairing.columns)
    for base in (10000.0, 500_000.0, 1e6):
        spectrum = replace(usual(pairs), settings={"base": base}, frequencies=base ** (-np.arange(pairs) / pairs))
        frequencies = other.layout.per_column(spectrum.frequencies)
        waves = Waves(frequencies, np.zeros(view.columns, dtype=bool))
        made = Maker(FORM, view.length, pairing.name, head_dim=view.columns)(Found(spectrum, single(1), waves))
        if made is not None:
            remedy = f"Columns turn as in {pairing.name} pairs, with a cache laid out for {other.name} ones: use one."
            model = Turned(view, waves, pairing.partner, pairing.sign)
            yield replace(made, model=model, bug=Bug("half against interleaved", remedy), cost=made.cost + 2)
