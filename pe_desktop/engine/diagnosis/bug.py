"""A known bug, and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """Its name, and a sentence that says what to do; false where there is none. Several at once are added up."""

    name: str = ""
    remedy: str = ""

    def __bool__(self) -> bool:
        return bool(self.name)

    def __add__(self, other: Bug) -> Bug:
        names, remedies = (self.name, other.name), (self.remedy, other.remedy)
        return Bug("; ".join(filter(None, names)), " ".join(filter(None, remedies)))


NO_BUG = Bug()
