"""Every encoding, one file a family. A file in this folder is found by itself."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from pe_desktop.engine.encoding import Encoding


def _found() -> dict[str, type[Encoding]]:
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    classes = [c for m in modules for c in vars(m).values() if inspect.isclass(c) and c.__module__ == m.__name__]
    encodings = [c for c in classes if issubclass(c, Encoding) and "id" in vars(c)]
    return {c.id: c for c in sorted(encodings, key=lambda c: c.order)}


ENCODINGS = _found()
"""Encoding classes by id, in the order in which they are offered."""
