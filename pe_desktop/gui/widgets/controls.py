"""Small controls in the program's style: buttons, a combo box, a switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSizePolicy, QStyledItemDelegate, QWidget

from pe_desktop.gui.widgets.icons import draw_icon
from pe_desktop.gui.widgets.painted import Painted, PaintedButton
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import CONTROL, colour, scaled


class ToolButton(PaintedButton):
    """An icon to press; its words stand in a tip and are what a screen reader says."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None, *, size: int = CONTROL) -> None:
        super().__init__(parent)
        self._icon, self._size = icon, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
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

    def radius(self) -> float:
        return scaled(self, min(8, self._size / 4))

    def draw(self, painter: QPainter) -> None:
        rest = colour(self, "tint") if self.isChecked() else QColor(Qt.GlobalColor.transparent)
        whole, radius = QRectF(self.rect()), self.radius()
        painter.setPen(colour(self, "chosen") if self.isChecked() else Qt.PenStyle.NoPen)
        painter.setBrush(self.ground(rest))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = scaled(self, min(18, self._size * 0.6))
        corner = whole.center() - QPointF(side / 2, side / 2)
        draw_icon(painter, self._icon, self._ink(), QRectF(corner, QSize(side, side)))

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


class Switch(Painted, QCheckBox):
    """On or off, as a knob in a slot."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 40), scaled(self, 24))

    def radius(self) -> float:
        return self.height() / 2

    def draw(self, painter: QPainter) -> None:
        slot = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self, "accent" if self.isChecked() else "edge"))
        painter.drawRoundedRect(slot, slot.height() / 2, slot.height() / 2)
        side = slot.height() - 4
        left = slot.right() - 2 - side if self.isChecked() else slot.left() + 2
        painter.setBrush(colour(self, "on-accent" if self.isChecked() else "card"))
        painter.drawEllipse(QRectF(left, slot.top() + 2, side, side))
