"""The items of a pyqtgraph scene that show one panel."""

from __future__ import annotations

from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from pe_desktop.export.drawing import Medium, draw
from pe_desktop.export.furniture import axes, grid, line_labels
from pe_desktop.export.paint import extent, paint
from pe_desktop.export.primitives import Primitive
from pe_desktop.figure.figure import Panel
from pe_desktop.figure.layout import Placed
from pe_desktop.figure.marks import Image, Line, Mark
from pe_desktop.gui.pages.grip import Grip


class Drawing(pg.GraphicsObject):
    """Primitives as one item of the scene; moved and painted again only when they are others."""

    def __init__(self, order: float) -> None:
        super().__init__()
        self._items: tuple[Primitive, ...] = ()
        self._bounds = QRectF()
        self.setZValue(order)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_items(self, items: tuple[Primitive, ...]) -> None:
        if items or self._items:
            self.prepareGeometryChange()
            self._items, self._bounds = items, extent(items)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        paint(painter, self._items, Qt.PenCapStyle.SquareCap)


class Box(pg.ViewBox):
    """The part of the scene over a panel: it zooms and pans by wheel, shift-drag or middle button.

    Signals:
    picked(panel, x, y): a plain press or drag points there.
    ranged(panel, range): the person zoomed or panned to (x low, x high, y low, y high).
    turned(across, down): dragged by so many pixels where that turns a view in three dimensions.
    reset_requested(panel): double-clicked.
    """

    picked = Signal(str, float, float)
    ranged = Signal(str, object)
    turned = Signal(float, float)
    reset_requested = Signal(str)

    def __init__(self, id: str) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.id, self._turns = id, False
        self.setFlag(self.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self.setFlag(self.GraphicsItemFlag.ItemIsFocusable, False)  # it would take plus and minus for a history
        self.sigRangeChangedManually.connect(self._ranged)

    def show_placed(self, placed: Placed) -> None:
        """Take the panel's place and range; says nothing."""
        rect, x, y = placed.rect, placed.x, placed.y
        self.setGeometry(QRectF(rect.x, rect.y, rect.width, rect.height))
        self.invertY(y.first > y.last)
        self.invertX(x.first > x.last)
        self._turns = placed.panel.turns
        self.setMouseEnabled(placed.panel.zooms, placed.panel.zooms)
        (x_low, x_high), (y_low, y_high) = x.limits or (None, None), y.limits or (None, None)
        self.setLimits(xMin=x_low, xMax=x_high, yMin=y_low, yMax=y_high)
        self.setRange(xRange=(x.low, x.high), yRange=(y.low, y.high), padding=0, disableAutoRange=True)

    def _ranged(self, *_: object) -> None:
        (x_low, x_high), (y_low, y_high) = self.viewRange()
        self.ranged.emit(self.id, (x_low, x_high, y_low, y_high))

    def wheelEvent(self, event: object, axis: int | None = None) -> None:
        if self.mouseEnabled()[0]:
            super().wheelEvent(event, axis)
        else:
            event.ignore()  # type: ignore[attr-defined]

    def mouseDragEvent(self, event: object, axis: int | None = None) -> None:
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()  # type: ignore[attr-defined]
        if plain and self._turns:
            event.accept()  # type: ignore[attr-defined]
            moved = event.scenePos() - event.lastScenePos()  # type: ignore[attr-defined]
            self.turned.emit(moved.x(), moved.y())
        elif plain:
            event.accept()  # type: ignore[attr-defined]
            self._pick(event.scenePos())  # type: ignore[attr-defined]
        else:
            super().mouseDragEvent(event, axis)

    def mouseClickEvent(self, event: object) -> None:
        if event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            event.ignore()  # type: ignore[attr-defined]
            return
        event.accept()  # type: ignore[attr-defined]
        if event.double():  # type: ignore[attr-defined]
            self.reset_requested.emit(self.id)
        else:
            self._pick(event.scenePos())  # type: ignore[attr-defined]

    def _pick(self, point: QPointF) -> None:
        at = self.mapSceneToView(point)
        self.picked.emit(self.id, at.x(), at.y())


class PanelItems:
    """All items of one panel. What is equal to what was shown before is not touched."""

    def __init__(self, scene: pg.GraphicsScene, id: str) -> None:
        self._scene = scene
        self.box = Box(id)
        self._grid, self._axes, self._labels = Drawing(0.0), Drawing(3.0), Drawing(3.0)
        self._groups: list[tuple[Mark, ...]] = []
        self._drawings: list[Drawing] = []
        self._exact: list[bool] = []
        self._shown: tuple[Placed, Medium] | None = None
        self.placed: Placed | None = None
        self.grips = {axis: Grip(axis) for axis in "xy"}
        for item in (self.box, self._grid, self._axes, self._labels, *self.grips.values()):
            scene.addItem(item)

    @property
    def exact(self) -> bool:
        return all(self._exact)

    def show_panel(self, place: Placed, panel: Panel, medium: Medium) -> None:
        """`place` is the layout's, without marks: while it is the same, only other marks are drawn."""
        moved = (place, medium) != self._shown
        self._shown, self.placed = (place, medium), replace(place, panel=panel)
        if moved:
            self.box.show_placed(place)
            self._grid.show_items(grid(self.placed, medium))
            self._axes.show_items(axes(self.placed, medium))
            for axis, grip in self.grips.items():
                grip.setVisible(getattr(panel, axis).movable)
                grip.show_placed(self.placed, self._axes.boundingRect())
        if self._show_marks(self.placed, medium, moved):
            self._labels.show_items(line_labels(self.placed, medium))

    def _show_marks(self, placed: Placed, medium: Medium, moved: bool) -> bool:
        """Draw the groups of marks that are others than before; whether there was a line among them."""
        groups, before = grouped(placed.panel.marks), self._groups
        self._provide(len(groups))
        lines = False
        for i, group in enumerate(groups):
            if moved or i >= len(before) or group != before[i]:
                drawn = [draw(mark, placed, medium) for mark in group]
                self._drawings[i].show_items(tuple(item for part in drawn for item in part.items))
                self._exact[i] = all(part.exact for part in drawn)
                lines = lines or isinstance(group[0], Line)
        self._groups = groups
        return lines

    def _provide(self, count: int) -> None:
        """So many drawings, one over the other."""
        while len(self._drawings) > count:
            self._scene.removeItem(self._drawings.pop())
        while len(self._drawings) < count:
            self._drawings.append(Drawing(1.0 + len(self._drawings) / 1000))
            self._scene.addItem(self._drawings[-1])
        self._exact = (self._exact + [True] * count)[:count]

    def remove(self) -> None:
        self.box.blockSignals(True)  # a drag that began on it goes on in the scene, and points at nothing
        for item in (self.box, self._grid, self._axes, self._labels, *self.grips.values(), *self._drawings):
            self._scene.removeItem(item)


def grouped(marks: tuple[Mark, ...]) -> list[tuple[Mark, ...]]:
    """Marks drawn as one item: an image or a line, which cost something, alone; others with their neighbours."""
    groups: list[tuple[Mark, ...]] = []
    for mark in marks:
        alone = isinstance(mark, Image | Line)
        if alone or not groups or isinstance(groups[-1][0], Image | Line):
            groups.append((mark,))
        else:
            groups[-1] = (*groups[-1], mark)
    return groups
