"""A slider over useful values, linear or logarithmic."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from pe_desktop.engine.scale import Number, Scale
from pe_desktop.gui.widgets.slider_face import SliderFace

_FINE = 100_000  # steps of the stock slider below, from which a screen reader takes a share of the whole
_REACH = 3.0  # pixels from which an attracting value attracts
_REST = 500  # milliseconds without a notch after which a turn of the wheel has ended


class Slider(SliderFace):
    """Picks a value of a `Scale`.

    Arrow keys move by the smallest step, Page Up and Page Down to the next power of two (of ten, for real
    numbers), Home and End to the ends; the wheel moves when the slider has the focus. Double-click and
    Delete ask for the default, Escape calls a drag back.

    Signals:
        started: the hand took hold; all until `finished` is one change.
        moved: another value, while the hand moves.
        called_back: what was there when the hand took hold is to be there again.
        finished: the hand let go.
        reset_requested: the default is asked for.
    """

    started = Signal()
    moved = Signal(object)
    called_back = Signal()
    finished = Signal()
    reset_requested = Signal()

    def __init__(self, scale: Scale, parent: QWidget | None = None, *, marks: bool = True) -> None:
        super().__init__(scale, parent, marks=marks)
        self._grip = 0.0  # from the handle's middle to the hand, in pixels
        self._changing = False
        self._notches = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._finish)
        self.setRange(0, _FINE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._aided)

    def value_shown(self) -> Number:
        return self._value

    def show_value(self, value: Number) -> None:
        if value == self._value and self.value() == round(self._scale.fraction(value) * _FINE):
            return  # painting it again would cost as much as a figure
        self._value = value
        place = self._scale.fraction(value)
        step = abs(self._scale.fraction(self._scale.nudge(value, 1)) - place)
        silenced = self.blockSignals(True)
        self.setValue(round(place * _FINE))
        self.setSingleStep(max(_FINE // 100, round(step * _FINE)))
        self.blockSignals(silenced)
        self.sliderChange(self.SliderChange.SliderValueChange)

    def show_scale(self, scale: Scale) -> None:
        """Other limits; the value stays."""
        if scale != self._scale:
            self._scale = scale
            self.show_value(self._value)
            self.update()

    def settle(self) -> None:
        """Let go of a change that is under way, before the slider is taken away."""
        self._hand = None
        self._finish()

    def _start(self) -> None:
        if not self._changing:
            self._changing = True
            self.started.emit()

    def _finish(self) -> None:
        self._rest.stop()
        if self._changing:
            self._changing = False
            self.finished.emit()

    def _move_to(self, value: Number) -> None:
        if value != self._value:
            self.show_value(value)
            self.moved.emit(value)

    def _aided(self, share: int) -> None:
        """A screen reader moved the stock slider below; nothing else does so aloud."""
        self._start()
        self._move_to(self._scale.pick(share / _FINE))
        self._finish()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self._on_track(point):
            event.ignore()
            return
        self._start()
        self._grip = point.x() - self.handle_x() if self._on_handle(point) else 0.0
        self._hand = self._scale.fraction(self._value)
        self._follow(point.x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand is not None:
            self._follow(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._hand is not None:
            self._hand = None
            self._finish()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()

    def _follow(self, x: float) -> None:
        left, right = self._span()
        there = min(max((x - self._grip - left) / (right - left), 0.0), 1.0)
        if self._hand is None or abs(there - self._hand) * (right - left) < 0.5:
            return  # a click on the handle changes nothing
        self._hand = there
        self._move_to(self._scale.pick(there, _REACH / (right - left)))
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus() or self._hand is not None:
            event.ignore()
            return
        self._notches += event.angleDelta().y() or event.angleDelta().x()
        steps = int(self._notches / 120)
        self._notches -= steps * 120
        if steps:
            self._start()
            self._move_to(self._scale.nudge(self._value, steps))
            self._rest.start()
        event.accept()

    def _call_back(self) -> None:
        """The hand still holds on, but moves nothing any more."""
        self._hand = None
        self.called_back.emit()
        self._finish()
        self.update()

    def event(self, event: QEvent) -> bool:
        """While the hand moves, Escape is the slider's own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._hand is not None:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._hand is not None and event.key() == Qt.Key.Key_Escape:
            self._call_back()
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.reset_requested.emit()
            return
        value = key_value(self._scale, self._value, event.key())
        if value is None or self._hand is not None:
            event.ignore()
            return
        self._start()
        self._move_to(value)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._finish()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._hand is None:
            self._finish()
        super().focusOutEvent(event)


def key_value(scale: Scale, value: Number, key: int) -> Number | None:
    """The value to which a key moves; None for a key that moves nothing."""
    moves = {
        Qt.Key.Key_Left: lambda: scale.step(value, -1),
        Qt.Key.Key_Down: lambda: scale.step(value, -1),
        Qt.Key.Key_Right: lambda: scale.step(value, 1),
        Qt.Key.Key_Up: lambda: scale.step(value, 1),
        Qt.Key.Key_PageDown: lambda: scale.page(value, -1),
        Qt.Key.Key_PageUp: lambda: scale.page(value, 1),
        Qt.Key.Key_Home: lambda: scale.ends()[0],
        Qt.Key.Key_End: lambda: scale.ends()[1],
    }
    move = moves.get(Qt.Key(key))
    return move() if move is not None else None
