"""Lists whose rows paint themselves, on one ground that says which is chosen and which is under the mouse."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pe_desktop.gui.widgets.theme import colour

Index = QModelIndex | QPersistentModelIndex
"""What Qt names a row by."""


class PaintedRows(QStyledItemDelegate):
    """Draws the ground of rows that can be chosen, and lets `draw` paint what stands on it."""

    radius: ClassVar[float] = 8.0
    """Of the ground's corners, in pixels."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._list = view

    def draw(self, painter: QPainter, row: QRectF, index: Index) -> None:
        """The words and pictures of a row, in its rectangle."""
        raise NotImplementedError

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self._draw_ground(painter, QRectF(option.rect), option.state)
        self.draw(painter, QRectF(option.rect), index)
        painter.restore()

    def _draw_ground(self, painter: QPainter, row: QRectF, state: QStyle.StateFlag) -> None:
        chosen, under = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
        if chosen or under:
            window = self._list.window()
            painter.setPen(colour(window, "chosen") if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(colour(window, "tint" if chosen else "soft"))
            painter.drawRoundedRect(row.adjusted(2, 1, -2, -1), self.radius, self.radius)
