"""A figure on the screen: what changes of it is drawn again, and a pyqtgraph scene over it answers the mouse."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QScrollArea, QWidget

from pe_desktop.export.medium import Medium, coarser
from pe_desktop.export.page import note
from pe_desktop.export.paint import paint, painting
from pe_desktop.figure.figure import LEAST, Figure
from pe_desktop.figure.layout import Placed, Rect, layout, skeleton
from pe_desktop.figure.style import SCREEN
from pe_desktop.gui.pages.panel_items import Drawing, PanelItems


class FigureView(pg.GraphicsView):
    """Shows one figure after another.

    Signals:
    picked(panel, x, y), ranged(panel, range), turned(across, down), reset_requested(panel): as of `Box`.
    hovered(panel, x, y): the mouse stands over a panel; panel is empty when over none.
    held(on), dragged(panel, start, end): as of `Grip`.
    """

    picked = Signal(str, float, float)
    ranged = Signal(str, object)
    turned = Signal(float, float)
    reset_requested = Signal(str)
    hovered = Signal(str, float, float)
    held = Signal(bool)
    dragged = Signal(str, float, float)

    def __init__(self, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)  # the scene paints nothing
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._figure: Figure | None = None
        self._medium, self._coarse, self._least = medium, False, LEAST
        self._panels: dict[str, PanelItems] = {}
        self._laid_out: tuple[object, ...] = ()
        self._places: tuple[Placed, ...] = ()
        self._note = Drawing()
        self.scene().sigMouseMoved.connect(self._moved)
        self.show_medium(medium)

    @property
    def figure(self) -> Figure | None:
        return self._figure

    @property
    def exact(self) -> bool:
        """Whether every pixel is a true mean or extent, not a sample."""
        return all(items.exact for items in self._panels.values())

    def placed(self, panel: str) -> Placed | None:
        """Where a panel stands, in pixels of this widget."""
        items = self._panels.get(panel)
        return items.placed if items else None

    def show_medium(self, medium: Medium) -> None:
        """Other colours or sizes of text."""
        self._medium = medium
        self._take_room()
        self.setBackgroundBrush(QColor(*medium.theme.rgb("card")))
        self._lay_out()
        self.viewport().update()

    def show_least(self, width: float, height: float) -> None:
        """How much room it wants, in pixels beside text of the standard size. It takes no less height."""
        if (width, height) != self._least:
            self._least = width, height
            self._take_room()

    @property
    def wanted(self) -> int:
        """Pixels across that it wants beside another."""
        return round(self._least[0] * self._scale)

    @property
    def _scale(self) -> float:
        return self._medium.type.body / SCREEN.body

    def _take_room(self) -> None:
        self.setMinimumSize(round(LEAST[0] * self._scale), round(self._least[1] * self._scale))

    def show_figure(self, figure: Figure, *, coarse: bool = False) -> None:
        """`coarse`: with half the pixels each way, while the hand moves on a slow machine."""
        if figure != self._figure or coarse != self._coarse:
            self._figure, self._coarse = figure, coarse
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_panels"):  # pyqtgraph resizes while it is being made
            self._lay_out()
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What the files have, by the same display list; a scene of so many items would take as long again."""
        region = event.region()
        drawings = (*(d for items in self._panels.values() for d in items.drawings), self._note)
        shown = (d.items for d in drawings if d.items and region.intersects(d.bounds.toAlignedRect()))
        with painting(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), self.backgroundBrush())
            paint(painter, chain.from_iterable(shown), Qt.PenCapStyle.SquareCap)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The right button is the menu's: the scene would wait for its release, which the menu takes."""
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """On a page that can be scrolled the wheel is the page's, until the figure is clicked or Ctrl is held."""
        if self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self._scrolled():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _scrolled(self) -> bool:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above is not None and above.verticalScrollBar().maximum() > 0

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit("", 0.0, 0.0)

    def _lay_out(self) -> None:
        if self._figure is None:
            return
        area = Rect(0.0, 0.0, float(self.width()), float(self.height()))
        medium = replace(self._medium, density=self.devicePixelRatioF())
        places = {place.panel.id: place for place in self._layout(self._figure, area, medium)}
        for id in self._panels.keys() - places.keys():
            gone = self._panels.pop(id)
            self._refresh(gone.bounds)
            gone.remove()
        for panel in self._figure.panels:
            if panel.id in places:
                items = self._panels.get(panel.id) or self._new_panel(panel.id)
                drawn_on = coarser(medium, 2.0) if self._coarse else medium
                self._refresh(items.show_panel(places[panel.id], panel, drawn_on))
        words = note(self._figure.note, area, medium) if self._figure.note else ()
        self._refresh(self._note.show_items(tuple(words)))

    def _refresh(self, changed: QRectF) -> None:
        """Paint what is there again, soon; a pixel more on each side, which edges of lines may touch."""
        if not changed.isEmpty():
            self.viewport().update(changed.toAlignedRect().adjusted(-1, -1, 1, 1))

    def _layout(self, figure: Figure, area: Rect, medium: Medium) -> tuple[Placed, ...]:
        """The layout without marks; the last one again while only marks are others."""
        bare = skeleton(figure)
        if (bare, area, medium) != self._laid_out:
            self._laid_out = (bare, area, medium)
            self._places = layout(bare, area, medium.type, medium.measure)
        return self._places

    def _new_panel(self, id: str) -> PanelItems:
        items = self._panels[id] = PanelItems(self.scene(), id)
        items.box.picked.connect(self.picked)
        items.box.ranged.connect(self.ranged)
        items.box.turned.connect(self.turned)
        items.box.reset_requested.connect(self.reset_requested)
        for grip in items.grips.values():
            grip.held.connect(self.held)
            grip.dragged.connect(self.dragged)
        return items

    def _moved(self, point: QPointF) -> None:
        for id, items in self._panels.items():
            placed = items.placed
            if placed and items.box.sceneBoundingRect().contains(point):
                self.hovered.emit(id, placed.from_x(point.x()), placed.from_y(point.y()))
                return
        self.hovered.emit("", 0.0, 0.0)
