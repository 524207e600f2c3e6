"""What one would try first: the position itself, its share of the length, its bits; and Fourier features."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from pe_desktop.engine.diagnosis.models import Engine
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Matrix
from pe_desktop.engine.diagnosis.waves import offset_bug
from pe_desktop.engine.encodings.fourier import Fourier
from pe_desktop.engine.encodings.gray import GrayCode
from pe_desktop.engine.encodings.naive import BinaryCode, IntegerIndex, NormalizedIndex

READS = (Matrix,)
MOST_BITS = 24
FORM = "table"


def candidates(sample: Sample) -> Iterator[Candidate]:
    rows, columns = sample.view.shape
    if rows < 3:
        return
    if columns == 1:
        yield from _single(sample)
    if 2 <= columns <= MOST_BITS and rows >= 4 and np.isin(sample.values, (0, 1)).all():
        yield from _bits(sample)
    if rows >= 4 and columns <= 49:
        yield from _fourier(sample)


def _single(sample: Sample) -> Iterator[Candidate]:
    rows = sample.view.rows
    for encoding in (IntegerIndex(), NormalizedIndex()):
        yield Candidate(Engine(encoding, rows), encoding, rows, FORM, 0.0)
    for late in (1, 2):
        late_rows = Engine(IntegerIndex(), rows + late, places=np.arange(rows) + late)
        yield Candidate(late_rows, IntegerIndex(), rows, FORM, 1.0, (), offset_bug(late))


def _bits(sample: Sample) -> Iterator[Candidate]:
    rows, columns = sample.view.shape
    for kind in (BinaryCode, GrayCode):
        encoding = kind(bits=columns)
        yield Candidate(Engine(encoding, rows), encoding, rows, FORM, 0.0)
        turned = Engine(encoding, rows, order=np.arange(columns)[::-1])
        remarks = ("the most significant bit comes first",)
        yield Candidate(turned, encoding, rows, FORM, 0.5, remarks=remarks)


def _fourier(sample: Sample) -> Iterator[Candidate]:
    """NeRF's; random features have frequencies that only their own seed knows."""
    rows, columns = sample.view.shape
    bands = columns // 2
    if not 1 <= bands <= 24:
        return
    for coordinates, pi in product(("signed", "unit"), (True, False)):
        encoding = Fourier(bands=bands, coordinates=coordinates, pi=pi, include_input=bool(columns % 2))
        yield Candidate(Engine(encoding, rows), encoding, rows, FORM, 1.0)
