"""A person who tries everything, in an order that a seed decides."""

from __future__ import annotations

import random
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMessageLogContext, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QWidget
from shiboken6 import isValid

from pe_desktop.document import Document
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.window import MainWindow
from tests.gui.test_filing import drop
from tests.gui.windows import leave

SHOWN = 30  # events that a failure prints
STAY = 25  # events after which a person has seen enough of a dialog
LOOKED_AT = 500  # milliseconds after which a menu that waits for a choice is left
PATIENCE = 60  # seconds of pressing Esc after which a dialog cannot be left
TEXTS = (
    *("128k", "1e6", "2^17", "0", "-1", "1", "64", "nan", "1e999", "9" * 60, "0,1,8", "auto", "7x5", "", " "),
    *("θ ≈ π", "\U0001f600 🜁", "<b>x</b>", "a\x00b\x1b[31m", "\u202eright", "king and queen", "\ud7ff"),
)
KEYS = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_1, Qt.Key.Key_Comma, Qt.Key.Key_Menu),
    *(Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0),
)
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
MODIFIERS = (
    *[Qt.KeyboardModifier.NoModifier] * 4,
    *(Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier),
)
PLAIN = Qt.KeyboardModifier.NoModifier
SIZES = ((760, 520), (820, 560), (900, 640), (1024, 700), (300, 200), (1280, 720))


class Trouble(AssertionError):
    """What nobody expected, with the seed and the events that led to it."""


class RandomUser:
    """Acts on the windows of the program as a person would, through the window system: it presses what is in front.

    Each event draws from a generator of its own, so that the same seed does the same as long as the window shows
    the same. `open_window` starts the program again after it was left.
    """

    def __init__(self, seed: int, open_window: Callable[[], MainWindow], files: list[Path]) -> None:
        self.seed, self._open_window, self._files = seed, open_window, files
        self.window = open_window()
        self.starts, self.count, self.seen = 1, 0, set[Document]()
        self._stayed = 0
        self._events: deque[str] = deque(maxlen=SHOWN)
        self._faults: list[str] = []
        self._chance = random.Random(seed)
        acts = {
            self._click: 24, self._double_click: 4, self._drag: 12, self._wheel: 10, self._key: 14, self._write: 8,
            self._shortcut: 5, self._menu: 6, self._preset: 2, self._page: 3, self._undo: 6, self._resize: 2,
            self._drop: 3, self._right_click: 3, self._leave_dialog: 6, self._hover: 4, self._look: 0.3,
            self._quit: 0.1,
        }  # fmt: skip
        self._acts, self._weights = list(acts), list(acts.values())

    def act(self, events: int) -> None:
        """So many events. Raises Trouble after the first that nobody expected."""
        with self._listening():
            for _ in range(events):
                self._chance = random.Random(self.seed * 1_000_003 + self.count)
                self.count += 1
                (act,) = self._chance.choices(self._acts, self._weights)
                self._events.append(f"{self.count} {act.__name__.strip('_')}")
                try:
                    with going_on():
                        act()
                    QApplication.processEvents()
                    self._go_on()
                    self._come_out()
                    self.seen.add(self.window.model.document)
                except Exception:
                    self._faults.append(traceback.format_exc())
                if self._faults:
                    raise Trouble(self._report())

    def _go_on(self) -> None:
        """A person who left the program starts it again."""
        if not isValid(self.window) or not self.window.isVisible():
            self._note("starts again")
            leave(self.window)
            self.window = self._open_window()
            self.starts += 1

    def _come_out(self) -> None:
        """A person who was long enough in a dialog leaves it: by Esc, which also stops what it is at."""
        self._stayed = 0 if QApplication.activeModalWidget() is None else self._stayed + 1
        if self._stayed < STAY:
            return
        self._note("comes out")
        end = time.monotonic() + PATIENCE
        while (dialog := QApplication.activeModalWidget()) is not None:
            self._press(Qt.Key.Key_Escape)
            QTest.qWait(10)
            if time.monotonic() > end:
                raise TimeoutError(f"{type(dialog).__name__} “{dialog.windowTitle()}” cannot be left by Esc")
        self._stayed = 0

    def _note(self, words: str) -> None:
        self._events[-1] += f" {words}"

    def _report(self) -> str:
        lines = "\n".join(self._events)
        return f"seed {self.seed}, event {self.count}\n{lines}\n" + "\n".join(self._faults)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Exceptions that nobody caught, in any thread, and what Qt calls critical, are faults."""

        def caught(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
            self._faults.append("".join(traceback.format_exception(kind, error, trace)))

        def said(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
            if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
                self._faults.append(f"Qt: {message}")

        before = sys.excepthook, threading.excepthook
        sys.excepthook = caught
        threading.excepthook = lambda args: caught(args.exc_type, args.exc_value, args.exc_traceback)
        handler = qInstallMessageHandler(said)
        try:
            yield
        finally:
            qInstallMessageHandler(handler)
            sys.excepthook, threading.excepthook = before

    # What is in front

    def _top(self) -> QWidget:
        """What takes events now: a popup, a dialog, or one of the windows."""
        first = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if first is not None:
            return first
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and isinstance(w.windowHandle(), QWindow)]
        return self._chance.choice(sorted(shown, key=lambda w: type(w).__name__)) if shown else self.window

    def _target(self) -> tuple[QWidget, QPoint]:
        """A window, and a point in it: of one of its controls, or just anywhere."""
        top = self._top()
        if self._chance.random() < 0.3:
            widget = top
        else:
            some = self._chance.choices(top.findChildren(QWidget) or [top], k=30)
            widget = next((w for w in some if w.window() is top and _is_control(w)), top)
        point = QPoint(self._chance.randrange(widget.width()), self._chance.randrange(widget.height()))
        self._note(f"{type(widget).__name__} {widget.objectName()}")
        return top, inside(top, widget.mapTo(top, point))

    def _send(self, top: QWidget, send: Callable[..., None], *arguments: object) -> None:
        """An event by way of the window system, unless the window has gone in the meantime."""
        if any(top is shown for shown in QApplication.topLevelWidgets()) and top.isVisible():
            handle = top.windowHandle()
            if isinstance(handle, QWindow) and isValid(handle):
                send(handle, *arguments)

    # Mouse

    def _click(self) -> None:
        top, point = self._target()
        button = self._chance.choice((LEFT, LEFT, LEFT, MIDDLE))
        modifiers = self._chance.choice(MODIFIERS)
        for send in (QTest.mousePress, QTest.mouseRelease):
            self._send(top, send, button, modifiers, point)

    def _double_click(self) -> None:
        top, point = self._target()
        for send in (QTest.mousePress, QTest.mouseRelease) * 2:
            self._send(top, send, LEFT, PLAIN, point)

    def _hover(self) -> None:
        top, point = self._target()
        self._send(top, QTest.mouseMove, point)

    def _drag(self) -> None:
        top, point = self._target()
        button, modifiers = self._chance.choice((LEFT, LEFT, LEFT, MIDDLE, RIGHT)), self._chance.choice(MODIFIERS)
        self._send(top, QTest.mousePress, button, modifiers, point)
        for _ in range(3):
            step = QPoint(self._chance.randrange(-60, 61), self._chance.randrange(-30, 31))
            point = QPoint(max(1, point.x() + step.x()), max(1, point.y() + step.y()))
            self._send(top, QTest.mouseMove, point)
        self._send(top, QTest.mouseRelease, button, modifiers, point)

    def _right_click(self) -> None:
        top, point = self._target()
        widget = top.childAt(point) or top
        place = widget.mapFrom(top, point)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))

    def _wheel(self) -> None:
        top, point = self._target()
        turn = QPoint(0, 120 * self._chance.choice((-5, -1, 1, 1, 5)))
        self._send(top, QTest.wheelEvent, QPointF(point), turn)

    # Keys

    def _press(self, key: int, modifiers: Qt.KeyboardModifier = PLAIN, text: str = "") -> None:
        """Down and up, each where the focus is then: QTest would go on in a window that the key has closed."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            front, focused = QApplication.activePopupWidget(), QApplication.focusWidget()
            if front is None:
                front = QApplication.activeModalWidget()
                if focused is not None and front in (None, focused.window()):
                    front = focused
            QApplication.sendEvent(front or self._top(), QKeyEvent(kind, key, modifiers, text))

    def _key(self) -> None:
        key, modifiers = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        self._note(f"{key.name} {modifiers.name}")
        self._press(key, modifiers)

    def _shortcut(self) -> None:
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return
        keys = [key for action in self.window.actions_by_id.values() for key in action.shortcuts()]
        chosen = self._chance.choice(keys)
        if chosen.toString() != "Ctrl+Q":
            self._note(chosen.toString())
            QTest.keyClick(self.window, chosen[0].key(), chosen[0].keyboardModifiers())

    def _write(self) -> None:
        text = self._chance.choice(TEXTS)
        self._note(repr(text))
        for letter in text:
            self._press(0, text=letter)
        if self._chance.random() < 0.7:
            self._press(Qt.Key.Key_Return)

    # What the program offers

    def _trigger(self, ids: list[str]) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        id = self._chance.choice(ids)
        self._note(id)
        if self.window.actions_by_id[id].isEnabled():
            self.window.actions_by_id[id].trigger()

    def _menu(self) -> None:
        apart = ("preset-", "theme-", "quit")
        self._trigger([id for id in self.window.actions_by_id if not id.startswith(apart)])

    def _preset(self) -> None:
        self._trigger([id for id in self.window.actions_by_id if id.startswith("preset-")])

    def _page(self) -> None:
        self._trigger([id for id in self.window.actions_by_id if id.startswith("page-")])

    def _undo(self) -> None:
        self._trigger(["undo", "undo", "redo"])

    def _look(self) -> None:
        self._trigger(["theme-light", "theme-dark", "larger", "smaller", "smaller"])

    def _quit(self) -> None:
        self._trigger(["quit"])

    def _resize(self) -> None:
        self.window.resize(*self._chance.choice(SIZES))

    def _drop(self) -> None:
        if QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None:
            path = self._chance.choice(self._files)
            self._note(path.name)
            drop(self.window, path)

    def _leave_dialog(self) -> None:
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if isinstance(popup, QMenu):
            popup.close()
        elif isinstance(dialog, QDialog):
            self._press(Qt.Key.Key_Escape)


def _is_control(widget: QWidget) -> bool:
    return widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.rect().isEmpty()


@contextmanager
def going_on() -> Iterator[None]:
    """A person goes on where Qt waits in a menu of its own: that of a menu bar without room, or of a scroll bar.

    It waits in a loop of events, from which only one of these events leads back to who sent the click.
    """
    timer = QTimer()
    timer.timeout.connect(_close_popup)
    timer.start(LOOKED_AT)
    try:
        yield
    finally:
        timer.stop()


def _close_popup() -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def inside(widget: QWidget, point: QPoint) -> QPoint:
    """The point of a widget that is nearest to one."""
    return QPoint(min(max(1, point.x()), widget.width() - 1), min(max(1, point.y()), widget.height() - 1))


def answering(seed: int) -> Callable[[Notice], int]:
    """Stands in for `Notice.exec`, which would wait for a person: opens the question and presses a button of it."""
    chance = random.Random(seed)

    def exec(notice: Notice) -> int:
        notice.show()
        QApplication.processEvents()
        chance.choice(notice.findChildren(QAbstractButton)).click()
        return notice.result()

    return exec
