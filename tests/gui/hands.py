"""A person's hands, for tests: dragging, pressing, turning the wheel, and a list of what was said."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.windows import wait_for

LEFT = Qt.MouseButton.LeftButton


class Heard:
    """Everything that some signals said, in order: (name, arguments)."""

    def __init__(self, widget: QWidget, *names: str) -> None:
        self.said: list[tuple[Any, ...]] = []
        for name in names:
            getattr(widget, name).connect(lambda *values, name=name: self.said.append((name, *values)))

    def names(self) -> list[str]:
        return [entry[0] for entry in self.said]


def shown(qtbot: QtBot, widget: QWidget, width: int = 268) -> Any:
    """The widget on the screen, in the active window."""
    qtbot.addWidget(widget)
    widget.resize(width, widget.sizeHint().height())
    widget.show()
    widget.activateWindow()
    wait_for(widget.isActiveWindow)
    return widget


def focus(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()


def mouse(widget: QWidget, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    where = QPointF(x, y)
    event = QMouseEvent(kind, where, QPointF(widget.mapToGlobal(where)), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def drag(widget: QWidget, path: list[float], y: float = 12) -> None:
    """Press at the first place, move through the others, let go at the last."""
    mouse(widget, QEvent.Type.MouseButtonPress, path[0], y)
    for x in path[1:]:
        mouse(widget, QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton)
    mouse(widget, QEvent.Type.MouseButtonRelease, path[-1], y)


def wheel(widget: QWidget, notches: int) -> bool:
    """Turn the wheel over a widget; whether it was taken."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def write(field: QWidget, text: str, then: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Replace the text of a field by typing, and press a key."""
    focus(field)
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)
    if then is not None:
        QTest.keyClick(field, then)


class Painted(QObject):
    """Where a widget was painted from here on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return super().eventFilter(watched, event)
