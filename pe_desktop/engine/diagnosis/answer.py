"""What a diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass, field

from pe_desktop.engine.diagnosis.views import View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.frozen import FrozenArray

CORRECT, BUG, NOTHING = "correct scheme", "known bug", "no known scheme"
"""What comes out of it: an array that is a scheme as published, one that is a scheme with a known bug, or neither."""


@dataclass(frozen=True)
class Errors:
    """How far a scheme is from the array: `relative` is the rms divided by that of the array itself.

    `map` holds the mean of |error| over blocks of cells (the cells themselves where there are few), `rows` how many
    rows of the array were compared, of `of`.
    """

    max: float
    rms: float
    relative: float
    map: FrozenArray
    rows: int
    of: int


@dataclass(frozen=True)
class Finding:
    """One scheme that the array may be, with the error that it leaves.

    `encoding` is the scheme of ours that it stands for: with a bug, the one that was meant. It has `length` positions.
    `form` says what of the scheme the array holds (a table, a cache of cosines, …), `settings` its layout, base and
    so on as pairs of name and value, `remarks` what has to be said with it. `bug` and `remedy` are empty where
    `correct`. `fits`: the error is no more than the array's number format and float32 explain. `view` is the array
    as it was read: rows and columns.
    """

    encoding: Encoding | None
    length: int
    scheme: str
    form: str
    settings: tuple[tuple[str, str], ...]
    correct: bool
    bug: str
    remedy: str
    remarks: tuple[str, ...]
    fits: bool
    errors: Errors
    view: View = field(compare=False, repr=False)


@dataclass(frozen=True)
class Diagnosis:
    """What an array is. `verdict` is CORRECT, BUG or NOTHING, `headline` the answer in one line.

    `findings` has the best first, then what fits as well; where nothing fits, it holds the nearest alone, or nothing.
    `dtype` is the narrowest format that holds every value: fp64, fp32, fp16 or bf16. `nature` says what the numbers
    look like where no scheme is known. `ambiguities` say what the array is too short, or of too few digits, to tell.
    """

    verdict: str
    headline: str
    shape: tuple[int, ...]
    dtype: str
    findings: tuple[Finding, ...]
    nature: str
    ambiguities: tuple[str, ...]

    @property
    def best(self) -> Finding | None:
        """What it is, or where that is nothing, the nearest."""
        return self.findings[0] if self.findings else None
