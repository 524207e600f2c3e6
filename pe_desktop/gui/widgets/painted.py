"""Buttons that paint themselves: they answer the mouse, and are outlined where the keyboard brought the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QRadioButton, QWidget

from pe_desktop.gui.widgets.theme import colour, scaled

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # PySide has no class with two bases of Qt

_Reason = Qt.FocusReason
_BY_KEY = frozenset({_Reason.TabFocusReason, _Reason.BacktabFocusReason, _Reason.ShortcutFocusReason})
_BACK = frozenset({_Reason.ActiveWindowFocusReason, _Reason.PopupFocusReason, _Reason.MenuBarFocusReason})


def by_key(event: QFocusEvent, before: bool) -> bool:
    """Whether the keyboard brought the focus, which is only then outlined; `before` when it merely comes back."""
    return before if event.reason() in _BACK else event.reason() in _BY_KEY


def draw_ring(painter: QPainter, widget: QWidget, rect: QRectF, radius: float) -> None:
    """The mark of the keyboard's focus, just inside a rectangle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour(widget, "accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


class Painted(_Button):
    """Mixed into one of Qt's buttons, which keeps its role for screen readers. All of its rectangle can be pressed."""

    _by_key = False

    def draw(self, painter: QPainter) -> None:
        """Everything but the mark of the focus."""
        raise NotImplementedError

    def radius(self) -> float:
        """Of its corners, in pixels."""
        return scaled(self, 8)

    def draw_focus(self, painter: QPainter) -> None:
        draw_ring(painter, self, QRectF(self.rect()), self.radius())

    @property
    def outlined(self) -> bool:
        """Whether it has the focus, and the keyboard brought it."""
        return self.hasFocus() and self._by_key

    def brought_by_key(self, event: QFocusEvent) -> bool:
        return by_key(event, self._by_key)

    def ground(self, rest: QColor) -> QColor:
        """What stands behind its words: at rest, under the mouse, held down."""
        if not self.isEnabled():
            return rest
        if self.isDown():
            return colour(self, "pressed")
        return colour(self, "hover") if self.underMouse() else rest

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.draw(painter)
        if self.outlined:
            self.draw_focus(painter)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = self.brought_by_key(event)
        super().focusInEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)


class PaintedButton(Painted, QAbstractButton):
    """Pressed by Enter as by Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class PaintedOption(Painted, QRadioButton):
    """One of several: arrow keys bring the focus from the one beside."""

    def brought_by_key(self, event: QFocusEvent) -> bool:
        return event.reason() == Qt.FocusReason.OtherFocusReason or super().brought_by_key(event)
