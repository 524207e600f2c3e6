"""The tensors of a checkpoint, to choose a table of positions from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.gui.widgets.controls import PrimaryButton
from pe_desktop.gui.widgets.rows import Index, PaintedRows
from pe_desktop.gui.widgets.text import Label, Paragraph, tip
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font
from pe_desktop.sources.checkpoint import Checkpoint, Tensor
from pe_desktop.sources.error import SourceError, clean_name

_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
SIZE = QSize(560, 560)


class TensorDialog(QDialog):
    """A list that can be searched, likely tables of positions first; what does not serve can be seen, not chosen.

    `wanted` says what is looked for.

    Signals:
    chosen(tensor): it is to be shown. What is wrong with it is said by `show_error`.
    """

    chosen = Signal(object)

    def __init__(self, checkpoint: Checkpoint, parent: QWidget, wanted: str, serves: Callable[[Tensor], bool]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose a tensor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tensors = _Tensors(checkpoint.tensors, serves, self)
        self.search, self.list = QLineEdit(), QListView()
        self.message = Paragraph("", "help")
        self._cancel, self.open_button = QPushButton("Cancel"), PrimaryButton("Open")
        self._notes = checkpoint.notes
        self._arrange(checkpoint, wanted)
        self._connect()
        self._choose_first()
        self.search.setFocus()

    def _arrange(self, checkpoint: Checkpoint, wanted: str) -> None:
        count = len(checkpoint.tensors)
        self.search.setPlaceholderText(f"Search {count:,} tensors" if count != 1 else "Search")
        self.search.setAccessibleName("Search")
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName("Tensors")
        self.list.setModel(self.tensors)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self._cancel.setAutoDefault(False)
        self.open_button.setDefault(True)
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(clean_name(checkpoint.name), "title"))
        column.addWidget(Paragraph(f"Choose {wanted}; likely ones come first.", "help"))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.message)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.open_button)
        column.addLayout(buttons)
        self.resize(scaled(self, SIZE.width()), scaled(self, SIZE.height()))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._refresh())
        self.list.doubleClicked.connect(lambda _: self._choose())
        self.open_button.clicked.connect(self._choose)
        self._cancel.clicked.connect(self.reject)

    @property
    def tensor(self) -> Tensor | None:
        """The chosen one."""
        index = self.list.currentIndex()
        return self.tensors.shown[index.row()] if index.isValid() and index.flags() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search move the choice."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TO_LIST:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def show_error(self, line: str) -> None:
        self.message.show_level("error")
        self.message.setText(line)

    def _search(self, text: str) -> None:
        self.tensors.search(text)
        self._choose_first()

    def _choose_first(self) -> None:
        first = next((row for row, tensor in enumerate(self.tensors.shown) if self.tensors.serves(tensor)), -1)
        self.list.setCurrentIndex(self.tensors.index(first) if first >= 0 else QModelIndex())
        self.list.scrollToTop()
        self._refresh()

    def _refresh(self) -> None:
        tensor = self.tensor
        self.open_button.setEnabled(tensor is not None)
        said = tensor.remark if tensor else "" if self.tensors.shown else "no tensor is called so"
        self.message.show_level("help")
        self.message.setText(" ".join(map(_sentence, filter(None, (said, *self._notes)))))

    def _choose(self) -> None:
        if self.tensor is not None:
            self.chosen.emit(self.tensor)


def choose_tensor(
    checkpoint: Checkpoint,
    parent: QWidget,
    wanted: str,
    serves: Callable[[Tensor], bool],
    take: Callable[[Tensor], None],
) -> None:
    """Offer a list of all tensors; why `take` refuses one is said there."""
    dialog = TensorDialog(checkpoint, parent, wanted, serves)

    def chosen(tensor: Tensor) -> None:
        try:
            take(tensor)
        except (SourceError, ParameterError) as error:
            dialog.show_error(str(error))
        else:
            dialog.accept()

    dialog.chosen.connect(chosen)
    dialog.open()


class _Tensors(QAbstractListModel):
    """Those whose names hold all the words that are searched for."""

    def __init__(self, tensors: Sequence[Tensor], serves: Callable[[Tensor], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._all, self.serves = tuple(tensors), serves
        self.shown = self._all

    def search(self, text: str) -> None:
        words = text.lower().split()
        self.beginResetModel()
        self.shown = tuple(t for t in self._all if all(word in t.name.lower() for word in words))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if index.isValid() and self.serves(self.shown[index.row()]) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tensor = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tensor.name
        if role == Qt.ItemDataRole.UserRole:
            return _shape(tensor)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tensor.name}, {_shape(tensor)}"
        return tip(tensor.name) if role == Qt.ItemDataRole.ToolTipRole else None


class _Rows(PaintedRows):
    """A tensor's name, and at the right its shape and the type of its numbers."""

    radius = 4.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(scaled(self._list, 200), scaled(self._list, 28))

    def draw(self, painter: QPainter, row: QRectF, index: Index) -> None:
        view, served = self._list, bool(index.flags())
        words, middle = row.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter
        painter.setFont(sized_font(view, "small"))
        painter.setPen(colour(view, "muted"))
        shape = index.data(Qt.ItemDataRole.UserRole)
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, shape)
        words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(shape) - 16)
        painter.setFont(sized_font(view, "body"))
        painter.setPen(colour(view, "ink" if served else "muted"))
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideMiddle, int(words.width()))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, name)


def _shape(tensor: Tensor) -> str:
    return f"{' × '.join(f'{size:,}' for size in tensor.shape) or 'one number'}   {tensor.dtype}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
