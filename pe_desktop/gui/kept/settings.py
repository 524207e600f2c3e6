"""What is remembered between two starts, as JSON in a folder of the person's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pe_desktop.gui.kept.places import settings_path as settings_path

VERSION = 1
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""What makes the content of a version that of the next, by the version that it begins with."""
LARGEST = 32_000_000  # bytes of settings that are read: a document and a deck, each with a table in it
THEME_CHOICES = ("system", "light", "dark")
ZOOMS = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Settings:
    """`geometry` is x, y, width, height of the window; `session` the last state as a document's JSON,
    `deck` the slides that were gathered, `lessons` how far they have been read, `folded` what of the panel is folded
    away, `chosen` what was chosen last in the list of commands, `welcome` whether every start begins with a welcome.
    Contrast and motion are as the system has them while they are None."""

    theme: str = "system"
    zoom: float = 1.0
    geometry: tuple[int, int, int, int] | None = None
    recent: tuple[str, ...] = ()
    session: str = ""
    file: str = ""
    export: str = ""
    deck: str = ""
    lessons: str = ""
    high_contrast: bool | None = None
    reduced_motion: bool | None = None
    folded: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    welcome: bool = False

    def replace(self, **changes: Any) -> Settings:
        return replace(self, **changes)


def load_settings(path: Path) -> tuple[Settings, str]:
    """The settings, and one line to tell the person if they could not be read; a damaged file is set aside."""
    try:
        if path.is_dir():
            return Settings(), f"The settings cannot be read: {path} is a folder. Move it away."
        if not path.is_file():
            return Settings(), ""
        content = json.loads(_text(path))
        if _version(content) > VERSION:
            return Settings(), "The settings were written by a newer version and are left as they are."
        return settings_from(content), ""
    except OSError as error:
        return Settings(), f"The settings cannot be read: {path}: {error.strerror or error}."
    except (ValueError, TypeError, RecursionError):
        return Settings(), _set_aside(path)


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise ValueError
    return path.read_text("utf-8")


def _version(content: Any) -> int:
    """Of what was read; 0 where it names none."""
    version = content.get("version") if isinstance(content, dict) else None
    return version if type(version) is int else 0


def settings_from(content: Any) -> Settings:
    """Settings of any version up to this one. Raises ValueError or TypeError where they are none."""
    version = _version(content)
    if not 1 <= version <= VERSION:
        raise ValueError
    for earlier in range(version, VERSION):
        content = MIGRATIONS[earlier](dict(content))
    return _checked(content)


def _checked(content: dict[str, Any]) -> Settings:
    known = {f.name for f in fields(Settings)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items() if k in known}
    settings = Settings(**values)
    good = settings.theme in THEME_CHOICES and type(settings.zoom) in (int, float) and 0.5 <= settings.zoom <= 3
    lists = (settings.recent, settings.folded, settings.chosen)
    good = good and (settings.geometry is None or _is_place(settings.geometry)) and type(settings.welcome) is bool
    good = good and all(type(need) in (bool, type(None)) for need in (settings.high_contrast, settings.reduced_motion))
    if not good or not all(isinstance(texts, tuple) for texts in lists):
        raise ValueError
    texts = (settings.session, settings.file, settings.export, settings.deck, settings.lessons, *chain(*lists))
    if not all(isinstance(text, str) for text in texts):
        raise ValueError
    return settings


def _is_place(numbers: Any) -> bool:
    return isinstance(numbers, tuple) and [type(n) for n in numbers] == [int] * 4 and max(map(abs, numbers)) < 1 << 20


def _set_aside(path: Path) -> str:
    try:
        path.replace(path.with_suffix(".damaged.json"))
    except OSError:
        return "The settings could not be read; the program starts with its defaults."
    return "The settings were damaged; they were set aside, and the program starts with its defaults."


def settings_text(settings: Settings) -> str:
    return json.dumps({"version": VERSION, **asdict(settings)}, indent=1, ensure_ascii=False)


def is_newer(path: Path) -> bool:
    """Whether a newer version wrote the file, which then is not overwritten."""
    try:
        return _version(json.loads(_text(path))) > VERSION
    except (OSError, ValueError, RecursionError):
        return False
