"""The main window: it assembles the parts and connects them, and does nothing else."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from pe_desktop.document import State
from pe_desktop.figure.pages import PAGES
from pe_desktop.gui.arrangement import Arrangement
from pe_desktop.gui.beside import Beside
from pe_desktop.gui.commands import add_menus, show_figures
from pe_desktop.gui.decks.deck import Deck
from pe_desktop.gui.decks.decking import fill_deck
from pe_desktop.gui.editing import Editing, shown_options
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.files.copying import Copying
from pe_desktop.gui.files.dropping import DropTarget
from pe_desktop.gui.files.filing import Filing
from pe_desktop.gui.files.resuming import Resuming
from pe_desktop.gui.header import Header
from pe_desktop.gui.kept.keeping import Keeping
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.lessons.lessoning import Lessoning
from pe_desktop.gui.look import Look
from pe_desktop.gui.model import Model
from pe_desktop.gui.pages.pace import Pace
from pe_desktop.gui.pages.page_view import PageView
from pe_desktop.gui.pages.pages import Pages
from pe_desktop.gui.pages.preparing import Preparing
from pe_desktop.gui.panel.panel import Panel
from pe_desktop.gui.pointing import Pointing
from pe_desktop.gui.rail import Rail
from pe_desktop.gui.status import StatusLine
from pe_desktop.gui.sweep import Sweep
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.wiring import connect_parts

LEAST = QSize(760, 520)  # at the standard size of text
REST = 140  # milliseconds without a change before figures are drawn exactly again


class MainWindow(QMainWindow):
    """The window. `model` holds its state; `redraw` brings the screen up to date at once."""

    def __init__(self, state: State | None = None, *, theme: str = "", session: Session | None = None) -> None:
        super().__init__()
        self.model = Model(state or State(), self)
        self.session = session or Session(keeps=False)
        self.session.setParent(self)
        self.look = Look(self.session, theme, self)
        self.editing = Editing(self.model, self)
        self.sweep = Sweep(self.model, self.editing, self)
        self.pointing = Pointing(self.model, self)
        self.filing = Filing(self.model, self.editing, self.session, self)
        self.resuming = Resuming(self.model, self.filing)
        self.deck = Deck(self.session, self)
        self.copying = Copying(self.model, self.filing, lambda: (self.page.figure, self.look.plain().id), self)
        self.lessons = Lessoning(self)
        self.pace = Pace(self)
        self.preparing = Preparing(self)
        self.keeping = Keeping(self)
        self._rest = QTimer(self)
        self._moving = False
        self._assemble()
        self._connect()
        self._show_look()
        if state is None and self.session.keeps:
            self.resuming.restore()
        if self.session.keeps:
            self.deck.restore(self.resuming.slides)
        self.redraw()
        next(iter(self.page.cards.values())).view.setFocus()

    @property
    def page(self) -> PageView:
        """The page in front."""
        return self.pages.current

    def _assemble(self) -> None:
        self._drops = DropTarget(self)
        self.body = body = QWidget(self)
        self.setCentralWidget(body)  # before it is filled: who gets another parent is dressed anew, with all it holds
        self.header = Header(body)
        self.rail = Rail(list(PAGES.values()), body)
        self.panel = Panel(body)
        self.beside = Beside(body)
        self.pages = Pages(self.look.medium(), self.beside)
        self.beside.hold(self.pages)
        row, column = QHBoxLayout(), QVBoxLayout(body)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.panel)
        row.addWidget(self.beside, 1)
        column.addWidget(self.header)
        column.addLayout(row, 1)
        self.arrangement = Arrangement(self)
        self._status = StatusLine(self)
        self.setStatusBar(self._status)
        self.actions_by_id = add_menus(self)

    def _connect(self) -> None:
        self.model.changed.connect(self._changed)
        self.model.history_changed.connect(self._show_history)
        self.pace.due.connect(self.redraw)
        self.preparing.advanced.connect(self.pace.request)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._at_rest)
        for said in (self.editing.refused, self.filing.said, self.session.said, self.copying.said):
            said.connect(self.say)
        self.filing.failed.connect(self._fail)
        self.filing.deck_opened.connect(partial(fill_deck, self))
        self.copying.failed.connect(self._fail)
        self.preparing.failed.connect(self.say)
        self._drops.dropped.connect(self.filing.open)
        self._drops.left.connect(lambda count: self.say(f"Files are opened one at a time; {count:,} more were left"))
        self.filing.file_changed.connect(self._show_history)
        self.look.changed.connect(self._show_look)
        self.pages.filled.connect(self._show_filled)
        self.pages.page_shown.connect(self._show_page)
        connect_parts(self)

    def _changed(self) -> None:
        self._moving = True
        self._rest.start()
        self.pace.request()

    def _at_rest(self) -> None:
        self._moving = False
        self.pace.request()

    def rest(self) -> None:
        """Draw everything exactly, at once."""
        self._moving = False
        for timer in (self._rest, self.pace):
            timer.stop()
        self.redraw()

    def redraw(self) -> None:
        """Bring every part of the window up to the state."""
        state = self.model.state
        self.pages.show_state(state, moving=self._moving)
        self.preparing.show_state(state, self.page.pictures())
        self.panel.show_document(state.document, shown_options(state, self.page.cards))
        self.pointing.read()
        self._show_history()
        self._status.show_drawn(self.page.status())

    def _show_history(self) -> None:
        model, actions = self.model, self.actions_by_id
        comparing = model.document.compare is not None
        modified = model.modified and self.filing.path is not None
        self.header.show_state(can_undo=model.can_undo, can_redo=model.can_redo, comparing=comparing)
        title = self.filing.title
        self.header.show_file(title, modified)
        self.setWindowTitle(f"{title}[*] — Positional Encoding")
        self.setWindowModified(modified)
        enabled = {"undo": model.can_undo, "redo": model.can_redo, "swap": comparing, "copy-a-to-b": comparing}
        for id, on in enabled.items():
            actions[id].setEnabled(on)

    def _show_page(self, page: str) -> None:
        self.rail.show_page(page)
        show_figures(self.actions_by_id, PAGES[page])
        self._show_filled(self.page.filling)

    def _show_filled(self, figure: str) -> None:
        self.actions_by_id["fill-none"].setEnabled(bool(figure))
        self.pace.request()

    def _show_look(self) -> None:
        self.pages.show_medium(self.look.medium())
        for id, on in {f"theme-{self.look.choice}": True, **self.look.needs()}.items():
            self.actions_by_id[id].setChecked(on)
        self.setMinimumSize((LEAST * self.look.zoom).boundedTo(self.screen().availableSize()))

    def ask_export(self, figure: str = "") -> None:
        from pe_desktop.gui.exports.dialog import ExportDialog  # the writers are not needed to show a window

        chosen = figure or self.filing.figure or self.page.figure
        ExportDialog(self.model.state, chosen, self.filing, self).open()

    def say(self, message: str) -> None:
        """One line at the bottom, for a while."""
        self._status.say(message)

    def _fail(self, message: str) -> None:
        Notice("This could not be done", (message,), self).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.filing.may_leave(closing=True):
            event.ignore()
            return
        self.sweep.stop()
        self.pointing.play(False)
        self.preparing.stop()
        for work in self.findChildren(Exporting):
            work.stop()
        for timer in (self._rest, self.pace):
            timer.stop()
        super().closeEvent(event)
        self.keeping.end()
