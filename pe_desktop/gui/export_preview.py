"""The picture of an export before it is written: the very picture, at the size that there is room for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMargins, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pe_desktop.export.formats.png import image
from pe_desktop.export.progress import Tell
from pe_desktop.export.request import Request
from pe_desktop.export.size import COARSEST, FINEST, INCH, SHORTEST, PageSize
from pe_desktop.gui.exporting import Exporting
from pe_desktop.gui.theme import colour

AROUND = 16  # pixels between the picture and the edges
SQUARE = 8  # pixels of the board behind what is seen through
BOARD = {False: ("#ffffff", "#e4e6ea"), True: ("#2a2e34", "#22262b")}
"""Its two colours, by whether the picture is for a dark ground."""


class Preview(QWidget):
    """Shows the last request that it was given; a thread paints, so that typing goes on.

    Signals:
    failed(message): why there is no picture, in one line.
    """

    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName("Preview")
        self._request: Request | None = None
        self._wanted = False
        self._words = ""
        self._image = QImage()
        self._painting = Exporting(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._paint)
        self._painting.done.connect(self._painted)
        self._painting.failed.connect(self._refused)
        self._painting.cancelled.connect(self._paint)

    @property
    def image(self) -> QImage:
        """The picture that is shown."""
        return self._image

    @property
    def words(self) -> str:
        """What is said in its place."""
        return self._words

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be painted."""
        return not (self._wanted or self._painting.busy)

    def show_request(self, request: Request) -> None:
        self._request, self._wanted, self._words = request, True, ""
        self._painting.cancel()
        self._soon.start(0)

    def show_words(self, words: str) -> None:
        """Words in the place of a picture, which there is none of."""
        self.stop()
        self._request, self._words, self._image = None, words, QImage()
        self.setAccessibleDescription(words)
        self.update()

    def stop(self) -> None:
        """Paint no more."""
        self._wanted = False
        self._soon.stop()
        self._painting.stop()

    def _paint(self) -> None:
        if not self._wanted or self._painting.busy or self._request is None:
            return
        self._wanted = False
        room = self.size().shrunkBy(QMargins(AROUND, AROUND, AROUND, AROUND)) * self.devicePixelRatioF()
        self._painting.start(partial(_picture, self._request.replace(size=fitted(self._request.size, room))))

    def _painted(self, picture: QImage) -> None:
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._image = picture
        self.update()
        self._paint()

    def _refused(self, message: str) -> None:
        self._image = QImage()
        self.update()
        self.failed.emit(message)
        self._paint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._request is not None:
            self.show_request(self._request)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self, "window"))
        if self._words:
            painter.setPen(colour(self, "muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        elif not self._image.isNull():
            self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        place = QRect(0, 0, *self._image.deviceIndependentSize().toSize().toTuple())
        place.moveCenter(self.rect().center())
        if self._image.hasAlphaChannel() and self._request is not None:
            draw_board(painter, place, dark=self._request.theme == "dark")
        painter.drawImage(place, self._image)


def _picture(request: Request, tell: Tell) -> QImage:
    tell(0.0)
    return image(request)


def fitted(size: PageSize, room: QSize) -> PageSize:
    """A page of the same shape that has about as many pixels as there is room for: of paper, fewer to the inch."""
    wide, high = size.pixels
    scale = min(room.width() / wide, room.height() / high)
    if size.printed:
        dpi = int(scale * size.dpi)
        least = -(-SHORTEST * INCH // min(size.width, size.height))
        return PageSize(size.width, size.height, min(FINEST, max(COARSEST, int(least), dpi)))
    return PageSize(max(SHORTEST, round(scale * wide)), max(SHORTEST, round(scale * high)))


def draw_board(painter: QPainter, place: QRect, *, dark: bool) -> None:
    """The chequered ground by which one knows that a picture is seen through."""
    painter.save()
    painter.setClipRect(place)
    light, other = map(QColor, BOARD[dark])
    painter.fillRect(place, light)
    for row, y in enumerate(range(place.top(), place.bottom() + 1, SQUARE)):
        for x in range(place.left() + row % 2 * SQUARE, place.right() + 1, 2 * SQUARE):
            painter.fillRect(x, y, SQUARE, SQUARE, other)
    painter.restore()
