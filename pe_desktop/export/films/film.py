"""A film as pictures that come one after another: never more than a few of them are in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtGui import QImage, QPainter

from pe_desktop.export.composing import composed, figure_of, figure_so_far, text_size
from pe_desktop.export.films import Frame
from pe_desktop.export.films.moving import Course, Mover, course, frames, frames_through, movers
from pe_desktop.export.films.steady import Steady
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.raster import canvas, draw, ground
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.figure import Figure

STATIONS = 9
"""Places of a film that are looked at before it begins: how far its axes reach, and which colours it has."""
ALIKE = ("size", "theme", "transparent", "text_size")
"""Of several figures, these are those of the first."""
MOST_PIXELS = 4096 * 4096


class Film:
    """The pictures of a request that moves, or of several that are each held for their share of the time.

    Raises ExportError for a figure that does not move and for a size that no film has, ParameterError for a motion
    that cannot be.
    """

    def __init__(self, requests: Sequence[Request]) -> None:
        self._first = requests[0]
        alike = {name: getattr(self._first, name) for name in ALIKE}
        self._requests = [request.replace(**alike) for request in requests]
        self.motion, self.size = self._first.motion, self._first.size.pixels
        if self.size[0] * self.size[1] > MOST_PIXELS:
            raise ExportError(f"size: {self._first.size} given; allowed: at most 16 megapixels in a film")
        self._course = course(self._first) if len(self._requests) == 1 else None
        figures = [figure_of(request) for request in self.stations]
        self._change = self._steadied(self._course, figures) if self._course else _as_it_is
        seen = (self._change(*pair) for pair in zip(self.stations, figures, strict=True))
        self._text_size = text_size(self._first, seen)

    @property
    def stations(self) -> list[Request]:
        """A few requests from one end to the other."""
        if self._course is None:
            return [self._requests[i * len(self._requests) // STATIONS] for i in range(STATIONS)]
        places = (i / (STATIONS - 1) for i in range(STATIONS))
        return [self._course.mover.moved(self._first, self._course.at(place)) for place in places]

    def _steadied(self, along: Course, figures: list[Figure]) -> Callable[[Request, Figure], Figure]:
        """What makes the figure of a frame rest; numbers that run in its title give way to the one that moves."""
        if all(figure.panels == figures[0].panels for figure in figures):
            raise ExportError(_still(self._first, along))
        steady, restless = Steady(figures), len({figure.subtitle for figure in figures}) > 1

        def change(request: Request, figure: Figure) -> Figure:
            if figure.title and along.mover.is_said:
                figure = replace(figure, subtitle=along.mover.said(along.mover.value(request)))
            elif figure.title and restless:
                figure = replace(figure, subtitle=request.picture.subtitle)
            return steady(figure)

        return change

    def requests(self) -> Iterator[Request]:
        """One for each frame, as it is wanted."""
        return frames(self._first) if self._course else frames_through(self._requests)

    def images(self, tell: Tell = silent) -> Iterator[QImage]:
        """The pictures; each is drawn over the last, so that it has to be used before the next is asked for."""
        picture, before = canvas(self._first), None
        for i, request in enumerate(self.requests()):
            tell(i / self.motion.frames)
            if request != before:
                self._draw(request, picture)
            before = request
            yield picture

    def pixels(self, tell: Tell = silent) -> Iterator[Frame]:
        """The same as arrays. Of what is seen through, the colour is that over the background of the theme."""
        return map(self._array, self.images(tell))

    def samples(self, tell: Tell = silent) -> Iterator[Frame]:
        """Pictures of the stations."""
        for request in self.stations:
            tell(0.0)
            yield self.drawn(request)

    def drawn(self, request: Request) -> Frame:
        """The picture of one frame."""
        picture = canvas(self._first)
        self._draw(request, picture)
        return self._array(picture).copy()  # the picture's memory goes with it

    def figure(self, request: Request) -> Figure:
        """What stands in a frame."""
        return self._change(request, figure_of(request))

    def _draw(self, request: Request, picture: QImage) -> None:
        page = composed(self.settled(request), request.size.density, lambda figure: self._change(request, figure))
        draw(page, picture, self._first)

    def settled(self, request: Request) -> Request:
        """A frame's request with text that is no larger than every frame has room for."""
        return request.replace(text_size=self._text_size)

    def _array(self, picture: QImage) -> Frame:
        """A view of the picture's memory, or, where it is seen through, its opacity and its colours as they look."""
        if not self._first.transparent:
            return _memory(picture)
        opaque = QImage(*self.size, QImage.Format.Format_RGB32)
        opaque.fill(ground(self._first))
        painter = QPainter(opaque)
        painter.drawImage(0, 0, picture)
        painter.end()
        return _memory(picture) & np.uint32(0xFF000000) | _memory(opaque) & np.uint32(0xFFFFFF)


def _memory(picture: QImage) -> Frame:
    return np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), picture.width())


def _as_it_is(request: Request, figure: Figure) -> Figure:
    return figure


def moving_in(request: Request) -> list[Mover]:
    """All that can move with which the figure changes."""
    return [m for m in movers(request) if _shows(request, m.name)]


def _still(request: Request, along: Course) -> str:
    moving = [m.name for m in moving_in(request) if m != along.mover]
    allowed = ", ".join(moving) or "another figure, or a longer sequence"
    return f"over: {along.mover.name} given; {request.figure} does not change with it; allowed: {allowed}"


def _shows(request: Request, name: str) -> bool:
    """Whether a figure changes between the ends of a parameter."""
    try:
        along = course(request.replace(motion=request.motion.replace(over=name, start=None, end=None, way="auto")))
        ends = [figure_so_far(along.mover.moved(request, value)).panels for value in (along.at(0.1), along.at(0.6))]
    except ValueError:
        return False
    return ends[0] != ends[1]
