"""The bundled typeface, and how wide its words are: the same on every machine, with or without fonts."""

from __future__ import annotations

import threading
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from pe_desktop.assets import asset

FAMILY = "Inter"
REFERENCE = 100
"""Pixels at which text is measured and drawn, then scaled: no hinting, no size rounded to a pixel."""

_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


_loading = threading.Lock()


def load_fonts() -> None:
    """Make the bundled typeface known to Qt; once a process, when its application object exists."""
    with _loading:
        _load_once()


@lru_cache(maxsize=1)
def _load_once() -> None:
    if QGuiApplication.instance() is None:
        raise RuntimeError("fonts need a QGuiApplication")
    for file in _FILES:
        if QFontDatabase.addApplicationFont(str(asset("fonts", file))) < 0:
            raise RuntimeError(f"the bundled font {file} cannot be loaded")


class _Faces(threading.local):
    """The typeface and its metrics, by whether it is strong: each thread has its own, since Qt's share an engine."""

    def __init__(self) -> None:
        load_fonts()
        self.fonts = {strong: _face(strong) for strong in (False, True)}
        self.metrics = {strong: QFontMetricsF(font) for strong, font in self.fonts.items()}


@lru_cache(maxsize=1)
def _faces() -> _Faces:
    return _Faces()


def _face(strong: bool) -> QFont:
    chosen = QFont(FAMILY)
    chosen.setPixelSize(REFERENCE)
    chosen.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def reference_font(strong: bool) -> QFont:
    """The typeface at the reference size, with figures of one width so that numbers do not dance."""
    return _faces().fonts[strong]


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, strong: bool = False) -> float:
    """Width of the text in the unit of `size`; linear in the size."""
    return _faces().metrics[strong].horizontalAdvance(text) * size / REFERENCE
