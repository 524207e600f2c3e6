"""The pages, as a narrow rail."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from pe_desktop.figure.pages import Page
from pe_desktop.gui.widgets.focus import show_chosen
from pe_desktop.gui.widgets.icons import draw_icon
from pe_desktop.gui.widgets.painted import PaintedOption
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

_WIDTH = 72
_BUTTON = 56


class Rail(QWidget):
    """One button a page, the shown page's marked; arrow keys move between them.

    Signals:
        page_chosen: a person chose the page of this id.
    """

    page_chosen = Signal(str)

    def __init__(self, pages: Iterable[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pages")
        self.setProperty("surface", "card")
        self.setProperty("edge", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._buttons = {page.id: RailButton(page) for page in pages}
        self._arrange()
        self._shown = ""
        self._group.buttonToggled.connect(self._toggled)
        self.setFixedWidth(scaled(self, _WIDTH))

    def _arrange(self) -> None:
        content, whole = QWidget(), QVBoxLayout(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 8, 7, 8)  # the hairline is one
        column.setSpacing(4)
        for button in self._buttons.values():
            self._group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.addWidget(ScrollColumn(content))

    def show_page(self, page: str) -> None:
        """Mark this page; one that the rail does not know marks none."""
        self._shown = page
        if page in self._buttons:
            self._buttons[page].setChecked(True)
            show_chosen(self._group)

    def _toggled(self, button: RailButton, checked: bool) -> None:
        if checked and button.page.id != self._shown:
            self._shown = button.page.id
            show_chosen(self._group)
            self.page_chosen.emit(button.page.id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.setFixedWidth(scaled(self, _WIDTH))
        super().changeEvent(event)


class RailButton(PaintedOption):
    """A page's icon over its name."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.setAccessibleName(page.label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, _BUTTON), scaled(self, _BUTTON))

    def draw(self, painter: QPainter) -> None:
        whole, ink = QRectF(self.rect()), colour(self, "accent" if self.isChecked() else "muted")
        painter.setPen(colour(self, "chosen") if self.isChecked() else Qt.PenStyle.NoPen)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), self.radius(), self.radius())
        side = scaled(self, 20)
        corner = QPointF((self.width() - side) / 2, scaled(self, 9))
        draw_icon(painter, self.page.icon, ink, QRectF(corner, QSize(side, side)))
        self._draw_name(painter, ink)

    def _ground(self) -> QColor:
        if self.isChecked():
            return colour(self, "tint")
        return colour(self, "soft") if self.underMouse() else QColor(Qt.GlobalColor.transparent)

    def _draw_name(self, painter: QPainter, ink: QColor) -> None:
        font = sized_font(self, "small")
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(ink)
        rect = QRectF(0, scaled(self, 33), self.width(), scaled(self, 16))
        text = painter.fontMetrics().elidedText(self.page.label, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
