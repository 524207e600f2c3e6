"""Presets as small figures in a grid, under the headings of their groups."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QTextOption
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from pe_desktop.document import State
from pe_desktop.export.request import Request
from pe_desktop.gui.exports.thumbnails import Thumbnails
from pe_desktop.gui.finding.nothing import paint_nothing
from pe_desktop.gui.widgets.rows import Index, PaintedRows
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font
from pe_desktop.presets.preset import Preset

WIDE, EDGE, WORDS, HEADING = 192, 8, 36, 40  # of a small figure at least, about it, of its name, of a group's name
_RATIO = 9 / 16


def small(figure: str, state: State, theme: str) -> Request:
    """A figure with no words about it."""
    return Request(state, figure, theme=theme, title=False, caption=False, colour_bar=False)


class GalleryList(QListView):
    """What is seen is painted first, the rest after it, beside the window.

    Signals:
    current_changed(preset): another is the chosen one; None where there is none.
    """

    current_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells, self._sought, self._theme = _Cells(self), "", "light"
        self.thumbnails = Thumbnails(self)
        self.thumbnails.ready.connect(self.viewport().update)
        self.setAccessibleName("Presets")
        self.setProperty("plain", True)
        self.setModel(self._cells)
        self.setItemDelegate(_Rows(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # a grid that does not jump
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._paint_seen)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit(self.preset))

    @property
    def preset(self) -> Preset | None:
        """The chosen one."""
        cell = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return cell if isinstance(cell, Preset) else None

    @property
    def presets(self) -> tuple[Preset, ...]:
        return tuple(cell for cell in self._cells.shown if isinstance(cell, Preset))

    def show_presets(self, presets: Iterable[Preset], sought: str, theme: str) -> None:
        """These, found by what was sought; the chosen one stays if it is among them, else the first is."""
        before, self._sought, self._theme = self.preset, sought, theme
        self._cells.show(presets)
        shown = self._cells.shown
        place = shown.index(before) if before in shown else min(1, len(shown) - 1)
        self.setCurrentIndex(self._cells.index(place) if shown else QModelIndex())
        self.current_changed.emit(self.preset)
        self._paint_seen()

    def picture(self, preset: Preset) -> QImage | None:
        """The small figure, if it is painted yet."""
        return self.thumbnails.of(small(preset.figure, preset.state, self._theme))

    def _paint_seen(self) -> None:
        if not self.isVisible():
            return
        seen = self.viewport().rect()
        cells = [(self._cells.index(row), cell) for row, cell in enumerate(self._cells.shown)]
        order = sorted(cells, key=lambda pair: not self.visualRect(pair[0]).intersects(seen))
        wanted = [small(cell.figure, cell.state, self._theme) for _, cell in order if isinstance(cell, Preset)]
        room = QSize(scaled(self, WIDE), round(scaled(self, WIDE) * _RATIO)) * (2 * self.devicePixelRatioF())
        self.thumbnails.want(wanted, room)

    def cell_size(self, index: Index) -> QSize:
        """As many in a row as there is room for, evenly; a heading takes the whole row."""
        room = self.viewport().width() - 1
        if not isinstance(index.data(Qt.ItemDataRole.UserRole), Preset):
            return QSize(room, scaled(self, HEADING))
        columns = max(1, room // (scaled(self, WIDE) + 2 * EDGE))
        width = room // columns
        return QSize(width, round((width - 2 * EDGE) * _RATIO) + scaled(self, WORDS) + 3 * EDGE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)
        self._paint_seen()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._cells.shown:
            paint_nothing(self, self._sought)


class _Cells(QAbstractListModel):
    """Names of groups, each followed by its presets; only these can be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: list[str | Preset] = []

    def show(self, presets: Iterable[Preset]) -> None:
        groups: dict[str, list[Preset]] = {}
        for preset in presets:
            groups.setdefault(preset.group, []).append(preset)
        self.beginResetModel()
        self.shown = []
        for group, members in groups.items():
            self.shown += [group, *members]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        preset = index.isValid() and isinstance(self.shown[index.row()], Preset)
        return chosen if preset else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.label if isinstance(cell, Preset) else cell
        return cell if role == Qt.ItemDataRole.UserRole else None


class _Rows(PaintedRows):
    """A preset's figure and name, or the name of a group."""

    def __init__(self, view: GalleryList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.cell_size(index)

    def draw(self, painter: QPainter, row: QRectF, index: Index) -> None:
        cell = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(cell, Preset):
            self._draw_preset(painter, row.adjusted(EDGE, EDGE, -EDGE, -EDGE), cell)
        else:
            self._draw_heading(painter, row.adjusted(EDGE, 0, -EDGE, -EDGE), cell)

    def _draw_heading(self, painter: QPainter, rect: QRectF, group: str) -> None:
        font = sized_font(self._view, "small")
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour(self._view, "muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, group)

    def _draw_preset(self, painter: QPainter, rect: QRectF, preset: Preset) -> None:
        view = self._view
        place = QRectF(rect.x(), rect.y(), rect.width(), round(rect.width() * _RATIO))
        picture = view.picture(preset)
        painter.setPen(QPen(colour(view, "hairline"), 1))
        painter.setBrush(colour(view, "card"))
        painter.drawRect(place)
        if picture is not None and not picture.isNull():
            painter.drawImage(place.adjusted(1, 1, -1, -1), picture)
        words = rect.adjusted(0, place.height() + EDGE, 0, 0)
        painter.setFont(sized_font(view, "body"))
        painter.setPen(colour(view, "ink"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.setClipRect(words)
        painter.drawText(words, preset.label, option)
