"""What can be chosen, a row each: its kind, its name, and its shortcut or value."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from pe_desktop.gui.finding.nothing import paint_nothing
from pe_desktop.gui.finding.offers import Offer
from pe_desktop.gui.widgets.rows import Index, PaintedRows
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

_ROW, _KIND, _EDGE = 32, 80, 10


class OfferList(QListView):
    """The keyboard's focus stays with what is typed; this list only moves.

    Signals:
    current_changed(offer): another row is the chosen one; None where there is none.
    """

    current_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers, self._sought = _Offers(self), ""
        self.setAccessibleName("What can be chosen")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setModel(self._offers)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setProperty("plain", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit(self.offer))

    @property
    def offer(self) -> Offer | None:
        """The chosen one."""
        index = self.currentIndex()
        return self._offers.shown[index.row()] if index.isValid() else None

    @property
    def shown(self) -> tuple[Offer, ...]:
        return self._offers.shown

    def show_offers(self, shown: tuple[Offer, ...], sought: str) -> None:
        """These, of which the first is the chosen one; they were found by what was sought."""
        self._sought = sought
        self._offers.show(shown)
        self.setCurrentIndex(self._offers.index(0) if shown else QModelIndex())
        self.scrollToTop()
        self.current_changed.emit(self.offer)

    def height_of(self, rows: int) -> int:
        return rows * scaled(self, _ROW) + 2 * self.frameWidth()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 240), self.height_of(3))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height_of(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._offers.shown:
            paint_nothing(self, self._sought)


class _Offers(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: tuple[Offer, ...] = ()

    def show(self, shown: tuple[Offer, ...]) -> None:
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        offer = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (offer.text, offer.kind, offer.refusal or offer.beside)))
        return offer if role == Qt.ItemDataRole.UserRole else None


class _Rows(PaintedRows):
    radius = 6.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(self._list, 200), scaled(self._list, _ROW))

    def draw(self, painter: QPainter, row: QRectF, index: Index) -> None:
        self._draw_words(painter, index.data(Qt.ItemDataRole.UserRole), row.adjusted(_EDGE, 0, -_EDGE, 0))

    def _draw_words(self, painter: QPainter, offer: Offer, room: QRectF) -> None:
        """The kind in a column of its own; what stands at the right gives way to the name."""
        view, left = self._list, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(sized_font(view, "small"))
        painter.setPen(colour(view, "muted"))
        painter.drawText(room, left, offer.kind)
        room.setLeft(room.left() + scaled(view, _KIND))
        name = view.fontMetrics().horizontalAdvance(offer.text)
        beside = "" if offer.sure and offer.refusal else offer.refusal or offer.beside
        space = max(room.width() - name - 16, room.width() / 3)
        beside = painter.fontMetrics().elidedText(beside, Qt.TextElideMode.ElideRight, int(space))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, beside)
        if beside:
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(beside) - 16)
        painter.setFont(sized_font(view, "body"))
        painter.setPen(colour(view, "muted" if offer.refusal else "ink"))
        text = view.fontMetrics().elidedText(offer.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, left, text)
