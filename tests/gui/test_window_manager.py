"""The program on a real X server with a window manager, driven from outside as by a person."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pe_desktop.document import from_json
from tests.gui.apart import environment

NEEDED = ("Xvfb", "openbox", "xdotool", "wmctrl", "xclip")
PATIENCE = 300  # seconds, on a machine that does much else
TITLE = "Untitled — Positional Encoding"

PROGRAM = """
import json, sys
from PySide6.QtCore import QPoint, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget
from pe_desktop.gui.application import Start, run
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.widgets.theme import application
from pe_desktop.gui.welcome.welcome import Welcome
from pe_desktop.gui.window import MainWindow

def answer():
    sys.stdin.readline()
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    slider = window.findChild(QWidget, "length").findChild(Slider)
    at = slider.mapToGlobal(QPoint(int(slider.handle_x()), slider.height() // 2))
    told = {
        "length": window.model.document.length, "page": window.model.document.page,
        "handle": [at.x(), at.y()], "size": [window.width(), window.height()],
        "minimized": window.isMinimized(), "maximized": window.isMaximized(), "active": window.isActiveWindow(),
        "said": window.statusBar().currentMessage(), "welcome": window.findChild(Welcome) is not None,
    }
    print(json.dumps(told), flush=True)

application()
asked = QSocketNotifier(0, QSocketNotifier.Type.Read)
asked.activated.connect(answer)
sys.exit(run(Start(window_size=(1000, 700), theme="light")))
"""


class Desk:
    """A display with a window manager, and the program on it."""

    def __init__(self, display: str, home: Path) -> None:
        self.environment = environment(home, DISPLAY=display, QT_QPA_PLATFORM="xcb")
        self.program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.until(lambda: bool(self.does("xdotool", "search", "--onlyvisible", "--name", TITLE)))
        self.id = self.does("xdotool", "search", "--onlyvisible", "--name", TITLE).split()[0]

    def does(self, *command: str) -> str:
        """A command from outside; what it prints."""
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        return done.stdout.strip()

    def told(self) -> dict[str, Any]:
        """What the program knows of itself."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write("\n")
        self.program.stdin.flush()
        told: dict[str, Any] = json.loads(self.program.stdout.readline())
        return told

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert self.program.poll() is None, self.program.communicate()[1]
            assert time.monotonic() < end, "this was waited for in vain"
            time.sleep(0.05)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"there is no {missing[0]}: apt-get install xvfb openbox xdotool wmctrl xclip")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as said:
        display = f":{said.readline().strip()}"
    there = {**os.environ, "DISPLAY": display, "HOME": str(tmp_path)}
    for _ in range(200):  # the server says its number a little before it listens
        if (
            subprocess.run(["xdotool", "getdisplaygeometry"], env=there, capture_output=True, check=False).returncode
            == 0
        ):
            break
        time.sleep(0.05)
    manager = subprocess.Popen(["openbox"], env=there, stderr=subprocess.DEVNULL)
    found: list[Desk] = []
    try:
        found.append(Desk(display, tmp_path))
        yield found[0]
    finally:
        for process in (*(desk.program for desk in found), manager, server):
            process.terminate()
            process.wait(PATIENCE)


def test_a_window_manager_and_a_person_have_their_way(desk: Desk, tmp_path: Path) -> None:
    desk.does("xdotool", "windowactivate", "--sync", desk.id)
    desk.until(lambda: desk.told()["active"])
    # The first start's
    desk.until(lambda: desk.told()["welcome"])
    desk.does("xdotool", "key", "Escape")
    desk.until(lambda: not desk.told()["welcome"])
    # The window manager's
    desk.does("wmctrl", "-i", "-r", desk.id, "-e", "0,40,40,900,640")
    desk.until(lambda: desk.told()["size"] == [900, 640])
    # The hand's
    before = desk.told()
    x, y = before["handle"]
    desk.does("xdotool", "mousemove", str(x), str(y))
    desk.does("xdotool", "mousedown", "1")
    for step in range(1, 9):
        desk.does("xdotool", "mousemove", str(x + 5 * step), str(y))
    desk.does("xdotool", "mouseup", "1")
    desk.until(lambda: desk.told()["length"] > before["length"])
    desk.does("xdotool", "key", "ctrl+z")
    desk.until(lambda: desk.told()["length"] == before["length"])
    desk.does("xdotool", "key", "alt+3")
    desk.until(lambda: desk.told()["page"] == "extend")
    # The window manager's again
    desk.does("wmctrl", "-i", "-r", desk.id, "-b", "add,maximized_vert,maximized_horz")
    desk.until(lambda: desk.told()["maximized"] and desk.told()["size"][0] == 1400)
    desk.does("wmctrl", "-i", "-r", desk.id, "-b", "remove,maximized_vert,maximized_horz")
    desk.until(lambda: desk.told()["size"] == [900, 640])
    desk.does("xdotool", "windowminimize", desk.id)
    desk.until(lambda: desk.told()["minimized"])
    desk.does("xdotool", "windowactivate", desk.id)
    desk.until(lambda: desk.told()["active"] and not desk.told()["minimized"])
    # The clipboard's
    desk.does("xdotool", "key", "ctrl+c")
    desk.until(lambda: desk.told()["said"].startswith("Copied"))
    for kind, start in {"image/png": b"\x89PNG", "application/pdf": b"%PDF", "image/svg+xml": b"<?xml"}.items():
        command = ["xclip", "-selection", "clipboard", "-t", kind, "-o"]
        content = subprocess.run(command, env=desk.environment, capture_output=True, check=True, timeout=PATIENCE)
        assert content.stdout.startswith(start)
    # The end
    desk.does("wmctrl", "-i", "-c", desk.id)
    _, complaints = desk.program.communicate(timeout=PATIENCE)
    assert (desk.program.returncode, complaints) == (0, "")
    kept = json.loads((tmp_path / "config" / "pe-desktop" / "settings.json").read_text("utf-8"))
    assert from_json(kept["session"]).document.page == "extend"
