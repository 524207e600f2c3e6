"""The names beside an axis as something to take hold of: dragged along it, a name goes to another place."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from pe_desktop.figure.layout import Placed

HINT = "Drag a name to another place, or move it by Ctrl and an arrow key"


class Grip(pg.GraphicsObject):
    """The part of the scene over the names of one axis; it shows nothing but another form of the mouse.

    Signals:
    held(on): a name is taken, or let go.
    dragged(panel, start, end): what stood at one place of the axis was dragged to another.
    """

    held = Signal(bool)
    dragged = Signal(str, float, float)

    def __init__(self, axis: str) -> None:
        super().__init__()
        self._axis, self._area = axis, QRectF()
        self._placed: Placed | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(HINT)

    def show_placed(self, placed: Placed, names: QRectF) -> None:
        """`names` reaches to the farthest names of both axes."""
        rect = placed.rect
        across = QRectF(rect.x, rect.bottom, rect.width, max(0.0, names.bottom() - rect.bottom))
        down = QRectF(names.left(), rect.y, max(0.0, rect.x - names.left()), rect.height)
        self.prepareGeometryChange()
        self._placed, self._area = placed, across if self._axis == "x" else down

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Nothing."""

    def mouseDragEvent(self, event: object) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._placed is None:  # type: ignore[attr-defined]
            event.ignore()  # type: ignore[attr-defined]
            return
        event.accept()  # type: ignore[attr-defined]
        if event.isStart():  # type: ignore[attr-defined]
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.held.emit(True)
        start = event.buttonDownScenePos() if event.isStart() else event.lastScenePos()  # type: ignore[attr-defined]
        self.dragged.emit(self._placed.panel.id, self._place(start), self._place(event.scenePos()))  # type: ignore[attr-defined]
        if event.isFinish():  # type: ignore[attr-defined]
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.held.emit(False)

    def _place(self, point: QPointF) -> float:
        assert self._placed is not None
        return self._placed.from_x(point.x()) if self._axis == "x" else self._placed.from_y(point.y())
