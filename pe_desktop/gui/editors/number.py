"""The editor of integers and real numbers: a slider with a field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from pe_desktop.engine.maybe import numbers
from pe_desktop.engine.parameter import Parameter, ParameterError
from pe_desktop.engine.scale import Number, scale_of
from pe_desktop.gui.editors.editor import Editor
from pe_desktop.gui.editors.field import Field
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.numbers import number_text, parse_number
from pe_desktop.gui.widgets.slider import Slider, key_value
from pe_desktop.gui.widgets.theme import colour, scaled

_FIELD = 112  # width, enough for 1,000,000,000


class NumberEditor(Editor):
    """A number: dragged, typed (`128k`, `1e6`, `2^17`), moved by keys and wheel, or played."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        self._whole = numbers(parameter.kind)
        self._before: Any = parameter.default  # when the hand took hold
        self._kind = self._whole  # narrower while there are limits
        self._slider = Slider(scale_of(self._kind))
        self._field = Field()
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._play = PlayButton(self)
        self._lines.addLayout(self._heading(self._field, self._field))
        self._lines.addWidget(self._slider)
        self._lines.addWidget(self._help)
        self._describe(self._field)
        self._describe(self._slider, f"{self.words}, slider")
        self._play.show_name(parameter.label)
        self._connect()
        self._size_field()
        self.show_value(parameter.default)

    def _connect(self) -> None:
        self._slider.started.connect(self._start)
        self._slider.finished.connect(self.finished)
        self._slider.reset_requested.connect(self.reset_requested)
        self._slider.moved.connect(self._moved)
        self._slider.called_back.connect(self._call_back)
        self._field.offered.connect(self._typed)
        self._field.textEdited.connect(self.clear_error)
        self._field.key_pressed.connect(self._key_pressed)
        self._play.clicked.connect(self._play_pressed)
        for first, second in ((self._field, self._slider), (self._slider, self._play)):
            QWidget.setTabOrder(first, second)
        self._play.raise_()

    def _play_pressed(self) -> None:
        self.play_toggled.emit(not self._play.isChecked())

    def _size_field(self) -> None:
        """As wide as its longest number, and as its neighbours unless that is wider."""
        ends = (number_text(n) for n in (self._whole.minimum, self._whole.maximum))
        room = max(self.fontMetrics().horizontalAdvance(text) for text in ends) + 24
        self._field.setFixedWidth(max(scaled(self, _FIELD), room))

    def value(self) -> Number:
        return self._slider.value_shown()

    def show_value(self, value: Number) -> None:
        if value != self.value():
            self.clear_error()
        self._slider.show_value(value)
        self._field.show_text(number_text(value))

    def show_limits(self, minimum: float, maximum: float) -> None:
        if (minimum, maximum) != (self._kind.minimum, self._kind.maximum):
            self._kind = self._whole.between(minimum, maximum)
            self._slider.show_scale(scale_of(self._kind))

    def show_playing(self, playing: bool) -> None:
        self._play.show_playing(playing)

    def settle(self) -> None:
        self._slider.settle()

    def _start(self) -> None:
        self._before = self.value()
        self.started.emit()

    def _call_back(self) -> None:
        """What was there when the hand took hold."""
        self.show_value(self._before)
        self.edited.emit(self._before)

    def _moved(self, value: Number) -> None:
        self.clear_error()
        self._field.show_text(number_text(value))
        self.edited.emit(value)

    def parse(self, text: str) -> Any:
        return parse_number(self._kind, self.parameter.name, text)

    def _typed(self, text: str) -> None:
        try:
            value = self.parse(text)
        except ParameterError as error:
            self._refuse(error)
            return
        self._set(value)

    def _key_pressed(self, key: int) -> None:
        value = key_value(scale_of(self._kind), self._slider.value_shown(), key)
        if value is not None:
            self._set(value)

    def _set(self, value: Number) -> None:
        changed = value != self.value()
        self.clear_error()
        self._slider.show_value(value)
        self._field.show_text(number_text(value))
        self._field.take_back()
        if changed:
            self._commit(value)

    def _mark_wrong(self, wrong: bool) -> None:
        self._field.show_wrong(wrong)

    # The play button lies over the end of the name, and is seen when it is wanted

    def enterEvent(self, event: QEnterEvent) -> None:
        self._play.show_wanted(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._play.show_wanted(False)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_play()

    def _place_play(self) -> None:
        side = self._play.sizeHint()
        corner = self._field.geometry().topLeft() - QPoint(side.width() + 4, 0)
        corner.setY(corner.y() + (self._field.height() - side.height()) // 2)
        self._play.setGeometry(corner.x(), corner.y(), side.width(), side.height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._size_field()
        super().changeEvent(event)


class PlayButton(ToolButton):
    """Starts and stops a parameter's animation; invisible, yet reachable by Tab, until it is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("play", "Play", parent, size=24)
        self._wanted = False
        self._name = ""
        self.setCheckable(True)

    def show_name(self, name: str) -> None:
        self._name = name
        self.show_playing(False)

    def show_wanted(self, wanted: bool) -> None:
        self._wanted = wanted
        self.update()

    def show_playing(self, playing: bool) -> None:
        self.setChecked(playing)
        self.show_action("pause" if playing else "play", f"{'Pause' if playing else 'Play'} {self._name}")

    def nextCheckState(self) -> None:
        """Whether it plays is for the program to say; a press only asks."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._wanted or self.hasFocus() or self.isChecked():
            super().paintEvent(event)

    def draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), colour(self, "card"))  # the end of a long name lies below
        super().draw(painter)
