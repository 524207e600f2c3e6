"""What is remembered between two starts, as JSON in a folder of the person's own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

VERSION = 1
THEME_CHOICES = ("system", "light", "dark")
ZOOMS = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Settings:
    """`geometry` is x, y, width, height of the window; `session` the last state as a document's JSON,
    `deck` the slides that were gathered, `lessons` how far they have been read, `folded` what of the panel is folded
    away, `chosen` what was chosen last in the list of commands, `welcome` whether every start begins with a welcome."""

    theme: str = "system"
    zoom: float = 1.0
    geometry: tuple[int, int, int, int] | None = None
    recent: tuple[str, ...] = ()
    session: str = ""
    file: str = ""
    export: str = ""
    deck: str = ""
    lessons: str = ""
    folded: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    welcome: bool = False

    def replace(self, **changes: Any) -> Settings:
        return replace(self, **changes)


def settings_path() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "pe-desktop" / "settings.json"


def load_settings(path: Path) -> tuple[Settings, str]:
    """The settings, and one line to tell the person if they could not be read; a damaged file is set aside."""
    try:
        if not path.is_file():
            return Settings(), ""
        content = json.loads(path.read_text("utf-8"))
        if isinstance(content, dict) and content.get("version", 0) > VERSION:
            return Settings(), "The settings were written by a newer version and are left as they are."
        return _checked(content), ""
    except (OSError, ValueError, TypeError, RecursionError):
        return Settings(), _set_aside(path)


def _checked(content: Any) -> Settings:
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise ValueError
    known = {f.name for f in fields(Settings)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items() if k in known}
    settings = Settings(**values)
    good = settings.theme in THEME_CHOICES and type(settings.zoom) in (int, float) and 0.5 <= settings.zoom <= 3
    lists = (settings.recent, settings.folded, settings.chosen)
    good = good and (settings.geometry is None or _is_place(settings.geometry)) and type(settings.welcome) is bool
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
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    version = content.get("version", 0) if isinstance(content, dict) else 0
    return isinstance(version, int) and version > VERSION
