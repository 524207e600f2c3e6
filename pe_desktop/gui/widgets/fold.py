"""The caption of a part of the panel, which folds that part away and back."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from pe_desktop.gui.widgets.icons import draw_icon
from pe_desktop.gui.widgets.painted import PaintedButton
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

_HEIGHT, _SIDE, _GAP = 24, 12, 4


class Fold(PaintedButton):
    """Small words with an arrow behind them. It is checked while its part is folded away."""

    def __init__(self, caption: str, what: str = "the parameters", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what, self._fixed, self._end = what, False, 0.0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._name)
        self.setText(caption)
        self._name()

    def show_caption(self, caption: str) -> None:
        if caption != self.text():
            self.setText(caption)
            self._name()

    def show_folded(self, folded: bool) -> None:
        """Silently."""
        silenced = self.blockSignals(True)
        self.setChecked(folded)
        self.blockSignals(silenced)
        self._name()

    def show_fixed(self, fixed: bool) -> None:
        """Whether there is nothing to fold: only the words stand there."""
        self._fixed = fixed
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if fixed else Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, fixed)
        self.update()

    def _name(self) -> None:
        words = f"{self.text()}: {'show' if self.isChecked() else 'hide'} {self._what}"
        self.setAccessibleName(words)
        self.setToolTip(tip(words))
        self.update()

    def _font(self) -> QFont:
        font = sized_font(self, "small")
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 160), scaled(self, _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(self, 64), scaled(self, _HEIGHT))

    def draw(self, painter: QPainter) -> None:
        ink, side, gap = colour(self, "ink" if self.underMouse() else "muted"), scaled(self, _SIDE), scaled(self, _GAP)
        painter.setFont(self._font())
        painter.setPen(ink)
        measure, room = painter.fontMetrics(), self.width() - side - 2 * gap
        words = measure.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        corner = QPointF(measure.horizontalAdvance(words) + gap, (self.height() - side) / 2)
        if not self._fixed:
            name = "chevron-right" if self.isChecked() else "chevron-down"
            draw_icon(painter, name, ink, QRectF(corner, QSize(side, side)))
        self._end = corner.x() + side

    def draw_focus(self, painter: QPainter) -> None:
        """A line, as below quiet buttons."""
        painter.fillRect(QRectF(0, self.height() - 2, self._end, 2), colour(self, "accent"))
