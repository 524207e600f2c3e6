"""However the program ends, the next start knows of it, and of what was worked on: real processes, really killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pe_desktop.document import Document, State, from_json, to_json
from pe_desktop.gui.kept.settings import Settings, load_settings, settings_text
from tests.gui.windows import PATIENCE

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

PROGRAM = """
import ctypes, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pe_desktop.gui.application import Start, run
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.widgets.theme import application
from pe_desktop.gui.window import MainWindow

def window():
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()), None)

def notice():
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Notice) and w.isVisible()), None)

def say(*words):
    print(*words, flush=True)

def press(button):
    asked = notice()
    say("asked", asked.windowTitle())
    next(b for b in asked.findChildren(QPushButton) if b.text() == button).click()

def when(condition, act):
    def look():
        try:
            if not condition():
                return
            timer.stop()
            act()
        except BaseException:
            import traceback
            traceback.print_exc()
            QApplication.exit(9)
    timer = QTimer(application())
    timer.timeout.connect(look)
    timer.start(10)

application()
{act}
sys.exit(run(Start(theme="light", safe={safe})))
"""

SHOW = """
def show():
    say("shown", window().model.document.length, window().statusBar().currentMessage())
    window().close()
when(window, show)
"""
DRAG = """
def drag():
    def move():  # at most a hundred positions a second, however slow the machine is
        window().editing.edit("document", "length", window().model.document.length + 4)
        say("length", window().model.document.length)
    dragging = QTimer(window())
    dragging.timeout.connect(move)
    window().editing.edit("document", "length", 10)
    dragging.start(40)
when(window, drag)
"""
CRASH = """
when(window, lambda: (window().editing.edit("document", "length", 44), QTimer.singleShot(1000, crash)))
def crash():
    ctypes.string_at(0)
"""
CRASH_RESTORING = """
from pe_desktop.gui.files.resuming import Resuming
Resuming.restore = lambda self: ctypes.string_at(0)
"""


class Programs:
    """Starts the program in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.runs = home / "state" / "pe-desktop" / "runs"
        self.settings = home / "config" / "pe-desktop" / "settings.json"
        self._started: list[subprocess.Popen[str]] = []

    def start(self, act: str, *, safe: bool = False) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
        }
        code = PROGRAM.replace("{act}", act).replace("{safe}", str(safe))
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._started.append(process)
        return process

    def run(self, act: str, *, safe: bool = False) -> list[str]:
        """What it said, of a program that comes to its end."""
        process = self.start(act, safe=safe)
        said, wrong = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, wrong
        return said.splitlines()

    def record(self) -> dict[str, object]:
        (path,) = self.runs.glob("*.json")
        return dict(json.loads(path.read_text("utf-8")))

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.communicate()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    made = Programs(tmp_path)
    yield made
    made.end()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "this was waited for in vain"
        time.sleep(0.01)


def kill_while_dragging(programs: Programs) -> int:
    """Kills the program in the midst of a drag that has gone on for a while; the length that was shown last."""
    process = programs.start(DRAG)
    assert process.stdout is not None
    shown = 0
    while shown < 260:
        shown = int(process.stdout.readline().split()[-1])
    process.kill()
    rest = process.stdout.read().split()
    process.wait()
    return int(rest[-1]) if rest and rest[-1].isdigit() else shown


def test_what_was_done_until_a_second_before_a_kill_is_restored(programs: Programs) -> None:
    last = kill_while_dragging(programs)
    held = programs.record()["held"]
    assert isinstance(held, dict)
    kept = from_json(held["session"]).document.length
    assert last - 100 - 10 <= kept <= last  # at most a hundred a second
    said = programs.run("when(notice, lambda: press('Restore'))" + SHOW)
    assert said[0] == "asked The program ended unexpectedly last time"
    assert said[1].split()[:2] == ["shown", str(kept)]
    assert list(programs.runs.glob("*.json")) == []
    assert programs.run(SHOW)[0].split()[1] == str(kept)  # and the next start asks nothing


def test_one_can_start_fresh_and_still_open_what_was_put_aside(programs: Programs) -> None:
    kill_while_dragging(programs)
    said = programs.run("when(notice, lambda: press('Start fresh'))" + SHOW)
    assert said[1].split()[:2] == ["shown", str(Document().length)]
    assert "can be opened from" in said[1]
    (aside,) = (programs.home / "state" / "pe-desktop" / "aside").glob("session*.pe.json")
    assert from_json(aside.read_text("utf-8")).document.length > 100


def test_a_segmentation_fault_is_written_down_and_reported(programs: Programs) -> None:
    process = programs.start(CRASH)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGSEGV
    act = """
def look():
    from PySide6.QtGui import QGuiApplication
    next(b for b in notice().findChildren(QPushButton) if b.text() == "Copy report").click()
    say("report", repr(QGuiApplication.clipboard().text()))
    press("Restore")
when(notice, look)
"""
    said = programs.run(act + SHOW)
    assert "Segmentation fault" in said[0]
    assert "in crash" in said[0]
    assert '\\"length\\":44' in said[0] or '"length":44' in said[0]
    assert said[2].split()[:2] == ["shown", "44"]


def test_a_session_whose_restoring_ends_the_program_is_left_out_the_next_time(programs: Programs) -> None:
    programs.settings.parent.mkdir(parents=True)
    programs.settings.write_text(settings_text(Settings(session=to_json(State(Document(length=55))), theme="dark")))
    process = programs.start(CRASH_RESTORING)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGSEGV
    assert programs.record()["phase"] == "restoring"
    said = programs.run("when(notice, lambda: press('Start without it'))" + SHOW)
    assert said[0] == "asked The last session could not be restored"
    assert said[1].split()[:2] == ["shown", str(Document().length)]
    (aside,) = (programs.home / "state" / "pe-desktop" / "aside").glob("session*.pe.json")
    assert from_json(aside.read_text("utf-8")).document.length == 55


def test_safe_mode_leaves_everything_as_it_was(programs: Programs) -> None:
    programs.settings.parent.mkdir(parents=True)
    text = settings_text(Settings(session=to_json(State(Document(length=55))), theme="dark"))
    programs.settings.write_text(text)
    process = programs.start(CRASH_RESTORING)
    process.communicate(timeout=PATIENCE)
    said = programs.run("when(notice, lambda: press('Safe mode'))" + SHOW)
    assert said[1].split()[:2] == ["shown", str(Document().length)]
    assert programs.settings.read_text() == text
    assert programs.record()["phase"] == "restoring"
    change = 'when(window, lambda: (window().editing.edit("document", "length", 9), window().model.mark_saved('
    said = programs.run(change + "window().model.document), window().close()))", safe=True)
    assert programs.settings.read_text() == text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_as_one_would(programs: Programs, number: signal.Signals) -> None:
    process = programs.start('when(window, lambda: (window().editing.edit("document", "length", 9), say("ready")))')
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    _, wrong = process.communicate(timeout=PATIENCE)
    assert (process.returncode, wrong) == (128 + number, "")
    assert from_json(load_settings(programs.settings)[0].session).document.length == 9
    assert list(programs.runs.glob("*.json")) == []


def test_two_copies_keep_what_each_has_done(programs: Programs) -> None:
    wait = 'when(window, lambda: (window().editing.edit("document", "length", %d), act()))\n'
    first = "def act(): (window().look.choose_theme('dark'), window().session.change(recent=('/first.json',)))\n"
    second = "def act(): (window().look.zoom_text(1), window().session.change(recent=('/second.json',)))\n"
    a, b = programs.start(first + wait % 11), programs.start(second + wait % 22)

    def held() -> list[int]:
        texts = [path.read_text("utf-8") for path in programs.runs.glob("*.json")]
        sessions = [json.loads(text)["held"]["session"] for text in texts]
        return sorted(from_json(text).document.length for text in sessions if text)

    wait_for(lambda: held() == [11, 22])
    wait_for(lambda: len(load_settings(programs.settings)[0].recent) == 2)
    settings = load_settings(programs.settings)[0]
    assert (settings.theme, settings.zoom) == ("dark", 1.15)
    assert set(settings.recent) == {"/first.json", "/second.json"}
    for process in (a, b):
        process.kill()
        process.communicate()
    restored = {programs.run("when(notice, lambda: press('Restore'))" + SHOW)[1].split()[1] for _ in range(2)}
    assert restored == {"11", "22"}  # one after the other
