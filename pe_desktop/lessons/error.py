"""What is wrong with a lesson."""

from __future__ import annotations

from dataclasses import dataclass


class LessonError(ValueError):
    """One line: the file, its line, and what is wrong there."""


@dataclass(frozen=True)
class Place:
    """A line of a file, from 1."""

    file: str
    line: int

    def wrong(self, what: object) -> LessonError:
        """The error to raise for it."""
        return LessonError(f"{self.file}, line {self.line}: {' '.join(str(what).split())}")
