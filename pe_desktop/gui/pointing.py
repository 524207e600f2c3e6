"""The cursor: what is picked, hovered, stepped by keys, and played."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pe_desktop.engine.encoding import Reading
from pe_desktop.figure.layout import Placed
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.model import Model
from pe_desktop.gui.pages.pace import Player

DEGREES = 0.4  # that a pixel of a drag turns
FINE = 16.0  # pixels a position must be wide before the mouse can stand between two


class Pointing(QObject):
    """Moves the model's view; nothing here changes the document.

    Signals:
    reading_changed(reading, where): what stands under the mouse, or at the cursor when it is elsewhere.
    """

    reading_changed = Signal(object, str)

    def __init__(self, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._hovered: tuple[str, str, float, float] | None = None
        self.player = Player(self)
        self.player.ticked.connect(self._advance)

    def pick(self, figure: str, placed: Placed, x: float, y: float) -> None:
        """The cursor to a point of a panel, given in the coordinates of its axes."""
        picture, document = PICTURES[figure], self._model.document
        if picture.refusal(document.encoding):
            return
        view = picture.pick(picture.shown(document), self._model.view, placed.panel, (x, y), _step(placed))
        self._model.look(view)

    def hover(self, figure: str, panel: str, x: float, y: float) -> None:
        self._hovered = (figure, panel, x, y) if panel else None
        self.read()

    def read(self) -> None:
        """Say what stands under the mouse, or else at the cursor."""
        reading = self._under_mouse()
        if reading is not None and self._hovered is not None:
            self.reading_changed.emit(reading, f"under the mouse, in {PICTURES[self._hovered[0]].title}")
        else:
            self.reading_changed.emit(self._at_cursor(), "")

    def _under_mouse(self) -> Reading | None:
        if self._hovered is None:
            return None
        figure, panel, x, y = self._hovered
        picture, document = PICTURES[figure], self._model.document
        if picture.refusal(document.encoding):
            return None
        return picture.read(picture.shown(document), self._model.view, panel, x, y)

    def _at_cursor(self) -> Reading:
        document = self._model.document
        view = self._model.view.within(document)
        return document.encoding.at_cursor(view.position, view.key, view.dimension, view.head, document.length)

    def step(self, positions: float, dimensions: int = 0, keys: float = 0.0) -> None:
        """Move the cursor by so many positions, dimensions, and positions of the key."""
        document = self._model.document
        view = self._model.view.within(document)
        moved = view.at(round(view.position + positions, 6), document.length - 1) if positions else view
        key = max(0.0, round(moved.key + keys, 6))
        self._model.look(moved.replace(dimension=max(0, moved.dimension + dimensions), key=key).within(document))

    def turn(self, across: float, down: float) -> None:
        """The view in three dimensions by a drag of so many pixels: what is in front follows the mouse."""
        view = self._model.view
        azimuth = (view.azimuth - across * DEGREES + 180) % 360 - 180
        self._model.look(
            view.replace(azimuth=azimuth, elevation=min(90.0, max(-90.0, view.elevation + down * DEGREES)))
        )

    def scrub(self, position: float) -> None:
        document = self._model.document
        self._model.look(self._model.view.within(document).at(position, document.length - 1))

    def play(self, on: bool) -> None:
        self.player.play(on)

    def toggle_playing(self) -> None:
        self.play(not self.player.playing)

    def _advance(self, seconds: float) -> None:
        """Onwards at the view's speed; from the end back to the start, with the offset kept if both move."""
        document = self._model.document
        view = self._model.view.within(document)
        last = document.length - 1
        if last == 0:
            return
        foremost = max(view.position, view.key) if view.together else view.position
        way = seconds * view.speed
        self._model.look(view.at(view.position + way if foremost + way <= last else 0.0, last))

    def zoom(self, panel: str, shown: tuple[float, float, float, float]) -> None:
        view = self._model.view
        self._model.look(view.replace(ranges=view.ranges.put(panel, shown)))

    def reset_zoom(self, panel: str = "") -> None:
        """One panel, or all, as far out as they go."""
        view = self._model.view
        ranges = view.ranges.without(panel) if panel else type(view.ranges)()
        self._model.look(view.replace(ranges=ranges))


def _step(placed: Placed) -> float:
    """Whole positions, or tenths where one position is wide enough to point between."""
    for axis, pixels in ((placed.x, placed.rect.width), (placed.y, placed.rect.height)):
        if axis.quantity in ("position", "offset") and pixels / (axis.high - axis.low) > FINE:
            return 0.1
    return 1.0
