"""The ways to number positions that stand beside each other in the figure Naive, and what is measured of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pe_desktop.document import Document
from pe_desktop.engine.encoding import Encoding, Tabular
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.naive import Measures, entropies, gradient_norms, measures, step_at
from pe_desktop.figure.ticks import minus, scientific

KINDS = {"integer": "ink", "normalized": "query", "binary": "second", "sinusoidal": "accent", "learned": "key"}
"""Ids of encodings, and their colours."""
NAMES = {"integer": "Integer", "normalized": "Share", "binary": "Binary", "gray": "Gray", "fourier": "Fourier"}
INSTEAD = {"gray": "binary", "fourier": "sinusoidal"}
"""Encodings that stand in the place of another, where they are looked at."""
MOST_ROWS, MOST_PRODUCTS = 512, 1 << 27
"""Rows of which the nearest other is sought, and rows² × columns: what follows the hand."""
MOST_TOKENS, MOST_CELLS = 256, 1 << 16
"""Of the sentence whose attention is computed, and of its embeddings."""
MOST_LIVE, WIDEST_LIVE = 1 << 16, 1024
"""Numbers of a table that is measured while the hand moves, and columns of one whose attention is computed; what is
larger is computed beside the window."""
NOTHING, WAITING = "–", "…"


T = TypeVar("T")
Curves = tuple[Floats, Floats]


@dataclass(frozen=True)
class Kind:
    """One of them, as far as it has positions; its first `rows` are measured."""

    encoding: Tabular
    colour: str
    length: int
    rows: int

    @property
    def name(self) -> str:
        return NAMES.get(self.encoding.id, self.encoding.label)

    @property
    def columns(self) -> int:
        return self.encoding.numbers(self.length).shape[1]

    def measured(self, *, wait: bool) -> Measures | None:
        """What is measured of it; None while that takes long and is not done, unless one can wait."""
        live = self.rows * self.columns <= MOST_LIVE
        return _KEPT.found(
            (self.encoding, self.length, self.rows),
            wait or live,
            lambda: measures(self.encoding, self.length, self.rows),
        )

    def curves(self, tokens: int, *, wait: bool) -> Curves | None:
        """(tokens,) each: bits of attention of every query, and the norm of the gradient at every position; None as
        above."""
        live = self.columns <= WIDEST_LIVE
        return _KEPT.found((self.encoding, tokens), wait or live, lambda: _curves(self.encoding, tokens))


def kinds(document: Document) -> list[Kind]:
    """All five: as the document has them, where it has, else with their defaults."""
    own = {INSTEAD.get(e.id, e.id): e for e in reversed(document.encodings) if isinstance(e, Tabular)}
    found = [(own.get(id) or ENCODINGS[id](), colour) for id, colour in KINDS.items()]
    tables = [(e, colour, min(document.length, e.longest)) for e, colour in found if isinstance(e, Tabular)]
    widest = max(e.numbers(length).shape[1] for e, _, length in tables)
    most = max(2, min(MOST_ROWS, math.isqrt(MOST_PRODUCTS // widest)))
    return [Kind(e, colour, length, min(length, most)) for e, colour, length in tables]


def tokens_shown(found: list[Kind]) -> int:
    """Of a sentence that all have positions for, and whose attention follows the hand."""
    widest = max(kind.columns for kind in found)
    return max(1, min(MOST_TOKENS, MOST_CELLS // widest, *(kind.length for kind in found)))


def _curves(encoding: Tabular, tokens: int) -> Curves:
    return entropies(encoding, tokens), gradient_norms(encoding, tokens)


class _Kept:
    """What was computed last. Threads may ask and keep: the dictionary is replaced, never changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[tuple[Encoding | int, ...], Any] = {}

    def found(self, key: tuple[Encoding | int, ...], now: bool, compute: Callable[[], T]) -> T | None:
        """What is kept, or else what is computed, if that is to be done now."""
        if key in self._found or not now:
            return cast("T | None", self._found.get(key))
        made = compute()
        self._found = {**dict([*self._found.items()][1 - self._most :]), key: made}
        return made


_KEPT = _Kept(64)

MEASURED = ("greatest", "least step", "greatest step", "step at 2 L", "nearest row", "smoothness")


def said(kind: Kind) -> tuple[str, ...]:
    """What the table says of it, as named in `MEASURED`."""
    found, encoding = kind.measured(wait=False), kind.encoding
    if found is None:
        return (WAITING,) * len(MEASURED)
    table = encoding.numbers(kind.length)
    low, high = table.bounds if table.bounded else (found.low, found.high)
    greatest = short(max(-low, high))
    if kind.length == 1:
        return (greatest, *[NOTHING] * (len(MEASURED) - 1))
    twice = short(step_at(encoding, 2 * kind.length)) if 2 * kind.length <= encoding.longest else NOTHING
    least, most = short(found.least_step), short(found.greatest_step)
    return greatest, least, most, twice, short(found.least_distance), short(found.smoothness)


def short(value: float) -> str:
    """Three digits, with k and M for thousands and millions, or a power of ten."""
    if 0 < abs(value) < 1e-3:
        return scientific(value, 0)
    for unit, letter, least in ((1e6, "M", 1.0), (1e3, "k", 10.0)):
        if abs(value) >= least * unit:
            return minus(f"{value / unit:.3g}{letter}")
    return minus(f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}")
