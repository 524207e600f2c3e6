"""The bundled typeface, and how wide its words are: the same on every machine, with or without fonts."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from pe_desktop.assets import asset

FAMILY = "Inter"
REFERENCE = 100
"""Pixels at which text is measured and drawn, then scaled: no hinting, no size rounded to a pixel."""

_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the bundled typeface known to Qt; once a process, when its application object exists."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("fonts need a QGuiApplication")
    for file in _FILES:
        if QFontDatabase.addApplicationFont(str(asset("fonts", file))) < 0:
            raise RuntimeError(f"the bundled font {file} cannot be loaded")


@lru_cache(maxsize=2)
def reference_font(strong: bool) -> QFont:
    """The typeface at the reference size, with figures of one width so that numbers do not dance."""
    load_fonts()
    chosen = QFont(FAMILY)
    chosen.setPixelSize(REFERENCE)
    chosen.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, strong: bool = False) -> float:
    """Width of the text in the unit of `size`; linear in the size."""
    return _metrics(strong).horizontalAdvance(text) * size / REFERENCE


@lru_cache(maxsize=2)
def _metrics(strong: bool) -> QFontMetricsF:
    return QFontMetricsF(reference_font(strong))
