"""Starting the program with a window, and taking a picture of that window."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from threadpoolctl import threadpool_limits

from pe_desktop.document import Document, State
from pe_desktop.export.atomic import replacing
from pe_desktop.export.progress import silent
from pe_desktop.gui.ahead import Ahead
from pe_desktop.gui.commands import welcome
from pe_desktop.gui.faults.faults import Faults
from pe_desktop.gui.faults.logfile import close_log, log, open_log
from pe_desktop.gui.faults.reporting import Reporting
from pe_desktop.gui.faults.stopping import noticing_signals
from pe_desktop.gui.files.copying import ReadCommand
from pe_desktop.gui.kept.places import log_path
from pe_desktop.gui.kept.recovery import begin_session
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.widgets.theme import application
from pe_desktop.gui.window import MainWindow

DEFAULT_SIZE = (1440, 900)
FRAME = QSize(16, 48)  # what a desktop's title bar and borders may take of the screen
FAULTY = 1  # the exit status of a program that had to end


@dataclass(frozen=True)
class Start:
    """How to start: a file to open; a picture to take and leave; the window's size; light or dark."""

    file: str = ""
    screenshot: str = ""
    window_size: tuple[int, int] | None = None
    theme: str = ""
    safe: bool = False
    """With the defaults and a new document; nothing of it is remembered."""
    state: State | None = None
    read_command: ReadCommand | None = None
    """Makes a request of a command line that is pasted."""


def create_window(
    document: Document | State | None = None,
    *,
    theme: str = "",
    remember: bool = False,
    session: Session | None = None,
) -> MainWindow:
    """The main window on a document, or on a document and a view of it.

    `remember`: restore the last session if nothing is given, and keep this one; of a `session` that is given, as that
    says. Close the window before the interpreter ends.
    """
    application()
    state = State(document) if isinstance(document, Document) else document
    # Matrices of a frame are small: a second thread takes longer to wake than to help.
    threadpool_limits(limits=1, user_api="blas")
    if session is None and remember:
        session = Session()
        if ended := session.begin():
            session.take_up(ended)
    return MainWindow(state, theme=theme, session=session)


def run(start: Start) -> int:
    """Show the window until it is closed; or take its picture and leave. The exit status."""
    application()
    if start.screenshot:
        window = create_window(start.state, theme=start.theme)
        try:
            return _photograph(window, start)
        finally:
            window.close()
    log_file = open_log()
    try:
        window = create_window(start.state, theme=start.theme, session=begin_session(start.theme, safe=start.safe))
        with noticing_signals(window):
            return _work(window, start)
    except Exception as error:
        log.exception("the program ended")
        print(f"The program had to end: {type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr)
        print(f"A report is in {log_path()}. Without the last session: pe-desktop --safe-mode", file=sys.stderr)
        return FAULTY
    finally:
        close_log(log_file)


def _work(window: MainWindow, start: Start) -> int:
    """Until the person closes the window."""
    faults = Faults(window)
    faults.first.connect(Reporting(window).report)
    faults.again.connect(window.say)
    faults.install()
    window.copying.read_command = start.read_command
    try:
        _place(window, start)
        window.show()
        window.session.warn()
        Ahead(window).start()
        if start.file:
            window.filing.open(start.file)
        else:
            QTimer.singleShot(0, window, partial(_greet, window))
        return application().exec()
    finally:
        window.close()
        faults.remove()


def _greet(window: MainWindow) -> None:
    """At the very first start, when the window is there; later where that is wished."""
    settings = window.session.settings
    if settings.welcome or not settings.session:
        welcome(window)


def _place(window: MainWindow, start: Start) -> None:
    """As asked, or as it was last time if that is still on a screen."""
    window.resize(*(start.window_size or DEFAULT_SIZE))
    place = window.session.settings.geometry
    if start.window_size or start.screenshot:
        return
    if place is None:
        window.resize(window.size().boundedTo(window.screen().availableSize() - FRAME))
        return
    screens = QGuiApplication.screens()
    if any(screen.availableGeometry().contains(place[0] + 40, place[1] + 40) for screen in screens):
        window.setGeometry(*place)


def _photograph(window: MainWindow, start: Start) -> int:
    """Wait until nothing is left to be drawn, then save what the window shows."""
    app, path = application(), Path(start.screenshot)
    _place(window, start)
    window.filing.failed.connect(lambda line: print(line, file=sys.stderr))
    if start.file and not window.filing.open(start.file):
        return 2
    window.show()
    for _ in range(100):
        app.processEvents()
        if not window.pace.pending:
            break
    state = window.model.state
    for picture in window.page.pictures():
        picture.prepare(picture.shown(state.document), state.view, silent)
    window.rest()
    app.processEvents()
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    window.grab().save(data, "PNG")
    try:
        with replacing(path) as stream:
            stream.write(data.data().data())
    except OSError as error:
        print(f"{path}: cannot be written ({error.strerror or error})", file=sys.stderr)
        return 2
    return 0
