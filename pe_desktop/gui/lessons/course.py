"""Which lesson is open, at which step, and how far each has been read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.lessons.memory import Memory, memory_from, memory_text
from pe_desktop.lessons.error import LessonError
from pe_desktop.lessons.lesson import Lesson, Step
from pe_desktop.lessons.library import Folder, bundled, read_folder

OWN = "own/"  # before the ids of a person's own lessons


class Course(QObject):
    """Signals:
    step_shown: another step is to be shown, or the same again.
    left: no lesson is open any more.
    answered: the answer of the step is to be seen.
    listed: other lessons are offered, or more of them has been read.
    """

    step_shown = Signal()
    left = Signal()
    answered = Signal()
    listed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._memory: Memory | None = None
        self._own: Folder | None = None
        self.lesson: Lesson | None = None
        self.place, self.revealed = 0, False

    @property
    def memory(self) -> Memory:
        if self._memory is None:
            self._memory = memory_from(self._session.settings.lessons)
        return self._memory

    @property
    def step(self) -> Step | None:
        return self.lesson.steps[self.place] if self.lesson else None

    @property
    def last(self) -> bool:
        return self.lesson is not None and self.place == len(self.lesson.steps) - 1

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Those that come with the program."""
        return tuple(bundled().values())

    @property
    def own(self) -> Folder:
        """Those of the person's folder, with what is wrong there."""
        if self._own is None:
            self._own = self._read_own()
        return self._own

    def _read_own(self) -> Folder:
        if not self.memory.folder:
            return Folder(())
        try:
            found = read_folder(Path(self.memory.folder))
        except LessonError as error:
            return Folder((), (str(error),))
        return Folder(tuple(replace(lesson, id=OWN + lesson.id) for lesson in found.lessons), found.errors)

    def open_folder(self, folder: Path | None) -> None:
        """Offer the lessons of a folder as well, as they are now; none of one's own with None."""
        self.memory.folder, self._own = str(folder) if folder else "", None
        self._keep()

    def seen(self, lesson: Lesson) -> int:
        """How many of its steps have been shown."""
        return min(self.memory.seen.get(lesson.id, 0), len(lesson.steps))

    def open(self, lesson: Lesson) -> None:
        """Where it was left; from the start after it was read to its end."""
        place = min(self.memory.places.get(lesson.id, 0), len(lesson.steps) - 1)
        self.lesson = lesson
        self._go(0 if place == len(lesson.steps) - 1 else place)

    def next(self) -> None:
        """The next step; after the last, the lesson is left."""
        if self.last:
            self.leave()
        elif self.lesson is not None:
            self._go(self.place + 1)

    def advance(self) -> None:
        """For a clicker, which has one key: first the answer, where there is one, then the next step, if any."""
        step = self.step
        if step is not None and step.asks and not self.revealed:
            self.reveal()
        elif not self.last:
            self.next()

    def back(self) -> None:
        if self.lesson is not None and self.place > 0:
            self._go(self.place - 1)

    def again(self) -> None:
        """What the step shows, without what was changed since."""
        if self.lesson is not None:
            self.step_shown.emit()

    def reveal(self) -> None:
        self.revealed = True
        self.answered.emit()

    def leave(self) -> None:
        if self.lesson is not None:
            self.lesson = None
            self.left.emit()

    def _go(self, place: int) -> None:
        self.place, self.revealed = place, False
        if self.lesson is not None:
            self.memory.visit(self.lesson.id, place)
        self.step_shown.emit()
        self._keep()

    def _keep(self) -> None:
        self._session.change(lessons=memory_text(self.memory))
        self.listed.emit()
