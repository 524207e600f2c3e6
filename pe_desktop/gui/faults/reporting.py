"""Saying what went wrong: one calm dialog, with a report that can be copied, and the work kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from pe_desktop.document import to_json
from pe_desktop.gui.faults.faults import Fault
from pe_desktop.gui.faults.logfile import log
from pe_desktop.gui.faults.versions import version_lines
from pe_desktop.gui.kept.places import log_path
from pe_desktop.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

LARGEST = 20_000  # characters of a document in a report; a table in it makes it longer
ADVICE = "The program goes on, and your work is kept. If it misbehaves, save the document and start again."


class Reporting(QObject):
    """Reports the faults of a window. While one is shown, another is said in the status line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown: Notice | None = None
        self._reporting = False

    def report(self, fault: Fault) -> None:
        """A fault of the program, after which it goes on; the work is kept first."""
        if self._reporting or (self._shown is not None and isValid(self._shown)) or not self._window.isVisible():
            self._window.say(fault.line)
            return
        self._reporting = True
        try:
            self._keep()
            texts = (fault.line, ADVICE, f"This is also written in {log_path()}")
            report = report_text(fault.trace, self._document())
            self._shown = Notice("Something went wrong", texts, self._window, report=report)
            self._shown.open()
        finally:
            self._reporting = False

    def _keep(self) -> None:
        try:
            self._window.keeping.now()
        except Exception:  # what is wrong may be just that
            log.exception("the session could not be kept")

    def _document(self) -> str:
        try:
            return to_json(self._window.model.work)
        except Exception:
            log.exception("the document could not be written out")
            return "could not be written out"


def copy_report(window: MainWindow) -> None:
    """What helps to understand a report of a person's own: versions, platform and the document."""
    QGuiApplication.clipboard().setText(report_text("", to_json(window.model.work)))
    window.say("Copied for a report: versions, platform, and the document")


def report_text(happened: str, document: str) -> str:
    """What helps to understand it, as plain text."""
    shown = document if len(document) <= LARGEST else f"{document[:LARGEST]} … ({len(document):,} characters)"
    parts = (happened.strip(), "\n".join(version_lines()), f"Document\n{shown or 'none'}")
    return "\n\n".join(filter(None, parts)) + "\n"
