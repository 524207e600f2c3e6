"""The slides that a person gathers, kept from one session to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from pe_desktop.document import DocumentError, State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.carrying import MOST_SLIDES, carried
from pe_desktop.export.formats import decks
from pe_desktop.export.request import ExportError, Request, refuse_unserved
from pe_desktop.gui.kept.session import Session
from pe_desktop.sources.error import SourceError

LOOKS = ("size", "theme", "transparent", "title", "caption", "metadata")
"""What all slides have in common."""
USUAL = "pptx"
"""The suffix of the file, as long as no other was chosen."""

Slides = tuple[Request, ...]


class Deck(QObject):
    """Slides in their order, and how all of them look.

    Signals:
    changed: another slide, another order, or another look.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._slides: Slides = ()
        self.look = Request(State(), "heatmap")
        self.suffix = USUAL
        self._kept: tuple[Slides, Request, str] | None = None
        self._lost = False  # what the last session kept cannot be read now, and is left for the next time

    @property
    def slides(self) -> Slides:
        return self._slides

    def add(self, state: State, figure: str) -> None:
        """A figure as the last slide. Raises ExportError where there is no such figure, or no room."""
        if len(self._slides) >= MOST_SLIDES:
            raise ExportError(f"deck: it has {MOST_SLIDES} slides; allowed: no more than that")
        made = Request(state, figure, **self._looks())
        refuse_unserved(made)
        self._show((*self._slides, made))

    def move(self, start: int, end: int) -> None:
        """A slide to another place, as it is counted afterwards."""
        slides = list(self._slides)
        slides.insert(end, slides.pop(start))
        self._show(tuple(slides))

    def remove(self, place: int) -> None:
        self._show((*self._slides[:place], *self._slides[place + 1 :]))

    def rename(self, place: int, heading: str) -> None:
        """Another heading for a slide; without one it has its figure's. Raises ParameterError."""
        renamed = self._slides[place].replace(heading=heading)
        self._show((*self._slides[:place], renamed, *self._slides[place + 1 :]))

    def dress(self, **looks: Any) -> None:
        """Another look for all slides, and for those that come."""
        self.look = self.look.replace(**looks)
        self._show(tuple(slide.replace(**looks) for slide in self._slides))

    def load(self, slides: Sequence[Request], *, after: bool = False) -> None:
        """Other slides, which bring their look; or more of them behind those that are there, which give them theirs."""
        if after:
            dressed = (slide.replace(**self._looks()) for slide in slides)
            self._show((*self._slides, *dressed)[:MOST_SLIDES])
        else:
            self.look = self.look.replace(**{name: getattr(slides[0], name) for name in LOOKS})
            self._show(tuple(slides))

    def keep(self) -> None:
        """Put the slides where the session finds them at the next start."""
        state = (self._slides, self.look, self.suffix)
        if state == self._kept or (self._lost and not self._slides):
            return  # it is called often, and large tables take their time
        self._kept = state
        try:
            text = carried([slide.replace(metadata=True) for slide in self._slides]) if self._slides else ""
        except ExportError as error:
            self._session.said.emit(f"The deck cannot be kept: {error}")
            return
        kept = {"slides": text, "metadata": self.look.metadata, "suffix": self.suffix}
        self._session.change(deck=json.dumps(kept) if text else "")

    def restore(self, read: Callable[[str], Slides]) -> None:
        """The last session's slides, if they can be read."""
        text = self._session.settings.deck
        if not text:
            return
        try:
            kept = json.loads(text)
            slides = [slide.replace(metadata=bool(kept["metadata"])) for slide in read(kept["slides"])]
        except (DocumentError, ParameterError, SourceError, ValueError, TypeError, KeyError, RecursionError):
            self._lost = True
            self._session.said.emit("The deck of the last session could not be restored.")
            return
        self.suffix = next((suffix for suffix in decks() if suffix == kept.get("suffix")), USUAL)
        self.load(slides)

    def _looks(self) -> dict[str, Any]:
        return {name: getattr(self.look, name) for name in LOOKS}

    def _show(self, slides: Slides) -> None:
        self._slides = slides
        self.changed.emit()
