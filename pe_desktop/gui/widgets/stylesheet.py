"""The style sheet, written once with names of roles and sizes in the place of numbers."""

from __future__ import annotations

import re

from pe_desktop.figure.style import SCREEN, Theme, Type

_SHEET = """
QMainWindow, QDialog, QMessageBox { background: @card; }
QWidget[surface="window"] { background: @window; }
QWidget[surface="card"], QScrollArea[surface="card"] { background: @card; border: none; }
QWidget[surface="soft"] { background: @soft; border: none; border-radius: 12px; }
QWidget[rounded="true"] { border: 1px solid @frame; border-radius: 12px; }
QWidget[edge="right"] { border-right: 1px solid @hairline; }
QWidget[edge="left"] { border-left: 1px solid @hairline; }
QWidget[edge="bottom"] { border-bottom: 1px solid @hairline; }
QWidget[edge="top"] { border-top: 1px solid @hairline; }

QLabel { background: transparent; color: @ink; }
QLabel:disabled { color: @faded; }
QLabel[level="small"] { font-size: #small; }
QLabel[level="muted"] { color: @muted; }
QLabel[level="help"] { color: @muted; font-size: #small; }
QLabel[level="error"] { color: @error; font-size: #small; }
QLabel[level="caption"] { color: @muted; font-size: #small; font-weight: 600; }
QLabel[level="strong"] { font-weight: 500; }
QLabel[level="title"] { font-size: #title; font-weight: 600; }
QLabel[level="large"] { font-size: #large; font-weight: 600; }

QToolTip { background: @card; color: @ink; border: 1px solid @edge; padding: 2px 4px; font-size: #small; }

QPushButton {
    background: @soft; color: @ink; border: 2px solid @outline; border-radius: 8px;
    padding: 0 12px; min-height: #inner; font-weight: 500;
}
QPushButton:hover { background: @hover; border-color: @outline-hover; }
QPushButton:pressed { background: @pressed; border-color: @outline-pressed; }
QPushButton:disabled { color: @faded; }
QPushButton:checked { background: @tint; border-color: @chosen; color: @accent; }
QPushButton:default, QPushButton[kind="primary"] {
    background: @accent; border-color: @accent; color: @on-accent;
}
QPushButton:default:hover, QPushButton[kind="primary"]:hover {
    background: @accent-hover; border-color: @accent-hover;
}
QPushButton:default:pressed, QPushButton[kind="primary"]:pressed {
    background: @accent-pressed; border-color: @accent-pressed;
}
QPushButton:default:disabled, QPushButton[kind="primary"]:disabled {
    background: @soft; border-color: @soft; color: @faded;
}
QPushButton:focus { border-color: @accent; }
QPushButton[checkable="true"]:default { background: @soft; border-color: @outline; color: @ink; }
QPushButton[checkable="true"]:default:checked { background: @tint; border-color: @chosen; color: @accent; }
QPushButton[checkable="true"]:default:focus { border-color: @accent; }
QPushButton:default:focus, QPushButton[kind="primary"]:focus { border-color: @ring; }
QPushButton[kind="quiet"] {
    background: transparent; color: @muted; font-size: #small; padding: 0; min-height: #quiet;
    border: none; border-top: 2px solid transparent; border-bottom: 2px solid transparent; border-radius: 0;
}
QPushButton[kind="quiet"]:hover { color: @accent; }
QPushButton[kind="quiet"]:pressed { color: @ink; }
QPushButton[kind="quiet"]:focus { border-bottom-color: @accent; }

QLineEdit, QComboBox {
    background: @soft; color: @ink; border: 2px solid @outline; border-radius: 8px;
    padding: 0 8px; min-height: #inner;
    selection-background-color: @accent; selection-color: @on-accent;
}
QComboBox:hover { background: @hover; border-color: @outline-hover; }
QLineEdit:hover { border-color: @edge; }
QLineEdit:focus, QComboBox:focus { border-color: @accent; background: @soft; }
QLineEdit[wrong="true"] { border-color: @error; }
QLineEdit:disabled, QComboBox:disabled { color: @faded; }
QComboBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QTextEdit, QPlainTextEdit {
    background: @soft; color: @ink; border: 2px solid @outline; border-radius: 8px; padding: 4px;
    selection-background-color: @accent; selection-color: @on-accent;
}
QTextEdit:focus, QPlainTextEdit:focus { border-color: @accent; }

QComboBox::drop-down { border: none; width: #chevron; }
QComboBox QAbstractItemView {
    background: @card; color: @ink; border: 1px solid @edge; padding: 4px; outline: none;
    selection-background-color: @tint; selection-color: @ink;
}
QComboBox QAbstractItemView::item {
    min-height: #item; padding: 0 8px; border: 1px solid transparent; border-radius: 4px;
}
QComboBox QAbstractItemView::item:disabled { color: @muted; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
    background: @tint; color: @ink; border-color: @chosen;
}

QMenuBar { background: @card; color: @ink; border: none; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @soft; color: @ink; }
QMenu { background: @card; color: @ink; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 8px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: @tint; color: @ink; border-color: @chosen; }
QMenu::item:disabled { color: @faded; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QListView, QTreeView, QTableView {
    background: @card; color: @ink; border: 1px solid @hairline; border-radius: 8px; outline: none;
    selection-background-color: @tint; selection-color: @ink; alternate-background-color: @soft;
}
QListView[plain="true"] { border: none; }
QListView:focus, QTreeView:focus, QTableView:focus { border-color: @accent; }
QListView::item, QTreeView::item {
    min-height: #item; padding: 0 8px; border: 1px solid transparent; border-radius: 4px;
}
QListView::item:selected, QTreeView::item:selected { background: @tint; color: @ink; border-color: @chosen; }
QListView::item:hover, QTreeView::item:hover { background: @soft; }
QHeaderView::section {
    background: @card; color: @muted; border: none; border-bottom: 1px solid @hairline; padding: 4px 8px;
}
QComboBox QAbstractItemView:focus { border-color: @edge; border-radius: 0; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: @muted; border: none; padding: 8px 12px; border-radius: 8px; }
QTabBar::tab:selected { background: @tint; color: @accent; }
QTabBar::tab:hover:!selected { background: @soft; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: #tick; height: #tick; border: 2px solid @muted; border-radius: 4px; background: @card;
}
QRadioButton::indicator { border-radius: #round; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @ink; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { border-color: @accent; background: @accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @hairline; }
QGroupBox { border: none; margin: 0; padding: 0; font-weight: 600; }
QProgressBar { background: @soft; color: transparent; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QStatusBar { background: @card; color: @muted; border-top: 1px solid @hairline; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @muted; font-size: #small; }
QSplitter::handle { background: transparent; }
QToolBar { background: @card; border: none; spacing: 8px; }
"""


def stylesheet(theme: Theme, type: Type) -> str:
    """The style sheet of a theme at a size of text."""
    words = {**{"@" + name: value for name, value in shades(theme).items()}, **_sizes(type)}
    return re.sub(r"[@#][a-z-]+", lambda found: words[found[0]], _SHEET)


def shades(theme: Theme) -> dict[str, str]:
    """The roles of a theme as `#rrggbb`, `-` for a space, and the few shades that lie between two of them."""

    def between(one: str, other: str, share: float) -> str:
        pairs = zip(theme.rgb(one), theme.rgb(other), strict=True)
        return "#" + "".join(f"{round((1 - share) * a + share * b):02x}" for a, b in pairs)

    mixed = {
        **{name.replace(" ", "-"): value for name, value in theme.roles.items()},
        "error": theme.signed[-1],  # the warm end of the signed map: no second red in the program
        "raised": between("soft", "ink", 0.08) if theme.dark else theme.roles["card"],
        "edge": between("hairline", "muted", 0.25),
        "faded": between("muted", "card", 0.4),
        "handle": theme.roles.get("outline", between("card", "muted", 0.35)),
        "hover": between("soft", "ink", 0.04),
        "pressed": between("soft", "ink", 0.1),
        "tint": between("card", "accent", 0.12),
        "ring": between("accent", "ink", 0.6),
        "accent-hover": between("accent", "ink", 0.1),
        "accent-pressed": between("accent", "ink", 0.2),
    }
    return {**_unseen(mixed), **mixed}


def _unseen(shades: dict[str, str]) -> dict[str, str]:
    """The borders of a theme that has none: each in the colour of what it is around; else that of its outline."""
    bare = {
        "outline": "soft",
        "outline-hover": "hover",
        "outline-pressed": "pressed",
        "chosen": "tint",
        "frame": "card",
    }
    return {name: shades.get("outline", shades[ground]) for name, ground in bare.items()}


def _sizes(type: Type) -> dict[str, str]:
    """Text, and what is as high as its text asks for, in whole pixels."""
    scale = type.body / SCREEN.body
    text = {name: type.size(name) for name in ("small", "title", "large")}
    controls = {
        "inner": 32 * scale - 4,
        "quiet": 20 * scale,
        "item": 28 * scale,
        "chevron": 28 * scale,
    }
    ticks = {"tick": 12 * scale, "round": round(12 * scale) / 2 + 2}
    return {f"#{name}": f"{round(size)}px" for name, size in {**text, **controls, **ticks}.items()}
