"""What keys do on a figure: they move the cursor, zoom and pan, turn, and put words in another order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from pe_desktop.document import View
from pe_desktop.figure.figure import Axis
from pe_desktop.figure.layout import Placed
from pe_desktop.gui.pages.figure_view import FigureView

_KEYS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_PageUp: (-10, 0),
    Qt.Key.Key_PageDown: (10, 0),
}
_ZOOMS: dict[int, float] = {Qt.Key.Key_Plus: 0.5, Qt.Key.Key_Equal: 0.5, Qt.Key.Key_Minus: 2.0}
PAN = 0.25  # of what is shown
TURN = 25.0  # pixels of a drag
LEAST = 4.0  # places that an axis of them still shows
CLOSEST = 1e-4  # of any other axis
VALUES = ("value", "norm", "loss", "accuracy", "cosine")
"""What is measured, not where: an axis of these is never zoomed by keys."""

_Change = Callable[[Axis], tuple[float, float]]


class FigureKeys(QObject):
    """Says through the figure's own signals what a hand would do there.

    Signals:
    stepped(positions, dimensions, keys): the cursor is to move by so much; with Alt a tenth of a position.
    """

    stepped = Signal(float, int, float)

    def __init__(self, figure: FigureView, parent: QObject) -> None:
        super().__init__(parent)
        self._figure, self._view = figure, View()

    def show_view(self, view: View) -> None:
        """Where the cursor is."""
        self._view = view

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key means something here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        way = _KEYS.get(event.key())
        if way is not None and modifiers & Qt.KeyboardModifier.ControlModifier:
            return self._reorder(*way, first=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        if way is not None and modifiers & Qt.KeyboardModifier.ShiftModifier:
            return self._pan(*way) or self._turn(*way)
        if way is not None:
            self._step(*way, fine=bool(modifiers & Qt.KeyboardModifier.AltModifier))
            return True
        if modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        return self._reset() if event.key() == Qt.Key.Key_0 else self._zoom(_ZOOMS.get(event.key(), 0.0))

    def _step(self, down: int, across: int, *, fine: bool) -> None:
        """To the right is the next dimension, or the next key in a figure of positions by positions."""
        size = 0.1 if fine else 1.0
        panels = self._figure.figure.panels if self._figure.figure else ()
        if any(panel.x.quantity == "key" for panel in panels):
            self.stepped.emit(down * size, 0, across * size)
        else:
            self.stepped.emit(down * size, across, 0.0)

    def _zooming(self) -> list[Placed]:
        """Panels that zoom over what the first of them does."""
        panels = self._figure.figure.panels if self._figure.figure else ()
        found = [place for panel in panels if panel.zooms and (place := self._figure.placed(panel.id))]
        return [place for place in found if _places(place) == _places(found[0])]

    def _zoom(self, factor: float) -> bool:
        """About the cursor, where it is seen."""
        return bool(factor) and self._range(lambda axis: _zoomed(axis, _cursor(axis, self._view), factor))

    def _pan(self, down: int, across: int) -> bool:
        def moved(axis: Axis, forward: int) -> tuple[float, float]:
            towards = forward if axis.last > axis.first else -forward
            return _inside(axis, axis.low + PAN * towards * (axis.high - axis.low), axis.high - axis.low)

        return self._range(lambda axis: moved(axis, across), lambda axis: moved(axis, -down))

    def _range(self, across: _Change, up: _Change | None = None) -> bool:
        """Show other parts of the axes of places; whether there are any."""
        for placed in self._zooming():
            ends = (
                change(axis) if axis.quantity not in VALUES else (axis.low, axis.high)
                for axis, change in ((placed.x, across), (placed.y, up or across))
            )
            self._figure.ranged.emit(placed.panel.id, tuple(end for pair in ends for end in pair))
        return bool(self._zooming())

    def _reset(self) -> bool:
        panels = self._figure.figure.panels if self._figure.figure else ()
        zooming = [panel.id for panel in panels if panel.zooms]
        for id in zooming:
            self._figure.reset_requested.emit(id)
        return bool(zooming)

    def _turn(self, down: int, across: int) -> bool:
        panels = self._figure.figure.panels if self._figure.figure else ()
        if not any(panel.turns for panel in panels):
            return False
        self._figure.turned.emit(TURN * across, TURN * down)
        return True

    def _reorder(self, down: int, across: int, *, first: bool) -> bool:
        """The word at the cursor one place on, in the second sentence or in the first; the cursor goes along."""
        panels = self._figure.figure.panels if self._figure.figure else ()
        movable = [panel for panel in panels if panel.x.movable]
        if not movable or abs(down) > 1:
            return False
        panel = movable[0 if first else 1]
        last = len(panel.x.names) - 1
        key, query = (min(round(place), last) for place in (self._view.key, self._view.position))
        here, there = (key, key + across) if across else (query, query + down)
        if 0 <= there <= last:
            self._figure.held.emit(True)
            self._figure.dragged.emit(panel.id, float(here), float(there))
            self._figure.held.emit(False)
            self._figure.picked.emit(panel.id, float(key + across), float(query + down))
        return True


def _places(placed: Placed) -> list[str]:
    """What is looked for along the axes: positions, dimensions."""
    return [axis.quantity for axis in (placed.x, placed.y) if axis.quantity not in VALUES]


def _cursor(axis: Axis, view: View) -> float | None:
    """Where the cursor stands on an axis; None where nobody knows."""
    places = {
        "position": view.position,
        "row": view.position,
        "key": view.key,
        "offset": view.position - view.key,
        "dimension": float(view.dimension),
    }
    return places.get(axis.quantity)


def _zoomed(axis: Axis, cursor: float | None, factor: float) -> tuple[float, float]:
    low, high = axis.low, axis.high
    first, last = axis.limits or (low, high)
    about = cursor if cursor is not None and low <= cursor <= high else (low + high) / 2
    least = min(LEAST if axis.whole else CLOSEST * (last - first), high - low)
    span = max(factor * (high - low), least)
    return _inside(axis, about - (about - low) * span / (high - low), span)


def _inside(axis: Axis, low: float, span: float) -> tuple[float, float]:
    """So much of the axis, as near to `low` as its limits allow."""
    first, last = axis.limits or (low, low + span)
    span = min(span, last - first)
    low = min(max(low, first), last - span)
    return low, low + span
