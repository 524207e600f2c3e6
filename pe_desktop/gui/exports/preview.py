"""The picture of an export before it is written: the very picture, at the size that there is room for."""

from __future__ import annotations

import math
import time
from functools import partial

from PySide6.QtCore import QMargins, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pe_desktop.export.films.motion import FPS
from pe_desktop.export.progress import Tell
from pe_desktop.export.raster import image
from pe_desktop.export.request import Request
from pe_desktop.export.size import COARSEST, FINEST, INCH, SHORTEST, PageSize
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.needs import motion_is_reduced
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.theme import colour

AROUND = 16  # pixels between the picture and the edges
LONGEST = 12.0  # seconds of a film that are painted: of a longer one, fewer frames a second
KEPT = 96_000_000  # bytes of its frames
BREATH = 0.004  # seconds between two of them
SQUARE = 8  # pixels of the board behind what is seen through
BOARD = {False: ("#ffffff", "#e4e6ea"), True: ("#2a2e34", "#22262b")}
"""Its two colours, by whether the picture is for a dark ground."""


class Preview(QWidget):
    """Shows the last request that it was given, a film as a loop; a thread paints, so that typing goes on.

    A film can be stopped and started; where motion is reduced, it waits to be started.

    Signals:
    failed(message): why there is no picture, in one line.
    """

    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName("Preview")
        self._request: Request | None = None
        self._moving = self._wanted = False
        self._words = ""
        self._frames: list[QImage] = []
        self._coming: list[QImage] = []
        self._place = 0
        self._painting = Exporting(self)
        self._pause = ToolButton("play", "Play the film", self)
        self._pause.hide()
        self._soon, self._playing = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._connect()

    def _connect(self) -> None:
        self._soon.timeout.connect(self._paint)
        self._playing.timeout.connect(self._step)
        self._pause.clicked.connect(lambda: self.play(not self.playing))
        self._painting.progressed.connect(self._show_coming)
        self._painting.done.connect(self._painted)
        self._painting.failed.connect(self._refused)
        self._painting.cancelled.connect(self._paint)

    @property
    def image(self) -> QImage:
        """The picture that is shown."""
        return self._frames[self._place] if self._frames else QImage()

    @property
    def frames(self) -> list[QImage]:
        """All that are shown in turn."""
        return self._frames

    @property
    def words(self) -> str:
        """What is said in the place of a picture."""
        return self._words

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be painted."""
        return not (self._wanted or self._painting.busy)

    @property
    def playing(self) -> bool:
        """Whether the film runs."""
        return self._playing.isActive()

    def play(self, on: bool) -> None:
        """Let the film run, or rest where it is."""
        if on and self._moving and self._request is not None and len(self._frames) > 1:
            self._playing.start(round(1000 * self._request.motion.seconds / len(self._frames)))
        else:
            self._playing.stop()
        self._show_playing()

    def _show_playing(self) -> None:
        icon, does = ("pause", "Pause") if self.playing else ("play", "Play")
        self._pause.show_action(icon, f"{does} the film")
        self._pause.setVisible(self._moving and len(self._frames) > 1)

    def show_request(self, request: Request, *, moving: bool = False) -> None:
        self._request, self._moving, self._wanted, self._words = request, moving, True, ""
        shape = f"{request.size}, {request.theme} colours"
        self.setAccessibleDescription(f"{PICTURES[request.figure].title}, {shape}{', a film' if moving else ''}")
        self._painting.cancel()
        self._soon.start(0)

    def show_words(self, words: str) -> None:
        """Words in the place of a picture, which there is none of."""
        self.stop()
        self._request, self._words = None, words
        self._show([])
        self.setAccessibleDescription(words)

    def stop(self) -> None:
        """Paint no more."""
        self._wanted = False
        for part in (self._soon, self._playing):
            part.stop()
        self._painting.stop()

    def _paint(self) -> None:
        if not self._wanted or self._painting.busy or self._request is None:
            return
        self._wanted, self._coming = False, []
        size = self.size().shrunkBy(QMargins(AROUND, AROUND, AROUND, AROUND))
        asked = small(self._request, size * self.devicePixelRatioF(), moving=self._moving)
        paint = _paint_film if self._moving else _paint_still
        self._painting.start(partial(paint, asked, self._coming))

    def _show_coming(self) -> None:
        """The newest frame of a film that is being painted."""
        if self._moving and self._coming and not (motion_is_reduced() and self._frames):
            self._show(self._coming[-1:])

    def _painted(self) -> None:
        self._show(self._coming)
        self.play(not motion_is_reduced())
        self._paint()

    def _refused(self, message: str) -> None:
        self._show([])
        self.failed.emit(message)
        self._paint()

    def _show(self, frames: list[QImage]) -> None:
        self._playing.stop()
        self._frames, self._place = frames, 0
        for frame in frames:
            frame.setDevicePixelRatio(self.devicePixelRatioF())
        self._show_playing()
        self.update()

    def _step(self) -> None:
        self._place = (self._place + 1) % len(self._frames)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._pause.sizeHint()
        self._pause.move(self.width() - side.width() - AROUND, self.height() - side.height() - AROUND)
        if self._request is not None:
            self.show_request(self._request, moving=self._moving)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self, "window"))
        if self._words:
            painter.setPen(colour(self, "muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        elif self._frames:
            self._draw(painter, self.image)
        painter.end()

    def _draw(self, painter: QPainter, picture: QImage) -> None:
        place = QRect(0, 0, *picture.deviceIndependentSize().toSize().toTuple())
        place.moveCenter(self.rect().center())
        if picture.hasAlphaChannel() and self._request is not None:
            draw_board(painter, place, dark=THEMES[self._request.theme].dark)
        painter.drawImage(place, picture)


def _paint_still(request: Request, into: list[QImage], tell: Tell) -> None:
    tell(0.0)
    into.append(image(request))


def _paint_film(request: Request, into: list[QImage], tell: Tell) -> None:
    from pe_desktop.export.films.film import Film

    for frame in Film((request,)).images(tell):
        into.append(frame.copy())
        time.sleep(BREATH)  # in which the window has the interpreter to itself


def small(request: Request, room: QSize, *, moving: bool) -> Request:
    """The request at about the size that there is room for; of a film fewer frames, and as many pixels as are kept."""
    if not moving:
        return request.replace(size=fitted(request.size, room))
    motion = request.motion.replace(seconds=min(request.motion.seconds, LONGEST), fps=FPS[0])
    scale = math.sqrt(KEPT / (4 * motion.frames * max(1, room.width() * room.height())))
    return request.replace(size=fitted(request.size, room * min(1.0, scale)), motion=motion)


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
