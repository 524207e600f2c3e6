"""The window's lessons: the panel comes and goes, steps are shown aside of the work, and can be presented."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.pages.page_view import PageView
from pe_desktop.gui.widgets.focus import order_focus

if TYPE_CHECKING:
    from pe_desktop.gui.lessons.course import Course
    from pe_desktop.gui.lessons.panel import LessonsPanel
    from pe_desktop.gui.lessons.presentation import Presentation
    from pe_desktop.gui.window import MainWindow
    from pe_desktop.lessons.lesson import Lesson


class Lessoning(QObject):
    """What a person was working on is put by while a lesson is open, and is there again, with its history and the
    figure that filled each page, when it is left."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.panel: LessonsPanel | None = None
        self.presentation: Presentation | None = None
        self._filled: dict[PageView, str] = {}
        self._ready = True  # whether the step's numbers are there

    @cached_property
    def course(self) -> Course:
        """What is read, and how far: made when it is first wanted, as lessons are not needed to show a window."""
        from pe_desktop.gui.lessons.course import Course

        course, model = Course(self._window.session, self), self._window.model
        course.step_shown.connect(self._show_step)
        course.left.connect(self._come_back)
        for changed in (course.step_shown, course.answered, course.left, model.changed):
            changed.connect(self._show_presentation)
        model.changed.connect(self._leave_for_another)
        self._window.preparing.advanced.connect(self._show_advance)
        return course

    def toggle(self) -> None:
        """Open the panel; close it where it is open, which leaves the lesson."""
        if self.panel is not None and self.panel.isVisible():
            self.close()
        else:
            self._open()

    def close(self) -> None:
        """No lesson, and no panel."""
        if self.panel is not None:
            self.course.leave()
            self.panel.hide()

    def _open(self) -> None:
        if self.panel is None:
            self.panel = self._new_panel()
        self.panel.show()
        self.panel.take_focus()

    def read(self, lesson: Lesson) -> None:
        """Open the panel at a lesson."""
        self._open()
        self.course.open(lesson)

    def _new_panel(self) -> LessonsPanel:
        from pe_desktop.gui.lessons.panel import LessonsPanel

        panel = LessonsPanel(self.course, self._window)
        sheet = panel.sheet
        panel.closed.connect(self.toggle)
        panel.folder_requested.connect(self._ask_folder)
        sheet.next_requested.connect(self.course.next)
        sheet.advance_requested.connect(self.course.advance)
        sheet.back_requested.connect(self.course.back)
        sheet.answer_requested.connect(self.course.reveal)
        sheet.again_requested.connect(self.course.again)
        sheet.list_requested.connect(self.course.leave)
        sheet.keep_requested.connect(self._keep)
        sheet.present_requested.connect(self.present)
        self._window.beside.add(panel)
        order_focus(self._window.body)
        return panel

    def _ask_folder(self) -> None:
        start = self.course.memory.folder or str(self._window.session.folder)
        folder = QFileDialog.getExistingDirectory(self._window, "Open lessons of your own", start)
        if folder:
            self.course.open_folder(Path(folder))

    def _show_step(self) -> None:
        step, window = self.course.step, self._window
        if step is None:
            return
        self._rest()
        self._ready = step.ready
        window.model.show_aside(step.state)
        window.rest()  # which brings its page to the front
        page = window.page
        self._filled.setdefault(page, page.filling)
        page.fill(step.figure)
        if self.panel is not None:
            self.panel.take_focus()

    def _show_advance(self) -> None:
        """More of the figure is computed; of the words, when it is all that they speak of."""
        step = self.course.step
        if step is not None and not self._ready and step.ready:
            self._ready = True
            if self.panel is not None:
                self.panel.show_course()
        self._show_presentation()

    def _come_back(self) -> None:
        self._rest()
        self._window.model.come_back()
        for page, figure in self._filled.items():
            page.fill(figure)
        self._filled = {}
        self._window.rest()
        if self.panel is not None and self.panel.isVisible():
            self.panel.take_focus()

    def _rest(self) -> None:
        """Nothing goes on playing from one step to the next."""
        self._window.pointing.play(False)
        self._window.sweep.stop()

    def _keep(self) -> None:
        """Leave the lesson with what is shown as the next step of the work."""
        self._window.model.come_back(keep=True)

    def _leave_for_another(self) -> None:
        """Another document was opened."""
        if not self._window.model.aside:
            self.course.leave()

    # Presentation

    def present(self) -> None:
        """Full screen; back to the window where it is that already."""
        if self.presentation is not None:
            self.presentation.close()
            return
        from pe_desktop.gui.lessons.presentation import Presentation

        window = self._window
        shown = self.presentation = Presentation(window.look.medium(), window)
        shown.advanced.connect(self.course.advance)
        shown.went_back.connect(self.course.back)
        shown.play_toggled.connect(window.pointing.toggle_playing)
        shown.left.connect(self._presented)
        pointing, view = window.pointing, shown.view
        shown.picked.connect(lambda placed, x, y: pointing.pick(shown.figure, placed, x, y))
        view.ranged.connect(pointing.zoom)
        view.turned.connect(pointing.turn)
        view.held.connect(window.editing.hold)
        view.dragged.connect(lambda panel, a, b: window.editing.reorder(shown.figure, panel, a, b))
        view.reset_requested.connect(pointing.reset_zoom)
        window.look.changed.connect(self._dress)
        self._show_presentation()
        shown.showFullScreen()
        shown.setFocus()

    def _presented(self) -> None:
        self.presentation = None
        self._window.look.changed.disconnect(self._dress)

    def _dress(self) -> None:
        if self.presentation is not None:
            self.presentation.show_medium(self._window.look.medium())

    def _show_presentation(self) -> None:
        """What is in front, and what the lesson says of it."""
        shown, step = self.presentation, self.course.step
        if shown is None:
            return
        state = self._window.model.state
        figure = step.figure if step is not None else self._window.page.figure
        if step is None:
            built = PICTURES[figure].build(state.document, state.view)
            shown.show_words(built.subtitle, built.title)
        else:
            shown.show_words(step.title, *step.shown_words(revealed=self.course.revealed))
        shown.show_state(state, figure, prose=step is None)
