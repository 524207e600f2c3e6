"""T5: one trained number for each bucket of distances, which borders give away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.biases import Offsets, offsets
from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.models import Profiles
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Heads
from pe_desktop.engine.encodings.t5 import T5, t5_buckets
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError

READS = (Heads,)
BUCKETS = (32, 64, 16, 128, 8)
DISTANCES = (128, 256, 64, 512, 32, 1024, 2048, 20)
SIGN = Bug("T5 sign swapped", "Buckets are of key − query: 0 and below for keys before the query.")
WIDE = 2  # buckets of more than one distance that have to be seen


def candidates(sample: Sample) -> Iterator[Candidate]:
    view, found = sample.view, offsets(sample)
    assert isinstance(view, Heads)
    if found is None or found.shifted or found.heads > 128 or view.queries != view.columns:
        return
    if view.weights is not None:
        yield from _with_weights(sample, view, found)
        return
    profile = _profile(found)
    if profile is None or float(np.nanmax(profile) - np.nanmin(profile)) == 0:
        return
    for (place, buckets), (far, distance), both in product(enumerate(BUCKETS), enumerate(DISTANCES), (True, False)):
        try:
            encoding = T5(num_heads=found.heads, num_buckets=buckets, max_distance=distance, bidirectional=both)
        except ParameterError:
            continue
        cost = (place + far) / 4
        for sign in (1,) if both else (1, -1):
            yield from _grouped(sample, view, profile, encoding, sign, cost)


def _profile(found: Offsets) -> Floats | None:
    """(heads, 2 · keys − 1) by offset, from the last key for the first query on."""
    if found.future is None:
        return None
    whole = found.past + found.shift[:, -1:]
    ahead = found.future[:, 1:] + found.shift[:, :1]
    return np.concatenate([ahead[:, ::-1], whole], axis=1)


def _buckets(encoding: T5, keys: int, sign: int) -> NDArray[np.int64]:
    """Of offsets −(keys − 1) … keys − 1; by key − query, or the other way round."""
    return t5_buckets(
        -sign * np.arange(1 - keys, keys), encoding.num_buckets, encoding.max_distance, encoding.bidirectional
    )


def _grouped(sample: Sample, view: Heads, profile: Floats, encoding: T5, sign: int, cost: float) -> Iterator[Candidate]:
    keys = view.columns
    seen = ~np.isnan(profile[0])
    if encoding.bidirectional and not seen.all():
        return
    buckets = _buckets(encoding, keys, sign)
    begins = np.flatnonzero(np.diff(buckets[seen])) + 1
    values = profile[:, seen]
    runs = np.split(np.arange(int(seen.sum())), begins)
    if len(begins) == 0 or sum(len(run) > 1 for run in runs) < WIDE + (sign < 0):
        return
    told = np.array([values[:, run[0]] for run in runs]).T
    if (values != np.repeat(told, [len(run) for run in runs], axis=1)).any():
        return
    if (told[:, 1:] == told[:, :-1]).all(axis=0).any():
        return  # a border that is not there
    full = np.full(profile.shape, np.nan)
    full[:, seen] = values
    model = Profiles(np.nan_to_num(full), keys, keys, not seen.all())
    bug = NO_BUG if sign > 0 else SIGN
    remarks = ("the numbers of the buckets are trained: only their borders are known",)
    yield Candidate(model, encoding, keys, "bias", cost, (), bug, remarks)


def _with_weights(sample: Sample, view: Heads, found: Offsets) -> Iterator[Candidate]:
    """The trained numbers are given: their buckets can be told, and their sign."""
    assert view.weights is not None
    weights, keys = np.asarray(view.weights, dtype=np.float64), view.columns
    for (far, distance), both, sign in product(enumerate(DISTANCES), (True, False), (1, -1)):
        try:
            encoding = T5(num_heads=found.heads, num_buckets=len(weights), max_distance=distance, bidirectional=both)
        except ParameterError:
            continue
        values = weights[_buckets(encoding, keys, sign)].T
        bug = NO_BUG if sign > 0 else SIGN
        cost = far / 4 + (sign < 0)
        yield Candidate(Profiles(values, keys, keys, found.masked), encoding, keys, "bias", cost, (), bug)
