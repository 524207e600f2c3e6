"""The lessons, off to the side: a list of them, or the step that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pe_desktop.gui.lessons.course import Course
from pe_desktop.gui.lessons.row import LessonRow
from pe_desktop.gui.lessons.sheet import LessonSheet
from pe_desktop.gui.widgets.controls import QuietButton, ToolButton
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.text import Label, Paragraph, show_property
from pe_desktop.gui.widgets.theme import scaled
from pe_desktop.lessons.lesson import Lesson

_WIDTH, _HEIGHT = 336, 288
_NO_LIMIT = (1 << 24) - 1  # Qt's own


class LessonsPanel(QWidget):
    """Shows a course.

    Signals:
    closed: the person wants it out of the way.
    folder_requested: lessons of one's own are to be opened.
    """

    closed = Signal()
    folder_requested = Signal()

    def __init__(self, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.setProperty("surface", "card")
        self.setProperty("edge", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Lessons")
        self.sheet = LessonSheet(self)
        self.rows: list[LessonRow] = []
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._stack = QStackedWidget(self)
        self._arrange()
        course.step_shown.connect(self.show_course)
        course.answered.connect(self.show_course)
        course.left.connect(self.show_course)
        course.listed.connect(self._fill)
        self._fill()
        self._below = False
        self._limit()

    def _arrange(self) -> None:
        close = ToolButton("close", "Close the lessons", self, size=24)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 0)
        head.addWidget(Label("Lessons", "title"))
        head.addStretch(1)
        head.addWidget(close)
        self._lines.setContentsMargins(8, 0, 8, 16)
        self._lines.setSpacing(0)
        self._stack.addWidget(ScrollColumn(self._list))
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)  # the hairline
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def show_course(self) -> None:
        """The open lesson's step; the list where none is open."""
        course = self._course
        if course.lesson is not None:
            self.sheet.show_step(course.lesson, course.place, revealed=course.revealed)
        self._stack.setCurrentIndex(int(course.lesson is not None))

    def take_focus(self) -> None:
        """To where the keys of a clicker are heard, or to the first lesson."""
        if self._course.lesson is not None:
            self.sheet.setFocus()
        elif self.rows:
            self.rows[0].setFocus()

    def _fill(self) -> None:
        """The list, as it is now."""
        lessons = (*self._course.lessons, *self._course.own.lessons)
        if [row.lesson for row in self.rows] == list(lessons) and not self._course.own.errors:
            for row in self.rows:
                row.show_seen(self._course.seen(row.lesson))
            return
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        self._add_rows(self._course.lessons)
        self._lines.addSpacing(16)
        self._lines.addWidget(_inset(Label("Your own", "caption")))
        self._add_rows(self._course.own.lessons)
        for line in self._course.own.errors:
            self._lines.addWidget(_inset(Paragraph(line, "error")))
        folder = QuietButton("Open a folder…", "Open lessons of your own: Markdown files in a folder")
        folder.clicked.connect(self.folder_requested)
        beside = QHBoxLayout()
        beside.setContentsMargins(8, 4, 8, 4)
        beside.addWidget(folder)
        beside.addStretch(1)
        foot = QWidget()
        foot.setLayout(beside)
        self._lines.addWidget(foot)
        self._lines.addStretch(1)

    def _add_rows(self, lessons: Sequence[Lesson]) -> None:
        for lesson in lessons:
            row = LessonRow(lesson, self._course.seen(lesson))
            row.clicked.connect(partial(self._course.open, lesson))
            self._lines.addWidget(row)
            self.rows.append(row)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._limit()
        super().changeEvent(event)

    def show_below(self, below: bool) -> None:
        """At the foot of the window, as wide as that is; else at its right."""
        if below != self._below:
            self._below = below
            show_property(self, "edge", "top" if below else "left")
            self.sheet.show_wide(below)
            self._limit()

    def _limit(self) -> None:
        """One width beside the figures, one height below them."""
        if self._below:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_NO_LIMIT)
            self.setFixedHeight(scaled(self, _HEIGHT))
        else:
            self.setMinimumHeight(0)
            self.setMaximumHeight(_NO_LIMIT)
            self.setFixedWidth(scaled(self, _WIDTH))


def _inset(widget: QWidget) -> QWidget:
    """In line with the words of the rows."""
    widget.setContentsMargins(8, 4, 8, 4)
    return widget
