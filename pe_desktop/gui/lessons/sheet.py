"""A step of a lesson in words: what one sees, a question with its answer, and what to try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pe_desktop.gui.widgets.controls import PrimaryButton, QuietButton
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.lessons.error import LessonError
from pe_desktop.lessons.lesson import Lesson, Step
from pe_desktop.lessons.template import Template

NEXT, BACK = ("PgDown", "Right"), ("PgUp", "Left")


class LessonSheet(QWidget):
    """Signals:
    next_requested, back_requested: by the buttons.
    advance_requested: by the keys of a clicker.
    answer_requested, again_requested, keep_requested, list_requested, present_requested.
    """

    next_requested = Signal()
    back_requested = Signal()
    advance_requested = Signal()
    answer_requested = Signal()
    again_requested = Signal()
    keep_requested = Signal()
    list_requested = Signal()
    present_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Step of a lesson")
        self._place = Label("", "muted")
        self._words = QWidget()
        self._column = QVBoxLayout(self._words)
        self._next, self._back = PrimaryButton("Next"), QPushButton("Back")
        self._answer = QPushButton("Show the answer", self._words)
        self._scroll = ScrollColumn(self._words, self)
        self._buttons = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._arrange()
        for keys, signal in ((NEXT, self.advance_requested), (BACK, self.back_requested)):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(
                    Qt.ShortcutContext.WidgetWithChildrenShortcut
                )  # figures have such keys of their own
                shortcut.activated.connect(signal)

    def _arrange(self) -> None:
        everything = QuietButton("All lessons", "Leave this lesson for the list: your work is as it was")
        again = QuietButton("Show again", "What the step shows, without what you changed")
        keep = QuietButton("Keep as my work", "Leave the lesson, with what is shown as the next step of your work")
        present = QuietButton("Present", "Full screen, large type (F5)")
        pressed = {
            self._next: self.next_requested,
            self._back: self.back_requested,
            self._answer: self.answer_requested,
            everything: self.list_requested,
            again: self.again_requested,
            keep: self.keep_requested,
            present: self.present_requested,
        }
        for button, signal in pressed.items():
            button.clicked.connect(signal.emit)
        self._column.setContentsMargins(16, 4, 16, 16)
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_row((everything, None, self._place), (16, 0, 16, 0)))
        column.addWidget(self._scroll, 1)
        self._buttons.setContentsMargins(16, 4, 16, 16)
        self._buttons.setSpacing(8)
        self._buttons.addLayout(_row((again, keep, None, present), gap=16), 1)
        self._buttons.addLayout(_row((self._back, self._next)), 1)
        column.addLayout(self._buttons)

    def show_wide(self, wide: bool) -> None:
        """All buttons in one row, or in two."""
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(direction)

    def show_step(self, lesson: Lesson, place: int, *, revealed: bool) -> None:
        """One step of a lesson, with its numbers as the engine computes them now."""
        step = lesson.steps[place]
        self._place.setText(f"{place + 1} of {len(lesson.steps)}")
        self._back.setEnabled(place > 0)
        self._next.setText("Next" if place + 1 < len(lesson.steps) else "Finish")
        self._clear()
        self._add(lesson.title, "caption")
        self._add(step.title, "title")
        for paragraph in step.paragraphs:
            self._add_said(step, paragraph)
        if step.asks:
            self._add_heading("Predict")
            self._add_said(step, step.question)
            self._column.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignLeft)
            self._answer.setVisible(not revealed)
            if revealed:
                self._add_said(step, step.answer)
        if step.attempt.text:
            self._add_heading("Try")
            self._add_said(step, step.attempt)
        for failure in step.failures():
            self._add(failure, "error")
        self._column.addStretch(1)
        self._scroll.verticalScrollBar().setValue(self._scroll.verticalScrollBar().maximum() if revealed else 0)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._answer:
                widget.hide()
                widget.deleteLater()
        self._answer.hide()

    def _add(self, text: str, level: str) -> None:
        self._column.addWidget(Paragraph(text, level))

    def _add_heading(self, text: str) -> None:
        self._column.addSpacing(8)
        self._add(text, "caption")

    def _add_said(self, step: Step, template: Template) -> None:
        try:
            self._add(step.said(template), "body")
        except LessonError as error:
            self._add(str(error), "error")


def _row(
    widgets: tuple[QWidget | None, ...], margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """Widgets side by side; None is where room is left."""
    row = QHBoxLayout()
    row.setContentsMargins(*margins)
    row.setSpacing(gap)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
