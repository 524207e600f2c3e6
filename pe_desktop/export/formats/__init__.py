"""Every format, one file each, named after its suffix. A file in this folder is found by itself.

None is imported before it is wanted: numbers are written on machines where Qt cannot be loaded.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from abc import ABC, abstractmethod
from functools import lru_cache
from typing import BinaryIO, ClassVar

from pe_desktop.export.request import Request

NAMES = tuple(sorted(m.name for m in pkgutil.iter_modules(__path__)))
"""Suffixes of the files that can be written."""


class Format(ABC):
    """A kind of file. `label` is what a dialog calls it; `order` is where it offers it."""

    label: ClassVar[str]
    order: ClassVar[int]
    is_picture: ClassVar[bool]

    @abstractmethod
    def write(self, request: Request, stream: BinaryIO) -> None:
        """The file's bytes, the same each time. Raises ExportError, ParameterError or OSError."""


@lru_cache
def format_of(name: str) -> Format:
    """The format of that suffix. Raises KeyError when there is none, ImportError where pictures need Qt in vain."""
    if name not in NAMES:
        raise KeyError(name)
    module = importlib.import_module(f"{__name__}.{name}")
    classes = [c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == module.__name__]
    chosen: Format = next(c for c in classes if issubclass(c, Format))()
    return chosen


def formats() -> dict[str, Format]:
    """All of them by suffix, in the order in which they are offered."""
    return dict(sorted(((name, format_of(name)) for name in NAMES), key=lambda item: item[1].order))
