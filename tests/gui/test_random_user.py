"""Ten thousand events of a person who tries everything: no exception, no hang, and nothing left behind."""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenuBar, QStyle, QToolButton
from shiboken6 import isValid

from pe_desktop.document import to_json
from pe_desktop.gui.files.copying import clipboard
from pe_desktop.gui.pages import pace
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.window import MainWindow
from tests.gui.faulty import all_faulty, damaged, faulty_lessons, written
from tests.gui.random_user import RandomUser, answering, going_on
from tests.gui.windows import Opened, leave, state, wait_for
from tests.sources.configs import CONFIGS

SEEDS = {1: 3400, 2: 3300, 3: 3300}
"""How many events each seed has."""
PATIENCE = 120  # seconds of standing still after which the program hangs
ROUND = 50  # events between two looks at the clock
GROWTH = 256 << 20
"""Bytes that a process may grow by in a run: what is kept of bounded caches of tables, trained runs and Qt's fonts."""
KEPT = (QSvgRenderer, QStyle)  # icons, and what dresses all windows
TALLEST = 20_000_000  # bytes of a file that is dropped


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What a person might have: good files and malformed ones."""
    folder = tmp_path_factory.mktemp("files")
    good = {
        "rope.pe.json": to_json(state("rope")).encode(),
        "alibi.pe.json": to_json(state("alibi")).encode(),
        **{f"{name}.json": json.dumps(CONFIGS[name][0]).encode() for name in list(CONFIGS)[:6]},
        "table.csv": b"1,2,3\n4,5,6\n",
        **{name.replace("/", "-"): content for name, content in damaged()},
    }
    made = [written(folder, name, content) for name, content in good.items()]
    np.savez(folder / "two.npz", wpe=np.ones((12, 6)), other=np.zeros((3, 3)))
    np.save(folder / "table.npy", np.random.default_rng(0).normal(size=(40, 8)))
    faulty = [written(folder, name, content) for name, content in all_faulty().items() if len(content) < TALLEST]
    return [*made * 3, *[folder / "two.npz", folder / "table.npy"] * 12, *faulty]


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch, files: list[Path], tmp_path: Path) -> Path:
    """The system's dialogs answer by themselves, with all kinds of paths. A slow display keeps the run short."""
    lessons = tmp_path / "lessons"
    for name, text in faulty_lessons().items():
        written(lessons, name, text.encode())
    found = iter(files * 1000)
    saved = iter([tmp_path / f"saved.{suffix}" for suffix in ("json", "png", "npy", "svg", "zip", "csv")] * 1000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(next(found)), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(next(saved)), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(lessons))
    monkeypatch.setattr(Notice, "exec", answering(0))
    monkeypatch.setattr(pace, "FRAME", 0.15)
    return tmp_path


@pytest.fixture
def watched(capfd: pytest.CaptureFixture[str]) -> Iterator[int]:
    """Where the place is said at which the program hangs: the standard error that pytest itself was given."""
    with capfd.disabled():
        said = os.dup(2)
    yield said
    faulthandler.cancel_dump_traceback_later()
    os.close(said)


def objects() -> list[QObject]:
    gc.collect()
    return [found for found in gc.get_objects() if isinstance(found, QObject) and isValid(found)]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_a_person_does_the_program_goes_on(
    opened: Opened, stubbed: Path, watched: int, files: list[Path], seed: int
) -> None:
    leave(opened(size=(820, 560), remember=True))  # what is made once stays
    before, threads = {id(found) for found in objects()}, set(threading.enumerate())
    size = psutil.Process().memory_info().rss

    def again() -> MainWindow:
        return opened(size=(820, 560), theme="", remember=True)

    user = RandomUser(seed, again, files)
    for _ in range(SEEDS[seed] // ROUND):
        faulthandler.dump_traceback_later(PATIENCE, exit=True, file=watched)
        user.act(ROUND)
    assert user.count == SEEDS[seed]
    assert len(user.seen) > 40  # documents: the hand was on the controls
    leave(user.window)
    clipboard().clear()
    wait_for(lambda: all(thread.name == "answers" for thread in set(threading.enumerate()) - threads))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # also of what has waited
    assert [found for found in objects() if id(found) not in before and not isinstance(found, KEPT)] == []
    assert psutil.Process().memory_info().rss - size < GROWTH


def test_the_user_goes_on_where_qt_waits_in_a_menu_of_its_own(opened: Opened) -> None:
    window = opened()
    menus = window.findChild(QMenuBar)
    assert menus is not None
    menus.setFixedWidth(60)
    QApplication.processEvents()
    more = menus.findChild(QToolButton)
    assert more is not None
    assert more.isVisible()
    with going_on():
        QTest.mousePress(more, Qt.MouseButton.LeftButton)  # comes back only when the menu is closed
    assert QApplication.activePopupWidget() is None
