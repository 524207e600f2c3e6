"""The look of every widget: one palette and one style sheet, made from a theme and a type scale.

Widgets that paint themselves take their colours from their palette (`colour`) and their sizes from
their font (`scaled`), so that a new theme or another text size reaches them by Qt's own propagation.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pe_desktop.export.fonts import FAMILY, load_fonts
from pe_desktop.figure.style import DARK, LIGHT, SCREEN, Theme, Type
from pe_desktop.gui.widgets.icons import app_icon
from pe_desktop.gui.widgets.overrides import make_errors_whole
from pe_desktop.gui.widgets.stylesheet import shades, stylesheet

CONTROL = 32
"""Height of a control beside text of the standard size."""

STEPS = (0, 1, 2, 4, 8, 12, 16, 24)
"""All distances between and in widgets, in pixels beside text of the standard size; 1 is a hairline."""

_ROLES = {
    "window": QPalette.ColorRole.Window,
    "card": QPalette.ColorRole.Base,
    "soft": QPalette.ColorRole.Button,
    "hover": QPalette.ColorRole.Midlight,
    "pressed": QPalette.ColorRole.Dark,
    "raised": QPalette.ColorRole.Light,
    "tint": QPalette.ColorRole.AlternateBase,
    "ink": QPalette.ColorRole.WindowText,
    "muted": QPalette.ColorRole.LinkVisited,  # a style sheet's `color` would thin PlaceholderText
    "hairline": QPalette.ColorRole.Mid,
    "edge": QPalette.ColorRole.Shadow,
    "accent": QPalette.ColorRole.Highlight,
    "on-accent": QPalette.ColorRole.HighlightedText,
    "error": QPalette.ColorRole.BrightText,
    "outline": QPalette.ColorRole.ToolTipBase,  # the style sheet colours tips
    "chosen": QPalette.ColorRole.ToolTipText,
}
"""Where in Qt's palette the colours stand that widgets paint themselves with."""

_ALSO = {
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Accent: "accent",
}
_FADED = ("WindowText", "Text", "ButtonText", "PlaceholderText", "LinkVisited", "Highlight", "Accent")


def application() -> QApplication:
    """The one QApplication, made when there is none."""
    make_errors_whole()
    existing = QCoreApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    made = QApplication(sys.argv[:1])
    made.setApplicationName("pe-desktop")
    made.setApplicationDisplayName("Positional Encoding")
    made.setDesktopFileName("pe-desktop")  # by which Wayland finds the icon
    made.setWindowIcon(app_icon())
    return made


def apply_theme(target: QApplication | QWidget, theme: Theme, type: Type = SCREEN) -> None:
    """Dress the program, or one widget and its children. Text zoom is a scaled type.

    The program is dressed once before its first widget is made: Qt hands later fonts and colours down
    only where there have been earlier ones.
    """
    load_fonts()
    if isinstance(target, QApplication) and not target.styleSheet():
        target.setStyle("Fusion")  # once: the style sheet wraps it
    target.setPalette(palette(theme))
    target.setFont(body_font(type))
    target.setStyleSheet(stylesheet(theme, type))


def system_theme() -> Theme:
    """The theme that the system's colour scheme asks for; light where it asks for none."""
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def body_font(type: Type = SCREEN) -> QFont:
    """The typeface at body size, with figures of one width so that numbers do not dance."""
    font = QFont(FAMILY)
    font.setPixelSize(round(type.body))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(theme: Theme) -> QPalette:
    """Every role of Qt's palette from the roles of the theme."""
    made, colours = QPalette(), shades(theme)
    for role, name in {**{role: name for name, role in _ROLES.items()}, **_ALSO}.items():
        made.setColor(role, QColor(colours[name]))
    for name in _FADED:
        made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[name], QColor(colours["faded"]))
    return made


def colour(widget: QWidget, name: str) -> QColor:
    """A colour of the theme as the widget has it now: a role, or one of the shades between them."""
    return widget.palette().color(_ROLES[name])


def text_scale(widget: QWidget) -> float:
    """How much larger the widget's text is than the standard size; for widgets whose font is the body font."""
    return QFontInfo(widget.font()).pixelSize() / SCREEN.body


def scaled(widget: QWidget, pixels: float) -> int:
    """Pixels beside text of the standard size, beside this widget's text."""
    return round(pixels * text_scale(widget))


def roomy(dialog: QWidget, width: int, height: int) -> QSize:
    """A size beside text of the standard size, beside this text: larger with it, as far as the screen has room."""
    grown = QSize(scaled(dialog, width), scaled(dialog, height)).boundedTo(dialog.screen().availableSize() * 0.95)
    return grown.expandedTo(QSize(width, height))


def sized_font(widget: QWidget, name: str) -> QFont:
    """The widget's font at another of the four sizes: `small`, `body`, `title` or `large`."""
    font = QFont(widget.font())
    font.setPixelSize(max(1, round(SCREEN.size(name) * text_scale(widget))))
    return font
