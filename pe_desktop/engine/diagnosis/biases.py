"""Biases as functions of the offset, read from the first and the last query."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.diagnosis.models import Profiles
from pe_desktop.engine.diagnosis.sample import Sample
from pe_desktop.engine.diagnosis.views import Heads
from pe_desktop.engine.frozen import Floats


@dataclass(frozen=True, eq=False)
class Offsets:
    """`past` (heads, keys): the bias at offset 0, 1, 2 … by the last query, less that at 0; `future` (heads, keys) at
    0, −1, −2 …, by the first, not a number where a mask hides it; none where there are fewer queries than keys.
    `shift` (heads, queries): the bias at offset 0, which whole rows may have on top.
    """

    past: Floats
    future: Floats | None
    shift: Floats

    @property
    def heads(self) -> int:
        return len(self.past)

    @property
    def masked(self) -> bool:
        """Whether keys after the query are hidden."""
        return self.future is None or bool(np.isnan(self.future[:, 1:]).all())

    @property
    def shifted(self) -> bool:
        """Whether the bias of a query on itself is not the same in all rows."""
        return bool(np.ptp(self.shift, axis=1).max() > 0)

    def model(self, past: Floats, future: Floats | None, queries: int, keys: int) -> Profiles:
        """What such functions would make of the array; without a future, nothing is said of keys after the query."""
        ahead = past[:, :0] if future is None else future[:, 1:]
        ahead = np.zeros((len(past), keys - 1)) if future is None else ahead
        shift = self.shift if self.shift.any() else None
        return Profiles(np.concatenate([ahead[:, ::-1], past], axis=1), queries, keys, future is None, shift)


def offsets(sample: Sample) -> Offsets | None:
    """None where the array has too few keys, or holds what is no number."""
    view = sample.view
    assert isinstance(view, Heads)
    heads, queries, keys = view.heads, view.queries, view.columns
    if keys < 3 or heads > 1024 or queries > keys:
        return None
    last = view.read(np.arange(heads) * queries + queries - 1)
    first = view.read(np.arange(heads) * queries) if queries == keys else None
    own = np.arange(queries) + keys - queries
    shift = np.stack([np.asarray(view.values[h, np.arange(queries), own], dtype=np.float64) for h in range(heads)])
    if not (np.isfinite(last).all() and np.isfinite(shift).all()):
        return None
    return Offsets(last[:, ::-1] - shift[:, -1:], None if first is None else first - shift[:, :1], shift)
