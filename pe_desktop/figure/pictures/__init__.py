"""Every picture, one file each. A file in this folder is found by itself."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from pe_desktop.figure.picture import Picture


def _found() -> dict[str, Picture]:
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    classes = [c for m in modules for c in vars(m).values() if inspect.isclass(c) and c.__module__ == m.__name__]
    pictures = [c() for c in classes if issubclass(c, Picture) and "id" in vars(c)]
    return {p.id: p for p in sorted(pictures, key=lambda p: p.order)}


PICTURES = _found()
"""One instance of every picture by id, in the order in which they are offered."""
