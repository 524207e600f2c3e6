"""The window can be closed at any moment: no work goes on beside it, and nothing half written is left."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.gui.exports.again import ExportAgain
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.files.exported import Exported
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, answer, leave, state, wait_for

ROOT = Path(__file__).parents[2]


def busy(window: MainWindow) -> list[Exporting]:
    return [work for work in window.findChildren(Exporting) if work.busy]


def at_rest() -> bool:
    """Whether no thread works for a window."""
    return not any(thread.name == "export" for thread in threading.enumerate())


def test_a_window_that_is_closed_while_it_prepares_leaves_no_thread(opened: Opened) -> None:
    window = opened(state())
    window.editing.edit("training", "seed", 9731)  # of which nothing has been computed before
    window.editing.show_page("why")
    wait_for(lambda: window.preparing.busy)
    leave(window)
    wait_for(at_rest)
    assert busy(window) == []


@pytest.mark.parametrize("suffix", ["png", "gif"])
def test_a_window_that_is_closed_while_it_exports_leaves_nothing_half_written(
    opened: Opened, tmp_path: Path, suffix: str
) -> None:
    window = opened(state())
    request = Request(state(), "rotation", size=(1280, 720), motion=Motion(seconds=30.0))
    window.filing.last = Exported(request, tmp_path / f"film.{suffix}")
    again = window.findChild(ExportAgain)
    assert isinstance(again, ExportAgain)
    again.start()
    wait_for(lambda: bool(busy(window)))
    leave(window)
    wait_for(at_rest)
    assert all(path.suffix == f".{suffix}" and path.stat().st_size > 1000 for path in tmp_path.glob("*film*"))
    assert list(tmp_path.glob(".*")) == []


def test_a_window_that_is_closed_while_it_copies_leaves_no_thread(opened: Opened) -> None:
    window = opened(state())
    window.actions_by_id["copy-figure"].trigger()
    assert busy(window)
    leave(window)
    wait_for(at_rest)


def test_one_is_asked_once_whether_to_leave(opened: Opened, tmp_path: Path) -> None:
    window = opened(state())
    window.filing.save_as(tmp_path / "a.json")
    window.editing.edit("document", "length", 5)
    answer("Discard")
    assert window.close()
    assert window.close()  # as the program does when its loop has ended


LEFT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pe_desktop.gui.application import Start, run
from pe_desktop.gui.widgets.theme import application
from pe_desktop.gui.window import MainWindow

def act():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    window.editing.show_page("why")
    window.redraw()
    window.copying.copy_figure()
    QTimer.singleShot(200, window.close)

application()
QTimer.singleShot(300, act)
sys.exit(run(Start(theme="light")))
"""


def test_the_process_ends_in_order_with_work_under_way(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEFT], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "QThread" not in done.stderr


def test_the_process_that_writes_ends_with_the_program() -> None:
    code = "from pe_desktop.export import apart; apart.prepare()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
