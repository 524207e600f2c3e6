"""Families of schemes that an array may belong to, one file each. A file in this folder is found by itself.

Each has `READS`, the views that it looks at, and `candidates(sample)`, which estimates first and then offers what the
array may be, as few as it can.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from pe_desktop.engine.diagnosis.sample import Candidate, Sample


def _found() -> tuple[ModuleType, ...]:
    return tuple(importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))


FAMILIES = _found()


def candidates(sample: Sample) -> Iterator[Candidate]:
    """What every family that reads arrays in this way has to offer."""
    for family in FAMILIES:
        if isinstance(sample.view, family.READS):
            yield from family.candidates(sample)
