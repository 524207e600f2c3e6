"""What a list says that holds nothing of what was sought."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView

from pe_desktop.gui.widgets.theme import colour


def paint_nothing(view: QAbstractItemView, sought: str) -> None:
    """In the middle of the list, in its paint event."""
    painter = QPainter(view.viewport())
    painter.setPen(colour(view, "muted"))
    room = view.viewport().rect().adjusted(24, 24, -24, -24)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(room, flags, f"Nothing matches “{sought.strip()}”")
    painter.end()
