"""The slides of a deck, one below the other: small pictures, headings, and what they are of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QDropEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyleOptionViewItem, QWidget

from pe_desktop.export.caption import caption
from pe_desktop.export.request import Request
from pe_desktop.gui.exports.thumbnails import Thumbnails
from pe_desktop.gui.widgets.rows import Index, PaintedRows
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

WIDE, HIGH, GAP = 144, 81, 12  # of a slide's picture, and about it
EMPTY = "No slides yet. Close this, choose what a figure shows, and press Ctrl+D: it becomes the next slide."


class DeckList(QListWidget):
    """Signals:
    moved(start, end): a slide was dragged, or sent by Alt and an arrow key, to another place.
    removed(place): Delete was pressed.
    opened(place): a slide was double-clicked, or Return pressed.
    """

    moved = Signal(int, int)
    removed = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Slides")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.thumbnails = Thumbnails(self)
        self.setItemDelegate(_Rows(self))
        self.thumbnails.ready.connect(self.viewport().update)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(self.row(item)))

    def show_slides(self, slides: tuple[Request, ...]) -> None:
        """These slides; the chosen row stays."""
        while self.count() > len(slides):
            self.takeItem(self.count() - 1)
        while self.count() < len(slides):
            self.addItem(QListWidgetItem())
        for row, slide in enumerate(slides):
            item = self.item(row)
            item.setData(Qt.ItemDataRole.UserRole, slide)
            item.setText(slide.heading or slide.picture.title)
            item.setToolTip(tip(caption(slide.document, slide.picture)))
        if slides and self.currentRow() < 0:
            self.setCurrentRow(0)
        sharp = 2 * self.devicePixelRatioF()
        self.thumbnails.want(slides, QSize(scaled(self, WIDE), scaled(self, HIGH)) * sharp)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry the chosen row. Qt's own drag would take it out of the list after it was moved."""
        items = self.selectedItems()
        if items:
            drag = QDrag(self)
            drag.setMimeData(self.mimeData(items))
            drag.setPixmap(self.viewport().grab(self.visualItemRect(items[0])))
            drag.exec(Qt.DropAction.MoveAction)

    def dropEvent(self, event: QDropEvent) -> None:
        """The deck moves its slide, and this list follows."""
        if event.source() is not self or not self.count():
            event.ignore()
            return
        start, under = self.currentRow(), self.indexAt(event.position().toPoint())
        end = under.row() if under.isValid() else self.count()
        if under.isValid() and event.position().y() > self.visualRect(under).center().y():
            end += 1
        event.acceptProposedAction()
        self._send(start, end - (end > start))

    def _send(self, start: int, end: int) -> None:
        if start >= 0 and 0 <= end < self.count() and start != end:
            self.moved.emit(start, end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentRow(), event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in steps:
            self._send(row, row + steps[Qt.Key(key)])
        elif row >= 0 and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(row)
        elif row >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(colour(self, "muted"))
            room = self.viewport().rect().adjusted(48, 48, -48, -48)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, EMPTY)
            painter.end()


class _Rows(PaintedRows):
    """A slide's number, its picture, its heading, and its parameters as far as they fit."""

    def __init__(self, view: DeckList) -> None:
        super().__init__(view)
        self._thumbnails = view.thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(self._list, 320), scaled(self._list, HIGH + GAP))

    def draw(self, painter: QPainter, row: QRectF, index: Index) -> None:
        view, gap = self._list, scaled(self._list, GAP)
        slide = index.data(Qt.ItemDataRole.UserRole)
        number = QRectF(row.x(), row.y(), scaled(view, 36), row.height())
        painter.setFont(sized_font(view, "small"))
        painter.setPen(colour(view, "muted"))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        room = QRectF(number.right(), row.y() + gap / 2, scaled(view, WIDE), scaled(view, HIGH))
        _draw_picture(painter, self._thumbnails.of(slide), room, colour(view, "hairline"))
        words = row.adjusted(room.right() - row.x() + gap, 0, -gap, 0)
        middle = words.center().y()
        strong = sized_font(view, "body")
        strong.setWeight(strong.Weight.DemiBold)
        lines = ((strong, "ink", index.data()), (sized_font(view, "small"), "muted", _of(slide)))
        for (font, ink, text), top in zip(lines, (middle - scaled(view, 20), middle), strict=True):
            painter.setFont(font)
            painter.setPen(colour(view, ink))
            fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
            line = QRectF(words.x(), top, words.width(), scaled(view, 20))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitted)


def _of(slide: Request) -> str:
    return caption(slide.document, slide.picture)


def _draw_picture(painter: QPainter, picture: QImage | None, room: QRectF, edge: QColor) -> None:
    """The picture in the middle of its room, with a hairline about it; only that before there is one."""
    place = QRectF(room)
    if picture is not None and not picture.isNull():
        place.setSize(picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(room.center())
        painter.drawImage(place, picture)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, 1))
    painter.drawRect(place)
