"""Kinds of values that come with the program, or out of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pe_desktop.engine.kinds import Kind


@dataclass(frozen=True)
class Brought(Kind):
    """A value that comes with the program, by one of the `names`, or out of a file that a person brings."""

    names: ClassVar[tuple[str, ...]] = ()

    def comes_along(self, value: Any) -> bool:
        """Whether it came with the program."""
        name = self.written(value)
        return name in self.names and bool(self.parse(name, name) == value)
