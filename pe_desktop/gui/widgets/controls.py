"""Small controls in the program's style: buttons, a combo box, a switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QToolButton,
    QWidget,
)

from pe_desktop.gui.widgets.icons import draw_icon
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import CONTROL, colour, scaled

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


def by_key(event: QFocusEvent, before: bool) -> bool:
    """Whether the keyboard brought the focus, which is only then outlined; `before` when it merely comes back."""
    return before if event.reason() in _BACK else event.reason() in _BY_KEY


def draw_ring(painter: QPainter, widget: QWidget, rect: QRectF, radius: float) -> None:
    """The mark of the keyboard's focus, just inside a rectangle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour(widget, "accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def ground(button: QAbstractButton, rest: QColor) -> QColor:
    """What stands behind a button: at rest, under the mouse, held down."""
    if not button.isEnabled():
        return rest
    if button.isDown():
        return colour(button, "pressed")
    return colour(button, "hover") if button.underMouse() else rest


def presses(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether the key is Enter, which presses the button as Space does."""
    pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if pressed:
        button.click()
    return pressed


class ToolButton(QToolButton):
    """An icon to press; its words stand in a tip and are what a screen reader says."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None, *, size: int = CONTROL) -> None:
        super().__init__(parent)
        self._icon, self._size, self._by_key = icon, size, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_action(icon, words)

    def show_action(self, icon: str, words: str) -> None:
        """Another icon and other words, as when play becomes pause."""
        self._icon = icon
        self.setAccessibleName(words)
        self.setToolTip(tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        side = scaled(self, self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = by_key(event, self._by_key)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        rest = colour(self, "tint") if self.isChecked() else QColor(Qt.GlobalColor.transparent)
        whole, radius = QRectF(self.rect()), scaled(self, min(8, self._size / 4))
        painter.setPen(colour(self, "chosen") if self.isChecked() else Qt.PenStyle.NoPen)
        painter.setBrush(ground(self, rest))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = scaled(self, min(18, self._size * 0.6))
        corner = whole.center() - QPointF(side / 2, side / 2)
        draw_icon(painter, self._icon, self._ink(), QRectF(corner, QSize(side, side)))
        if self.hasFocus() and self._by_key:
            draw_ring(painter, self, whole, radius)

    def _ink(self) -> QColor:
        if self.isChecked():
            return colour(self, "accent")
        return colour(self, "ink" if self.underMouse() and self.isEnabled() else "muted")


class PrimaryButton(QPushButton):
    """The one button of a place that does what the place is for."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(True)  # Enter presses it, also outside of a dialog
        self.setProperty("kind", "primary")


class QuietButton(QPushButton):
    """Small words to press, without a ground, so that they stand in line with other words."""

    def __init__(self, text: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(True)
        self.setProperty("kind", "quiet")
        self.setAccessibleName(words)
        self.setToolTip(tip(words))


class Combo(QComboBox):
    """A list to choose from; it leaves the wheel to the page, on which it often keeps the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(QStyledItemDelegate(self))  # the stock one does not know the style sheet's items

    def show_items(self, items: Sequence[tuple[str, object]]) -> None:
        """These texts with their data, silently."""
        self.show_groups({"": items})

    def show_groups(self, groups: Mapping[str, Sequence[tuple[str, object]]]) -> None:
        """As `show_items`, each group under a heading, which cannot be chosen."""
        silenced = self.blockSignals(True)
        self.clear()
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for heading, items in groups.items():
            if heading:
                self.addItem(heading)
                model.item(self.count() - 1).setEnabled(False)
            for text, data in items:
                self.addItem(text, data)
        self.setCurrentIndex(1 if next(iter(groups), "") else 0)
        self.setMaxVisibleItems(max(10, min(32, self.count())))
        self.blockSignals(silenced)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = scaled(self, 16)
        corner = QPoint(self.width() - side - scaled(self, 8), (self.height() - side) // 2)
        draw_icon(painter, "chevron-down", colour(self, "muted"), QRectF(QPointF(corner), QSize(side, side)))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Switch(QCheckBox):
    """On or off, as a knob in a slot."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_key = False
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 40), scaled(self, 24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = by_key(event, self._by_key)
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slot = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self, "accent" if self.isChecked() else "edge"))
        painter.drawRoundedRect(slot, slot.height() / 2, slot.height() / 2)
        side = slot.height() - 4
        left = slot.right() - 2 - side if self.isChecked() else slot.left() + 2
        painter.setBrush(colour(self, "on-accent" if self.isChecked() else "card"))
        painter.drawEllipse(QRectF(left, slot.top() + 2, side, side))
        if self.hasFocus() and self._by_key:
            draw_ring(painter, self, QRectF(self.rect()), self.height() / 2)
        painter.end()
