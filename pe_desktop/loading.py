"""Loading the modules of the program: as late as possible, and as quickly."""

from __future__ import annotations

import gc
import inspect
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def loading() -> Iterator[None]:
    """For imports that load much. Python's collector of garbage rests meanwhile, since it would find none.

    Modules stay until the program ends. So it never looks at them again either: not while the program runs, and not
    at its end, where that takes longest.
    """
    known, collecting = len(sys.modules), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:
            gc.freeze()
        if collecting:
            gc.enable()


class Folder(Mapping[str, T]):
    """Things that a package has in a file each: by the file's name, with - for _, an instance of its class.

    The names come from the folder, so that nothing lists them; a file is loaded when it is first wanted. In the order
    in which they are offered, which is each one's `order`, all are.
    """

    def __init__(self, package: str, path: Iterable[str], base: type[Any]) -> None:
        """`base` is the class of all that are found."""
        self._package, self._base = package, base
        self.names = tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(path)))
        self._loaded: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._loaded:
            if name not in self.names:
                raise KeyError(name)
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> T:
        module = import_module(f"{self._package}.{name.replace('-', '_')}")
        own = (c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == module.__name__)
        found: Any = next(c for c in own if issubclass(c, self._base))
        made: T = found()
        return made

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        offered: dict[str, Any] = {name: self[name] for name in self.names}
        return iter(sorted(offered, key=lambda name: offered[name].order))

    def __len__(self) -> int:
        return len(self.names)
