"""The lessons that come with the program, and those of a person's folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pe_desktop.assets import asset
from pe_desktop.lessons.error import LessonError
from pe_desktop.lessons.lesson import Lesson
from pe_desktop.lessons.parsing import parse

LARGEST = 200_000  # bytes of a file
MOST_FILES = 200
SUFFIX = ".md"


@dataclass(frozen=True)
class Folder:
    """Lessons in the order in which they are offered, and a line for each file that holds none."""

    lessons: tuple[Lesson, ...]
    errors: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def bundled() -> dict[str, Lesson]:
    """By id, in their order."""
    found = [read_lesson(path) for path in sorted(asset("lessons").glob(f"*{SUFFIX}")) if path.name != "README.md"]
    return {lesson.id: lesson for lesson in sorted(found, key=_order)}


def read_lesson(path: Path) -> Lesson:
    """Raises LessonError for a file that cannot be read, or holds no lesson."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise LessonError(f"{path.name}: more than {LARGEST:,} bytes; allowed: a text by hand")
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise LessonError(f"{path.name}, line {line}: not UTF-8; allowed: text in UTF-8") from None
    except OSError as error:
        raise LessonError(f"{path.name}: {error.strerror or error}") from None
    return parse(text, path.name)


def read_folder(folder: Path) -> Folder:
    """Every lesson of a folder; hidden files and a README are left alone. Raises LessonError without such a folder."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and _is_lesson(path.name))
    except OSError as error:
        raise LessonError(f"{folder.name}: {error.strerror or error}") from None
    if not paths:
        raise LessonError(f"{folder.name}: no lessons; allowed: a folder of files that end in {SUFFIX}")
    lessons, errors = [], []
    for path in paths[:MOST_FILES]:
        try:
            lessons.append(read_lesson(path))
        except LessonError as error:
            errors.append(str(error))
    if len(paths) > MOST_FILES:
        errors.append(f"{folder.name}: {len(paths):,} lessons; allowed: at most {MOST_FILES}, the rest is left out")
    return Folder(tuple(sorted(lessons, key=_order)), tuple(errors))


def _is_lesson(name: str) -> bool:
    return bool(re.fullmatch(rf"[^.].*{re.escape(SUFFIX)}", name, re.IGNORECASE)) and name.lower() != "readme.md"


def _order(lesson: Lesson) -> tuple[float, str]:
    return lesson.order, lesson.id
