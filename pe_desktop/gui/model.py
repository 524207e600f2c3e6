"""The one holder of state in the window: the document with its history, and the view of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pe_desktop.document import Document, State, View

HISTORY = 1000  # documents are small and share their parts


class Model(QObject):
    """Signals:
    changed: the document or the view is another one.
    history_changed: what can be undone or redone, or whether there is something to save.
    """

    changed = Signal()
    history_changed = Signal()

    def __init__(self, state: State, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._past: list[Document] = []
        self._future: list[Document] = []
        self._gesture: Document | None = None
        self._gestures = 0
        self._saved: Document | None = state.document
        self._aside: tuple[State, list[Document], list[Document]] | None = None

    @property
    def state(self) -> State:
        return self._state

    @property
    def document(self) -> Document:
        return self._state.document

    @property
    def view(self) -> View:
        return self._state.view

    @property
    def work(self) -> State:
        """What is the person's own: the state, unless that is shown aside."""
        return self._aside[0] if self._aside else self._state

    @property
    def aside(self) -> bool:
        """Whether what is shown is not the person's work."""
        return self._aside is not None

    @property
    def modified(self) -> bool:
        return self.work.document != self._saved

    @property
    def can_undo(self) -> bool:
        return bool(self._past) or (self._gesture is not None and self._gesture != self.document)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    @property
    def gesture(self) -> int:
        """The number of the gesture under way; 0 when there is none."""
        return self._gestures if self._gesture is not None else 0

    def begin(self) -> int:
        """From here to `finish`, all edits are one step; the gesture's number. One under way has ended."""
        self.finish()
        self._gesture = self.document
        self._gestures += 1
        return self._gestures

    def finish(self) -> None:
        before, self._gesture = self._gesture, None
        if before is not None and before != self.document:
            self._remember(before)

    def edit(self, document: Document) -> None:
        """Another document, as a step of its own unless a gesture is under way."""
        before = self.document
        if document == before:
            return
        self._show(State(document, self.view))
        if self._gesture is None:
            self._remember(before)

    def step(self, document: Document) -> None:
        """Another document, as a step of its own: it ends a gesture."""
        self.finish()
        self.edit(document)

    def take(self, state: State) -> None:
        """Another document, as a step of its own, and another view of it."""
        self.step(state.document)
        self.look(state.view)

    def follows(self, document: Document) -> bool:
        """Whether the work is this very document, or was made of it step by step."""
        past = self._aside[1] if self._aside else self._past
        return any(one is document for one in (self.work.document, self._gesture, *past))

    def look(self, view: View) -> None:
        """Another view of the same document: not a step."""
        if view != self.view:
            self._show(State(self.document, view))

    def load(self, state: State) -> None:
        """A new beginning, without history."""
        self._past, self._future, self._gesture, self._aside = [], [], None, None
        self._show(state)
        self.mark_saved(state.document)

    def show_aside(self, state: State) -> None:
        """A state with a history of its own, until `come_back`: the work is put by with its history as it is."""
        self.finish()
        self._aside = self._aside or (self._state, self._past, self._future)
        self._past, self._future = [], []
        self._show(state)
        self.history_changed.emit()

    def come_back(self, *, keep: bool = False) -> None:
        """To the work that was put by; `keep`: with what was shown aside as its next step."""
        if self._aside is None:
            return
        self.finish()
        shown = self._state
        work, self._past, self._future = self._aside
        self._aside = None
        self._show(work)
        self.history_changed.emit()
        if keep:
            self.take(shown)

    def mark_saved(self, document: Document | None) -> None:
        """This is what the file holds; None when nobody knows."""
        self._saved = document
        self.history_changed.emit()

    def undo(self) -> None:
        self.finish()
        self._step(self._past, self._future)

    def redo(self) -> None:
        self.finish()
        self._step(self._future, self._past)

    def _step(self, source: list[Document], target: list[Document]) -> None:
        if source:
            target.append(self.document)
            self._show(State(source.pop(), self.view))
            self.history_changed.emit()

    def _remember(self, before: Document) -> None:
        self._past = [*self._past, before][-HISTORY:]
        self._future = []
        self.history_changed.emit()

    def _show(self, state: State) -> None:
        self._state = state
        self.changed.emit()
