"""The controls under the rotation: play, step, scrub, speed, together."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pe_desktop.document import View
from pe_desktop.engine.kinds import Real
from pe_desktop.engine.scale import scale_of
from pe_desktop.gui.widgets.controls import Combo, ToolButton
from pe_desktop.gui.widgets.numbers import short_text
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.widgets.theme import scaled

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0)


class Transport(QWidget):
    """Moves the query through the sequence.

    Signals:
    play_toggled(on), stepped(positions), scrubbed(position), speed_edited(speed), together_toggled(on).
    """

    play_toggled = Signal(bool)
    stepped = Signal(float)
    scrubbed = Signal(float)
    speed_edited = Signal(float)
    together_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playing = False
        self._play = ToolButton("play", "Play the rotation", self, size=28)
        self._back = ToolButton("step-back", "One position back", self, size=28)
        self._forward = ToolButton("step-forward", "One position forward", self, size=28)
        self._together = ToolButton("link", "Move query and key together", self, size=28)
        self._together.setCheckable(True)
        self._scrubber = Slider(scale_of(Real(0.0, 1.0)), self, marks=False)
        self._speed = Combo(self)
        self._name()
        self._arrange()
        self._connect()
        self._size()

    def _name(self) -> None:
        self._scrubber.setAccessibleName("Position of the query")
        self._speed.setAccessibleName("Speed in positions a second")
        self._speed.setToolTip("Positions a second")
        names = {"play": self._play, "back": self._back, "forward": self._forward, "scrubber": self._scrubber}
        for name, widget in {**names, "speed": self._speed, "together": self._together}.items():
            widget.setObjectName(name)

    def _arrange(self) -> None:
        self._speed.show_items([(f"{short_text(speed)}/s", speed) for speed in SPEEDS])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self._play, self._back, self._forward):
            row.addWidget(widget)
        row.addWidget(self._scrubber, 1)
        row.addWidget(self._speed)
        row.addWidget(self._together)

    def _size(self) -> None:
        self._speed.setFixedWidth(scaled(self, 84))
        self._scrubber.setMinimumWidth(scaled(self, 48))

    def _connect(self) -> None:
        self._play.clicked.connect(lambda: self.play_toggled.emit(not self._playing))
        self._back.clicked.connect(lambda: self.stepped.emit(-1.0))
        self._forward.clicked.connect(lambda: self.stepped.emit(1.0))
        self._together.clicked.connect(self.together_toggled)
        self._scrubber.moved.connect(lambda position: self.scrubbed.emit(float(position)))
        self._scrubber.reset_requested.connect(lambda: self.scrubbed.emit(0.0))
        self._speed.activated.connect(lambda _: self.speed_edited.emit(self._speed.currentData()))

    def show_view(self, view: View, length: int) -> None:
        self._scrubber.show_scale(scale_of(Real(0.0, max(1.0, float(length - 1)))))
        self._scrubber.show_value(view.position)
        self._together.setChecked(view.together)
        near = min(range(len(SPEEDS)), key=lambda i: abs(math.log(SPEEDS[i] / view.speed)))
        self._speed.setCurrentIndex(near)

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        self._play.show_action(*(("pause", "Pause the rotation") if playing else ("play", "Play the rotation")))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._size()
        super().changeEvent(event)
