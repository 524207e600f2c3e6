"""Small pictures of slides, painted one after another in a process of their own: the window does not feel them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from pe_desktop.document import State
from pe_desktop.export.apart import apart
from pe_desktop.export.raster import image_of, pixels
from pe_desktop.export.request import Request
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.exports.preview import fitted


class Thumbnails(QObject):
    """Signals:
    ready: another picture is there.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[Request, QImage] = {}
        self._latest: dict[tuple[State, str], QImage] = {}
        self._waiting: list[Request] = []
        self._under_way: Request | None = None
        self._room = QSize(16, 16)
        self._painting = Exporting(self)
        self._painting.done.connect(lambda taken: self._keep(image_of(*taken)))
        self._painting.failed.connect(lambda _: self._keep(QImage()))  # it says why when it is exported

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be painted."""
        return not (self._waiting or self._painting.busy)

    def of(self, slide: Request) -> QImage | None:
        """The slide's picture; before it is there, the last one of the same figure, if there was one."""
        return self._pictures.get(slide) or self._latest.get((slide.state, slide.figure))

    def want(self, slides: Sequence[Request], room: QSize) -> None:
        """Pictures of these slides, in this order, that fit into so many pixels; others are forgotten."""
        self._room = room
        self._pictures = {slide: self._pictures[slide] for slide in slides if slide in self._pictures}
        shown = {(slide.state, slide.figure) for slide in slides}
        self._latest = {key: picture for key, picture in self._latest.items() if key in shown}
        self._waiting = [s for s in dict.fromkeys(slides) if s not in self._pictures and s != self._under_way]
        self._next()

    def pause(self) -> None:
        """Paint nothing after what is under way, until something is wanted again."""
        self._waiting = []

    def stop(self) -> None:
        """Paint no more."""
        self._waiting = []
        self._painting.stop()

    def _next(self) -> None:
        if self._waiting and not self._painting.busy:
            self._under_way = slide = self._waiting.pop(0)
            small = slide.replace(size=fitted(slide.size, self._room), transparent=False)
            self._painting.start(apart(partial(pixels, small)))

    def _keep(self, picture: QImage) -> None:
        slide, self._under_way = self._under_way, None
        if slide is not None:
            self._pictures[slide] = self._latest[slide.state, slide.figure] = picture
            self.ready.emit()
        self._next()
