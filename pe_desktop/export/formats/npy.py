"""NumPy's own format: the first array of a figure, float64."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, ClassVar

import numpy as np

from pe_desktop.export.formats import Format
from pe_desktop.export.numbers import numbers
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request


class Npy(Format):
    label = "NumPy array"
    order = 40
    uses: ClassVar[frozenset[str]] = frozenset()

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        (request,) = requests
        array = np.ascontiguousarray(next(iter(numbers(request).values())))
        np.lib.format.write_array_header_1_0(out, np.lib.format.header_data_from_array_1_0(array))
        out.write(array.data)
