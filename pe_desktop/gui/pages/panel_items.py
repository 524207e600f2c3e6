"""What shows one panel: what is painted of it, and what the hand takes hold of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from pe_desktop.export.drawing import draw
from pe_desktop.export.furniture import axes, grid, line_labels
from pe_desktop.export.medium import Medium
from pe_desktop.export.paint import extent
from pe_desktop.export.primitives import Primitive
from pe_desktop.figure.figure import Panel
from pe_desktop.figure.layout import Placed
from pe_desktop.figure.marks import Image, Line, Mark
from pe_desktop.gui.pages.grip import Grip


class Drawing:
    """Primitives that are painted together, and the rectangle that holds them."""

    def __init__(self) -> None:
        self.items: tuple[Primitive, ...] = ()
        self.bounds = QRectF()

    def show_items(self, items: tuple[Primitive, ...]) -> QRectF:
        """Others; where the picture changes by that."""
        if not items and not self.items:
            return QRectF()
        before, self.items, self.bounds = self.bounds, items, extent(items)
        return before.united(self.bounds)


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
        self.id = id
        self._placed: Placed | None = None
        self._ready = False
        self.setFlag(self.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        self.setFlag(self.GraphicsItemFlag.ItemIsFocusable, False)  # it would take plus and minus for a history
        self.sigRangeChangedManually.connect(self._ranged)

    def show_placed(self, placed: Placed) -> None:
        """Take the panel's place, and its range when the hand comes: many a frame is drawn before it does."""
        rect, self._placed, self._ready = placed.rect, placed, False
        self.setGeometry(QRectF(rect.x, rect.y, rect.width, rect.height))

    def _make_ready(self) -> bool:
        """Take the panel's range, silently; whether there is anything to zoom."""
        if self._placed is None or not self._placed.panel.zooms:
            return False
        if not self._ready:
            self._ready, x, y = True, self._placed.x, self._placed.y
            self.invertY(y.first > y.last)
            self.invertX(x.first > x.last)
            (x_low, x_high), (y_low, y_high) = x.limits or (None, None), y.limits or (None, None)
            self.setLimits(xMin=x_low, xMax=x_high, yMin=y_low, yMax=y_high)
            self.setRange(xRange=(x.low, x.high), yRange=(y.low, y.high), padding=0, disableAutoRange=True)
        self.updateMatrix()
        return True

    def _ranged(self, *_: object) -> None:
        (x_low, x_high), (y_low, y_high) = self.viewRange()
        self.ranged.emit(self.id, (x_low, x_high, y_low, y_high))

    def wheelEvent(self, event: object, axis: int | None = None) -> None:
        if self._make_ready():
            super().wheelEvent(event, axis)
        else:
            event.ignore()  # type: ignore[attr-defined]

    def mouseDragEvent(self, event: object, axis: int | None = None) -> None:
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()  # type: ignore[attr-defined]
        if plain and self._placed and self._placed.panel.turns:
            event.accept()  # type: ignore[attr-defined]
            moved = event.scenePos() - event.lastScenePos()  # type: ignore[attr-defined]
            self.turned.emit(moved.x(), moved.y())
        elif plain:
            event.accept()  # type: ignore[attr-defined]
            self._pick(event.scenePos())  # type: ignore[attr-defined]
        elif self._make_ready():
            super().mouseDragEvent(event, axis)
        else:
            event.ignore()  # type: ignore[attr-defined]

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
        if self._placed is not None:
            self.picked.emit(self.id, self._placed.from_x(point.x()), self._placed.from_y(point.y()))


class PanelItems:
    """All that shows one panel. What is equal to what was shown before is not touched."""

    def __init__(self, scene: pg.GraphicsScene, id: str) -> None:
        self._scene = scene
        self.box = Box(id)
        self._grid, self._axes, self._labels = Drawing(), Drawing(), Drawing()
        self._groups: list[tuple[Mark, ...]] = []
        self._drawings: list[Drawing] = []
        self._exact: list[bool] = []
        self._shown: tuple[Placed, Medium] | None = None
        self.placed: Placed | None = None
        self.grips = {axis: Grip(axis) for axis in "xy"}
        for item in (self.box, *self.grips.values()):
            scene.addItem(item)

    @property
    def exact(self) -> bool:
        return all(self._exact)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """All that is painted, in this order."""
        return (self._grid, *self._drawings, self._axes, self._labels)

    @property
    def bounds(self) -> QRectF:
        """What holds all that is painted."""
        return _united(drawing.bounds for drawing in self.drawings)

    def show_panel(self, place: Placed, panel: Panel, medium: Medium) -> QRectF:
        """`place` is the layout's, without marks: while it is the same, only other marks are drawn.

        Answers where the picture has changed.
        """
        moved = (place, medium) != self._shown
        self._shown, self.placed = (place, medium), replace(place, panel=panel)
        changed = []
        if moved:
            self.box.show_placed(place)
            changed += [self._grid.show_items(grid(self.placed, medium))]
            changed += [self._axes.show_items(axes(self.placed, medium))]
            for axis, grip in self.grips.items():
                grip.setVisible(getattr(panel, axis).movable)
                grip.show_placed(self.placed, self._axes.bounds)
        groups, before = grouped(panel.marks), self._groups
        changed += self._provide(len(groups))
        lines = False
        for i, group in enumerate(groups):
            if moved or i >= len(before) or group != before[i]:
                changed.append(self._show_marks(i, group, medium))
                lines = lines or isinstance(group[0], Line)
        self._groups = groups
        if lines:
            changed.append(self._labels.show_items(line_labels(self.placed, medium)))
        return _united(changed)

    def _show_marks(self, place: int, group: tuple[Mark, ...], medium: Medium) -> QRectF:
        assert self.placed is not None
        drawn = [draw(mark, self.placed, medium) for mark in group]
        self._exact[place] = all(part.exact for part in drawn)
        return self._drawings[place].show_items(tuple(item for part in drawn for item in part.items))

    def _provide(self, count: int) -> list[QRectF]:
        """So many drawings, one over the other; where those were that are no more."""
        gone = [drawing.bounds for drawing in self._drawings[count:]]
        self._drawings = self._drawings[:count] + [Drawing() for _ in range(count - len(self._drawings))]
        self._exact = (self._exact + [True] * count)[:count]
        return gone

    def remove(self) -> None:
        self.box.blockSignals(True)  # a drag that began on it goes on in the scene, and points at nothing
        for item in (self.box, *self.grips.values()):
            self._scene.removeItem(item)


def _united(parts: Iterable[QRectF]) -> QRectF:
    return reduce(QRectF.united, parts, QRectF())


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
