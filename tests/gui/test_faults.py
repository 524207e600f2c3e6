"""What nobody expected is said once, written down, and survived, wherever it happens."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from pe_desktop.document import State, from_json, to_json
from pe_desktop.export.progress import Tell
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.faults.faults import Faults
from pe_desktop.gui.faults.logfile import LARGEST, close_log, log, open_log
from pe_desktop.gui.faults.reporting import Reporting
from pe_desktop.gui.kept.places import log_path
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, drop, kept, notices, settle, state, wait_for


class Broken(ZeroDivisionError):
    """What the tests raise."""


def fail(*_: object) -> None:
    raise Broken("in a\nslot")


@pytest.fixture
def window(opened: Opened) -> Iterator[MainWindow]:
    """A window at work, which takes its faults as the program's does."""
    made = opened(state(), remember=True)
    faults = Faults(made)
    faults.first.connect(Reporting(made).report)
    faults.again.connect(made.say)
    handler = open_log()
    faults.install()  # while pytest itself would take what nobody caught
    yield made
    faults.remove()
    close_log(handler)
    for notice in notices(made):
        notice.reject()


def reported(window: MainWindow) -> Notice:
    """The one dialog about a fault."""
    wait_for(lambda: bool(notices(window)))
    (notice,) = notices(window)
    return notice


def report_of(notice: Notice) -> str:
    box = notice.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    return box.toPlainText()


def logged() -> str:
    return log_path().read_text("utf-8")


def alive(window: MainWindow) -> None:
    """The window still answers, and what was done before the fault is kept."""
    for notice in notices(window):
        notice.reject()
    window.editing.edit("document", "length", 5)
    settle(window)
    assert window.model.document.length == 5
    assert window.page.status()


def test_a_fault_in_a_slot_is_said_once_with_a_report_that_can_be_copied(window: MainWindow) -> None:
    window.editing.edit("document", "length", 31)
    for _ in range(3):
        QTimer.singleShot(0, fail)
    wait_for(lambda: "Broken: in a slot (3 times)" in window.statusBar().currentMessage())
    notice = reported(window)
    next(b for b in notice.findChildren(QPushButton) if b.text() == "Copy report").click()
    copied = QGuiApplication.clipboard().text()
    assert copied == report_of(notice)
    assert "in fail" in copied
    assert "PySide6" in copied
    assert "Platform" in copied
    document = copied[copied.index('{"document"') :].strip()
    assert from_json(document).document.length == 31
    assert notice.isVisible()
    alive(window)


def test_the_work_is_kept_before_a_fault_is_said(window: MainWindow) -> None:
    window.editing.edit("document", "length", 31)
    QTimer.singleShot(0, fail)
    reported(window)
    assert '"length":31' in kept().session


def test_the_log_holds_the_traceback_once_and_counts_the_rest(window: MainWindow) -> None:
    for _ in range(12):
        QTimer.singleShot(0, fail)
    wait_for(lambda: "(12 times)" in window.statusBar().currentMessage())
    assert logged().count("in fail") == 1
    assert "10 times by now" in logged()


def test_another_fault_while_one_is_shown_opens_no_second_dialog(window: MainWindow) -> None:
    QTimer.singleShot(0, fail)
    reported(window)
    QTimer.singleShot(0, lambda: [][1])
    wait_for(lambda: "IndexError" in window.statusBar().currentMessage())
    reported(window)
    assert "IndexError" in logged()


def test_another_fault_later_is_another_dialog(window: MainWindow) -> None:
    QTimer.singleShot(0, fail)
    reported(window).reject()
    QTimer.singleShot(0, lambda: [][1])
    assert "IndexError" in report_of(reported(window))


class BrokenPaint(QWidget):
    """Fails in the middle of its painting, each time with other words."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.red)
        self.painted += 1
        raise Broken(f"in paint {self.painted}")


def test_a_fault_in_each_paint_is_one_dialog_and_then_a_count(window: MainWindow) -> None:
    broken = BrokenPaint(window)
    broken.resize(40, 40)
    broken.show()
    wait_for(lambda: broken.painted > 0)
    repeating = QTimer(broken)
    repeating.timeout.connect(broken.update)
    repeating.start(1)
    wait_for(lambda: broken.painted > 30)
    repeating.stop()
    wait_for(lambda: f"({broken.painted} times)" in window.statusBar().currentMessage())
    assert "in paintEvent" in report_of(reported(window))
    assert logged().count("in paintEvent") == 1
    broken.hide()
    alive(window)


def test_a_figure_that_cannot_be_shown_leaves_the_window_alive(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(FigureView, "show_figure", fail)
        window.editing.edit("document", "length", 77)
        window.pace.request()
        assert "show_figure" in report_of(reported(window))
    alive(window)


def test_a_fault_in_a_thread_is_said_by_the_window(window: MainWindow) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert notices(window) == []  # a widget made there would end the program
    assert "in fail" in report_of(reported(window))
    alive(window)


def test_a_fault_of_work_beside_the_window_is_said_and_the_work_has_an_end(window: MainWindow) -> None:
    def work(tell: Tell) -> object:
        return fail()

    work_beside, ended = Exporting(window), []
    work_beside.failed.connect(ended.append)
    work_beside.start(work)
    assert "in fail" in report_of(reported(window))
    assert ended
    assert not work_beside.busy
    alive(window)


def test_a_fault_in_a_drop_is_said(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(to_json(state()))
    monkeypatch.setattr("pe_desktop.gui.files.filing.read_requests", fail)
    QTimer.singleShot(0, lambda: drop(window, tmp_path / "a.json"))
    assert "in fail" in report_of(reported(window))
    alive(window)


def test_a_fault_in_keeping_does_not_hide_the_fault(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("pe_desktop.gui.files.resuming.to_json", fail)
        patched.setattr("pe_desktop.gui.faults.reporting.to_json", fail)
        QTimer.singleShot(0, lambda: [][1])
        report = report_of(reported(window))
    assert "IndexError" in report
    assert "could not be written out" in report
    assert "the session could not be kept" in logged()


def test_an_error_that_cannot_say_what_it_is(window: MainWindow) -> None:
    class Speechless(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def act() -> None:
        raise Speechless

    QTimer.singleShot(0, act)
    assert "Speechless" in report_of(reported(window))


def test_words_of_an_error_are_no_markup(window: MainWindow) -> None:
    def act() -> None:
        raise Broken("<img src=x> " + "long " * 1000)

    QTimer.singleShot(0, act)
    notice = reported(window)
    assert notice.width() < 800
    assert notice.height() < 700


def test_what_failed_is_not_kept_alive(window: MainWindow) -> None:
    alive_still = []

    class Held:
        def __del__(self) -> None:
            alive_still.remove(self_id)

    self_id = 1

    def act() -> None:
        held = Held()
        alive_still.append(self_id)
        raise Broken(f"with {held is None}")

    QTimer.singleShot(0, act)
    reported(window)
    assert alive_still == []


def test_the_log_does_not_grow_for_ever(home: Path) -> None:
    handler = open_log()
    try:
        for i in range(60):
            log.error("%d %s", i, "x" * 20_000)
    finally:
        close_log(handler)
    files = list(log_path().parent.iterdir())
    assert len(files) == 2
    assert all(file.stat().st_size <= LARGEST + 21_000 for file in files)
    assert " 59 x" in logged()


def test_a_log_that_cannot_be_written_is_no_fault_of_its_own(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "state").write_text("a file where the folder would be")
    handler = open_log()
    try:
        log.error("nobody reads this")
    finally:
        close_log(handler)
    assert capsys.readouterr().err == ""


def test_what_a_report_says_of_the_document_can_be_opened_again(window: MainWindow, tmp_path: Path) -> None:
    QTimer.singleShot(0, fail)
    text = report_of(reported(window))
    document = text[text.index('{"document"') :].strip()
    assert from_json(document) == State(window.model.document, window.model.view)
    assert json.loads(document)["format"] == "pe-desktop document"
