"""Whole windows for tests: made, driven as by a person, and left without a trace."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyqtgraph
import pytest
from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from shiboken6 import isValid

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.figure.figure import Panel
from pe_desktop.gui.application import create_window
from pe_desktop.gui.editors import Editor
from pe_desktop.gui.kept.places import runs_folder
from pe_desktop.gui.kept.settings import VERSION, Settings, load_settings, settings_from, settings_path
from pe_desktop.gui.pages import page_view
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.window import MainWindow

Opened = Callable[..., MainWindow]
NO_KEYS = Qt.KeyboardModifier.NoModifier
PATIENCE = 300
"""Seconds after which what a test waits for will not come: far more than it takes, also on a machine that does much."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's empty home folder: nobody's real settings are read or written."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    return folder


@pytest.fixture
def opened(home: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens windows, and closes them in the end without a question. No machine counts as a slow one,
    and no move of the mouse comes too soon after another to be heard."""
    monkeypatch.setattr(page_view, "SLOW", 10.0)
    monkeypatch.setitem(pyqtgraph.CONFIG_OPTIONS, "mouseRateLimit", 0)  # each move counts, however soon it comes
    windows: list[MainWindow] = []

    def make(
        state: Document | State | None = None,
        *,
        size: tuple[int, int] = (1440, 900),
        theme: str = "light",
        remember: bool = False,
    ) -> MainWindow:
        window = create_window(state, theme=theme, remember=remember)
        windows.append(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        settle(window)
        return window

    yield make
    for window in windows:
        leave(window)


def leave(window: MainWindow) -> None:
    """Close without a question, and for good."""
    if not isValid(window):
        return
    window.model.mark_saved(window.model.work.document)
    window.close()
    window.deleteLater()


def kept() -> Settings:
    """What the next start would find, if the program ended now."""
    records = sorted(runs_folder().glob("*.json"))
    if not records:
        return load_settings(settings_path())[0]
    return settings_from({"version": VERSION, **json.loads(records[-1].read_text("utf-8"))["held"]})


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the program run until the condition holds; fails when it does not in time."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "this was waited for in vain"
        loop = QEventLoop()  # QTest.qWait would raise here what nobody caught there
        QTimer.singleShot(5, loop.quit)
        loop.exec()


def settle(window: MainWindow) -> None:
    """Until nothing is left to be drawn."""
    QApplication.processEvents()
    wait_for(lambda: not window.pace.pending)
    for _ in range(3):  # a part, what holds it and what that shows are laid out one after another
        QApplication.processEvents()


def zoom_text(window: MainWindow, factor: float) -> None:
    """Text of another size, at once."""
    window.session.change(zoom=factor)
    window.look.apply()
    settle(window)


def document(id: str = "sinusoidal", *, length: int = 128, **values: Any) -> Document:
    return Document(length=length, encoding=encoding(id, **values))


def encoding(id: str, **values: Any) -> Encoding:
    return ENCODINGS[id](**values)


def state(id: str = "sinusoidal", *, position: float = 37, key: float = 30, **values: Any) -> State:
    return State(document(id, **values), View(position=position, key=key))


# Parts of a window


def view_of(window: MainWindow, figure: str) -> FigureView:
    """Of the page in front: others may show the same figure."""
    return window.page.cards[figure].view


def panel_of(window: MainWindow, figure: str, panel: str = "") -> Panel:
    shown = view_of(window, figure).figure
    assert shown is not None
    return shown.panel(panel or figure)


def editor_of(window: MainWindow, name: str) -> Editor:
    found = window.findChild(Editor, name)
    assert isinstance(found, Editor)
    return found


def slider_of(window: MainWindow, name: str) -> Slider:
    found = editor_of(window, name).findChild(Slider)
    assert isinstance(found, Slider)
    return found


def picture_of(widget: QWidget) -> bytes:
    """Every pixel that a widget shows."""
    image = widget.grab().toImage()
    return bytes(image.constBits())


def notices(window: QWidget) -> list[Notice]:
    return [notice for notice in window.findChildren(Notice) if notice.isVisible()]


# What a person does


def place_of(window: MainWindow, figure: str, x: float, y: float, panel: str = "") -> tuple[QWidget, QPointF]:
    """The viewport of a figure, and where a point of a panel's axes stands in it."""
    view = view_of(window, figure)
    placed = view.placed(panel or figure)
    assert placed is not None
    return view.viewport(), QPointF(placed.to_x(x), placed.to_y(y))


def move(widget: QWidget, point: QPointF, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    where = QPointF(widget.mapToGlobal(point))
    event = QMouseEvent(QEvent.Type.MouseMove, point, where, Qt.MouseButton.NoButton, held, NO_KEYS)
    QApplication.sendEvent(widget, event)


def click(window: MainWindow, figure: str, x: float, y: float, panel: str = "") -> None:
    viewport, point = place_of(window, figure, x, y, panel)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NO_KEYS, point.toPoint())
    settle(window)


def double_click(window: MainWindow, figure: str, x: float, y: float, panel: str = "") -> None:
    viewport, point = place_of(window, figure, x, y, panel)
    left = Qt.MouseButton.LeftButton
    for send in (QTest.mousePress, QTest.mouseRelease, QTest.mouseDClick, QTest.mouseRelease):
        send(viewport, left, NO_KEYS, point.toPoint())
    settle(window)


def hover(window: MainWindow, figure: str, x: float, y: float, panel: str = "") -> None:
    move(*place_of(window, figure, x, y, panel))


def scroll(window: MainWindow, figure: str, x: float, y: float, notches: int, panel: str = "") -> None:
    """Turn the wheel over a point of a panel: upwards zooms in."""
    viewport, point = place_of(window, figure, x, y, panel)
    event = QWheelEvent(
        point,
        QPointF(viewport.mapToGlobal(point)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    settle(window)


def press(window: MainWindow, figure: str, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
    view = view_of(window, figure)
    view.setFocus()
    QTest.keyClick(view, key, modifiers)
    settle(window)


def run(window: MainWindow, action: str) -> None:
    """Choose an entry of the menus."""
    window.actions_by_id[action].trigger()
    settle(window)


def answer(button: str) -> None:
    """Press a button of the question that is asked next."""

    def find() -> None:
        question = QApplication.activeModalWidget()
        assert question is not None, "no question was asked"
        next(b for b in question.findChildren(QPushButton) if b.text() == button).click()

    QTimer.singleShot(0, find)


class Dialogs:
    """Stands in for the system's file dialogs: answers with a path, and counts how often it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path: Path | str = ""
        self.asked: list[str] = []
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, self._answer)

    def _answer(self, parent: QWidget, title: str, folder: str, kinds: str = "") -> tuple[str, str]:
        self.asked.append(title)
        return str(self.path), kinds


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    return Dialogs(monkeypatch)


def drag_in(window: MainWindow, figure: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one point of a figure's first panel, and let go at another."""
    steps = 8
    viewport, first = place_of(window, figure, *start)
    _, last = place_of(window, figure, *end)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, NO_KEYS, first.toPoint())
    for i in range(1, steps + 1):
        move(viewport, first + (last - first) * (i / steps), left)
        settle(window)
    QTest.mouseRelease(viewport, left, NO_KEYS, last.toPoint())
    settle(window)


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag files over a widget and let them go; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle, rest = target.rect().center(), (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (
        QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, *rest),
        QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, data, *rest),
    ):
        event.ignore()
        QApplication.sendEvent(target, event)  # Qt asks the widget, then those around it
        if not event.isAccepted():
            return False
    return True
